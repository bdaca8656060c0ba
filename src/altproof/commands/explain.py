"""`altproof explain`: the page of one rule, or the table of all rules."""

from __future__ import annotations

from difflib import get_close_matches

from altproof.actions_io import Console
from altproof.errors import ExitCode, UsageError
from altproof.rules import RULES, pages
from altproof.settings import Settings

_LONGEST_NAME = 100


def explain(settings: Settings, console: Console) -> int:
    """Print it. Raises UsageError for a name that is no rule."""
    name = settings.rule
    if not name:
        console.write(pages.table(RULES.values(), linked=False))
        return ExitCode.FINE
    if name not in RULES:
        near = get_close_matches(name[:_LONGEST_NAME], RULES, 1)
        hint = f"did you mean {near[0]}?" if near else "`altproof explain` lists all rules"
        raise UsageError(f"explain: {name[:_LONGEST_NAME]} is not a rule", hint=hint)
    console.write(pages.page(RULES[name]))
    return ExitCode.FINE

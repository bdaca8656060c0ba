"""What is made from the rules: their pages, the table of all rules, and the section of the schema that checks them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from altproof.config import schema_text
from altproof.model import Severity
from altproof.rules import RULES, pages
from altproof.rules.base import Rule
from altproof.rules.options import EVERYWHERE, SCHEMAS
from altproof.rules.profiles import DEFAULT, PROFILES

SCHEMA = "schema/config.schema.json"
MARK = '\n    "rules": '
WORDS = ["off", *(severity.value for severity in Severity)]

INTRODUCTION = """\
# Rules

What Altproof looks for, in the order in which it asks. One image has one finding of a kind at most: where an alt text
is missing or no description at all, nothing is said about its style.

The columns are the profiles; `alt_text.profile` in the [configuration](../config.md) chooses one, and `rules` changes
single rules. Exceptions for one image, one page or a whole repository: [exceptions.md](../exceptions.md).
"""

MARKDOWNLINT = """
## Coming from markdownlint

What MD045 (`no-alt-text`) reports in Markdown is reported here by `missing-alt`, by `empty-alt-in-link` where the image
is all there is in a link, and by `title-instead-of-alt` where a title stands in for the alt text. On the documents of
MD045's own tests the three report the same lines and no others. Everything else in the table above MD045 lets pass: an
alt text that is blank, "image", a file name, an address or the words beside it.
"""

PROFILE_NOTES = "\n## Profiles\n\n"


def pages_by_path() -> Mapping[str, Callable[[], str]]:
    """Every page that is made from the rules: where it lies, and what makes it."""
    of_rules = {f"docs/rules/{name}.md": _page_of(rule) for name, rule in RULES.items()}
    return {SCHEMA: schema, **of_rules, "docs/rules/README.md": overview}


def stale_pages(root: Path) -> Iterable[Path]:
    """Pages of rules that are no more."""
    return (path for path in sorted((root / "docs/rules").glob("*.md")) if path.stem not in {*RULES, "README"})


def overview() -> str:
    """The table of all rules, and whose rules the profiles are."""
    sources = "".join(f"- `{profile.name}`: {profile.source}\n" for profile in PROFILES.values())
    return f"{INTRODUCTION}\n{pages.table(RULES.values())}{PROFILE_NOTES}{sources}{MARKDOWNLINT}"


def schema() -> str:
    """The schema of the configuration with the section of the rules written again, everything else as it is."""
    text = schema_text()
    start = text.index(MARK) + len(MARK)
    _, length = json.JSONDecoder().raw_decode(text[start:])
    lines = json.dumps(_section(), indent=2, ensure_ascii=False).split("\n")
    return text[:start] + "\n    ".join(lines) + text[start + length :]


def _page_of(rule: Rule) -> Callable[[], str]:
    return lambda: pages.page(rule)


def _section() -> dict[str, Any]:
    return {
        "title": "Rules",
        "description": (
            "How serious the findings of a rule are, or `off`; with options as a mapping. A rule that is not named "
            "here is as serious as the profile says."
        ),
        "type": "object",
        "additionalProperties": False,
        "unknownKeyMessage": "`altproof explain` lists all rules",
        "default": {},
        "examples": [{"filename-as-alt": {"severity": "notice", "exclude": ["**/badges/**"]}, "blank-alt": "off"}],
        "properties": {name: _rule(rule) for name, rule in RULES.items()},
    }


LENGTHS = {
    "min_length": "`alt_text.min_length` sets the fewest characters",
    "max_length": "`alt_text.max_length` sets the most characters",
}


def _rule(rule: Rule) -> dict[str, Any]:
    severity = PROFILES[DEFAULT].severities[rule.NAME]
    options = {name: SCHEMAS[name] for name in (*rule.OPTIONS, *EVERYWHERE) if name in SCHEMAS}
    elsewhere = [LENGTHS[name] for name in rule.OPTIONS if name in LENGTHS]
    return {
        "title": rule.NAME,
        "description": rule.SUMMARY,
        "default": severity.value if severity else "off",
        "examples": ["notice" if severity is not Severity.NOTICE else "warning"],
        "if": {"type": "object"},
        "then": {
            "type": "object",
            "additionalProperties": False,
            **({"unknownKeyMessage": "; ".join(["use severity, exclude or allow", *elsewhere])} if elsewhere else {}),
            "properties": {"severity": {"enum": WORDS}, **options},
        },
        "else": {"enum": WORDS},
    }

"""Template expressions left in a document by the tool that renders it: found, skipped, never edited."""

from __future__ import annotations

import re

_CLOSERS = {"{{": "}}", "{%": "%}", "<%": "%>", "<?": "?>"}
_LONGEST = 1000
"""Characters; an expression that does not end within them is taken as plain text, which keeps reading linear."""

_EXPRESSION = re.compile(r"\{\{.{0,1000}?\}\}|\{%.{0,1000}?%\}|<%.{0,1000}?%>|<\?.{0,1000}?\?>", re.DOTALL)


def expression_end(text: str, start: int) -> int | None:
    """The offset behind the template expression that opens at `start`, or None when none does."""
    closer = _CLOSERS.get(text[start : start + 2])
    if closer is None:
        return None
    end = text.find(closer, start + 2, start + _LONGEST)
    return None if end < 0 else end + len(closer)


def holds_expression(raw: str) -> bool:
    """Whether any part of a raw value is filled in by a template."""
    return any(opener in raw for opener in _CLOSERS)


def is_computed(raw: str) -> bool:
    """Whether nothing but template expressions speaks in a raw value: what it says is unknown here."""
    return holds_expression(raw) and not any(c.isalnum() for c in _EXPRESSION.sub("", raw))

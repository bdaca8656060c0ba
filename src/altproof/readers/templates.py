"""Template expressions left in a document by the tool that renders it: found, skipped, never edited."""

from __future__ import annotations

from altproof.patterns import lazy_regex

_CLOSERS = {"{{": "}}", "{%": "%}", "<%": "%>", "<?": "?>"}
_LONGEST = 1000
"""Characters; an expression that does not end within them is taken as plain text, which keeps reading linear."""

_OPENER = lazy_regex(r"\{[{%]|<[%?]")


def expression_end(text: str, start: int) -> int | None:
    """The offset behind the template expression that opens at `start`, or None when none does."""
    closer = _CLOSERS.get(text[start : start + 2])
    if closer is None:
        return None
    end = text.find(closer, start + 2, start + _LONGEST)
    return None if end < 0 else end + len(closer)


def holds_expression(raw: str) -> bool:
    """Whether any part of a raw value is filled in by a template."""
    return _OPENER.search(raw) is not None


def is_computed(raw: str) -> bool:
    """Whether nothing but template expressions speaks in a raw value: what it says is unknown here."""
    at = 0
    found = False
    while (opener := _OPENER.search(raw, at)) is not None:
        if _speaks(raw[at : opener.start()]):
            return False
        at = expression_end(raw, opener.start()) or opener.start() + 1
        found = True
    return found and not _speaks(raw[at:])


def _speaks(words: str) -> bool:
    return any(character.isalnum() for character in words)

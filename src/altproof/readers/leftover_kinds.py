"""What looks like an image and is none: the forms of it, and what the reader of a format says of one."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

PREFIX: Final = "leftover-"
BLANKS, PARENTHESIS, UNDEFINED, IN_HTML, UNKNOWN_NAME, NO_SOURCE, NO_BLANK = (
    f"{PREFIX}{name}"
    for name in ("blanks", "parenthesis", "undefined", "in-html", "unknown-name", "no-source", "no-blank")
)
"""The syntaxes of what is found; each says what is wrong."""


class Leftover(Struct, frozen=True):
    """One of them at its offsets in the document."""

    start: int
    end: int
    syntax: str
    """One of those above."""
    target: str
    label: str | None = None
    """The undefined label, or the unknown name."""

"""What one line of AsciiDoc can be, told from its looks."""

from __future__ import annotations

import re
from typing import Final

from altproof.patterns import lazy_regex
from altproof.readers.asciidoc.lines import Line, delimiter

ENTRY: Final = lazy_regex(r":(!?\w[^:]*):(?:[ \t]+(.*))?$")
"""An attribute entry: its name and its value."""

_ATTRIBUTES = lazy_regex(r"\[(?:[\w.#%{,\"'].*)?\]$|\[\[(?:[^\W\d][\w:.-]*(?:,.+)?)?\]\]$")
_TITLE = lazy_regex(r"\.\.?[^ \t.]")
_HEADING = lazy_regex(r"(={1,6}|#{1,6})[ \t]+(?=\S)")
_MEDIA = lazy_regex(r"(?:image|video|audio|toc)::")
_ITEM = lazy_regex(r"[ \t]*(?:-|\*+|\.+|•|\d+\.|[A-Za-z]\.|[IVXivx]+\))[ \t]+(?=\S)|<(?:\d+|\.)>[ \t]+(?=\S)")
_TERM = lazy_regex(r"(?::{2,4}|;;)(?=[ \t]|$)")
_BREAK = lazy_regex(r"'{3,}$|<{3,}$|([-*_])[ \t]*\1[ \t]*\1$")
_UNDERLINES: Final = {"=": 1, "-": 2, "~": 3, "^": 4, "+": 5}


def is_attributes(text: str) -> bool:
    """Whether a line is an attribute list or an anchor for the block below it."""
    return text.startswith("[") and text.endswith("]") and _ATTRIBUTES.match(text) is not None


def is_title(text: str) -> bool:
    """Whether a line is the title of the block below it."""
    return _TITLE.match(text) is not None


def is_comment(text: str) -> bool:
    """Whether a line is a comment by itself."""
    return text.startswith("//") and not text.startswith("///")


def is_break(text: str) -> bool:
    """Whether a line is a rule or a page break."""
    return _BREAK.match(text) is not None


def is_media(text: str) -> bool:
    """Whether a line is a block macro for media: nothing behind its list, a target without blanks at its edges."""
    if _MEDIA.match(text) is None or not text.endswith("]"):
        return False
    target, bracket, _ = text.partition("::")[2].partition("[")
    return bool(bracket) and target == target.strip() and (bool(target) or text.startswith("toc"))


def is_indented(text: str) -> bool:
    """Whether a line begins with a blank."""
    return text[:1] in {" ", "\t"}


def indent(text: str) -> int:
    """The number of blanks a line begins with."""
    return len(text) - len(text.lstrip(" \t"))


def heading(line: Line, below: str) -> tuple[Line, int, int] | None:
    """Title, level (from 1) and number of lines of the heading that begins here, or None."""
    match = _HEADING.match(line.text)
    if match is not None:
        mark = match.group(1)
        end = len(line.text) - len(mark)
        closed = line.text.endswith(mark) and line.text[end - 1] in " \t" and end > match.end()
        return line.cut(match.end(), end if closed else None), len(mark), 1
    return (line, _UNDERLINES[below[0]], 2) if _is_underlined(line.text, below) else None


def item(text: str) -> re.Match[str] | None:
    """The marker of a list item and the blanks behind it."""
    return _ITEM.match(text)


def term_mark(text: str) -> re.Match[str] | None:
    """The mark behind the term of a description list, if the line has one."""
    if is_comment(text) or ("::" not in text and ";;" not in text):
        return None
    return _TERM.search(text, indent(text) + 1)


def is_in_list(text: str) -> bool:
    """Whether a line begins an item of any list."""
    return item(text) is not None or term_mark(text) is not None


def ends_paragraph(text: str, *, in_list: bool) -> bool:
    """Whether a line that is not blank ends the paragraph above it."""
    return text == "+" or delimiter(text) is not None or is_attributes(text) or (in_list and is_in_list(text))


def _is_underlined(title: str, below: str) -> bool:
    return (
        below[:1] in _UNDERLINES
        and abs(len(title) - len(below)) < len("--")
        and not below.strip(below[0])
        and not title.startswith(".")
        and any(character.isalnum() for character in title)
    )

"""The block in a comment that GitHub turns into a commit: whole lines, of which only the alt slots are changed."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping

from altproof.model import Edit, Lines
from altproof.patterns import lazy_regex

MOST_CHARACTERS = 10_000
"""Of the lines in one block; a notebook that is one line is better edited by hand. A comment holds 65,536."""
_NOT_SHOWN = frozenset("\ufeff\ufffd\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""A byte-order mark would be lost, U+FFFD stands for what is no text, and the others turn the line round."""
_NOT_SHOWN_KINDS = frozenset(("Cc", "Cs", "Zl", "Zp"))
_BACKTICKS = lazy_regex("`+")


def block(source: Mapping[int, str], where: Lines, edits: Iterable[Edit]) -> str | None:
    """The fenced block for these lines of a document with these edits made, line ends as LF.

    `source` holds the text of lines by number. None: a line is not known, nothing would change, or the lines hold
    characters that a person could not see or that would not come back as they were.
    """
    numbers = range(where.first, where.last + 1)
    if not all(number in source for number in numbers):
        return None
    before = [source[number].removesuffix("\r") for number in numbers]
    text = _edited(before, where.first, edits).replace("\r\n", "\n").removesuffix("\r")
    if not text.strip("\n") or text == "\n".join(before) or len(text) > MOST_CHARACTERS or not _is_showable(text):
        return None
    return fenced("suggestion", text)


def fenced(kind: str, text: str) -> str:
    """A code block whose fence is longer than any run of backticks in the text (CommonMark, fenced code blocks)."""
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{kind}\n{text}\n{fence}"


def compatible(edits: Iterable[Edit]) -> list[Edit]:
    """Of these edits, best first, those that can be made together; the same edit twice counts once."""
    chosen: list[Edit] = []
    in_order: list[Edit] = []
    for edit in edits:
        place = bisect_left(in_order, _place(edit), key=_place)
        neighbours = in_order[max(0, place - 1) : place + 1]  # none of them touch, so that only these two can
        if not any(_touch(edit, other) for other in neighbours):
            in_order.insert(place, edit)
            chosen.append(edit)
    return chosen


def _place(edit: Edit) -> tuple[int, int, int, int]:
    return edit.span.line, edit.span.column, edit.span.end_line, edit.span.end_column


def _touch(one: Edit, other: Edit) -> bool:
    a, b = one.span, other.span
    apart = (a.end_line, a.end_column) <= (b.line, b.column) or (b.end_line, b.end_column) <= (a.line, a.column)
    return a == b or not apart


def _edited(lines: list[str], first: int, edits: Iterable[Edit]) -> str:
    """The lines, the first of which has this number, with the edits made, the last one first."""
    lines = list(lines)
    for edit in sorted(edits, key=lambda edit: (edit.span.line, edit.span.column), reverse=True):
        begin, end = edit.span.line - first, edit.span.end_line - first
        head, tail = lines[begin][: edit.span.column - 1], lines[end][edit.span.end_column - 1 :]
        lines[begin : end + 1] = [f"{head}{edit.replacement}{tail}"]
    return "\n".join(lines)


def _is_showable(text: str) -> bool:
    kinds = (unicodedata.category(character) for character in set(text) - {"\n", "\t"})
    return _NOT_SHOWN.isdisjoint(text) and _NOT_SHOWN_KINDS.isdisjoint(kinds)

"""The lines of a reStructuredText document as docutils sees them, each column still at its place in the source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

_TAB = 8
_AS_BLANKS = str.maketrans("\v\f", "  ")

BREAKS: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""Where docutils ends a line or writes a blank instead: no option value can hold these."""


class Line(Struct, frozen=True):
    """One line or a part of it: tabs expanded to eight columns, blanks at its end gone."""

    text: str
    start: int
    """The offset of the first column in the source."""
    end: int
    """The offset behind the last character before the line break, blanks included."""
    offsets: tuple[int, ...] | None = None
    """The offset of each column and of the end; None: columns and characters are the same."""

    def source(self, column: int) -> int:
        """The offset of a column; the length of the text is the column behind its last character."""
        return self.start + column if self.offsets is None else self.offsets[column]

    def part(self, low: int, high: int) -> Line:
        """The columns from `low` up to `high`."""
        text = self.text[low:high].rstrip()
        low = min(low, len(self.text))
        offsets = None if self.offsets is None else self.offsets[low : low + len(text) + 1]
        return Line(text, self.source(low), self.source(low + len(text)), offsets)


class Block:
    """Lines that are read together: the whole document, or one table cell."""

    def __init__(self, lines: Sequence[Line], *, editable: bool = True) -> None:
        self.lines = lines
        self.editable = editable
        """False in a table cell, which would burst its borders."""
        self.indents = [len(line.text) - len(line.text.lstrip(" ")) for line in lines]
        self.next_text = [len(lines)] * (len(lines) + 1)
        """For each line the number of the first one from there on that is not blank."""
        for number in range(len(lines) - 1, -1, -1):
            self.next_text[number] = number if lines[number].text else self.next_text[number + 1]

    def indented(self, start: int, end: int, margin: int) -> tuple[int, int]:
        """The end of the blank and indented lines from `start` on, and the smallest column that these begin at.

        Blank lines at the end are left out; `(start, 0)`: no line is indented deeper than `margin`.
        """
        low, last, number = 0, start, self.next_text[start]
        while number < end and self.indents[number] > margin:
            low = min(low or self.indents[number], self.indents[number])
            last = number + 1
            number = self.next_text[last]
        return last, low

    def unbroken(self, start: int, end: int, margin: int) -> int:
        """The end of the lines from `start` on that are indented deeper than `margin`, up to the first blank one."""
        while start < end and self.lines[start].text and self.indents[start] > margin:
            start += 1
        return start

    def until_blank(self, start: int, end: int) -> int:
        """The number of the first blank line from `start` on."""
        while start < end and self.lines[start].text:
            start += 1
        return start


def document(source: str) -> Block:
    """The lines of a whole document, without its byte-order mark."""
    lines = []
    start = 1 if source.startswith("\ufeff") else 0
    for piece in source[start:].translate(_AS_BLANKS).splitlines(keepends=True):
        written = piece.rstrip(BREAKS)
        lines.append(_line(written, start))
        start += len(piece)
    return Block(lines)


def _line(written: str, start: int) -> Line:
    end = start + len(written)
    text = written.rstrip()
    if "\t" not in text:
        return Line(text, start, end)
    columns: list[str] = []
    offsets: list[int] = []
    for at, character in enumerate(text, start):
        width = _TAB - len(columns) % _TAB if character == "\t" else 1
        columns += " " * width if character == "\t" else character
        offsets += [at] * width
    return Line("".join(columns), start, end, (*offsets, start + len(text)))

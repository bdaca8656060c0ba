"""AsciiDoc tables as cells: where each begins and ends, and whether it holds a document of its own."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.readers.asciidoc.lines import Line

_SPEC = r"(?:(?P<count>\d{1,4})?(?:\.(?P<down>\d{1,4}))?(?P<kind>[*+]))?(?:[<^>]?(?:\.[<^>])?)?(?P<style>[a-z])?"
_SPEC_ALONE = lazy_regex(r"[ \t]*" + _SPEC)
_SPEC_BEHIND = lazy_regex(r"[ \t]+" + _SPEC + "$")
_LONGEST_SPEC: Final = 40
_COLUMN = lazy_regex(r"(?:(\d{1,4})\*)?[^a-z*]*([a-z])?")
_MOST_COLUMNS: Final = 500
_MOST_ROWS: Final = 50
"""Rows that one cell may span."""

DOCUMENT: Final = "a"
LITERAL: Final = "l"


class Cell(Struct, frozen=True):
    """A cell of a table."""

    lines: Sequence[Line]
    style: str
    """One letter, or "" for none."""


class Layout(Struct, frozen=True):
    """What the attributes of a table say."""

    separator: str | None
    """None: one line is one row of comma- or colon-separated values."""
    columns: Sequence[str]
    """The style of each column; empty: not given."""
    header: bool


def layout(opener: str, values: Mapping[str, str], options: set[str], body: Sequence[Line], *, nested: bool) -> Layout:
    """How to read the table that `opener` opens."""
    form = values.get("format") or {",": "csv", ":": "dsv"}.get(opener[0], "psv")
    separator = values.get("separator") or ("!" if nested else "|")
    implied = len(body) > 1 and bool(body[0].text) and not body[1].text and "noheader" not in options
    return Layout(
        separator=separator.replace("\\t", "\t") if form == "psv" else None,
        columns=_columns(values.get("cols", "")),
        header="header" in options or implied,
    )


def cells(body: Sequence[Line], form: Layout) -> list[Cell]:
    """The cells of a table in order."""
    if form.separator is None:
        return [Cell([line], "") for line in body if line.text]
    grid = _Grid(form)
    split = re.compile(r"(?<!\\)" + re.escape(form.separator))
    for line in body:
        at = 0
        for mark in split.finditer(line.text):
            before = line.text[at : mark.start()]
            spec = _SPEC_ALONE.fullmatch(before[:_LONGEST_SPEC]) if at == 0 and len(before) < _LONGEST_SPEC else None
            if spec is None:
                tail = max(0, len(before) - _LONGEST_SPEC)
                spec = _SPEC_BEHIND.search(before, tail)
                grid.add(line.cut(at, mark.start() if spec is None else at + spec.start()))
            grid.open(spec)
            at = mark.end()
        grid.add(line.cut(at))
        grid.end_line()
    grid.close()
    return grid.cells


class _Grid:
    """Follows the cells of a table, row by row."""

    def __init__(self, form: Layout) -> None:
        self.cells: list[Cell] = []
        self._columns = form.columns
        self._in_header = form.header
        self._lines: list[Line] = []
        self._style = ""
        self._in_row = 0
        self._visits = 0
        self._spans: deque[int] = deque()
        """Columns taken in this row and the next ones by cells from above."""

    def add(self, line: Line) -> None:
        """More text of the cell that is open."""
        self._lines.append(line.cut(0, len(line.text.rstrip(" \t"))))

    def end_line(self) -> None:
        """Without a number of columns the first line is the first row."""
        if not self._columns and (self._in_row or self.cells):
            self._in_header = False

    def open(self, spec: re.Match[str] | None) -> None:
        """A cell begins behind its separator; `spec` is what stands before that."""
        self.close()
        part = {} if spec is None else spec.groupdict()
        count = min(int(part.get("count") or 1), _MOST_COLUMNS)
        repeat = part.get("kind") == "*"
        column = self._columns[min(self._in_row, len(self._columns) - 1)] if self._columns else ""
        self._style = "" if self._in_header else part.get("style") or column
        self._in_row += count if repeat else 1
        if not repeat:
            for row in range(1, min(int(part.get("down") or 1), _MOST_ROWS)):
                self._spans.extend([0] * (row + 1 - len(self._spans)))
                self._spans[row] += count
        self._visits += count
        if self._columns and self._visits + (self._spans[0] if self._spans else 0) >= len(self._columns):
            self._visits = self._in_row = 0
            self._in_header = False
            if self._spans:
                self._spans.popleft()

    def close(self) -> None:
        """The open cell ends."""
        if any(line.text for line in self._lines):
            first = self._lines[0]
            blanks = len(first.text) - len(first.text.lstrip(" \t"))
            self.cells.append(Cell([first.cut(blanks), *self._lines[1:]], self._style))
        self._lines = []


def _columns(written: str) -> list[str]:
    """The style of each column; empty when the attribute gives none."""
    specs = written.replace(" ", "")
    if not specs:
        return []
    if specs.isascii() and specs.isdigit():
        return [""] * min(int(specs[:4]), _MOST_COLUMNS)
    styles: list[str] = []
    for spec in specs.split("," if "," in specs else ";"):
        match = _COLUMN.fullmatch(spec[:_LONGEST_SPEC])
        if match is not None and len(styles) < _MOST_COLUMNS:
            styles += [match.group(2) or ""] * min(int(match.group(1) or 1), _MOST_COLUMNS)
    return styles[:_MOST_COLUMNS]

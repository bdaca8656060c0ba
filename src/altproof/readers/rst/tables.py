"""The cells of reStructuredText tables, each a block of lines of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from unicodedata import east_asian_width

from msgspec.structs import replace

from altproof.patterns import lazy_regex
from altproof.readers.rst.frames import Frame
from altproof.readers.rst.lines import Block, Line

GRID_TOP: Final = lazy_regex(r"\+-[-+]+-\+ *$")
SIMPLE_TOP: Final = lazy_regex(r"=+(?: +=+)+ *$")
_SIMPLE_BORDER = lazy_regex(r"=[ =]*$")
_SPAN = lazy_regex(r"-[ -]*$")
_RUN = lazy_regex(r"=+|-+")
_PAD = "\0"
"""Stands behind a character that is two columns wide; no document holds it after docutils has read it."""


def columns_of(text: str) -> int:
    """How wide a text is: characters of East Asian scripts take two columns."""
    return len(text) if text.isascii() else len(text) + sum(east_asian_width(c) in "WF" for c in text)


def grid_table(frame: Frame) -> tuple[int, list[Block]]:
    """The number of the line behind the grid table that begins now, and its cells.

    None of them when docutils finds the table malformed.
    """
    first = last = frame.at
    while not frame.is_blank(last) and frame.text(last)[0] in "+|":
        last += 1
    rows = _rows(frame, last)
    bottom = len(rows) - 1
    while bottom > 1 and not GRID_TOP.match(rows[bottom].text):
        bottom -= 1
    if bottom < 2:
        return last, []
    rows = rows[: bottom + 1]
    width = len(rows[0].text)
    if any(len(row.text) != width or row.text[-1] not in "+|" for row in rows):
        return first + len(rows), []
    return first + len(rows), _grid_cells(rows)


def simple_table(frame: Frame) -> tuple[int, list[Block]]:
    """The number of the line behind the simple table that begins now, and its cells.

    None of them when docutils finds the table malformed.
    """
    width = len(frame.text(frame.at))
    borders: list[int] = []
    for number in range(frame.at + 1, frame.end):
        text = frame.text(number)
        if not _SIMPLE_BORDER.match(text):
            continue
        if len(text) != width:
            return number + 1, []
        borders.append(number)
        if len(borders) == 2 or frame.is_blank(number + 1):
            return number + 1, _simple_cells(_rows(frame, number + 1))
    return (borders[-1] + 1 if borders else frame.end), []


def cell_frames(cells: Iterable[Block]) -> Iterable[Frame]:
    """The cells that hold anything, to be read."""
    for cell in cells:
        filled = [indent for line, indent in zip(cell.lines, cell.indents, strict=True) if line.text]
        if filled:
            yield Frame(cell, 0, len(cell.lines), min(filled))


def comma_table(block: Block, first: int, end: int, margin: int) -> list[Block]:
    """The cells of the body of a `csv-table` with its usual delimiter and quotes."""
    cells: list[Block] = []
    quoted: list[Line] | None = None
    for line in block.lines[first:end]:
        column = min(margin, len(line.text))
        while column < len(line.text) or quoted is not None:
            if quoted is None:
                column += len(line.text[column:]) - len(line.text[column:].lstrip(" "))
                if line.text.startswith('"', column):
                    quoted, column = [], column + 1
                    continue
                stop = _found(line.text, ",", column)
                cells.append(Block([line.part(column, stop)], editable=False))
            else:
                stop, closed = _quote_end(line.text, column)
                quoted.append(_unquoted(line, column, stop))
                if not closed:
                    break
                cells.append(Block(quoted, editable=False))
                quoted, stop = None, _found(line.text, ",", stop)
            column = stop + 1
    return cells


def _rows(frame: Frame, end: int) -> list[Line]:
    lines = frame.block.lines
    return [_padded(lines[n].part(frame.where(n), len(lines[n].text))) for n in range(frame.at, end)]


def _grid_cells(rows: Sequence[Line]) -> list[Block]:
    cells: list[Block] = []
    opened: list[tuple[int, int, list[Line]]] = []
    closed = [(0, len(rows[0].text) - 1)]
    for number, row in enumerate(rows):
        still: list[tuple[int, int, list[Line]]] = []
        for left, right, lines in opened:
            if _is_rule(row.text, left, right):
                cells.append(_cell(lines))
                closed.append((left, right))
            else:
                lines.append(row.part(left + 1, right))
                still.append((left, right, lines))
        if closed and number + 1 < len(rows):
            still += [(low, high, []) for low, high in _columns(closed, row.text, rows[number + 1].text)]
        opened, closed = still, []
    return cells


def _is_rule(text: str, left: int, right: int) -> bool:
    inner = text[left + 1 : right]
    return text[left] == "+" == text[right] and (not inner.strip("-+") or not inner.strip("=+"))


def _columns(closed: list[tuple[int, int]], rule: str, below: str) -> Iterable[tuple[int, int]]:
    """The cells that begin under a rule: where a `+` has a line under it."""
    merged: list[tuple[int, int]] = []
    for left, right in sorted(closed):
        if merged and merged[-1][1] == left:
            merged[-1] = (merged[-1][0], right)
        else:
            merged.append((left, right))
    for left, right in merged:
        start = left
        for place in range(left + 1, right):
            if rule[place] == "+" and below[place] in "|+":
                yield start, place
                start = place
        yield start, right


def _simple_cells(rows: Sequence[Line]) -> list[Block]:
    starts = [match.start() for match in _RUN.finditer(rows[0].text)]
    first_end = rows[0].text.index(" ")
    cells: list[Block] = []
    row: list[Line] = []
    for line in rows[1:]:
        if _SPAN.match(line.text) or _SIMPLE_BORDER.match(line.text):
            spans = [match.start() for match in _RUN.finditer(line.text)]
            cells += _cut(row, spans if line.text[0] == "-" else starts)
            row = []
        elif line.text[:first_end].strip():
            cells += _cut(row, starts)
            row = [line]
        elif row:
            row.append(line)
    return cells


def _cut(row: list[Line], starts: Sequence[int]) -> list[Block]:
    stops = [*starts[1:], max((len(line.text) for line in row), default=0)]
    return [_cell([line.part(a, b) for line in row]) for a, b in zip(starts, stops, strict=True)] if row else []


def _cell(lines: Iterable[Line]) -> Block:
    return Block([_unpadded(line) for line in lines], editable=False)


def _padded(line: Line) -> Line:
    """The line with a place holder behind each wide character, so that its columns are those of the borders."""
    if line.text.isascii():
        return line
    text: list[str] = []
    offsets: list[int] = []
    for column, character in enumerate(line.text):
        width = 2 if east_asian_width(character) in "WF" else 1
        text.append(character + _PAD * (width - 1))
        offsets += [line.source(column)] * width
    return Line("".join(text), line.start, line.end, (*offsets, line.source(len(line.text))))


def _unpadded(line: Line) -> Line:
    if line.offsets is None or _PAD not in line.text:
        return line
    kept = [column for column, character in enumerate(line.text) if character != _PAD]
    offsets = (*(line.offsets[column] for column in kept), line.offsets[len(line.text)])
    return replace(line, text=line.text.replace(_PAD, ""), offsets=offsets)


def _found(text: str, wanted: str, start: int) -> int:
    place = text.find(wanted, start)
    return len(text) if place < 0 else place


def _quote_end(text: str, start: int) -> tuple[int, bool]:
    """Where quoted text ends in this line, and whether its closing quote stands there; `""` is a quote within it."""
    while (start := text.find('"', start)) >= 0:
        if not text.startswith('""', start):
            return start, True
        start += 2
    return len(text), False


def _unquoted(line: Line, start: int, stop: int) -> Line:
    part = line.part(start, stop)
    kept: list[int] = []
    column = 0
    while column < len(part.text):
        kept.append(column)
        column += 2 if part.text.startswith('""', column) else 1
    offsets = (*(part.source(place) for place in kept), part.source(len(part.text)))
    return replace(part, text="".join(part.text[place] for place in kept), offsets=offsets)

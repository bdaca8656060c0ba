"""The tables that Tesseract prints (`tsv`), as lines of text; read as strictly as a stranger's. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from altproof.engines.refusals import one_line
from altproof.model import Box, Point, TextLine, Word
from altproof.patterns import lazy_regex

COLUMNS = (
    *("level", "page_num", "block_num", "par_num", "line_num", "word_num"),
    *("left", "top", "width", "height", "conf", "text"),
)
WORD_LEVEL = 5
MOST_WORDS = 2000
LONGEST = 1000
"""Characters of a word."""
SUREST = 100
LEAST = 30
"""Of 100: what is read less surely is mostly dirt."""
LARGEST = 100_000
"""Pixels; no picture that is read is larger."""
_NUMBER = lazy_regex(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")


class _Found(Struct, frozen=True):
    """A word, and the line that it belongs to."""

    line: tuple[str, ...]
    box: Box
    word: Word


def text_lines(table: str) -> tuple[TextLine, ...]:
    """The lines, in the order of the table. Raises ValueError for what is no table of Tesseract."""
    rows = table.split("\n")
    if tuple(rows[0].split("\t")) != COLUMNS:
        raise ValueError("not the columns of a table")
    found = list(_words(rows[1:]))
    if len(found) > MOST_WORDS:
        raise ValueError("too many words")
    return tuple(_line([*group]) for _, group in groupby(found, key=lambda word: word.line))


def languages(listing: str) -> frozenset[str]:
    """The language packs of a listing, whose first line is a heading."""
    return frozenset(name for name in listing.split("\n")[1:] if re.fullmatch(r"[A-Za-z_/]{3,40}", name))


def _words(rows: Sequence[str]) -> Iterator[_Found]:
    for row in rows:
        cells = row.split("\t", len(COLUMNS) - 1)
        if len(cells) != len(COLUMNS) or cells[0] != str(WORD_LEVEL):
            continue
        left, top, width, height, sureness = (_number(cell) for cell in cells[6:11])
        text = one_line(cells[11], LONGEST).strip()
        if text and sureness >= LEAST and min(left, top, width, height) >= 0:
            box = Box(int(left), int(top), int(width), int(height))
            yield _Found(tuple(cells[1:5]), box, Word(text, round(min(sureness, SUREST) / 100, 3), _corners(box)))


def _line(found: Sequence[_Found]) -> TextLine:
    left, top = min(word.box.x for word in found), min(word.box.y for word in found)
    right = max(word.box.x + word.box.width for word in found)
    bottom = max(word.box.y + word.box.height for word in found)
    text = " ".join(word.word.text for word in found)[:LONGEST].strip()
    box = Box(left, top, right - left, bottom - top)
    return TextLine(text, _corners(box), tuple(word.word for word in found))


def _corners(box: Box) -> tuple[Point, ...]:
    right, bottom = box.x + box.width, box.y + box.height
    return Point(box.x, box.y), Point(right, box.y), Point(right, bottom), Point(box.x, bottom)


def _number(cell: str) -> float:
    number = float(cell) if _NUMBER.fullmatch(cell) else LARGEST + 1.0
    if abs(number) > LARGEST:
        raise ValueError("not a number in its range")
    return number

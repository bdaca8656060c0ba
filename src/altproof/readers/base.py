"""What every document format answers to: text in, references out, and the way back into the alt slot."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import Final, Protocol

from altproof.model import Edit, ImageReference, Span
from altproof.sites import Generator, ImageCall, Site

__all__ = ["Generator", "ImageCall", "Positions", "Reader", "Site", "apply"]


EMBED: Final = "wikilink"
"""The syntax, or the end of it, of what is looked up by its name in the whole vault."""


class Reader(Protocol):
    """A module in this folder. Pure: it gets text and gives values, and opens nothing."""

    @property
    def NAME(self) -> str:  # noqa: N802  (module constants are written in capitals)
        """The format's name."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]:  # noqa: N802
        """File name endings in lower case, with the dot."""

    @property
    def MARKERS(self) -> tuple[str, ...]:  # noqa: N802
        """A document without any of these ASCII strings (letter case ignored) shows no image and is not parsed."""

    def references(self, document: str, text: str, site: Site = ...) -> list[ImageReference]:
        """Every image the document shows, in order. `text` keeps its line ends and byte-order mark.

        `image` and `changed` are left at their defaults: the pipeline fills them. Never raises on any text.
        """

    def edit(self, text: str, reference: ImageReference, alt: str, site: Site = ...) -> Edit | None:
        """The edit that makes `alt` the alt text of this reference; None where the syntax offers no slot.

        `reference` comes from `references(document, text, site)` of the same text; `alt` is one line of plain text.
        """


class Positions:
    r"""Turns offsets of one text into lines and columns.

    Lines end at "\n" only, as git counts them; a "\r" before it belongs to the line. Most texts are asked about a few
    offsets in a row: they are counted from the last one, and lines are looked up once that has cost more than a list of
    them all.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._line, self._start = 1, 0
        """Of the last answer: its line, and the offset at which that begins."""
        self._way = 0
        """Characters between one answer and the next, all told."""

    @cached_property
    def _starts(self) -> list[int]:
        """The offset at which each line begins, and one behind the last."""
        lengths = map(len, self._text.split("\n"))
        return [start + line for line, start in enumerate(accumulate(lengths, initial=0))]

    def line_column(self, offset: int) -> tuple[int, int]:
        """1-based line and column of a character offset; takes logarithmic time, or less for one after the other."""
        self._way += abs(offset - self._start)
        if self._way > 2 * len(self._text):
            line = bisect_right(self._starts, offset)
            return line, offset - self._starts[line - 1] + 1
        if offset >= self._start:
            passed = self._text.count("\n", self._start, offset)
        else:
            passed = -self._text.count("\n", offset, self._start)
        if passed:
            self._line += passed
            self._start = self._text.rfind("\n", 0, offset) + 1
        return self._line, offset - self._start + 1

    def span(self, start: int, end: int) -> Span:
        """The span of text[start:end]."""
        return Span(*self.line_column(start), *self.line_column(end))

    def offset(self, line: int, column: int) -> int:
        """The character offset of a 1-based line and column."""
        return self._starts[line - 1] + column - 1


def apply(text: str, edit: Edit) -> str:
    """The text with the edit made."""
    positions = Positions(text)
    start = positions.offset(edit.span.line, edit.span.column)
    end = positions.offset(edit.span.end_line, edit.span.end_column)
    return text[:start] + edit.replacement + text[end:]

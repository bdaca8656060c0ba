"""Where a Markdown document shows code or comments, and its fenced blocks with the place of each line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from altproof.readers.markdown.ranges import Ranges
from altproof.readers.markdown.stream import events


class FenceLine(Struct, frozen=True):
    """One line inside a fence, without the marks of the quote or list around it and without its line end."""

    text: str
    offset: int
    """Of its first character in the source."""

    @property
    def end(self) -> int:
        """Behind its last character."""
        return self.offset + len(self.text)


class Fence(Struct, frozen=True):
    """A fenced code block."""

    info: str
    start: int
    end: int
    lines: tuple[FenceLine, ...]


class CodeMap:
    """The code of `source[start:]`, as CommonMark tells it."""

    def __init__(self, source: str, start: int) -> None:
        self.fences: list[Fence] = []
        self._source = source
        self._code = Ranges(sorted(self._ranges(start)))
        self._fenced = Ranges((fence.start, fence.end) for fence in self.fences)

    def end_of_code(self, offset: int) -> int | None:
        """Where the code or comment around `offset` ends; None: there is none."""
        return self._code.end(offset)

    def end_of_fence(self, offset: int) -> int | None:
        """Where the fenced block around `offset` ends; None: there is none."""
        return self._fenced.end(offset)

    def _ranges(self, start: int) -> Iterator[tuple[int, int]]:
        info, pieces, place = None, list[tuple[str, int]](), (0, 0)
        for event, low, high in events(self._source, start):
            match event:
                case {"Start": {"CodeBlock": kind}}:
                    info = kind["Fenced"] if isinstance(kind, dict) else None
                    pieces, place = [], (low, high)
                    yield place
                case {"End": "CodeBlock"} if info is not None:
                    self.fences.append(Fence(info, *place, _lines(pieces)))
                    info = None
                case {"Text": str(words)} if info is not None:
                    pieces.append((words, low))
                case {"Start": "HtmlBlock"}:
                    yield from self._comments(low, high)
                case {"Code": _}:
                    yield low, high
                case {"InlineHtml": str(tag)} if tag.startswith("<!--"):
                    yield low, high

    def _comments(self, low: int, high: int) -> Iterator[tuple[int, int]]:
        """The HTML comments of a block; one that is not closed hides the rest of it."""
        while (start := self._source.find("<!--", low, high)) >= 0:
            end = self._source.find("-->", start + 2, high)
            low = high if end < 0 else end + 3
            yield start, low


def _lines(pieces: list[tuple[str, int]]) -> tuple[FenceLine, ...]:
    """The lines of a fence; each piece of its text stands in the source as it is, line ends apart."""
    lines: list[FenceLine] = []
    text, offset = "", -1
    for words, start in pieces:
        at = start
        for part in re.findall(r"[^\n]*\n|[^\n]+", words):
            offset = at if offset < 0 else offset
            text += part
            at += len(part)
            if part.endswith("\n"):
                lines.append(FenceLine(text.rstrip("\r\n"), offset))
                text, offset = "", -1
    return (*lines, FenceLine(text, offset)) if text else tuple(lines)

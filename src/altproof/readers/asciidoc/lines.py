"""AsciiDoc as lines with their places: directives taken out, delimiters known, ends of blocks found quickly."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

_BLANKS = " \t\r\f\v\0"
_CONDITIONS = frozenset({"ifdef", "ifndef", "ifeval"})
_LONG: Final = {
    "----": "verbatim",
    "....": "verbatim",
    "////": "verbatim",
    "====": "compound",
    "****": "compound",
    "____": "compound",
    "++++": "pass",
    "|===": "table",
    ",===": "table",
    ":===": "table",
    "!===": "table",
}
"""What the first four characters of a delimiter open; the last of them may go on."""
_FENCE = "```"


class Guard(Struct, frozen=True):
    """A conditional directive whose body is being read."""

    kind: str
    names: tuple[str, ...]
    every: bool
    """True for `a+b`, false for `a,b`."""
    outer: Guard | None


class Line(Struct, frozen=True):
    """One line, or the rest of one, without the blanks at its end."""

    start: int
    """Offset in the source."""
    text: str
    guard: Guard | None = None
    """The innermost condition it stands under."""

    def cut(self, start: int, end: int | None = None) -> Line:
        """A part of the line."""
        return Line(self.start + start, self.text[start:end], self.guard)


def source_lines(source: str, start: int) -> list[Line]:
    """The lines from offset `start` on, without conditional directives; their bodies stay, whatever the condition.

    An include is a blank line: what it brings in is read on its own.
    """
    lines: list[Line] = []
    guard: Guard | None = None
    while start <= len(source):
        end = source.find("\n", start)
        end = len(source) if end < 0 else end
        text = source[start:end].rstrip(_BLANKS)
        kind, target, body = _directive(text)
        if not kind:
            lines.append(Line(start, text, guard))
        elif kind == "include":
            lines.append(Line(start, "", guard))
        elif kind == "endif":
            guard = None if guard is None else guard.outer
        elif body and kind != "ifeval":
            at = start + len(text) - len(body) - 1
            lines.append(Line(at, body, _guard(kind, target, guard)))
        else:
            guard = _guard(kind, target, guard)
        start = end + 1
    return lines


def delimiter(text: str) -> tuple[str, str] | None:
    """What a line opens (`open`, `verbatim`, `compound`, `pass`, `table`) and the line that closes it; or None."""
    if text == "--":
        return "open", text
    if text.startswith(_FENCE):
        return None if text.startswith(_FENCE + "`") else ("verbatim", _FENCE)
    context = _LONG.get(text[:4])
    return (context, text) if context is not None and not text[4:].strip(text[3]) else None


class Lines:
    """A stretch of lines that is read as one document or cell."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.all = lines
        self._delimiters: dict[str, list[int]] = {}
        for number, line in enumerate(lines):
            if delimiter(line.text) is not None:
                self._delimiters.setdefault(line.text, []).append(number)

    def closing(self, terminator: str, first: int, end: int) -> int:
        """The number of the first line from `first` on that is `terminator`; `end` when none comes before it."""
        numbers = self._delimiters.get(terminator, [])
        place = bisect_left(numbers, first)
        return min(numbers[place], end) if place < len(numbers) else end


class Run:
    """Lines joined into one text, and the way back to the source."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.text = "\n".join(line.text for line in lines)
        self._sources = [line.start for line in lines]
        self._starts = [0]
        for line in lines[:-1]:
            self._starts.append(self._starts[-1] + len(line.text) + 1)

    def offset(self, at: int) -> int:
        """The source offset of an offset in the text."""
        number = bisect_right(self._starts, at) - 1
        return self._sources[number] + at - self._starts[number]


def _directive(text: str) -> tuple[str, str, str]:
    """Kind, target and body of a directive; the kind is empty when the line is none."""
    kind, mark, rest = text.partition("::")
    known = kind in _CONDITIONS or kind in {"endif", "include"}
    if not known or not mark or not text.endswith("]"):
        return "", "", ""
    target, bracket, body = rest[:-1].partition("[")
    if not bracket or (kind != "include" and " " in target) or (kind == "include" and not target):
        return "", "", ""
    return kind, target, body


def _guard(kind: str, target: str, outer: Guard | None) -> Guard:
    every = "+" in target
    return Guard(kind, tuple(target.lower().split("+" if every else ",")), every, outer)

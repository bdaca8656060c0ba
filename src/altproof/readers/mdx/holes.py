"""What in an MDX document is not Markdown: tags, expressions, modules, comments, fenced code; and what is left of it.

The rest is a text of the same length for the Markdown reader, so that every offset in it is one in the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from enum import Enum

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.readers.markdown.stream import blocks
from altproof.readers.mdx.jsx import Read, Tag, read_expression, read_module, read_tag

_WASTE = 3
"""How many times the length of the document may be read in vain, before what looks like JSX is taken as text."""
_NEAR = 40
"""Characters around a tag that tell whether it stands alone in its line."""
_ROUNDS = 4
"""Taking indentation away may show more of it, in lists within lists."""

_SPECIAL = lazy_regex(r"[\\`<{\n]")
_LINE = lazy_regex(
    r"(?P<marks>[ \t]*+(?:(?:>|(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t]))[ \t]*+)*+)"
    r"(?:(?P<fence>`{3,}+(?=[^`\n]*+$)|~{3,}+)|(?P<module>(?:import|export) ))?",
    re.MULTILINE,
)
_CLOSER = lazy_regex(r"^[ \t>]*+(`{3,}+|~{3,}+)[ \t\r]*+$", re.MULTILINE)
_OUT_OF_QUOTE = lazy_regex(r"^(?![ \t]*+>)", re.MULTILINE)
_OUT_OF_ITEM = lazy_regex(r"^(?=\S)", re.MULTILINE)
_BLOCK = lazy_regex(
    r"^[ \t>]*+(?:\r?$|[-*+][ \t]|[0-9]{1,9}[.)][ \t]|#{1,6}(?:[ \t\r]|$)|```|~~~|\|)",
    re.MULTILINE,
)
"""Lines that begin a block, or are blank: a code span does not reach over them."""
_RUN = lazy_regex(r"`++")
_NOT_BREAK = lazy_regex(r"[^\n]")
_DEFINITION = lazy_regex(r"\[[^\[\]\n]{1,300}\]:")
_BLANKS = " \t"


class Kind(Enum):
    """What a hole was cut for."""

    TAG = "tag"
    EXPRESSION = "expression"
    MODULE = "module"
    COMMENT = "comment"
    FENCE = "fence"


class Hole(Struct, frozen=True):
    """A stretch of the document that is not Markdown."""

    kind: Kind
    start: int
    end: int
    tags: tuple[Tag, ...] = ()
    """The tags in it; for a tag in Markdown, that one is the last."""
    quoted: bool = False
    """Whether it begins in a block quote."""


def holes(text: str, start: int) -> list[Hole]:
    """Everything from `start` on that is not Markdown, in order."""
    return _Scan(text, start).holes()


class _Scan:
    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._at = start
        self._waste = _WASTE * len(text)
        self._quoted = False
        self._found: list[Hole] = []
        self._fences = _Fences(text, start)
        self._blocks = list(_block_starts(text, start))
        self._runs: dict[int, list[int]] = {}
        for run in _RUN.finditer(text, start):
            self._runs.setdefault(len(run.group()), []).append(run.start())

    def holes(self) -> list[Hole]:
        self._line()
        while (special := _SPECIAL.search(self._text, self._at)) is not None:
            self._at = special.start()
            sign = special.group()
            if sign == "\n":
                self._at += 1
                self._line()
            elif sign == "\\":
                # A line break behind it is still one
                self._at += 1 if self._text.startswith("\n", self._at + 1) else 2
            elif sign == "`":
                self._code_span()
            elif sign == "<":
                self._angle()
            else:
                self._try(Kind.EXPRESSION, read_expression(self._text, self._at) if self._waste > 0 else None)
        return self._found

    def _line(self) -> None:
        """At the start of a line: the marks of its containers, and the fence or module that may begin there."""
        text, start = self._text, self._at
        line = _LINE.match(text, start)
        if line is None:
            return
        self._quoted = ">" in line["marks"]
        if line["fence"]:
            self._hole(Kind.FENCE, line.start("fence"), self._fences.end(line))
        elif line["module"] and not line["marks"] and self._may_begin_module(start):
            read = read_module(text, start)
            end = read.end if read.complete else self._next_block(start)
            self._found.append(Hole(Kind.MODULE, start, end, read.tags if read.complete else ()))
            self._at = end
        else:
            self._at = line.end("marks")

    def _may_begin_module(self, start: int) -> bool:
        """Whether no paragraph is open above this line: that one is blank, a heading, a rule, or nothing but holes."""
        end = max(0, start - 1)
        for hole in reversed(self._found):
            if self._text[hole.end : end].strip() or self._text.count("\n", hole.end, end):
                break
            if hole.kind in {Kind.MODULE, Kind.FENCE}:
                return True
            end = hole.start
        above = self._text[self._text.rfind("\n", 0, end) + 1 : end].strip(" \t\r>")
        return not above or above.startswith(("#", "---"))

    def _next_block(self, start: int) -> int:
        index = bisect_right(self._blocks, start)
        return self._blocks[index] - 1 if index < len(self._blocks) else len(self._text)

    def _code_span(self) -> None:
        run = _RUN.match(self._text, self._at)
        length = 1 if run is None else len(run.group())
        ends = self._runs.get(length, [])
        index = bisect_right(ends, self._at)
        closed = index < len(ends) and ends[index] < self._next_block(self._at)
        self._at = (ends[index] if closed else self._at) + length

    def _angle(self) -> None:
        text, at = self._text, self._at
        if not text.startswith("<!--", at):
            self._try(Kind.TAG, read_tag(text, at, quoted=self._quoted) if self._waste > 0 else None)
            return
        # No MDX, but Docusaurus takes such comments out before it reads the page
        end = text.find("-->", at + 4) if self._waste > 0 else -1
        if end < 0:
            self._waste -= len(text) - at
            self._at = at + 1
        else:
            self._hole(Kind.COMMENT, at, end + 3)

    def _try(self, kind: Kind, read: Read | None) -> None:
        if read is not None and read.complete:
            self._hole(kind, self._at, read.end, read.tags)
        else:
            self._waste -= 0 if read is None else read.end - self._at
            self._at += 1

    def _hole(self, kind: Kind, start: int, end: int, tags: tuple[Tag, ...] = ()) -> None:
        self._found.append(Hole(kind, start, end, tags, self._quoted))
        self._at = end


def _block_starts(text: str, start: int) -> Iterator[int]:
    for match in _BLOCK.finditer(text, start):
        yield match.start()
        if "#" in match.group() and (end := text.find("\n", match.end())) >= 0:
            yield end + 1  # a heading is one line


class _Fences:
    """Where fenced code may end, gathered once: a search for each fence anew would not be linear."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._closers = list(_CLOSER.finditer(text, start))
        self._starts = [closer.start() for closer in self._closers]
        self._out_of_quote = [line.start() for line in _OUT_OF_QUOTE.finditer(text, start)]
        self._out_of_item = [line.start() for line in _OUT_OF_ITEM.finditer(text, start)]

    def end(self, line: re.Match[str]) -> int:
        """The end of the fenced code that begins in this line."""
        fence, marks = line["fence"], line["marks"]
        body = self._text.find("\n", line.end())
        if body < 0:
            return len(self._text)
        outside = self._out_of_quote if ">" in marks else self._out_of_item if marks.strip() else []
        index = bisect_right(outside, body)
        end = outside[index] - 1 if index < len(outside) else len(self._text)
        for number in range(bisect_right(self._starts, body), len(self._closers)):
            closer = self._closers[number]
            if closer.start() > end:
                break
            if closer[1].startswith(fence):
                return closer.end()
        return end


def filler(text: str) -> str:
    """A sign that stands for what was cut out: one that no text holds (a noncharacter of Unicode)."""
    return next((sign for sign in map(chr, range(0xFDD0, 0xFDF0)) if sign not in text), "\ufdd0")


def markdown_of(text: str, cut: Iterable[Hole], probes: Collection[int], fill: str, start: int) -> str:
    """The Markdown of an MDX document: the holes filled, and indentation that would make code taken away.

    Where a hole starts at one of `probes`, an image without alt text stands for it, so that the Markdown reader tells
    what is around. Definitions that lie too deep may be repeated behind the end.
    """
    parts: list[str] = []
    at = 0
    for hole in cut:
        parts += [text[at : hole.start], _filled(text, hole, fill, probe=hole.start in probes)]
        at = hole.end
    rest = _without_empty_lines(_without_directives("".join([*parts, text[at:]]), fill), fill)
    return _outdented(rest, fill, start)


def _filled(text: str, hole: Hole, fill: str, *, probe: bool) -> str:
    length = hole.end - hole.start
    if hole.kind in {Kind.FENCE, Kind.MODULE}:
        return _NOT_BREAK.sub(" ", text[hole.start : hole.end])
    if not probe or length < len("![](x)\n"):
        return "![]()" + fill * (length - 5) if probe and length >= len("![]()") else fill * length
    before = text[max(0, hole.start - _NEAR) : hole.start].rpartition("\n")[2]
    alone = not before.strip(" \t>") and text[hole.end : hole.end + _NEAR].lstrip(" \t\r").startswith("\n")
    # By itself in its line it is a block, so that a line under it may be a definition
    return "![](" + "x" * (length - (6 if alone else 5)) + (")\n" if alone else ")")


def _without_directives(text: str, fill: str) -> str:
    """What makes a line the edge of an admonition, `:::note[Its title]{.wide}`, is filled; the title stays.

    Docusaurus reads no other directive than these containers.
    """
    if ":::" not in text:
        return text
    return re.sub(
        rf"^([ \t>]*+)(:{{3,}}+[ \t]*+[\w-]*+)(?:(\[)([^\n]*)(\][ \t{fill}]*+(?=\r?$)))?",
        lambda line: line[1] + fill * len(line[2]) + (f"{fill}{line[4]}{fill * len(line[5])}" if line[3] else ""),
        text,
        flags=re.MULTILINE,
    )


def _without_empty_lines(text: str, fill: str) -> str:
    """Lines in which nothing but holes is left become blank ones."""
    return re.sub(
        rf"^([ \t>]*+)({fill}[{fill} \t]*+)(?=\r?$)",
        lambda match: match[1] + " " * len(match[2]),
        text,
        flags=re.MULTILINE,
    )


def _outdented(text: str, fill: str, start: int) -> str:
    """MDX knows no indented code: one sign at the front of such lines makes them paragraphs."""
    length = len(text)
    definitions: list[str] = []
    for _ in range(_ROUNDS):
        places: list[int] = []
        for block in blocks(text[:length], start):
            in_paragraph = False
            for piece in block.pieces if block.name == "CodeBlock" else ():
                place = piece.start
                while place > max(0, piece.start - 4) and text[place - 1 : place] in _BLANKS:
                    place -= 1
                if place < piece.start and piece.text.strip():
                    places.append(place)
                    in_paragraph = in_paragraph or _DEFINITION.match(piece.text.lstrip()) is None
                    definitions += [] if in_paragraph else [piece.text.strip()]
                in_paragraph = in_paragraph and not piece.text.endswith("\n\n")
        if not places:
            break
        letters = list(text)
        for place in places:
            letters[place] = fill
        text = "".join(letters)
    return text + "".join(f"\n\n{definition}" for definition in definitions)

"""Which sections of a page have to be parsed: most hold no image, and parsing costs more than everything else.

A heading at the beginning of a line, behind an empty one, ends every paragraph (CommonMark 0.31, 4.2), quote (5.1),
list (5.2) and table (GFM 0.29, 4.10), so the text may be parsed in parts there. Only fenced code (4.5), some blocks of
HTML (4.6), and definitions (4.7), which hold in the whole document, reach across it: pages where these are not told by
a glance are parsed whole.

What is told of an image, the title of its page aside, stands between the heading above it and the next one, so sections
without an image are left out. A link or figure of HTML that stays open from one section to another is told before
anybody asks here, by `walk.reaches_far`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.readers.markdown.ranges import Ranges, Stretch

_HEADING = lazy_regex(r"#{1,6}[ \t]+[^\W_]")
"""One that certainly has words; a `_` may be the mark of emphasis around a blank."""
_MOST_BLANKS = 3
"""Before a fence; with more it is code, or in a list."""
_TITLE = lazy_regex(r"[\r\n]*+(#[ \t]+[^\W_][^\n]*+)")
_HTML_BLOCK = lazy_regex(r"\n {0,3}<")
"""What may begin one (CommonMark 0.31, 4.6), in which no fence counts."""
_LONE = lazy_regex(r"\r(?!\n)")
"""A line end to Markdown (CommonMark 0.31, 2.1), and hardly ever there."""
_OPEN_ENDED = lazy_regex(r"<(?:script|pre|style|textarea|[!?])", re.IGNORECASE)
"""What begins HTML that no empty line ends (CommonMark 0.31, 4.6, conditions 1 to 5)."""


def stretches(text: str, start: int, *, has_title: bool) -> list[Stretch]:
    """The parts of `text[start:]` that tell of all its images and of what stands around them, in order.

    `has_title`: whether the title of the page is known already.
    """
    title = None if has_title else _TITLE.match(text, start)
    if not has_title and title is None:
        return [(start, len(text))]
    found = [] if title is None else [title.span(1)]
    for low, high in pairwise((start, *_cuts(text, start), len(text))):
        if _may_show(text, low, high):
            begin = found.pop()[0] if found and found[-1][1] >= low else low
            found.append((begin, high))
    return found


def _may_show(text: str, low: int, high: int) -> bool:
    """Whether there may be an image in a stretch of the text."""
    return text.find("![", low, high) >= 0 or text.find("<", low, high) >= 0


def _cuts(text: str, start: int) -> list[int]:
    """Where the sections behind the first one begin; none when that is not certain."""
    if "]:" in text or ("<" in text and _OPEN_ENDED.search(text, start)) or ("\r" in text and _LONE.search(text)):
        return []
    code: list[Stretch] | None = []
    if signs := [sign for sign in "`~" if sign in text and sign * 3 in text]:
        code = _fenced(text, start, signs[0]) if len(signs) == 1 else None
    if code is None:
        return []
    ranges = Ranges(code)
    return [place for place in _headings(text, start) if ranges.end(place) is None]


def _headings(text: str, start: int) -> Iterator[int]:
    """Where headings begin that stand behind an empty line, certainly have words, and hold no image.

    What stands around an image in a heading is told by the section before it.
    """
    at = text.find("\n#", start + 1)
    while at >= 0:
        behind = at - 1 if text[at - 1] == "\r" else at
        if text[behind - 1] == "\n" and _HEADING.match(text, at + 1):
            end = text.find("\n", at + 1)
            if not _may_show(text, at + 1, len(text) if end < 0 else end):
                yield at + 1
        at = text.find("\n#", at + 1)


class _Fence(Struct, frozen=True):
    """A line with the mark of fenced code, in no quote, and in no list but one whose text stands so far to the left."""

    start: int
    end: int
    """Before the line end."""
    indent: int
    length: int
    rest: str


def _fenced(text: str, start: int, sign: str) -> list[Stretch] | None:
    """Fenced code that a heading could stand in (CommonMark 0.31, 4.5); None when that is not certain."""
    # The first line has no line end before it, by which fences and HTML are known
    if text.startswith((sign, " ", "<"), start) or ("<" in text and _HTML_BLOCK.search(text, start)):
        return None
    found: list[Stretch] = []
    opened: _Fence | None = None
    for fence in _fences(text, start, sign):
        if opened is None:
            if sign not in fence.rest or sign == "~":  # else it is a span of code
                opened = fence
        elif fence.length >= opened.length and not fence.rest.strip(" \t\r"):
            if opened.indent and _leaves_list(text, opened, fence):
                return None
            found.append((opened.start, fence.end))
            opened = None
    if opened is None:
        return found
    return None if opened.indent else [*found, (opened.start, len(text))]


def _fences(text: str, start: int, sign: str) -> Iterator[_Fence]:
    at = text.find(sign * 3, start)
    while at >= 0:
        line = text.rfind("\n", start, at) + 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if at - line <= _MOST_BLANKS and not text[line:at].strip(" "):
            rest = text[at:end].lstrip(sign)
            yield _Fence(line, end, at - line, end - at - len(rest), rest)
        at = text.find(sign * 3, end)


def _leaves_list(text: str, opened: _Fence, closed: _Fence) -> bool:
    """Whether a line of this code would end the list, and the code with it, if the code stands in one."""
    return re.search(rf"\n {{0,{opened.indent - 1}}}[^ \t\r\n]", text[opened.end : closed.end]) is not None

"""Which sections of a page have to be parsed: most hold no image, and parsing costs more than everything else.

A heading at the beginning of a line, behind an empty one, ends every paragraph, list, quote and table (CommonMark 0.31,
3.2 and 4.2), so the text may be parsed in parts there. Only fenced code, some blocks of HTML, and definitions, which
hold in the whole document, reach across it: pages where these are not told by a glance are parsed whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

Stretch = tuple[int, int]
"""Where a part of the text begins and ends."""

_HEADING = re.compile(r"\n\r?\n(?=#{1,6}[ \t]+\w)")
_TITLE = re.compile(r"[\r\n]*+(#[ \t]+\w[^\n]*+)")
_FENCE = re.compile(r"\n( {0,3})(```+|~~~+)([^\n]*)")
"""One that is in no quote, and in no list but one whose text stands so far to the left."""
_HTML_BLOCK = re.compile(r"\n {0,3}<")
_OPEN_ENDED = re.compile(r"<(?:script|pre|style|textarea|[!?])", re.IGNORECASE)
"""What begins HTML that no empty line ends (CommonMark 0.31, 4.6, conditions 1 to 5)."""


def stretches(text: str, start: int, *, has_title: bool) -> list[Stretch]:
    """The parts of `text[start:]` that tell of all its images and of what stands around them, in order.

    `has_title`: whether the title of the page is known already.
    """
    whole = [(start, len(text))]
    title = None if has_title else _TITLE.match(text, start)
    if not has_title and title is None:
        return whole
    cuts = _cuts(text, start)
    if not cuts:
        return whole
    found = [] if title is None else [title.span(1)]
    for low, high in pairwise((start, *cuts, len(text))):
        if text.find("![", low, high) < 0 and text.find("<", low, high) < 0:
            continue
        begin = found.pop()[0] if found and found[-1][1] >= low else low
        found.append((begin, high))
    return found


def _cuts(text: str, start: int) -> list[int]:
    """Where the sections behind the first one begin; none when that is not certain."""
    if "]:" in text or ("<" in text and _OPEN_ENDED.search(text, start)):
        return []
    code = _fenced(text, start) if "```" in text or ("~" in text and "~~~" in text) else []
    if code is None:
        return []
    lows = [low for low, _ in code]

    def in_code(place: int) -> bool:
        index = bisect_right(lows, place) - 1
        return index >= 0 and place < code[index][1]

    return [heading.end() for heading in _HEADING.finditer(text, start) if not in_code(heading.start())]


def _fenced(text: str, start: int) -> list[Stretch] | None:
    """Fenced code that a heading could stand in; None when that is not certain."""
    if text.startswith(("```", "~~~", " ", "<"), start) or _HTML_BLOCK.search(text, start):
        return None
    found: list[Stretch] = []
    opened: re.Match[str] | None = None
    for line in _FENCE.finditer(text, start):
        _, fence, rest = line.groups()
        if opened is None:
            if "~" in fence or "`" not in rest:  # else it is a span of code
                opened = line
        elif fence.startswith(opened[2]) and not rest.strip():
            if opened[1] and _leaves_list(text, opened, line):
                return None
            found.append((opened.start(), line.end()))
            opened = None
    if opened is None:
        return found
    return None if opened[1] else [*found, (opened.start(), len(text))]


def _leaves_list(text: str, opened: re.Match[str], closed: re.Match[str]) -> bool:
    """Whether a line of this code would end the list, and the code with it, if the code stands in one."""
    return re.search(rf"\n {{0,{len(opened[1]) - 1}}}[^ \t\r\n]", text[opened.end() : closed.end()]) is not None

"""Tables of GFM that stand directly behind the lines of a paragraph, which pulldown-cmark takes for more of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from altproof.patterns import lazy_regex
from altproof.readers.markdown.disguise import GONE, Cover, covered
from altproof.readers.markdown.ranges import Ranges
from altproof.readers.markdown.stream import events

_DELIMITERS = lazy_regex(r"\n[ \t>]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+(?::?-++:?[ \t]*+)?)*+\r?$", re.MULTILINE)
_MARKS = lazy_regex(r"[ \t>]*+")


def behind_tables(text: str, start: int) -> Iterator[str]:
    """The text as GFM tells its tables, where that makes a difference."""
    behind = covered(text, paragraphs_before_tables(text, start))
    if behind != text:
        yield behind


def paragraphs_before_tables(text: str, start: int) -> list[Cover]:
    """The line before each head of a table, made blank, when a code span or tag could reach from it into the table."""
    if "`" not in text and "<" not in text:
        return []
    found = list(_candidates(text))
    if not found:
        return []
    paragraphs = Ranges((low, high) for event, low, high in events(text, start) if event == {"Start": "Paragraph"})
    return [cover for cover in found if cover[1] < (paragraphs.end(cover[0]) or 0)]


def _candidates(text: str) -> Iterator[Cover]:
    # Lines without a "|" are far more, and every table has one in its head
    below = text.find("\n", text.rfind("|"))
    end = text.find("\n", below + 1) if below >= 0 else -1
    for match in _DELIMITERS.finditer(text, max(0, text.find("|")), len(text) if end < 0 else end):
        if "|" not in match.group() and ":" not in match.group():
            continue
        head = text.rfind("\n", 0, match.start()) + 1
        before = text.rfind("\n", 0, max(0, head - 1)) + 1
        if before >= head or "|" not in text[head : match.start()]:
            continue
        marks = _MARKS.match(text, before, head)
        start = before if marks is None else marks.end()
        if text[start:head].strip():
            yield start, head, GONE

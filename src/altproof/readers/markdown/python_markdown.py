"""Where the blocks of Python-Markdown end earlier than those of CommonMark, so that what follows them shows.

Raw HTML ends with its end tag and not at the next blank line; fences and comments that are not closed are words; what
is indented by six blanks in a list is no code. Found here, and covered so that CommonMark sees the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from altproof.patterns import lazy_regex
from altproof.readers.markdown.code_map import CodeMap
from altproof.readers.markdown.disguise import FILL, Cover
from altproof.readers.markdown.mkdocs import BLOCK_NAMES, HOLDS_MARKDOWN
from altproof.readers.markdown.shown import CoveredTag

_TAG_LINE = lazy_regex(r"^[ \t>]*+<(/?)([A-Za-z][\w-]*+)((?:[\s/][^<>]*+)?)>", re.MULTILINE)
_COMMENT = lazy_regex(r"^[ \t>]*+<!--", re.MULTILINE)
_LINES = lazy_regex(r"[^ \t>\r\n][^\r\n]*")
_VOID = frozenset({"hr"})
_FENCE = lazy_regex(r"`{3,}|~{3,}")
_CLOSING = lazy_regex(r"[ \t>]*+(`{3,}|~{3,})[ \t\r\n]*\Z")
_MOST_FENCES = 8
"""Unclosed fences of one document that are opened up; each costs a reading."""
_DEEP = lazy_regex(r"^((?:    )+)( {2,3})(?=(?:!\[|<|\[)[^\r\n])", re.MULTILINE)
_SPACED = lazy_regex(r"(!\[([^\[\]\r\n]{0,1000})\])( )\[([^\[\]\r\n]{0,1000})\]")
_DEFINITION = lazy_regex(r"^ {0,3}\[([^\[\]\r\n]{1,1000})\]:", re.MULTILINE)


def raw_html(text: str, code: CodeMap) -> Iterator[CoveredTag]:
    """The raw HTML behind which a line follows at once, whole elements or single tags."""
    at = 0
    ends = _Ends(text)
    while (match := _TAG_LINE.search(text, at)) is not None:
        at = match.end()
        start = match.start(1) - 1
        name = match.group(2).lower()
        if code.end_of_code(start) is not None or HOLDS_MARKDOWN.search(match.group(3)):
            continue
        end = match.end()
        if name in BLOCK_NAMES and not match.group(1):
            end = at = ends.of(name, match.end()) or match.end()
        is_open = end == match.end() and name in BLOCK_NAMES - _VOID and not match.group(1)
        if not is_open and _goes_on(text, end):
            yield CoveredTag(start, end, text[start:end])


def comments(text: str) -> Iterator[CoveredTag]:
    """The comments that begin a line in which words follow."""
    at = 0
    while (match := _COMMENT.search(text, at)) is not None:
        at = text.find("-->", match.end()) + 3
        if at < 3:
            return
        if text[at : text.find("\n", at) if text.find("\n", at) >= 0 else len(text)].strip():
            yield CoveredTag(match.end() - 4, at, text[match.end() - 4 : at])


def html_cover(tag: CoveredTag) -> Iterator[Cover]:
    """How raw HTML is covered: as words, line by line, behind the marks of quotes and lists."""
    return ((tag.start + m.start(), tag.start + m.end(), FILL) for m in _LINES.finditer(tag.text))


def open_ends(text: str, start: int) -> str:
    """`text` with a cover over each fence and comment that is never closed."""
    comment = text.rfind("<!--")
    if comment >= start and text.find("-->", comment) < 0:
        text = text[:comment] + FILL * 4 + text[comment + 4 :]
    for _ in range(_MOST_FENCES if _FENCE.search(text, start) else 0):
        opened = [fence for fence in CodeMap(text, start).fences if not _is_closed(text[fence.start : fence.end])]
        if not opened:
            break
        for fence in opened:
            match = _FENCE.search(text, fence.start)
            if match is not None:
                text = text[: match.start()] + FILL * len(match.group()) + text[match.end() :]
    return text


def as_python_markdown(text: str) -> str:
    """`text` with six blanks before an image made four, and `![a] [b]` made the reference that it is there."""
    text = _DEEP.sub(lambda match: match.group(1) + FILL * len(match.group(2)), text)
    if "] [" not in text:
        return text
    known = {_key(match.group(1)) for match in _DEFINITION.finditer(text)}

    def joined(match: re.Match[str]) -> str:
        key = match.group(4) or match.group(2)
        return f"{match.group(1)}[ {match.group(4)}]" if _key(key) in known and match.group(4) else match.group()

    return _SPACED.sub(joined, text)


class _Ends:
    """Finds where elements end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._endless: set[str] = set()

    def of(self, name: str, at: int) -> int | None:
        """Behind the end tag that closes an element whose content begins at `at`; None: it is never closed."""
        if name in self._endless:
            return None
        depth = 1
        for match in re.compile(rf"<(/?){name}(?=[\s/>])[^<>]*+>", re.IGNORECASE).finditer(self._text, at):
            depth += -1 if match.group(1) else 1
            if depth == 0:
                return match.end()
        self._endless.add(name)
        return None


def _goes_on(text: str, end: int) -> bool:
    """Whether words follow in this line or the next."""
    line_end = text.find("\n", end)
    if line_end < 0 or text[end:line_end].strip():
        return bool(text[end : line_end if line_end >= 0 else len(text)].strip())
    next_end = text.find("\n", line_end + 1)
    return bool(text[line_end + 1 : next_end if next_end >= 0 else len(text)].strip(" \t\r>"))


def _is_closed(fence: str) -> bool:
    opening = _FENCE.match(fence)
    last = fence.rstrip("\r\n").rfind("\n")
    closing = _CLOSING.match(fence, last + 1) if last >= 0 else None
    return opening is not None and closing is not None and closing.group(1) == opening.group()


def _key(label: str) -> str:
    return " ".join(label.split()).casefold()

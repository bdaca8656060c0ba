"""What stands around each image of a document, gathered while its blocks and tags go by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from altproof.model import Surroundings
from altproof.readers.html_tags import Tag, aria_label

_REACH = 200
"""Characters of text kept before and after an image."""
_GATHERED = 300
_NEAR = 3
"""Blocks looked at for text before or after an image that stands alone in its own."""
_HEADING_TAG = re.compile(r"h[1-6]")
_FENCES = ("---", "+++")
_TITLE = re.compile(r"title\s*[:=]\s*(.{1,300})", re.ASCII)


@dataclass(slots=True)
class _Stretch:
    """Text that grows until its end is reached."""

    target: str = ""
    """Where it leads, when it is a link."""
    parts: list[str] = field(default_factory=list)
    _joined: str | None = None

    def text(self) -> str:
        """The text so far, kept: many images may share one stretch."""
        if self._joined is None:
            self._joined = _cut(self.parts, reverse=False)
        return self._joined


@dataclass(slots=True)
class _Block(_Stretch):
    level: int = 0
    """1 to 6 for a heading, else 0."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an image stands; to be asked for its surroundings once the document has been read to its end."""

    block: int
    part: int
    heading: str | None
    link: _Stretch | None
    figure: _Stretch | None


class Scene:
    """Follows one document from top to bottom."""

    def __init__(self, page_title: str | None) -> None:
        self._page_title = page_title
        self._blocks = [_Block()]
        self._heading: str | None = None
        self._link: _Stretch | None = None
        self._figure: _Stretch | None = None
        self._in_caption = False

    def begin_block(self, level: int = 0) -> None:
        """A new block starts here; `level` is above 0 for a heading."""
        self._end_block()
        self._blocks.append(_Block(level=level))

    def say(self, words: str) -> None:
        """Words that a reader sees."""
        if not words:
            return
        self._blocks[-1].parts.append(words)
        if self._link is not None:
            self._link.parts.append(words)
        if self._figure is not None and self._in_caption:
            self._figure.parts.append(words)

    def open_link(self, target: str) -> None:
        """What follows is the content of a link."""
        self._link = _Stretch(target)

    def close_link(self) -> None:
        """The link ends."""
        self._link = None

    def tag(self, tag: Tag) -> None:
        """An HTML tag that may open or close a link, a heading, a figure or its caption."""
        if tag.name == "a":
            target = None if tag.closing else tag.text("href")
            self._link = None if target is None else _Stretch(target)
        elif tag.name == "figure":
            self._figure = None if tag.closing else _Stretch()
            self._in_caption = False
        elif tag.name == "figcaption":
            self._in_caption = not tag.closing
        elif _HEADING_TAG.fullmatch(tag.name):
            self.begin_block(0 if tag.closing else int(tag.name[1]))
        else:
            self.say(" ")

    def here(self) -> Place:
        """The place of an image that is met now."""
        return Place(len(self._blocks) - 1, len(self._blocks[-1].parts), self._heading, self._link, self._figure)

    def around(self, place: Place, *, title: str | None, caption: str | None, tag: Tag | None) -> Surroundings:
        """The surroundings of an image; call it after the last block."""
        self._end_block()
        link = place.link
        return Surroundings(
            page_title=self._page_title,
            heading=place.heading,
            text_before=self._before(place),
            text_after=self._after(place),
            caption=caption or (place.figure.text() if place.figure is not None else None) or None,
            title=title,
            link_target=None if link is None else link.target,
            link_text=None if link is None else link.text(),
            aria_label=None if tag is None else aria_label(tag),
            role=None if tag is None else tag.text("role"),
            hidden=tag is not None and _is_hidden(tag),
        )

    def _end_block(self) -> None:
        block = self._blocks[-1]
        if block.level and (text := block.text()):
            self._heading = text
            if block.level == 1 and self._page_title is None:
                self._page_title = text

    def _before(self, place: Place) -> str | None:
        parts = self._blocks[place.block].parts[max(0, place.part - _REACH) : place.part]
        if text := _cut(reversed(parts), reverse=True):
            return text
        for block in reversed(self._blocks[max(0, place.block - _NEAR) : place.block]):
            if block.level:
                return None
            if text := _cut(reversed(block.parts[-_REACH:]), reverse=True):
                return text
        return None

    def _after(self, place: Place) -> str | None:
        if text := _cut(self._blocks[place.block].parts[place.part : place.part + _REACH], reverse=False):
            return text
        for block in self._blocks[place.block + 1 : place.block + 1 + _NEAR]:
            if block.level:
                return None
            if text := block.text():
                return text
        return None


def front_matter(source: str) -> tuple[int, str | None]:
    """Where the body of a page begins, behind byte-order mark and front matter, and the title given there."""
    start = 1 if source.startswith("\ufeff") else 0
    fence = source[start : start + 3]
    first_end = source.find("\n", start)
    if fence not in _FENCES or first_end < 0 or source[start + 3 : first_end].strip():
        return start, None
    title = None
    at = first_end + 1
    while (end := source.find("\n", at)) >= 0 or at < len(source):
        line = source[at : end if end >= 0 else len(source)].rstrip()
        if line == fence or (line == "..." and fence == "---"):
            return (end + 1 if end >= 0 else len(source)), title
        if at == first_end + 1 and not line:
            return start, None  # a rule with a blank line under it, not front matter
        if title is None and (match := _TITLE.match(line)):
            title = match.group(1).strip().strip("\"'") or None
        at = end + 1 if end >= 0 else len(source)
    return start, None


def _cut(parts: Iterable[str], *, reverse: bool) -> str:
    """About 200 characters of the parts, whole words, blanks collapsed; counted from the end with `reverse`."""
    kept: list[str] = []
    length = 0
    for part in parts:
        # More than the reach, since blanks may collapse; a bound all the same, however long the part
        piece = part[-_GATHERED:] if reverse else part[:_GATHERED]
        kept.append(piece)
        length += len(piece)
        if length > _GATHERED:
            break
    text = " ".join("".join(reversed(kept) if reverse else kept).split())
    if len(text) <= _REACH:
        return text
    if reverse:
        return text[-_REACH:].partition(" ")[2] or text[-_REACH:]
    return text[:_REACH].rpartition(" ")[0] or text[:_REACH]


def _is_hidden(tag: Tag) -> bool:
    return tag.find("hidden") is not None or (tag.text("aria-hidden") or "").strip().lower() == "true"

"""What stands around each image of a document, gathered while its blocks and tags go by."""

from __future__ import annotations

from msgspec import Struct, field

from altproof.model import Source, Surroundings, Trait
from altproof.patterns import lazy_regex
from altproof.readers.html_tags import Tag, aria_label, sources
from altproof.themes import of_classes, of_media

_REACH = 200
"""Characters of text kept before and after an image."""
GATHERED = 300
"""Characters looked at for them, since blanks may collapse."""
NEAR = 3
"""Blocks looked at for text before or after an image that stands alone in its own."""
MOST_SOURCES = 20
"""Of one `<picture>`; real ones have two to four."""
_HEADING_TAG = lazy_regex(r"h[1-6]")


class _Stretch(Struct):
    """Text that grows until its end is reached, and is asked for only then."""

    target: str = ""
    """Where it leads, when it is a link."""
    parts: list[str] = field(default_factory=list)
    known: bool = True
    """False: elements elsewhere name it, so its words are not all there is."""

    @property
    def whole(self) -> str:
        """Everything said in it; joined once, since many images may share one stretch."""
        if len(self.parts) > 1:
            self.parts = ["".join(self.parts)]
        return self.parts[0] if self.parts else ""

    def text(self) -> str:
        """How it begins."""
        return _beginning(self.whole[:GATHERED])


class _Block(_Stretch):
    level: int = 0
    """1 to 6 for a heading, else 0."""
    spoken: bool = False
    """Whether it holds words, not only blanks."""
    length: int = 0
    """Characters said in it so far."""


class Place(Struct, frozen=True):
    """Where an image stands; to be asked for its surroundings once the document has been read to its end."""

    block: int
    offset: int
    """Characters said in the block before it."""
    heading: str | None
    link: _Stretch | None
    figure: _Stretch | None
    sources: tuple[Source, ...] = ()
    """Of the `<picture>` around it, those before it."""


class Scene:
    """Follows one document from top to bottom."""

    def __init__(self, page_title: str | None) -> None:
        self._page_title = page_title
        self._blocks = [_Block()]
        self._heading: str | None = None
        self._link: _Stretch | None = None
        self._figure: _Stretch | None = None
        self._in_caption = False
        self._sources: tuple[Source, ...] | None = None
        """None: no `<picture>` is open, or its image has been met."""

    def begin_block(self, level: int = 0) -> None:
        """A new block starts here; `level` is above 0 for a heading."""
        self._end_block()
        self._blocks.append(_Block(level=level))

    def say(self, words: str) -> None:
        """Words that a reader sees."""
        if not words:
            return
        block = self._blocks[-1]
        block.parts.append(words)
        block.spoken = block.spoken or not words.isspace()
        block.length += len(words)
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
        """An HTML tag that may open or close a link or button, a heading, a figure or its caption, a `<picture>`."""
        if tag.name in {"a", "button"}:
            target = None if tag.closing else tag.text("href") if tag.name == "a" else ""
            self._link = None if target is None else _named(tag, target)
        elif tag.name == "figure":
            self._figure = None if tag.closing else _Stretch()
            self._in_caption = False
        elif tag.name == "figcaption":
            self._in_caption = not tag.closing
        elif _HEADING_TAG.fullmatch(tag.name):
            self.begin_block(0 if tag.closing else int(tag.name[1]))
        else:
            self.picture(tag)
            self.say(" ")

    def picture(self, tag: Tag) -> None:
        """Take note of a tag that may open or close a `<picture>`, or be one of its sources."""
        if tag.name == "picture":
            self._sources = None if tag.closing else ()
        elif tag.name == "source" and self._sources is not None and len(self._sources) < MOST_SOURCES:
            self._sources += tuple(Source(found, of_media(tag.text("media") or "")) for found in sources(tag)[:1])

    def here(self) -> Place:
        """The place of an image that is met now; it is the last thing in its `<picture>`."""
        block, before, self._sources = self._blocks[-1], self._sources or (), None
        return Place(len(self._blocks) - 1, block.length, self._heading, self._link, self._figure, before)

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
            link_text=None if link is None or not link.known else link.text(),
            aria_label=None if tag is None else aria_label(tag),
            role=None if tag is None else tag.text("role"),
            hidden=tag is not None and _is_hidden(tag),
            traits=self._traits(place, tag),
            theme=None if tag is None else of_classes(tag.text("class") or ""),
            sources=place.sources,
        )

    def _traits(self, place: Place, tag: Tag | None) -> frozenset[Trait]:
        traits = {Trait.AMID_WORDS} if self._blocks[place.block].spoken else set()
        if tag is not None and _is_aria_hidden(tag):
            traits.add(Trait.ARIA_HIDDEN)
        alt = tag.find("alt") if tag is not None else None
        if alt is not None and alt.raw is None:
            traits.add(Trait.VALUELESS)
        return frozenset(traits)

    def _end_block(self) -> None:
        block = self._blocks[-1]
        if block.level and (text := block.text()):
            self._heading = text
            if block.level == 1 and self._page_title is None:
                self._page_title = text

    def _before(self, place: Place) -> str | None:
        if text := _end(self._blocks[place.block].whole[max(0, place.offset - GATHERED) : place.offset]):
            return text
        for block in reversed(self._blocks[max(0, place.block - NEAR) : place.block]):
            if block.level:
                return None
            if text := _end(block.whole[-GATHERED:]):
                return text
        return None

    def _after(self, place: Place) -> str | None:
        if text := _beginning(self._blocks[place.block].whole[place.offset : place.offset + GATHERED]):
            return text
        for block in self._blocks[place.block + 1 : place.block + 1 + NEAR]:
            if block.level:
                return None
            if text := block.text():
                return text
        return None


def _beginning(words: str) -> str:
    """The first 200 characters, whole words, blanks collapsed."""
    text = " ".join(words.split())
    return text if len(text) <= _REACH else text[:_REACH].rpartition(" ")[0] or text[:_REACH]


def _end(words: str) -> str:
    """The last 200 characters, whole words, blanks collapsed."""
    text = " ".join(words.split())
    return text if len(text) <= _REACH else text[-_REACH:].partition(" ")[2] or text[-_REACH:]


def _is_hidden(tag: Tag) -> bool:
    return tag.find("hidden") is not None or _is_aria_hidden(tag)


def _is_aria_hidden(tag: Tag) -> bool:
    return (tag.text("aria-hidden") or "").strip().lower() == "true"


def _named(tag: Tag, target: str) -> _Stretch:
    """The link or button of a tag, with the name that its attributes give it."""
    if tag.find("aria-labelledby") is not None:
        return _Stretch(target, known=False)
    name = aria_label(tag) or (tag.text("title") or "").strip()
    return _Stretch(target, [name] if name else [])

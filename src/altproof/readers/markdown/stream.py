"""One Markdown document as blocks of inline pieces, each at its exact place in the source."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.readers.surroundings import GATHERED, NEAR

if TYPE_CHECKING:
    from pyromark import Options

_INLINE = frozenset({"Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript", "Link", "Image"})
_CONTINUATION_BYTES = bytes(range(0x80, 0xC0))
_STRIDE = 1024
# One pattern for both, which begins with no fixed text, takes ten times as long
_FENCES_BEFORE_BLANKS = [lazy_regex(sign + r"[ \t]++(?=\r?\n|\Z)") for sign in ("```", "~~~")]
_SAID = lazy_regex("[^\\s\ue000-\ue1ff]")
"""No blank, and none of the signs of a disguise, which are not said."""
_MOST_EVENTS = 500
"""Of one block that are kept as they came: an event takes several times the memory of a piece."""
_MOST_HEADINGS = 100
"""Of those that may have no words, kept as they came."""


class Kind(Enum):
    """What an inline piece is."""

    TEXT = "text"
    """Words; or a mark without words of its own, such as emphasis, kept for its place."""
    BREAK = "break"
    HTML = "html"
    IMAGE = "image"
    IMAGE_END = "image end"
    SHOWN = "shown"
    """An image in a form of its own, which was covered before the parser ran."""
    LINK = "link"
    LINK_END = "link end"


class Piece(Struct, frozen=True, gc=False):
    """One inline piece; offsets count characters of the whole source."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    """The words (TEXT), the tag without the marks of the quote or list around it (HTML), the target (IMAGE, LINK)."""
    title: str = ""
    form: str = ""
    """How an image or link is written: Inline, Reference, Collapsed, Shortcut, Autolink, Email."""


class Block(Struct, frozen=True):
    """A stretch of inline content: paragraph, heading, table cell, item text, HTML block or code block."""

    name: str
    """pulldown-cmark's own: Paragraph, Heading, TableCell, HtmlBlock, CodeBlock, …; Item for text without its own."""
    level: int = 0
    """1 to 6 for a heading, else 0."""
    pieces: list[Piece] = []


class _Offsets:
    """Character offsets from UTF-8 byte offsets, each in constant time."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._before = [0]
        for at in range(0, len(data), _STRIDE):
            self._before.append(self._before[-1] + self._characters(at, at + _STRIDE))

    def _characters(self, start: int, end: int) -> int:
        return len(self._data[start:end].translate(None, _CONTINUATION_BYTES))

    def __call__(self, offset: int) -> int:
        mark = offset // _STRIDE
        return self._before[mark] + self._characters(mark * _STRIDE, offset)


_EDGES = {"Image": Kind.IMAGE, "Link": Kind.LINK}
_SPOKEN = frozenset({"Text", "Code"})
_TAGS = frozenset({"Html", "InlineHtml"})
_WORDS = {**dict.fromkeys(_SPOKEN, Kind.TEXT), **dict.fromkeys(_TAGS, Kind.HTML)}
_BREAKS = frozenset({"SoftBreak", "HardBreak"})
_BOTH_EDGES = frozenset({"Start", "End"})
_ENDS = {"Image": Kind.IMAGE_END, "Link": Kind.LINK_END}


class LineMap:
    """The text of HTML pieces as the parser gives it, and the way from there back to the source.

    Inside quotes and lists the parser takes the container's marks from the front of each line, so every line is
    matched from its right end.
    """

    def __init__(self, pieces: Iterable[Piece], source: str) -> None:
        self._starts: list[int] = []
        self._shifts: list[int] = []
        self.exact = True
        """False when a line is not in the source as given: then nothing may be edited in it."""
        parts: list[str] = []
        length = 0
        for piece in pieces:
            self._add(piece, source[piece.start : piece.end], length)
            parts.append(piece.text)
            length += len(piece.text)
        self.text = "".join(parts)

    def _add(self, piece: Piece, original: str, length: int) -> None:
        lines, originals = piece.text.split("\n"), original.split("\n")
        self.exact = self.exact and len(lines) == len(originals)
        end = piece.start - 1
        for line, written in zip(lines, originals, strict=False):
            self.exact = self.exact and written.endswith(line.lstrip(" \t"))
            end += 1 + len(written)
            self._starts.append(length)
            self._shifts.append(end - len(line) - length)
            length += len(line) + 1

    def start(self, offset: int) -> int:
        """Where the character at `offset` stands in the source."""
        return offset + self._shifts[bisect_right(self._starts, offset) - 1]

    def end(self, offset: int) -> int:
        """Where the character before `offset` ends in the source."""
        return self.start(offset - 1) + 1


def events(source: str, start: int) -> Iterator[tuple[object, int, int]]:
    """The parser's events over `source[start:]`, each with its start and end in characters of `source`."""
    found, offset = _parsed(source, start, len(source))
    return ((event, offset(place["start"]), offset(place["end"])) for event, place in found)


def blocks(source: str, start: int) -> Iterator[Block]:
    """The blocks of `source[start:]` that hold anything, in order; offsets are those of `source`."""
    return _settled(_read(source, start, len(source)))


def blocks_near(source: str, stretches: Iterable[tuple[int, int]]) -> Iterator[Block]:
    """Those blocks of some stretches of the source that may show an image or tell of one."""
    return _settled(_near(chain.from_iterable(_read(source, start, end) for start, end in stretches)))


def _settled(read: Iterable[_Reading]) -> Iterator[Block]:
    for block in read:
        block.settle()
        yield Block(block.name, block.level, block.pieces)


_Event = tuple[Any, Mapping[str, int]]


def _parsed(source: str, start: int, end: int) -> tuple[Iterator[_Event], Callable[[int], int]]:
    """The parser's events over `source[start:end]`, and what gives a place in `source` for an offset of theirs."""
    import pyromark  # here, so that a run without such documents never loads it

    text = source[start:end]
    # Tabs behind a fence that ends code count for nothing (CommonMark 0.31, 4.5), but pulldown-cmark takes only blanks
    if "\t" in text:
        for fence in _FENCES_BEFORE_BLANKS:
            text = fence.sub(lambda match: match.group().replace("\t", " "), text)
    # UTF-8 has no lone surrogates: each becomes one "?", which keeps every later offset where it was
    data = text.encode(errors="replace")
    found: Iterator[Any] = pyromark.events_with_range(data.decode(), options=_options())
    if data.isascii():  # where bytes are characters
        return found, start.__add__
    offsets = _Offsets(data)
    return found, lambda offset: start + offsets(offset)


class _Reading(Struct):
    """A block whose events become pieces only when somebody wants them."""

    name: str
    level: int
    piece: Callable[[Any, Mapping[str, int]], Piece | None]
    may_show: bool = False
    """Whether an image may be in it."""
    events: list[_Event] = []
    pieces: list[Piece] = []

    def settle(self) -> None:
        """Turn the events into pieces."""
        self.pieces += [made for event, place in self.events if (made := self.piece(event, place)) is not None]
        self.events.clear()

    @property
    def says(self) -> bool:
        """Whether it certainly has words, at its beginning and at its end."""
        if self.may_show or self.pieces or self.name == "CodeBlock":
            return False
        found = (event for event, _ in self.events if "Text" in event or "Code" in event)
        words = [event.get("Text") or event.get("Code") or "" for event in found]
        if not words or words[0].endswith("}") or (words[-2:-1] and words[-2].endswith("}")):
            return False  # what ends so may name a role, which is not said, nor need be what follows it
        return bool(_SAID.search(words[0], 0, GATHERED) and _SAID.search(words[-1], max(0, len(words[-1]) - GATHERED)))


def _read(source: str, start: int, end: int) -> Iterator[_Reading]:
    """The blocks that hold anything. Every event of a document passes here, so it is looked at briefly."""
    found, offset = _parsed(source, start, end)
    piece = partial(_piece, source, offset)
    block = _Reading("Item", 0, piece)
    held = block.events
    for item in found:
        event = item[0]
        (edge,) = event if isinstance(event, dict) else (event,)
        if len(held) > _MOST_EVENTS:
            block.settle()
        if edge in _SPOKEN:  # most
            held.append(item)
            continue
        data: Any = event[edge] if edge in _BOTH_EDGES else ""
        name = data if isinstance(data, str) else next(iter(data))
        is_within = name in _INLINE if name else edge != "Rule"
        if is_within:
            held.append(item)
            block.may_show = block.may_show or name == "Image" or edge in _TAGS
            continue
        if held or block.pieces:
            yield block
            block = _Reading("Item", 0, piece)
            held = block.events
        block.name = name if edge == "Start" else "Item"
        block.level = int(data[name]["level"][1:]) if block.name == "Heading" else 0
    if held or block.pieces:
        yield block


def _near(read: Iterable[_Reading]) -> Iterator[_Reading]:
    """Those that may show an image or tell of one, as `Scene.around` asks them.

    What is given has to be looked at before it is given: then it is settled.
    """
    before: deque[_Reading] = deque(maxlen=NEAR)
    headings: list[_Reading] = []  # the last that certainly has words, and those behind it, which may have some
    after, has_title = 0, False
    for block in read:
        is_title = block.level == 1 and not has_title
        if block.may_show or after or is_title:
            after = NEAR if block.may_show else 0 if block.level or block.says else after - 1
            has_title = has_title or (is_title and block.says)
            yield from (*headings, *(_nearest(before) if block.may_show else ()), block)
            headings.clear()
            before.clear()
        elif block.level:
            if block.says:
                headings.clear()
            headings.append(block)
            before.clear()
            if len(headings) > _MOST_HEADINGS:
                yield from headings
                headings.clear()
        else:
            before.append(block)


def _nearest(before: Sequence[_Reading]) -> Iterator[_Reading]:
    """The last of these blocks, from the last that has words."""
    ends = (number for number in range(len(before) - 1, -1, -1) if before[number].says)
    return islice(before, next(ends, 0), None)


@cache
def _options() -> Options:
    from pyromark import Options

    # No metadata blocks: pulldown-cmark finds them in the middle of a document too, where `---` is a rule and what
    # follows it is shown. No wikilinks: `wikilinks` reads them, and `![[foo](u)](v)` keeps its CommonMark meaning.
    return (
        Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_GFM
    )


def _piece(source: str, offset: Callable[[int], int], event: object, place: Mapping[str, int]) -> Piece | None:
    start, end = offset(place["start"]), offset(place["end"])
    if not isinstance(event, dict):
        return Piece(Kind.BREAK, start, end, " ") if event in _BREAKS else Piece(Kind.TEXT, start, end)
    edge, data = next(iter(event.items()))
    if edge in _WORDS:
        return Piece(_WORDS[edge], start, end, data)
    if edge == "End":
        return Piece(_ENDS[data], start, end) if data in _ENDS else None
    if edge == "Start" and isinstance(data, dict) and (name := next(iter(data))) in _EDGES:
        link = data[name]
        form = link["link_type"]
        return Piece(_EDGES[name], start, _whole(form, end, source), link["dest_url"], link["title"], str(form))
    return Piece(Kind.TEXT, start, end)


def _whole(form: object, end: int, source: str) -> int:
    # pulldown-cmark ends a collapsed reference, `![id][]`, before its empty brackets
    return end + 2 if form == "Collapsed" and source.startswith("[]", end) else end

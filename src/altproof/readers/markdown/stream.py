"""One Markdown document as blocks of inline pieces, each at its exact place in the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from altproof.readers.surroundings import GATHERED, NEAR

if TYPE_CHECKING:
    from pyromark import Options

_INLINE = frozenset({"Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript", "Link", "Image"})
_CONTINUATION_BYTES = bytes(range(0x80, 0xC0))
_STRIDE = 1024


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


class Piece(NamedTuple):
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
_WORDS = {"Text": Kind.TEXT, "Code": Kind.TEXT, "InlineHtml": Kind.HTML, "Html": Kind.HTML}
_BREAKS = frozenset({"SoftBreak", "HardBreak"})
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
    found, offset = _parsed(source, start)
    return ((event, offset(place["start"]), offset(place["end"])) for event, place in found)


def blocks(source: str, start: int, *, only_near: bool = False) -> Iterator[Block]:
    """The blocks of `source[start:]` that hold anything, in order; offsets are those of `source`.

    `only_near`: without those that can neither show an image nor tell of one.
    """
    found, offset = _parsed(source, start)
    spans = _spans(found)
    for span in _near(list(spans), found) if only_near else spans:
        pieces = [
            piece
            for event, place in found[span.first : span.last]
            if (piece := _piece(event, offset(place["start"]), offset(place["end"]), source)) is not None
        ]
        yield Block(span.name, span.level, pieces)


_Events = list[tuple[Any, dict[str, int]]]


def _parsed(source: str, start: int) -> tuple[_Events, Callable[[int], int]]:
    """The parser's events over `source[start:]`, and what gives a place in `source` for an offset of theirs."""
    import pyromark  # here, so that a run without such documents never loads it

    # UTF-8 has no lone surrogates: each becomes one "?", which keeps every later offset where it was
    data = source[start:].encode(errors="replace")
    found: _Events = list(pyromark.events_with_range(data.decode(), options=_options()))  # type: ignore[arg-type]
    if data.isascii():  # where bytes are characters
        return found, start.__add__
    offsets = _Offsets(data)
    return found, lambda offset: start + offsets(offset)


class _Span(NamedTuple):
    """The events of one block."""

    first: int
    last: int
    """The first that is not of it."""
    name: str
    level: int
    may_show: bool
    """Whether an image may be in it."""


def _spans(found: _Events) -> Iterator[_Span]:
    """Where the blocks are that hold anything. Every event of a document is looked at, so it is looked at briefly."""
    first, name, level, may_show = 0, "Item", 0, False
    for number, (event, _) in enumerate(found):
        if "Text" in event or "Code" in event:  # most
            continue
        edge = "Start" if "Start" in event else "End" if "End" in event else ""
        if edge:
            data = event[edge]
            inner = data if isinstance(data, str) else next(iter(data), "")
            if inner in _INLINE:
                may_show = may_show or inner == "Image"
                continue
        elif event != "Rule":
            may_show = may_show or "Html" in event or "InlineHtml" in event
            continue
        if number > first:
            yield _Span(first, number, name, level, may_show)
        first, may_show = number + 1, False
        name = inner if edge == "Start" else "Item"
        level = int(data[name]["level"][1:]) if name == "Heading" else 0
    if len(found) > first:
        yield _Span(first, len(found), name, level, may_show)


def _near(spans: Sequence[_Span], found: _Events) -> Iterator[_Span]:
    """Those that may show an image or tell of one: see `Scene.around`."""
    wanted: set[int] = set()
    heading = title = None
    for number, span in enumerate(spans):
        if span.level and not span.may_show and _says(span, found):
            heading = number
            title = number if title is None and span.level == 1 else title
        if span.may_show:
            wanted.add(number)
            wanted.update(other for other in (heading,) if other is not None)
            for reach in (range(number - 1, number - NEAR - 1, -1), range(number + 1, number + NEAR + 1)):
                wanted.update(_nearest(reach, spans, found))
    wanted.update(other for other in (title,) if other is not None)
    return (spans[number] for number in sorted(wanted))


def _nearest(reach: Iterable[int], spans: Sequence[_Span], found: _Events) -> Iterator[int]:
    """Of these blocks, beginning beside an image, those that may have the words beside it."""
    for number in reach:
        if not 0 <= number < len(spans):
            return
        yield number
        if spans[number].level or _says(spans[number], found):
            return


def _says(span: _Span, found: _Events) -> bool:
    """Whether a block certainly has words, at its beginning and at its end."""
    if span.may_show or span.name == "CodeBlock":
        return False
    words = [
        event.get("Text") or event.get("Code") or ""
        for event, _ in found[span.first : span.last]
        if "Text" in event or "Code" in event
    ]
    return bool(words and words[0][:GATHERED].strip() and words[-1][-GATHERED:].strip())


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


def _piece(event: object, start: int, end: int, source: str) -> Piece | None:
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

"""Jupyter notebooks: the Markdown of their cells by the Markdown reader, and, when wanted, the figures code has made.

The file is never loaded and dumped: `json_spans` tells where each line of a cell stands in the source, so that new alt
text, escaped for Markdown and then for JSON, goes there and nothing else changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from altproof.model import Edit, ImageReference, Span, Surroundings
from altproof.patterns import lazy_regex
from altproof.readers import markdown
from altproof.readers.base import Positions, Site
from altproof.readers.markdown.stream import Kind, blocks
from altproof.readers.notebook.json_spans import (
    JoinedStrings,
    JsonArray,
    JsonObject,
    JsonString,
    JsonValue,
    decoded,
    root,
)

OUTPUT: Final = "notebook-output"
_PREFIX = "notebook-"
_PICTURES = ("image/png", "image/jpeg")
"""The kinds of output for which nbconvert takes alt text from the metadata."""
_SHOWN_INSTEAD = ("text/html", "text/markdown", "image/svg+xml")
"""Richer forms of the same output, which nbconvert and JupyterLab show in place of the picture."""
_MAY_BE_HEADING = lazy_regex(r"^ {0,3}#{1,6}|^ {0,3}[=-]+[ \t]*\r?$", re.MULTILINE)
_ASCII = lazy_regex(r"\\u00([2-7][0-9a-f])", re.IGNORECASE)
_BEYOND_ASCII = lazy_regex(r"(?<!\\)(?:\\\\)*+\\u(?!00[0-7])")


class _Cell(Struct, frozen=True):
    """The source of one Markdown cell as the Markdown reader gets it."""

    joined: JoinedStrings
    lead: int
    """Line breaks put before the source, so that a rule in its first line is not taken for front matter."""

    @property
    def text(self) -> str:
        return "\n" * self.lead + self.joined.text


class _Headings(Struct):
    """What a reader has passed on the way down the notebook."""

    page_title: str | None = None
    heading: str | None = None

    def read(self, text: str) -> None:
        """Take in the headings of one Markdown cell."""
        if _MAY_BE_HEADING.search(text) is None:
            return
        for block in blocks(text, 0):
            words = "".join(piece.text for piece in block.pieces if piece.kind in {Kind.TEXT, Kind.BREAK})
            if block.level and words.strip():
                self.heading = " ".join(words.split())
                if block.level == 1 and self.page_title is None:
                    self.page_title = self.heading


def references(document: str, text: str, site: Site = Site()) -> list[ImageReference]:
    """Every image the notebook shows, in order; see `Reader.references`. A text that is no JSON shows none."""
    positions = Positions(text)
    headings = _Headings()
    found: list[ImageReference] = []
    for number, cell in enumerate(_cells(root(text))):
        kind = _string(text, cell.members.get("cell_type"))
        if kind == "markdown":
            found.extend(_in_markdown(document, _cell(text, cell, number), headings, positions, site))
        elif kind == "code" and site.output_images:
            found.extend(_in_outputs(document, text, cell, headings, positions))
    return found


def edit(text: str, reference: ImageReference, alt: str, site: Site = Site()) -> Edit | None:
    """The edit that makes `alt` the alt text of this reference; see `Reader.edit`."""
    if reference.alt_span is None:
        return None
    positions = Positions(text)
    start, end = _offsets(positions, reference.span)
    cell = _cell_at(text, start)
    if cell is None:
        return None
    inner_positions = Positions(cell.text)
    joined, lead = cell.joined, cell.lead
    low, high = _offsets(positions, reference.alt_span)
    slot_end = joined.offset_of_end(high)
    slot_start = slot_end if low == high else joined.offset_of_start(low)
    inner = replace(
        reference,
        syntax=reference.syntax.removeprefix(_PREFIX),
        span=inner_positions.span(joined.offset_of_start(start) + lead, joined.offset_of_end(end) + lead),
        alt_span=inner_positions.span(slot_start + lead, slot_end + lead),
    )
    made = markdown.edit(cell.text, inner, alt, site)
    place = None if made is None else _raw(cell, inner_positions, made.span)
    if made is None or place is None:
        return None
    return Edit(reference.document, positions.span(*place), _escaped(made.replacement, text, place[0]))


def unescaped(text: str) -> str:
    """The source of a notebook with its ASCII signs unescaped: no JSON any more, but its markers can be counted."""
    return _ASCII.sub(lambda match: chr(int(match[1], 16)), text) if "\\u00" in text.lower() else text


def _in_markdown(
    document: str, cell: _Cell, headings: _Headings, positions: Positions, site: Site
) -> Iterator[ImageReference]:
    text = cell.text
    lowered = text.lower()
    shows = any(marker.lower() in lowered for marker in (*markdown.MARKERS, *site.markers))
    inner_positions = Positions(text)
    above = headings.heading
    headings.read(text)
    for inner in markdown.references(document, text, site) if shows else ():
        start, end = _offsets(inner_positions, inner.span)
        place = None if inner.alt_span is None else _raw(cell, inner_positions, inner.alt_span)
        around = inner.surroundings
        yield replace(
            inner,
            syntax=_PREFIX + inner.syntax,
            span=positions.span(cell.joined.start(start - cell.lead), cell.joined.end(end - cell.lead)),
            alt_span=None if place is None else positions.span(*place),
            surroundings=replace(
                around,
                page_title=headings.page_title or around.page_title,
                heading=around.heading or above,
            ),
        )


def _in_outputs(
    document: str, text: str, cell: JsonObject, headings: _Headings, positions: Positions
) -> Iterator[ImageReference]:
    for output in _objects(cell.members.get("outputs")):
        data = _object(output.members.get("data"))
        kind = next((kind for kind in _PICTURES if kind in data.keys), None)
        if kind is None or any(richer in data.keys for richer in _SHOWN_INSTEAD):
            continue
        metadata = _object(output.members.get("metadata"))
        places = (_object(metadata.members.get(kind)), metadata, _object(cell.members.get("metadata")))
        alts = (_string(text, place.members.get("alt")) for place in places)
        yield ImageReference(
            document=document,
            span=positions.span(data.keys[kind].start, data.keys[kind].end),
            syntax=OUTPUT,
            target="",
            alt=next((alt for alt in alts if alt is not None), None),
            alt_span=None,
            surroundings=Surroundings(page_title=headings.page_title, heading=headings.heading),
        )


def _cells(notebook: JsonObject | None) -> Iterator[JsonObject]:
    """The cells in order; before format 4 they lay in worksheets."""
    if notebook is not None:
        yield from _objects(notebook.members.get("cells"))
        for sheet in _objects(notebook.members.get("worksheets")):
            yield from _objects(sheet.members.get("cells"))


def _cell(text: str, cell: JsonObject, number: int) -> _Cell:
    # Only the very first cell can hold the front matter of a page; elsewhere `---` is a rule
    return _Cell(JoinedStrings(text, _source(cell)), 1 if number else 0)


def _cell_at(text: str, offset: int) -> _Cell | None:
    """The Markdown cell whose source holds this place of the file."""
    for number, cell in enumerate(_cells(root(text))):
        strings = _source(cell)
        if any(string.start < offset < string.end for string in strings):
            return _cell(text, cell, number)
    return None


def _source(cell: JsonObject) -> list[JsonString]:
    source = cell.members.get("source")
    items = source.items if isinstance(source, JsonArray) else [source]
    return [item for item in items if isinstance(item, JsonString)]


def _objects(value: JsonValue) -> Iterator[JsonObject]:
    if isinstance(value, JsonArray):
        yield from (item for item in value.items if isinstance(item, JsonObject))


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, JsonObject) else JsonObject()


def _string(text: str, value: JsonValue) -> str | None:
    return decoded(text, value) if isinstance(value, JsonString) else None


def _offsets(positions: Positions, span: Span) -> tuple[int, int]:
    return positions.offset(span.line, span.column), positions.offset(span.end_line, span.end_column)


def _raw(cell: _Cell, positions: Positions, span: Span) -> tuple[int, int] | None:
    """The place in the file of a span of the cell; None when it lies in two strings of it."""
    start, end = _offsets(positions, span)
    return cell.joined.inside(start - cell.lead, end - cell.lead)


def _escaped(replacement: str, text: str, place: int) -> str:
    r"""For the inside of a JSON string, with `\u` escapes where the file writes letters beyond ASCII so."""
    line = text[text.rfind("\n", 0, place) + 1 :].partition("\n")[0]
    near = (line if _BEYOND_ASCII.search(line) else text).removeprefix("\ufeff")
    ascii_only = near.isascii() and _BEYOND_ASCII.search(near) is not None
    return json.dumps(replacement, ensure_ascii=ascii_only)[1:-1]

"""Markdown (CommonMark and GFM) with the HTML and the attribute lists that people write in it.

One pyromark event stream becomes blocks of pieces (`stream`); a `_Walk` over them notes every image and follows its
surroundings; the way back escapes new alt text for the exact place it goes to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Final

from altproof.model import Edit, ImageReference, Span
from altproof.readers.attribute_list import attribute_list
from altproof.readers.base import Positions, Site
from altproof.readers.escaping import html_attribute, list_value, markdown_label, one_line
from altproof.readers.html_tags import Examples, Tag, image, tokens
from altproof.readers.stream import Block, Kind, LineMap, Piece, blocks
from altproof.readers.surroundings import Place, Scene, front_matter
from altproof.readers.templates import holds_expression, is_computed

NAME: Final = "markdown"
SUFFIXES: Final = (".md", ".markdown", ".mdown", ".mkd")
MARKERS: Final = ("![", "<img", "<input", "<picture")

INLINE, REFERENCE, COLLAPSED, SHORTCUT = (
    "markdown-inline",
    "markdown-reference",
    "markdown-collapsed",
    "markdown-shortcut",
)
_SYNTAX = {"Inline": INLINE, "Reference": REFERENCE, "Collapsed": COLLAPSED, "Shortcut": SHORTCUT}
_QUOTES = frozenset("\"'")
_LABEL_GAP = re.compile(r"[ \t\r\n>]*")


@dataclass(frozen=True, slots=True)
class _Found:
    """An image at its offsets in the source, before its surroundings are complete."""

    start: int
    end: int
    syntax: str
    target: str
    alt: str | None
    slot: tuple[int, int] | None
    computed: bool
    place: Place
    title: str | None = None
    caption: str | None = None
    tag: Tag | None = None


def references(document: str, text: str, site: Site = Site()) -> list[ImageReference]:
    """Every image the document shows, in order; see `Reader.references`."""
    start, page_title = front_matter(text)
    walk = _Walk(text, Scene(page_title))
    for block in blocks(text, start):
        walk.block(block)
    positions = Positions(text)
    return [_reference(document, found, walk.scene, positions) for found in walk.found]


def edit(text: str, reference: ImageReference, alt: str) -> Edit | None:
    """The edit that makes `alt` the alt text of this reference; see `Reader.edit`."""
    slot = reference.alt_span
    if slot is None:
        return None
    positions = Positions(text)
    start = positions.offset(slot.line, slot.column)
    end = positions.offset(slot.end_line, slot.end_column)
    words = one_line(alt)
    if reference.syntax.startswith("html-"):
        return Edit(reference.document, slot, _html_replacement(text, start, end, reference.alt, words))
    if start != positions.offset(reference.span.line, reference.span.column) + len("!["):
        return Edit(reference.document, slot, _list_replacement(text, start, words))
    if reference.syntax == SHORTCUT:
        return Edit(reference.document, slot, f"{markdown_label(words)}][{text[start:end]}")
    if reference.syntax == COLLAPSED:
        span = Span(slot.line, slot.column, *positions.line_column(end + len("][")))
        return Edit(reference.document, span, f"{markdown_label(words)}][{text[start:end]}")
    return Edit(reference.document, slot, markdown_label(words))


def _html_replacement(text: str, start: int, end: int, current: str | None, words: str) -> str:
    before = text[start - 1]
    if current is not None and before in _QUOTES and text.startswith(before, end):
        return html_attribute(words, before)
    quoted = '"' + html_attribute(words, '"') + '"'
    if current is None:
        return f" alt={quoted}"
    # `alt` without a value needs its sign; `alt=` and `alt=word` have it
    return quoted if start < end or before == "=" or before.isspace() else f"={quoted}"


def _list_replacement(text: str, start: int, words: str) -> str:
    before = text[start - 1]
    return list_value(words, before) if before in _QUOTES else '"' + list_value(words, '"') + '"'


def _reference(document: str, found: _Found, scene: Scene, positions: Positions) -> ImageReference:
    return ImageReference(
        document=document,
        span=positions.span(found.start, found.end),
        syntax=found.syntax,
        target=found.target,
        alt=found.alt,
        alt_span=None if found.slot is None else positions.span(*found.slot),
        surroundings=scene.around(found.place, title=found.title, caption=found.caption, tag=found.tag),
        fixed_alt=found.computed,
    )


class _Walk:
    """Goes over the blocks once and gathers the images."""

    def __init__(self, source: str, scene: Scene) -> None:
        self.found: list[_Found] = []
        self.scene = scene
        self._source = source
        self._examples = Examples()
        self._read_to = 0
        """Up to where the source has been read as an attribute list, which pyromark gives as text."""

    def block(self, block: Block) -> None:
        """Read one block."""
        self._examples = Examples()
        self.scene.begin_block(block.level)
        if block.name == "HtmlBlock":
            self._html(block.pieces, in_cell=False)
        elif block.name != "CodeBlock":
            self._inline(block)

    def _inline(self, block: Block) -> None:
        pieces = iter(block.pieces)
        for piece in pieces:
            if piece.start < self._read_to:
                self.scene.say(piece.text[self._read_to - piece.start :] if piece.kind is Kind.TEXT else "")
            elif piece.kind is Kind.IMAGE:
                label = _label(pieces)
                if not self._examples.open:
                    self._image(piece, label, limit=block.pieces[-1].end)
            elif piece.kind is Kind.HTML:
                self._html([piece], in_cell=block.name == "TableCell")
            elif piece.kind is Kind.LINK:
                self.scene.open_link(piece.text)
            elif piece.kind is Kind.LINK_END:
                self.scene.close_link()
            elif not self._examples.open:
                self.scene.say(piece.text)

    def _image(self, piece: Piece, label: list[Piece], *, limit: int) -> None:
        words = "".join(part.text for part in label if part.kind in {Kind.TEXT, Kind.BREAK}) or None
        slot = _label_slot(self._source, piece, label)
        raw = "" if slot is None else self._source[slot[0] : slot[1]]
        alt, end, caption = words, piece.end, None
        listed = attribute_list(self._source, piece.end, limit)
        if listed is not None:
            self._read_to = listed.end
        if listed is not None and listed.alt is not None:
            alt, end, caption = listed.alt.text, listed.end, words
            raw, slot = listed.alt.raw, (listed.alt.start, listed.alt.end)
        self.found.append(
            _Found(
                start=piece.start,
                end=end,
                syntax=_SYNTAX.get(piece.form, INLINE),
                target=piece.text,
                alt=alt,
                slot=None if holds_expression(raw) else slot,
                computed=is_computed(raw),
                place=self.scene.here(),
                title=piece.title or None,
                caption=caption,
            )
        )

    def _html(self, pieces: list[Piece], *, in_cell: bool) -> None:
        line_map = LineMap(pieces, self._source)
        for token in tokens(line_map.text):
            if isinstance(token, Tag):
                self._tag(_from_cell(token) if in_cell else token, line_map)
            elif not self._examples.open:
                self.scene.say(unescape(line_map.text[token.start : token.end]))

    def _tag(self, tag: Tag, line_map: LineMap) -> None:
        if self._examples.holds(tag):
            return
        self.scene.tag(tag)
        shown = image(tag)
        if shown is None:
            return
        slot = shown.slot if line_map.exact else None
        if slot is not None:
            low, high = slot
            slot = (line_map.start(low) if low < high else line_map.end(low), line_map.end(high))
        self.found.append(
            _Found(
                start=line_map.start(tag.start),
                end=line_map.end(tag.end),
                syntax=shown.syntax,
                target=shown.target,
                alt=shown.alt,
                slot=slot,
                computed=shown.computed,
                place=self.scene.here(),
                title=tag.text("title"),
                tag=tag,
            )
        )


def _label(pieces: Iterator[Piece]) -> list[Piece]:
    """The pieces up to the end of the image that has just begun; an image among them is part of its label."""
    label: list[Piece] = []
    depth = 1
    for piece in pieces:
        depth += (piece.kind is Kind.IMAGE) - (piece.kind is Kind.IMAGE_END)
        if depth == 0:
            break
        label.append(piece)
    return label


def _label_slot(source: str, image_piece: Piece, label: list[Piece]) -> tuple[int, int] | None:
    """The offsets between the brackets of the label; None when they cannot be told for certain."""
    start = image_piece.start + len("![")
    end = max((piece.end for piece in label), default=start)
    # A label may end in a line break and the marks of the quote around it, for which there is no piece
    gap = _LABEL_GAP.match(source, end)
    end = end if gap is None else gap.end()
    if image_piece.form == "Shortcut":
        return (start, end) if source.startswith("]", end) and end + 1 == image_piece.end else None
    return (start, end) if source.startswith("](" if image_piece.form == "Inline" else "][", end) else None


def _from_cell(tag: Tag) -> Tag:
    """The tag with an escaped `|` read as `|`: GFM undoes it in table cells before anything else."""
    attributes = (a if a.raw is None else replace(a, raw=a.raw.replace("\\|", "|")) for a in tag.attributes)
    return replace(tag, attributes=tuple(attributes))

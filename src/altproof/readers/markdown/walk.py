"""Goes over the blocks of one Markdown document and notes every image with its surroundings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from altproof.model import ImageReference
from altproof.readers.base import Positions
from altproof.readers.html_tags import Examples, Tag, image, plain, tokens
from altproof.readers.markdown.flavours import Flavour
from altproof.readers.markdown.label import label_pieces, labelled_image
from altproof.readers.markdown.mkdocs import CoveredTag
from altproof.readers.markdown.preparation import Prepared
from altproof.readers.markdown.shown import ShownImage
from altproof.readers.markdown.stream import Block, Kind, LineMap, Piece
from altproof.readers.surroundings import Place, Scene


@dataclass(frozen=True, slots=True)
class _Found:
    """An image before its surroundings are complete."""

    shown: ShownImage
    place: Place
    tag: Tag | None = None


class Walk:
    """Goes over the blocks once and gathers the images."""

    def __init__(self, prepared: Prepared, flavour: Flavour, page_title: str | None) -> None:
        self._scene = Scene(page_title)
        self._found: list[_Found] = []
        self._disguise = prepared.disguise
        self._covered = prepared.covered
        self._flavour = flavour
        self._examples = Examples()
        self._read_to = 0
        """Up to where the source has been read as an attribute list, which pyromark gives as text."""

    def block(self, block: Block) -> None:
        """Read one block."""
        self._examples = Examples()
        self._scene.begin_block(block.level)
        if block.name == "HtmlBlock":
            self._html_block(block.pieces)
        elif block.name != "CodeBlock":
            self._inline(block)

    def references(self, document: str) -> Iterator[ImageReference]:
        """What was found, in order; call it after the last block."""
        positions = Positions(self._disguise.source)
        for found in self._found:
            shown = found.shown
            around = self._scene.around(found.place, title=shown.title, caption=shown.caption, tag=found.tag)
            if shown.link is not None:
                around = replace(around, link_target=shown.link, link_text="")
            yield ImageReference(
                document=document,
                span=positions.span(shown.start, shown.end),
                syntax=shown.syntax,
                target=shown.target,
                alt=shown.alt,
                alt_span=None if shown.slot is None else positions.span(*shown.slot),
                surroundings=around if shown.role is None else replace(around, role=shown.role),
                fixed_alt=shown.computed,
            )

    def _inline(self, block: Block) -> None:
        pieces = iter(block.pieces)
        for piece in pieces:
            if piece.kind is Kind.SHOWN:
                self._covered_thing(piece)
            elif piece.kind is Kind.LINK_END:  # bears the place where the link began, which an image may have read past
                self._scene.close_link()
            elif piece.start < self._read_to:
                self._say(piece.text[self._read_to - piece.start :] if piece.kind is Kind.TEXT else "")
            elif piece.kind is Kind.IMAGE:
                self._image(block, piece, label_pieces(pieces))
            elif piece.kind is Kind.HTML:
                self._html([piece], in_cell=block.name == "TableCell")
            elif piece.kind is Kind.LINK:
                self._scene.open_link(self._disguise.addresses.restored(piece.text))
            elif not self._examples.open:
                self._say(piece.text)

    def _say(self, words: str) -> None:
        self._scene.say(self._disguise.spoken(words))

    def _covered_thing(self, piece: Piece) -> None:
        thing = self._covered[int(piece.text)]
        if isinstance(thing, CoveredTag):
            self._html([replace(piece, kind=Kind.HTML, text=thing.text)], in_cell=False)
        else:
            self.show(thing)

    def show(self, shown: ShownImage) -> None:
        """Take note of an image at this place."""
        if not self._examples.open:
            self._found.append(_Found(shown, self._scene.here()))

    def _image(self, block: Block, piece: Piece, label: list[Piece]) -> None:
        if self._examples.open:
            return
        shown, self._read_to = labelled_image(self._disguise, block, piece, label, self._flavour)
        self.show(shown)

    def _html_block(self, pieces: list[Piece]) -> None:
        run: list[Piece] = []
        for piece in pieces:
            if piece.kind is Kind.SHOWN:
                self._html(run, in_cell=False)
                run = []
                self._covered_thing(piece)
            else:
                run.append(piece)
        self._html(run, in_cell=False)

    def _html(self, pieces: list[Piece], *, in_cell: bool) -> None:
        line_map = LineMap(pieces, self._disguise.text)
        for token in tokens(line_map.text):
            if isinstance(token, Tag):
                self._tag(_from_cell(token) if in_cell else token, line_map)
            elif not self._examples.open:
                self._say(plain(line_map.text[token.start : token.end]))

    def _tag(self, tag: Tag, line_map: LineMap) -> None:
        if self._examples.holds(tag):
            return
        self._scene.tag(tag)
        shown = image(tag)
        if shown is None:
            return
        slot = shown.slot if line_map.exact else None
        if slot is not None:
            low, high = slot
            slot = (line_map.start(low) if low < high else line_map.end(low), line_map.end(high))
        found = ShownImage(
            start=line_map.start(tag.start),
            end=line_map.end(tag.end),
            syntax=shown.syntax,
            target=shown.target,
            alt=shown.alt,
            slot=slot,
            computed=shown.computed,
            title=tag.text("title"),
        )
        self._found.append(_Found(found, self._scene.here(), tag))


def _from_cell(tag: Tag) -> Tag:
    """The tag with an escaped `|` read as `|`: GFM undoes it in table cells before anything else."""
    attributes = (a if a.raw is None else replace(a, raw=a.raw.replace("\\|", "|")) for a in tag.attributes)
    return replace(tag, attributes=tuple(attributes))

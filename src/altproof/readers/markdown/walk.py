"""Goes over the blocks of one Markdown document and notes every image with its surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from altproof.model import ImageReference, Trait
from altproof.patterns import lazy_regex
from altproof.readers.base import Positions
from altproof.readers.html_tags import Rules, Tag, image, may_hide, plain, tokens
from altproof.readers.markdown import roles
from altproof.readers.markdown.disguise import Prepared, sign_restorer
from altproof.readers.markdown.flavours import Flavour
from altproof.readers.markdown.label import label_pieces, labelled_image
from altproof.readers.markdown.shown import CoveredTag, ShownImage
from altproof.readers.markdown.stream import Block, Kind, LineMap, Piece
from altproof.readers.surroundings import Place, Scene
from altproof.themes import of_classes

_IN_MARKDOWN = Rules(raw_text=frozenset({"script", "style"}), open_ended=False)
"""Of the other elements with raw text GitHub escapes the tags (GFM, 6.11), so that what is in them shows."""
_AS_IT_STANDS = replace(_IN_MARKDOWN, templates=False)
_TEXT = Kind.TEXT  # a name of its own, as an enum takes long to look it up and most pieces are asked
_FAR_REACHING = lazy_regex("<(?:a|button|figure)", re.IGNORECASE)


def reaches_far(text: str) -> bool:
    """Whether a tag may open a link or figure around images that are blocks away; no mark of Markdown does."""
    return "<" in text and _FAR_REACHING.search(text) is not None


class _Found(Struct, frozen=True):
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
        self._has_roles = roles.SIGN in prepared.disguise.text
        self._read_to = 0
        """Up to where the source has been read as an attribute list, which pyromark gives as text."""

    def block(self, block: Block) -> None:
        """Read one block."""
        self._scene.begin_block(block.level)
        if block.name == "HtmlBlock":
            self._html_block(block.pieces)
        elif block.name != "CodeBlock":
            self._inline(block)

    def references(self, document: str) -> Iterator[ImageReference]:
        """What was found, in order; call it after the last block."""
        source = self._disguise.source
        positions, with_signs = Positions(source), sign_restorer(source)
        for found in self._found:
            shown = found.shown
            around = self._scene.around(found.place, title=shown.title, caption=shown.caption, tag=found.tag)
            if shown.link is not None:
                around = replace(around, link_target=shown.link, link_text="")
            if shown.label is not None:
                around = replace(around, label=shown.label)
            if shown.description is not None:
                around = replace(around, description=shown.description)
            if shown.classes:
                around = replace(around, theme=of_classes(shown.classes))
            if shown.undescribed:
                around = replace(around, traits=around.traits | {Trait.UNDESCRIBED})
            yield ImageReference(
                document=document,
                span=positions.span(shown.start, shown.end),
                syntax=shown.syntax,
                target=with_signs(shown.target),
                alt=None if shown.alt is None else with_signs(shown.alt),
                alt_span=None if shown.slot is None else positions.span(*shown.slot),
                surroundings=around if shown.role is None else replace(around, role=shown.role),
                fixed_alt=shown.computed,
            )

    def _inline(self, block: Block) -> None:
        pieces = iter(roles.as_shown(block.pieces, self._disguise.text) if self._has_roles else block.pieces)
        for piece in pieces:
            if piece.kind is _TEXT and piece.start >= self._read_to:  # most
                if piece.text:
                    self._say(piece.text)
            elif piece.kind is Kind.SHOWN:
                self._covered_thing(piece)
            elif piece.kind is Kind.LINK_END:  # bears the place where the link began, which an image may have read past
                self._scene.close_link()
            elif piece.start < self._read_to and piece.kind not in {Kind.IMAGE, Kind.HTML}:
                self._say(piece.text[self._read_to - piece.start :] if piece.kind is Kind.TEXT else "")
            elif piece.kind is Kind.IMAGE:
                self._image(block, piece, label_pieces(pieces))
            elif piece.kind is Kind.HTML:
                self._html([piece], in_cell=block.name == "TableCell")
            elif piece.kind is Kind.LINK:
                self._scene.open_link(self._disguise.addresses.restored(piece.text))
            else:
                self._say(piece.text)

    def _say(self, words: str) -> None:
        self._scene.say(self._disguise.spoken(words))

    def _covered_thing(self, piece: Piece) -> None:
        thing = self._covered[int(piece.text)]
        if isinstance(thing, CoveredTag):
            passage = [Piece(Kind.HTML, thing.start, thing.end, thing.text)]
            self._html(passage, in_cell=False, source=self._disguise.source)
        else:
            self.show(thing)

    def show(self, shown: ShownImage) -> None:
        """Take note of an image at this place."""
        self._found.append(_Found(shown, self._scene.here()))

    def _image(self, block: Block, piece: Piece, label: list[Piece]) -> None:
        shown, end = labelled_image(self._disguise, block, piece, label, self._flavour)
        # Within the list of another image it shows only where lists are text
        self.show(replace(shown, slot=None) if piece.start < self._read_to else shown)
        self._read_to = max(self._read_to, end)

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

    def _html(self, pieces: list[Piece], *, in_cell: bool, source: str = "") -> None:
        line_map = LineMap(pieces, source or self._disguise.text)
        first, starts = len(self._found), set()
        for token in tokens(line_map.text, _IN_MARKDOWN):
            if isinstance(token, Tag):
                tag = _from_cell(token) if in_cell else token
                starts.add(tag.start)
                self._scene.tag(tag)
                self._tag(tag, line_map, sure=pieces[0].start >= self._read_to)
            else:
                self._say(plain(line_map.text[token.start : token.end]))
        if not may_hide(line_map.text):
            return
        for token in tokens(line_map.text, _AS_IT_STANDS):
            if isinstance(token, Tag) and token.start not in starts:
                self._tag(token, line_map, sure=False)
        self._found[first:] = sorted(self._found[first:], key=lambda found: found.shown.start)

    def _tag(self, tag: Tag, line_map: LineMap, *, sure: bool) -> None:
        """Take note of an image; one that may as well be part of a template is not edited."""
        shown = image(tag)
        if shown is None:
            return
        slot = shown.slot if line_map.exact and sure else None
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

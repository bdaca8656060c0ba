"""The label of a Markdown image, the attribute list behind it, and which of the two speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.readers.markdown.attribute_list import AttributeList, attribute_list
from altproof.readers.markdown.disguise import Disguise
from altproof.readers.markdown.flavours import Flavour
from altproof.readers.markdown.shown import ShownImage
from altproof.readers.markdown.stream import Block, Kind, Piece
from altproof.readers.templates import holds_expression, is_computed

INLINE, REFERENCE, COLLAPSED, SHORTCUT = (
    "markdown-inline",
    "markdown-reference",
    "markdown-collapsed",
    "markdown-shortcut",
)
_SYNTAX = {"Inline": INLINE, "Reference": REFERENCE, "Collapsed": COLLAPSED, "Shortcut": SHORTCUT}
_LABEL_GAP = lazy_regex(r"[ \t\r\n>]*")
_SIZE = lazy_regex(r"(?:\\?\||^)\d{1,5}(?:x\d{1,5})?$", re.ASCII)
SIZE_AHEAD = lazy_regex(r"\d{1,5}(?:x\d{1,5})?\]", re.ASCII)
"""A size with no words before it."""
_SHOWS = lazy_regex(r"!\[|<i[mn]", re.IGNORECASE)
_SIZE_REACH = 16
"""Characters that a size takes at most."""


class _Voice(Struct, frozen=True):
    """What speaks for an image, and where it stands."""

    alt: str | None
    raw: str
    slot: tuple[int, int] | None
    caption: str | None = None


def label_pieces(pieces: Iterator[Piece]) -> list[Piece]:
    """The pieces up to the end of the image that has just begun; an image among them is part of its label."""
    label: list[Piece] = []
    depth = 1
    for piece in pieces:
        depth += (piece.kind is Kind.IMAGE) - (piece.kind is Kind.IMAGE_END)
        if depth == 0:
            break
        label.append(piece)
    return label


def labelled_image(
    disguise: Disguise, block: Block, piece: Piece, label: list[Piece], flavour: Flavour
) -> tuple[ShownImage, int]:
    """The image that `piece` opens, and up to where the source is read with it, attribute list included."""
    listed = _attribute_list(disguise.source, piece.end, block.pieces[-1].end, flavour)
    end = piece.end if listed is None else listed.end
    words = disguise.spoken(_words(label)) or None
    labelled = _labelled(disguise.source, words, _label_slot(disguise.source, piece, label), flavour)
    is_figure = flavour.figure is not None and block.name == "Paragraph" and _alone(block, piece, end)
    voice = labelled
    if listed is not None and listed.alt is not None:
        caption = labelled.alt if flavour.shows_label else None
        # Who does not know the list sees the images named in it, which an edit would take away
        slot = None if _SHOWS.search(listed.alt.raw) else (listed.alt.start, listed.alt.end)
        voice = _Voice(listed.alt.text, listed.alt.raw, slot, caption)
    elif is_figure:
        # Pandoc and Quarto give the caption as alt text when there is no other; the place for a better one is the list
        place = piece.end if listed is None else listed.end - 1
        voice = _Voice(labelled.alt, labelled.raw, (place, place), labelled.alt)
    in_list = voice is not labelled
    shown = ShownImage(
        start=piece.start,
        end=end if in_list else piece.end,
        syntax=flavour.figure if is_figure and flavour.figure else _SYNTAX.get(piece.form, INLINE),
        target=disguise.addresses.restored(piece.text),
        alt=voice.alt,
        slot=None if holds_expression(voice.raw) else voice.slot,
        computed=is_computed(voice.raw),
        title=disguise.spoken(piece.title) or None,
        caption=voice.caption,
        classes="" if listed is None else listed.classes,
        label=_name(disguise.source, piece, labelled.slot),
    )
    return shown, end


def _name(source: str, piece: Piece, words: tuple[int, int] | None) -> str | None:
    """What stands in the second brackets of a reference, or in the only ones."""
    if piece.form == "Reference":
        written = source[piece.start : piece.end].removesuffix("]").rpartition("[")[2]
    else:
        written = "" if words is None or piece.form == "Inline" else source[slice(*words)]
    return " ".join(written.split()) or None


def _attribute_list(source: str, start: int, limit: int, flavour: Flavour) -> AttributeList | None:
    if not flavour.reads_lists:
        return None
    listed = attribute_list(source, start, limit, flavour.names)
    if listed is not None and flavour.one_line and "\n" in source[start : listed.end]:
        return None
    return listed


def _words(label: list[Piece]) -> str:
    return "".join(part.text for part in label if part.kind in {Kind.TEXT, Kind.BREAK})


def _labelled(source: str, words: str | None, slot: tuple[int, int] | None, flavour: Flavour) -> _Voice:
    raw = "" if slot is None else source[slot[0] : slot[1]]
    if flavour.sizes and words and slot and (size := _SIZE.search(raw[-_SIZE_REACH:])):
        length = len(size.group())
        heard = len(size.group().lstrip("\\"))
        return _Voice(words[:-heard] or None, raw[:-length], (slot[0], slot[1] - length))
    return _Voice(words, raw, slot)


def _alone(block: Block, piece: Piece, end: int) -> bool:
    """Whether the image and its list are all there is in the block."""
    return block.pieces[0] is piece and block.pieces[-1].end <= end


def _label_slot(source: str, image_piece: Piece, label: list[Piece]) -> tuple[int, int] | None:
    """The offsets between the brackets of the label; None when they cannot be told for certain."""
    start = image_piece.start + len("![")
    end = max((piece.end for piece in label), default=start)
    # A label may end in a line break and the marks of the quote around it, for which there is no piece
    gap = _LABEL_GAP.match(source, end)
    end = end if gap is None else gap.end()
    if image_piece.form == "Shortcut":
        return (start, end) if source.startswith("]", end) and end + 1 == image_piece.end else None
    behind = ("](",) if image_piece.form == "Inline" else ("][", "] [")
    return (start, end) if source.startswith(behind, end) else None

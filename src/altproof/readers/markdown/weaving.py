"""Images that were covered before the parser ran, put back between the pieces where they belong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from altproof.readers.markdown.shown import CoveredTag, ShownImage
from altproof.readers.markdown.stream import Block, Kind, Piece

_Covered = ShownImage | CoveredTag
_BARE = frozenset({Kind.TEXT, Kind.HTML})


def woven(blocks: Iterable[Block], images: Sequence[_Covered]) -> Iterator[Block]:
    """The blocks, with a piece of kind SHOWN for each of `images`, whose number is the piece's text."""
    loom = _Loom(images)
    for block in blocks:
        yield from loom.before(block.pieces[0].start)
        pieces = [part for piece in block.pieces for part in loom.parts(piece)]
        if pieces:
            yield replace(block, pieces=pieces)
    yield from loom.before(None)


class _Loom:
    def __init__(self, images: Sequence[_Covered]) -> None:
        self._images = images
        self._next = 0
        self._covered_to = 0

    def before(self, offset: int | None) -> Iterator[Block]:
        """The images that end before `offset`, or all that are left: each a block of its own."""
        while self._next < len(self._images) and (offset is None or self._images[self._next].end <= offset):
            yield Block("Shown", pieces=[self._shown()])

    def parts(self, piece: Piece) -> Iterator[Piece]:
        """The piece without what is covered, and the images that stand before or in it."""
        while self._next < len(self._images):
            image = self._images[self._next]
            if image.start >= piece.end or (piece.kind not in _BARE and image.start > piece.start):
                break
            if piece.kind in _BARE and image.start > piece.start:
                if left := self._uncovered(_cut(piece, piece.start, image.start)):
                    yield left
                piece = _cut(piece, image.start, piece.end)
            yield self._shown()
        if rest := self._uncovered(piece):
            yield rest

    def _shown(self) -> Piece:
        number, image = self._next, self._images[self._next]
        self._next += 1
        self._covered_to = max(self._covered_to, image.end)
        return Piece(Kind.SHOWN, image.start, image.end, str(number))

    def _uncovered(self, piece: Piece) -> Piece | None:
        if piece.start >= self._covered_to or piece.kind not in {*_BARE, Kind.BREAK}:
            return piece
        return None if piece.end <= self._covered_to else _cut(piece, self._covered_to, piece.end)


def _cut(piece: Piece, start: int, end: int) -> Piece:
    """The part of a piece between two offsets; its text stands in the source as it is, at its right end."""
    base = piece.end - len(piece.text)
    low, high = max(0, start - base), max(0, end - base)
    return replace(piece, start=start, end=end, text=piece.text[low:high])

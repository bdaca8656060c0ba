"""One look at one picture: everything that was asked for, each part told of what the others found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from altproof.images.protocol import Header, ProtocolError, integer, text
from altproof.model import Marking
from altproof.seeing import crops, kind, lines, marks
from altproof.seeing.faces import Faces
from altproof.seeing.pixels import Pixels
from altproof.seeing.sighting import Sighting

if TYPE_CHECKING:
    from altproof.seeing.reader import Reader

MOST_RATIOS = 20
"""As many as the configuration may ask for."""
SURE, SURE_IN_PHOTOS = 0.5, 0.8
"""Confidence, 0 to 1, from which something is taken for text: leaves and bricks look like letters, too."""


class Wishes(Struct, frozen=True):
    """What to look for."""

    text: bool
    faces: bool
    crops: bool
    ratios: tuple[float, ...] = ()
    """Width divided by height of each crop; empty: one of the usual ratio."""

    @classmethod
    def from_header(cls, header: Header) -> Wishes:
        """From a request. Raises ProtocolError when a field is missing or makes no sense."""
        try:
            ratios = tuple(float(word) for word in text(header, "ratios").split())
        except ValueError as exc:
            raise ProtocolError("a ratio is no number") from exc
        if len(ratios) > MOST_RATIOS or not all(0.01 <= ratio <= 100 for ratio in ratios):
            raise ProtocolError("ratios make no sense")
        wanted = {key: bool(integer(header, key)) for key in ("text", "faces", "crops")}
        return cls(wanted["text"], wanted["faces"], wanted["crops"], ratios)


def look(picture: Pixels, wishes: Wishes, reader: Reader | None, finder: Faces) -> Sighting:
    """What is seen; without a `reader` no text, and no faces where they cannot be found."""
    photo = kind.is_photo(picture)
    # in photos what has the shape of an arrow is mostly a thing
    marked = tuple(mark for mark in marks.find(picture) if not (photo and mark.marking is Marking.ARROW))
    read = None
    if reader is not None and wishes.text:
        read = reader.read(picture, marked, SURE_IN_PHOTOS if photo else SURE)
    faces = finder.find(picture) if photo and (wishes.faces or wishes.crops) else ()
    texts = [lines.around(line.polygon) for line in read or ()]
    return Sighting(
        photo=photo,
        lines=read,
        faces=faces if photo and wishes.faces and finder.available else None,
        marks=marked,
        crops=crops.propose(picture, wishes.ratios, faces, texts) if wishes.crops else None,
    )

"""What the seeing child answers: what it saw in one picture, in pixels of the picture that it was given."""

from __future__ import annotations

from msgspec import Struct

from altproof.model import Box, Crop, Highlight, TextLine


class Sighting(Struct, frozen=True):
    """None: not asked for, or this installation cannot tell; empty: looked, found nothing."""

    photo: bool = False
    """Whether the pixels are those of a photo."""
    lines: tuple[TextLine, ...] | None = None
    faces: tuple[Box, ...] | None = None
    """The largest first. None for everything but photos, too: in drawings the detector sees what is not there."""
    marks: tuple[Highlight, ...] = ()
    """Without the words in them."""
    crops: tuple[Crop, ...] | None = None

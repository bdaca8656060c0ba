"""What every header reader answers, and the one bounded way in which they read numbers.

A reader takes the whole file, walks no further than the header needs, and raises nothing but ImageError.
`has_metadata` follows an allow-list: whatever is not known to be needed for showing the picture counts as metadata,
and so does a walk that was given up. A false alarm costs one re-encoding, a miss would publish someone's place.
"""

from __future__ import annotations

import struct
from typing import Any

from msgspec import Struct

from altproof.errors import ImageError

MAX_STEPS = 20_000
"""Chunks, segments, boxes or entries looked at in one file; a 20 MiB PNG with 8 KiB chunks has 2,560."""

TURNED = (5, 6, 7, 8)
"""The EXIF orientations that swap width and height."""


class Header(Struct, frozen=True):
    """What the header of a file says; the size is as stored, before the orientation is applied."""

    width: int
    height: int
    orientation: int = 1
    """EXIF numbering, 1 to 8; 1: as stored."""
    has_metadata: bool = False
    frames: int = 1
    """Frames or pages, at least: a count that takes long is given up."""
    has_location: bool = False
    """Whether its EXIF or XMP names a geographic position."""


def cut_off() -> ImageError:
    """The error for a file that ends inside its header."""
    return ImageError(
        "the file ends before the header of the image is complete",
        hint="the file is damaged or was only partly uploaded; add it again",
    )


def damaged(what: str) -> ImageError:
    """The error for a header that contradicts its format."""
    return ImageError(f"the header of the image is damaged: {what}", hint="export the image again")


def numbers(layout: str, data: bytes, offset: int) -> tuple[Any, ...]:
    """The fields of a struct layout at an offset. Raises ImageError when they lie outside the file."""
    # struct counts a negative offset from the end, and takes none beyond the largest C integer
    if not 0 <= offset <= len(data) - struct.calcsize(layout):
        raise cut_off()
    return struct.unpack_from(layout, data, offset)


def number(layout: str, data: bytes, offset: int) -> int:
    """The one integer of a struct layout at an offset. Raises ImageError when it lies outside the file."""
    value: int = numbers(layout, data, offset)[0]
    return value

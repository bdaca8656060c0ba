"""TIFF and BigTIFF headers (TIFF 6.0; libtiff's BigTIFF), and the orientation inside an EXIF block, which is a TIFF."""

from __future__ import annotations

from dataclasses import dataclass

from altproof.errors import ImageError
from altproof.images.headers.base import Header, damaged, number, numbers

SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0\x08\0\0\0", b"MM\0+\0\x08\0\0")
EXIF_PREFIX = b"Exif\0\0"
MAX_ENTRIES = 4096

WIDTH, HEIGHT, ORIENTATION = 256, 257, 274
# what is needed to show the picture; every other tag (author, software, date, GPS, XMP, profile) counts as metadata
HARMLESS = frozenset(
    {254, 255, 256, 257, 258, 259, 262, 263, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 290, 291, 292, 293}
    | {296, 317, 320, 322, 323, 324, 325, 332, 334, 338, 339, 340, 341, 347, *range(512, 522), 529, 530, 531, 532}
)
INTEGER = {1: "B", 3: "H", 4: "I", 16: "Q"}
"""TIFF field types that a size or an orientation may have."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """How numbers lie in this file."""

    order: str
    count: str
    entry: str
    entry_bytes: int
    value_offset: int
    pointer: str


def _layout(data: bytes) -> tuple[_Layout, int]:
    """The layout, and where the first directory stands."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None:
        raise damaged("it names no byte order")
    if number(order + "H", data, 2) == 43:  # the version number of BigTIFF
        return _Layout(order, "Q", "HH", 20, 12, "Q"), number(order + "Q", data, 8)
    return _Layout(order, "H", "HH", 12, 8, "I"), number(order + "I", data, 4)


def _directory(data: bytes) -> tuple[dict[int, int | None], bool]:
    """The tags of the first directory with their value (None: not one integer), and whether another follows."""
    layout, start = _layout(data)
    count = number(layout.order + layout.count, data, start)
    first = start + (8 if layout.count == "Q" else 2)
    tags: dict[int, int | None] = {}
    for index in range(min(count, MAX_ENTRIES)):
        place = first + index * layout.entry_bytes
        tag, kind = numbers(layout.order + layout.entry, data, place)
        letter = INTEGER.get(kind)
        value = number(layout.order + letter, data, place + layout.value_offset) if letter else None
        tags.setdefault(tag, value)
    end = first + count * layout.entry_bytes
    try:
        return tags, number(layout.order + layout.pointer, data, end) != 0
    except ImageError:  # some writers leave out the last pointer
        return tags, False


def exif_orientation(block: bytes) -> int:
    """The orientation, 1 to 8, in an EXIF block; 1 when there is none or the block is damaged. Raises nothing."""
    try:
        tags, _ = _directory(block.removeprefix(EXIF_PREFIX))
    except ImageError:
        return 1
    return _orientation(tags)


def _orientation(tags: dict[int, int | None]) -> int:
    value = tags.get(ORIENTATION)
    return value if value is not None and 1 <= value <= 8 else 1  # EXIF knows 1 to 8


def read(data: bytes) -> Header:
    """The first page of a TIFF. Raises ImageError when its directory is cut off or gives no size."""
    tags, more = _directory(data)
    width, height = tags.get(WIDTH), tags.get(HEIGHT)
    if width is None or height is None:
        raise damaged("the first directory gives no size")
    return Header(width, height, _orientation(tags), has_metadata=not HARMLESS.issuperset(tags), animated=more)

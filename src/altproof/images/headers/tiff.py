"""TIFF and BigTIFF headers (TIFF 6.0; libtiff's BigTIFF), and the orientation inside an EXIF block, which is a TIFF."""

from __future__ import annotations

from msgspec import Struct

from altproof.errors import ImageError
from altproof.images.headers.base import Header, damaged, number, numbers
from altproof.images.headers.location import xmp_has_location

SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0\x08\0\0\0", b"MM\0+\0\x08\0\0")
EXIF_PREFIX = b"Exif\0\0"
MAX_ENTRIES = 4096

MAX_PAGES = 1000
"""Directories counted."""

WIDTH, HEIGHT, ORIENTATION, XMP, GPS = 256, 257, 274, 700, 34853
LATITUDE, LONGITUDE = 2, 4
"""Tags of the GPS directory (EXIF 2.32, section 4.6.6)."""
RATIONAL, BYTES_OF_RATIONAL = 5, 8
BYTE_KINDS = (1, 7)
"""The field types of XMP."""
# what is needed to show the picture; every other tag (author, software, date, GPS, XMP, profile) counts as metadata
HARMLESS = frozenset(
    {254, 255, 256, 257, 258, 259, 262, 263, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 290, 291, 292, 293}
    | {296, 317, 320, 322, 323, 324, 325, 332, 334, 338, 339, 340, 341, 347, *range(512, 522), 529, 530, 531, 532}
)
INTEGER = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
"""TIFF field types that a size, an orientation or the place of a directory may have."""


class Exif(Struct, frozen=True):
    """What is looked for in an EXIF block."""

    orientation: int
    """1 to 8."""
    has_location: bool


class _Entry(Struct, frozen=True):
    """One field of a directory."""

    kind: int
    values: int
    """How many."""
    value: int | None
    """None: not one integer."""
    place: int
    """Of the value, or of the number that tells where the value stands."""


class _Layout(Struct, frozen=True):
    """How numbers lie in this file."""

    order: str
    counter: str
    entry: str
    entry_bytes: int
    value_offset: int
    pointer: str


class _Directory(Struct, frozen=True):
    tags: dict[int, _Entry]
    following: int
    """Where the next directory stands; 0: there is none."""

    def value(self, tag: int) -> int | None:
        """The integer of a tag; None: it is missing or none."""
        entry = self.tags.get(tag)
        return entry.value if entry else None


def _layout(data: bytes) -> tuple[_Layout, int]:
    """The layout, and where the first directory stands."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None:
        raise damaged("it names no byte order")
    if number(order + "H", data, 2) == 43:  # the version number of BigTIFF
        return _Layout(order, "Q", "HHQ", 20, 12, "Q"), number(order + "Q", data, 8)
    return _Layout(order, "H", "HHI", 12, 8, "I"), number(order + "I", data, 4)


def _directory(data: bytes, layout: _Layout, start: int) -> _Directory:
    """The directory at a place. Raises ImageError when it is cut off."""
    order = layout.order
    count = number(order + layout.counter, data, start)
    first = start + (8 if layout.counter == "Q" else 2)
    tags: dict[int, _Entry] = {}
    for index in range(min(count, MAX_ENTRIES)):
        place = first + index * layout.entry_bytes
        tag, kind, values = numbers(order + layout.entry, data, place)
        place += layout.value_offset
        letter = INTEGER.get(kind)
        tags.setdefault(tag, _Entry(kind, values, number(order + letter, data, place) if letter else None, place))
    return _Directory(tags, _following(data, layout, start))


def _following(data: bytes, layout: _Layout, start: int) -> int:
    """Where the directory behind the one at a place stands; 0: there is none, or it cannot be told."""
    first = start + (8 if layout.counter == "Q" else 2)
    try:
        count = number(layout.order + layout.counter, data, start)
        return number(layout.order + layout.pointer, data, first + count * layout.entry_bytes)
    except ImageError:  # some writers leave out the last pointer
        return 0


def read_exif(block: bytes) -> Exif:
    """What an EXIF block tells; upright and without a position when there is none or it is damaged. Raises nothing."""
    data = block.removeprefix(EXIF_PREFIX)
    try:
        layout, start = _layout(data)
        directory = _directory(data, layout, start)
    except ImageError:
        return Exif(1, has_location=False)
    return Exif(_orientation(directory), _has_location(data, layout, directory))


def _orientation(directory: _Directory) -> int:
    value = directory.value(ORIENTATION)
    return value if value is not None and 1 <= value <= 8 else 1  # EXIF knows 1 to 8


def _has_location(data: bytes, layout: _Layout, directory: _Directory) -> bool:
    """Whether the GPS directory gives a latitude or longitude; cameras without one write the directory, or zeros."""
    start = directory.value(GPS)
    if not start:
        return False
    try:
        tags = _directory(data, layout, start).tags
    except ImageError:
        return False
    return any(_is_position(data, layout, tags.get(tag)) for tag in (LATITUDE, LONGITUDE))


def _is_position(data: bytes, layout: _Layout, entry: _Entry | None) -> bool:
    """Whether one of the degrees, minutes and seconds is a number other than 0."""
    if entry is None or entry.kind != RATIONAL or not 1 <= entry.values <= 3:
        return False
    try:
        place = number(layout.order + layout.pointer, data, entry.place)
        fractions = [numbers(layout.order + "II", data, place + BYTES_OF_RATIONAL * i) for i in range(entry.values)]
    except ImageError:
        return False
    return any(above and below for above, below in fractions)


def _xmp(data: bytes, layout: _Layout, directory: _Directory) -> bytes:
    """The XMP packet of a TIFF, empty when there is none."""
    entry = directory.tags.get(XMP)
    if entry is None or entry.kind not in BYTE_KINDS:
        return b""
    place = number(layout.order + layout.pointer, data, entry.place)
    return data[place : place + entry.values]


def _pages(data: bytes, layout: _Layout, first: _Directory) -> int:
    """How many directories follow each other, at most MAX_PAGES; one that was there before ends the count."""
    seen: set[int] = set()
    following = first.following
    while following and following not in seen and len(seen) + 1 < MAX_PAGES:
        seen.add(following)
        following = _following(data, layout, following)
    return 1 + len(seen)


def read(data: bytes) -> Header:
    """The first page of a TIFF. Raises ImageError when its directory is cut off or gives no size."""
    layout, start = _layout(data)
    directory = _directory(data, layout, start)
    width, height = directory.value(WIDTH), directory.value(HEIGHT)
    if width is None or height is None:
        raise damaged("the first directory gives no size")
    located = _has_location(data, layout, directory) or xmp_has_location(_xmp(data, layout, directory))
    return Header(
        width,
        height,
        _orientation(directory),
        has_metadata=not HARMLESS.issuperset(directory.tags),
        frames=_pages(data, layout, directory),
        has_location=located,
    )

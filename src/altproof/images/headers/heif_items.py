"""The items of an AVIF or HEIC file: where they lie, and whether one names a position (ISO 14496-12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from msgspec import Struct

from altproof.errors import ImageError
from altproof.images.headers.base import number, numbers
from altproof.images.headers.location import LONGEST_XMP, MOST_BLOCKS, xmp_has_location
from altproof.images.headers.tiff import read_exif

MAX_BOXES = 1000
"""Boxes side by side, and entries of a list."""
EXIF, XMP = b"Exif", b"mime"
IN_FILE, IN_BOX = 0, 1
"""How an offset is meant: from the beginning of the file, or of the box idat."""
UNSIGNED = {0: "", 4: ">I", 8: ">Q"}
"""Sizes of the numbers in iloc, in bytes."""


class Box(Struct, frozen=True):
    """A box, without its head."""

    kind: bytes
    start: int
    end: int


def boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    """The boxes side by side in a stretch, cut to it, at most MAX_BOXES."""
    for _ in range(MAX_BOXES):
        if start + 8 > end:
            return
        length, kind = numbers(">I4s", data, start)
        content = start + 8
        if length == 1:  # the real length follows in 64 bits
            length, content = number(">Q", data, start + 8), start + 16
        stop = end if length == 0 else min(start + length, end)
        if stop < content:
            return
        yield Box(kind, content, stop)
        start = stop


def kinds(data: bytes, parts: Mapping[bytes, Box]) -> dict[int, bytes]:
    """The items listed: number → kind. `parts` are the boxes inside meta. Raises ImageError when it is cut off."""
    box = parts.get(b"iinf")
    if box is None:
        return {}
    version = number("B", data, box.start)
    found = {}
    for entry in boxes(data, box.start + (8 if version else 6), box.end):
        wide = number("B", data, entry.start) == 3  # version 3 has 32-bit item numbers
        item = number(">I" if wide else ">H", data, entry.start + 4)
        found[item] = numbers("4s", data, entry.start + (10 if wide else 8))[0]
    return found


def has_location(data: bytes, parts: Mapping[bytes, Box], items: Mapping[int, bytes]) -> bool:
    """Whether the EXIF or XMP of the file names a geographic position; False where it is not found. Raises nothing."""
    wanted = {item: kind for item, kind in items.items() if kind in {EXIF, XMP}}
    try:
        places = (place for place in _locations(data, parts) if place[0] in wanted) if wanted else iter(())
        return any(
            _names_position(wanted[item], data[start : start + min(length, LONGEST_XMP)])
            for item, start, length in islice(places, MOST_BLOCKS)
        )
    except ImageError:
        return False


def _names_position(kind: bytes, content: bytes) -> bool:
    if kind == XMP:
        return xmp_has_location(content)
    # four bytes tell how far behind them the TIFF header of the block begins
    return len(content) > 4 and read_exif(content[4 + number(">I", content, 0) :]).has_location


def _locations(data: bytes, parts: Mapping[bytes, Box]) -> Iterator[tuple[int, int, int]]:
    """Item, offset in the file and length of the first piece of each item. Raises ImageError when it is cut off."""
    box, inner = parts.get(b"iloc"), parts.get(b"idat")
    if box is None:
        return
    version, sizes = number("B", data, box.start), number(">H", data, box.start + 4)
    layouts = [UNSIGNED.get(sizes >> shift & 15) for shift in (12, 8, 4, 0)]
    if None in layouts:
        return
    offset_layout, length_layout, base_layout, index_layout = (layout or "" for layout in layouts)
    reader = _Numbers(data, box.start + 6)
    for _ in range(min(reader.next(">I" if version == 2 else ">H"), MAX_BOXES)):
        item = reader.next(">I" if version == 2 else ">H")
        method = reader.next(">H") & 15 if version else IN_FILE
        reader.next(">H")  # which file: always this one
        base = reader.next(base_layout)
        for place in range(min(reader.next(">H"), MAX_BOXES)):
            reader.next(index_layout if version else "")
            offset, length = reader.next(offset_layout), reader.next(length_layout)
            if place == 0 and method in {IN_FILE, IN_BOX}:
                within = inner.start if inner and method == IN_BOX else 0
                yield item, within + base + offset, length


class _Numbers:
    """Numbers one behind the other."""

    def __init__(self, data: bytes, place: int) -> None:
        self._data, self._place = data, place

    def next(self, layout: str) -> int:
        """The next one; 0 for an empty layout, which takes no room. Raises ImageError at the end of the file."""
        if not layout:
            return 0
        value = number(layout, self._data, self._place)
        self._place += {">H": 2, ">I": 4, ">Q": 8}[layout]
        return value

"""JPEG headers (ITU T.81; JFIF; EXIF)."""

from __future__ import annotations

import re
from itertools import islice

from altproof.images.headers.base import MAX_STEPS, Header, cut_off, damaged, number, numbers
from altproof.images.headers.location import FURTHER_XMP_PREFIX, MOST_BLOCKS, XMP_PREFIX, xmp_has_location
from altproof.images.headers.tiff import EXIF_PREFIX, read_exif
from altproof.patterns import lazy_regex

SIGNATURE = b"\xff\xd8\xff"
# fill bytes (0xFF) may stand before a marker; they are left out here, because "\xff+" takes quadratic time on many
MARKER = lazy_regex(rb"\xff([\x01-\xfe])")
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers SOF0 to SOF15, which give the size."""
TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDD})
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length."""
APP0, APP1, APP14, SCAN, END = 0xE0, 0xE1, 0xEE, 0xDA, 0xD9
JFIF_BYTES, ADOBE_BYTES = 16, 14
"""Lengths of the two harmless application segments; a longer JFIF one holds a thumbnail."""
# inside a scan 0xFF is followed by 0x00 or a restart marker only, so these are segments or a second picture
LATE_METADATA = lazy_regex(rb"\xff[\xe0-\xef\xfe]")
LATE_BLOCK = lazy_regex(rb"\xff\xe1(..)(?=Exif\0\0|http://ns\.adobe\.com/)", re.DOTALL)
"""A segment that may name a position: that of a second picture, as phones append."""


def read(data: bytes) -> Header:
    """The header of a JPEG. Raises ImageError when it gives no size or is cut off before."""
    size: tuple[int, int] | None = None
    orientation, metadata, located, position, searched = 1, False, False, 2, 0
    for _ in range(MAX_STEPS):
        found = MARKER.search(data, position)
        if found is None or found[1][0] == END:
            break
        metadata |= found.start() != position
        kind, position = found[1][0], found.end()
        if kind in ALONE:
            continue
        if kind == SCAN and size is not None:
            located = located or _located_after(data, position)
            return Header(*size, orientation, metadata or _tells_after(data, position), has_location=located)
        length = number(">H", data, position)
        if kind in FRAMES and size is None:
            height, width = numbers(">HH", data, position + 3)
            size = (width, height)
        segment = data[position + 2 : position + length]
        metadata |= not _is_harmless(kind, length, segment)
        searched += kind == APP1
        if kind == APP1 and searched <= MOST_BLOCKS:
            if orientation == 1 and segment.startswith(EXIF_PREFIX):
                orientation = read_exif(segment).orientation
            located = located or _names_position(segment)
        position += max(length, 2)
    if size is None:
        raise cut_off() if position >= len(data) or found is None else damaged("it gives no size")
    return Header(*size, orientation, has_metadata=True, has_location=located)


def _is_harmless(kind: int, length: int, segment: bytes) -> bool:
    """Whether a segment is needed to show the picture and can hold nothing else."""
    if kind == APP0:
        return length == JFIF_BYTES and segment.startswith(b"JFIF\0")
    if kind == APP14:
        return length == ADOBE_BYTES and segment.startswith(b"Adobe")
    return kind in TABLES or kind in FRAMES


def _names_position(segment: bytes) -> bool:
    """Whether the content of an APP1 segment does."""
    if segment.startswith(EXIF_PREFIX):
        return read_exif(segment).has_location
    return segment.startswith((XMP_PREFIX, FURTHER_XMP_PREFIX)) and xmp_has_location(segment)


def _located_after(data: bytes, scan: int) -> bool:
    """Whether a segment behind the start of the first scan names a position."""
    late = islice(LATE_BLOCK.finditer(data, scan), MOST_BLOCKS)
    return any(_names_position(data[one.end() : one.end() + int.from_bytes(one[1], "big") - 2]) for one in late)


def _tells_after(data: bytes, scan: int) -> bool:
    """Whether anything but pixels follows the start of the first scan."""
    return data.find(b"\xff\xd9", scan) != len(data) - 2 or LATE_METADATA.search(data, scan) is not None

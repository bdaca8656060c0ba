"""Windows bitmap and icon headers."""

from __future__ import annotations

from altproof.images.headers.base import Header, damaged, number, numbers

BMP_SIGNATURE = b"BM"
ICO_SIGNATURE = b"\0\0\1\0"
CORE, INFO = 12, (40, 52, 56, 64, 108, 124)
"""Bytes of the information headers there are."""
WITH_PROFILE = 124
"""The header (version 5) that may name a colour profile or the path of one."""
PNG = b"\x89PNG"
MAX_ENTRIES = 256


def read_bmp(data: bytes) -> Header:
    """The header of a bitmap. Raises ImageError when it is cut off or of no known kind."""
    size = number("<I", data, 14)
    if size == CORE:
        width, height = numbers("<HH", data, 18)
    elif size in INFO:
        width, height = numbers("<ii", data, 18)
    else:
        raise damaged("the information header has no known length")
    # a negative height means: stored from the top down
    metadata = size == WITH_PROFILE or number("<I", data, 2) != len(data)
    return Header(width, abs(height), has_metadata=metadata)


def read_ico(data: bytes) -> Header:
    """The largest picture of an icon. Raises ImageError when the list is cut off or empty."""
    count = min(number("<H", data, 4), MAX_ENTRIES)
    best, metadata = (0, 0), False
    for index in range(count):
        width, height, offset = numbers("<BB10xI", data, 6 + 16 * index)
        size = (width or 256, height or 256)
        best = max(best, size, key=lambda pair: pair[0] * pair[1])
        metadata |= data.startswith(PNG, offset)  # which has its own chunks: in doubt, yes
    return Header(*best, has_metadata=metadata or count == MAX_ENTRIES)

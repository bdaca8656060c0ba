"""GIF headers (GIF89a)."""

from __future__ import annotations

from altproof.images.headers.base import Header, number, numbers
from altproof.images.headers.location import LONGEST_XMP, MOST_BLOCKS, xmp_has_location

SIGNATURES = (b"GIF87a", b"GIF89a")
MAX_BLOCKS = 100_000
"""Data blocks stepped over (at most 255 bytes each); a file of 20 MiB in full blocks has 82,241."""
IMAGE, EXTENSION, END = 0x2C, 0x21, 0x3B
GRAPHIC_CONTROL, APPLICATION = 0xF9, 0xFF
LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
"""The application extensions that only say how often an animation runs."""
XMP = b"XMP DataXMP"
"""The application extension whose data blocks, their lengths included, are one packet (XMP part 3, section 1.1.2)."""


def read(data: bytes) -> Header:
    """The header of a GIF. Raises ImageError when it is cut off before the size."""
    width, height, flags = numbers("<HHB", data, 6)
    walk = _Walk(data, 13 + _colours(flags))
    # a first frame that is larger than the screen widens it, in browsers and in Pillow
    return Header(
        max(width, walk.width),
        max(height, walk.height),
        has_metadata=walk.has_metadata,
        frames=max(1, walk.frames),
        has_location=walk.located,
    )


def _colours(flags: int) -> int:
    """Bytes of the colour table that the flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


class _Walk:
    """One pass over the blocks of a file, which ends at the trailer, at the end of the file or after MAX_BLOCKS."""

    def __init__(self, data: bytes, position: int) -> None:
        self._data = data
        self._left = MAX_BLOCKS
        self.frames = self.width = self.height = 0
        self.has_metadata = self.located = False
        self._packets = 0
        """That were searched for a position."""
        while self._left > 0 and position < len(data) and data[position] != END:
            position = self._block(position)
        self.has_metadata |= data[position : position + 2] != bytes([END])

    def _block(self, position: int) -> int:
        """Where the next block begins; beyond the file when this one is cut off or unknown."""
        data = self._data
        if data[position] == IMAGE and position + 10 < len(data):
            left, top, width, height, flags = numbers("<HHHHB", data, position + 1)
            if not self.frames:
                self.width, self.height = left + width, top + height
            self.frames += 1
            return self._after(position + 11 + _colours(flags))
        if data[position] == EXTENSION and position + 2 < len(data):
            kind = data[position + 1]
            loops = kind == APPLICATION and data[position + 3 : position + 14] in LOOPS
            if kind == APPLICATION and data.startswith(XMP, position + 3) and self._packets < MOST_BLOCKS:
                self._packets += 1
                self.located |= xmp_has_location(data[position + 14 : position + 14 + LONGEST_XMP])
            self.has_metadata |= not (loops or (kind == GRAPHIC_CONTROL and number("B", data, position + 2) == 4))
            return self._after(position + 2)
        self.has_metadata = True
        return len(data)

    def _after(self, position: int) -> int:
        """Where a chain of data blocks ends."""
        data, end = self._data, len(self._data)
        while position < end and data[position] and self._left > 0:
            position += data[position] + 1
            self._left -= 1
        self._left -= 1
        return position + 1

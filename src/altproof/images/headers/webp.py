"""WebP headers (RFC 9649)."""

from __future__ import annotations

from altproof.images.headers.base import MAX_STEPS, Header, damaged, number, numbers
from altproof.images.headers.location import MOST_BLOCKS, xmp_has_location
from altproof.images.headers.tiff import read_exif

SIGNATURE = b"RIFF"
KIND = b"WEBP"
ANIMATION = 0x02
"""The flag of the extended header."""
START_CODE = b"\x9d\x01\x2a"
BLOCKS = frozenset({b"EXIF", b"XMP "})
# pixels, transparency, animation; EXIF, XMP, profiles and unknown chunks count as metadata
HARMLESS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})


def read(data: bytes) -> Header:
    """The header of a WebP. Raises ImageError when it is cut off or its first chunk is none of the three kinds."""
    kind = numbers("4s", data, 12)[0]
    if kind == b"VP8 ":
        width, height = _lossy(data)
    elif kind == b"VP8L":
        width, height = _lossless(data)
    elif kind == b"VP8X":
        width, height = (low + (high << 16) + 1 for low, high in (numbers("<HB", data, place) for place in (24, 27)))
    else:
        raise damaged("the first chunk is not VP8, VP8L or VP8X")
    walk = _Walk(data)
    # flagged as moving, but with one frame: made plain, since readers disagree on it
    moves = kind == b"VP8X" and bool(number("B", data, 20) & ANIMATION)
    frames = max(1, walk.frames) if moves else 1
    return Header(width, height, walk.orientation, walk.metadata or moves, frames, walk.located)


def _lossy(data: bytes) -> tuple[int, int]:
    code, width, height = numbers("<3sHH", data, 23)
    if code != START_CODE:
        raise damaged("the VP8 frame does not begin with its start code")
    return width & 0x3FFF, height & 0x3FFF  # the two upper bits are a scale


def _lossless(data: bytes) -> tuple[int, int]:
    signature, bits = numbers("<BI", data, 20)
    if signature != 0x2F:  # RFC 9649, section 3.4
        raise damaged("the VP8L image does not begin with its signature")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


class _Walk:
    """One pass over the chunks, which ends at the end of the file or after MAX_STEPS."""

    def __init__(self, data: bytes) -> None:
        self.metadata, self.located, self.frames, self.orientation = False, False, 0, 1
        position, searched = 12, 0
        for _ in range(MAX_STEPS):
            if position + 8 > len(data):
                break
            kind, length = numbers("<4sI", data, position)
            self.metadata |= kind not in HARMLESS
            self.frames += kind == b"ANMF"
            if kind in BLOCKS and searched < MOST_BLOCKS:
                searched += 1
                self._block(kind, data[position + 8 : position + 8 + length])
            position += 8 + length + length % 2
        self.metadata |= position != len(data) or number("<I", data, 4) + 8 != len(data)

    def _block(self, kind: bytes, content: bytes) -> None:
        """Take what EXIF or XMP tells."""
        if kind == b"EXIF":
            exif = read_exif(content)
            self.orientation = exif.orientation
            self.located |= exif.has_location
        else:
            self.located |= xmp_has_location(content)

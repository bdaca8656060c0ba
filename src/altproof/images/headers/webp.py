"""WebP headers (RFC 9649)."""

from __future__ import annotations

from altproof.images.headers.base import MAX_STEPS, Header, damaged, number, numbers
from altproof.images.headers.tiff import exif_orientation

SIGNATURE = b"RIFF"
KIND = b"WEBP"
ANIMATION = 0x02
"""The flag of the extended header."""
START_CODE = b"\x9d\x01\x2a"
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
    animated = kind == b"VP8X" and bool(number("B", data, 20) & ANIMATION)
    orientation, metadata = _walk(data)
    return Header(width, height, orientation, metadata, animated)


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


def _walk(data: bytes) -> tuple[int, bool]:
    """The orientation, and whether there is metadata or a doubt."""
    orientation, metadata, position = 1, False, 12
    for _ in range(MAX_STEPS):
        if position + 8 > len(data):
            break
        kind, length = numbers("<4sI", data, position)
        metadata |= kind not in HARMLESS
        if kind == b"EXIF":
            orientation = exif_orientation(data[position + 8 : position + 8 + length])
        position += 8 + length + length % 2
    return orientation, metadata or position != len(data) or number("<I", data, 4) + 8 != len(data)

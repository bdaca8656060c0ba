"""PNG and APNG headers (W3C PNG, third edition)."""

from __future__ import annotations

from altproof.images.headers.base import MAX_STEPS, Header, damaged, numbers
from altproof.images.headers.tiff import exif_orientation

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIXELS = frozenset({b"PLTE", b"IDAT", b"fdAT"})
# colour, transparency and animation; everything else (text, time, profiles, EXIF, private chunks) may tell tales
HARMLESS = frozenset(b"IHDR tRNS gAMA cHRM sRGB sBIT bKGD hIST pHYs cICP mDCV mDCv cLLI cLLi acTL fcTL".split())
HARMLESS_BYTES = 1024
"""A chunk of the harmless kinds is at most 512 bytes long by the standard; a longer one hides something."""


def read(data: bytes) -> Header:
    """The header of a PNG. Raises ImageError when it is cut off or does not begin with IHDR."""
    length, kind, width, height = numbers(">I4sII", data, len(SIGNATURE))
    if kind != b"IHDR" or length != 13:  # the length that the standard gives
        raise damaged("it does not begin with the chunk IHDR")
    metadata, animated, orientation = False, False, 1
    position = len(SIGNATURE)
    for _ in range(MAX_STEPS):
        if position + 12 > len(data):
            break
        length, kind = numbers(">I4s", data, position)
        if kind == b"IEND":
            metadata |= position + 12 != len(data)
            return Header(width, height, orientation, metadata, animated)
        animated |= kind == b"acTL"
        metadata |= kind not in PIXELS and (kind not in HARMLESS or length > HARMLESS_BYTES)
        if kind == b"eXIf":
            orientation = exif_orientation(data[position + 8 : position + 8 + length])
        position += 12 + length
    return Header(width, height, orientation, has_metadata=True, animated=animated)

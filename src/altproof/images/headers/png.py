"""PNG and APNG headers (W3C PNG, third edition)."""

from __future__ import annotations

import zlib

from altproof.images.headers.base import MAX_STEPS, Header, damaged, number, numbers
from altproof.images.headers.location import LONGEST_XMP, xmp_has_location
from altproof.images.headers.tiff import read_exif

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIXELS = frozenset({b"PLTE", b"IDAT", b"fdAT"})
# colour, transparency and animation; everything else (text, time, profiles, EXIF, private chunks) may tell tales
HARMLESS = frozenset(b"IHDR tRNS gAMA cHRM sRGB sBIT bKGD hIST pHYs cICP mDCV mDCv cLLI cLLi acTL fcTL".split())
XMP_KEYWORD = b"XML:com.adobe.xmp\0"
HARMLESS_BYTES = 1024
"""A chunk of the harmless kinds is at most 512 bytes long by the standard; a longer one hides something."""


def read(data: bytes) -> Header:
    """The header of a PNG. Raises ImageError when it is cut off or does not begin with IHDR."""
    length, kind, width, height = numbers(">I4sII", data, len(SIGNATURE))
    if kind != b"IHDR" or length != 13:  # the length that the standard gives
        raise damaged("it does not begin with the chunk IHDR")
    walk = _Walk(data)
    return Header(width, height, walk.orientation, walk.metadata, max(1, walk.frames), walk.located)


class _Walk:
    """One pass over the chunks, which ends at IEND, at the end of the file or after MAX_STEPS."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.metadata, self.located, self.frames, self.orientation = False, False, 1, 1
        position = len(SIGNATURE)
        for _ in range(MAX_STEPS):
            if position + 12 > len(data):
                break
            length, kind = numbers(">I4s", data, position)
            if kind == b"IEND":
                self.metadata |= position + 12 != len(data)
                return
            self._chunk(kind, position + 8, length)
            position += 12 + length
        self.metadata = True

    def _chunk(self, kind: bytes, start: int, length: int) -> None:
        self.metadata |= kind not in PIXELS and (kind not in HARMLESS or length > HARMLESS_BYTES)
        if kind == b"acTL":
            self.frames = number(">I", self._data, start)
        elif kind == b"eXIf":
            exif = read_exif(self._data[start : start + length])
            self.orientation = exif.orientation
            self.located |= exif.has_location
        elif kind == b"iTXt" and self._data.startswith(XMP_KEYWORD, start):
            self.located |= xmp_has_location(_text(self._data[start + len(XMP_KEYWORD) : start + length]))


def _text(rest: bytes) -> bytes:
    """The text of an iTXt chunk from behind its keyword on; as much of a packed one as is looked at."""
    flag, _, body = rest[:1], rest[1:2], rest[2:]
    words = body.split(b"\0", 2)[-1]  # behind the language and the translated keyword
    if flag != b"\1":
        return words
    try:
        return zlib.decompressobj().decompress(words, LONGEST_XMP)
    except zlib.error:
        return b""

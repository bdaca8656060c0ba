"""PNG and APNG headers (W3C PNG, third edition)."""

from __future__ import annotations

import zlib

from altproof.images.headers.base import MAX_STEPS, Header, damaged, number, numbers
from altproof.images.headers.location import LONGEST_XMP, MOST_BLOCKS, xmp_has_location
from altproof.images.headers.tiff import read_exif

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIXELS = frozenset({b"PLTE", b"IDAT", b"fdAT"})
# colour, transparency and animation; everything else (text, time, profiles, EXIF, private chunks) may tell tales
HARMLESS = frozenset(b"IHDR tRNS gAMA cHRM sRGB sBIT bKGD hIST pHYs cICP mDCV mDCv cLLI cLLi acTL fcTL".split())
XMP = b"XML:com.adobe.xmp"
RAW = (b"Raw profile type exif", b"Raw profile type APP1", b"Raw profile type xmp")
"""Keywords of texts into which ImageMagick and others write what JPEG keeps in a segment, in hexadecimal digits."""
TEXTS = (b"tEXt", b"zTXt", b"iTXt")
LONGEST_KEYWORD = 79
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
        self._searched = 0
        """EXIF blocks and texts."""
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
        elif kind == b"eXIf" and self._searched < MOST_BLOCKS:
            self._searched += 1
            exif = read_exif(self._data[start : start + length])
            self.orientation = exif.orientation
            self.located |= exif.has_location
        elif kind in TEXTS and self._searched < MOST_BLOCKS:
            self._text(kind, self._data[start : start + length])

    def _text(self, kind: bytes, chunk: bytes) -> None:
        """Look for a position in a text that may hold one."""
        keyword, _, _ = chunk[: LONGEST_KEYWORD + 1].partition(b"\0")
        if keyword == XMP or keyword in RAW:
            self._searched += 1
            words = _words(kind, chunk[len(keyword) + 1 :])
            self.located |= xmp_has_location(words) if keyword == XMP else _raw_has_location(words)


def _words(kind: bytes, rest: bytes) -> bytes:
    """The text of a chunk from behind its keyword on; as much of a packed one as is looked at."""
    packed, words = kind == b"zTXt", rest[1:]  # behind the number of the method, which is always the same
    if kind == b"tEXt":
        return rest
    if kind == b"iTXt":
        packed = rest[:1] == b"\1"
        words = rest[2:].split(b"\0", 2)[-1]  # behind the language and the translated keyword
    if not packed:
        return words
    try:
        return zlib.decompressobj().decompress(words, LONGEST_XMP)
    except zlib.error:
        return b""


def _raw_has_location(words: bytes) -> bool:
    """Whether a raw profile (its name, its length, hexadecimal digits, each on lines of their own) gives a position."""
    try:
        profile = bytes.fromhex(words[:LONGEST_XMP].split(maxsplit=2)[2].decode("ascii"))
    except (IndexError, ValueError):
        return False
    return read_exif(profile).has_location or xmp_has_location(profile)

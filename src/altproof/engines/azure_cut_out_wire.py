"""The picture that segmentation answers with: a PNG, or nothing. Pure."""

from __future__ import annotations

from altproof.engines.refusals import unreadable
from altproof.errors import ImageError
from altproof.images.identify import identify
from altproof.model import Segmentation, SegmentationMode

LARGEST_SEGMENTATION = 20 * 1024 * 1024
"""Bytes of a picture that is cut out: four channels of the at most 1600 x 1600 pixels that are sent, and more."""
BYTES_PER_PIXEL = 8
"""Of an uncompressed PNG, at most (PNG 11.2.1: four samples of 16 bits)."""
ROOM = 64 << 10
"""Bytes for all else in a PNG."""
_PNG_CHUNKS_AT = 8
_END = b"IEND"


def segmentation(body: bytes, mode: SegmentationMode, stem: str) -> Segmentation:
    """The picture that was cut out, to be saved as `stem`-MODE.png.

    Raises AnswerError unless its header and its length are a PNG's.
    """
    try:
        facts = identify(body)
    except ImageError:
        raise unreadable("it is no picture") from None
    if facts.media_type != "image/png" or not facts.width or not facts.height or facts.animated:
        raise unreadable("it is no PNG")
    if not _ends_as_png(body) or len(body) > BYTES_PER_PIXEL * facts.width * facts.height + ROOM:
        raise unreadable("it is more or less than a PNG")
    return Segmentation(mode, f"{stem}-{mode}.png", facts.width, facts.height, body)


def _ends_as_png(body: bytes) -> bool:
    """Whether the last chunk is where the picture ends (PNG 5.3: length, type, data, checksum)."""
    at, kind = _PNG_CHUNKS_AT, b""
    while at < len(body) and kind != _END:
        kind = body[at + 4 : at + 8]
        at += 12 + int.from_bytes(body[at : at + 4], "big")
    return kind == _END and at == len(body)

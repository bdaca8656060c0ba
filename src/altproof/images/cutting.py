"""A part of a picture; runs in the decoding child only."""

from __future__ import annotations

from msgspec import Struct
from PIL import Image

from altproof.images.protocol import Header, Reason, Refused, integer


class Part(Struct, frozen=True):
    """What to cut out of a picture, in pixels of the original as shown, its orientation applied."""

    x: int
    y: int
    width: int
    height: int
    max_side: int
    """Pixels to shrink the long side of the part to."""

    @classmethod
    def from_header(cls, header: Header) -> Part:
        """From a request. Raises ProtocolError when a field is missing."""
        return cls(*(integer(header, f"part_{key}") for key in ("x", "y", "width", "height", "side")))


def cut(wanted: Part, picture: Image.Image, size: tuple[int, int]) -> tuple[Image.Image, int, int]:
    """The part, and its width and height in pixels of the original; `size` is that of the original.

    The picture may be smaller than that. What of the part lies outside is left away. Raises Refused, OUTSIDE where
    nothing is left.
    """
    left, top = max(wanted.x, 0), max(wanted.y, 0)
    right, bottom = min(wanted.x + wanted.width, size[0]), min(wanted.y + wanted.height, size[1])
    if left >= right or top >= bottom:
        raise Refused(Reason.OUTSIDE)
    across = _scaled(left, right, picture.width, size[0])
    down = _scaled(top, bottom, picture.height, size[1])
    part = picture.crop((across[0], down[0], across[1], down[1]))
    scale = wanted.max_side / max(part.size)
    if scale < 1:
        fitted = max(1, round(part.width * scale)), max(1, round(part.height * scale))
        part = part.resize(fitted, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return part, right - left, bottom - top


def _scaled(start: int, end: int, side: int, original: int) -> tuple[int, int]:
    """A stretch of the original in pixels of the picture as it was opened, at least one of them."""
    first = min(start * side // original, side - 1)
    return first, max(first + 1, round(end * side / original))

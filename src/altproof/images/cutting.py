"""A part of a picture as a file of its own; runs in the decoding child only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PIL import Image

from altproof.images import raster
from altproof.images.protocol import Header, Reason, Refused, integer


@dataclass(frozen=True, slots=True)
class Cut:
    """What to cut out of which picture. The part is in pixels of the picture as shown, its orientation applied."""

    order: raster.Order
    """How the file is made of the part."""
    whole_side: int
    """Pixels to shrink the long side of the whole picture to: enough for the part, and faster for large pictures."""
    x: int
    y: int
    width: int
    height: int

    @classmethod
    def from_header(cls, header: Header) -> Cut:
        """From a request. Raises ProtocolError when a field is missing."""
        fields = ("whole_side", "x", "y", "width", "height")
        return cls(raster.Order.from_header(header), *(integer(header, key) for key in fields))


def cut(wanted: Cut, data: bytes) -> tuple[bytes, int, int]:
    """The new file (PNG or JPEG), and width and height of the part in pixels of the original.

    What of the part lies outside the picture is left away. Raises Refused, OUTSIDE where nothing is left, and whatever
    Pillow raises for damaged files (any Exception).
    """
    order = wanted.order
    whole = replace(order, max_side=wanted.whole_side, hard_side=order.long_limit, min_side=1)
    picture, width, height = raster.opened(whole, data)
    left, top = max(wanted.x, 0), max(wanted.y, 0)
    right, bottom = min(wanted.x + wanted.width, width), min(wanted.y + wanted.height, height)
    if left >= right or top >= bottom:
        raise Refused(Reason.OUTSIDE)
    across = _scaled(left, right, picture.width, width)
    down = _scaled(top, bottom, picture.height, height)
    part = picture.crop((across[0], down[0], across[1], down[1]))
    size = raster.fitted(part.size, order)
    if part.size != size:
        part = part.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    part.info = {}  # Pillow would write the comment, the profile and the resolution again
    return raster.encoded(part, order), right - left, bottom - top


def _scaled(start: int, end: int, side: int, original: int) -> tuple[int, int]:
    """A stretch of the original in pixels of the picture as it was opened, at least one of them."""
    first = min(start * side // original, side - 1)
    return first, max(first + 1, round(end * side / original))

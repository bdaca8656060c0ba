"""A part of a picture as a file of its own; runs in the decoding child only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PIL import Image

from altproof.images import raster
from altproof.images.protocol import Header, Reason, Refused, integer


@dataclass(frozen=True, slots=True)
class Cut:
    """What to cut out of which picture. All in pixels of the picture as shown, its orientation applied."""

    order: raster.Order
    """How the file is made of the part; the picture itself is opened in its own size."""
    x: int
    y: int
    width: int
    height: int

    @classmethod
    def from_header(cls, header: Header) -> Cut:
        """From a request. Raises ProtocolError when a field is missing."""
        return cls(raster.Order.from_header(header), *(integer(header, key) for key in ("x", "y", "width", "height")))


def cut(wanted: Cut, data: bytes) -> tuple[bytes, int, int]:
    """The new file (PNG or JPEG), and width and height of the part in pixels of the original.

    What of the part lies outside the picture is left away. Raises Refused, OUTSIDE where nothing is left, and whatever
    Pillow raises for damaged files (any Exception).
    """
    order = wanted.order
    whole = replace(order, max_side=order.long_limit, hard_side=order.long_limit, min_side=1)
    picture, width, height = raster.opened(whole, data)
    right, bottom = min(wanted.x + wanted.width, width), min(wanted.y + wanted.height, height)
    left, top = max(wanted.x, 0), max(wanted.y, 0)
    if left >= right or top >= bottom:
        raise Refused(Reason.OUTSIDE)
    part = picture.crop((left, top, right, bottom))
    size = raster.fitted(part.size, order)
    if part.size != size:
        part = part.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    part.info = {}  # Pillow would write the comment, the profile and the resolution again
    return raster.encoded(part, order), right - left, bottom - top

"""How much of a picture has changed, seen as a page shows it; runs in the decoding child only."""

from __future__ import annotations

from msgspec import Struct
from PIL import Image, ImageChops

from altproof.images import raster
from altproof.images.protocol import Header, ProtocolError, integer, text

TOLERANCE = 16
"""Of 255, in any channel: what recompression changes and nobody sees."""


class Pair(Struct, frozen=True):
    """What to compare: two pictures, one behind the other."""

    before: raster.Order
    after: raster.Order
    cut: int
    """Bytes of the first."""

    @classmethod
    def from_header(cls, header: Header) -> Pair:
        """From a request. Raises ProtocolError when a field is missing or makes no sense."""
        cut = integer(header, "cut")
        if cut < 0:
            raise ProtocolError("a file has no negative length")
        return cls(_order(header, "before"), _order(header, "after"), cut)


def changed_pixels(pair: Pair, data: bytes) -> tuple[int, int]:
    """How many pixels differ visibly, and how many there are; they all do when the sizes differ.

    Raises Refused, and whatever Pillow raises for damaged files (any Exception).
    """
    before, _, _ = raster.opened(pair.before, data[: pair.cut])
    after, _, _ = raster.opened(pair.after, data[pair.cut :])
    total = after.width * after.height
    if before.size != after.size:
        return total, total
    # White ink on white paper would never differ. A drawing that is given a background is one for dark pages no more.
    dark = all(raster.is_transparent(picture) and raster.is_light(picture) for picture in (before, after))
    paper = raster.DARK if dark else raster.WHITE
    before = raster.on_paper(before, paper)
    after = raster.on_paper(after, paper)
    # Without alpha channels by now: where there is one, Pillow's bounding box of a difference looks at nothing else.
    difference = ImageChops.difference(before, after)
    return sum(_strongest(difference).histogram()[TOLERANCE + 1 :]), total


def _strongest(difference: Image.Image) -> Image.Image:
    """For each pixel its channel that differs most."""
    red, green, blue = difference.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _order(header: Header, which: str) -> raster.Order:
    """In its own size, however small; an order to shrink to no less than what is allowed shrinks nothing."""
    limit = integer(header, "long_limit")
    return raster.Order(
        format=text(header, f"{which}_format"),
        orientation=integer(header, f"{which}_orientation"),
        long_limit=limit,
        max_pixels=integer(header, "max_pixels"),
        max_side=limit,
        hard_side=limit,
        min_side=1,
        max_bytes=0,
    )

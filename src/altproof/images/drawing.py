"""From an SVG to pixels, by resvg; runs in the decoding child only.

resvg reads fonts from their files whenever it draws, and no text at all without them. It would also open every picture
that a drawing names by an absolute path, and choose a canvas of any size, so it is given neither to decide.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import resvg_py
from msgspec import Struct
from PIL import Image

from altproof.errors import ImageError
from altproof.images import appearance, raster, svg_cleaning
from altproof.images.identify import LONGEST_DRAWING
from altproof.images.protocol import Header, Reason, Refused, integer

SHARP_SIDE = 1024
"""Pixels of the long side: a smaller drawing is drawn in this size, since it loses nothing by it."""
NOWHERE = "/dev/null"
"""In the place of a folder with resources: it has to exist, and nothing can lie in it."""

FONT_FOLDERS = tuple(
    Path("/usr/share/fonts", folder)
    for folder in (
        *("truetype/dejavu", "TTF", "dejavu", "truetype"),
        *("dejavu-sans-fonts", "dejavu-sans-mono-fonts", "dejavu-serif-fonts"),
    )
)
"""Where Debian and Ubuntu, Arch, Alpine and openSUSE, and Fedora keep them."""
FONT_FILES = (
    *("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf"),
    *("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
)
SANS, SERIF, MONO = "DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono"


class Order(Struct, frozen=True):
    """What to draw on. Sides are in pixels."""

    max_side: int
    min_side: int
    width: int
    """That the drawing names; 0: none."""
    height: int

    @classmethod
    def from_header(cls, header: Header) -> Order:
        """From a request. Raises ProtocolError when a field is missing."""
        return cls(*(integer(header, key) for key in ("max_side", "min_side", "width", "height")))


@cache
def fonts() -> tuple[str, ...]:
    """The font files of this system that drawing may open, at most one of each name."""
    places = ([folder / name for folder in FONT_FOLDERS] for name in FONT_FILES)
    return tuple(str(found) for paths in places if (found := next((p for p in paths if p.is_file()), None)))


def drawn(order: Order, data: bytes, font_files: Sequence[str]) -> Image.Image:
    """The drawing as RGBA. Raises Refused."""
    size = canvas(order)
    try:
        clean = svg_cleaning.clean(data, size)
        if clean.has_words and not font_files:
            raise Refused(Reason.NO_FONTS)
        png = _png(clean.text, size[0], font_files)
    except (ImageError, ValueError) as exc:  # the latter from resvg
        raise Refused(Reason.NOT_DRAWN) from exc
    with raster.at_most(LONGEST_DRAWING**2), Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        picture = image.convert("RGBA")
    if picture.getchannel("A").getextrema() == (0, 0) or (clean.removed and appearance.is_blank(picture)):
        raise Refused(Reason.BLANK)
    return picture


def _png(text: str, width: int, font_files: Sequence[str]) -> bytes:
    return resvg_py.svg_to_bytes(
        svg_string=text,
        width=width,
        resources_dir=NOWHERE,
        skip_system_fonts=True,
        font_files=[*font_files],
        font_family=SANS,
        sans_serif_family=SANS,
        serif_family=SERIF,
        monospace_family=MONO,
        cursive_family=SANS,
        fantasy_family=SANS,
    )


def canvas(order: Order) -> tuple[int, int]:
    """The size to draw in: its own, but sharp and never too large. Raises Refused when it is too thin."""
    width, height = (order.width, order.height) if order.width and order.height else svg_cleaning.DEFAULT_SIZE
    largest = min(order.max_side, LONGEST_DRAWING)
    long, short = max(width, height), min(width, height)
    side = min(largest, max(long, SHARP_SIDE, order.min_side * long // short + 1))
    if side * short // long < order.min_side:
        raise Refused(Reason.TOO_THIN)
    return max(1, round(width * side / long)), max(1, round(height * side / long))

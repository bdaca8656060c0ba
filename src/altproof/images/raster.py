"""From the bytes of an image to a plain, small, upright picture without metadata; runs in the decoding child only."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

# Pillow would load its formats on demand, which the child cannot
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    IcoImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from altproof.images.protocol import Header, Reason, Refused, integer, text

PLUGINS = (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    IcoImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
"""What registers the formats. MPO, a JPEG with more pictures, is reached through JPEG and never asked for by name."""
HEIF = "HEIF"
"""Pillow's name of the one format that is decoded only when an extra is installed."""
LOSSLESS = frozenset({"PNG", "GIF", "BMP", "ICO"})
MAX_TEXT_CHUNK = 16 * 1024 * 1024
"""Bytes that one packed text or profile of a PNG may unpack to."""
FEW_COLOURS = 256
TURNED_ALREADY = frozenset({"TIFF", HEIF})
"""Formats that come upright out of their decoder."""
QUALITIES = (90, 75, 60)
WHITE, DARK = (255, 255, 255), (32, 32, 32)
LIGHT_INK = 160
"""Grey value from which a drawing is light."""
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation → what makes the picture upright."""


class Order(Struct, frozen=True):
    """What to make of an image. Sides are in pixels."""

    format: str
    """Pillow's name of the only format to be tried."""
    orientation: int
    long_limit: int
    """No side may be longer than this in the file."""
    max_pixels: int
    max_side: int
    """The aim for the long side."""
    hard_side: int
    """What the long side of a thin picture may keep so that the short one reaches min_side."""
    min_side: int
    max_bytes: int

    @classmethod
    def from_header(cls, header: Header) -> Order:
        """From a request. Raises ProtocolError when a field is missing."""
        return cls(
            text(header, "format"),
            *(integer(header, key) for key in ("orientation", "long_limit", "max_pixels")),
            *(integer(header, key) for key in ("max_side", "hard_side", "min_side", "max_bytes")),
        )


def load() -> None:
    """Bring in what Pillow loads on demand: the child can open no file once it is confined."""
    Image.preinit()
    for kind in ("PNG", "JPEG"):
        _saved(Image.new("L", (1, 1)), kind)


def load_heif() -> bool:
    """Bring in the decoder of HEIC, when the extra is installed; whether it is."""
    try:
        import pillow_heif
    except ImportError:
        return False
    pillow_heif.register_heif_opener(thumbnails=False)
    pillow_heif.options.DECODE_THREADS = 1  # its decoder starts one of its own even then
    return True


def prepare(order: Order, data: bytes) -> tuple[bytes, int, int]:
    """The new file (PNG or JPEG), and width and height of the original as shown.

    Raises Refused, and whatever Pillow raises for damaged files (any Exception).
    """
    picture, width, height = opened(order, data)
    return encoded(picture, order.format, order.max_bytes, order.min_side), width, height


def opened(order: Order, data: bytes) -> tuple[Image.Image, int, int]:
    """The first frame, shrunk and upright, in one of the modes L, RGB, LA, RGBA; with the size of the original.

    Raises as `prepare` does.
    """
    # drawings carry their source as text, often more than the 1 MiB that Pillow takes; 64 MiB in all stays its limit
    PngImagePlugin.MAX_TEXT_CHUNK = MAX_TEXT_CHUNK
    # libraries' own threads cannot start in the child; AVIF's decoder would fail for it
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    with warnings.catch_warnings(), at_most(order.max_pixels):
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=(order.format,)) as image:
            return _picture(image, order)


@contextmanager
def at_most(pixels: int) -> Iterator[None]:
    """While Pillow opens something: a picture of more is a bomb to it. Its limit is one for the whole process."""
    before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, pixels
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _picture(image: Image.Image, order: Order) -> tuple[Image.Image, int, int]:
    _check(image, order)
    size = image.size
    if order.format == "JPEG":
        image.draft("RGB", fitted(size, order))  # decodes at an eighth, a quarter or half of the size
    image.load()
    if order.format != "JPEG":
        size = image.size  # an icon's real size, and a TIFF's turn, are known only now
        _check(image, order)
    turn = None if order.format in TURNED_ALREADY else TURNS.get(order.orientation)
    picture = _plain(image)
    target = fitted(size, order)
    if picture.size != target:
        picture = picture.resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)
    if turn is not None:
        picture = picture.transpose(turn)
    if turn in {TURNS[5], TURNS[6], TURNS[7], TURNS[8]}:
        size = size[1], size[0]
    return picture, *size


def _check(image: Image.Image, order: Order) -> None:
    if max(image.size) > order.long_limit or image.width * image.height > order.max_pixels:
        raise Refused(Reason.TOO_LARGE)
    if min(image.size) < order.min_side:
        raise Refused(Reason.TOO_SMALL)


def fitted(size: tuple[int, int], order: Order) -> tuple[int, int]:
    """The size to shrink to: within max_side, but the short side never below min_side. Raises Refused when too thin."""
    long, short = max(size), min(size)
    scale = min(1.0, max(order.max_side / long, order.min_side / short))
    if round(long * scale) > order.hard_side:
        raise Refused(Reason.TOO_THIN)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _plain(image: Image.Image) -> Image.Image:
    """The picture in one of the modes L, RGB, LA, RGBA."""
    mode = image.mode
    if "transparency" in image.info or mode in {"PA", "La", "RGBa"}:
        return image.convert("RGBA")
    if mode in {"L", "RGB", "LA", "RGBA"}:
        return image
    if mode == "1":
        return image.convert("L")
    if mode == "LAB":
        return _from_lab(image)
    if mode in {"I", "F"} or mode.startswith("I;16"):
        return _from_deep(image)
    return image.convert("RGB")


def _from_lab(image: Image.Image) -> Image.Image:
    """LAB, which Pillow converts only by way of colour profiles."""
    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB")
    return image.convert("RGB") if converted is None else converted


def _from_deep(image: Image.Image) -> Image.Image:
    """Grey values of 16 or more bits, stretched over the 256 there are; Pillow itself would cut them off."""
    floats = image.convert("I").convert("F") if image.mode.startswith("I;16") else image.convert("F")
    low, high = floats.getextrema()
    if not isinstance(low, float) or not isinstance(high, float) or not low < high:
        return floats.convert("L")
    factor = 255 / (high - low)
    return floats.point(lambda value: value * factor - low * factor).convert("L")


def encoded(picture: Image.Image, kind: str, max_bytes: int, min_side: int) -> bytes:
    """The file: PNG where that stays exact, else JPEG; made smaller until it is within max_bytes. Raises Refused.

    `kind` is Pillow's name of the format that the picture comes from.
    """
    picture.info = {}  # Pillow would write the comment, the profile and the resolution again
    transparent = is_transparent(picture)
    if transparent:
        picture = on_paper(picture, DARK if is_light(picture) else WHITE)
    if transparent or kind in LOSSLESS or picture.getcolors(FEW_COLOURS) is not None:
        data = _saved(picture, "PNG", optimize=False)
        if len(data) <= max_bytes:
            return data
    while True:
        for quality in QUALITIES:
            data = _saved(picture, "JPEG", quality=quality)
            if len(data) <= max_bytes:
                return data
        smaller = (picture.width * 7 // 10, picture.height * 7 // 10)
        if min(smaller) < max(1, min_side):
            raise Refused(Reason.TOO_HEAVY)
        picture = picture.resize(smaller, Image.Resampling.LANCZOS)


def is_transparent(picture: Image.Image) -> bool:
    """Whether the page behind the picture may show through."""
    return picture.mode in {"LA", "RGBA"}


def is_light(picture: Image.Image) -> bool:
    """Whether a transparent picture is a drawing without dark ink, made for dark pages."""
    seen = picture.getchannel("A").point(lambda value: 255 if value > 127 else 0).convert("1")
    shades = picture.convert("L").histogram(seen)
    return sum(shades) > 0 and sum(shades[:LIGHT_INK]) * 100 < sum(shades)


def on_paper(picture: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    """The picture as a page of this colour shows it."""
    if not is_transparent(picture):
        return picture.convert("RGB")
    paper = Image.new("RGB", picture.size, colour)
    paper.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
    return paper


def _saved(picture: Image.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()

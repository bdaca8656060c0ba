"""What a file really is, by its first bytes and never by its name; no pixel is decoded here."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from altproof.errors import ImageError
from altproof.images import svg
from altproof.images.headers import avif, bmp, gif, jpeg, png, tiff, webp
from altproof.images.headers.base import TURNED, Header
from altproof.model import EmbeddedText
from altproof.patterns import lazy_regex

MAX_BYTES = 20 * 1024 * 1024
"""20,971,520, the most that Azure AI Vision accepts for one image (its error for larger ones names this number)."""
MAX_SIDE = 16_384
"""Pixels; Azure AI Vision takes less than 16,000, so nothing that could be shown to it is lost."""
MAX_PIXELS = 50_000_000
"""A large camera's picture; 4 bytes each and one working copy stay under 512 MiB."""
MAX_PIXELS_HELD_TWICE = 25_000_000
"""For WebP, AVIF and HEIC, whose decoders hold a picture several times (16 bytes for each pixel of a WebP)."""
HELD_TWICE = frozenset({"image/webp", "image/avif", "image/heic"})

SVG, HEIC = "image/svg+xml", "image/heic"
LONGEST_DRAWING = 1600
"""Pixels of the long side that an SVG is drawn in at most, whatever it asks for."""
LFS_POINTER = b"version https://git-lfs.github.com/spec/"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
UNPRINTABLE = lazy_regex("[\\x00-\\x08\\x0e-\\x1f\\x7f\ufffd]")


class ImageFacts(Struct, frozen=True):
    """What the header of an image file says."""

    media_type: str
    """Such as `image/png`."""
    width: int | None
    """Pixels as shown, after the orientation is applied; None: an SVG without a size."""
    height: int | None
    embedded: EmbeddedText = field(default_factory=EmbeddedText)
    """The words of an SVG; empty for every other format."""
    has_metadata: bool = False
    """True when the file holds, or may hold, more than its picture: place, author, software, comment, profile."""
    frames: int = 1
    """Frames or pages, at least: a count that takes long is given up."""
    orientation: int = 1
    """How the stored picture has to be turned, in EXIF numbering; 1: not at all."""
    has_location: bool = False
    """Whether its EXIF or XMP names a geographic position."""

    @property
    def animated(self) -> bool:
        """Whether there is more than one frame or page."""
        return self.frames > 1


class _Format(Struct, frozen=True):
    """A raster format: how it is known, and who reads its header."""

    media_type: str
    matches: Callable[[bytes], bool]
    read: Callable[[bytes], Header]


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(signatures)


FORMATS = (
    _Format("image/png", _starts(png.SIGNATURE), png.read),
    _Format("image/jpeg", _starts(jpeg.SIGNATURE), jpeg.read),
    _Format("image/gif", _starts(*gif.SIGNATURES), gif.read),
    _Format("image/webp", lambda data: data.startswith(webp.SIGNATURE) and data[8:12] == webp.KIND, webp.read),
    _Format("image/bmp", _starts(bmp.BMP_SIGNATURE), bmp.read_bmp),
    _Format("image/x-icon", _starts(bmp.ICO_SIGNATURE), bmp.read_ico),
    _Format("image/tiff", _starts(*tiff.SIGNATURES), tiff.read),
    _Format("image/avif", lambda data: bool(avif.brands(data) & avif.AVIF_BRANDS), avif.read),
    _Format(HEIC, lambda data: bool(avif.brands(data) & avif.HEIC_BRANDS), avif.read),
)

USE_PNG = "export it as PNG, JPEG or WebP"
UNSUPPORTED = (
    (b"\x1f\x8b", "gzip data, perhaps a compressed SVG (.svgz)", "commit the SVG uncompressed"),
    (b"%PDF-", "a PDF document", "export the page as PNG or SVG"),
    (b"%!PS", "a PostScript file", "export it as PNG or SVG"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript file", "export it as PNG or SVG"),
    (b"8BPS", "a Photoshop document", USE_PNG),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 image", USE_PNG),
    (b"\0\0\0\x0cJXL ", "a JPEG XL image", USE_PNG),
    (b"\xff\x0a", "a JPEG XL image", USE_PNG),
    (b"PK\x03\x04", "a ZIP archive", USE_PNG),
)
"""Files that are recognised only to say what they are: signature, words, hint."""


def identify(data: bytes) -> ImageFacts:
    """What the bytes of one file are.

    Takes time linear in the size of the file at worst. Raises ImageError, with a hint, for everything that is no
    image, is damaged in its header or lies over a limit; never anything else.
    """
    _check_content(data)
    for kind in FORMATS:
        if kind.matches(data):
            return _facts(kind.media_type, kind.read(data))
    for signature, words, hint in UNSUPPORTED:
        if data.startswith(signature):
            raise ImageError(f"the file is {words}, which is not supported", hint=hint)
    return _text(data)


def max_pixels(media_type: str) -> int:
    """The most pixels that a picture of this format may have."""
    return MAX_PIXELS_HELD_TWICE if media_type in HELD_TWICE else MAX_PIXELS


def _check_content(data: bytes) -> None:
    if not data:
        raise ImageError("the file is empty (0 bytes)", hint="add the image again")
    if data.startswith(LFS_POINTER):
        raise ImageError(
            "the file is a Git LFS pointer, not the image itself",
            hint="set `lfs: true` on the actions/checkout step, or run `git lfs pull`",
        )
    if len(data) > MAX_BYTES:
        raise ImageError(
            f"the file has {len(data):,} bytes, more than the {MAX_BYTES:,} that can be analysed",
            hint="make the image smaller",
        )


def _facts(media_type: str, header: Header) -> ImageFacts:
    """The facts of a raster image. Raises ImageError for sizes out of bounds."""
    width, height = header.width, header.height
    if width < 1 or height < 1:
        raise ImageError(f"the image has no pixels ({width} x {height})", hint="export the image again")
    limit = max_pixels(media_type)
    if max(width, height) > MAX_SIDE or width * height > limit:
        raise ImageError(
            f"the image is too large to be decoded safely: {width:,} x {height:,} pixels",
            hint=f"keep each side within {MAX_SIDE:,} pixels, and the whole within {limit // 1_000_000} megapixels",
        )
    if header.orientation in TURNED:
        width, height = height, width
    return ImageFacts(
        media_type,
        width,
        height,
        has_metadata=header.has_metadata,
        frames=header.frames,
        orientation=header.orientation,
        has_location=header.has_location,
    )


def _text(data: bytes) -> ImageFacts:
    """The facts of an SVG. Raises ImageError that says what the file is instead."""
    head = _head(data)
    if head.startswith(("<!doctype html", "<html", "<head", "<body")):
        raise ImageError(
            "the file is an HTML page, not an image",
            hint="a download may have saved an error page; add the image itself",
        )
    if head.startswith("<"):
        try:
            drawing = svg.read(data)
        except svg.NotSvgError as exc:
            raise ImageError(exc.message, hint="add the image itself") from exc
        # author names, tools and paths have too many homes in an SVG to vouch for one
        return ImageFacts(SVG, drawing.width, drawing.height, drawing.embedded, has_metadata=True)
    if head and not UNPRINTABLE.search(head[:1500]):
        raise ImageError("the file is text, not an image", hint="add the image itself")
    raise ImageError(
        "the file is in no known image format",
        hint="use PNG, JPEG, GIF, WebP, AVIF, BMP, TIFF, ICO or SVG",
    )


def _head(data: bytes) -> str:
    """The beginning of a file as lower-case text, without byte-order mark and leading white space."""
    start = data[:2048]
    encoding = "utf-16" if start.startswith(UTF_16_MARKS) else "utf-8"
    return start.decode(encoding, "replace").removeprefix("\ufeff").strip().lower()

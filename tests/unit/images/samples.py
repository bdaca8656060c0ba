"""Images made for the tests: one small file of each format, and files with something to hide."""

from __future__ import annotations

import io
import os
import random
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageChops, ImageOps, PngImagePlugin

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "ICO", "TIFF", "AVIF")
MODES = ("1", "L", "P", "RGB", "RGBA", "LA", "PA", "CMYK", "YCbCr", "LAB", "HSV", "I", "F", "I;16", "I;16B")
SECRET = "Ada Lovelace, 12 Example Street"
GPS = 0x8825


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def plain(kind: str = "PNG", size: tuple[int, int] = (96, 64), mode: str = "RGB") -> bytes:
    return saved(Image.new(mode, size), kind)


def writable(size: tuple[int, int]) -> list[tuple[str, str, bytes]]:
    """Format, mode and bytes of every combination that Pillow can write."""
    found = []
    for kind in FORMATS:
        for mode in MODES:
            try:
                found.append((kind, mode, plain(kind, size, mode)))
            except (OSError, ValueError, KeyError):
                continue
    return found


def photo(size: tuple[int, int]) -> Image.Image:
    """Many colours, the same every time."""
    across = Image.linear_gradient("L").resize(size)
    noise = Image.frombytes("L", size, random.Random(7).randbytes(size[0] * size[1]))
    return Image.merge("RGB", (across, noise, across.transpose(Image.Transpose.FLIP_TOP_BOTTOM)))


def camera(size: tuple[int, int] = (240, 180)) -> bytes:
    """A picture as soft and as rich in shades as a photo, the same every time."""
    noise = Image.frombytes("L", (24, 18), random.Random(11).randbytes(24 * 18))
    hills = noise.resize(size, Image.Resampling.BICUBIC)
    grain = Image.frombytes("L", size, bytes(value % 24 for value in random.Random(12).randbytes(size[0] * size[1])))
    grey = ImageChops.add(ImageOps.autocontrast(hills).point(lambda value: value * 9 // 10), grain)
    return saved(Image.merge("RGB", (grey, grey.point(lambda value: value * 3 // 4), hills)), "PNG")


def corner(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Black, with a white rectangle in the top left corner."""
    image = Image.new("RGB", size)
    image.paste((255, 255, 255), (0, 0, size[0] // 3, size[1] // 3))
    return image


def exif(orientation: int | None = None, *, place: bool = False) -> Image.Exif:
    block = Image.Exif()
    if orientation is not None:
        block[274] = orientation
    if place:
        block[315] = SECRET
        block.get_ifd(GPS).update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    return block


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, extra: bytes = b"", *, depth: int = 8, colour: int = 0) -> bytes:
    """A PNG whose pixels are missing."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = png_chunk(b"IHDR", header) + extra + png_chunk(b"IDAT", zlib.compress(b"")) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def with_metadata() -> dict[str, bytes]:
    """Files that hold `SECRET`, each in another place."""
    image = photo((96, 64))
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET)
    packed = PngImagePlugin.PngInfo()
    packed.add_text("Author", SECRET, zip=True)
    international = PngImagePlugin.PngInfo()
    international.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{SECRET}</x:xmpmeta>")
    jpeg = saved(image, "JPEG")
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(SECRET)) + SECRET.encode()
    return {
        "jpeg-exif": saved(image, "JPEG", exif=exif(place=True)),
        "jpeg-comment": saved(image, "JPEG", comment=SECRET.encode()),
        "jpeg-xmp": saved(image, "JPEG", xmp=f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()),
        "jpeg-profile": saved(image, "JPEG", icc_profile=SECRET.encode() * 8),
        "jpeg-iptc": jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + jpeg[2:],
        "jpeg-trailer": jpeg + SECRET.encode(),
        "jpeg-second-picture": jpeg + saved(image, "JPEG", exif=exif(place=True)),
        "png-text": saved(image, "PNG", pnginfo=text),
        "png-packed-text": saved(image, "PNG", pnginfo=packed),
        "png-xmp": saved(image, "PNG", pnginfo=international),
        "png-exif": saved(image, "PNG", exif=exif(place=True)),
        "png-trailer": saved(image, "PNG") + SECRET.encode(),
        "gif-comment": saved(image.convert("P"), "GIF", comment=SECRET.encode()),
        "gif-trailer": saved(image.convert("P"), "GIF") + SECRET.encode(),
        "webp-exif": saved(image, "WEBP", exif=exif(place=True)),
        "webp-xmp": saved(image, "WEBP", xmp=SECRET.encode()),
        "webp-profile": saved(image, "WEBP", icc_profile=SECRET.encode() * 8),
        "bmp-trailer": saved(image, "BMP") + SECRET.encode(),
        "tiff-author": saved(image, "TIFF", artist=SECRET),
        "tiff-exif": saved(image, "TIFF", exif=exif(place=True)),
        "avif-exif": saved(image, "AVIF", exif=exif(place=True)),
        "avif-xmp": saved(image, "AVIF", xmp=SECRET.encode()),
    }


def shared() -> Path | None:
    """The folder with further hostile inputs; None where it is not mounted."""
    named = os.environ.get("ALTPROOF_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[4] / "shared"
    return folder if folder.is_dir() else None

"""What a file is, by its header alone."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps, PngImagePlugin

from altproof.errors import ImageError
from altproof.images import identify as module
from altproof.images.headers import avif
from altproof.images.headers.location import MOST_BLOCKS
from altproof.images.identify import ImageFacts, identify
from tests.unit.images import samples


def outcome(data: bytes) -> ImageFacts | ImageError:
    try:
        return identify(data)
    except ImageError as error:
        return error


@pytest.mark.parametrize(
    ("data", "words", "hint"),
    [
        pytest.param(b"", "empty", "again", id="empty"),
        pytest.param(
            b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
            "Git LFS pointer",
            "lfs: true",
            id="lfs",
        ),
        pytest.param(b"\n<!DOCTYPE html><title>404</title>", "HTML page", "download", id="html"),
        pytest.param("\ufeff<HTML>".encode(), "HTML page", "download", id="html-with-mark"),
        pytest.param("hello\n".encode("utf-16"), "text", "image itself", id="utf-16-text"),
        pytest.param("Grüße\n".encode() * 400, "text", "image itself", id="text"),
        pytest.param(b"<?xml version='1.0'?><note/>", "root element", "image itself", id="xml"),
        pytest.param(b"<<<", "neither an image nor well-formed XML", "image itself", id="not-xml"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript", "PNG", id="eps"),
        pytest.param(b"%PDF-1.7", "PDF", "PNG", id="pdf"),
        pytest.param(b"\x1f\x8b\x08", "gzip", "uncompressed", id="svgz"),
        pytest.param(b"\0\0\0\x0cjP  \r\n", "JPEG 2000", "PNG", id="jpeg-2000"),
        pytest.param(bytes(range(128, 256)), "no known image format", "PNG", id="unknown"),
        pytest.param(b"\0\0\0\x18ftypisom", "no known image format", "PNG", id="video"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0", "before the header", "again", id="png-cut"),
        pytest.param(b"\xff\xd8\xff\xe0\0\x10JFIF", "before the header", "again", id="jpeg-cut"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\x04CgBI" + bytes(40), "IHDR", "export", id="png-other-start"),
        pytest.param(samples.png(0, 5), "no pixels", "export", id="no-pixels"),
        pytest.param(samples.png(16385, 1), "too large", "16,384 pixels", id="long-side"),
        pytest.param(samples.png(8000, 8000), "too large", "50 megapixels", id="many-pixels"),
        pytest.param(b"BM" + bytes(12) + struct.pack("<I", 41) + bytes(40), "information header", "export", id="bmp"),
        pytest.param(b"RIFF\0\0\0\0WEBPJUNK" + bytes(40), "first chunk", "export", id="webp-other-start"),
        pytest.param(b"II*\0\x08\0\0\0\0\0\0\0\0\0", "no size", "export", id="tiff-without-size"),
        pytest.param(b"\0\0\1\0\0\0", "no pixels", "export", id="ico-without-entries"),
    ],
)
def test_what_is_no_usable_image_is_explained(data, words, hint):
    with pytest.raises(ImageError) as caught:
        identify(data)
    assert words in caught.value.message
    assert hint in caught.value.hint


def test_a_file_over_the_services_limit_is_refused_and_one_at_the_limit_is_not():
    image = samples.plain()
    assert identify(image + bytes(module.MAX_BYTES - len(image))).width == 96
    with pytest.raises(ImageError, match="20,971,521 bytes"):
        identify(image + bytes(module.MAX_BYTES - len(image) + 1))


def test_formats_whose_decoders_need_more_memory_get_fewer_pixels():
    webp = b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<IB3x", 10, 0)
    side = struct.pack("<I", 6000 - 1)[:3]
    with pytest.raises(ImageError, match="6,000 x 6,000"):
        identify(webp + side + side)


@pytest.mark.parametrize(
    ("kind", "mode", "data"), [pytest.param(*case, id="-".join(case[:2])) for case in samples.writable((61, 47))]
)
def test_size_and_format_agree_with_pillow(kind, mode, data):
    facts = identify(data)
    with Image.open(io.BytesIO(data)) as image:
        assert (facts.width, facts.height) == image.size
        assert facts.media_type == image.get_format_mimetype()
    assert not facts.animated
    assert facts.orientation == 1
    assert facts.has_metadata is (kind == "ICO")  # its pictures are PNG files of their own: in doubt, yes


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "AVIF"])
def test_orientation_agrees_with_pillow(kind, orientation):
    data = samples.saved(Image.new("RGB", (61, 47)), kind, exif=samples.exif(orientation))
    facts = identify(data)
    assert facts.orientation == orientation
    with Image.open(io.BytesIO(data)) as image:
        assert (facts.width, facts.height) == ImageOps.exif_transpose(image).size


@pytest.mark.parametrize("order", ["<", ">"])
def test_both_byte_orders_of_tiff_are_read(order):
    entries = [(256, 3, 1, 300), (257, 4, 1, 200), (274, 3, 1, 6)]
    fields = b"".join(
        struct.pack(order + "HHI", *entry[:3])
        + (struct.pack(order + "H2x", entry[3]) if entry[1] == 3 else struct.pack(order + "I", entry[3]))
        for entry in entries
    )
    mark = b"II" if order == "<" else b"MM"
    facts = identify(mark + struct.pack(order + "HIH", 42, 8, len(entries)) + fields + bytes(4))
    assert (facts.width, facts.height, facts.orientation, facts.animated) == (200, 300, 6, False)


def test_big_tiff_is_read():
    data = samples.saved(Image.new("RGB", (61, 47)), "TIFF", big_tiff=True)
    assert (identify(data).width, identify(data).height) == (61, 47)


def test_lossless_webp_and_webp_with_alpha_are_read():
    for options in ({"lossless": True}, {"lossless": True, "exact": True}, {"quality": 1}):
        data = samples.saved(Image.new("RGBA", (300, 20), (1, 2, 3, 4)), "WEBP", **options)
        facts = identify(data)
        assert (facts.width, facts.height, facts.has_metadata) == (300, 20, False)


def test_a_bitmap_stored_from_the_top_has_a_positive_height():
    data = bytearray(samples.plain("BMP", (61, 47)))
    data[22:26] = struct.pack("<i", -47)
    assert identify(bytes(data)).height == 47


def test_heic_is_named_by_its_brand():
    data = samples.plain("AVIF", (61, 47)).replace(b"avif", b"heic").replace(b"mif1", b"heix")
    facts = identify(data)
    assert (facts.media_type, facts.width, facts.height) == ("image/heic", 61, 47)


def box(kind: bytes, *content: bytes, wide: bool = False) -> bytes:
    body = b"".join(content)
    if wide:
        return struct.pack(">I4sQ", 1, kind, len(body) + 16) + body
    return struct.pack(">I4s", len(body) + 8, kind) + body


def ispe(width: int, height: int) -> bytes:
    return box(b"ispe", struct.pack(">III", 0, width, height))


def avif_file(*parts: bytes, wide: bool = False) -> bytes:
    return box(b"ftyp", b"avif", bytes(4), b"avif") + box(b"meta", bytes(4), *parts, wide=wide)


PRIMARY = box(b"pitm", struct.pack(">IH", 0, 2))
PROPERTIES = box(b"ipco", ispe(300, 200), ispe(60, 50), box(b"irot", b"\1"), box(b"imir", b"\0"))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([box(b"iprp", PROPERTIES)], (200, 300, 5), id="nothing-associated"),
        pytest.param([PRIMARY, box(b"iprp", PROPERTIES)], (200, 300, 5), id="no-association"),
        pytest.param(
            [PRIMARY, box(b"iprp", PROPERTIES, box(b"ipma", struct.pack(">IIHBBHBB", 0, 2, 1, 1, 1, 2, 1, 0x82)))],
            (60, 50, 1),
            id="narrow",
        ),
        pytest.param(
            [
                box(b"pitm", struct.pack(">II", 1 << 24, 2)),
                box(b"iprp", PROPERTIES, box(b"ipma", struct.pack(">IIIBHH", (1 << 24) + 1, 1, 2, 2, 2, 0x8003))),
            ],
            (50, 60, 8),
            id="wide",
        ),
        pytest.param(
            [PRIMARY, box(b"iprp", PROPERTIES, box(b"ipma", struct.pack(">IIHBB", 0, 1, 2, 1, 99)))],
            (200, 300, 5),
            id="unknown-property",
        ),
        pytest.param(
            [PRIMARY, box(b"iprp", PROPERTIES, box(b"ipma", struct.pack(">IIHBB", 0, 1, 7, 1, 2)))],
            (200, 300, 5),
            id="other-item",
        ),
    ],
)
@pytest.mark.parametrize("wide", [False, True])
def test_the_primary_picture_of_an_avif_gives_size_and_turn(parts, expected, wide):
    facts = identify(avif_file(*parts, wide=wide))
    assert (facts.width, facts.height, facts.orientation) == expected


@pytest.mark.parametrize("parts", [[], [box(b"iprp")], [PRIMARY], [box(b"iprp", box(b"ipco"))]])
def test_an_avif_without_a_size_is_refused(parts):
    with pytest.raises(ImageError, match="no size"):
        identify(avif_file(*parts))


def test_a_box_shorter_than_its_own_header_ends_the_walk():
    with pytest.raises(ImageError, match="before the header"):
        identify(box(b"ftyp", b"avif", bytes(4)) + struct.pack(">I4s", 4, b"meta") * 9)


def test_the_old_kind_of_bitmap_is_read():
    data = b"BM" + struct.pack("<IHHIIHHHH", 26, 0, 0, 26, 12, 61, 47, 1, 1)
    assert (identify(data).width, identify(data).height) == (61, 47)


@pytest.mark.parametrize(("kind", "body"), [(b"VP8 ", bytes(20)), (b"VP8L", bytes(20))])
def test_a_webp_without_its_start_code_is_refused(kind, body):
    with pytest.raises(ImageError, match="does not begin with its"):
        identify(b"RIFF" + struct.pack("<I", 32) + b"WEBP" + kind + struct.pack("<I", 20) + body)


def test_fill_bytes_before_a_marker_are_skipped():
    data = samples.plain("JPEG", (61, 47))
    assert identify(data[:2] + b"\xff" * 5 + data[2:]).width == 61


def test_a_jpeg_of_nothing_but_fill_bytes_is_refused():
    with pytest.raises(ImageError, match="before the header"):
        identify(b"\xff\xd8" + b"\xff" * (module.MAX_BYTES - 2))


def test_only_the_colour_picture_of_a_transparent_avif_gives_the_size():
    data = samples.plain("AVIF", (61, 47), "RGBA")
    assert avif.read(data).width == 61


XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="{0}"/></x:xmpmeta>'


def in_xmp(words: str, kind: str) -> bytes:
    """A file of that format with this XMP packet."""
    picture = samples.photo((64, 48))
    if kind in {"PNG", "packed PNG"}:
        text = PngImagePlugin.PngInfo()
        text.add_itxt("XML:com.adobe.xmp", words, zip=kind != "PNG")
        return samples.saved(picture, "PNG", pnginfo=text)
    if kind == "TIFF":
        return samples.saved(picture, kind, tiffinfo={700: words.encode()})
    return samples.saved(picture, kind, xmp=words.encode())


def test_no_position_is_seen_where_there_is_none():
    for name, data in samples.with_metadata().items():
        if not any(place in name for place in ("exif", "second-picture")):
            assert not identify(data).has_location, name
    without = samples.exif(6)
    without.get_ifd(samples.GPS).update({0: b"\2\3\0\0", 2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0), 29: "2026:01:01"})
    for kind in ("JPEG", "PNG", "WEBP", "AVIF", "TIFF"):
        assert not identify(samples.saved(samples.photo((64, 48)), kind, exif=without)).has_location, kind
        assert not identify(samples.plain(kind)).has_location, kind


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_position_in_a_tiff_is_seen_and_one_that_is_cut_off_or_zero_is_none(order):
    def tiff(*degrees: int, gps: int = 50, values: int = 68) -> bytes:
        mark = b"II*\0" if order == "<" else b"MM\0*"
        size = struct.pack(f"{order}HHIHxx", 256, 3, 1, 9) + struct.pack(f"{order}HHIHxx", 257, 3, 1, 9)
        first = struct.pack(f"{order}IH", 8, 3) + size + struct.pack(f"{order}HHIII", 34853, 4, 1, gps, 0)
        place = struct.pack(f"{order}HHHIII", 1, 2, 5, 3, values, 0)
        return mark + first + place + struct.pack(f"{order}6I", *degrees)

    assert identify(tiff(51, 1, 30, 1, 26, 1)).has_location
    assert not identify(tiff(0, 1, 0, 1, 0, 1)).has_location
    assert not identify(tiff(51, 0, 30, 0, 26, 0)).has_location
    assert not identify(tiff(51, 1, 30, 1, 26, 1, gps=9_999)).has_location
    assert not identify(tiff(51, 1, 30, 1, 26, 1, values=9_999)).has_location
    assert not identify(tiff(51, 1, 30, 1, 26, 1)[:-9]).has_location


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_position_in_exif_is_seen(kind):
    data = samples.saved(samples.photo((64, 48)), kind, exif=samples.exif(6, place=True))
    assert identify(data).has_location
    assert "51" not in repr(identify(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "packed PNG", "WEBP", "AVIF", "TIFF"])
def test_a_position_in_xmp_is_seen_and_zeros_are_none(kind):
    assert identify(in_xmp(XMP.format("51,30.4N"), kind)).has_location
    assert identify(in_xmp("<exif:GPSLongitude>0,7.65W</exif:GPSLongitude>", kind)).has_location
    assert not identify(in_xmp(XMP.format("0,0.0N"), kind)).has_location
    assert not identify(in_xmp("<dc:title>GPSLatitude is 51</dc:title>", kind)).has_location


def segment(body: bytes) -> bytes:
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def profile(block: bytes) -> str:
    """A block as ImageMagick writes it into a text of a PNG."""
    digits = block.hex()
    lines = (digits[start : start + 72] for start in range(0, len(digits), 72))
    return f"\nexif\n{len(block):8}\n" + "\n".join(lines) + "\n"


def in_text(keyword: str, words: str, *, packed: bool) -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text(keyword, words, zip=packed)
    return samples.saved(samples.photo((64, 48)), "PNG", pnginfo=text)


def oddly_located(words: str, place: bool) -> dict[str, bytes]:
    """Files with this XMP, or an EXIF block that names a position or not, where few look."""
    block = samples.exif(6, place=place).tobytes()
    jpeg = samples.plain("JPEG")
    rest = b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + struct.pack(">II", len(words), 0) + words.encode()
    packet = b"\x21\xff\x0bXMP DataXMP" + words.encode() + b"\1" + bytes(range(255, -1, -1)) + b"\0"
    return {
        "further XMP": jpeg[:2] + segment(rest) + jpeg[2:],
        "behind the pixels": jpeg[:-2] + segment(block) + jpeg[-2:],
        "second picture": jpeg + jpeg[:2] + segment(b"http://ns.adobe.com/xap/1.0/\0" + words.encode()) + jpeg[2:],
        "GIF": samples.plain("GIF")[:-1] + packet + b";",
        "raw profile": in_text("Raw profile type exif", profile(block), packed=True),
        "raw segment": in_text("Raw profile type APP1", profile(block), packed=False),
        "text": in_text("XML:com.adobe.xmp", words, packed=False),
        "packed text": in_text("XML:com.adobe.xmp", words, packed=True),
    }


def test_a_position_in_an_odd_place_is_seen():
    for name, data in oddly_located(XMP.format("0,0.0N"), place=False).items():
        assert not identify(data).has_location, name
    for name, data in oddly_located(XMP.format("51,30.4N"), place=True).items():
        assert identify(data).has_location, name
    assert not identify(in_text("Raw profile type exif", "\nexif\n 9\nnone\n", packed=True)).has_location
    assert not identify(in_text("Raw profile type exif", "", packed=False)).has_location


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_position_in_the_words_of_a_drone_is_seen(kind):
    assert identify(in_xmp('<rdf:Description drone-dji:GpsLatitude="-51.5"/>', kind)).has_location
    assert identify(in_xmp('<rdf:Description drone-dji:GpsLongitude="+0.127"/>', kind)).has_location
    assert not identify(in_xmp('<rdf:Description drone-dji:GpsLatitude="+0.000"/>', kind)).has_location


def test_a_flood_of_packed_packets_is_searched_in_part():
    def flooded(packets: int) -> bytes:
        head = b"XML:com.adobe.xmp\0\1\0\0\0"
        empty = samples.png_chunk(b"iTXt", head + zlib.compress(b" "))
        located = samples.png_chunk(b"iTXt", head + zlib.compress(XMP.format("51,30.4N").encode()))
        return samples.png(9, 9, empty * packets + located)

    assert identify(flooded(MOST_BLOCKS - 1)).has_location
    assert not identify(flooded(MOST_BLOCKS)).has_location


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_flood_of_exif_blocks_is_searched_in_part(kind):
    block = samples.exif(6, place=True).tobytes()
    empty = samples.exif(1).tobytes()
    plain = samples.plain(kind)

    def part(body: bytes) -> bytes:
        if kind == "JPEG":
            return segment(body)
        if kind == "PNG":
            return samples.png_chunk(b"eXIf", body.removeprefix(b"Exif\0\0"))
        body = body.removeprefix(b"Exif\0\0")
        return b"EXIF" + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)

    def flooded(blocks: int) -> bytes:
        cut = {"JPEG": 2, "PNG": 33, "WEBP": len(plain)}[kind]  # behind SOI, behind IHDR, at the end
        return plain[:cut] + part(empty) * blocks + part(block) + plain[cut:]

    assert identify(flooded(MOST_BLOCKS - 1)).has_location
    assert not identify(flooded(MOST_BLOCKS)).has_location


def heif(places: int) -> bytes:
    """An AVIF whose list of places names the same XMP so often; only the last place leads to it."""
    words = XMP.format("51,30.4N").encode()

    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", 8 + len(body), kind) + body

    sizes = box(b"iprp", box(b"ipco", box(b"ispe", struct.pack(">III", 0, 64, 64))))
    items = box(b"iinf", struct.pack(">IH", 0, 1) + box(b"infe", struct.pack(">IHH4s", 2 << 24, 1, 0, b"mime")))
    rows = struct.pack(">HHHII", 1, 0, 1, 0, 8) * (places - 1)
    size = len(rows) + 14  # of the list of places
    end = 16 + 12 + len(sizes) + len(items) + 8 + 8 + size
    rows += struct.pack(">HHHII", 1, 0, 1, end, len(words))
    listed = box(b"iloc", struct.pack(">IHH", 0, 0x4400, places) + rows)
    return box(b"ftyp", b"avif" + bytes(4)) + box(b"meta", bytes(4) + sizes + items + listed) + words


def test_a_flood_of_places_in_an_avif_is_searched_in_part():
    assert identify(heif(MOST_BLOCKS)).has_location
    assert not identify(heif(MOST_BLOCKS + 1)).has_location


def test_a_position_in_heic_is_seen():
    pillow_heif = pytest.importorskip("pillow_heif", reason="the extra heic is not installed")
    pillow_heif.register_heif_opener(thumbnails=False)
    picture = samples.photo((64, 48))
    assert identify(samples.saved(picture, "HEIF", exif=samples.exif(1, place=True))).has_location
    assert not identify(samples.saved(picture, "HEIF", exif=samples.exif(1))).has_location
    assert identify(samples.saved(picture, "HEIF", xmp=XMP.format("51,30.4N").encode())).has_location


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "AVIF", "TIFF"])
def test_frames_are_counted_from_the_header(kind):
    frames = [Image.new("RGB", (64, 48), (80 * shade, 9, 9)) for shade in range(3)]
    moving = samples.saved(frames[0], kind, save_all=True, append_images=frames[1:])
    assert (identify(moving).frames, identify(moving).animated) == (3, True)
    assert (identify(samples.plain(kind)).frames, identify(samples.plain(kind)).animated) == (1, False)


def test_pages_that_follow_each_other_in_a_circle_are_counted_once():
    entries = struct.pack("<HHII", 256, 3, 1, 9) + struct.pack("<HHII", 257, 3, 1, 9)
    data = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 2) + entries + struct.pack("<I", 8)
    assert identify(data).frames == 2


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "TIFF", "AVIF"])
def test_more_than_one_frame_is_animated(kind):
    frames = [Image.new("RGB", (61, 47), colour) for colour in ("red", "green", "blue")]
    facts = identify(samples.saved(frames[0], kind, save_all=True, append_images=frames[1:]))
    assert facts.animated
    assert (facts.width, facts.height) == (61, 47)


def test_a_gif_frame_larger_than_the_screen_widens_it_as_in_pillow():
    data = bytearray(samples.plain("GIF", (61, 47), "L"))
    data[6:10] = struct.pack("<HH", 10, 10)
    with Image.open(io.BytesIO(bytes(data))) as image:
        assert (identify(bytes(data)).width, identify(bytes(data)).height) == image.size == (61, 47)


@pytest.mark.parametrize("name", samples.with_metadata())
def test_metadata_is_seen(name):
    assert identify(samples.with_metadata()[name]).has_metadata


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_a_walk_that_is_given_up_counts_as_metadata(kind):
    endless = {
        "PNG": samples.png(60, 60, samples.png_chunk(b"gAMA", bytes(4)) * 30_000),
        "GIF": b"GIF89a" + struct.pack("<HH", 60, 60) + bytes(3) + b"\x21\xf9" + b"\x01\0" * 200_000 + b";",
        "WEBP": b"RIFF"
        + struct.pack("<I", 22 + 8 * 30_000)
        + b"WEBPVP8X"
        + struct.pack("<IBxxxBBBBBB", 10, 0, 59, 0, 0, 59, 0, 0)
        + (b"ALPH" + bytes(4)) * 30_000,
    }
    facts = identify(endless[kind])
    assert facts.has_metadata
    assert (facts.width, facts.height) == (60, 60)


def test_an_svg_gives_its_words_and_never_passes_for_clean():
    facts = identify(b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><title>A tap</title></svg>')
    assert (facts.media_type, facts.width, facts.height) == ("image/svg+xml", 20, 10)
    assert facts.embedded.title == "A tap"
    assert facts.has_metadata


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_svg_is_known_in_every_unicode_encoding(encoding):
    text = '\n<!-- made by hand --><svg xmlns="http://www.w3.org/2000/svg"><text>Käse</text></svg>'
    assert identify(text.encode(encoding)).embedded.texts == ("Käse",)


@pytest.mark.parametrize("kind", samples.FORMATS)
def test_every_truncation_ends_in_facts_or_in_an_image_error(kind):
    data = samples.plain(kind, (60, 50))
    results = [outcome(data[:size]) for size in range(min(len(data), 3000))]
    assert isinstance(results[1], ImageError)
    assert all(result.width == identify(data).width for result in results if isinstance(result, ImageFacts))


@pytest.mark.parametrize("name", samples.with_metadata())
def test_every_truncation_of_a_file_with_metadata_counts_as_metadata_or_is_refused(name):
    data = samples.with_metadata()[name]
    head = data if len(data) < 2000 else data[:600]
    # a bitmap or a TIFF without its end has no metadata left; the others are not known to be complete
    for size in range(0 if "bmp" in name or "tiff" in name else 16, len(head)):
        result = outcome(data[:size])
        if isinstance(result, ImageFacts) and name.partition("-")[0] in {"png", "jpeg", "gif", "webp"}:
            assert result.has_metadata or "trailer" in name or "second" in name


@pytest.mark.parametrize("kind", samples.FORMATS)
@given(data=st.data())
def test_changed_bytes_end_in_facts_or_in_an_image_error(kind, data):
    image = bytearray(samples.plain(kind, (20, 16)))
    places = st.integers(0, min(len(image), 400) - 1)
    for place, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=6)):
        image[place] = value
    assert isinstance(outcome(bytes(image)), ImageFacts | ImageError)


@given(st.sampled_from([b"", b"GIF89a", b"\xff\xd8\xff", b"II*\0", b"MM\0+", b"BM", b"<svg "]), st.binary())
def test_any_bytes_end_in_facts_or_in_an_image_error(start, rest):
    assert isinstance(outcome(start + rest), ImageFacts | ImageError)


def test_recognising_an_image_loads_no_decoder():
    code = "import sys, altproof.images.identify; print({'PIL', 'ctypes', 'subprocess'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"

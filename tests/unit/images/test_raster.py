"""What the decoding child makes of an image, called here in the test's own process."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageOps, PngImagePlugin

from altproof.images import raster, worker
from altproof.images.identify import identify
from altproof.images.protocol import LENGTHS, Header, Reason, Refused, parse
from tests.unit.images import samples

ORDER: dict[str, str | int] = {
    "command": "prepare",
    "format": "PNG",
    "orientation": 1,
    "long_limit": 16_384,
    "max_pixels": 50_000_000,
    "max_side": 1600,
    "hard_side": 15_999,
    "min_side": 50,
    "max_bytes": 20 << 20,
}


def order(**changes: str | int) -> raster.Order:
    return raster.Order.from_header({**ORDER, **changes})


def made(image: Image.Image, kind: str, **changes: str | int) -> Image.Image:
    data, _, _ = raster.prepare(order(format=kind, **changes), samples.saved(image, kind))
    return Image.open(io.BytesIO(data))


def reply(header: Header, data: bytes) -> tuple[Header, bytes]:
    message = worker.answer(header, data)
    head, size = LENGTHS.unpack_from(message)
    start = LENGTHS.size + head
    assert len(message) == start + size
    return parse(message[LENGTHS.size : start]), message[start:]


def test_only_the_format_that_the_header_showed_is_tried():
    assert reply({**ORDER, "format": "JPEG"}, samples.plain("PNG"))[0]["reason"] == Reason.BROKEN


@pytest.mark.parametrize("name", ["EPS", "MPO", "PPM", "nonsense"])
def test_other_decoders_cannot_be_asked_for(name):
    assert reply({**ORDER, "format": name}, b"%!PS-Adobe-3.0 EPSF-3.0\n")[0]["reason"] == Reason.BROKEN


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"max_pixels": 1000}, Reason.TOO_LARGE),
        ({"long_limit": 90}, Reason.TOO_LARGE),
        ({"min_side": 65}, Reason.TOO_SMALL),
        ({"max_bytes": 10}, Reason.TOO_HEAVY),
        ({"max_side": 10, "hard_side": 60}, Reason.TOO_THIN),
        ({"command": "nothing"}, Reason.BROKEN),
        ({"format": 5}, Reason.BROKEN),
    ],
)
def test_refusals_are_replies(changes, reason):
    header, data = reply({**ORDER, **changes}, samples.plain())
    assert header == {"status": "failed", "reason": reason}
    assert data == b""


def test_a_picture_larger_than_its_icon_says_is_refused():
    icon = bytearray(samples.saved(Image.new("RGB", (200, 200)), "ICO", sizes=[(200, 200)]))
    icon[6:8] = b"\x40\x40"
    assert reply({**ORDER, "format": "ICO", "max_pixels": 10_000}, bytes(icon))[0]["reason"] == Reason.TOO_LARGE


def test_a_cut_off_picture_is_broken():
    data = samples.saved(samples.photo((200, 200)), "PNG")
    assert reply(ORDER, data[: len(data) // 2])[0]["reason"] == Reason.BROKEN


def test_a_reply_tells_the_size_of_the_original():
    header, data = reply({**ORDER, "max_side": 60}, samples.plain("PNG", (120, 240)))
    assert header == {"status": "done", "original_width": 120, "original_height": 240}
    assert (identify(data).width, identify(data).height) == (50, 100)


@pytest.mark.parametrize(
    ("size", "limits", "expected"),
    [
        ((100, 80), {}, (100, 80)),
        ((3200, 1600), {}, (1600, 800)),
        ((1600, 3201), {}, (800, 1600)),
        ((2000, 60), {}, (1667, 50)),
        ((16000, 50), {"hard_side": 16000}, (16000, 50)),
        ((200, 100), {"max_side": 20, "min_side": 1}, (20, 10)),
    ],
)
def test_pictures_shrink_to_the_aim_but_never_below_the_smallest_side(size, limits, expected):
    assert raster.fitted(size, order(**limits)) == expected


def test_a_picture_too_thin_for_both_limits_is_refused():
    with pytest.raises(Refused):
        raster.fitted((16_384, 50), order())


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "AVIF"])
def test_pictures_come_out_upright_as_pillow_turns_them(kind, orientation):
    data = samples.saved(samples.corner(), kind, exif=samples.exif(orientation))
    with Image.open(io.BytesIO(data)) as image:
        expected = ImageOps.exif_transpose(image.convert("L") if kind != "TIFF" else image)
    made_data, width, height = raster.prepare(order(format=kind, orientation=orientation), data)
    result = Image.open(io.BytesIO(made_data))
    assert (width, height) == result.size == expected.size
    corners = [(2, 2), (width - 3, 2), (2, height - 3), (width - 3, height - 3)]
    grey = expected.convert("L")
    assert [result.convert("L").getpixel(c) > 128 for c in corners] == [grey.getpixel(c) > 128 for c in corners]


def test_a_large_jpeg_is_shrunk_and_the_original_size_kept():
    data = samples.saved(samples.photo((640, 320)), "JPEG")
    small, width, height = raster.prepare(order(format="JPEG", max_side=100), data)
    assert (width, height) == (640, 320)
    assert Image.open(io.BytesIO(small)).size == (100, 50)


def test_photos_become_jpeg_and_screenshots_png():
    assert made(samples.photo((100, 100)), "WEBP").format == "JPEG"
    assert made(samples.photo((100, 100)), "PNG").format == "PNG"
    assert made(Image.new("RGB", (100, 100)), "JPEG").format == "PNG"
    assert made(Image.new("RGBA", (100, 100)), "WEBP").format == "PNG"


def test_a_png_that_stays_too_heavy_becomes_a_smaller_jpeg():
    data, _, _ = raster.prepare(order(max_bytes=20_000), samples.saved(samples.photo((300, 300)), "PNG"))
    assert len(data) <= 20_000
    assert Image.open(io.BytesIO(data)).format == "JPEG"


@pytest.mark.parametrize("name", samples.with_metadata())
def test_nothing_but_the_picture_is_kept(name):
    source = samples.with_metadata()[name]
    facts = identify(source)
    kind = facts.media_type.partition("/")[2].upper()
    data, _, _ = raster.prepare(order(format=kind, orientation=facts.orientation), source)
    assert samples.SECRET.encode() in source or "packed" in name
    assert samples.SECRET.encode() not in data
    assert not identify(data).has_metadata
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        assert not {"comment", "exif", "xmp", "icc_profile", "Author", "XML:com.adobe.xmp"} & set(image.info)
        assert not image.getexif()


def test_a_png_with_much_packed_text_is_no_bomb():
    text = PngImagePlugin.PngInfo()
    text.add_text("mxfile", "x" * 4_000_000, zip=True)
    data = samples.saved(samples.corner(), "PNG", pnginfo=text)
    assert reply(ORDER, data)[0]["status"] == "done"


def test_a_png_with_endless_packed_text_is_refused():
    text = PngImagePlugin.PngInfo()
    text.add_text("mxfile", "x" * 40_000_000, zip=True)
    data = samples.saved(samples.corner(), "PNG", pnginfo=text)
    assert reply(ORDER, data)[0]["reason"] == Reason.BROKEN


def test_dark_ink_on_nothing_comes_out_on_white():
    image = Image.new("RGBA", (100, 100))
    image.paste((0, 0, 0, 255), (40, 40, 60, 60))
    result = made(image, "PNG").convert("L")
    assert (result.getpixel((5, 5)), result.getpixel((50, 50))) == (255, 0)


def test_light_ink_on_nothing_comes_out_on_dark():
    image = Image.new("RGBA", (100, 100))
    image.paste((255, 255, 255, 255), (40, 40, 60, 60))
    result = made(image, "PNG").convert("L")
    assert (result.getpixel((5, 5)), result.getpixel((50, 50))) == (32, 255)


def test_a_transparent_colour_of_a_palette_is_transparent():
    image = Image.new("P", (100, 100))
    image.putpalette([0, 0, 0, 10, 10, 10])
    image.paste(1, (40, 40, 60, 60))
    data, _, _ = raster.prepare(order(), samples.saved(image, "PNG", transparency=0))
    result = Image.open(io.BytesIO(data)).convert("L")
    assert (result.getpixel((5, 5)), result.getpixel((50, 50))) == (255, 10)


@pytest.mark.parametrize(("mode", "kind", "top"), [("I;16", "PNG", 4000), ("I", "TIFF", 70_000), ("F", "TIFF", 0.5)])
def test_deep_greys_are_stretched_and_not_cut_off(mode, kind, top):
    image = Image.new(mode, (100, 100), top)
    image.paste(0, (0, 0, 50, 100))
    result = made(image, kind)
    assert (result.getpixel((5, 5)), result.getpixel((95, 5))) == (0, 255)


def test_a_single_deep_grey_is_no_failure():
    assert made(Image.new("I;16", (100, 100), 300), "PNG").size == (100, 100)


def test_lab_colours_are_converted():
    red = made(Image.new("LAB", (100, 100), (136, 80 + 128, 67 + 128)), "TIFF").getpixel((5, 5))
    assert red[0] > 200
    assert red[1] < 60


def test_only_the_first_frame_is_taken():
    frames = [Image.new("RGB", (100, 100), colour) for colour in ("red", "lime")]
    for kind in ("GIF", "WEBP", "PNG", "AVIF", "TIFF"):
        data = samples.saved(frames[0], kind, save_all=True, append_images=frames[1:])
        made_data, _, _ = raster.prepare(order(format=kind), data)
        assert Image.open(io.BytesIO(made_data)).convert("RGB").getpixel((5, 5))[0] > 200

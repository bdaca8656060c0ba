"""Parts cut out of pictures in the confined child: the right pixels, upright, plain, and within their limits."""

from __future__ import annotations

import io

import pytest
from msgspec.structs import replace
from PIL import Image

from altproof.errors import ImageError
from altproof.images import worker
from altproof.images.identify import identify
from altproof.images.protocol import LENGTHS, Reason, parse
from altproof.images.workshop import Limits, Workshop
from altproof.model import Box
from tests.unit.images import samples

LIMITS = Limits(max_side=1600, max_bytes=1_000_000, min_side=1, hard_side=1600, media_types=frozenset())
QUARTERS = ((0, 0), (120, 0), (0, 80), (120, 80))
COLOURS = ((255, 0, 0), (0, 160, 0), (0, 0, 255), (255, 255, 0))
SIZE = (240, 160)


@pytest.fixture(scope="module")
def workshop():
    with Workshop() as shared:
        yield shared


def four() -> Image.Image:
    """A picture with one colour in each quarter."""
    image = Image.new("RGB", SIZE)
    for place, colour in zip(QUARTERS, COLOURS, strict=True):
        image.paste(colour, (*place, place[0] + 120, place[1] + 80))
    return image


def cut(workshop: Workshop, data: bytes, box: Box, limits: Limits = LIMITS) -> Image.Image:
    made = workshop.cut(data, identify(data), box, limits)
    assert not identify(made.data).has_metadata
    image = Image.open(io.BytesIO(made.data))
    assert image.size == (made.width, made.height)
    return image


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF"])
def test_the_part_has_exactly_its_own_pixels(workshop, kind):
    data = samples.saved(four(), kind)
    for (x, y), colour in zip(QUARTERS, COLOURS, strict=True):
        part = cut(workshop, data, Box(x, y, 120, 80)).convert("RGB")
        assert part.size == (120, 80)
        assert part.getcolors() == [(9600, colour)]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_box_is_one_of_the_picture_as_it_is_shown(workshop, orientation):
    stored = four()
    data = samples.saved(stored, "JPEG", exif=samples.exif(orientation), quality=95, subsampling=0)
    shown = Image.open(io.BytesIO(data))
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(shown)
    assert upright is not None
    box = Box(0, 0, upright.width // 2, upright.height // 2)
    part = cut(workshop, data, box).convert("RGB")
    expected = upright.getpixel((upright.width // 4, upright.height // 4))
    found = part.getpixel((part.width // 2, part.height // 2))
    assert part.size == (box.width, box.height)
    assert max(abs(one - other) for one, other in zip(found, expected, strict=True)) <= 8


def test_what_lies_outside_is_left_away(workshop):
    data = samples.saved(four(), "PNG")
    assert cut(workshop, data, Box(200, 100, 500, 500)).size == (40, 60)
    assert cut(workshop, data, Box(-20, -20, 60, 60)).size == (40, 40)


@pytest.mark.parametrize(
    "box", [Box(240, 0, 10, 10), Box(0, 160, 10, 10), Box(-10, 0, 10, 10), Box(0, 0, 0, 10), Box(50, 50, -10, 10)]
)
def test_a_part_that_is_not_in_the_picture_is_refused(workshop, box):
    data = samples.saved(four(), "PNG")
    with pytest.raises(ImageError, match="outside the image"):
        workshop.cut(data, identify(data), box, LIMITS)


def test_a_large_part_is_shrunk_and_stays_in_proportion(workshop):
    data = samples.saved(samples.photo((3000, 1000)), "JPEG")
    part = cut(workshop, data, Box(0, 0, 2000, 1000), replace(LIMITS, max_side=500, hard_side=500))
    assert part.size == (500, 250)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_part_of_a_large_picture_is_the_right_part_though_it_is_opened_smaller(workshop, kind):
    stored = four().resize((2400, 1600), Image.Resampling.NEAREST)
    data = samples.saved(stored, kind, **({"quality": 95, "subsampling": 0} if kind == "JPEG" else {}))
    small = replace(LIMITS, max_side=300, hard_side=300)
    for (x, y), colour in zip(QUARTERS, COLOURS, strict=True):
        part = cut(workshop, data, Box(x * 10, y * 10, 1200, 800), small).convert("RGB")
        assert part.size == (300, 200)
        for place in ((2, 2), (297, 2), (2, 197), (297, 197)):
            assert max(abs(one - other) for one, other in zip(part.getpixel(place), colour, strict=True)) <= 8


def test_a_sliver_keeps_at_least_a_pixel(workshop):
    data = samples.saved(samples.photo((4000, 3000)), "JPEG")
    assert cut(workshop, data, Box(3999, 0, 1, 3000), replace(LIMITS, max_side=300, hard_side=300)).size == (1, 300)


def test_a_part_is_made_to_fit_its_bytes(workshop):
    data = samples.saved(samples.photo((800, 800)), "PNG")
    made = workshop.cut(data, identify(data), Box(0, 0, 700, 700), replace(LIMITS, max_bytes=60_000))
    assert len(made.data) <= 60_000
    assert made.media_type == "image/jpeg"


def test_metadata_does_not_reach_the_part(workshop):
    for data in samples.with_metadata().values():
        assert samples.SECRET.encode() not in workshop.cut(data, identify(data), Box(0, 0, 50, 50), LIMITS).data


def test_a_damaged_picture_is_refused(workshop):
    data = samples.saved(samples.photo((300, 200)), "PNG")[:500]
    with pytest.raises(ImageError, match="damaged"):
        workshop.cut(data, identify(data), Box(0, 0, 50, 50), LIMITS)


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg"{}><path fill="#00a000" d="M0 0h200v100h-200z"/>'
    '<path fill="red" d="M100 0h100v100h-100z"/></svg>'
)


def test_a_drawing_without_a_size_is_refused_without_a_child():
    data = SVG.format("").encode()
    with Workshop() as own, pytest.raises(ImageError, match="names no size"):
        own.cut(data, identify(data), Box(0, 0, 5, 5), LIMITS)
    assert own.pid is None


def test_a_part_of_a_drawing_is_one_of_the_size_that_it_names(workshop):
    data = SVG.format(' width="200" height="100"').encode()
    try:
        workshop.prepare(data, identify(data), LIMITS)
    except ImageError as error:
        pytest.skip(f"drawings are not drawn here: {error.message}")
    part = cut(workshop, data, Box(100, 0, 100, 100)).convert("RGB")
    assert part.getcolors() == [(part.width * part.height, (255, 0, 0))]
    assert part.width == part.height


def test_a_request_without_a_box_is_refused_by_the_child():
    reply = worker.answer({"command": "cut", "format": "PNG"}, samples.plain())
    head, _ = LENGTHS.unpack(reply[: LENGTHS.size])
    assert parse(reply[LENGTHS.size : LENGTHS.size + head]) == {"status": "failed", "reason": Reason.BROKEN}

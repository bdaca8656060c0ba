"""How much of a picture has changed, as the confined child counts it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from altproof.images import worker
from altproof.images.identify import MAX_SIDE
from altproof.images.protocol import LENGTHS, Reason, parse
from altproof.images.workshop import Workshop
from tests.unit.images import samples
from tests.unit.images.test_workshop import impostor

SIZE = (60, 40)
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="9" height="9"/></svg>'


@pytest.fixture(scope="module")
def workshop():
    with Workshop() as shared:
        yield shared


def png(colour: object = WHITE, *, mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    return Image.new(mode, size, colour)


def with_mark(image: Image.Image, pixels: int, colour: object = BLACK) -> Image.Image:
    """The image with that many pixels of its first rows in another colour."""
    marked = image.copy()
    for number in range(pixels):
        marked.putpixel((number % image.width, number // image.width), colour)
    return marked


def share(workshop: Workshop, before: Image.Image, after: Image.Image, kinds: tuple[str, str] = ("PNG", "PNG")):
    return workshop.changed_share(samples.saved(before, kinds[0]), samples.saved(after, kinds[1]))


def test_the_same_file_has_not_changed_and_starts_no_child():
    with Workshop() as workshop:
        assert workshop.changed_share(SVG, SVG) == 0.0
        assert workshop.changed_share(samples.plain(), samples.plain()) == 0.0
        assert workshop.pid is None


def test_other_compression_and_metadata_are_no_change(workshop):
    picture = samples.photo(SIZE)
    before = samples.saved(picture, "PNG", compress_level=0)
    after = samples.saved(picture, "PNG", compress_level=9, exif=samples.exif(1, place=True))
    assert before != after
    assert workshop.changed_share(before, after) == 0.0


@pytest.mark.parametrize("pixels", [1, 12, 2400])
def test_the_share_counts_pixels(pixels, workshop):
    assert share(workshop, png(), with_mark(png(), pixels)) == pixels / 2400


@pytest.mark.parametrize(
    ("colour", "expected"),
    [((255, 239, 255), 0.0), ((255, 238, 255), 0.5), ((239, 239, 239), 0.0), ((255, 255, 100), 0.5)],
)
def test_a_pixel_counts_when_one_channel_differs_by_more_than_16(colour, expected, workshop):
    assert share(workshop, png(), with_mark(png(), 1200, colour)) == expected


@pytest.mark.parametrize("size", [(61, 40), (40, 60)])
def test_another_size_is_a_change_of_everything_and_starts_no_child(size):
    with Workshop() as workshop:
        assert share(workshop, png(), png(size=size)) == 1.0
        assert workshop.pid is None


@pytest.mark.parametrize("kind", ["ICO", "TIFF"])
def test_another_size_is_seen_where_only_decoding_tells_it(kind, workshop):
    assert share(workshop, png(size=(16, 16)), png(size=(32, 32)), (kind, kind)) == 1.0


@pytest.mark.parametrize("kind", ["BMP", "GIF", "WEBP", "TIFF", "AVIF", "JPEG"])
def test_another_format_with_the_same_pixels_is_no_change(kind, workshop):
    assert share(workshop, png(), png(), ("PNG", kind)) == 0.0


@pytest.mark.parametrize(
    "data", [pytest.param(data, id=f"{kind}-{mode}") for kind, mode, data in samples.writable(SIZE)]
)
def test_every_format_and_mode_can_be_compared(data, workshop):
    assert workshop.changed_share(data, data + bytes(16)) == 0.0


def test_a_turned_file_is_compared_upright(workshop):
    upright = samples.corner(SIZE)
    turned = upright.transpose(Image.Transpose.ROTATE_90)
    before = samples.saved(upright, "PNG")
    after = samples.saved(turned, "PNG", exif=samples.exif(6))
    assert workshop.changed_share(before, after) == 0.0
    assert workshop.changed_share(before, samples.saved(turned, "PNG")) == 1.0


def test_opaque_pixels_that_change_below_an_unchanged_alpha_channel_are_seen(workshop):
    red, blue = png((200, 0, 0, 255), mode="RGBA"), png((0, 0, 200, 255), mode="RGBA")
    assert share(workshop, red, blue) == 1.0


def test_colours_that_nobody_sees_are_no_change(workshop):
    assert share(workshop, png((255, 0, 0, 0), mode="RGBA"), png((0, 0, 255, 0), mode="RGBA")) == 0.0


def test_a_transparent_background_made_white_is_no_change(workshop):
    clear = with_mark(png((0, 0, 0, 0), mode="RGBA"), 600, (10, 20, 30, 255))
    assert share(workshop, clear, with_mark(png(), 600, (10, 20, 30))) == 0.0


def test_white_ink_for_dark_pages_is_seen_to_change(workshop):
    clear = png((0, 0, 0, 0), mode="RGBA")
    few, many = with_mark(clear, 240, (255, 255, 255, 255)), with_mark(clear, 480, (255, 255, 255, 255))
    assert share(workshop, few, many) == 0.1


def test_a_palette_with_a_transparent_colour_is_compared_as_it_is_seen(workshop):
    picture = with_mark(png(), 600, (200, 0, 0)).convert("P", palette=Image.Palette.ADAPTIVE)
    before = samples.saved(picture, "PNG", transparency=picture.getpixel((0, 0)))
    assert workshop.changed_share(before, samples.saved(png(), "PNG")) == 0.0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(samples.plain(size=SIZE), samples.png(60, 40), id="cut-off"),
        pytest.param(samples.png(60, 40), samples.plain(size=SIZE), id="was-cut-off"),
        pytest.param(samples.plain(size=SIZE), b"", id="empty"),
        pytest.param(b"version https://git-lfs.github.com/spec/v1\n", samples.plain(size=SIZE), id="lfs"),
        pytest.param(samples.plain(size=SIZE), SVG, id="svg"),
        pytest.param(SVG, SVG.replace(b"9", b"8"), id="svgs"),
        pytest.param(b"no image", b"none either", id="text"),
    ],
)
def test_what_cannot_be_decoded_is_not_compared(before, after, workshop):
    assert workshop.changed_share(before, after) is None


def test_a_picture_that_moves_is_not_compared(workshop):
    first, second, third = (png(colour) for colour in ("red", "green", "blue"))
    moving = [samples.saved(first, "GIF", save_all=True, append_images=[last]) for last in (second, third)]
    assert workshop.changed_share(*moving) is None


def test_pictures_too_large_to_be_held_twice_are_not_compared():
    with Workshop() as workshop:
        before, after = samples.png(6000, 5000), samples.png(6000, 5000, b"\0")
        assert workshop.changed_share(before, after) is None
        assert workshop.pid is None


@pytest.mark.parametrize("mode", ["RGBA", "RGB"])
def test_the_largest_pictures_stay_within_the_childs_memory(mode, workshop):
    size = (5000, 5000)
    clear = {"RGBA": ((0, 0, 0, 0), (0, 0, 0, 255)), "RGB": (WHITE, BLACK)}[mode]
    before, after = (samples.saved(png(colour, mode=mode, size=size), "PNG", compress_level=1) for colour in clear)
    assert workshop.changed_share(before, after) == 1.0


def test_the_child_lives_on_after_a_comparison_that_failed(workshop):
    assert share(workshop, png(), png(BLACK)) == 1.0
    child = workshop.pid
    assert workshop.changed_share(samples.plain(size=SIZE), samples.png(60, 40)) is None
    assert share(workshop, png(), png(BLACK)) == 1.0
    assert workshop.pid == child


@pytest.mark.parametrize(
    "header",
    [
        {"status": "done"},
        {"status": "done", "changed": 2, "pixels": 1},
        {"status": "done", "changed": -1, "pixels": 1},
        {"status": "done", "changed": 0, "pixels": 0},
        {"status": "done", "changed": True, "pixels": 1},
        {"status": "done", "changed": "0", "pixels": 1},
    ],
)
def test_a_count_that_makes_no_sense_is_not_believed(header, tmp_path: Path):
    program = impostor(tmp_path, f"send({{'status': 'ready'}}); receive(); send({header!r}); receive()")
    with Workshop(program=program) as workshop:
        assert share(workshop, png(), png(BLACK)) is None
        assert workshop.pid is None


@pytest.mark.parametrize("code", ["send({'status': 'ready'}); receive(); sys.exit(7)", "sys.exit(1)"])
def test_a_decoder_that_dies_leaves_the_change_unknown(code, tmp_path: Path):
    with Workshop(program=impostor(tmp_path, code)) as workshop:
        assert share(workshop, png(), png(BLACK)) is None


@pytest.mark.parametrize("change", [{"cut": -1}, {"cut": "1"}, {"before_format": "EPS"}, {"long_limit": 10}])
def test_a_request_that_breaks_the_rules_is_refused(change):
    data = samples.plain(size=SIZE)
    header = {"command": "compare", "before_format": "PNG", "after_format": "PNG", "cut": len(data)}
    header |= {"before_orientation": 1, "after_orientation": 1, "long_limit": MAX_SIDE, "max_pixels": 10_000}
    assert status(header, data + data) == ("done", None)
    reason = Reason.TOO_LARGE if "long_limit" in change else Reason.BROKEN
    assert status({**header, **change}, data + data) == ("failed", reason)


def status(header: dict[str, str | int], data: bytes) -> tuple[object, object]:
    reply = worker.answer(header, data)
    head, _ = LENGTHS.unpack_from(reply)
    found = parse(reply[LENGTHS.size : LENGTHS.size + head])
    return found["status"], found.get("reason")

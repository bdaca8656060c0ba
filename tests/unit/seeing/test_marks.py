"""Frames and circles that an author drew around something; never what belongs to the picture itself."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PIL import Image, ImageDraw

pytest.importorskip("cv2", reason="altproof[offline] is not installed")

from altproof.model import Box, Marking
from altproof.seeing import marks
from tests.unit.seeing import drawn


def found(picture: Image.Image):
    return marks.find(np.asarray(picture.convert("RGB")))


def with_shape(
    shape: str, colour: str = drawn.RED, *, width: int = 3, fill: str | None = None, box=(100, 80, 300, 180)
):
    picture = Image.new("RGB", (640, 400), drawn.PAPER)
    getattr(ImageDraw.Draw(picture), shape)(box, outline=colour, width=width, fill=fill)
    return picture


def near(box: Box, expected: tuple[int, ...], most: int = 2) -> bool:
    sides = (box.x, box.y, box.width, box.height)
    return all(abs(a - b) <= most for a, b in zip(sides, expected, strict=True))


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(Image.new("RGB", (300, 200), drawn.RED), id="all red"),
        pytest.param(with_shape("rectangle", fill=drawn.RED), id="a red button"),
        pytest.param(with_shape("ellipse", fill=drawn.RED), id="a red dot"),
        pytest.param(with_shape("rectangle", "#777777"), id="a grey panel"),
        pytest.param(with_shape("rectangle", drawn.BLUE), id="a field with the focus"),
        pytest.param(with_shape("rectangle", box=(0, 0, 639, 399)), id="the frame of the picture"),
        pytest.param(with_shape("rectangle", box=(100, 80, 110, 90)), id="a tick box"),
        pytest.param(Image.new("RGB", (1, 1), drawn.RED), id="one pixel"),
    ],
)
def test_what_belongs_to_the_picture_is_no_mark(picture):
    assert found(picture) == ()


def test_a_red_line_or_cross_is_no_mark():
    picture = Image.new("RGB", (640, 400), drawn.PAPER)
    draw = ImageDraw.Draw(picture)
    draw.line((50, 50, 300, 200), fill=drawn.RED, width=5)
    draw.line((400, 50, 500, 150), fill=drawn.RED, width=4)
    draw.line((500, 50, 400, 150), fill=drawn.RED, width=4)
    assert found(picture) == ()


@pytest.mark.parametrize("colour", [drawn.RED, "#ff0000", "#d40078", "#ff7a00"])
def test_a_hollow_frame_in_a_strong_colour_is_a_mark(colour):
    picture, box = drawn.framed(colour=colour)
    (mark,) = found(picture)
    assert mark.marking is Marking.BOX
    assert near(mark.box, box)
    assert mark.text == ""


def test_a_frame_survives_jpeg_and_rounded_corners():
    picture = Image.new("RGB", (640, 400), drawn.NIGHT)
    ImageDraw.Draw(picture).rounded_rectangle((100, 80, 299, 139), radius=8, outline=drawn.RED, width=4)
    (mark,) = found(Image.open(drawn.jpeg(picture)))
    assert mark.marking is Marking.BOX
    assert near(mark.box, (100, 80, 200, 60), 3)


@pytest.mark.parametrize("box", [(100, 80, 300, 180), (200, 150, 260, 210)])
def test_a_hollow_ellipse_is_a_circle(box):
    (mark,) = found(with_shape("ellipse", box=box))
    assert mark.marking is Marking.CIRCLE
    assert near(mark.box, (box[0], box[1], box[2] - box[0] + 1, box[3] - box[1] + 1))


def test_marks_of_a_large_picture_are_in_its_own_pixels():
    picture = Image.new("RGB", (3840, 2160), drawn.PAPER)
    ImageDraw.Draw(picture).rectangle((900, 600, 1799, 899), outline=drawn.RED, width=9)
    (mark,) = found(picture)
    assert near(mark.box, (900, 600, 900, 300), 8)


def test_a_picture_full_of_frames_gives_a_limited_number():
    picture = Image.new("RGB", (1200, 1200), drawn.PAPER)
    draw = ImageDraw.Draw(picture)
    for x in range(10, 1180, 60):
        for y in range(10, 1180, 60):
            draw.rectangle((x, y, x + 40, y + 40), outline=drawn.RED, width=2)
    assert len(found(picture)) == marks.MOST


@pytest.mark.parametrize("shape", ["rectangle", "ellipse"])
@pytest.mark.parametrize("towards", [False, True], ids=["from it", "to it"])
@pytest.mark.parametrize("open_head", [False, True], ids=["filled", "open"])
def test_a_frame_that_an_arrow_is_joined_to_is_a_mark_and_so_is_the_arrow(shape, towards, open_head):
    ends = [(300, 130), (450, 150)]
    tail, tip = reversed(ends) if towards else ends
    frame, arrow = found(drawn.pointed(tail, tip, on=with_shape(shape), open_head=open_head))
    assert frame.marking is (Marking.BOX if shape == "rectangle" else Marking.CIRCLE)
    assert near(frame.box, (100, 80, 201, 101), 3)
    assert arrow.marking is Marking.ARROW
    assert math.dist((arrow.tip.x, arrow.tip.y), tip) <= 8


@pytest.mark.parametrize("gap", [-6, 0, 6])
def test_an_arrow_that_joins_two_frames_is_part_of_a_drawing(gap):
    picture = Image.new("RGB", (640, 400), drawn.PAPER)
    for x in (40, 200, 360):
        ImageDraw.Draw(picture).rectangle((x, 80, x + 100, 160), outline=drawn.RED, width=3)
    for x in (140, 300):
        picture = drawn.pointed((x, 120), (x + 60 - gap, 120), on=picture)
    assert Marking.ARROW not in {mark.marking for mark in found(picture)}


def test_a_frame_at_the_edge_with_an_arrow_stays_in_the_picture():
    picture = Image.new("RGB", (640, 400), drawn.PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, -4, 160, 90), outline=drawn.RED, width=6)
    frame, arrow = found(drawn.pointed((160, 45), (300, 120), on=picture))
    assert (frame.marking, frame.box.x, frame.box.y) == (Marking.BOX, 0, 0)
    assert arrow.marking is Marking.ARROW


def test_a_tip_in_a_large_picture_is_in_its_own_pixels():
    (mark,) = found(drawn.pointed((600, 400), (1200, 700), size=(3840, 2160), thick=15, head=(60, 60)))
    assert math.dist((mark.tip.x, mark.tip.y), (1200, 700)) <= 12


def test_a_colour_of_nothing_but_specks_and_holes_is_no_mark():
    specks, mesh = np.full((2, 900, 900, 3), 255, dtype=np.uint8)
    specks[::2, ::2] = (227, 0, 27)
    mesh[:] = (227, 0, 27)
    mesh[1::2, 1::2] = 255
    assert marks.find(specks) == marks.find(mesh) == ()


@pytest.mark.parametrize("seed", range(24))
def test_whatever_the_pixels_are_marks_lie_in_the_picture_and_arrows_point_from_their_box(seed):
    chance = np.random.default_rng(seed)
    grain, share = (1, 2, 6, 20)[seed % 4], (0.02, 0.2, 0.6)[seed % 3]
    coarse = chance.random((300 // grain, 420 // grain)) < share
    mask = np.kron(coarse, np.ones((grain, grain), dtype=bool))
    picture = np.where(mask[..., None], chance.choice([(227, 0, 27), (255, 0, 255), (255, 120, 0)]), 255)
    picture[chance.integers(0, len(picture)), :] = (227, 0, 27)
    for mark in marks.find(picture.astype(np.uint8)):
        assert 0 <= mark.box.x <= mark.box.x + mark.box.width <= picture.shape[1]
        assert 0 <= mark.box.y <= mark.box.y + mark.box.height <= picture.shape[0]
        if mark.tip is not None:
            assert mark.box.x <= mark.tip.x <= mark.box.x + mark.box.width
            assert mark.box.y <= mark.tip.y <= mark.box.y + mark.box.height

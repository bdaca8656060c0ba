"""Arrows that an author drew on a picture; never what only looks like one, nor those that the picture is about."""

from __future__ import annotations

import cmath
import math

import numpy as np
import pytest
from PIL import Image, ImageDraw

pytest.importorskip("cv2", reason="altproof[offline] is not installed")

from altproof.model import Marking
from altproof.seeing import marks
from tests.unit.seeing import drawn

DIRECTIONS = [0, 20, 45, 90, 135, 160, 180, 225, 270, 300]
STYLES = {
    "filled": {},
    "open": {"open_head": True, "thick": 4},
    "block": {"thick": 20, "head": (28, 44)},
    "growing": {"thick": 12, "head": (28, 30), "grows": True},
    "bent": {"bend": 0.12},
    "bent the other way, open": {"bend": -0.12, "open_head": True, "thick": 4},
}


def tips(picture: Image.Image) -> list[tuple[int, int]]:
    found = marks.find(np.asarray(picture.convert("RGB")))
    assert all((mark.marking is Marking.ARROW) == (mark.tip is not None) for mark in found)
    return [(mark.tip.x, mark.tip.y) for mark in found if mark.tip]


def polygon(*points: tuple[float, float], at: complex = 320 + 200j, size: float = 1, turned: float = 0) -> Image.Image:
    """A picture with one shape, whose points are told around (0, 0)."""
    picture = Image.new("RGB", (640, 400), drawn.PAPER)
    places = [at + size * complex(*point) * cmath.exp(1j * turned) for point in points]
    ImageDraw.Draw(picture).polygon([(place.real, place.imag) for place in places], fill=drawn.RED)
    return picture


def strokes(*ways: tuple[tuple[float, float], ...], width: int = 6) -> Image.Image:
    picture = Image.new("RGB", (640, 400), drawn.PAPER)
    for way in ways:
        ImageDraw.Draw(picture).line(way, fill=drawn.RED, width=width, joint="curve")
    return picture


def written(text: str, points: int) -> Image.Image:
    picture = Image.new("RGB", (900, 300), drawn.PAPER)
    ImageDraw.Draw(picture).text((20, 60), text, font=drawn.font(points), fill=drawn.RED)
    return picture


def many(count: int) -> Image.Image:
    picture = Image.new("RGB", (640, 400), drawn.PAPER)
    for number in range(count):
        picture = drawn.pointed((60, 30 + 25 * number), (200, 30 + 25 * number), on=picture, thick=2, head=(12, 10))
    return picture


def pin() -> Image.Image:
    picture = polygon((-20, -30), (20, -30), (0, 30))
    ImageDraw.Draw(picture).ellipse((296, 146, 344, 194), fill=drawn.RED)
    return picture


def magnifier() -> Image.Image:
    picture = strokes(((340, 220), (380, 260)), width=12)
    ImageDraw.Draw(picture).ellipse((290, 170, 350, 230), outline=drawn.RED, width=8)
    return picture


def slider() -> Image.Image:
    picture = strokes(((200, 200), (420, 200)))
    ImageDraw.Draw(picture).ellipse((406, 188, 430, 212), fill=drawn.RED)
    return picture


def fading() -> Image.Image:
    """An arrow as a leaf is one: its colour becomes that of what is around it."""
    shape = np.asarray(drawn.pointed((150, 200), (400, 200), thick=14, head=(50, 50)))
    soft = Image.fromarray(shape).resize((64, 40)).resize((640, 400), Image.Resampling.BICUBIC)
    return Image.blend(soft, Image.new("RGB", (640, 400), "#e05040"), 0.5)


POINTER = [(0, 0), (0, 16), (3.8, 12.5), (6.2, 18.2), (8.6, 17.2), (6.2, 11.6), (11.4, 11.6)]


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(strokes(((100, 50), (400, 250))), id="a line"),
        pytest.param(strokes(((100, 50), (200, 150)), ((200, 50), (100, 150))), id="a cross"),
        pytest.param(strokes(((100, 150), (130, 190), (220, 60))), id="a tick"),
        pytest.param(strokes(((100, 50), (160, 110), (100, 170))), id="a chevron"),
        pytest.param(strokes(((100, 50), (200, 50)), ((150, 50), (150, 170))), id="a T"),
        pytest.param(strokes(((60, 300), (150, 120), (220, 220), (300, 90), (420, 180))), id="the line of a chart"),
        pytest.param(strokes(((100, 200), (400, 200)), width=14), id="the bar of a progress"),
        pytest.param(slider(), id="a slider"),
        pytest.param(magnifier(), id="a magnifier"),
        pytest.param(pin(), id="a pin on a map"),
        pytest.param(polygon((-40, -45), (50, 0), (-40, 45)), id="a play button"),
        pytest.param(polygon(*POINTER, size=4), id="a mouse pointer"),
        pytest.param(polygon((-50, 0), (0, -50), (50, 0), (35, 0), (35, 40), (-35, 40), (-35, 0)), id="a house"),
        pytest.param(polygon((0, 0), (20, -30), (20, -120), (-20, -120), (-20, -30)), id="a pencil"),
        pytest.param(polygon((0, 0), (30, -20), (120, -20), (120, 20), (30, 20)), id="a tag"),
        pytest.param(drawn.pointed((300, 200), (320, 200), thick=4, head=(10, 14)), id="an icon"),
        pytest.param(drawn.pointed((560, 200), (650, 200)), id="one that the edge cuts"),
        pytest.param(drawn.pointed((60, 200), (200, 200), colour="#840000"), id="one in a dark red"),
        pytest.param(drawn.pointed((60, 200), (200, 200), colour=drawn.BLUE), id="one in a colour of the interface"),
        pytest.param(
            drawn.pointed((200, 200), (60, 200), on=drawn.pointed((60, 200), (200, 200))), id="one with two heads"
        ),
        pytest.param(fading(), id="one without an edge"),
        pytest.param(many(4), id="several"),
        pytest.param(many(14), id="a diagram full of them"),
        pytest.param(Image.new("RGB", (1, 1), drawn.RED), id="one pixel"),
    ],
)
def test_what_only_looks_like_an_arrow_is_none(picture):
    assert tips(picture) == []


@drawn.needs_font
@pytest.mark.parametrize("points", [18, 48, 110])
@pytest.mark.parametrize("text", ["AVMKXYZ", "1247 Tt", "fi!?/\\"])
def test_no_letter_is_an_arrow(text, points):
    assert tips(written(text, points)) == []


@pytest.mark.parametrize("degrees", DIRECTIONS)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("ground", [drawn.PAPER, drawn.NIGHT], ids=["light", "dark"])
def test_an_arrow_is_found_in_every_direction_with_its_tip(degrees, style, ground):
    middle, half = complex(320, 200), 70 * cmath.exp(1j * math.radians(degrees))
    tail, tip = middle - half, middle + half
    on = Image.new("RGB", (640, 400), ground)
    (found,) = tips(drawn.pointed((tail.real, tail.imag), (tip.real, tip.imag), on=on, **STYLES[style]))
    assert abs(complex(*found) - tip) <= 6


@pytest.mark.parametrize("thick", [2, 3, 4, 6, 10, 14, 20])
@pytest.mark.parametrize("open_head", [False, True], ids=["filled", "open"])
def test_an_arrow_is_found_with_every_thickness(thick, open_head):
    size = max(12, 3.2 * thick)
    picture = drawn.pointed((120, 300), (330, 120), thick=thick, head=(size, size), open_head=open_head)
    (found,) = tips(picture)
    assert math.dist(found, (330, 120)) <= 4 + thick / 2


@pytest.mark.parametrize(
    "colour", [drawn.RED, "#ff0000", "#c00000", "#ff00ff", "#d40078", "#ff7a00", "#ff4500", "#f2003d"]
)
@pytest.mark.parametrize("effect", [{"outline": True}, {"shadow": True}], ids=["outline", "shadow"])
def test_an_arrow_is_found_with_an_outline_or_a_shadow_in_a_jpeg(colour, effect):
    on = Image.new("RGB", (640, 400), "#9aa7b0")
    picture = drawn.pointed((120, 60), (300, 200), on=on, colour=colour, thick=7, head=(24, 22), **effect)
    (found,) = tips(Image.open(drawn.jpeg(picture)))
    assert math.dist(found, (300, 200)) <= 6


@drawn.needs_font
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_an_arrow_over_a_window_full_of_words_is_found(dark):
    window, _ = drawn.window((1024, 768), 14, dark=dark)
    (found,) = tips(drawn.pointed((700, 600), (420, 420), on=window))
    assert math.dist(found, (420, 420)) <= 6


def test_a_few_arrows_are_all_found():
    assert len(tips(many(marks.MOST_ARROWS))) == marks.MOST_ARROWS

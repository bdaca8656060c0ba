"""Pictures drawn for the tests of what is seen: text whose words are known, and marks whose places are known."""

from __future__ import annotations

import io
import itertools
import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
needs_font = pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is not installed")
WORDS = [
    "alarm",
    "tide",
    "sensor",
    "harbour",
    "pier",
    "settings",
    "cancel",
    "save",
    "open",
    "file",
    "edit",
    "view",
    "help",
    "station",
    "water",
    "level",
    "metres",
    "chart",
    "export",
    "account",
    "name",
    "low",
    "high",
    "warning",
    "signal",
    "battery",
    "north",
    "south",
    "report",
    "archive",
    "notify",
    "email",
    "phone",
    "minutes",
]
RED, BLUE, INK, PAPER, NIGHT, CHALK = "#e3001b", "#0b62c4", "#1b1b1b", "#ffffff", "#1e1e1e", "#e6e6e6"
SMOOTH = 4
"""Times as large an arrow is drawn before it is put on the picture."""


PAGE = (960, 600)
"""Pixels of a drawn page."""


def font(points: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, points)


def window(size: tuple[int, int], points: int, *, dark: bool = False, seed: int = 3) -> tuple[Image.Image, list[str]]:
    """A window with a title bar, a list at the side and a form; and every word that stands in it."""
    chance = random.Random(seed)
    picture = Image.new("RGB", size, NIGHT if dark else PAPER)
    draw, said = ImageDraw.Draw(picture), []
    draw.rectangle((0, 0, size[0], points * 2), fill="#3a3a3a" if dark else "#e8eaed")

    def write(x: int, y: int, count: int) -> None:
        text = " ".join(chance.choice(WORDS) for _ in range(count))
        draw.text((x, y), text, font=font(points), fill=CHALK if dark else INK)
        said.extend(text.split())

    write(12, points // 3, 3)
    for y in range(points * 3, size[1] - points * 2, points * (4 if size[0] > 1000 else 2) + 4):
        write(12, y, 1)
        write(size[0] // 4, y, 3)
        if size[0] > 1000:
            write(size[0] * 2 // 3, y, 2)
    return picture, said


def page(seed: int = 1, *, dark: bool = False) -> Image.Image:
    """A page with a bar, a column at the side, and paragraphs whose widths and places go by the seed."""
    paper, ink, bar, grey = (
        ("#1e1e1e", "#dddddd", "#3a3a3a", "#2a2a2a") if dark else (*["white", "black"], "#d0d7de", "#f0f0f0")
    )
    picture = Image.new("RGB", PAGE, paper)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, PAGE[0], 40), fill=bar)
    draw.rectangle((0, 41, 180 + 40 * (seed % 3), PAGE[1]), fill=grey)
    for row in range(12):
        left = 240 + (row * seed * 53) % 130
        width = 200 + (row * row * seed * 71) % 420
        for line in range(0, 26, 5):
            draw.rectangle(
                (left, 70 + row * 42 + line, min(PAGE[0] - 20, left + width), 71 + row * 42 + line), fill=ink
            )
    return picture


def framed(
    size: tuple[int, int] = (640, 400), colour: str = RED, text: str = ""
) -> tuple[Image.Image, tuple[int, ...]]:
    """A hollow frame, three pixels thick, and its box (x, y, width, height)."""
    picture = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((100, 80, 299, 139), outline=colour, width=3)
    if text:
        draw.text((120, 98), text, font=font(18), fill=INK)
    return picture, (100, 80, 200, 60)


def pointed(
    tail: tuple[float, float],
    tip: tuple[float, float],
    *,
    on: Image.Image | None = None,
    size: tuple[int, int] = (640, 400),
    colour: str = RED,
    thick: float = 5,
    head: tuple[float, float] = (16, 16),
    open_head: bool = False,
    grows: bool = False,
    bend: float = 0,
    outline: bool = False,
    shadow: bool = False,
) -> Image.Image:
    """A picture with an arrow on it, smoothed as a pen of a capture tool draws it.

    `head` is its length and width; `bend` how far its middle is beside the straight way, in shares of the length.
    """
    picture = (on or Image.new("RGB", size, PAPER)).copy()
    shape = _arrow(picture.size, tail, tip, thick, head, bend, open_head=open_head, grows=grows)
    if outline:
        picture.paste("#ffffff", (0, 0), shape.filter(ImageFilter.MaxFilter(5)))
    if shadow:
        picture.paste("#000000", (3, 3), shape.filter(ImageFilter.GaussianBlur(3)).point(lambda value: value // 2))
    picture.paste(colour, (0, 0), shape)
    return picture


def _arrow(
    size: tuple[int, int],
    tail: tuple[float, float],
    tip: tuple[float, float],
    thick: float,
    head: tuple[float, float],
    bend: float,
    *,
    open_head: bool,
    grows: bool,
) -> Image.Image:
    """Where it is: 255; where it is not: 0."""
    large = Image.new("L", (SMOOTH * size[0], SMOOTH * size[1]), 0)
    draw = ImageDraw.Draw(large)
    start, end = complex(*tail), complex(*tip)
    aside = start + (end - start) * complex(0.5, 2 * bend)  # of a curve through three points
    way = [start * (1 - t) ** 2 + aside * 2 * t * (1 - t) + end * t * t for t in (step / 60 for step in range(61))]
    ahead = (end - aside) / abs(end - aside)
    corners = [end - ahead * complex(head[0], side * head[1] / 2) for side in (-1, 1)]

    def line(points: list[complex], begin: float, finish: float) -> None:
        for number, (one, other) in enumerate(itertools.pairwise(points)):
            width = begin + (finish - begin) * number / len(points)
            half = (other - one) / abs(other - one) * complex(0, width / 2)
            shape([one + half, other + half, other - half, one - half])
            draw.circle((SMOOTH * other.real, SMOOTH * other.imag), SMOOTH * width / 2, fill=255)

    def shape(points: list[complex]) -> None:
        draw.polygon([(SMOOTH * point.real, SMOOTH * point.imag) for point in points], fill=255)

    if open_head:
        line(way, thick, thick)
        line([corners[0], end, corners[1]], thick, thick)
    else:
        line([place for place in way if abs(end - place) > head[0] * 0.7], thick / 4 if grows else thick, thick)
        shape([*corners, end])
    return large.resize(size, Image.Resampling.BOX)


def jpeg(picture: Image.Image) -> io.BytesIO:
    """The picture as a JPEG of middling quality."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out

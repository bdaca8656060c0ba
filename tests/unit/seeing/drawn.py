"""Pictures drawn for the tests of what is seen: text whose words are known, and marks whose places are known."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

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


def jpeg(picture: Image.Image) -> io.BytesIO:
    """The picture as a JPEG of middling quality."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out

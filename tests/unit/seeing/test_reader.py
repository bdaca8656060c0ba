"""Reading drawn windows whose words are known, and finding nothing where nothing stands."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from PIL import Image, ImageDraw

pytest.importorskip("rapidocr", reason="altproof[offline] is not installed")

from altproof.model import Box, Highlight, Marking, Point
from altproof.seeing import lines, models
from altproof.seeing.reader import Reader
from tests.unit.seeing import drawn


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(models.folder())


def read(reader: Reader, picture: Image.Image, marked: tuple[Highlight, ...] = ()):
    return reader.read(np.asarray(picture.convert("RGB")), marked, 0.5)


@pytest.mark.parametrize("size", [(640, 480), (30, 20), (1, 1), (1900, 12)])
def test_a_plain_picture_holds_no_text(reader, size):
    assert read(reader, Image.new("RGB", size, drawn.PAPER)) == ()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("size", "points"), [((1920, 1080), 14), ((640, 480), 13)], ids=["1080p", "480p"])
@drawn.needs_font
def test_nearly_every_word_of_a_window_is_read(reader, size, points, dark):
    picture, said = drawn.window(size, points, dark=dark)
    found = [word.text for line in read(reader, picture) for word in line.words]
    assert len(said) > 40
    assert sum((Counter(said) & Counter(found)).values()) / len(said) >= 0.95
    assert sum((Counter(said) & Counter(found)).values()) / len(found) >= 0.95


@drawn.needs_font
@pytest.mark.parametrize(
    "mark",
    [
        pytest.param(Highlight(Marking.BOX, Box(1200, 1150, 220, 40)), id="frame"),
        pytest.param(Highlight(Marking.ARROW, Box(1000, 1140, 200, 60), "", Point(1200, 1168)), id="arrow"),
    ],
)
def test_of_a_page_full_of_lines_the_marked_one_is_read_though_it_is_small(reader, mark):
    picture = Image.new("RGB", (1600, 1200), drawn.PAPER)
    draw = ImageDraw.Draw(picture)
    for row in range(60):
        for column in range(2):
            draw.text((20 + column * 800, 10 + row * 19), f"entry {row} {column}", font=drawn.font(13), fill=drawn.INK)
    draw.rectangle((1200, 1152, 1420, 1190), fill=drawn.PAPER)
    draw.text((1210, 1162), "restart pump", font=drawn.font(10), fill=drawn.INK)
    found = read(reader, picture, (mark,))
    assert len(found) <= lines.MOST_LINES
    assert any("restart" in line.text for line in found)


@drawn.needs_font
def test_lines_and_words_lie_where_they_were_drawn(reader):
    picture = Image.new("RGB", (500, 120), drawn.PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((300, 60), "harbour alarm", font=drawn.font(18), fill=drawn.INK)
    (line,) = read(reader, picture)
    box = lines.around(line.polygon)
    assert line.text == "harbour alarm"
    assert abs(box.x - 300) <= 8
    assert abs(box.y - 62) <= 10
    first, second = (lines.around(word.polygon) for word in line.words)
    assert box.x == first.x < second.x
    assert all(0.5 <= word.confidence <= 1 for word in line.words)


@drawn.needs_font
def test_the_same_picture_reads_the_same(reader):
    picture, _ = drawn.window((640, 480), 12)
    assert read(reader, picture) == read(reader, picture)

"""Cuts that keep what matters, in the ratio that was asked for."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

pytest.importorskip("cv2", reason="altproof[offline] is not installed")

from altproof.model import Box
from altproof.seeing import crops


def pixels(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("RGB"))


def plain(size: tuple[int, int] = (800, 300)) -> Image.Image:
    return Image.new("RGB", size, "#e8e8e8")


def test_a_plain_picture_is_cut_in_the_middle():
    (crop,) = crops.propose(pixels(plain()), ())
    assert crop.aspect_ratio == 1.0
    assert crop.box == Box(250, 0, 300, 300)


@pytest.mark.parametrize("left", [20, 650])
def test_what_stands_out_at_the_side_is_kept(left):
    picture = plain()
    ImageDraw.Draw(picture).ellipse((left, 100, left + 120, 220), fill="#b03020")
    (crop,) = crops.propose(pixels(picture), (1.0,))
    assert crop.box.x <= left
    assert left + 120 <= crop.box.x + crop.box.width


def test_a_face_weighs_more_than_what_is_colourful():
    picture = plain()
    ImageDraw.Draw(picture).ellipse((20, 60, 200, 240), fill="#b03020")
    face = Box(640, 100, 120, 120)
    (crop,) = crops.propose(pixels(picture), (1.0,), faces=[face])
    assert crop.box.x <= face.x
    assert face.x + face.width <= crop.box.x + crop.box.width


@pytest.mark.parametrize("size", [(800, 300), (300, 800), (640, 480), (3, 900), (1, 1)])
def test_every_cut_is_within_the_picture_and_of_its_ratio(size):
    ratios = (0.75, 1.0, 1.7778)
    found = crops.propose(pixels(plain(size)), ratios, texts=[Box(0, 0, *size)])
    assert tuple(crop.aspect_ratio for crop in found) == ratios
    for crop in found:
        box = crop.box
        assert 0 <= box.x <= box.x + box.width <= size[0]
        assert 0 <= box.y <= box.y + box.height <= size[1]
        if min(size) > 100:
            assert box.width / box.height == pytest.approx(crop.aspect_ratio, rel=0.02)

"""Photos by three numbers of their pixels; what is drawn is never one."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("cv2", reason="altproof[offline] is not installed")

from altproof.seeing import kind
from tests.unit.images import samples
from tests.unit.seeing import drawn


def pixels(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("RGB"))


@pytest.mark.parametrize("dark", [False, True])
@drawn.needs_font
def test_a_screenshot_is_no_photo(dark):
    assert not kind.is_photo(pixels(drawn.window((640, 480), 13, dark=dark)[0]))


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(Image.new("RGB", (200, 100), "#888"), id="plain"),
        pytest.param(Image.linear_gradient("L").resize((300, 200)), id="gradient"),
        pytest.param(samples.photo((300, 200)), id="noise"),
        pytest.param(drawn.framed()[0], id="frame"),
        pytest.param(Image.new("RGB", (1, 90)), id="one pixel wide"),
        pytest.param(Image.radial_gradient("L").resize((640, 640)), id="halo"),
    ],
)
def test_what_is_drawn_is_no_photo(picture):
    assert not kind.is_photo(pixels(picture))


@pytest.mark.parametrize("size", [(240, 180), (900, 600)])
def test_what_is_soft_grained_and_rich_in_shades_is_a_photo(size):
    assert kind.is_photo(pixels(Image.open(io.BytesIO(samples.camera(size)))))


def test_the_three_numbers_are_shares_and_bits():
    steps = np.array([[0, 0, 10, 200], [0, 0, 10, 200], [0, 0, 10, 200]], dtype=np.uint8)
    assert kind.flat_share(steps) == pytest.approx(1 / 3)
    assert kind.soft_share(steps) == pytest.approx(1 / 3)
    assert kind.entropy(steps) == pytest.approx(1.5)
    assert kind.entropy(np.zeros((4, 4), dtype=np.uint8)) == 0

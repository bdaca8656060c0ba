"""One look at one picture, without reading."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

pytest.importorskip("cv2", reason="altproof[offline] is not installed")

from altproof.model import Marking
from altproof.seeing import sight
from altproof.seeing.faces import Faces
from altproof.seeing.sight import Wishes
from tests.unit.images import samples
from tests.unit.seeing import drawn


def marked(on: Image.Image) -> set[Marking]:
    picture = drawn.pointed((60, 300), (200, 240), on=on, thick=8, head=(28, 28))
    ImageDraw.Draw(picture).rectangle((260, 60, 420, 140), outline=drawn.RED, width=4)
    seen = sight.look(np.asarray(picture), Wishes(text=True, faces=False, crops=False), None, Faces())
    assert seen.lines is None
    return {mark.marking for mark in seen.marks}


def test_in_a_photo_frames_are_marks_and_arrows_are_none():
    assert marked(Image.new("RGB", (640, 480), drawn.PAPER)) == {Marking.BOX, Marking.ARROW}
    photo = Image.open(io.BytesIO(samples.camera((640, 480))))
    assert marked(photo) == {Marking.BOX}

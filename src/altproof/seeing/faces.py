"""Faces by OpenCV's Haar cascade: frontal ones, in photos; it finds about three of four, and never says whose."""

from __future__ import annotations

from pathlib import Path

import cv2

from altproof.model import Box
from altproof.seeing.pixels import Pixels, grey, shrunk

FILE = "haarcascade_frontalface_default.xml"
SIDE = 1000
"""Pixels of the long side at which faces are looked for."""
SCALE, NEIGHBOURS, SMALLEST = 1.1, 6, 40
"""Step between sizes, agreeing places that make a face, and pixels of the smallest one."""
MOST = 100


class Faces:
    """Looks for faces; not `available` where OpenCV has no such detector, as from version 5 on."""

    def __init__(self) -> None:
        """Loads the cascade, where there is one."""
        self._cascade = _cascade()

    @property
    def available(self) -> bool:
        """Whether faces can be found at all."""
        return self._cascade is not None

    def find(self, picture: Pixels) -> tuple[Box, ...]:
        """The faces, the largest first."""
        if self._cascade is None:
            return ()
        small = shrunk(picture, SIDE)
        factor = picture.shape[1] / small.shape[1]
        found = self._cascade.detectMultiScale(
            grey(small), scaleFactor=SCALE, minNeighbors=NEIGHBOURS, minSize=(SMALLEST, SMALLEST)
        )
        boxes = [Box(*(round(int(side) * factor) for side in face)) for face in found]
        return tuple(sorted(boxes, key=lambda box: (-box.width, box.x, box.y)))[:MOST]


def _cascade() -> cv2.CascadeClassifier | None:
    if not hasattr(cv2, "CascadeClassifier") or not hasattr(cv2, "data"):
        return None
    path = Path(getattr(cv2, "data").haarcascades) / FILE  # noqa: B009  (its type hints know no such module)
    if not path.is_file():
        return None
    cascade = cv2.CascadeClassifier(str(path))
    return None if cascade.empty() else cascade

"""What an author marked: by a hollow frame or circle around it, or by an arrow to it, in a strong colour."""

from __future__ import annotations

import cv2
import numpy as np

from altproof.model import Box, Highlight, Point
from altproof.seeing import arrows, frames
from altproof.seeing.pixels import Pixels, shrunk

SIDE = 1280
"""Pixels of the long side at which marks are looked for."""
SATURATION, VALUE = 150, 120
"""Of 255: what a strong colour has at least."""
HUES = ((0, 10), (170, 180), (140, 174), (6, 17))
"""Of 180: red on both sides of 0, magenta, orange; they overlap, since JPEG scatters a hue. Green, blue and yellow are
the colours of buttons, links and code; few marks are."""
MOST = 20
"""Frames and circles."""
MOST_ARROWS = 3
"""Where there are more, they are what the picture shows, and none of them is a mark."""
JOINED = 2
"""Frames at an arrow: then it joins them, as in a diagram, and says no more than they do."""


def find(picture: Pixels) -> tuple[Highlight, ...]:
    """The marks without the words: frames and circles, the largest first, then arrows from the top."""
    small = shrunk(picture, SIDE)
    factor = picture.shape[1] / small.shape[1]
    around: list[Highlight] = []
    pointing: list[Highlight] = []
    for mask in _strong(small):
        found, rest = frames.find(mask)
        around += _new(found, around)
        pointing += _new(arrows.find(small, rest), pointing)
    around.sort(key=lambda mark: (-mark.box.width * mark.box.height, mark.box.y, mark.box.x))
    pointing.sort(key=lambda mark: (mark.box.y, mark.box.x))
    few = pointing if len(pointing) <= MOST_ARROWS else []
    free = [mark for mark in few if sum(_touch(mark.box, frame.box) for frame in around) < JOINED]
    return tuple(_times(mark, factor) for mark in around[:MOST] + free)


def _strong(picture: Pixels) -> list[Pixels]:
    """For each strong colour where it is: red, magenta, orange."""
    colours = cv2.cvtColor(picture, cv2.COLOR_RGB2HSV)
    ranges = [
        cv2.inRange(colours, np.array((low, SATURATION, VALUE)), np.array((high, 255, 255))).astype(np.uint8)
        for low, high in HUES
    ]
    return [ranges[0] | ranges[1], ranges[2], ranges[3]]


def _new(found: list[Highlight], known: list[Highlight]) -> list[Highlight]:
    """Those that were not seen in another colour already."""
    return [mark for mark in found if not any(_same(mark.box, other.box) for other in known)]


def _same(one: Box, other: Box) -> bool:
    """Whether two boxes are one mark, seen in two colours."""
    return all(
        abs(first - second) <= frames.LINE
        for first, second in (
            (one.x, other.x),
            (one.y, other.y),
            (one.width, other.width),
            (one.height, other.height),
        )
    )


def _touch(one: Box, other: Box) -> bool:
    """Whether two boxes meet, or nearly so."""
    across = max(one.x, other.x) - min(one.x + one.width, other.x + other.width)
    down = max(one.y, other.y) - min(one.y + one.height, other.y + other.height)
    return max(across, down) <= frames.LINE


def _times(mark: Highlight, factor: float) -> Highlight:
    """A mark in pixels of a picture that is so much larger."""
    box = Box(*(round(side * factor) for side in (mark.box.x, mark.box.y, mark.box.width, mark.box.height)))
    tip = None if mark.tip is None else Point(round(mark.tip.x * factor), round(mark.tip.y * factor))
    return Highlight(mark.marking, box, tip=tip)

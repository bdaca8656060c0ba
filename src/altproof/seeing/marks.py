"""What an author marked: hollow frames and circles in a strong colour, as screenshots have them around a button.

Arrows are left out: by pixels they cannot be told reliably from the icons, lines and arrows that a picture is about.
"""

from __future__ import annotations

import cv2
import numpy as np

from altproof.model import Box, Highlight, Marking
from altproof.seeing.pixels import Pixels, shrunk

SIDE = 1280
"""Pixels of the long side at which marks are looked for."""
SATURATION, VALUE = 150, 120
"""Of 255: what a strong colour has at least."""
HUES = ((0, 8), (172, 180), (140, 172), (9, 17))
"""Of 180: red on both sides of 0, magenta, orange. Green, blue and yellow are the colours of buttons, links and code;
few marks are."""
SMALLEST = 16
"""Pixels of a mark's short side."""
LARGEST = 0.9
"""Of the picture's sides: what is as large in both is the picture's own frame."""
LINE = 8
"""Pixels: no line of a mark is thicker."""
HOLLOW = 0.10
"""Of what is inside the line: a mark holds less of its own colour than this."""
DRAWN = 0.80
"""Of the outline that has to be there."""
ROUND = 0.06
"""How far, in shares of its size, the outline of an ellipse may be from one."""
MOST = 20


def find(picture: Pixels) -> tuple[Highlight, ...]:
    """The marks, largest first, without the words in them."""
    small = shrunk(picture, SIDE)
    factor = picture.shape[1] / small.shape[1]
    found: list[Highlight] = []
    for mask in _strong(small):
        found += [mark for mark in _marks(mask) if not any(_same(mark.box, other.box) for other in found)]
    found.sort(key=lambda mark: (-mark.box.width * mark.box.height, mark.box.y, mark.box.x))
    return tuple(Highlight(mark.marking, _times(mark.box, factor)) for mark in found[:MOST])


def _strong(picture: Pixels) -> list[Pixels]:
    """For each strong colour where it is: red, magenta, orange."""
    colours = cv2.cvtColor(picture, cv2.COLOR_RGB2HSV)
    ranges = [
        cv2.inRange(colours, np.array((low, SATURATION, VALUE)), np.array((high, 255, 255))).astype(np.uint8)
        for low, high in HUES
    ]
    return [ranges[0] | ranges[1], ranges[2], ranges[3]]


def _marks(mask: Pixels) -> list[Highlight]:
    contours, tree = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return []
    outer = [contour for contour, (_, _, _, parent) in zip(contours, tree[0], strict=True) if parent < 0]
    marks = []
    for contour in outer:
        box = Box(*(int(side) for side in cv2.boundingRect(contour)))
        marking = _marking(mask, contour, box)
        if marking is not None:
            marks.append(Highlight(marking, box))
    return marks


def _marking(mask: Pixels, contour: cv2.typing.MatLike, box: Box) -> Marking | None:
    """What one connected piece of colour is; None: no mark."""
    if min(box.width, box.height) < SMALLEST:
        return None
    if box.width > LARGEST * mask.shape[1] and box.height > LARGEST * mask.shape[0]:
        return None
    if _is_frame(mask, box):
        return Marking.BOX
    return Marking.CIRCLE if _is_circle(mask, contour, box) else None


def _is_frame(mask: Pixels, box: Box) -> bool:
    """Whether there is a line along all four sides, and little of the colour inside."""
    piece = mask[box.y : box.y + box.height, box.x : box.x + box.width] > 0
    line = min(LINE, max(2, min(box.width, box.height) // 4))
    sides = (piece[:line].max(0), piece[-line:].max(0), piece[:, :line].max(1), piece[:, -line:].max(1))
    inside = piece[line:-line, line:-line]
    return all(float(np.mean(side)) >= DRAWN for side in sides) and float(np.mean(inside)) < HOLLOW


def _is_circle(mask: Pixels, contour: cv2.typing.MatLike, box: Box) -> bool:
    """Whether the outline is an ellipse, and little of the colour inside."""
    points = np.asarray(contour, dtype=np.float64).reshape(-1, 2)
    radii = np.array((box.width / 2, box.height / 2))
    centre = np.array((box.x, box.y)) + radii
    away = np.abs(np.hypot(*((points + 0.5 - centre) / radii).T) - 1)
    tolerance = max(ROUND, 1.5 / min(box.width, box.height) * 2)
    if float(np.mean(away <= tolerance)) < 0.95 or len(points) < 2 * max(box.width, box.height):
        return False
    line = min(LINE, min(box.width, box.height) // 4)
    inside = np.zeros_like(mask)
    within = (max(1, int(radii[0]) - line), max(1, int(radii[1]) - line))
    cv2.ellipse(inside, (int(centre[0]), int(centre[1])), within, 0, 0, 360, 255, -1)
    return float(np.mean(mask[inside > 0] > 0)) < HOLLOW


def _same(one: Box, other: Box) -> bool:
    """Whether two boxes are one mark, seen in two colours."""
    return all(
        abs(first - second) <= LINE
        for first, second in (
            (one.x, other.x),
            (one.y, other.y),
            (one.width, other.width),
            (one.height, other.height),
        )
    )


def _times(box: Box, factor: float) -> Box:
    return Box(*(round(side * factor) for side in (box.x, box.y, box.width, box.height)))

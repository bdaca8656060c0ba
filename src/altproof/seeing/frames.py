"""Hollow frames and circles of one colour, as screenshots have them around a button, and what is left without them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from altproof.model import Box, Highlight, Marking
from altproof.seeing.pixels import Pixels

SMALLEST = 16
"""Pixels of a frame's short side."""
LARGEST = 0.9
"""Of the picture's sides: what is as large in both is the picture's own frame."""
LINE = 8
"""Pixels: no line of a frame is thicker."""
HOLLOW = 0.10
"""Of what is inside the line: a frame holds less of its own colour than this."""
DRAWN = 0.80
"""Of the outline that has to be there."""
ROUND = 0.06
"""How far, in shares of its size, the outline of an ellipse may be from one."""
OTHER_HOLES, MOST_HOLES = 0.1, 20
"""In a frame that an arrow is joined to: the size of its second hole beside the first, and how many it may have; frames
that are joined to each other are a drawing."""

Contour = cv2.typing.MatLike


def find(mask: Pixels) -> tuple[list[Highlight], Pixels]:
    """The frames and circles, and the mask without them; `mask` is not 0 where the colour is."""
    if not mask.any():
        return [], mask
    large = _without_specks(_without_specks(mask, 8) == 0, 4) == 0
    contours, tree = cv2.findContours(large.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    found, rest = [], mask.copy()
    for number in np.flatnonzero(tree[0, :, 3] < 0) if contours else ():  # without those around holes
        outline, hole = contours[number], _only_hole(contours, tree[0], int(number))
        frame = _frame(mask, outline)
        if frame is not None:
            cv2.drawContours(rest, [outline], -1, 0, 2 * LINE)
        elif hole is not None and (frame := _frame(mask, hole)) is not None:  # a frame that an arrow is joined to
            line = _line(mask, frame.box)
            frame = Highlight(frame.marking, _grown(frame.box, line - 1, mask))
            cv2.drawContours(rest, [hole], -1, 0, 2 * line)
        if frame is not None:
            found.append(frame)
    return found, rest


def _without_specks(mask: Pixels, connectivity: int) -> Pixels:
    """Without all that is smaller than a frame: hundreds of thousands of contours would take OpenCV many seconds."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=connectivity)
    large = (stats[:, cv2.CC_STAT_WIDTH] >= SMALLEST) | (stats[:, cv2.CC_STAT_HEIGHT] >= SMALLEST)
    large[0] = False
    kept: Pixels = large.astype(np.uint8)[labels]
    return kept


def _frame(mask: Pixels, contour: Contour) -> Highlight | None:
    """What a contour is: of a piece of colour, or of the hole in one. None: no frame."""
    box = Box(*(int(side) for side in cv2.boundingRect(contour)))
    if min(box.width, box.height) < SMALLEST:
        return None
    if box.width > LARGEST * mask.shape[1] and box.height > LARGEST * mask.shape[0]:
        return None
    if _is_frame(mask, box):
        return Highlight(Marking.BOX, box)
    return Highlight(Marking.CIRCLE, box) if _is_circle(mask, contour, box) else None


def _is_frame(mask: Pixels, box: Box) -> bool:
    """Whether there is a line along all four sides, and little of the colour inside."""
    piece = mask[box.y : box.y + box.height, box.x : box.x + box.width] > 0
    line = min(LINE, max(2, min(box.width, box.height) // 4))
    sides = (piece[:line].max(0), piece[-line:].max(0), piece[:, :line].max(1), piece[:, -line:].max(1))
    inside = piece[line:-line, line:-line]
    return all(float(np.mean(side)) >= DRAWN for side in sides) and float(np.mean(inside)) < HOLLOW


def _is_circle(mask: Pixels, contour: Contour, box: Box) -> bool:
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


def _only_hole(contours: Sequence[Contour], tree: Contour, number: int) -> Contour | None:
    """The hole in a piece of colour; None where there is none, or another that is not much smaller."""
    holes: list[int] = []
    hole = int(tree[number][2])
    while hole >= 0 and len(holes) <= MOST_HOLES:
        holes.append(hole)
        hole = int(tree[hole][0])
    if not 0 < len(holes) <= MOST_HOLES:
        return None
    largest, *others = sorted((contours[one] for one in holes), key=cv2.contourArea, reverse=True)
    joined = others and cv2.contourArea(others[0]) > OTHER_HOLES * cv2.contourArea(largest)
    return None if joined else largest


def _line(mask: Pixels, hole: Box) -> int:
    """Pixels of the line around a hole, at most LINE: the second thinnest of four places, since an arrow hides some."""
    x, y = hole.x + hole.width // 2, hole.y + hole.height // 2
    right, bottom = hole.x + hole.width - 1, hole.y + hole.height - 1
    outwards = (mask[y, : hole.x + 1][::-1], mask[y, right:], mask[: hole.y + 1, x][::-1], mask[bottom:, x])
    thick = sorted(int(np.argmin(np.append(way[:LINE] > 0, False))) for way in outwards)
    return max(1, thick[1])


def _grown(box: Box, by: int, mask: Pixels) -> Box:
    """The box with so much more on each side, as far as the picture goes."""
    left, top = max(0, box.x - by), max(0, box.y - by)
    right, bottom = min(mask.shape[1], box.x + box.width + by), min(mask.shape[0], box.y + box.height + by)
    return Box(left, top, right - left, bottom - top)

"""Which lines of text a mark is about: those in a frame, or those that an arrow, carried on, comes to. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from altproof.model import Box, Highlight, Point
from altproof.seeing.lines import holds

REACH = 2.5
"""Heights of a line of text: as far before it an arrow may end, and never further than the arrow is long."""
AHEAD, CLOSE = 0.3, 0.25
"""The cosine of the angle at which a line lies before the tip, unless it is within so many of its heights: an arrow
that runs along below a line does not point at it."""
ASIDE = 2
"""Pixels of the way that one pixel beside it counts for."""
PLACES = 16
"""On the way, at which lines are looked for."""
COVERED = 0.8
"""Of a line: where as much of it lies under the arrow, the arrow itself was taken for letters."""

Vector = tuple[float, float]


def about(mark: Highlight, boxes: Sequence[Box]) -> list[int]:
    """The indices of the lines, by their boxes, that a mark is about; the one that an arrow comes to first leads."""
    if mark.tip is None:
        return [index for index, box in enumerate(boxes) if holds(mark.box, box)]
    ahead, length = _direction(mark.box, mark.tip), math.hypot(mark.box.width, mark.box.height)
    found = []
    for index, box in enumerate(boxes):
        reach = min(length, REACH * min(box.width, box.height))
        way = _way(mark.tip, ahead, box, reach) if _is_ahead(mark.tip, ahead, box) else math.inf
        if way <= reach and _shared(box, mark.box) < COVERED:
            found.append((way, index))
    return [index for _, index in sorted(found)]


def _direction(box: Box, tip: Point) -> Vector:
    """Of length 1, from the middle of an arrow to its tip."""
    across, down = tip.x - (box.x + box.width / 2), tip.y - (box.y + box.height / 2)
    length = math.hypot(across, down) or 1.0
    return across / length, down / length


def _is_ahead(tip: Point, ahead: Vector, box: Box) -> bool:
    """Whether a box lies before the tip, or around it."""
    across, down = _gap(tip.x, tip.y, box)
    forward, away = across * ahead[0] + down * ahead[1], math.hypot(across, down)
    return forward >= AHEAD * away or (forward >= 0 and away <= CLOSE * min(box.width, box.height))


def _way(tip: Point, ahead: Vector, box: Box, reach: float) -> float:
    """Pixels from the tip to a box, what is beside the way counted more; endless for what is too far."""
    if math.hypot(*_gap(tip.x, tip.y, box)) > reach:
        return math.inf
    steps = (reach * place / PLACES for place in range(PLACES + 1))
    places = ((step, tip.x + step * ahead[0], tip.y + step * ahead[1]) for step in steps)
    return min(step + ASIDE * math.hypot(*_gap(x, y, box)) for step, x, y in places)


def _gap(x: float, y: float, box: Box) -> Vector:
    """From a place to the nearest of a box; 0, 0: it is inside."""
    return min(max(x, box.x), box.x + box.width) - x, min(max(y, box.y), box.y + box.height) - y


def _shared(box: Box, arrow: Box) -> float:
    """The share of a box, 0 to 1, that lies within an arrow's."""
    width = min(box.x + box.width, arrow.x + arrow.width) - max(box.x, arrow.x)
    height = min(box.y + box.height, arrow.y + arrow.height) - max(box.y, arrow.y)
    return max(0, width) * max(0, height) / max(1, box.width * box.height)

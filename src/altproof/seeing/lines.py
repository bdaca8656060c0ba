"""Lines of text as places and words: which are worth reading, in which order, and where their words are. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from altproof.model import Box, Point, Word

Quad = tuple[Point, Point, Point, Point]
"""The corners of a line from the top left, clockwise as it is read."""

MOST_LINES = 60
"""That are recognised in one picture: recognising costs about 0.1 s of processor time each, and titles, buttons and
whatever is marked are among the first."""
TOP = 0.15
"""The share of the height in which titles stand."""
TITLE_BONUS = 1.5
"""By how much a line there counts as larger."""
SAME_LINE = 0.5
"""Of the lower line's height: boxes whose middles are no further apart stand side by side."""


def chosen(quads: Sequence[Quad], marked: Collection[int], height: int, most: int = MOST_LINES) -> list[int]:
    """The indices of the lines to recognise, best first: those that marks are about, then the largest and topmost."""

    def worth(index: int) -> tuple[bool, float, int]:
        box = around(quads[index])
        size = box.height * (TITLE_BONUS if box.y + box.height / 2 < TOP * height else 1.0)
        return index not in marked, -size, index

    return sorted(range(len(quads)), key=worth)[:most]


def in_reading_order(quads: Sequence[Quad]) -> list[int]:
    """The indices from top to bottom, and from left to right where boxes stand side by side."""
    boxes = [around(quad) for quad in quads]
    rows: list[list[int]] = []
    for index in sorted(range(len(boxes)), key=lambda one: (middle(boxes[one]), boxes[one].x)):
        row = rows[-1] if rows else []
        if row and _side_by_side(boxes[row[0]], boxes[index]):
            row.append(index)
        else:
            rows.append([index])
    return [index for row in rows for index in sorted(row, key=lambda one: boxes[one].x)]


def words(text: str, confidence: float, quad: Quad) -> tuple[Word, ...]:
    """The words of a line, split at blanks; their places are in proportion to their letters: approximate."""
    found, start = [], 0
    for word in text.split(" "):
        if word:
            share = (start / len(text), (start + len(word)) / len(text))
            found.append(Word(word, confidence, _slice(quad, *share)))
        start += len(word) + 1
    return tuple(found)


def around(points: Sequence[Point]) -> Box:
    """The smallest upright rectangle that holds all points."""
    left, top = min(point.x for point in points), min(point.y for point in points)
    return Box(left, top, max(point.x for point in points) - left, max(point.y for point in points) - top)


def holds(frame: Box, box: Box) -> bool:
    """Whether the middle of a box is within a frame."""
    across = frame.x <= box.x + box.width / 2 <= frame.x + frame.width
    return across and frame.y <= middle(box) <= frame.y + frame.height


def middle(box: Box) -> float:
    """The height at which a box stands, in pixels from the top."""
    return box.y + box.height / 2


def _side_by_side(left: Box, right: Box) -> bool:
    return abs(middle(left) - middle(right)) <= SAME_LINE * min(left.height, right.height)


def _slice(quad: Quad, start: float, end: float) -> Quad:
    """The part of a line between two shares of its length."""
    top_left, top_right, bottom_right, bottom_left = quad
    return (
        _between(top_left, top_right, start),
        _between(top_left, top_right, end),
        _between(bottom_left, bottom_right, end),
        _between(bottom_left, bottom_right, start),
    )


def _between(start: Point, end: Point, share: float) -> Point:
    return Point(round(start.x + (end.x - start.x) * share), round(start.y + (end.y - start.y) * share))

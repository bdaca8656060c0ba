"""Connected pieces of one colour that are as large as an arrow, and whether they lie on a picture or belong to it."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from altproof.model import Box
from altproof.seeing.pixels import Pixels

SHORTEST = 40
"""Pixels from corner to corner; what is shorter is an icon or a letter."""
LONGEST = 0.75
"""Of the picture's long side."""
FULLEST = 0.05
"""Of the picture: what covers more is no mark on it."""
MOST = 12
"""Pieces as large as this; where there are more, the colour is that of a drawing."""
BRIGHT = 150
"""Of 255: what the strongest of red, green and blue has; darker reds are those of circuits and of photos."""
APART, ALONE = 100, 0.88
"""Of 255: by how much a piece differs in red, green or blue from what is around it, and on which share of the way.
In photos a colour fades into the next; what was drawn on a picture ends."""
NEAR, FAR = 2, 4
"""Pixels away where "around it" is: beyond what smoothing and JPEG blur."""


class Piece(Struct, frozen=True):
    """A connected piece of colour."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]

    @property
    def box(self) -> Box:
        """The smallest rectangle that holds it."""
        left, top = int(self.columns.min()), int(self.rows.min())
        return Box(left, top, int(self.columns.max()) - left + 1, int(self.rows.max()) - top + 1)


def pieces(mask: Pixels) -> Iterator[Piece]:
    """Those as large as an arrow and not cut by the edge; none where there are many. Takes time by the pixels alone."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    x, y, width, height, area = stats.T
    height_in_all, width_in_all = mask.shape
    fits = (np.hypot(width, height) >= SHORTEST) & (np.maximum(width, height) <= LONGEST * max(mask.shape))
    fits &= (area >= SHORTEST) & (area <= FULLEST * mask.size)
    fits &= (x > 0) & (y > 0) & (x + width < width_in_all) & (y + height < height_in_all)
    fits[0] = False  # what is not of the colour
    chosen = np.flatnonzero(fits)
    if not 0 < len(chosen) <= MOST:
        return
    numbers = np.zeros(len(stats), dtype=np.uint8)
    numbers[chosen] = np.arange(1, len(chosen) + 1)
    rows, columns = np.nonzero(numbers[labels])
    numbered = numbers[labels[rows, columns]]
    order = np.argsort(numbered, kind="stable")
    ends = np.cumsum(np.bincount(numbered)[1:])[:-1]
    for part in np.split(order, ends):
        yield Piece(rows[part], columns[part])


def stands_out(piece: Piece, picture: Pixels, mask: Pixels) -> bool:
    """Whether a piece is bright and ends against what is around it, others of its colour left out."""
    box = piece.box
    top, left = max(0, box.y - FAR), max(0, box.x - FAR)
    here = slice(top, box.y + box.height + FAR), slice(left, box.x + box.width + FAR)
    shape = np.zeros_like(mask[here])
    shape[piece.rows - top, piece.columns - left] = 1
    colour = np.median(picture[piece.rows, piece.columns], axis=0)
    near, far = (cv2.dilate(shape, np.ones((3, 3), np.uint8), iterations=reach) for reach in (NEAR, FAR))
    around = picture[here][(far > 0) & (near == 0) & (mask[here] == 0)]
    apart = np.abs(around - colour).max(axis=1) >= APART
    return bool(colour.max() >= BRIGHT and np.mean(apart) >= ALONE)

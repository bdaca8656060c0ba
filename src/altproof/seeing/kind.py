"""Whether a picture is a photo, by three numbers of its pixels; nothing else can be told apart by pixels alone.

The numbers favour silence: a drawing called a photo would lose its draft, a photo not recognised loses nothing.
"""

from __future__ import annotations

import cv2
import numpy as np

from altproof.seeing.pixels import Pixels, grey, shrunk

SIDE = 640
"""Pixels of the long side at which the numbers are taken: large photos are smoother than small ones."""
SAME = 1
"""Grey values: neighbours that differ by no more are one surface."""
SLOPE = 24
"""Grey values: neighbours that differ by more are an edge, as of letters and lines."""
SOFT, FLAT, ENTROPY = 0.40, 0.45, 6.5
"""A photo has more slopes, fewer plain surfaces, and more bits of grey per pixel (8 at most) than this."""


def is_photo(picture: Pixels) -> bool:
    """Whether the pixels look as a camera makes them."""
    shades = grey(shrunk(picture, SIDE))
    if min(shades.shape) < 2:
        return False
    return soft_share(shades) > SOFT and flat_share(shades) < FLAT and entropy(shades) > ENTROPY


def flat_share(shades: Pixels) -> float:
    """The share, 0 to 1, of pixels that are as their right and lower neighbours."""
    return float(np.mean(_steps(shades) <= SAME))


def soft_share(shades: Pixels) -> float:
    """The share, 0 to 1, of pixels that differ from a neighbour, but gently."""
    steps = _steps(shades)
    return float(np.mean((steps > SAME) & (steps <= SLOPE)))


def entropy(shades: Pixels) -> float:
    """Bits that a pixel's grey value tells, 0 to 8."""
    shares = np.bincount(shades.ravel(), minlength=256) / shades.size
    shares = shares[shares > 0]
    return float(-np.sum(shares * np.log2(shares)))


def _steps(shades: Pixels) -> Pixels:
    """For each pixel how much its right or its lower neighbour differs, whichever differs more."""
    right = cv2.absdiff(shades[:-1, 1:], shades[:-1, :-1])
    down = cv2.absdiff(shades[1:, :-1], shades[:-1, :-1])
    return np.maximum(right, down)

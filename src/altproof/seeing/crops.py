"""Where to cut a picture so that what matters stays: where it changes and stands out, faces, and what can be read."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from altproof.model import Box, Crop
from altproof.seeing.pixels import Pixels, grey, shrunk

Energy = NDArray[np.float32]
SIDE = 320
"""Pixels of the long side of the map."""
STEPS = 24
"""Places that are tried along the way that a crop can be moved."""
FACE, TEXT, CENTRE = 4.0, 1.0, 0.25
"""Weights, in shares of the energy of an average pixel: of a face's pixels, of a text's, and of the very middle."""
DEFAULT_RATIO = 1.0
"""When none is asked for, as documentation shows its previews."""


def propose(
    picture: Pixels, ratios: Sequence[float], faces: Sequence[Box] = (), texts: Sequence[Box] = ()
) -> tuple[Crop, ...]:
    """One cut for each ratio of width to height that is asked for, in their order; one in all when none is."""
    small = shrunk(picture, SIDE)
    factor = small.shape[1] / picture.shape[1]
    energy = energy_of(small)
    for boxes, weight in ((faces, FACE), (texts, TEXT)):
        for box in boxes:
            left, top, right, bottom = (
                round(side * factor) for side in (box.x, box.y, box.x + box.width, box.y + box.height)
            )
            energy[top : max(bottom, top + 1), left : max(right, left + 1)] += weight
    sums = cv2.integral(energy).astype(np.float64, copy=False)
    height, width = picture.shape[:2]
    return tuple(Crop(ratio, _best(sums, ratio, width, height)) for ratio in ratios or (DEFAULT_RATIO,))


def energy_of(picture: Pixels) -> Energy:
    """For each pixel how much it matters, 1 on average: edges, colours unlike the picture's, and the middle."""
    edges = np.abs(cv2.Laplacian(grey(picture), cv2.CV_32F, ksize=3))
    colours = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB).astype(np.float32)
    usual = np.median(colours.reshape(-1, 3), axis=0)
    unlike = np.sqrt(np.sum((colours - usual) ** 2, axis=2))
    energy = _on_average_one(edges) + _on_average_one(unlike)
    height, width = energy.shape
    across = 1 - np.abs(np.linspace(-1, 1, width, dtype=np.float32))[np.newaxis, :]
    down = 1 - np.abs(np.linspace(-1, 1, height, dtype=np.float32))[:, np.newaxis]
    weighed: Energy = (energy / 2 + CENTRE * across * down).astype(np.float32)
    return weighed


def _on_average_one(energy: Energy) -> Energy:
    mean = float(np.mean(energy))
    return np.asarray(energy / mean, dtype=np.float32) if mean > 0 else energy


def _best(sums: NDArray[np.float64], ratio: float, width: int, height: int) -> Box:
    """The largest cut, moved to where it holds most; `sums` is of the shrunk picture, the box of the picture itself."""
    across = min(float(width), height * ratio)
    size = max(1, min(width, round(across))), max(1, min(height, round(across / ratio)))
    places = [
        Box(round((width - size[0]) * step / STEPS), round((height - size[1]) * step / STEPS), *size)
        for step in range(STEPS + 1)
    ]
    return max(places, key=lambda box: _within(sums, box, width, height))


def _within(sums: NDArray[np.float64], box: Box, width: int, height: int) -> float:
    rows, columns = sums.shape[0] - 1, sums.shape[1] - 1
    left, right = round(box.x / width * columns), round((box.x + box.width) / width * columns)
    top, bottom = round(box.y / height * rows), round((box.y + box.height) / height * rows)
    return float(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left])

"""Pictures as arrays: rows of pixels, each red, green and blue from 0 to 255."""

from __future__ import annotations

import io
import warnings

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
"""Height x width x 3, or height x width of grey values."""

FORMATS = ("PNG", "JPEG")
"""What the decoding child makes."""
MAX_PIXELS = 16_000_000
"""More than the decoding child makes for the offline engine."""


def opened(data: bytes) -> Pixels:
    """The pixels of a plain PNG or JPEG. Raises whatever Pillow raises for damaged files."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            return np.asarray(image.convert("RGB"))


def grey(picture: Pixels) -> Pixels:
    """Its grey values."""
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)


def shrunk(picture: Pixels, side: int) -> Pixels:
    """The picture with a long side of at most `side` pixels."""
    return scaled(picture, min(1.0, side / max(picture.shape[:2])))


def scaled(picture: Pixels, factor: float) -> Pixels:
    """The picture with sides that are `factor` times as long, at least one pixel."""
    if factor == 1.0:
        return picture
    size = max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(picture, size, interpolation=how).astype(np.uint8, copy=False)

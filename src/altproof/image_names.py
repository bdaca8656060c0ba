"""How the names of image files end."""

from __future__ import annotations

from typing import Final

ENDINGS: Final = ("png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "ico", "tif", "tiff")
"""In lower case, without the dot: what documents show. A place that knows further ones adds them."""


def pattern(*further: str) -> str:
    """The pattern of such an ending and of these, the dot included; to be used with letter case ignored."""
    return rf"\.(?:{'|'.join((*ENDINGS, *further))})"

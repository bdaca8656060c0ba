"""The crops that an engine proposed, cut out of their images."""

from __future__ import annotations

import time
from collections.abc import Callable

from altproof.commands.crops import SUFFIXES, stems
from altproof.errors import AltproofError
from altproof.images.identify import identify
from altproof.images.workshop import Limits, Prepared, Workshop
from altproof.model import Crop, DescribedImage
from altproof.report import Report

MOST = 200
"""Crops of one report."""
MOST_BYTES = 40_000_000
"""Of all of them."""
SECONDS = 20.0
"""After which no further crop is begun, as with thumbnails."""
IMAGE_SECONDS = 5.0
CROP = Limits(max_side=1600, max_bytes=1_000_000, min_side=1, hard_side=1600, media_types=frozenset())
"""No media type: every picture is drawn anew, so that nothing of the file but its pixels is passed on."""

Read = Callable[[DescribedImage], bytes]
"""The bytes of an image; none when they cannot be had."""


def cut(
    report: Report, read: Read, *, most: int = MOST, most_bytes: int = MOST_BYTES, seconds: float = SECONDS
) -> dict[str, bytes]:
    """The pictures by the name of their file. What cannot be cut is left out: the report still has its box."""
    end = time.monotonic() + seconds
    made: dict[str, bytes] = {}
    room = most_bytes
    with Workshop(seconds=IMAGE_SECONDS) as workshop:
        for image in report.images:
            data = read(image) if image.analysis and image.analysis.crops else b""
            for crop, stem in stems(image) if data else ():
                if len(made) >= most or time.monotonic() > end:
                    return made
                picture = _cut(workshop, data, crop)
                if picture is None:
                    continue
                room -= len(picture.data)
                if room < 0:
                    return made
                made[f"{stem}.{SUFFIXES[picture.media_type]}"] = picture.data
    return made


def _cut(workshop: Workshop, data: bytes, crop: Crop) -> Prepared | None:
    try:
        return workshop.cut(data, identify(data), crop.box, CROP)
    except AltproofError:  # where that matters, the run has said so
        return None

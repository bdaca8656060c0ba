"""The crops that an engine proposed, cut out of their images as files for the output folder."""

from __future__ import annotations

import hashlib
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from altproof.errors import AltproofError
from altproof.images.identify import identify
from altproof.images.workshop import Limits, Prepared, Workshop
from altproof.model import Crop, DescribedImage
from altproof.report import Report

FOLDER = "crops"
MOST = 200
"""Crops of one report."""
MOST_BYTES = 40_000_000
"""Of all of them."""
SECONDS = 20.0
"""After which no further crop is begun, as with thumbnails."""
IMAGE_SECONDS = 5.0
CROP = Limits(max_side=1600, max_bytes=1_000_000, min_side=1, hard_side=1600, media_types=frozenset())
"""No media type: every picture is drawn anew, so that nothing of the file but its pixels is passed on."""
LONGEST_STEM = 60
"""Characters of the path that a name keeps; the end tells most."""
SUFFIXES: Mapping[str, str] = {"image/png": "png", "image/jpeg": "jpg"}
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")

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


def stems(image: DescribedImage) -> Iterator[tuple[Crop, str]]:
    """Each crop of an image with the name of its file but for the suffix: `crops/PATH-HASH-RATIO`.

    The path is there for people. The hash of it keeps names apart: of paths that look alike when they are flattened,
    and on file systems that ignore the case of letters.
    """
    path = image.file.path
    flat = _UNSAFE.sub("-", path)[-LONGEST_STEM:].strip("-") or "image"
    digest = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    times: Counter[str] = Counter()
    for crop in (image.analysis.crops if image.analysis else None) or ():
        ratio = f"{min(abs(crop.aspect_ratio), 99.0):.2f}"
        times[ratio] += 1
        again = f"-{times[ratio]}" if times[ratio] > 1 else ""
        yield crop, f"{FOLDER}/{flat}-{digest}-{ratio}{again}"


def named(report: Report, files: Collection[str]) -> Report:
    """The report in which each crop names its file, where one of these is its own."""
    return replace(report, images=tuple(_named(image, frozenset(files)) for image in report.images))


def _named(image: DescribedImage, files: frozenset[str]) -> DescribedImage:
    if image.analysis is None or not image.analysis.crops:
        return image
    crops = tuple(replace(crop, file=_file(stem, files)) for crop, stem in stems(image))
    return replace(image, analysis=replace(image.analysis, crops=crops))


def _file(stem: str, files: frozenset[str]) -> str | None:
    return next((file for suffix in SUFFIXES.values() if (file := f"{stem}.{suffix}") in files), None)

"""The names of the crops that an engine proposed, as files in the output folder, and the report that tells of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from msgspec.structs import replace

from altproof.model import Crop, DescribedImage
from altproof.patterns import lazy_regex
from altproof.report import Report

FOLDER = "crops"
LONGEST_STEM = 60
"""Characters of the path that a name keeps; the end tells most."""
SUFFIXES: Mapping[str, str] = {"image/png": "png", "image/jpeg": "jpg"}
_UNSAFE = lazy_regex(r"[^A-Za-z0-9]+")


def stems(image: DescribedImage) -> Iterator[tuple[Crop, str]]:
    """Each crop of an image with the name of its file but for the suffix: `crops/PATH-HASH-RATIO`.

    The path is there for people. The hash of it keeps names apart: of paths that look alike when they are flattened,
    and on file systems that ignore the case of letters.
    """
    import hashlib  # only what draws and looks at images needs it

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

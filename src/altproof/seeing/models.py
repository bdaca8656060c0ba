"""Where what the child sees with is found, without loading any of it; and what it is called in versions."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("numpy", "cv2", "onnxruntime", "rapidocr")
"""The modules of `altproof[offline]`."""
INSTALL = "pip install 'altproof[offline]' adds what it sees with"
DISTRIBUTIONS = ("numpy", "opencv-python-headless", "onnxruntime", "rapidocr")
DETECTION, RECOGNITION, DIRECTION = (
    "PP-OCRv6_det_small.onnx",
    "PP-OCRv6_rec_small.onnx",
    "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
)
"""The models inside RapidOCR's wheel; the last, which finds text that stands on its head, is not used."""
NAME = "PP-OCRv6_small"
"""Both models that are used."""


@cache
def installed() -> bool:
    """Whether everything of `altproof[offline]` is there."""
    return all(find_spec(package) is not None for package in PACKAGES)


def folder() -> Path:
    """Of the models. Raises FileNotFoundError without RapidOCR."""
    spec = find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("rapidocr is not installed")
    return Path(spec.submodule_search_locations[0]) / "models"


def missing() -> tuple[str, ...]:
    """The models that are not where RapidOCR's wheel puts them; never fetched from anywhere."""
    return tuple(name for name in (DETECTION, RECOGNITION) if not (folder() / name).is_file())


@cache
def versions() -> str:
    """What decides how a picture is seen, such as `numpy 2.4.6, rapidocr 3.10.0`; "" when nothing is installed."""
    found = []
    for name in DISTRIBUTIONS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)

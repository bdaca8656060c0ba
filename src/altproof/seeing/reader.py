"""Reading with RapidOCR: the two models of its wheel, loaded by hand so that nothing can ever be fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import rapidocr
from omegaconf import OmegaConf
from onnxruntime import InferenceSession, SessionOptions
from rapidocr.ch_ppocr_det import TextDetector
from rapidocr.ch_ppocr_rec import TextRecInput, TextRecognizer
from rapidocr.utils.parse_parameters import ParseParams
from rapidocr.utils.process_img import get_rotate_crop_image

from altproof.model import Highlight, Point, TextLine
from altproof.seeing import aim, lines, models
from altproof.seeing.lines import Quad
from altproof.seeing.pixels import Pixels, scaled

THREADS = 2
DETECTION_SIDE = 1280
"""Pixels of the long side at which text is found; at 1,920 it takes twice as long and finds no more."""
DETECTION_SHORT = 736
"""Pixels to which a smaller picture's short side is enlarged before: letters of 10 pixels are found only then."""
LINE_HEIGHT = 48
"""Pixels of a line as the model takes it; its width is in proportion."""
BATCH_WIDTH = 1600
"""Pixels of the lines that are recognised at once: bounds the memory."""
WIDTH_IN_ALL = 60_000
"""Pixels of all recognised lines of a picture together, which bounds the time: about 5 s of processor time."""
LONGEST = 1000
"""Characters of a line."""


class Reader:
    """Finds and reads lines of text. Takes about 1.5 s and 170 MB to make; one picture at a time."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds the models. Raises whatever ONNX Runtime raises for files that are none."""
        config = ParseParams.load(Path(rapidocr.__file__).with_name("config.yaml"))
        self._detector = TextDetector(_section(config.Det, folder / models.DETECTION))
        self._detector.limit_type, self._detector.limit_side_len = "max", DETECTION_SIDE
        recognition = _section(config.Rec, folder / models.RECOGNITION)
        recognition.update({"font_path": None, "rec_batch_num": lines.MOST_LINES})
        self._recogniser = TextRecognizer(recognition)

    def read(self, picture: Pixels, marks: Sequence[Highlight], sure: float) -> tuple[TextLine, ...]:
        """The lines that are read at least so `sure` (0 to 1), in reading order.

        Of very many those that `marks` are about and the largest.
        """
        colours = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR).astype(np.uint8, copy=False)  # as the models were taught
        quads = self._found(colours)
        boxes = [lines.around(quad) for quad in quads]
        marked = {index for mark in marks for index in aim.about(mark, boxes)}
        best = lines.chosen(quads, marked, picture.shape[0])
        texts = self._recognised(colours, {index: quads[index] for index in best})
        kept = [index for index in sorted(texts) if texts[index][1] >= sure and texts[index][0]]
        order = lines.in_reading_order([quads[index] for index in kept])
        return tuple(_line(*texts[kept[place]], quads[kept[place]]) for place in order)

    def _found(self, picture: Pixels) -> list[Quad]:
        """Where lines stand, in pixels of the picture."""
        height, width = picture.shape[:2]
        factor = min(DETECTION_SIDE / max(height, width), max(1.0, DETECTION_SHORT / min(height, width)))
        boxes = self._detector(scaled(picture, factor)).boxes
        return [] if boxes is None else [_quad(corners, 1 / factor, width, height) for corners in boxes]

    def _recognised(self, picture: Pixels, quads: dict[int, Quad]) -> dict[int, tuple[str, float]]:
        """Text and confidence of each line, by its index, as far as their width in all allows."""
        texts: dict[int, tuple[str, float]] = {}
        for batch in _batches({index: _cut_out(picture, quad) for index, quad in quads.items()}):
            result = self._recogniser(TextRecInput(img=list(batch.values())))
            for index, text, confidence in zip(batch, result.txts or (), result.scores or (), strict=True):
                texts[index] = _plain(text), min(1.0, max(0.0, float(confidence)))
        return texts


def _section(section: Any, model: Path) -> Any:
    """A part of RapidOCR's configuration with the model opened here, instead of by a path or an address."""
    config = OmegaConf.to_container(section)
    assert isinstance(config, dict)  # noqa: S101  (a section of its configuration)
    made = _Section(config)
    made["session"] = _session(model)
    return made


class _Section(dict[Any, Any]):
    """What RapidOCR takes as configuration: keys that are attributes as well."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def _session(model: Path) -> InferenceSession:
    options = SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = THREADS, 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # every picture has another size
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting would count as processor time
    return InferenceSession(model.read_bytes(), options, providers=["CPUExecutionProvider"])


def _batches(images: dict[int, Pixels]) -> Iterator[dict[int, Pixels]]:
    """Lines to be recognised at once: the model pads them to the widest, so like goes with like."""
    left, within = WIDTH_IN_ALL, {}
    for index, image in images.items():
        left -= _width(image)
        if left >= 0:
            within[index] = image
    batch: dict[int, Pixels] = {}
    for index in sorted(within, key=lambda one: (_width(within[one]), one)):
        if batch and (len(batch) + 1) * _width(within[index]) > BATCH_WIDTH:
            yield batch
            batch = {}
        batch[index] = within[index]
    if batch:
        yield batch


def _width(image: Pixels) -> int:
    """Pixels of a line as the model takes it."""
    height, width = image.shape[:2]
    return max(320, LINE_HEIGHT * int(width) // max(1, int(height)))


def _cut_out(picture: Pixels, quad: Quad) -> Pixels:
    """The pixels of a line, upright."""
    corners = np.array([(point.x, point.y) for point in quad], dtype=np.float32)
    cut: Pixels = get_rotate_crop_image(picture, corners)
    return cut


def _quad(corners: Any, factor: float, width: int, height: int) -> Quad:
    points = [
        Point(min(width, max(0, round(float(x) * factor))), min(height, max(0, round(float(y) * factor))))
        for x, y in corners
    ]
    return points[0], points[1], points[2], points[3]


def _plain(text: str) -> str:
    """On one printable line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST].strip()


def _line(text: str, confidence: float, quad: Quad) -> TextLine:
    confidence = round(confidence, 3)
    return TextLine(text, quad, lines.words(text, confidence, quad))

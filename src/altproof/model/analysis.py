"""What an engine saw."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from altproof.discreet import Discreet
from altproof.model.requests import Feature, SegmentationMode


class Box(Struct, frozen=True):
    """A rectangle in pixels of the original image."""

    x: int
    y: int
    width: int
    height: int


class Point(Struct, frozen=True):
    """A place in pixels of the original image."""

    x: int
    y: int


class Caption(Struct, frozen=True):
    """One sentence about the whole image."""

    text: str
    confidence: float


class DenseCaption(Struct, frozen=True):
    """One sentence about a region; the first of a list may be the whole image."""

    text: str
    confidence: float
    box: Box


class Tag(Struct, frozen=True):
    """A word for what the image holds."""

    name: str
    confidence: float


class DetectedObject(Struct, frozen=True):
    """A thing and where it is."""

    name: str
    confidence: float
    box: Box


class Person(Struct, frozen=True):
    """A person and where; never who."""

    confidence: float
    box: Box


class Word(Struct, frozen=True):
    """A word that was read; `polygon` has four corners from the top left, clockwise, or none when unknown."""

    text: str
    confidence: float
    polygon: tuple[Point, ...] = ()


class TextLine(Struct, frozen=True):
    """A line that was read, with its words."""

    text: str
    polygon: tuple[Point, ...] = ()
    words: tuple[Word, ...] = ()


class Crop(Struct, frozen=True):
    """A proposed cut; `aspect_ratio` is width divided by height, as it was asked for."""

    aspect_ratio: float
    box: Box
    file: str | None = None
    """The part as a picture, relative to the output folder. None: none was written."""


class CustomResult(Struct, frozen=True):
    """What a custom model answered: tags (classification) or objects (detection)."""

    tags: tuple[Tag, ...] = ()
    objects: tuple[DetectedObject, ...] = ()


class Marking(StrEnum):
    """How somebody points at a part of a picture."""

    BOX = "box"
    CIRCLE = "circle"
    ARROW = "arrow"


class Highlight(Struct, frozen=True):
    """A part of the picture that its author marked, such as by a red frame."""

    marking: Marking
    box: Box
    """Of the marked part; for an arrow, of the arrow itself."""
    text: str = ""
    """The words read inside it or at the arrow's tip; "": none, or nobody read."""
    tip: Point | None = None
    """Where an arrow points. None: no arrow."""


class Appearance(Struct, frozen=True):
    """What the pixels themselves say, beside the seven features; only known where pixels were looked at here."""

    kind: str | None = None
    """`photo` or `icon`. None: neither, or not sure."""
    dark: bool = False
    """Whether most of the picture is dark, as on a dark theme."""
    colour: str = ""
    """The dominant colour as `#rrggbb`; "": unknown."""
    blank: bool = False
    """Whether it shows one colour only."""
    transparent: bool = False
    frames: int = 1
    """More than 1: it moves, and only the first frame was looked at."""
    perceptual_hash: str = ""
    """16 hexadecimal digits; pictures that look the same differ in few bits. "": unknown."""
    negative_hash: str = ""
    """The same of its negative, so that a picture can be compared with its dark or light version. "": unknown."""
    highlights: tuple[Highlight, ...] = ()


class Segmentation(Discreet, Struct, frozen=True):
    """A picture that a service cut out; the report names its file, the bytes are saved beside it."""

    mode: SegmentationMode
    file: str
    """Relative to the output folder."""
    width: int
    """Pixels, as the picture was sent."""
    height: int
    data: bytes
    """A PNG by its header, and as untrusted as any other picture."""


class AnalysisDetails(Struct, frozen=True):
    """How an analysis came about."""

    request_id: str | None = None
    """The service's own id of the answer, to quote in a support case."""
    model_version: str | None = None
    api_version: str | None = None
    sent_width: int | None = None
    """Pixels of the picture that was sent; None: nothing was sent, or it was sent by address."""
    sent_height: int | None = None
    sent_bytes: int = 0
    attempts: int = 0
    milliseconds: int = 0
    from_cache: bool = False
    """True when an earlier run asked: then nothing was sent in this one."""


class Analysis(Struct, frozen=True):
    """What an engine saw. `None` for a feature: not asked for, or in `unsupported`; empty: looked, found nothing."""

    engine: str
    model: str | None = None
    """The model's or deployment's name; None: the engine has just one."""
    caption: Caption | None = None
    dense_captions: tuple[DenseCaption, ...] | None = None
    tags: tuple[Tag, ...] | None = None
    objects: tuple[DetectedObject, ...] | None = None
    people: tuple[Person, ...] | None = None
    text_lines: tuple[TextLine, ...] | None = None
    crops: tuple[Crop, ...] | None = None
    custom: CustomResult | None = None
    segmentation: Segmentation | None = None
    alt_text: str | None = None
    """Only from engines that see the surroundings."""
    appearance: Appearance | None = None
    unsupported: tuple[Feature, ...] = ()
    """Asked for, but this engine cannot fill it for this image: never the same as "nothing found"."""
    details: AnalysisDetails = AnalysisDetails()

    @property
    def answered(self) -> tuple[Feature, ...]:
        """The features that were filled, be it with "nothing found"."""
        found = {
            Feature.CAPTION: self.caption,
            Feature.DENSE_CAPTIONS: self.dense_captions,
            Feature.TAGS: self.tags,
            Feature.OBJECTS: self.objects,
            Feature.PEOPLE: self.people,
            Feature.READ: self.text_lines,
            Feature.SMART_CROPS: self.crops,
        }
        return tuple(feature for feature, answer in found.items() if answer is not None)

    @property
    def holds_anything(self) -> bool:
        """Whether any feature, another result or an alt text is there, be it "nothing found"."""
        others = (self.custom, self.segmentation, self.alt_text)
        return bool(self.answered) or any(found is not None for found in others)

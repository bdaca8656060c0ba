"""What an engine can be asked for."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from altproof.model.documents import Surroundings


class Feature(StrEnum):
    """What an engine can be asked for, in the spelling of the Image Analysis 4.0 REST interface."""

    CAPTION = "caption"
    DENSE_CAPTIONS = "denseCaptions"
    TAGS = "tags"
    OBJECTS = "objects"
    PEOPLE = "people"
    READ = "read"
    SMART_CROPS = "smartCrops"


class SegmentationMode(StrEnum):
    """What is cut out of a picture, by the service's own words."""

    BACKGROUND_REMOVAL = "backgroundRemoval"
    FOREGROUND_MATTING = "foregroundMatting"


class TextReader(StrEnum):
    """Who reads text without a service."""

    AUTO = "auto"
    """RapidOCR, and Tesseract for the scripts that only it can read."""
    RAPIDOCR = "rapidocr"
    TESSERACT = "tesseract"
    NONE = "none"


class Request(Struct, frozen=True):
    """What to ask an engine."""

    features: tuple[Feature, ...]
    language: str = "en"
    """BCP 47."""
    gender_neutral_caption: bool = False
    smart_crops_aspect_ratios: tuple[float, ...] = ()
    """Width divided by height; empty: the engine chooses one."""
    model_name: str | None = None
    """A custom model; excludes every field above."""
    segmentation_mode: SegmentationMode | None = None
    """Asks for a picture instead of words; excludes every field above."""
    model_version: str | None = None
    text_reader: TextReader = TextReader.AUTO
    """For the engine that reads without a service."""
    surroundings: Surroundings = Surroundings()
    """For engines that use context."""

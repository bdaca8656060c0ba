"""The nouns of Altproof: frozen values with their units, and what `None` means, written at the field.

Conventions: lines and columns are 1-based and count characters; boxes and points are in pixels of the original
image, origin top left; confidences run from 0 to 1; paths are relative to the repository root, with `/`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Feature(StrEnum):
    """What an engine can be asked for, in the spelling of the Image Analysis 4.0 REST interface."""

    CAPTION = "caption"
    DENSE_CAPTIONS = "denseCaptions"
    TAGS = "tags"
    OBJECTS = "objects"
    PEOPLE = "people"
    READ = "read"
    SMART_CROPS = "smartCrops"


class Severity(StrEnum):
    """How serious a finding is. A rule that is off makes no finding, so "off" is no severity."""

    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """Larger is worse."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """What a repository wants of one rule."""

    names_severity: bool
    """False: the profile's severity stays."""
    severity: Severity | None = None
    """None: off."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Only those that were written, by name; the schema has checked them."""


class Grade(StrEnum):
    """How far a draft can be trusted; only high and medium may become an edit that a person can commit."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"

    @property
    def is_committable(self) -> bool:
        """Whether a draft of this grade may become an edit, and be called a suggestion."""
        return self in (Grade.HIGH, Grade.MEDIUM)


class WordSource(StrEnum):
    """Where the words of a draft come from."""

    AUTHOR = "author"
    SVG = "svg"
    CAPTION = "caption"
    WORDS = "words"
    MODEL = "model"


class TargetKind(StrEnum):
    """What the address of an image leads to."""

    FILE = "file"
    REMOTE = "remote"
    """On the network: the alt text counts, the picture is unknown."""
    DATA = "data"
    """The picture stands in the document itself."""
    MISSING = "missing"
    OUTSIDE = "outside"
    """It would lead out of the repository, so it was not followed."""
    WRONG_CASE = "wrong-case"
    """A file of this name exists in other letter case only: fine on some systems, broken on the web."""
    UNKNOWN = "unknown"
    """A template or program fills it in, or nobody has looked."""


class Status(StrEnum):
    """What happened to a file between base and head."""

    ADDED = "added"
    MODIFIED = "modified"
    RENAMED = "renamed"
    """Moved with the same bytes; a file that was moved and edited counts as added."""
    UNCHANGED = "unchanged"

    @property
    def has_new_bytes(self) -> bool:
        """Whether head shows something that base did not; a moved image shows what it showed before."""
        return self in (Status.ADDED, Status.MODIFIED)


# --- documents ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document; the end is exclusive. A zero-length span is a place to insert."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `span` of `document` by `replacement`, which is already escaped for the syntax around it."""

    document: str
    span: Span
    replacement: str


class Trait(StrEnum):
    """What the way an image is written says about it."""

    AMID_WORDS = "amid-words"
    """Words stand beside it in the same paragraph, list item or cell."""
    ARIA_HIDDEN = "aria-hidden"
    """`aria-hidden="true"` is written on the image itself, not on an element around it."""
    VALUELESS = "valueless"
    """`alt` is written without `=` and value, which HTML reads as empty; in Markdown it was more likely forgotten."""
    UNDESCRIBED = "undescribed"
    """Its syntax announces a long description (`type="complex"` of Microsoft Learn), and there is none."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around an image in its document; `None`: there is none."""

    page_title: str | None = None
    heading: str | None = None
    text_before: str | None = None
    text_after: str | None = None
    caption: str | None = None
    """The figure caption the author wrote."""
    title: str | None = None
    """The title attribute of the image."""
    link_target: str | None = None
    """Where the link around the image leads; `None`: the image is no link."""
    link_text: str | None = None
    """Its text besides the image, its aria-label or its title; "": the image is all there is. None: unknown."""
    aria_label: str | None = None
    """The name that aria-label, or an existing target of aria-labelledby, gives the image; None: neither is written."""
    role: str | None = None
    """The ARIA role written on the image."""
    hidden: bool = False
    """True when the syntax hides the image from assistive technology (aria-hidden, hidden)."""
    traits: frozenset[Trait] = frozenset()
    label: str | None = None
    """Its name where the address stands elsewhere: that of a Markdown reference or of a substitution."""


@dataclass(frozen=True, slots=True)
class ImageReference:
    """One place in a document that shows an image."""

    document: str
    span: Span
    """The whole construct."""
    syntax: str
    """Which form the author used, such as `markdown-inline` or `html-img`."""
    target: str
    """The address as the syntax gives it, entities and escapes undone."""
    alt: str | None
    """As a reader would hear it. None: nothing was written. "": written empty, so the author says decorative."""
    alt_span: Span | None
    """The slot to edit. None: this alt text cannot be edited here."""
    surroundings: Surroundings = Surroundings()
    image: str | None = None
    """The file the target leads to. None: remote, unknown, or no such file."""
    target_kind: TargetKind = TargetKind.UNKNOWN
    near: str | None = None
    """The file whose path differs in letter case only; only for the target kind `wrong-case`."""
    target_before: str | None = None
    """The target that the same alt text had before the change, mostly the same one. None: the alt text is new or
    other than before, or nothing is known of then."""
    changed: bool = False
    """True when the construct touches a line that the change added."""
    fixed_alt: bool = False
    """True when the alt is computed (a template, an expression): it counts as written and is not judged."""

    @property
    def id(self) -> str:
        """Names this reference within one report."""
        return f"{self.document}:{self.span.line}:{self.span.column}"


# --- changes -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lines:
    """A stretch of lines, both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One file that exists at head and differs from base."""

    path: str
    status: Status
    lines: tuple[Lines, ...] = ()
    """The lines that head has and base has not, in order; empty for images and for files whose text did not change."""

    def touches(self, span: Span) -> bool:
        """Whether any line of `span` is one of the changed lines."""
        place = bisect_left(self.lines, span.line, key=lambda stretch: stretch.last)
        return place < len(self.lines) and self.lines[place].first <= span.end_line


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What changed between two revisions."""

    base: str | None
    """Commit id. None: there is nothing to compare with, everything counts as present and nothing as changed."""
    head: str | None
    """Commit id. None: the files as they lie on disk, outside git."""
    files: tuple[ChangedFile, ...] = ()
    not_followed: tuple[str, ...] = ()
    """Changed symbolic links and submodules: they are no files of this repository."""
    everything: bool = False
    """True when the whole tree is to be looked at (audit, first push, or a comparison that failed)."""

    def by_path(self) -> dict[str, ChangedFile]:
        """The changed files by their path at head."""
        return {file.path: file for file in self.files}


# --- images ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EmbeddedText:
    """Words that stand in the image file itself, such as those of an SVG."""

    title: str | None = None
    description: str | None = None
    texts: tuple[str, ...] = ()
    """Visible text in document order."""


@dataclass(frozen=True, slots=True)
class ImageFile:
    """Facts about one image; the bytes are read when needed and never kept."""

    path: str
    sha256: str
    """Of the content, in hexadecimal digits; "": the service fetched the image, its bytes were never here."""
    media_type: str
    """By content, never by name, such as `image/png`; "": unknown."""
    width: int | None
    """Pixels; None: the format does not say (an SVG without size)."""
    height: int | None
    byte_count: int
    status: Status
    embedded: EmbeddedText = EmbeddedText()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the original image."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Point:
    """A place in pixels of the original image."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Caption:
    """One sentence about the whole image."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class DenseCaption:
    """One sentence about a region; the first of a list may be the whole image."""

    text: str
    confidence: float
    box: Box


@dataclass(frozen=True, slots=True)
class Tag:
    """A word for what the image holds."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class DetectedObject:
    """A thing and where it is."""

    name: str
    confidence: float
    box: Box


@dataclass(frozen=True, slots=True)
class Person:
    """A person and where; never who."""

    confidence: float
    box: Box


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was read; `polygon` has four corners from the top left, clockwise, or none when unknown."""

    text: str
    confidence: float
    polygon: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that was read, with its words."""

    text: str
    polygon: tuple[Point, ...] = ()
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Crop:
    """A proposed cut; `aspect_ratio` is width divided by height, as it was asked for."""

    aspect_ratio: float
    box: Box


@dataclass(frozen=True, slots=True)
class CustomResult:
    """What a custom model answered: tags (classification) or objects (detection)."""

    tags: tuple[Tag, ...] = ()
    objects: tuple[DetectedObject, ...] = ()


class Marking(StrEnum):
    """How somebody points at a part of a picture."""

    BOX = "box"
    CIRCLE = "circle"
    ARROW = "arrow"


@dataclass(frozen=True, slots=True)
class Highlight:
    """A part of the picture that its author marked, such as by a red frame."""

    marking: Marking
    box: Box
    """Of the marked part; for an arrow, of the arrow."""
    text: str = ""
    """The words read inside it or at the arrow's head; "": none, or nobody read."""


@dataclass(frozen=True, slots=True)
class Appearance:
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
    highlights: tuple[Highlight, ...] = ()


class SegmentationMode(StrEnum):
    """What is cut out of a picture, by the service's own words."""

    BACKGROUND_REMOVAL = "backgroundRemoval"
    FOREGROUND_MATTING = "foregroundMatting"


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A picture that a service cut out; the report names its file, the bytes are saved beside it."""

    mode: SegmentationMode
    file: str
    """Relative to the output folder."""
    width: int
    """Pixels, as the picture was sent."""
    height: int
    data: bytes = field(repr=False)
    """A PNG by its header, and as untrusted as any other picture."""


@dataclass(frozen=True, slots=True)
class AnalysisDetails:
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


@dataclass(frozen=True, slots=True)
class Analysis:
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


@dataclass(frozen=True, slots=True)
class Request:
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
    surroundings: Surroundings = Surroundings()
    """For engines that use context."""


# --- results -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed alt text, how far to trust it, and the exact edit."""

    alt: str | None
    """None (grade none only): too little is known to write one."""
    grade: Grade
    source: WordSource | None
    confidence: float | None = None
    """The engine's own figure; None: the words do not come from an engine."""
    note: str = ""
    """What a person should look at before accepting, or instead of a draft."""
    edit: Edit | None = None
    """None: no document to edit, no slot, or the grade is too low to be committed unread."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with an alt text."""

    rule: str
    severity: Severity
    message: str
    reference: ImageReference
    fingerprint: str
    """The same for the same defect after lines have moved: rule, document, target, alt text and occurrence."""
    suggestion: Suggestion | None = None

    @property
    def span(self) -> Span:
        """Where to point: the alt slot if there is one, else the whole construct."""
        return self.reference.alt_span or self.reference.span


class Stage(StrEnum):
    """The step of a run in which a problem came up."""

    CHANGES = "changes"
    REFERENCES = "references"
    IMAGES = "images"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that Altproof could not do; never mixed with findings, never a lost run."""

    stage: Stage
    subject: str
    """The path or the thing it happened to."""
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class DescribedImage:
    """One image of the run and what is known of it."""

    file: ImageFile
    analysis: Analysis | None = None
    problem: Problem | None = None
    """Why there is no analysis; None as well when none was wanted (over the count, alt text already good)."""
    suggestion: Suggestion | None = None
    """For the image by itself; a suggestion for one place stands at its finding."""

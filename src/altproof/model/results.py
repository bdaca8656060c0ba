"""What a run says: findings, suggestions, problems."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from altproof.model.documents import Edit, ImageReference, Span
from altproof.model.images import ImageFile

if TYPE_CHECKING:
    from altproof.model.analysis import Analysis


class Severity(StrEnum):
    """How serious a finding is. A rule that is off makes no finding, so "off" is no severity."""

    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """Larger is worse."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class RuleChoice(Struct, frozen=True):
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
    SIBLING = "sibling"
    """A page in another language: to be translated."""


class Suggestion(Struct, frozen=True):
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


class Finding(Struct, frozen=True):
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


class Problem(Struct, frozen=True):
    """Something that Altproof could not do; never mixed with findings, never a lost run."""

    stage: Stage
    subject: str
    """The path or the thing it happened to."""
    message: str
    hint: str = ""


class DescribedImage(Struct, frozen=True):
    """One image of the run and what is known of it."""

    file: ImageFile
    analysis: Analysis | None = None
    problem: Problem | None = None
    """Why there is no analysis; None as well when none was wanted (over the count, alt text already good)."""
    suggestion: Suggestion | None = None
    """For the image by itself; a suggestion for one place stands at its finding."""
    other_themes: tuple[str, ...] = ()
    """The files that are the same picture for pages in the other theme, dark or light."""
    near_duplicates: tuple[str, ...] = ()
    """The images of the run with other bytes that look nearly the same."""

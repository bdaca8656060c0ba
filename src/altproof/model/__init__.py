"""The nouns of Altproof: frozen values with their units, and what `None` means, written at the field.

Conventions: lines and columns are 1-based and count characters; boxes and points are in pixels of the original
image, origin top left; confidences run from 0 to 1; paths are relative to the repository root, with `/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from altproof.model.changes import (
    ChangedFile,
    ChangeSet,
    Lines,
    Status,
)
from altproof.model.documents import (
    Edit,
    ImageReference,
    Source,
    Span,
    Surroundings,
    TargetKind,
    Theme,
    Trait,
    Variant,
)
from altproof.model.images import (
    EmbeddedText,
    ImageFile,
)
from altproof.model.requests import Feature, Request, SegmentationMode, TextReader
from altproof.model.results import (
    DescribedImage,
    Finding,
    Grade,
    Problem,
    RuleChoice,
    Severity,
    Stage,
    Suggestion,
    WordSource,
)

if TYPE_CHECKING:
    from altproof.model.analysis import (
        Analysis,
        AnalysisDetails,
        Appearance,
        Box,
        Caption,
        Crop,
        CustomResult,
        DenseCaption,
        DetectedObject,
        Highlight,
        Marking,
        Person,
        Point,
        Segmentation,
        Tag,
        TextLine,
        Word,
    )

__all__ = [
    "Analysis",
    "AnalysisDetails",
    "Appearance",
    "Box",
    "Caption",
    "ChangeSet",
    "ChangedFile",
    "Crop",
    "CustomResult",
    "DenseCaption",
    "DescribedImage",
    "DetectedObject",
    "Edit",
    "EmbeddedText",
    "Feature",
    "Finding",
    "Grade",
    "Highlight",
    "ImageFile",
    "ImageReference",
    "Lines",
    "Marking",
    "Person",
    "Point",
    "Problem",
    "Request",
    "RuleChoice",
    "Segmentation",
    "SegmentationMode",
    "Severity",
    "Source",
    "Span",
    "Stage",
    "Status",
    "Suggestion",
    "Surroundings",
    "Tag",
    "TargetKind",
    "TextLine",
    "TextReader",
    "Theme",
    "Trait",
    "Variant",
    "Word",
    "WordSource",
]


def __getattr__(name: str) -> object:
    """What engines saw, loaded when it is first asked for: most runs look at no image."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from altproof.model import analysis

    globals()[name] = value = getattr(analysis, name)
    return value

"""The nouns of Altproof: frozen values with their units, and what `None` means, written at the field.

Conventions: lines and columns are 1-based and count characters; boxes and points are in pixels of the original
image, origin top left; confidences run from 0 to 1; paths are relative to the repository root, with `/`.
"""

from __future__ import annotations

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
    Feature,
    Highlight,
    Marking,
    Person,
    Point,
    Request,
    Segmentation,
    SegmentationMode,
    Tag,
    TextLine,
    TextReader,
    Word,
)
from altproof.model.changes import (
    ChangedFile,
    ChangeSet,
    Lines,
    Status,
)
from altproof.model.documents import (
    Edit,
    ImageReference,
    Span,
    Surroundings,
    TargetKind,
    Trait,
)
from altproof.model.images import (
    EmbeddedText,
    ImageFile,
)
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
    "Span",
    "Stage",
    "Status",
    "Suggestion",
    "Surroundings",
    "Tag",
    "TargetKind",
    "TextLine",
    "TextReader",
    "Trait",
    "Word",
    "WordSource",
]

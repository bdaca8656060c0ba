"""Words that the author wrote for this image: the figure caption and the title attribute."""

from __future__ import annotations

import re

from altproof.model import Grade, Suggestion, WordSource
from altproof.rules.base import Subject
from altproof.rules.text import norm, one_line
from altproof.wording.kinds import kind_of, mentions_kind
from altproof.wording.polish import polish

NAME = "author"

_NUMBERING = re.compile(
    r"\A(?:figure|fig|image|illustration|listing)\.?\s*\d+(?:[.-]\d+)*\s*[.:)\u2013\u2014-]*\s*", re.IGNORECASE
)
_LONGEST = 2000  # characters that are looked at, much more than a draft holds
REPEATS_CAPTION = "repeats the caption; say what the image adds"


def draft(subject: Subject) -> Suggestion | None:
    """The caption behind the kind of the image, else the title, else the caption alone (medium: it is read twice)."""
    around = subject.reference.surroundings
    written = one_line((around.caption or "")[:_LONGEST])
    caption = _NUMBERING.sub("", written)
    title = one_line((around.title or "")[:_LONGEST])
    kind = kind_of(subject)
    if polish(caption) and kind and not mentions_kind(caption, kind):
        alt = f"{kind.name.capitalize()}: {caption}"
        return Suggestion(alt, Grade.HIGH, WordSource.AUTHOR, note="from the figure caption")
    if polish(title) and norm(title) not in {norm(caption), norm(written)}:
        return Suggestion(title, Grade.HIGH, WordSource.AUTHOR, note="from the title attribute")
    if polish(caption):
        return Suggestion(caption, Grade.MEDIUM, WordSource.AUTHOR, note=REPEATS_CAPTION)
    return None

"""What an engine says about the image: an alt text from one that sees the surroundings, else a caption."""

from __future__ import annotations

import re

from altproof.model import Caption, Grade, Suggestion, WordSource
from altproof.rules.base import Subject
from altproof.rules.text import one_line
from altproof.wording.polish import capitalised, polish

NAME = "caption"

SURE_ENOUGH = 0.6
"""From this confidence on a caption may be offered as an edit; below, it is only shown as evidence."""

_MENTION = re.compile(r"(?<!\w)@\w|##\[|::\w")
_GENDERED = re.compile(
    r"\b(?:wom[ae]n|boys?|girls?|lad(?:y|ies)|gentlem[ae]n|(?:an?|the|one|two|three|young|old|older|of|and) m[ae]n)\b",
    re.IGNORECASE,
)
_GENDER_NOTE = "names a gender that the page does not; say person or people"


def draft(subject: Subject) -> Suggestion | None:
    """The engine's words, medium at best: nobody has compared them with the image yet."""
    analysis = subject.analysis
    if analysis is None:
        return None
    written = _usable(analysis.alt_text or "")
    if written:
        return _neutral(
            subject, Suggestion(written, Grade.MEDIUM, WordSource.MODEL, note="written by a model; check it")
        )
    return _neutral(subject, _from_caption(analysis.caption)) if analysis.caption else None


def _from_caption(caption: Caption) -> Suggestion | None:
    text = _usable(caption.text)
    if not text:
        return None
    confidence = caption.confidence if 0 <= caption.confidence <= 1 else None
    sure = confidence is not None and confidence >= SURE_ENOUGH
    note = "a model's caption; check it" if sure else "a model's caption that it is not sure of"
    return Suggestion(text, Grade.MEDIUM if sure else Grade.LOW, WordSource.CAPTION, confidence=confidence, note=note)


def _usable(text: str) -> str | None:
    """One polished line with a capital; None for what says nothing or would act on somebody (mention, command)."""
    line = polish(text)
    return capitalised(line) if line and not _MENTION.search(line) else None


def _neutral(subject: Subject, suggestion: Suggestion | None) -> Suggestion | None:
    """The suggestion, low when it names a gender that the author's own text does not."""
    if suggestion is None or suggestion.alt is None:
        return None
    around = subject.reference.surroundings
    told = one_line(" ".join((t or "")[:2000] for t in (around.caption, around.heading, around.text_before))).lower()
    if all(match.lower() in told for match in _GENDERED.findall(suggestion.alt)):
        return suggestion
    return Suggestion(suggestion.alt, Grade.LOW, suggestion.source, suggestion.confidence, _GENDER_NOTE)

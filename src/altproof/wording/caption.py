"""What an engine says about the image: an alt text from one that sees the surroundings, else a caption."""

from __future__ import annotations

from collections.abc import Iterator

from altproof.model import Caption, Grade, Suggestion, WordSource
from altproof.patterns import lazy_regex
from altproof.rules.base import Subject
from altproof.wording.polish import capitalised, polish

NAME = "caption"

SURE_ENOUGH = 0.6
"""From this confidence on a caption may be offered as an edit; below, it is only shown as evidence."""

_MENTION = lazy_regex(r"(?<!\w)@\w|##\[|::\w")


def drafts(subject: Subject) -> Iterator[Suggestion]:
    """The engine's words, medium at best: nobody has compared them with the image yet."""
    analysis = subject.analysis
    if analysis is None:
        return
    written = _usable(analysis.alt_text or "")
    if written:
        yield Suggestion(written, Grade.MEDIUM, WordSource.MODEL, note="written by a model; check it")
    elif analysis.caption:
        yield from _from_caption(analysis.caption)


def _from_caption(caption: Caption) -> Iterator[Suggestion]:
    text = _usable(caption.text)
    if text:
        confidence = caption.confidence if 0 <= caption.confidence <= 1 else None
        sure = confidence is not None and confidence >= SURE_ENOUGH
        note = "a model's caption; check it" if sure else "a model's caption that it is not sure of"
        grade = Grade.MEDIUM if sure else Grade.LOW
        yield Suggestion(text, grade, WordSource.CAPTION, confidence=confidence, note=note)


def _usable(text: str) -> str | None:
    """One polished line with a capital; None for what says nothing or would act on somebody (mention, command)."""
    line = polish(text)
    return capitalised(line) if line and not _MENTION.search(line) else None

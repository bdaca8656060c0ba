"""Words that people wrote for the same picture at another place, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterator

from altproof.model import Grade, Suggestion, WordSource
from altproof.rules.base import Subject

NAME = "elsewhere"


def drafts(subject: Subject) -> Iterator[Suggestion]:
    """Each of them: they describe what is shown, though perhaps not what matters on this page."""
    for alt in subject.elsewhere:
        yield Suggestion(alt, Grade.HIGH, WordSource.AUTHOR, note="from another place that shows the same picture")

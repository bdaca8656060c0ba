"""Words that people wrote for the same picture at another place, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterator

from altproof.model import Grade, Suggestion, WordSource
from altproof.rules.base import Subject
from altproof.rules.phrases import names_a_link

NAME = "elsewhere"

_NOTE = "from another place that shows the same picture"


def drafts(subject: Subject) -> Iterator[Suggestion]:
    """Each of them: they say what is shown, though perhaps not what matters on this page, nor where a link leads."""
    in_link = names_a_link(subject.reference)
    for alt in subject.elsewhere:
        if in_link:
            yield Suggestion(alt, Grade.LOW, WordSource.AUTHOR, note=f"{_NOTE}; here it names the target of a link")
        else:
            yield Suggestion(alt, Grade.HIGH, WordSource.AUTHOR, note=_NOTE)

"""Words that people wrote for the same picture on a page in another language: a starting point for a translation."""

from __future__ import annotations

from collections.abc import Iterator

from altproof.model import Grade, Suggestion, WordSource
from altproof.rules.base import Subject
from altproof.rules.languages import language_of

NAME = "siblings"


def drafts(subject: Subject) -> Iterator[Suggestion]:
    """Each of them, never to be committed as it stands."""
    for sibling in subject.siblings:
        language = language_of(sibling.language)
        name = language.name if language else sibling.language
        note = f"translate it: the {name} page says this of the same picture"
        yield Suggestion(sibling.alt, Grade.LOW, WordSource.SIBLING, note=note)


def language_in(subject: Subject, alt: str) -> str:
    """The language in which a sibling says this; that of the page for what none says."""
    return next((sibling.language for sibling in subject.siblings if sibling.alt == alt), subject.language)

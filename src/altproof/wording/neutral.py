"""Gender-neutral words from every engine: what a model says of people in a picture is a guess at their gender."""

from __future__ import annotations

from msgspec.structs import replace

from altproof.model import Grade, Suggestion, WordSource
from altproof.rules.base import Subject
from altproof.rules.languages import language_of
from altproof.text import one_line
from altproof.wording.base import Wishes
from altproof.wording.gendered import BY_LANGUAGE, EN, Gendered, rewritten

_MODELS = frozenset({WordSource.CAPTION, WordSource.MODEL})
_NAMED = "names a gender that the page does not; say person or people"
_LEFT = "names a gender; say it without"
_MADE = "; said without gender"


def neutral(subject: Subject, suggestion: Suggestion, wishes: Wishes) -> Suggestion:
    """The suggestion, if a model made it, without a gender that is only guessed.

    When the repository asks for it: rewritten where that is certain, else graded low. When it does not: graded low
    unless the page names the gender as well.
    """
    alt = suggestion.alt or ""
    words = _words_of(wishes.spoken if suggestion.source is WordSource.CAPTION else subject.language)
    if suggestion.source not in _MODELS or not words.pattern.search(alt):
        return suggestion
    if not wishes.gender_neutral:
        told = _page(subject)
        known = all(match.lower() in told for match in words.pattern.findall(alt))
        return suggestion if known else replace(suggestion, grade=Grade.LOW, note=_NAMED)
    mended = rewritten(alt, words)
    if words.pattern.search(mended):
        return replace(suggestion, grade=Grade.LOW, note=_LEFT)
    return replace(suggestion, alt=mended, note=suggestion.note + _MADE)


def _words_of(code: str) -> Gendered:
    language = language_of(code)
    return BY_LANGUAGE.get(language.code, EN) if language else EN


def _page(subject: Subject) -> str:
    around = subject.reference.surroundings
    return one_line(" ".join((t or "")[:2000] for t in (around.caption, around.heading, around.text_before))).lower()

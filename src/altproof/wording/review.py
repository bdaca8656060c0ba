"""What every draft has to pass before it is shown, whoever wrote it."""

from __future__ import annotations

import re
from dataclasses import replace

from altproof.model import Grade, Suggestion, Surroundings, WordSource
from altproof.rules import RULES, judge
from altproof.rules.base import Cause, Subject
from altproof.rules.page import NO_PAGE
from altproof.rules.phrases import names_a_link
from altproof.rules.profiles import policy
from altproof.rules.text import norm
from altproof.wording.author import REPEATS_CAPTION
from altproof.wording.polish import polish

_AUTHORS = frozenset({WordSource.AUTHOR, WordSource.SVG})
_ABOUT_WORDS = frozenset({Cause.WORDS, Cause.STYLE})
_NEAR = 1000  # characters of the text on each side that are compared
_SENTENCES = re.compile(r"(?<=[.!?:])\s+|\n\s*\n")
_LINK_NOTE = "describes the picture, which is the only content of a link: name the target of the link instead"


def review(subject: Subject, suggestion: Suggestion) -> Suggestion | None:
    """The suggestion, polished and perhaps graded down; None when it repeats the page or one of our rules objects."""
    if suggestion.alt is None:
        return suggestion
    alt = polish(suggestion.alt)
    around = subject.reference.surroundings
    if alt is None or norm(alt) in _heard_already(subject) or _breaks_a_rule(subject, alt):
        return None
    polished = replace(suggestion, alt=alt)
    if _same(alt, around.caption):
        polished = _at_most(polished, Grade.MEDIUM, REPEATS_CAPTION)
    if names_a_link(subject.reference) and polished.source not in _AUTHORS:
        polished = _at_most(polished, Grade.LOW, _LINK_NOTE)
    return polished


def _breaks_a_rule(subject: Subject, alt: str) -> bool:
    tried = replace(subject.reference, alt=alt, fixed_alt=False, surroundings=Surroundings())
    found = judge(replace(subject, reference=tried, page=NO_PAGE), policy())
    return any(RULES[verdict.rule].CAUSE in _ABOUT_WORDS for verdict in found)


def _heard_already(subject: Subject) -> frozenset[str]:
    """The normal forms of what a listener gets anyway: the bad alt text, the heading, the sentences beside."""
    around = subject.reference.surroundings
    before, after = (around.text_before or "")[-_NEAR:], (around.text_after or "")[:_NEAR]
    beside = (before, _SENTENCES.split(before.strip())[-1], after, _SENTENCES.split(after.strip())[0])
    texts = (subject.reference.alt or "", around.heading or "", around.link_text or "", *beside)
    return frozenset(norm(text[: 2 * _NEAR]) for text in texts) - {""}


def _same(alt: str, other: str | None) -> bool:
    return bool(other) and norm(alt) == norm((other or "")[: 2 * _NEAR])


def _at_most(suggestion: Suggestion, grade: Grade, note: str) -> Suggestion:
    grades = list(Grade)
    if grades.index(suggestion.grade) > grades.index(grade):
        return suggestion
    return replace(suggestion, grade=grade, note=note)

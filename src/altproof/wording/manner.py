"""How the alt texts of a page are written, so that a new one reads like its neighbours."""

from __future__ import annotations

from functools import lru_cache
from statistics import median

from altproof.rules.base import Subject
from altproof.text import norm
from altproof.wording.kinds import KINDS, mentions_kind
from altproof.wording.nearby import ENOUGH, described_nearby

_USUAL = 3  # words; one more is the median of 400 alt texts of thirty projects
_FIRST = 2  # words in which a kind stands first: "Terminal output", "A screenshot"


def begins_with_kind(subject: Subject) -> bool:
    """Whether a draft says the kind of image first, as most alt texts nearby do; False where there are too few."""
    alts = _alts_nearby(subject)
    opened = sum(_opens_with_kind(" ".join(alt.split()[:_FIRST]), subject.language) for alt in alts)
    return len(alts) >= ENOUGH and 2 * opened > len(alts)


def is_full(text: str, subject: Subject) -> bool:
    """Whether a text has as many words as the alt texts nearby, or as those of most documentation."""
    alts = _alts_nearby(subject)
    usual = median(len(alt.split()) for alt in alts) if len(alts) >= ENOUGH else _USUAL
    return len(text.split()) >= usual


def _alts_nearby(subject: Subject) -> list[str]:
    """The normal forms of the alt texts of other pictures beside it."""
    return [norm(other.alt or "") for other in described_nearby(subject)]


@lru_cache(64)  # the neighbours of one image are those of the next
def _opens_with_kind(first: str, language: str) -> bool:
    return any(mentions_kind(first, kind, language) for kind in KINDS.values())

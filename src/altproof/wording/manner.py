"""How the alt texts of a page are written, so that a new one reads like its neighbours."""

from __future__ import annotations

from functools import lru_cache

from altproof.rules.base import Subject
from altproof.rules.pictures import same_picture
from altproof.rules.text import norm
from altproof.wording.kinds import KINDS, is_said, mentions_kind

_NEIGHBOURS = 5  # images on each side
_ENOUGH = 2  # alt texts that make a habit
_FIRST = 2  # words in which a kind stands first: "Terminal output", "A screenshot"


def begins_with_kind(subject: Subject) -> bool:
    """Whether a draft says the kind of image first: as most alt texts nearby do, else where a person names the kind."""
    own = subject.reference
    near = subject.page.neighbours(own, _NEIGHBOURS)
    alts = [norm(other.alt) for other in near if other.alt and not same_picture(other, own)]
    if len(alts) < _ENOUGH:
        return is_said(subject)
    return 2 * sum(_opens_with_kind(" ".join(alt.split()[:_FIRST]), subject.language) for alt in alts) > len(alts)


@lru_cache(64)  # the neighbours of one image are those of the next
def _opens_with_kind(first: str, language: str) -> bool:
    return any(mentions_kind(first, kind, language) for kind in KINDS.values())

"""Whether the alt texts nearby say what the heading above them says, since the next one will be written like them."""

from __future__ import annotations

from statistics import fmean

from msgspec import Struct

from altproof.rules.base import Subject
from altproof.wording.evidence import telling
from altproof.wording.name_words import tokens_of
from altproof.wording.nearby import ENOUGH, described_nearby

_LONGEST = 600  # characters of each text that are looked at
_OFTEN, _SELDOM = 0.3, 0.1


class Habit(Struct, frozen=True):
    """How the alt texts nearby use their headings."""

    share: float | None
    """The mean share, 0 to 1, of the words of a heading besides the file name that they say; None: too few tell."""

    @property
    def is_used(self) -> bool:
        """Whether the words of the heading are likely to be wanted."""
        return self.share is not None and self.share >= _OFTEN

    @property
    def is_unused(self) -> bool:
        """Whether they are not."""
        return self.share is not None and self.share < _SELDOM


def habit_of_headings(subject: Subject) -> Habit:
    """What the alt texts of other pictures beside it have from their headings."""
    shares = []
    for other in described_nearby(subject):
        heading = (other.surroundings.heading or "")[:_LONGEST]
        name = " ".join(tokens_of(other.image or other.target))
        new = telling(heading, subject.language) - telling(name, subject.language)
        if new:
            shares.append(len(new & telling((other.alt or "")[:_LONGEST], subject.language)) / len(new))
    return Habit(fmean(shares) if len(shares) >= ENOUGH else None)

"""The described images beside another one, since a new alt text will stand among theirs."""

from __future__ import annotations

from altproof.model import ImageReference
from altproof.rules.base import Subject
from altproof.rules.pictures import same_picture

REACH = 5
"""Images on each side."""
ENOUGH = 2
"""Alt texts that make a habit."""


def described_nearby(subject: Subject) -> list[ImageReference]:
    """The images beside it that show other pictures and whose alt text is written down, not computed."""
    own = subject.reference
    near = subject.page.neighbours(own, REACH)
    return [other for other in near if other.alt and not other.fixed_alt and not same_picture(other, own)]

"""How far to trust a draft that is made of names: by what else says the same."""

from __future__ import annotations

from altproof.model import Grade, Trait
from altproof.rules.base import Subject
from altproof.rules.pictures import same_picture
from altproof.wording.evidence import Evidence, agrees_with
from altproof.wording.headings import Heading
from altproof.wording.kinds import Kind, is_said
from altproof.wording.languages import phrases_of
from altproof.wording.name_words import NameWords, Verdict, name_words
from altproof.wording.nearby import REACH
from altproof.wording.page_words import PageWords
from altproof.wording.vocabulary import LITTLE_WORDS, VAGUE

_ENOUGH_WORDS = 2  # in a file name, to say something without a kind
CHECK = "from names around the image; check it"
_LITTLE, _ALONE = "from names that say little", "from a name that nothing else on the page bears out"
_DECORATIVE = "a small picture; if the words beside it say the same, mark it as decorative"


def grade_of_name(
    subject: Subject, name: NameWords, topic: str, kind: Kind | None, beside: PageWords
) -> tuple[Grade, str]:
    """The grade of what a file name says, with its note: medium where all of it is borne out by a second source."""
    own = [word for word in topic.split() if not word.isdigit() and word.lower() not in VAGUE | LITTLE_WORDS]
    if _may_be_decorative(subject, kind):
        return Grade.LOW, _DECORATIVE
    if name.verdict is not Verdict.WORDS or not own or not _is_of_the_page(subject, topic):
        return Grade.LOW, _LITTLE
    if _shares_name(subject) or (kind is None and len(own) < _ENOUGH_WORDS):
        return Grade.LOW, _LITTLE
    # a mark is named after what it stands for, so that its name needs no second source
    is_mark = kind is not None and kind.is_mark and is_said(subject)
    return (Grade.MEDIUM, CHECK) if is_mark or all(map(beside.bear_out, own)) else (Grade.LOW, _ALONE)


def grade_of_heading(subject: Subject, heading: Heading, beside: PageWords) -> tuple[Grade, str]:
    """The same of what a heading says: medium where it stands over this image alone and is borne out as well."""
    if _shares_heading(subject) or not beside.bear_out(heading.topic, with_heading=False):
        return Grade.LOW, "only the kind of image and the heading are known"
    return Grade.MEDIUM, CHECK


def with_evidence(grade: Grade, evidence: Evidence, kind: Kind | None) -> Grade:
    """The grade with what was read: high for a frame that the page names as well, one better where it says the name."""
    if evidence.agrees and evidence.framed:
        return Grade.HIGH
    if not evidence.says_name:
        return grade
    if grade is Grade.MEDIUM:
        return Grade.HIGH
    return Grade.LOW if kind is None else Grade.MEDIUM


def _shares_heading(subject: Subject) -> bool:
    """Whether another picture stands under the same heading of the page, which then says nothing of this one alone."""
    own = subject.reference
    return any(
        other.surroundings.heading == own.surroundings.heading and not same_picture(other, own)
        for other in subject.page.neighbours(own, 1)
    )


def _shares_name(subject: Subject) -> bool:
    """Whether the name of a picture nearby says the same, so that only a number or a code tells them apart."""
    own = subject.reference
    words = name_words(own.image or own.target).words
    return any(
        name_words(other.image or other.target).words == words and not same_picture(other, own)
        for other in subject.page.neighbours(own, REACH)
    )


def _may_be_decorative(subject: Subject, kind: Kind | None) -> bool:
    """Whether it is an icon that stands beside words, or that is one by its size only."""
    beside_words = Trait.AMID_WORDS in subject.reference.surroundings.traits
    return kind is not None and kind.name == "icon" and (beside_words or not is_said(subject))


def _is_of_the_page(subject: Subject, topic: str) -> bool:
    """Whether a name is in the language of the page: on pages that are not English, where a word of it stands there."""
    if phrases_of(subject.language) is phrases_of("en") or not topic.isascii():
        return True
    around = subject.reference.surroundings
    beside = (around.heading, around.caption, around.page_title, around.text_before, around.text_after)
    return agrees_with(topic, " ".join(filter(None, beside)), subject.language)

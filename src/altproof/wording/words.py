"""A draft from names and from the text in the image: what the page calls it, as far as the picture bears it out.

"<Kind> of <name words> in <heading>, with "<framed text>" highlighted"; a clause that is not known is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from altproof.model import Grade, Suggestion, Trait, WordSource
from altproof.rules.base import Subject
from altproof.rules.pictures import same_picture
from altproof.rules.text import norm
from altproof.wording import seen_text
from altproof.wording.evidence import Evidence, agrees_with, evidence_in, telling
from altproof.wording.headings import Heading, heading_of, is_task
from altproof.wording.kinds import Kind, is_said, kind_of, mentions_kind
from altproof.wording.languages import phrases_of
from altproof.wording.languages.base import Phrases
from altproof.wording.name_words import NameWords, Verdict, name_words
from altproof.wording.polish import capitalised
from altproof.wording.vocabulary import LITTLE_WORDS, VAGUE

NAME = "words"

_LONGEST = 120  # characters; a longer template is a pile of words, so clauses go from its end
_ENOUGH_WORDS = 2  # in a file name, to say something without a kind
_NEIGHBOURS = 5  # images on each side
_CHECK, _SEEN = "from names around the image; check it", "from names and from the text in the image; check it"
_LITTLE = "from names that say little"
_DECORATIVE = "a small picture; if the words beside it say the same, mark it as decorative"


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of one image."""

    kind: Kind | None
    name: NameWords
    topic: str
    """The name words without the kind, which the template says; "": the name says nothing."""
    heading: Heading
    phrases: Phrases

    def put(self, topic: str) -> str:
        """The topic behind its kind, with a capital; what is done as a whole where the image shows how."""
        if self.kind is None:
            return capitalised(topic)
        if self.kind.is_doing and is_task(topic):
            return self.phrases.caption.format(capitalised(topic), kind=self.phrases.labels[self.kind.name])
        return capitalised(self.phrases.put(self.kind.name, topic))

    def put_heading(self) -> str:
        """The heading behind its kind."""
        is_doing = self.kind is not None and self.kind.is_doing
        return self.put(self.heading.text if is_doing else self.heading.topic)


def drafts(subject: Subject) -> Iterator[Suggestion]:
    """The fullest draft first, then those without its last clauses; nothing for photos and for unknown languages."""
    phrases, kind = phrases_of(subject.language), kind_of(subject)
    if phrases is None or (kind is not None and not kind.draftable):
        return
    name = name_words(subject.reference.image or subject.reference.target)
    topic = " ".join(w for w in name.words if kind is None or not mentions_kind(w, kind, subject.language))
    known = _Known(kind, name, topic, heading_of(subject), phrases)
    evidence = evidence_in(subject, kind, topic, known.heading, phrases)
    if topic:
        yield from _about(subject, known, evidence)
    elif kind is not None:
        yield from _without_name(subject, known, evidence)


def _about(subject: Subject, known: _Known, evidence: Evidence | None) -> Iterator[Suggestion]:
    topic, base = known.put(known.topic), _grade(subject, known)
    place = _place(subject, known)
    if evidence is not None:
        grade = _borne_out(base, evidence, known.kind)
        for whole in (f"{topic}{place}{evidence.clause}", f"{topic}{evidence.clause}"):
            if len(whole) <= _LONGEST:
                yield Suggestion(whole, grade, WordSource.WORDS, note=_SEEN)
    for whole in (f"{topic}{place}", topic):
        if len(whole) <= _LONGEST or whole == topic:
            note = _DECORATIVE if _may_be_decorative(subject, known.kind) else _LITTLE
            yield Suggestion(whole, base, WordSource.WORDS, note=_CHECK if base is Grade.MEDIUM else note)


def _without_name(subject: Subject, known: _Known, evidence: Evidence | None) -> Iterator[Suggestion]:
    """Kind and heading: medium where the heading names a thing and stands over this image alone."""
    if known.heading.topic:
        alone = not _shares_heading(subject)
        put = known.put_heading()
        if evidence is not None:
            grade = _borne_out(Grade.MEDIUM if alone else Grade.LOW, evidence, known.kind)
            yield Suggestion(f"{put}{evidence.clause}", grade, WordSource.WORDS, note=_SEEN)
        note = _CHECK if alone else "only the kind of image and the heading are known"
        yield Suggestion(put, Grade.MEDIUM if alone else Grade.LOW, WordSource.WORDS, note=note)
    seen = seen_text.title(subject) if known.kind and known.kind.titled else None
    if seen:
        note = "only the kind of image and a text in it are known"
        yield Suggestion(known.put(f'"{seen}"'), Grade.LOW, WordSource.WORDS, note=note)


def _borne_out(grade: Grade, evidence: Evidence, kind: Kind | None) -> Grade:
    """The grade with what was read: high for a frame that the page names as well, one better for other words."""
    if not evidence.agrees:
        return grade
    if evidence.framed or grade is Grade.MEDIUM:
        return Grade.HIGH
    return Grade.LOW if kind is None else Grade.MEDIUM


def _place(subject: Subject, known: _Known) -> str:
    """The clause for the heading; "" where it is none, or mostly says the topic in other words."""
    pattern = known.phrases.place if known.heading.is_name else known.phrases.purpose
    place = known.heading.topic if known.heading.is_name or known.heading.object else ""
    said, new = telling(known.topic, subject.language), telling(place, subject.language)
    return pattern.format(place) if len(new - said) >= max(1, len(new & said)) else ""


def _shares_heading(subject: Subject) -> bool:
    """Whether another picture stands under the same heading of the page, which then says nothing of this one alone."""
    own = subject.reference
    return any(
        other.surroundings.heading == own.surroundings.heading and not same_picture(other, own)
        for other in subject.page.neighbours(own, 1)
    )


def _shares_name(subject: Subject, name: NameWords) -> bool:
    """Whether the name of a picture nearby says the same, so that only a number or a code tells them apart."""
    own = subject.reference
    return any(
        name_words(other.image or other.target).words == name.words and not same_picture(other, own)
        for other in subject.page.neighbours(own, _NEIGHBOURS)
    )


def _may_be_decorative(subject: Subject, kind: Kind | None) -> bool:
    """Whether it is an icon that stands beside words, or that is one by its size only."""
    beside_words = Trait.AMID_WORDS in subject.reference.surroundings.traits
    return kind is not None and kind.name == "icon" and (beside_words or not is_said(subject))


def _grade(subject: Subject, known: _Known) -> Grade:
    words = [word.lower() for word in known.topic.split() if not word.isdigit()]
    own = [word for word in words if word not in VAGUE | LITTLE_WORDS]
    if known.name.verdict is not Verdict.WORDS or not own or not _is_of_the_page(subject, known.topic):
        return Grade.LOW
    if _shares_name(subject, known.name) or _may_be_decorative(subject, known.kind):
        return Grade.LOW
    if known.kind is not None:
        return Grade.MEDIUM
    agrees = bool(set(words) & set(norm(known.heading.text).split()))
    enough = len(own) >= _ENOUGH_WORDS and (known.heading.is_name or (agrees and len(own) > _ENOUGH_WORDS))
    return Grade.MEDIUM if enough else Grade.LOW


def _is_of_the_page(subject: Subject, topic: str) -> bool:
    """Whether a name is in the language of the page: on pages that are not English, where a word of it stands there."""
    if phrases_of(subject.language) is phrases_of("en") or not topic.isascii():
        return True
    around = subject.reference.surroundings
    beside = (around.heading, around.caption, around.page_title, around.text_before, around.text_after)
    return agrees_with(topic, " ".join(filter(None, beside)), subject.language)

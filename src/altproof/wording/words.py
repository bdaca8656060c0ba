"""A draft from names and from the text in the image: what the page calls it, as far as the picture bears it out.

"<Kind> of <name words>, with "<framed text>" highlighted", or "... in <heading>"; what is not known is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from altproof.model import Grade, Suggestion, WordSource
from altproof.rules.base import Subject
from altproof.wording import seen_text
from altproof.wording.agreement import grade_of_heading, grade_of_name, with_evidence
from altproof.wording.announced import announced_in
from altproof.wording.evidence import Evidence, agrees_with, evidence_in, telling
from altproof.wording.headings import Heading, heading_of, is_task
from altproof.wording.kinds import Kind, kind_of, mentions_kind
from altproof.wording.languages import phrases_of
from altproof.wording.languages.base import Phrases
from altproof.wording.manner import begins_with_kind
from altproof.wording.name_words import NameWords, name_words
from altproof.wording.page_words import PageWords, page_words
from altproof.wording.polish import capitalised

NAME = "words"

_LONGEST = 120  # characters; a longer template is a pile of words, so clauses go from its end
_SEEN = "from names and from the text in the image; check it"
_HEADING = "from a name and a heading that nothing else on the page bears out"
_ANNOUNCED = "from the sentence that announces the image; check it"


class _Known(Struct, frozen=True):
    """What is known of one image."""

    kind: Kind | None
    name: NameWords
    topic: str
    """The name words without the kind, which the template says; "": the name says nothing."""
    heading: Heading
    phrases: Phrases
    beside: PageWords
    says_kind: bool
    """Whether the kind stands first, also where a draft could do without."""

    def put(self, topic: str) -> str:
        """The topic behind its kind, with a capital; what is done as a whole where the image shows how."""
        if self.kind is None:
            return capitalised(topic)
        if self.kind.is_doing and is_task(topic):
            return self.phrases.caption.format(capitalised(topic), kind=self.phrases.labels[self.kind.name])
        return capitalised(self.phrases.put(self.kind.name, topic))

    def ways(self, topic: str) -> Iterator[str]:
        """The topic as the page puts its alt texts, then as it stands where that alone is only the file name."""
        if not self.says_kind:
            yield capitalised(topic)
        yield self.put(topic)

    def put_heading(self) -> str:
        """The heading behind its kind."""
        is_doing = self.kind is not None and self.kind.is_doing
        return self.put(self.heading.text if is_doing else self.heading.topic)


def drafts(subject: Subject) -> Iterator[Suggestion]:
    """The fullest draft first, then those without its last clauses; nothing for photos and for unknown languages."""
    phrases, kind = phrases_of(subject.language), kind_of(subject)
    if phrases is None or (kind is not None and not kind.draftable):
        return
    beside = page_words(subject)
    name = name_words(subject.reference.image or subject.reference.target, beside.known())
    words = [w for w in name.words if kind is None or not mentions_kind(w, kind, subject.language)]
    topic = " ".join(map(beside.spelt, beside.without_prefix(words)))
    known = _Known(kind, name, topic, heading_of(subject), phrases, beside, begins_with_kind(subject))
    evidence = evidence_in(subject, kind, topic, known.heading, phrases)
    yield from _announced(subject, known)
    if topic:
        yield from _about(subject, known, evidence)
    elif kind is not None:
        yield from _without_name(subject, known, evidence)


def _announced(subject: Subject, known: _Known) -> Iterator[Suggestion]:
    """What the sentence before says that the image shows: the author's words, high where a name or the image agrees."""
    thing = announced_in(subject)
    if thing:
        others = " ".join((*known.name.words, known.heading.text, known.beside.read))
        grade = Grade.HIGH if agrees_with(thing, others, subject.language) else Grade.MEDIUM
        says_kind = known.kind is None or mentions_kind(thing, known.kind, subject.language)
        alt = capitalised(thing) if says_kind or not known.says_kind else known.put(thing)
        yield Suggestion(alt, grade, WordSource.WORDS, note=_ANNOUNCED)


def _about(subject: Subject, known: _Known, evidence: Evidence | None) -> Iterator[Suggestion]:
    """The name with what was read; else with the heading; else alone."""
    base, note = grade_of_name(subject, known.name, known.topic, known.kind, known.beside)
    anywhere = _place(subject, known)
    # what may be committed says no heading that nothing else bears out
    place = anywhere if base is Grade.LOW or _place_is_borne_out(subject, known) else ""
    for topic in known.ways(known.topic):
        if evidence is not None:
            grade = with_evidence(base, evidence, known.kind)
            whole = f"{topic}{evidence.clause or place}"
            if len(whole) <= _LONGEST:
                yield Suggestion(whole, grade, WordSource.WORDS, note=_SEEN)
        for whole in (f"{topic}{place}", topic):
            if len(whole) <= _LONGEST or whole == topic:
                yield Suggestion(whole, base, WordSource.WORDS, note=note)
        if anywhere != place and len(topic) + len(anywhere) <= _LONGEST:
            yield Suggestion(f"{topic}{anywhere}", Grade.LOW, WordSource.WORDS, note=_HEADING)


def _without_name(subject: Subject, known: _Known, evidence: Evidence | None) -> Iterator[Suggestion]:
    """Kind and heading; else kind and title."""
    if known.heading.topic:
        base, note = grade_of_heading(subject, known.heading, known.beside)
        put = known.put_heading()
        if evidence is not None:
            grade = with_evidence(base, evidence, known.kind)
            yield Suggestion(f"{put}{evidence.clause}", grade, WordSource.WORDS, note=_SEEN)
        yield Suggestion(put, base, WordSource.WORDS, note=note)
    seen = seen_text.title(subject) if known.kind and known.kind.titled else None
    if seen:
        note = "only the kind of image and a text in it are known"
        yield Suggestion(known.put(f'"{seen}"'), Grade.LOW, WordSource.WORDS, note=note)


def _place(subject: Subject, known: _Known) -> str:
    """The clause for the heading; "" where it is none, or mostly says the topic in other words."""
    pattern = known.phrases.place if known.heading.is_name else known.phrases.purpose
    place = known.heading.topic if known.heading.is_name or known.heading.object else ""
    said, new = telling(known.topic, subject.language), telling(place, subject.language)
    return pattern.format(place) if len(new - said) >= max(1, len(new & said)) else ""


def _place_is_borne_out(subject: Subject, known: _Known) -> bool:
    """Whether what the heading adds to the topic stands elsewhere on the page or in the image as well."""
    new = telling(known.heading.topic, subject.language) - telling(known.topic, subject.language)
    return known.beside.bear_out(" ".join(sorted(new)), with_heading=False)

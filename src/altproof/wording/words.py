"""A draft from names and from the text in the image: what the page calls it, as far as the picture bears it out.

The words of the name come first, behind the kind of image where the page is written so; then what is framed or pointed
at, or the title in the picture, or the heading. What is not known is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from altproof.model import Grade, Suggestion, WordSource
from altproof.patterns import lazy_regex
from altproof.rules.base import Subject
from altproof.wording import seen_text
from altproof.wording.agreement import grade_of_heading, grade_of_name, with_evidence
from altproof.wording.announced import announced_in
from altproof.wording.evidence import Evidence, agrees_with, evidence_in
from altproof.wording.habits import habit_of_headings
from altproof.wording.kinds import mentions_kind
from altproof.wording.known import Known, known_of
from altproof.wording.languages import phrases_of
from altproof.wording.manner import is_full
from altproof.wording.name_words import Verdict
from altproof.wording.openings import opening_nearby
from altproof.wording.places import behind
from altproof.wording.polish import capitalised

NAME = "words"

_LONGEST = 120  # characters; a longer template is a pile of words, so clauses go from its end
_WORD = lazy_regex(r"\w+")
_SHORT_QUOTE = 3  # words that a person may well say of a window; longer titles are seldom said
_SEEN = "from names and from the text in the image; check it"
_HEADING = "from a name and a heading that nothing else on the page bears out"
_TITLE = "from a name or a heading and the title of the page; say what is shown"
_GUESSED = "from a name; that it is a screenshot is a guess"
_PHOTO = "from the name of the file; look at the photo"
_SERIES = "from the alt texts nearby, which begin alike, and a name; check it"
_ANNOUNCED = "from the sentence that announces the image; check it"


def drafts(subject: Subject) -> Iterator[Suggestion]:
    """The fullest draft first, then those without its last clauses; nothing for unknown languages."""
    phrases = phrases_of(subject.language)
    if phrases is None:
        return
    known = known_of(subject, phrases)
    if known.kind is not None and not known.kind.draftable:
        yield from _named_only(subject, known)
        return
    evidence = evidence_in(subject, known.kind, known.topic, known.heading, phrases)
    yield from _announced(subject, known)
    yield from _in_series(subject, known)
    if known.topic:
        yield from _about(subject, known, evidence)
    else:
        yield from _without_name(subject, known, evidence)


def _announced(subject: Subject, known: Known) -> Iterator[Suggestion]:
    """What the sentence before says that the image shows: the author's words, high where a name or the image agrees."""
    thing = announced_in(subject)
    if thing:
        others = " ".join((*known.name.words, known.heading.text, known.beside.read))
        grade = Grade.HIGH if agrees_with(thing, others, subject.language) else Grade.MEDIUM
        says_kind = known.kind is None or mentions_kind(thing, known.kind, subject.language)
        alt = capitalised(thing) if says_kind or not known.says_kind else known.put(thing)
        yield Suggestion(alt, grade, WordSource.WORDS, note=_ANNOUNCED)


def _in_series(subject: Subject, known: Known) -> Iterator[Suggestion]:
    """The name behind the words with which the alt texts nearby begin, where the name or the page says one of them."""
    around = f"{' '.join(known.name.words)} {known.heading.text} {known.title.text}"
    opening = "" if known.is_mark else opening_nearby(subject, around)
    rest = behind(known.topic, opening, subject.language) if opening else ""
    if rest:
        base, _ = grade_of_name(subject, known.name, known.topic, known.kind, known.beside)
        place = _place(subject, known, base, full=is_full(f"{opening} {rest}", subject))
        for whole in (f"{opening} {rest}{place}", f"{opening} {rest}"):
            if len(whole) <= _LONGEST:
                yield Suggestion(whole, base, WordSource.WORDS, note=_SERIES)


def _about(subject: Subject, known: Known, evidence: Evidence | None) -> Iterator[Suggestion]:
    """The name with what was read; else with the heading; else alone; else with the title of the page."""
    base, note = grade_of_name(subject, known.name, known.topic, known.kind, known.beside)
    full = is_full(known.topic, subject)
    place = _place(subject, known, base, full=full)
    for topic in known.ways(known.topic):
        if evidence is not None:
            clause = _clause(evidence, place, base, full=full)
            grade = with_evidence(base, evidence, known.kind)
            if len(topic) + len(clause) <= _LONGEST:
                yield Suggestion(f"{topic}{clause}", grade, WordSource.WORDS, note=_SEEN)
        for whole in (f"{topic}{place}", topic):
            if len(whole) <= _LONGEST or whole == topic:
                yield Suggestion(whole, base, WordSource.WORDS, note=note)
    if evidence is not None and len(known.topic) + len(evidence.clause) <= _LONGEST:
        yield Suggestion(f"{capitalised(known.topic)}{evidence.clause}", base, WordSource.WORDS, note=_SEEN)
    yield from _anyhow(subject, known)


def _anyhow(subject: Subject, known: Known) -> Iterator[Suggestion]:
    """The name with something behind or before it, where alone it would only repeat the heading or the file name."""
    yield from _behind(known, known.place())
    yield from _behind(known, known.place_in_full())
    yield from _on_page(known, known.topic)
    if known.kind is None and seen_text.holds_much(subject):
        alt = capitalised(known.phrases.put("screenshot", known.topic))
        yield Suggestion(alt, Grade.LOW, WordSource.WORDS, note=_GUESSED)


def _behind(known: Known, place: str) -> Iterator[Suggestion]:
    """The name with a heading that nothing bears out."""
    for topic in known.ways(known.topic):
        if place and len(topic) + len(place) <= _LONGEST:
            yield Suggestion(f"{topic}{place}", Grade.LOW, WordSource.WORDS, note=_HEADING)


def _place(subject: Subject, known: Known, base: Grade, *, full: bool) -> str:
    """The heading, where the alt texts nearby say theirs as well.

    Where these do not tell, it makes a short topic fuller; in what may be committed, only where it is borne out.
    """
    headings = habit_of_headings(subject)
    fits = not (full or headings.is_unused) and (base is Grade.LOW or known.bears_heading_out())
    return known.place() if headings.is_used or fits else ""


def _clause(evidence: Evidence, place: str, base: Grade, *, full: bool) -> str:
    """What stands behind a name: where it belongs, what was read, or both where nobody may commit it anyway."""
    if full and not evidence.framed:
        return place
    if base is Grade.LOW:
        return f"{place}{evidence.clause}" if evidence.agrees or evidence.framed else evidence.clause_or(place)
    is_short = evidence.framed or len(_WORD.findall(evidence.clause)) <= _SHORT_QUOTE
    return evidence.clause_or(place) if is_short else place


def _without_name(subject: Subject, known: Known, evidence: Evidence | None) -> Iterator[Suggestion]:
    """Kind and heading; else kind and title; else heading and title of the page."""
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
    yield from _on_page(known, known.heading.topic)


def _on_page(known: Known, topic: str) -> Iterator[Suggestion]:
    """The topic with the title of the page, where it would only repeat the heading or the name without."""
    clause = known.page(topic)
    if topic and clause and len(topic) + len(clause) <= _LONGEST:
        yield Suggestion(f"{capitalised(topic)}{clause}", Grade.LOW, WordSource.WORDS, note=_TITLE)


def _named_only(subject: Subject, known: Known) -> Iterator[Suggestion]:
    """What the name of a photo says; nobody but a person sees whether it is so."""
    if known.topic and known.name.verdict is Verdict.WORDS:
        place = _place(subject, known, Grade.LOW, full=is_full(known.topic, subject))
        for topic in known.ways(known.topic):
            for whole in (f"{topic}{place}", topic):
                yield Suggestion(whole, Grade.LOW, WordSource.WORDS, note=_PHOTO)

"""A draft from names alone: the words of the file name, the kind of image and the heading it stands under."""

from __future__ import annotations

import re

from altproof.model import Grade, Suggestion, WordSource
from altproof.rules.base import Subject
from altproof.rules.text import norm, one_line, quoted
from altproof.wording.kinds import Kind, kind_of, mentions_kind
from altproof.wording.name_words import NameWords, Verdict, name_words
from altproof.wording.polish import capitalised, polish
from altproof.wording.vocabulary import ACTIONS, LITTLE_WORDS, VAGUE

NAME = "words"

_LONGEST = 120  # characters; a longer template is a pile of words, so the heading goes first
_LONGEST_NAME = 6  # words of a heading that can be the name of a place
_ENOUGH_WORDS = 2  # in a file name, to say something without a kind
_NUMBERING = re.compile(
    r"\A(?:(?:step|part|chapter|section)\s+)?\d+(?:\.\d+)*[.:)]?\s+(?:[-\u2013\u2014]\s+)?", re.IGNORECASE
)


def draft(subject: Subject) -> Suggestion:
    """Kind, name words and heading, or a note.

    Medium when the name is words and the kind is known, or, without a kind, when several words go with a heading
    that names a place or says the same; low otherwise.
    """
    reference = subject.reference
    name = name_words(reference.image or reference.target)
    kind = kind_of(subject)
    heading = _heading(subject)
    topic = _topic(name, kind)
    if not topic:
        return _without_name(subject, kind, heading)
    place = _difference(heading, topic) if _is_a_name(heading) else ""
    grade = _grade(name, kind, topic, heading)
    note = "from names around the image; check it" if grade is Grade.MEDIUM else "from names that say little"
    return Suggestion(_put(kind, topic, place), grade, WordSource.WORDS, note=note)


def no_draft(subject: Subject) -> Suggestion:
    """What to say when nothing is known: why there is no draft, and what the image stands for."""
    around = subject.reference.surroundings
    place = one_line((around.heading or around.page_title or "")[:400])
    aim = f"Say what it shows for {quoted(place)}." if place else "Say what it shows."
    return Suggestion(
        None, Grade.NONE, None, note=f"No draft: neither the file nor the text around it tells enough. {aim}"
    )


def _heading(subject: Subject) -> str:
    heading = one_line((subject.reference.surroundings.heading or "")[:400])
    return _NUMBERING.sub("", heading).strip(" .:#") if polish(heading) else ""


def _topic(name: NameWords, kind: Kind | None) -> str:
    """The name words without the kind, which the template says."""
    return " ".join(word for word in name.words if kind is None or not mentions_kind(word, kind))


def _is_a_name(heading: str) -> bool:
    """Whether a heading names something, so that a draft can say that it is "in" there; a task is no place."""
    words = norm(heading).split()
    if not words or len(words) > _LONGEST_NAME or heading.endswith("?"):
        return False
    return words[0] not in ACTIONS and not words[0].endswith("ing")


def _put(kind: Kind | None, topic: str, heading: str) -> str:
    named = capitalised(kind.template.format(topic)) if kind else capitalised(topic)
    whole = f"{named} in {heading}" if heading else named
    return whole if len(whole) <= _LONGEST else named


def _difference(heading: str, topic: str) -> str:
    """The heading if it adds a word to the topic, else nothing."""
    new = set(norm(heading).split()) - set(norm(topic).split()) - LITTLE_WORDS
    return heading if new else ""


def _grade(name: NameWords, kind: Kind | None, topic: str, heading: str) -> Grade:
    words = [word.lower() for word in topic.split() if not word.isdigit()]
    telling = [word for word in words if word not in VAGUE | LITTLE_WORDS]
    if name.verdict is not Verdict.WORDS or not telling:
        return Grade.LOW
    if kind is not None:
        return Grade.MEDIUM if kind.draftable else Grade.LOW
    agrees = bool(set(words) & set(norm(heading).split()))
    enough = len(telling) >= _ENOUGH_WORDS and (_is_a_name(heading) or (agrees and len(telling) > _ENOUGH_WORDS))
    return Grade.MEDIUM if enough else Grade.LOW


def _without_name(subject: Subject, kind: Kind | None, heading: str) -> Suggestion:
    """Kind and heading alone name the place and not the picture, so they are evidence at most."""
    if kind is None or not kind.draftable or not heading:
        return no_draft(subject)
    alt = capitalised(kind.template.format(heading))
    return Suggestion(alt, Grade.LOW, WordSource.WORDS, note="only the kind of image and the heading are known")

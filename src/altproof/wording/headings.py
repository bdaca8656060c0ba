"""What a heading, or the title of the page, says of an image below it: the name of a thing, or what a task is about."""

from __future__ import annotations

import re

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.rules.base import Subject
from altproof.text import norm, one_line
from altproof.wording.polish import polish
from altproof.wording.vocabulary import ACTIONS, LITTLE_WORDS, QUESTIONS, VAGUE, looks_readable

_NOUN_OF_TWO = 2  # words of "Networking concepts", which only looks like a task
_LONGEST_NAME = 10  # words that can be the name of a place
_NUMBERING = lazy_regex(
    r"\A(?:(?:step|part|chapter|section)\s+)?\d+(?:\.\d+)*[.:)]?\s+(?:[-\u2013\u2014]\s+)?", re.IGNORECASE
)
_TOKEN = lazy_regex(r"\w+")
_QUESTION_MARKS = ("?", "？", "؟")  # noqa: RUF001  (question marks of other scripts)
_BEFORE_OBJECT = lazy_regex(
    r"(?:(?:up|in|out|on|off|to|into|from|with|without|about|between|through|a|an|the|your|my|our|its|this|and run) )+"
)
_ATTRIBUTES = lazy_regex(r"\s*\{[^{}]*\}\Z")
"""What some dialects of Markdown write behind a heading."""
_SHORT_NAME = lazy_regex(r"[A-Z]{1,4}\d{1,3}")
_AIM = lazy_regex(r" (?:to|so that|by|when|if|using) .*")


class Heading(Struct, frozen=True):
    """One heading, as far as a draft may say it."""

    text: str = ""
    """Without its number; "": there is none, or it holds code."""
    is_name: bool = False
    """Whether it names something that an image can be a part of."""
    object: str = ""
    """What a task is done to: "version control" of "Set up version control"; "": no task, or English does not tell."""

    @property
    def topic(self) -> str:
        """What an image below it may be of; "" for a question, a sentence, or a task whose object is not clear."""
        return self.object or (self.text if self.is_name else "")


def heading_of(subject: Subject) -> Heading:
    """The heading above an image. Tasks are told from names in English only; elsewhere every heading is a name."""
    return _heading_in(subject.reference.surroundings.heading)


def title_of(subject: Subject) -> Heading:
    """The title of the page, read in the same way."""
    return _heading_in(subject.reference.surroundings.page_title)


def _heading_in(heading: str | None) -> Heading:
    written = _ATTRIBUTES.sub("", one_line((heading or "")[:400]))
    text = _NUMBERING.sub("", written).strip(" .:#")
    if not polish(written) or not all(map(_is_readable, _TOKEN.findall(text))):
        return Heading()
    words = norm(text).split()
    if not words or text.endswith(_QUESTION_MARKS) or (words[0] in QUESTIONS and words[1:2] != ["to"]):
        return Heading(text)
    if is_task(text) and not (words[0] not in ACTIONS and len(words) == _NOUN_OF_TWO):
        return Heading(text, object=_object(text))
    return Heading(text, is_name=len(words) <= _LONGEST_NAME)


def _is_readable(token: str) -> bool:
    """Whether it is a word; in a heading a run of letters is one, and "AZW3" is a name."""
    return token.isalpha() or looks_readable(token) or _SHORT_NAME.fullmatch(token) is not None


def is_task(text: str) -> bool:
    """Whether a text begins with a verb of English, as tasks do, or asks how."""
    first = norm(text).partition(" ")[0]
    return first in ACTIONS or first.endswith("ing")


def _object(task: str) -> str:
    """The words behind the verbs of a task, up to its aim."""
    rest = task
    while is_task(rest):
        rest = _without(rest.partition(" ")[2])
    named = _AIM.sub("", rest).strip(" .,:;")
    while named.partition(" ")[0].lower() in LITTLE_WORDS:
        named = named.partition(" ")[2]
    words = [word for word in named.split() if word.lower() not in LITTLE_WORDS]
    is_thing = len(words) > 1 or named[:1].isupper() or _is_noun(named)
    return named if words and is_thing and len(named.split()) <= _LONGEST_NAME else ""


def _is_noun(word: str) -> bool:
    """Whether one small word names a thing; "started" of "Get started" does not."""
    return not word.endswith("ed") and word not in VAGUE


def _without(rest: str) -> str:
    found = _BEFORE_OBJECT.match(rest.lower())
    return rest[found.end() :] if found else rest

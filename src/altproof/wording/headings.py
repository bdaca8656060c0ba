"""What a heading says of an image below it: the name of a thing, or what a task is about."""

from __future__ import annotations

import re

from msgspec import Struct

from altproof.rules.base import Subject
from altproof.rules.text import norm, one_line
from altproof.wording.polish import polish
from altproof.wording.vocabulary import ACTIONS, LITTLE_WORDS, QUESTIONS, looks_readable

_LONGEST_NAME = 6  # words that can be the name of a place
_NUMBERING = re.compile(
    r"\A(?:(?:step|part|chapter|section)\s+)?\d+(?:\.\d+)*[.:)]?\s+(?:[-\u2013\u2014]\s+)?", re.IGNORECASE
)
_TOKEN = re.compile(r"\w+")
_QUESTION_MARKS = ("?", "？", "؟")  # noqa: RUF001  (question marks of other scripts)
_BEFORE_OBJECT = re.compile(r"(?:(?:up|in|out|on|off|to|into|from|with|a|an|the|your|my|our|its|this|and run) )+")
_AIM = re.compile(r" (?:to|so that|by|when|if|using) .*")


class Heading(Struct, frozen=True):
    """One heading, as far as a draft may say it."""

    text: str = ""
    """Without its number; "": there is none, or it holds code."""
    is_name: bool = False
    """Whether it names something, so that an image can be "in" there."""
    object: str = ""
    """What a task is done to: "version control" of "Set up version control"; "": no task, or English does not tell."""

    @property
    def topic(self) -> str:
        """What an image below it may be of; "" for a question, a sentence, or a task whose object is not clear."""
        return self.object or (self.text if self.is_name else "")


def heading_of(subject: Subject) -> Heading:
    """The heading above an image. Tasks are told from names in English only; elsewhere every heading is a name."""
    written = one_line((subject.reference.surroundings.heading or "")[:400])
    text = _NUMBERING.sub("", written).strip(" .:#")
    if not polish(written) or not all(map(looks_readable, _TOKEN.findall(text))):
        return Heading()
    words = norm(text).split()
    if not words or text.endswith(_QUESTION_MARKS) or (words[0] in QUESTIONS and words[1:2] != ["to"]):
        return Heading(text)
    if is_task(text):
        return Heading(text, object=_object(text))
    return Heading(text, is_name=len(words) <= _LONGEST_NAME)


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
    words = [word for word in named.split() if word.lower() not in LITTLE_WORDS]
    is_thing = len(words) > 1 or named[:1].isupper()  # "started" of "Get started" is none
    return named if words and is_thing and len(named.split()) <= _LONGEST_NAME else ""


def _without(rest: str) -> str:
    found = _BEFORE_OBJECT.match(rest.lower())
    return rest[found.end() :] if found else rest

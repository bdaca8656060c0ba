"""What Florence-2 is asked, and what its answers mean. Pure.

The model answers a task in words and in places: words are text, a place is one of 1,000 steps along a side of the
picture. Four places after a text are a box, eight are the corners of a line that was read. A model's words are as
untrusted as any stranger's: every field is checked before it becomes part of an analysis.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from altproof.engines.refusals import one_line
from altproof.errors import EngineError
from altproof.model import (
    Analysis,
    AnalysisDetails,
    Box,
    Caption,
    DenseCaption,
    DetectedObject,
    Feature,
    Person,
    Point,
    TextLine,
    Word,
)

NAME = "florence"
STEPS = 1_000
"""Places along each side, from 0; a place means the middle of its step, as in the model's own processor."""
LONGEST_TEXT = 1_000
"""Characters of one text: as much as the answer of a service may have."""
MOST_PARTS = 2_000
"""Of one answer; the longest task has 512 tokens."""
MOST_BYTES = 1 << 20
"""Of one answer as JSON."""
BOX, CORNERS = 4, 8
"""Places of a box (left, top, right, bottom) and of four corners (from the top left, clockwise)."""
PEOPLE = frozenset({"person", "man", "woman", "boy", "girl", "human"})
"""Names of things that are people. Which of them somebody is cannot be seen, so all are called the first."""
PERSON = "person"


class Task(StrEnum):
    """What the model can be asked, in the words it was trained with; each has to be the whole prompt."""

    CAPTION = "<CAPTION>"
    DETAILED_CAPTION = "<DETAILED_CAPTION>"
    MORE_DETAILED_CAPTION = "<MORE_DETAILED_CAPTION>"
    DENSE_CAPTIONS = "<DENSE_REGION_CAPTION>"
    OBJECTS = "<OD>"
    READ = "<OCR_WITH_REGION>"


CAPTIONS: Mapping[str, Task] = {
    "brief": Task.CAPTION,
    "detailed": Task.DETAILED_CAPTION,
    "more-detailed": Task.MORE_DETAILED_CAPTION,
}
"""By the word of the option `florence-caption`."""

MOST_TOKENS: Mapping[Task, int] = {
    Task.CAPTION: 64,
    Task.DETAILED_CAPTION: 128,
    Task.MORE_DETAILED_CAPTION: 256,
    Task.DENSE_CAPTIONS: 256,
    Task.OBJECTS: 256,
    Task.READ: 512,
}
"""How long an answer may become; at a quarter of a second for each, the longest takes two minutes."""

FEATURES = frozenset({Feature.CAPTION, Feature.DENSE_CAPTIONS, Feature.OBJECTS, Feature.PEOPLE, Feature.READ})
"""No task gives crops; tags would only be the names of the objects once more."""


class Words(Struct, frozen=True):
    """A text without a break; `confidence` is the probability, 0 to 1, that the model itself gave to all of it."""

    text: str
    confidence: float


Part = Words | int
"""Of an answer: words, or a place."""


class Answer(Struct, frozen=True):
    """What the model said to one task."""

    parts: tuple[Part, ...]
    finished: bool
    """False: the answer became too long, and was cut off where it stood."""

    @classmethod
    def from_json(cls, body: bytes) -> Answer:
        """Read what the model's process sent. Raises EngineError, naming the first field that is not as promised."""
        try:
            value = json.loads(body) if len(body) <= MOST_BYTES else None
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict) or not isinstance(value.get("parts"), list):
            raise _unreadable("it holds no parts")
        if len(value["parts"]) > MOST_PARTS:
            raise _unreadable("it has too many parts")
        finished = value.get("finished")
        if not isinstance(finished, bool):
            raise _unreadable("finished")
        return cls(tuple(_part(part, f"parts[{index}]") for index, part in enumerate(value["parts"])), finished)


def tasks(features: Sequence[Feature], caption: Task) -> tuple[Task, ...]:
    """The tasks that fill these features, each once; `caption` is the one that captions are made by."""
    by_feature = {
        Feature.CAPTION: caption,
        Feature.DENSE_CAPTIONS: Task.DENSE_CAPTIONS,
        Feature.OBJECTS: Task.OBJECTS,
        Feature.PEOPLE: Task.OBJECTS,
        Feature.READ: Task.READ,
    }
    return tuple(dict.fromkeys(by_feature[feature] for feature in features if feature in by_feature))


def analysis(
    features: Sequence[Feature],
    answers: Mapping[Task, Answer],
    size: tuple[int, int],
    details: AnalysisDetails,
) -> Analysis:
    """What the answers say about an image of this width and height, in its own pixels.

    Features without an answer, and a caption of which no sentence was finished, are unsupported.
    """
    asked = {*features}
    captions = [answers[task] for task in CAPTIONS.values() if task in answers]
    dense, things, text = (answers.get(task) for task in (Task.DENSE_CAPTIONS, Task.OBJECTS, Task.READ))
    canvas = _Canvas(*size)
    seen = Analysis(
        engine=NAME,
        caption=_caption(captions[0]) if captions and Feature.CAPTION in asked else None,
        dense_captions=canvas.dense_captions(dense) if dense and Feature.DENSE_CAPTIONS in asked else None,
        objects=canvas.objects(things) if things and Feature.OBJECTS in asked else None,
        people=canvas.people(things) if things and Feature.PEOPLE in asked else None,
        text_lines=canvas.text_lines(text) if text and Feature.READ in asked else None,
        details=details,
    )
    answered = {*seen.answered}
    unsupported = tuple(feature for feature in dict.fromkeys(features) if feature not in answered)
    return replace(seen, unsupported=unsupported)


def _part(value: object, where: str) -> Part:
    if type(value) is int:
        if not 0 <= value < STEPS:
            raise _unreadable(where)
        return value
    if not isinstance(value, list) or len(value) != len(("text", "confidence")) or not isinstance(value[0], str):
        raise _unreadable(where)
    text, confidence = value
    # False for NaN as well.
    if type(confidence) not in {int, float} or not 0 <= confidence <= 1:
        raise _unreadable(where)
    # Half a character, where the model broke off in the middle of one.
    return Words(one_line(text.replace("\ufffd", " "), LONGEST_TEXT), float(confidence))


def _unreadable(where: str) -> EngineError:
    return EngineError(
        f"the model's answer cannot be read: {where}",
        hint="run again; if it stays, fetch the model once more with `altproof fetch-models`",
    )


def _caption(answer: Answer) -> Caption | None:
    """The sentence, or the finished ones of an answer that was cut off; None when there is none."""
    said = [part for part in answer.parts if isinstance(part, Words)]
    text = one_line(" ".join(words.text for words in said), LONGEST_TEXT)
    if not answer.finished:
        text = text[: text.rfind(".") + 1]
    return Caption(text, math.prod(words.confidence for words in said)) if text else None


class _Canvas(Struct, frozen=True):
    """The image, for everything that has a place in it."""

    width: int
    height: int

    def dense_captions(self, answer: Answer) -> tuple[DenseCaption, ...]:
        return tuple(DenseCaption(words.text, words.confidence, box) for words, box in self._boxes(answer))

    def objects(self, answer: Answer) -> tuple[DetectedObject, ...]:
        return tuple(
            DetectedObject(PERSON if _is_person(words.text) else words.text, words.confidence, box)
            for words, box in self._boxes(answer)
        )

    def people(self, answer: Answer) -> tuple[Person, ...]:
        return tuple(Person(words.confidence, box) for words, box in self._boxes(answer) if _is_person(words.text))

    def text_lines(self, answer: Answer) -> tuple[TextLine, ...]:
        return tuple(
            TextLine(
                words.text,
                tuple(self._point(*places[at : at + 2]) for at in range(0, CORNERS, 2)),
                tuple(Word(word, words.confidence) for word in words.text.split()),
            )
            for words, places in _placed(answer, CORNERS)
        )

    def _boxes(self, answer: Answer) -> Iterator[tuple[Words, Box]]:
        """Every named box that is one; a box that ends before it begins is dropped."""
        for words, (left, top, right, bottom) in _placed(answer, BOX):
            start, end = self._point(left, top), self._point(right, bottom)
            if start.x < end.x and start.y < end.y:
                yield words, Box(start.x, start.y, end.x - start.x, end.y - start.y)

    def _point(self, across: int, down: int) -> Point:
        return Point(_pixel(across, self.width), _pixel(down, self.height))


def _pixel(place: int, side: int) -> int:
    """Where the middle of a step lies, in whole pixels."""
    return math.floor((place + 0.5) * side / STEPS)


def _placed(answer: Answer, count: int) -> Iterator[tuple[Words, tuple[int, ...]]]:
    """Each text with `count` places behind it, once for every further `count`; what is left over was cut off."""
    words, places = Words("", 0.0), list[int]()
    for part in answer.parts:
        if isinstance(part, Words):
            words, places = part, []
            continue
        places.append(part)
        if len(places) == count:
            if words.text:
                yield words, tuple(places)
            places = []


def _is_person(name: str) -> bool:
    return name.lower() in PEOPLE

"""The JSON of Image Analysis 4.0: what an answer holds. Pure.

Answers are untrusted: every field is checked, and anything else than promised is an AnswerError that names the field.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any, NoReturn, Self, TypeVar

from msgspec import Struct

from altproof.engines.refusals import one_line, unreadable, without_secrets
from altproof.model import (
    Box,
    Caption,
    Crop,
    CustomResult,
    DenseCaption,
    DetectedObject,
    Feature,
    Person,
    Point,
    Segmentation,
    Tag,
    TextLine,
    Word,
)

LONGEST_TEXT = 1_000
LONGEST_LIST = 2_000
MOST_VALUES = 500
"""Tags, objects, people, crops or captions; the service gives at most ten captions and some dozen of the others."""
MOST_LINES = 2_000
MOST_WORDS = 5_000
"""Of text in the whole answer, more than a page in small print holds; what is beyond is left out."""
LONGEST_SIDE = 100_000
"""Pixels; the service takes less than 16,000, so a larger figure is no size."""
LARGEST_NUMBER = 1e9
SURE_PERSON = 0.5
"""The service lists people down to a confidence of 0.001; below this they are set aside."""
ROUNDING = 0.001
"""How far outside 0 to 1 a confidence may be: float32 on the other side."""
CORNERS = 4

RESULT_KEYS = {feature: f"{feature.value}Result" for feature in Feature}

T = TypeVar("T")


def load_json(body: bytes, secrets: Sequence[str] = ()) -> object:
    """The value in `body`; raises AnswerError for whatever is no JSON, NaN, endless numbers and endless nesting.

    A service may echo what it got, also in JSON's escapes: secrets are taken out of the decoded texts.
    """
    try:
        value: object = json.loads(body, parse_constant=_refuse_constant)
        text = json.dumps(value, ensure_ascii=False)
        cleaned = without_secrets(text, [json.dumps(secret, ensure_ascii=False)[1:-1] for secret in secrets])
        return value if cleaned == text else json.loads(cleaned)
    except (ValueError, RecursionError):
        raise unreadable("it is no JSON") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


class AnalyzeResponse(Struct, frozen=True):
    """What one answer holds. None: the feature is absent, so it was not asked for or is not available."""

    model_version: str | None
    width: int
    """Pixels of the image as the service saw it; boxes and points are already those of the original."""
    height: int
    caption: Caption | None = None
    dense_captions: tuple[DenseCaption, ...] | None = None
    tags: tuple[Tag, ...] | None = None
    objects: tuple[DetectedObject, ...] | None = None
    people: tuple[Person, ...] | None = None
    text_lines: tuple[TextLine, ...] | None = None
    crops: tuple[Crop, ...] | None = None
    custom: CustomResult | None = None
    segmentation: Segmentation | None = None
    answered: frozenset[Feature] = frozenset()

    @classmethod
    def from_json(cls, value: object, original: tuple[int, int] | None = None) -> Self:
        """Read an answer; boxes are clipped to the image and scaled to the `original` width and height when given.

        Accepted as seen in the service or its documents: unknown keys, absent features, more than ten dense captions,
        an object's name in `tags[0]` or beside its box, no blocks of text, and the shapes of the retired previews.
        Raises AnswerError, naming the first field that is not as promised.
        """
        answer = _Node(value, "").mapping()
        metadata = answer.need("metadata").mapping()
        width, height = metadata.need("width").side(), metadata.need("height").side()
        canvas = _Canvas(width, height, *(original or (width, height)))
        version = answer.get("modelVersion")
        return cls(
            model_version=version.text() if version else None,
            width=width,
            height=height,
            caption=_result(answer, "captionResult", _caption),
            dense_captions=_result(answer, "denseCaptionsResult", canvas.dense_captions),
            tags=_result(answer, "tagsResult", _tags),
            objects=_result(answer, "objectsResult", canvas.objects),
            people=_result(answer, "peopleResult", canvas.people),
            text_lines=_result(answer, "readResult", canvas.text_lines),
            crops=_result(answer, "smartCropsResult", canvas.crops),
            custom=_result(answer, "customModelResult", canvas.custom),
            answered=frozenset(feature for feature, key in RESULT_KEYS.items() if answer.get(key)),
        )


class _Node(Struct, frozen=True):
    """A JSON value and where it stands; each method says what it has to be."""

    value: object
    where: str

    def mapping(self) -> _Mapping:
        if not isinstance(self.value, dict):
            raise unreadable(self.where or "it is no object")
        return _Mapping(self.value, self.where)

    def items(self) -> Iterator[_Node]:
        """The entries of a list, as many as are kept."""
        if not isinstance(self.value, list):
            raise unreadable(self.where)
        return (_Node(value, f"{self.where}[{index}]") for index, value in enumerate(self.value[:LONGEST_LIST]))

    def text(self) -> str:
        """One printable line; may be empty."""
        if not isinstance(self.value, str):
            raise unreadable(self.where)
        return one_line(self.value, LONGEST_TEXT)

    def number(self) -> float:
        value = self.value
        # The comparison is false for NaN, and exact for integers of any length.
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not -LARGEST_NUMBER <= value <= LARGEST_NUMBER
        ):
            raise unreadable(self.where)
        return float(value)

    def side(self) -> int:
        """Pixels of an edge of the image."""
        number = self.number()
        if not 1 <= number <= LONGEST_SIDE:
            raise unreadable(self.where)
        return round(number)

    def confidence(self) -> float:
        """From 0 to 1. A figure clearly outside is refused: grades depend on the scale, and 2 or 93 is another one."""
        number = self.number()
        if not -ROUNDING <= number <= 1 + ROUNDING:
            raise unreadable(self.where)
        return min(1.0, max(0.0, number))


class _Mapping(Struct, frozen=True):
    """A JSON object and where it stands."""

    value: dict[str, Any]
    where: str

    def get(self, key: str) -> _Node | None:
        """The value of `key`; None when it is absent or null."""
        value = self.value.get(key)
        return None if value is None else _Node(value, f"{self.where}.{key}".lstrip("."))

    def need(self, key: str) -> _Node:
        node = self.get(key)
        if node is None:
            raise unreadable(f"{self.where}.{key} is missing".lstrip("."))
        return node

    def list(self, key: str) -> Iterator[_Node]:
        """The entries of a list that may be absent."""
        node = self.get(key)
        return iter(()) if node is None else node.items()

    def confidence(self) -> float:
        return self.need("confidence").confidence()


def _result(answer: _Mapping, key: str, read: Callable[[_Mapping], T]) -> T | None:
    node = answer.get(key)
    return None if node is None else read(node.mapping())


def _caption(result: _Mapping) -> Caption:
    text = result.need("text")
    if not text.text():
        raise unreadable(f"{text.where} is empty")
    return Caption(text.text(), result.confidence())


def _entries(result: _Mapping) -> Iterator[_Mapping]:
    return (node.mapping() for node in islice(result.need("values").items(), MOST_VALUES))


def _tags(result: _Mapping) -> tuple[Tag, ...]:
    tags = (_tag(entry) for entry in _entries(result))
    return tuple(tag for tag in tags if tag.name)


def _tag(entry: _Mapping) -> Tag:
    return Tag(entry.need("name").text(), entry.confidence())


class _Canvas(Struct, frozen=True):
    """The image as the service saw it and as it is, for everything that has a place in it."""

    width: int
    height: int
    original_width: int
    original_height: int

    def dense_captions(self, result: _Mapping) -> tuple[DenseCaption, ...]:
        read = (DenseCaption(e.need("text").text(), e.confidence(), self.box(e)) for e in _entries(result))
        return tuple(caption for caption in read if caption.text)

    def objects(self, result: _Mapping) -> tuple[DetectedObject, ...]:
        read = (self._object(entry) for entry in _entries(result))
        return tuple(thing for thing in read if thing.name)

    def _object(self, entry: _Mapping) -> DetectedObject:
        tag = _tag(next((node.mapping() for node in entry.list("tags")), entry))
        return DetectedObject(tag.name, tag.confidence, self.box(entry))

    def people(self, result: _Mapping) -> tuple[Person, ...]:
        read = (Person(entry.confidence(), self.box(entry)) for entry in _entries(result))
        return tuple(person for person in read if person.confidence >= SURE_PERSON)

    def crops(self, result: _Mapping) -> tuple[Crop, ...]:
        read = (Crop(entry.need("aspectRatio").number(), self.box(entry)) for entry in _entries(result))
        return tuple(crop for crop in read if crop.box.width and crop.box.height)

    def custom(self, result: _Mapping) -> CustomResult:
        return CustomResult(
            tags=_result(result, "tagsResult", _tags) or (),
            objects=_result(result, "objectsResult", self.objects) or (),
        )

    def text_lines(self, result: _Mapping) -> tuple[TextLine, ...]:
        return tuple(line for line in islice(self._lines(result), MOST_LINES) if line.text)

    def _lines(self, result: _Mapping) -> Iterator[TextLine]:
        read, placed = iter(range(MOST_WORDS)), iter(range(MOST_WORDS))
        for block in result.list("blocks"):
            for line in block.mapping().list("lines"):
                yield self._line(line.mapping(), read)
        for page in result.list("pages"):
            yield from self._page(page.mapping(), read, placed)

    def _line(self, line: _Mapping, allowance: Iterator[int]) -> TextLine:
        """`allowance` gives one number for each word that may still be read."""
        nodes = (node for node, _ in zip(line.list("words"), allowance, strict=False))
        words = (self._word(node.mapping(), "text", "boundingPolygon") for node in nodes)
        text = line.need("text").text()
        return TextLine(text, self.polygon(line, "boundingPolygon"), tuple(word for word in words if word.text))

    def _page(self, page: _Mapping, allowance: Iterator[int], placed: Iterator[int]) -> Iterator[TextLine]:
        """The lines of the retired shape, where words stand beside the lines and spans say which belongs where.

        Several lines may claim a word, so what is `placed` has an allowance of its own.
        """
        nodes = [node.mapping() for node, _ in zip(page.list("words"), allowance, strict=False)]
        words = [(_span(node, "span")[0], self._word(node, "content", "boundingBox")) for node in nodes]
        for node in page.list("lines"):
            line = node.mapping()
            start, end = _span(line, "spans")
            inside = (word for at, word in words if start <= at < end and word.text)
            kept = tuple(word for word, _ in zip(inside, placed, strict=False))
            yield TextLine(line.need("content").text(), self.polygon(line, "boundingBox"), kept)

    def _word(self, word: _Mapping, text: str, polygon: str) -> Word:
        return Word(word.need(text).text(), word.confidence(), self.polygon(word, polygon))

    def polygon(self, entry: _Mapping, key: str) -> tuple[Point, ...]:
        """Four corners, as points or as eight numbers; empty when the answer has none."""
        nodes = list(islice(entry.list(key), 2 * CORNERS + 2))  # enough to see that there are too many
        if nodes and isinstance(nodes[0].value, dict):
            points = [(node.mapping().need("x").number(), node.mapping().need("y").number()) for node in nodes]
        else:
            numbers = [node.number() for node in nodes]
            points = [pair for index, pair in enumerate(pairwise(numbers)) if index % 2 == 0]
        if points and len(points) != CORNERS:
            raise unreadable(f"{entry.where}.{key}")
        return tuple(self.point(x, y) for x, y in points)

    def box(self, entry: _Mapping) -> Box:
        """The box clipped to the image, in pixels of the original; empty when it lies outside."""
        box = entry.need("boundingBox").mapping()
        x, y = box.need("x").number(), box.need("y").number()
        start, end = self.point(x, y), self.point(x + box.need("w").number(), y + box.need("h").number())
        return Box(start.x, start.y, max(0, end.x - start.x), max(0, end.y - start.y))

    def point(self, x: float, y: float) -> Point:
        """The nearest place inside the image, in pixels of the original."""
        across, down = min(max(x, 0.0), self.width) / self.width, min(max(y, 0.0), self.height) / self.height
        return Point(round(across * self.original_width), round(down * self.original_height))


def _span(entry: _Mapping, key: str) -> tuple[float, float]:
    """Start and end of one span, or of the first of a list: a line has just one. Empty when there is none."""
    node = entry.get(key)
    if node is not None and isinstance(node.value, list):
        node = next(node.items(), None)
    if node is None:
        return 0.0, 0.0
    start = node.mapping().need("offset").number()
    return start, start + node.mapping().need("length").number()

"""From what was seen in a plain picture to an analysis in pixels of the original. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from altproof.engines.scripts import script
from altproof.images.workshop import Prepared
from altproof.model import (
    Analysis,
    Appearance,
    Box,
    Crop,
    DenseCaption,
    Feature,
    Highlight,
    Person,
    Point,
    Request,
    Tag,
    TextLine,
)
from altproof.seeing import aim
from altproof.seeing.lines import around, holds
from altproof.seeing.sighting import Sighting

ENGINE = "offline"
LONGEST = 1000
"""Characters of the words in one mark."""
SYMBOL = 2
"""Characters: what is no longer, and not ASCII, is mostly an icon."""

# How often each was right on pictures that were labelled by people; none of them is a probability for this picture.
PHOTO, ICON, SHADE = 0.95, 0.85, 0.9
ICON_SIDE = 64
"""Pixels of an icon's short side, at most."""
ICON_RATIO = 2
"""Long side by short side; what is longer is a button, a badge or a banner."""
FACE = 0.5
"""The cascade gives no figure of its own; it says of one photo in four with people that it sees nobody."""
TEXT = 0.5
"""For any text at all; the share of the picture that it covers comes on top."""


class Frame(Struct, frozen=True):
    """The sizes, in pixels, between which places are carried over."""

    seen_width: int
    seen_height: int
    width: int
    """Of the original, upright."""
    height: int

    @classmethod
    def of(cls, plain: Prepared) -> Frame:
        """Of a picture made plain."""
        return cls(plain.width, plain.height, plain.original_width, plain.original_height)

    def point(self, point: Point) -> Point:
        """A place in the original, never outside."""
        across = round(point.x * self.width / self.seen_width)
        down = round(point.y * self.height / self.seen_height)
        return Point(min(self.width, across), min(self.height, down))

    def box(self, box: Box) -> Box:
        """A rectangle in the original, never outside."""
        start, end = self.point(Point(box.x, box.y)), self.point(Point(box.x + box.width, box.y + box.height))
        return Box(start.x, start.y, end.x - start.x, end.y - start.y)

    def line(self, line: TextLine) -> TextLine:
        """A line of text in the original."""
        words = tuple(replace(word, polygon=self._corners(word.polygon)) for word in line.words)
        return TextLine(line.text, self._corners(line.polygon), words)

    def crop(self, crop: Crop) -> Crop:
        """A cut of the original."""
        return Crop(crop.aspect_ratio, self.box(crop.box))

    def _corners(self, corners: Sequence[Point]) -> tuple[Point, ...]:
        return tuple(self.point(corner) for corner in corners)


def assembled(request: Request, appearance: Appearance, seen: Sighting, frame: Frame, *, reads: bool) -> Analysis:
    """The analysis; `reads` says whether text could be read, so that none means that there is none."""
    lines = _lines(seen, frame, request.language) if reads else None
    marks = tuple(_told(mark, frame, lines or ()) for mark in seen.marks)
    whole = replace(appearance, kind=_kind(seen, frame), highlights=marks)
    found = Analysis(
        engine=ENGINE,
        text_lines=lines,
        tags=_tags(whole, lines or (), frame),
        dense_captions=None if lines is None else _regions(marks, lines),
        people=None if seen.faces is None else tuple(Person(FACE, frame.box(face)) for face in seen.faces),
        crops=None if seen.crops is None else tuple(map(frame.crop, seen.crops)),
        appearance=whole,
    )
    asked = frozenset(request.features)
    return replace(
        found,
        text_lines=found.text_lines if Feature.READ in asked else None,
        tags=found.tags if Feature.TAGS in asked else None,
        dense_captions=found.dense_captions if Feature.DENSE_CAPTIONS in asked else None,
        people=found.people if Feature.PEOPLE in asked else None,
        crops=found.crops if Feature.SMART_CROPS in asked else None,
        unsupported=tuple(feature for feature in request.features if feature not in found.answered),
    )


def _lines(seen: Sighting, frame: Frame, language: str) -> tuple[TextLine, ...] | None:
    """The lines in the original, without symbols that were taken for a letter of a script that is not looked for."""
    if seen.lines is None:
        return None
    latin = script(language) == "Latn"
    kept = (line for line in seen.lines if not (latin and len(line.text) <= SYMBOL and not line.text.isascii()))
    return tuple(map(frame.line, kept))


def _kind(seen: Sighting, frame: Frame) -> str | None:
    """An icon by its size, a photo by its pixels; None: another kind, which pixels do not tell."""
    short, long = sorted((frame.width, frame.height))
    if short <= ICON_SIDE and long <= ICON_RATIO * short:
        return "icon"
    return "photo" if seen.photo else None


def _told(mark: Highlight, frame: Frame, lines: Sequence[TextLine]) -> Highlight:
    """A mark in the original, with the words in it or at its tip."""
    placed = replace(mark, box=frame.box(mark.box), tip=None if mark.tip is None else frame.point(mark.tip))
    words = " ".join(line.text for line in _meant(placed, lines))
    return replace(placed, text=words[:LONGEST].strip())


def _meant(mark: Highlight, lines: Sequence[TextLine]) -> list[TextLine]:
    """The words in a frame, by line; of an arrow the line that it comes to first."""
    if mark.tip is None:
        return _within(mark.box, lines)
    named = [line for line in lines if line.polygon and _is_words(line.text)]
    return [named[index] for index in aim.about(mark, [around(line.polygon) for line in named])[:1]]


def _within(box: Box, lines: Sequence[TextLine]) -> list[TextLine]:
    """What stands in a box of each line; words and not whole lines, since a line may run on beyond the mark."""
    parts = []
    for line in lines:
        words = tuple(word for word in line.words if word.polygon and holds(box, around(word.polygon)))
        if words:
            parts.append(TextLine(" ".join(word.text for word in words), words=words))
    return parts


def _is_words(text: str) -> bool:
    """Whether a line is no sign and no single letter: an arrow's own head is read as V, A or >."""
    return any(map(str.isalnum, text)) and (len(text) > 1 or not text.isascii())


def _tags(appearance: Appearance, lines: Sequence[TextLine], frame: Frame) -> tuple[Tag, ...]:
    """The kind, the shade, and whether there is text; the surest first."""
    tags = [Tag(name, sure) for name, sure in (("photo", PHOTO), ("icon", ICON)) if appearance.kind == name]
    tags.append(Tag("dark" if appearance.dark else "light", SHADE))
    if lines:
        boxes = [around(line.polygon) for line in lines if line.polygon]
        share = sum(box.width * box.height for box in boxes) / (frame.width * frame.height)
        tags.append(Tag("text", round(min(1.0, TEXT + share), 2)))
    return tuple(sorted(tags, key=lambda tag: (-tag.confidence, tag.name)))


def _regions(marks: Sequence[Highlight], lines: Sequence[TextLine]) -> tuple[DenseCaption, ...]:
    """The words that each mark is about, if any; as sure as the least sure of them. An arrow's region is its line."""
    found = []
    for mark in marks:
        meant = _meant(mark, lines)
        words = [word for line in meant for word in line.words]
        if words:
            box = mark.box if mark.tip is None else around(meant[0].polygon)
            found.append(DenseCaption(mark.text, min(word.confidence for word in words), box))
    return tuple(found)

"""Subjects for tests of drafts: a place, and what an engine read in its picture."""

from altproof.model import (
    Analysis,
    Appearance,
    Box,
    Highlight,
    ImageReference,
    Marking,
    Point,
    Span,
    Surroundings,
    TextLine,
    Word,
)
from altproof.rules.base import Subject


def line(text, *, x=10, y=10, sure=0.98, height=20):
    """A line of text whose words were read with this confidence."""
    width = 10 * len(text)
    polygon = (Point(x, y), Point(x + width, y), Point(x + width, y + height), Point(x, y + height))
    return TextLine(text, polygon, tuple(Word(word, sure) for word in text.split()))


def lines(*texts, sure=0.98):
    """Lines below each other, far enough apart not to stand beside each other."""
    return tuple(line(text, y=10 + 100 * number, sure=sure) for number, text in enumerate(texts))


def framed(text_line):
    """The frame that an author drew around a line."""
    corner, opposite = text_line.polygon[0], text_line.polygon[2]
    box = Box(corner.x - 4, corner.y - 4, opposite.x - corner.x + 8, opposite.y - corner.y + 8)
    return Highlight(Marking.BOX, box, text_line.text)


def pointed(text_line):
    """The arrow that an author drew from the left to the start of a line."""
    corner, height = text_line.polygon[0], text_line.polygon[2].y - text_line.polygon[0].y
    return Highlight(
        Marking.ARROW,
        Box(corner.x - 90, corner.y, 80, height),
        text_line.text,
        Point(corner.x - 10, corner.y + height // 2),
    )


def seen(*text_lines, kind=None, highlights=(), blank=False, frames=1):
    """What the offline engine says of a picture."""
    appearance = Appearance(kind=kind, highlights=tuple(highlights), blank=blank, frames=frames)
    return Analysis("offline", text_lines=tuple(text_lines), appearance=appearance)


def place(target="img/a1.png", analysis=None, *, language="en", **around):
    """A place that shows this picture without an alt text."""
    reference = ImageReference(
        "docs/a.md", Span(1, 1, 1, 9), "markdown-inline", target, None, None, Surroundings(**around)
    )
    return Subject(reference, analysis=analysis, language=language)

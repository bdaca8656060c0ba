"""What every part of the Markdown reader says about an image it met."""

from __future__ import annotations

from msgspec import Struct


class ShownImage(Struct, frozen=True):
    """One image as its own syntax gives it; offsets count characters of the whole source."""

    start: int
    end: int
    syntax: str
    target: str
    alt: str | None
    slot: tuple[int, int] | None
    """Where new alt text goes; None: it cannot be edited here."""
    computed: bool = False
    """The alt text comes out of a template."""
    title: str | None = None
    caption: str | None = None
    description: str | None = None
    """How its long description begins, where its syntax holds one."""
    link: str | None = None
    """Where the image leads by an argument of its own, such as `link="…"`."""
    role: str | None = None
    undescribed: bool = False
    """Its syntax announces a long description that is not there."""
    classes: str = ""
    label: str | None = None
    """Of a reference: the name under which its address stands elsewhere."""


class CoveredTag(Struct, frozen=True):
    """An HTML tag whose content is Markdown; covered, since CommonMark would read the content as HTML."""

    start: int
    end: int
    text: str


class Slot(Struct, frozen=True):
    """The place of an alt text, to be written to."""

    text: str
    """The whole source."""
    construct: int
    """Where the image's construct begins."""
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The quote mark on both sides, or ""."""
        mark = self.text[self.start - 1 : self.start]
        return mark if mark in {'"', "'", "`"} and self.text.startswith(mark, self.end) else ""

    def replaced(self, words: str) -> Replacement:
        """Words in the place of what stands between the ends."""
        return Replacement(self.start, self.end, words)

    def requoted(self, literal: str) -> Replacement:
        """A literal with its own quotes in the place of the present one with its quotes."""
        return Replacement(self.start - len(self.quote), self.end + len(self.quote), literal)


class Replacement(Struct, frozen=True):
    """`words` in the place of the source from `start` to `end`."""

    start: int
    end: int
    words: str

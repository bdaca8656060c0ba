"""What is being read of a reStructuredText document (a frame) and what comes out of it (events)."""

from __future__ import annotations

from msgspec import Struct

from altproof.readers.rst.directives import Shown
from altproof.readers.rst.lines import Block, Line


class Words(Struct, frozen=True):
    """A paragraph or another stretch of text, with its inline markup."""

    text: str
    figure: int | None = None
    """The offset of the figure whose caption this is."""
    lines: tuple[Line, ...] = ()
    """Where it stands, when roles may stand in it."""
    editable: bool = True


class Role(Struct, frozen=True):
    """A role that the document defines, or its default role (the name is "")."""

    name: str
    """Lower case."""
    base: str
    """The role it is made of, lower case; "" when it is made of none."""
    html: bool
    """Whether its text goes into HTML pages if it is made of `raw`."""


class Heading(Struct, frozen=True):
    """A section title; its style, one or two signs, stands for its level."""

    text: str
    style: str


class Image(Struct, frozen=True):
    """An image or a figure, or a substitution with its name."""

    shown: Shown
    form: str
    editable: bool
    name: str | None = None


class Html(Struct, frozen=True):
    """The body of a `raw` directive, line by line."""

    lines: list[Line]
    editable: bool


Event = Words | Heading | Image | Html | Role


class Frame(Struct):
    """A stretch of lines; `at` moves through it."""

    block: Block
    at: int
    end: int
    margin: int
    first: int = -1
    """The line whose content begins at `column`, behind a list mark or the like."""
    column: int = 0
    titles: bool = False
    """Whether sections may begin here."""
    figure: int | None = None
    """The offset of the figure whose caption may come next."""
    sealed: bool = False
    """True when all of it stands on one line behind a mark: a second line would begin where the first one does, and
    no option could be added."""

    def where(self, number: int) -> int:
        """The column where the content of a line begins."""
        return self.column if number == self.first else self.margin

    def text(self, number: int) -> str:
        """The content of a line."""
        return self.block.lines[number].text[self.where(number) :]

    def words(self, start: int, end: int, *, figure: int | None = None, text: str | None = None) -> Words:
        """The content of some lines; `text`: what of it is said, if that is less."""
        said = "\n".join(self.text(number) for number in range(start, end))
        lines: tuple[Line, ...] = ()
        if "`" in said:
            source = self.block.lines
            lines = tuple(source[n].part(self.where(n), len(source[n].text)) for n in range(start, end))
        return Words(said if text is None else text, figure, lines, self.block.editable)

    def here(self) -> str:
        """The whole line to read now."""
        return self.block.lines[self.at].text

    def is_blank(self, number: int) -> bool:
        """Whether a line is blank, or behind the last one."""
        return number >= self.end or not self.block.lines[number].text

    def indented(self, start: int) -> tuple[int, int]:
        """See `Block.indented`."""
        return self.block.indented(start, self.end, self.margin)

    def unbroken(self, start: int) -> int:
        """See `Block.unbroken`."""
        return self.block.unbroken(start, self.end, self.margin)

    def body(self, column: int) -> list[Frame]:
        """What follows behind `column` on this line and is indented under it; the frame moves behind it."""
        start = self.at
        self.at, low = self.indented(start + 1)
        if column < len(self.block.lines[start].text):
            return [Frame(self.block, start, self.at, low or column, start, column, sealed=self.sealed or not low)]
        return [Frame(self.block, start + 1, self.at, low)]


Found = list[Event | Frame]
"""What was found, in order; frames are read where they stand."""

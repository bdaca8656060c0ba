"""What an image or figure directive of reStructuredText says, by the rules of docutils for arguments and options."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.readers.escaping import one_line
from altproof.readers.rst.lines import Block, Line

FIELD: Final = lazy_regex(r":(?![: ])(?:[^:\\]|\\.|:(?![ `]|$))*+(?<! ):(?: +|$)")
"""A field marker, `:name: `; options are fields (docutils, `Body.patterns`)."""

_CLASSES: Final = ("class", "figclass")
_ESCAPES = lazy_regex(r"\\([ \n])|\\(.?)|\s+", re.DOTALL)


class Head(Struct, frozen=True):
    """The lines of a directive."""

    block: Block
    name: str
    """Lower case."""
    start: int
    """The offset of the two dots."""
    margin: tuple[int, int, int]
    """Where an option of its own would stand, as in `Shown.indent`."""
    line: int
    """The number of the line with the name."""
    column: int
    """Where the text behind the double colon begins."""
    end: int
    """The number of the line behind the last one that is indented."""
    low: int
    """The column of all further lines; 0: there are none."""

    def rows(self) -> list[tuple[Line, int]]:
        """The lines of arguments and options, each with its column: those before the first blank one."""
        rows = [(self.block.lines[self.line], self.column)]
        if not self.has_rest:
            rows.clear()
        last = self.block.until_blank(self.line + 1, self.end)
        return rows + [(line, self.low) for line in self.block.lines[self.line + 1 : last]]

    @property
    def has_rest(self) -> bool:
        """Whether anything stands behind the double colon on its line."""
        return self.column < len(self.block.lines[self.line].text)

    @property
    def content(self) -> int:
        """The number of the first line of the content, which begins behind a blank line; `end`: there is none."""
        blank = self.block.until_blank(self.line + 1, self.end)
        return min(self.block.next_text[blank], self.end)


class Option(Struct, frozen=True):
    """One option; the values are its lines, each with the column where its text begins."""

    name: str
    line: Line
    behind: int
    """The column behind the second colon."""
    values: list[tuple[Line, int]]

    @property
    def value(self) -> str:
        """The text, its lines joined by line breaks."""
        return "\n".join(line.text[column:] for line, column in self.values)


class Shown(Struct, frozen=True):
    """An image that a directive shows; offsets are those of the source."""

    start: int
    end: int
    target: str
    alt: str | None
    slot: tuple[int, int]
    indent: tuple[int, int, int]
    """Where the margin of an inserted option is copied from (start, end), and the blanks to add to it."""
    link: str | None
    classes: str = ""


def arguments_and_options(head: Head) -> tuple[list[tuple[Line, int]], list[Option]] | None:
    """The argument lines and the options; None when docutils would refuse the directive whatever options it knows."""
    arguments: list[tuple[Line, int]] = []
    options: list[Option] = []
    for line, column in head.rows():
        if match := FIELD.match(line.text, column):
            behind = line.text.rindex(":", column, match.end()) + 1
            name = line.text[column + 1 : behind - 1].lower()
            if len(name.split()) != 1 or (name == "alt" and any(option.name == name for option in options)):
                return None
            options.append(Option(name, line, behind, [(line, match.end())] if match.end() < len(line.text) else []))
        elif not options:
            arguments.append((line, column))
        elif line.text.startswith(" ", column):
            options[-1].values.append((line, _text_column(line)))
        else:
            return None
    names = [option.name for option in options]
    return (arguments, options) if len(set(names)) == len(names) else None


def shown(head: Head) -> Shown | None:
    """The image that the directive shows, or None when docutils refuses it.

    Errors in the structure count: no argument, a name given twice or of two words, a line that is no option among
    the options, content under `image`. Unknown names and values do not: Sphinx and its extensions know more of them.
    """
    parsed = arguments_and_options(head)
    if parsed is None or not parsed[0] or (head.name == "image" and head.content < head.end):
        return None
    arguments, options = parsed
    last = arguments[-1][0]
    end = last.source(len(last.text))
    by_name = {option.name: option for option in options}
    if options:
        line = (options[-1].values or [(options[-1].line, 0)])[-1][0]
        end = line.source(len(line.text))
    alt = by_name.get("alt")
    slot = (last.end, last.end) if alt is None else _slot(alt)
    return Shown(
        start=head.start,
        end=max(end, slot[1]),
        target=uri("\n".join(line.text[column:] for line, column in arguments)),
        alt=None if alt is None else one_line(alt.value),
        slot=slot,
        indent=_indent(head),
        link=_link(by_name.get("target")),
        classes=" ".join(by_name[name].value for name in _CLASSES if name in by_name),
    )


def uri(written: str) -> str:
    r"""An address without the white space in it; `\ ` keeps a blank."""
    return _ESCAPES.sub(lambda match: " " if match[1] else (match[2] or "").strip(), written.strip())


def _slot(alt: Option) -> tuple[int, int]:
    if alt.values:
        (first, column), (last, _) = alt.values[0], alt.values[-1]
        return first.source(column), last.source(len(last.text))
    behind = alt.line.source(alt.behind)
    behind += behind < alt.line.end  # a blank stands there
    return behind, behind


def _indent(head: Head) -> tuple[int, int, int]:
    """Options have to stand exactly as deep as the least indented line of the directive, which may be its caption."""
    for number in range(head.line + 1, head.end):
        line = head.block.lines[number]
        if line.text and head.block.indents[number] == head.low:
            return line.start, line.source(head.low), 0
    return head.margin


def _link(target: Option | None) -> str | None:
    if target is None or not target.values:
        return None
    return one_line(target.value) if target.value.endswith("_") else uri(target.value)


def _text_column(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip(" "))

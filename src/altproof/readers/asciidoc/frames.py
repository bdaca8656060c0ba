"""Open blocks of an AsciiDoc document, and the lines above a block that say something about it."""

from __future__ import annotations

import re

from msgspec import Struct, field

from altproof.readers.asciidoc.attributes import Alt, listed
from altproof.readers.asciidoc.definitions import Definitions
from altproof.readers.asciidoc.kinds import ENTRY, ends_paragraph, is_attributes, is_comment, is_title
from altproof.readers.asciidoc.lines import Line, Lines, delimiter

_END = Line(0, "")


class Frame(Struct):
    """An open block and how far it has been read."""

    lines: Lines
    at: int
    end: int
    sections: bool = False
    """Whether headings may stand here."""
    tables: int = 0
    """Tables around it."""
    cell: bool = False
    """A plain cell: nothing but text."""
    editable: bool = True
    in_list: bool = False
    attached: bool = False
    """A `+` has just joined what follows to a list item."""

    @property
    def done(self) -> bool:
        """Whether no line is left."""
        return self.at >= self.end

    @property
    def line(self) -> Line:
        """The next line; an empty one when none is left."""
        return _END if self.done else self.lines.all[self.at]

    @property
    def below(self) -> str:
        """The text of the line after the next."""
        return self.lines.all[self.at + 1].text if self.at + 1 < self.end else ""

    def skip_blanks(self) -> None:
        """Go to the next line that is not blank."""
        while not self.done and not self.line.text:
            self.at += 1

    def until_blank(self) -> list[Line]:
        """The lines up to a blank one."""
        first = self.at
        while self.line.text:
            self.at += 1
        return list(self.lines.all[first : self.at])

    def verbatim(self) -> list[Line]:
        """The lines of a paragraph in which nothing is read but what ends it: a blank line or a `+`."""
        first = self.at
        self.at += 1
        while self.line.text and self.line.text != "+" and not (self.in_list and delimiter(self.line.text)):
            self.at += 1
        return list(self.lines.all[first : self.at])

    def paragraph(self, *, in_list: bool = False, begun: bool = False) -> list[Line]:
        """The lines up to one that ends a paragraph, which the first cannot do unless the text has `begun` before."""
        lines: list[Line] = []
        while self.line.text and not ((lines or begun) and ends_paragraph(self.line.text, in_list=in_list)):
            if not is_comment(self.line.text):
                lines.append(self.line)
            self.at += 1
        return lines


class Above(Struct):
    """What the lines above a block say about it."""

    style: str = ""
    alt: Alt | None = None
    """Its slot is in offsets of the source."""
    title: Line | None = None
    values: dict[str, str] = field(default_factory=dict)
    options: set[str] = field(default_factory=set)


class LinesAbove:
    """Gathers attribute lines and titles until their block comes; takes attribute entries in, skips comments."""

    def __init__(self, definitions: Definitions) -> None:
        self.above = Above()
        self._definitions = definitions

    def take(self) -> Above:
        """What has been gathered, which is then forgotten."""
        above, self.above = self.above, Above()
        return above

    def read(self, frame: Frame) -> bool:
        """Read an attribute line, a title, a comment or an attribute entry; whether there was one."""
        line = frame.line
        if is_attributes(line.text):
            if not line.text.startswith("[["):
                self._attributes(line)
        elif is_title(line.text):
            self.above.title = line.cut(1)
        else:
            return self.read_header_line(frame)
        frame.at += 1
        return True

    def read_header_line(self, frame: Frame) -> bool:
        """Read a comment or an attribute entry; whether there was one."""
        line = frame.line
        if line.text.startswith("////") and delimiter(line.text) is not None:
            frame.at = frame.lines.closing(line.text, frame.at + 1, frame.end) + 1
            return True
        if is_comment(line.text):
            frame.at += 1
            return True
        match = ENTRY.match(line.text)
        if match is None:
            return False
        frame.at += 1
        parts = [match.group(2) or ""]
        while parts[-1].endswith(" \\") and frame.line.text:
            parts[-1] = parts[-1][:-2].rstrip()
            parts.append(frame.line.text.lstrip())
            frame.at += 1
        self._definitions.define(match.group(1), " ".join(parts), line.guard)
        return True

    def _attributes(self, line: Line) -> None:
        found, above = listed(line.text[1:-1], self._definitions), self.above
        above.values.update(found.values)
        above.options.update(re.findall(r"[\w-]+", f"{found.values.get('options', '')} {found.values.get('opts', '')}"))
        if found.named_alt is not None:
            slot = found.named_alt.slot
            placed = None if slot is None else (line.start + 1 + slot[0], line.start + 1 + slot[1])
            above.alt = Alt(found.named_alt.text, placed, found.named_alt.computed)
        if " " in found.first:
            above.style = found.first
            return
        style, *shorthand = re.split(r"(?=[.#%])", found.first)
        above.style = style or above.style
        above.options.update(each[1:] for each in shorthand if each.startswith("%"))

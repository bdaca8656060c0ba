"""AsciiDoc as blocks: headings, stretches of text, block images and passed-through HTML, in order.

One loop over the lines with a stack of open blocks. A block ends at the first line equal to its opening one, whatever
stands between (Asciidoctor, `Reader#read_lines_until`), so each line is looked at once, and in tables once per table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from altproof.readers.asciidoc.definitions import Definitions
from altproof.readers.asciidoc.frames import Above, Frame, LinesAbove
from altproof.readers.asciidoc.kinds import (
    ENTRY,
    heading,
    indent,
    is_break,
    is_comment,
    is_in_list,
    is_indented,
    is_media,
    is_title,
    item,
    term_mark,
)
from altproof.readers.asciidoc.lines import Line, Lines, delimiter
from altproof.readers.asciidoc.substitutions import ATTRIBUTES, MACROS, NONE, NORMAL, SPECIAL, VERBATIM, substitutions
from altproof.readers.asciidoc.tables import DOCUMENT, LITERAL, cells, layout

_VERBATIM: Final = frozenset({"listing", "literal", "source"})
_MATHS: Final = frozenset({"stem", "latexmath", "asciimath"})
_UNREAD: Final = _VERBATIM | {"comment"}
"""Styles whose paragraphs and open blocks show no images; mathematics needs its own delimiters (2.0.17, tried)."""
_OF_PARAGRAPHS: Final = frozenset(
    {"abstract", "comment", "example", "normal", "open", "partintro", "pass", "quote", "sidebar"}
    | {"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"}
)
"""Styles that make text of an indented paragraph; under any other it is literal."""
_DEEPEST_TABLE: Final = 8
_HEADER_LINES: Final = 2
"""Author and revision (Asciidoctor user guide, document header)."""


class Page(Protocol):
    """Takes the blocks of a document."""

    def heading(self, line: Line, level: int) -> None:
        """A heading; level 1 is the title of the page."""

    def text(self, lines: Sequence[Line], *, editable: bool = True) -> None:
        """A stretch of text in which macros count; `editable`: new words may be written into it."""

    def beside_html(self, lines: Sequence[Line], *, macros: bool) -> None:
        """What else counts in lines that `html` was given: what attributes bring in, and perhaps macros."""

    def image(self, line: Line, above: Above) -> None:
        """A line with a block image."""

    def html(self, lines: Sequence[Line]) -> None:
        """HTML that is passed through."""


class Blocks:
    """Reads one document."""

    def __init__(self, lines: Sequence[Line], page: Page, definitions: Definitions) -> None:
        self._frames = [Frame(Lines(lines), 0, len(lines), sections=True)]
        self._page = page
        self._lines_above = LinesAbove(definitions)

    def read(self) -> None:
        """Give every block to the page."""
        self._header(self._frames[0])
        while self._frames:
            frame = self._frames[-1]
            if frame.done:
                self._frames.pop()
                self._lines_above.take()
            elif frame.cell:
                self._page.text(frame.until_blank(), editable=frame.editable)
                frame.skip_blanks()
            else:
                self._block(frame)

    def _header(self, frame: Frame) -> None:
        """Title, author, revision and the attributes among them."""
        frame.skip_blanks()
        while self._lines_above.read(frame):
            frame.skip_blanks()
        above = self._lines_above.above
        title = heading(frame.line, frame.below)
        if above.style or above.title is not None or title is None or title[1] != 1:
            return
        frame.at += title[2]
        left = _HEADER_LINES
        while frame.line.text:
            if self._lines_above.read_header_line(frame):
                continue
            if not left or frame.line.text.startswith(":"):
                break
            left -= 1
            frame.at += 1
        # Only now, since the attributes among these lines count in the title, too
        self._page.heading(title[0], title[1])

    def _block(self, frame: Frame) -> None:
        text = frame.line.text
        if not text:
            frame.at += 1
        elif self._lines_above.read(frame):
            pass
        elif text == "+" and frame.in_list:
            frame.at += 1
            frame.attached = True
        elif not frame.attached and not (frame.in_list and is_in_list(text)) and self._heading(frame):
            frame.in_list = False
        else:
            attached, frame.attached = frame.attached, False
            self._body(frame, self._lines_above.take(), attached=attached)

    def _heading(self, frame: Frame) -> bool:
        """Read a heading; whether there was one."""
        if not frame.sections and self._lines_above.above.style not in {"discrete", "float"}:
            return False
        found = heading(frame.line, frame.below)
        if found is None:
            return False
        title, level, lines = found
        frame.at += lines
        self._lines_above.above.title = self._lines_above.take().title  # a heading takes none: it is the next block's
        self._page.heading(title, level)
        return True

    def _body(self, frame: Frame, above: Above, *, attached: bool) -> None:
        """Read a block that is no heading."""
        text = frame.line.text
        opened = delimiter(text)
        if opened is not None:
            frame.in_list = frame.in_list and attached
            self._delimited(frame, above, *opened)
        elif above.style in _VERBATIM or above.style == "verse":
            self._title(above)
            self._read(above, frame.verbatim(), NORMAL if above.style == "verse" else VERBATIM)
        elif is_break(text):
            frame.at += 1
        elif is_media(text):
            frame.in_list = frame.in_list and attached
            if text.startswith("image"):
                self._page.image(frame.line, above)
            frame.at += 1
        elif is_in_list(text):
            self._title(above)
            frame.in_list = True
            if not self._item(frame):
                self._term(frame)
        else:
            self._paragraph(frame, above, attached=attached)

    # --- delimited blocks --------------------------------------------------------------------------------------------

    def _delimited(self, frame: Frame, above: Above, context: str, terminator: str) -> None:
        opener, first = frame.line.text, frame.at + 1
        end = frame.lines.closing(terminator, first, frame.end)
        frame.at = end + 1
        body = frame.lines.all[first:end]
        if context == "open":
            context = "verbatim" if above.style in _UNREAD else "pass" if above.style == "pass" else "compound"
        if context == "pass" and above.style in _MATHS:
            context = "verbatim"
        self._title(above)
        if above.style == "verse" and opener[0] in "_-" and context == "compound":
            self._read(above, body, NORMAL)
        elif context == "pass":
            self._read(above, body, NONE)
        elif context == "verbatim" and opener[0] != "/" and above.style != "comment":
            self._read(above, body, VERBATIM)
        elif context == "table":
            self._table(frame, above, opener, body)
        elif context == "compound":
            self._frames.append(Frame(frame.lines, first, end, tables=frame.tables, editable=frame.editable))

    def _table(self, frame: Frame, above: Above, opener: str, body: Sequence[Line]) -> None:
        kept = [line for line in body if not is_comment(line.text)]
        form = layout(opener, above.values, above.options, kept, nested=frame.tables > 0)
        inner: list[Frame] = []
        for cell in cells(kept, form):
            document = cell.style == DOCUMENT and frame.tables < _DEEPEST_TABLE
            if cell.style != LITERAL:
                lines = cell.lines if document else [line.cut(indent(line.text)) for line in cell.lines]
                made = Frame(Lines(lines), 0, len(lines), tables=frame.tables + 1, cell=not document)
                made.editable = form.separator is not None
                inner.append(made)
        self._frames += reversed(inner)

    # --- paragraphs and lists ----------------------------------------------------------------------------------------

    def _paragraph(self, frame: Frame, above: Above, *, attached: bool) -> None:
        if is_indented(frame.line.text) and above.style not in _OF_PARAGRAPHS:
            self._title(above)
            self._read(above, frame.paragraph(), VERBATIM)  # literal
            return
        frame.in_list = frame.in_list and attached
        lines = frame.paragraph(in_list=attached)
        if above.style == "pass":
            self._read(above, lines, NONE)
        elif above.style not in _UNREAD:
            self._title(above)
            self._read(above, lines, NORMAL)

    def _item(self, frame: Frame) -> bool:
        """Read the text of a list item; whether there was one."""
        line = frame.line
        match = item(line.text)
        if match is None:
            return False
        frame.at += 1
        self._page.text([line.cut(match.end()), *frame.paragraph(in_list=True, begun=True)])
        return True

    def _term(self, frame: Frame) -> None:
        """Read a term and the text of its description."""
        line = frame.line
        mark = term_mark(line.text)
        if mark is None:
            return
        frame.at += 1
        self._page.text([line.cut(indent(line.text), mark.start())])
        behind = line.cut(mark.end())
        lines = [behind.cut(indent(behind.text))] if behind.text else []
        if not lines:
            frame.skip_blanks()
        text = frame.line.text
        # Under a term alone the first line is text whatever it looks like; under text a block may begin
        if not lines or not (is_media(text) or is_title(text) or ENTRY.match(text)):
            lines += frame.paragraph(in_list=True, begun=True)
        self._page.text(lines)

    def _read(self, above: Above, lines: Sequence[Line], usual: frozenset[str]) -> None:
        """Text in which these substitutions are usual, unless the lines above it say otherwise."""
        done = substitutions(above.values.get("subs"), usual)
        if SPECIAL not in done:
            self._page.html(lines)
            if ATTRIBUTES in done or MACROS in done:
                self._page.beside_html(lines, macros=MACROS in done)
        elif MACROS in done:
            self._page.text(lines, editable=done >= NORMAL)

    def _title(self, above: Above) -> None:
        if above.title is not None:
            self._page.text([above.title])

"""Explicit markup of reStructuredText: everything that begins with two dots, directives above all."""

from __future__ import annotations

import re
from typing import Final

from altproof.patterns import lazy_regex
from altproof.readers.rst.directives import FIELD, Head, arguments_and_options, shown
from altproof.readers.rst.frames import Found, Frame, Html, Image, Role
from altproof.readers.rst.tables import cell_frames, comma_table

VERBATIM: Final = frozenset(
    {
        *("code", "code-block", "sourcecode", "parsed-literal", "highlight", "literalinclude", "include"),
        *("prompt", "math", "raw", "meta", "toctree", "doctest", "testcode", "testoutput", "testsetup"),
        *("testcleanup", "productionlist", "mermaid", "graphviz", "graph", "digraph", "uml", "plantuml"),
        *("ipython", "jupyter-execute", "code-cell", "command-output", "program-output", "replace", "unicode"),
        "date",
    }
)
"""Directives whose body is no reStructuredText; `raw` is looked at by itself."""

SAYING: Final = frozenset(
    {
        *("attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning", "seealso"),
        *("epigraph", "highlights", "pull-quote", "compound", "header", "footer", "todo"),
    }
)
"""Directives without argument: what follows on their first line is content."""

TITLED: Final = frozenset({"table", "list-table", "topic", "sidebar", "admonition", "container", "contents", "role"})
"""Directives that take everything up to the first blank line as their argument."""

WITH_TITLES: Final = frozenset({"only", "ifconfig"})
"""Directives of Sphinx in which sections may begin."""

_NAME = r"(?:(?!_)\w)++(?:[-._+:](?:(?!_)\w)++)*+"
_LABEL = lazy_regex(rf"\.\. +\[(?:[0-9]++|\*|#?(?:{_NAME})?)\](?: +|$)")
_TARGET = lazy_regex(r"\.\. +_(?! |$)")
_SUBSTITUTION = lazy_regex(r"\.\. +\|(?! |$)")
_DIRECTIVE = lazy_regex(rf"\.\. +({_NAME}) ?::(?: +|$)")
_EMBEDDED = lazy_regex(rf"({_NAME})::(?: +|$)")
_BAR = lazy_regex(r"(?<![\s\\])\|(?: +|$)")
_ROLE = lazy_regex(rf"({_NAME})(?: *\( *({_NAME}) *\))?")
_TARGET_COLON = lazy_regex(r":(?: |$)")
_UNUSUAL_TABLE = frozenset({"delim", "quote", "escape"})


def explicit(frame: Frame, column: int) -> Found:
    """What stands behind two dots; anything that is nothing else is a comment, with all that is indented under it."""
    text, dots, figure = frame.here(), frame.where(frame.at), frame.figure
    frame.figure = None
    if match := _LABEL.match(text, dots):
        return [*frame.body(match.end())]
    if _TARGET.match(text, dots):
        end = frame.unbroken(frame.at + 1)
        if any(_TARGET_COLON.search(line.text, dots) for line in frame.block.lines[frame.at : end]):
            frame.at, frame.figure = end, figure  # a caption may stand behind its target
            return []
    elif match := _SUBSTITUTION.match(text, dots):
        return _substitution(frame, match.end())
    elif match := _DIRECTIVE.match(text, dots):
        start, (frame.at, _) = frame.at, frame.indented(frame.at + 1)
        head = _head(frame, match, start, start)
        if head.name == "class" and head.content >= head.end:
            frame.figure = figure
        return _directive(frame, head)
    return _comment(frame, column)


def target(frame: Frame, _: int) -> Found:
    """An anonymous target, `__ address`."""
    frame.at = frame.unbroken(frame.at + 1)
    return []


def _comment(frame: Frame, column: int) -> Found:
    following = frame.at + 1
    if column >= len(frame.here()) and frame.is_blank(following):
        frame.at = following  # a comment without text takes nothing with it
    else:
        frame.at, _ = frame.indented(following)
    return []


def _head(frame: Frame, match: re.Match[str], start: int, number: int) -> Head:
    """The directive that `match` names in line `number`; its two dots stand in line `start`; it ends at `frame.at`."""
    line, dots = frame.block.lines[start], frame.where(start)
    end, low = frame.block.indented(number + 1, frame.at, frame.margin)
    offset = line.source(dots)
    margin = line.start, offset, max(3, frame.margin + 1 - dots)
    return Head(frame.block, match[1].lower(), offset, margin, number, match.end(), end, low)


def _substitution(frame: Frame, column: int) -> Found:
    block, start = frame.block, frame.at
    frame.at, _ = frame.indented(start + 1)
    name: list[str] = []
    for number in range(start, frame.at):
        text = block.lines[number].text
        begin = column if number == start else block.indents[number]
        bar = _BAR.search(text, begin + (number == start))
        if bar is None:
            name.append(text[begin:])
            continue
        name.append(text[begin : bar.start()])
        place = (number, bar.end()) if bar.end() < len(text) else (number + 1, -1)
        return _embedded(frame, start, place, " ".join(" ".join(name).split()))
    return []


def _embedded(frame: Frame, start: int, place: tuple[int, int], name: str) -> Found:
    """The directive of a substitution at a line and a column; -1: where the text of that line begins."""
    number, column = place
    if number >= frame.at:
        return []
    if not frame.block.lines[number].text:
        # No definition, but docutils shows what it finds here
        return [Frame(frame.block, number, *frame.block.indented(number, frame.at, frame.margin))]
    column = frame.block.indents[number] if column < 0 else column
    match = _EMBEDDED.match(frame.block.lines[number].text, column)
    if match is None:
        return []
    head = _head(frame, match, start, number)
    if head.name == "raw":
        return _raw(head)
    image = shown(head) if head.name == "image" else None
    return [] if image is None else [Image(image, "substitution", head.block.editable and not frame.sealed, name)]


def _directive(frame: Frame, head: Head) -> Found:
    if head.name in {"image", "figure"}:
        image = shown(head)
        content = Frame(head.block, head.content, head.end, head.low, figure=head.start)
        return [] if image is None else [Image(image, head.name, head.block.editable and not frame.sealed), content]
    if head.name == "raw":
        return _raw(head)
    if head.name == "csv-table":
        return _comma_table(head)
    if head.name in {"role", "default-role"}:
        return _role(head)
    return [] if head.name in VERBATIM else [_content(frame, head)]


def _content(frame: Frame, head: Head) -> Frame:
    """The body of a directive, known or not."""
    block = head.block
    if head.has_rest and head.name in SAYING:
        sealed = frame.sealed or not head.low
        return Frame(block, head.line, head.end, head.low or head.column, head.line, head.column, sealed=sealed)
    start, following = head.content, head.line + 1
    bare = not head.has_rest and head.name not in TITLED | WITH_TITLES
    if bare and following < head.end and not FIELD.match(block.lines[following].text, head.low):
        start = following
    return Frame(block, start, head.end, head.low, titles=frame.titles and head.name in WITH_TITLES)


def _comma_table(head: Head) -> Found:
    parsed = arguments_and_options(head)
    if parsed is None or _UNUSUAL_TABLE & {option.name for option in parsed[1]}:
        return []
    return [*cell_frames(comma_table(head.block, head.content, head.end, head.low))]


def _role(head: Head) -> Found:
    """`.. role:: name(base)` with its formats, or `.. default-role:: name`."""
    rows = head.rows()
    match = _ROLE.match(rows[0][0].text, rows[0][1]) if rows and head.has_rest else None
    if match is None:
        return []
    if head.name == "default-role":
        return [Role("", match[1].lower(), html=True)]
    options = (FIELD.match(line.text, column) for line, column in rows[1:])
    formats = [o.string[o.end() :].lower().split() for o in options if o and o.group().strip() == ":format:"]
    return [Role(match[1].lower(), (match[2] or "").lower(), html="html" in (formats or [["html"]])[-1])]


def _raw(head: Head) -> Found:
    parsed = arguments_and_options(head)
    if parsed is None or {option.name for option in parsed[1]} & {"file", "url"}:
        return []
    formats = " ".join(line.text[column:] for line, column in parsed[0]).lower().split()
    if "html" not in formats or head.content >= head.end:
        return []
    lines = [line.part(head.low, len(line.text)) for line in head.block.lines[head.content : head.end]]
    return [Html(lines, head.block.editable)]

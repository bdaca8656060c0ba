"""The body elements of a reStructuredText document as one stream, in the order of the document.

The rules are those of docutils (`parsers/rst/states.py`), with two differences: directives it does not know are
entered and not dropped, and errors lose the construct itself, never what stands around it. A stack of frames instead
of recursion: text may be nested as deep as it is long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from altproof.patterns import lazy_regex
from altproof.readers.rst.directives import FIELD
from altproof.readers.rst.explicit import explicit, target
from altproof.readers.rst.frames import Event, Found, Frame, Heading
from altproof.readers.rst.lines import Block
from altproof.readers.rst.tables import GRID_TOP, SIMPLE_TOP, cell_frames, columns_of, grid_table, simple_table

_COUNT = "(?:[0-9]++|[ivxlcdm]++|[IVXLCDM]++|[a-zA-Z]|#)"
_ENUMERATOR = lazy_regex(rf"(?:\(?{_COUNT}\)|{_COUNT}\.)(?: +|$)")
_OPTION = r"(?:[-+][a-zA-Z0-9]|(?:--|/)[a-zA-Z0-9][\w-]*+)(?:[ =]?(?:[a-zA-Z][\w-]*+|<[^<>]++>))?"
_ADORNMENT = lazy_regex(r"([!-/:-@\[-`{-~])\1*+ *$")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_LONG_NUMBER = 10
_SHORT = 4
"""Adornments below this length are text when they do not fit (docutils)."""


def events(block: Block) -> Iterator[Event]:
    """Everything in the block that can be seen, in order."""
    stack = [Frame(block, 0, len(block.lines), 0, titles=True)]
    while stack:
        frame = stack[-1]
        frame.at = frame.block.next_text[frame.at]
        if frame.at >= frame.end:
            stack.pop()
            continue
        inner: list[Frame] = []
        for found in _step(frame):
            if isinstance(found, Frame):
                inner.append(found)
            else:
                yield found
        if inner and frame.at >= frame.end:
            stack.pop()
        stack += reversed(inner)


def _step(frame: Frame) -> Found:
    """The next body element."""
    text, column = frame.here(), frame.where(frame.at)
    if text.startswith(" ", column):
        return _quote(frame)
    for pattern, handler in _HANDLERS:
        if match := pattern.match(text, column):
            found = handler(frame, match.end())
            if found is not None:
                if handler is not explicit:
                    frame.figure = None
                return found
    return _text(frame)


# --- lists and quotes --------------------------------------------------------------------------------------------


def _quote(frame: Frame) -> Found:
    start = frame.at
    frame.at, low = frame.indented(start)
    frame.figure = None
    return [Frame(frame.block, start, frame.at, low)]


def _item(frame: Frame, column: int) -> Found:
    block, start = frame.block, frame.at
    if column >= len(frame.here()):
        return [*frame.body(column)]
    frame.at, _ = block.indented(start + 1, frame.end, column - 1)
    return [Frame(block, start, frame.at, column, start, column, sealed=frame.sealed)]


def _enumerated(frame: Frame, column: int) -> Found | None:
    following = frame.at + 1
    if frame.is_blank(following) or frame.block.indents[following] > frame.margin:
        return _item(frame, column)
    mark = frame.here()[frame.where(frame.at) : column].rstrip()
    follows = _ENUMERATOR.match(frame.block.lines[following].text, frame.margin)
    return _item(frame, column) if follows and _may_follow(mark, follows.group().rstrip()) else None


def _may_follow(mark: str, following: str) -> bool:
    """Whether two marks, such as `(a)` and `(b)`, can be those of neighbours in one list."""
    if (mark[0] == "(", mark[-1]) != (following[0] == "(", following[-1]):
        return False
    one, two = mark.strip("()."), following.strip("().")
    if two == "#":
        return True
    if one.isdecimal():
        return two.isdecimal() and len(one) < _LONG_NUMBER and int(two[:_LONG_NUMBER]) == int(one) + 1
    if len(one) == 1 and one not in {"i", "I"}:
        return len(two) == 1 and ord(two) == ord(one) + 1
    return two.isalpha() and two.islower() == one.islower()  # Roman numbers


def _option(frame: Frame, column: int) -> Found | None:
    end, _ = frame.indented(frame.at + 1)
    if column >= len(frame.here()) and end == frame.at + 1:
        return None
    return [*frame.body(column)]


def _field(frame: Frame, column: int) -> Found:
    return [*frame.body(column)]


# --- text --------------------------------------------------------------------------------------------------------


def _text(frame: Frame) -> Found:
    start = frame.at
    figure, frame.figure = frame.figure, None
    if not frame.is_blank(start + 1):
        if frame.block.indents[start + 1] > frame.margin:
            return _definition(frame)
        if (found := _underlined(frame)) is not None:
            return found
    end = start + 1
    while not frame.is_blank(end) and frame.block.indents[end] <= frame.margin:
        end += 1
    text = "\n".join(frame.text(number) for number in range(start, end))
    frame.at = frame_end = end
    if text.endswith("::") and _is_literal_mark(text):
        text = text[:-1] if text[-3:-2].strip() else text[:-2]
        _skip_literal(frame)
    return [frame.words(start, frame_end, figure=figure, text=text)]


def _is_literal_mark(text: str) -> bool:
    """Whether the two colons at the end are not escaped."""
    before = text[:-2]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 0


def _skip_literal(frame: Frame) -> None:
    """Skip a literal block: what is indented, or lines that all begin with the same sign."""
    end, low = frame.indented(frame.at)
    if not low:
        end = frame.block.next_text[frame.at]
        quote = frame.text(end)[0] if end < frame.end else ""
        if quote not in _PUNCTUATION:
            return
        while not frame.is_blank(end) and frame.text(end).startswith(quote):
            end += 1
    frame.at = end


def _definition(frame: Frame) -> Found:
    term, start = frame.words(frame.at, frame.at + 1), frame.at + 1
    frame.at, low = frame.indented(start)
    return [term, Frame(frame.block, start, frame.at, low)]


def _underlined(frame: Frame) -> Found | None:
    title, line = frame.text(frame.at), frame.text(frame.at + 1)
    if not _ADORNMENT.match(line) or (columns_of(title) > len(line) and len(line) < _SHORT):
        return None
    frame.at += 2
    return _heading(frame, title, line[0])


def _adornment(frame: Frame, _: int) -> Found | None:
    """A transition, or the line over a title."""
    start = frame.at
    line = frame.text(start)
    short = len(line) < _SHORT
    if not frame.titles or frame.is_blank(start + 1):
        frame.at += 0 if short else 1
        return None if short else []
    title = frame.text(start + 1)
    under = frame.text(start + 2) if start + 2 < frame.end else ""
    if _ADORNMENT.match(title) or under != line or (short and columns_of(title) > len(line)):
        if short:
            return None
        frame.at = min(start + (2 if _ADORNMENT.match(title) else 3), frame.end)
        return []
    frame.at += 3
    return _heading(frame, title.strip(), line[0] * 2)


def _heading(frame: Frame, title: str, style: str) -> Found:
    return [Heading(title, style)] if frame.titles else []


def _doctest(frame: Frame, _: int) -> Found:
    frame.at = frame.block.until_blank(frame.at, frame.end)
    return []


def _line_block(frame: Frame, column: int) -> Found:
    start = frame.at
    frame.at = frame.unbroken(start + 1)
    lines = frame.block.lines[start : frame.at]
    text = "\n".join([lines[0].text[column:], *(line.text.strip() for line in lines[1:])])
    return [frame.words(start, frame.at, text=text)]


# --- tables ------------------------------------------------------------------------------------------------------


def _grid(frame: Frame, _: int) -> Found:
    frame.at, cells = grid_table(frame)
    return [*cell_frames(cells)]


def _simple(frame: Frame, _: int) -> Found:
    frame.at, cells = simple_table(frame)
    return [*cell_frames(cells)]


_HANDLERS: Final[tuple[tuple[re.Pattern[str], Callable[[Frame, int], Found | None]], ...]] = (
    (lazy_regex("[-+*\u2022\u2023\u2043](?: +|$)"), _item),
    (_ENUMERATOR, _enumerated),
    (FIELD, _field),
    (lazy_regex(rf"{_OPTION}(?:, {_OPTION})*+(?:  +| ?$)"), _option),
    (lazy_regex(r">>>(?: +|$)"), _doctest),
    (lazy_regex(r"\|(?: +|$)"), _line_block),
    (GRID_TOP, _grid),
    (SIMPLE_TOP, _simple),
    (lazy_regex(r"\.\.(?: +|$)"), explicit),
    (lazy_regex(r"__(?: +|$)"), target),
    (_ADORNMENT, _adornment),
)
"""How a body element begins, in the order in which docutils tries them; a handler may say None: not that after all."""

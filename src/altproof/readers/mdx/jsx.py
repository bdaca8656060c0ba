"""JSX and the JavaScript around it, read for its tags: where each begins and ends, and its attributes.

One machine with a stack, which never goes back: JavaScript with strings, templates, comments and regular expressions;
tags; and the text between tags, where quotes are just quotes. It stops where the construct it was set on ends.
"""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct, field

from altproof.patterns import lazy_regex

_NAME = lazy_regex(r"(?:[^\W\d]|\$)[\w$:.-]*+")
_WORD = lazy_regex(r"[\w$]++")
_BLANK = lazy_regex(r"\s++")
_QUOTED_BLANK = lazy_regex(r"(?:\n[ \t]*+>|\s)++")
"""In a block quote, lines that go on inside a tag begin with its mark."""
_STRINGS = {
    '"': lazy_regex(r'"[^"\\\n]*+(?:\\[\s\S][^"\\\n]*+)*+"?'),
    "'": lazy_regex(r"'[^'\\\n]*+(?:\\[\s\S][^'\\\n]*+)*+'?"),
}
"""A string that is not closed ends with its line, so that a stray quote costs no more than that."""
_TEMPLATE_TEXT = lazy_regex(r"[^`\\$]*+(?:(?:\\[\s\S]|\$(?!\{))[^`\\$]*+)*+")
_REGULAR_EXPRESSION = lazy_regex(r"/(?![*/])(?:[^\\/\[\n]|\\.|\[(?:[^\]\\\n]|\\.){0,300}+\]){1,300}+/")
_TEXT = lazy_regex(r"[^<{]++")
_CLOSING = lazy_regex(r"</\s*+([\w$:.-]*+)\s*+>")
_OPERATORS = frozenset(
    ("return", "typeof", "case", "default", "in", "of", "yield", "await", "else", "do", "void", "delete", "export")
)
"""Words after which an operand follows, so that `<` opens a tag and `/` a regular expression."""
_BRACKETS = {"}": "{", ")": "(", "]": "["}
_INNER = frozenset("([")


class Kind(Enum):
    """How an attribute is written."""

    BARE = "name"
    STRING = 'name="…"'
    EXPRESSION = "name={…}"
    ELEMENT = "name=<…/>"
    SPREAD = "{...name}"


class Attribute(Struct, frozen=True):
    """One attribute; the value's offsets leave quotes and braces out."""

    name: str
    """As written; "" for a spread."""
    kind: Kind
    end: int
    value_start: int = 0
    value_end: int = 0


class Tag(Struct, frozen=True):
    """An opening, self-closing or closing tag; a fragment has the name ""."""

    name: str
    start: int
    end: int
    attributes: tuple[Attribute, ...] = ()
    closing: bool = False

    def find(self, name: str) -> Attribute | None:
        """The attribute of this name; of duplicates the last counts, as in JSX."""
        return next((a for a in reversed(self.attributes) if a.name == name), None)

    @property
    def spread(self) -> bool:
        """Whether attributes come out of an object that is not known here."""
        return any(attribute.kind is Kind.SPREAD for attribute in self.attributes)


class _OpenTag(Struct):
    """A tag whose end has not been reached."""

    name: str
    start: int
    alone: bool
    """Whether reading stops behind it, as for a tag in Markdown; else its content is JSX text."""
    attributes: list[Attribute] = field(default_factory=list)
    pending: tuple[str, Kind, int] | None = None
    """Name, kind and value start of an attribute whose value is being read."""


class _Children:
    """The text between an opening and its closing tag, within JavaScript."""


_MODULE = "module"
_Frame = str | _OpenTag | _Children


class Read(Struct, frozen=True):
    """What was read from some place on."""

    end: int
    """Behind the construct; or, if it is none, how far reading had to go to know that."""
    complete: bool
    tags: tuple[Tag, ...] = ()
    """The opening and self-closing tags in it, by where they end; for a tag by itself only those in its values, and it
    as the last."""


def read_tag(text: str, at: int, *, quoted: bool = False) -> Read:
    """The tag that begins with the `<` at `at`; its content is not read. `quoted`: inside a block quote."""
    closing = _CLOSING.match(text, at)
    if closing is not None:
        return Read(closing.end(), complete=True, tags=(Tag(closing[1], at, closing.end(), closing=True),))
    if not _opens(text, at):
        return Read(at + 1, complete=False)
    return _Machine(text, at, quoted=quoted).tag()


def read_expression(text: str, at: int) -> Read:
    """The expression in braces that begins with the `{` at `at`."""
    return _Machine(text, at + 1).until_end("{")


def read_module(text: str, at: int) -> Read:
    """The import and export statements that begin at `at` and end at a blank line outside all brackets."""
    return _Machine(text, at).until_end(_MODULE)


def _opens(text: str, at: int) -> bool:
    return text.startswith(">", at + 1) or _NAME.match(text, at + 1) is not None


class _Machine:
    def __init__(self, text: str, at: int, *, quoted: bool = False) -> None:
        self._text = text
        self._at = at
        self._between = _QUOTED_BLANK if quoted else _BLANK
        self._stack: list[_Frame] = []
        self._tags: list[Tag] = []
        self._failed = False
        self._operand = False
        """Whether what was read last is a value, so that `<` compares and `/` divides."""

    def tag(self) -> Read:
        self._open_tag(alone=True)
        return self._run()

    def until_end(self, frame: str) -> Read:
        self._stack.append(frame)
        return self._run()

    def _run(self) -> Read:
        length = len(self._text)
        while self._stack and self._at < length:
            match self._stack[-1]:
                case _OpenTag() as tag:
                    self._in_tag(tag)
                case _Children():
                    self._in_children()
                case "`":
                    self._in_template()
                case str(frame):
                    self._in_script(frame)
        complete = not self._failed and (not self._stack or self._stack == [_MODULE])
        return Read(self._at, complete, tuple(self._tags))

    # --- JavaScript -------------------------------------------------------------------------------------------------

    def _in_script(self, frame: str) -> None:
        text, at = self._text, self._at
        sign = text[at]
        if sign.isspace():
            self._blank(frame)
        elif sign in _STRINGS:
            self._skip(_STRINGS[sign], operand=True)
        elif sign == "/":
            self._slash()
        elif sign == "<" and not self._operand and _opens(text, at):
            self._open_tag(alone=False)
        elif sign in "{([`":
            self._stack.append(sign)
            self._at, self._operand = at + 1, False
        elif sign in _BRACKETS:
            self._close_bracket(sign)
        elif (word := _WORD.match(text, at)) is not None:
            self._at, self._operand = word.end(), word.group() not in _OPERATORS
        else:
            self._at, self._operand = at + 1, False

    def _blank(self, frame: str) -> None:
        start = self._at
        self._skip(_BLANK, operand=self._operand)
        first = self._text.find("\n", start, self._at)
        if frame == _MODULE and first >= 0 and self._text.find("\n", first + 1, self._at) >= 0:
            self._stack.pop()
            self._at = first

    def _slash(self) -> None:
        text, at = self._text, self._at
        if text.startswith(("//", "/*"), at):
            closer = "\n" if text[at + 1] == "/" else "*/"
            end = text.find(closer, at + 2)
            # The line break itself stays: it may be part of the blank line that ends a module block
            self._at = len(text) if end < 0 else end + (2 if closer == "*/" else 0)
        elif not self._operand and (match := _REGULAR_EXPRESSION.match(text, at)) is not None:
            self._at, self._operand = match.end(), True
        else:
            self._at, self._operand = at + 1, False

    def _close_bracket(self, sign: str) -> None:
        self._at, self._operand = self._at + 1, True
        while sign == "}" and self._stack[-1] in _INNER:
            self._stack.pop()
        if self._stack[-1] == _BRACKETS[sign]:
            self._stack.pop()

    def _in_template(self) -> None:
        self._skip(_TEMPLATE_TEXT, operand=True)
        if self._text.startswith("${", self._at):
            self._stack.append("{")
            self._at, self._operand = self._at + 2, False
        elif self._at < len(self._text):
            self._stack.pop()
            self._at += 1

    # --- JSX --------------------------------------------------------------------------------------------------------

    def _in_children(self) -> None:
        text, at = self._text, self._at
        if text[at] == "{":
            self._stack.append("{")
            self._at, self._operand = at + 1, False
        elif (closing := _CLOSING.match(text, at)) is not None:
            self._stack.pop()
            self._at, self._operand = closing.end(), True
        elif text[at] == "<" and _opens(text, at):
            self._open_tag(alone=False)
        elif text[at] == "<":
            self._at = at + 1
        else:
            self._skip(_TEXT, operand=True)

    def _open_tag(self, *, alone: bool) -> None:
        name = _NAME.match(self._text, self._at + 1)
        self._stack.append(_OpenTag("" if name is None else name.group(), self._at, alone))
        self._at = self._at + 1 if name is None else name.end()

    def _in_tag(self, tag: _OpenTag) -> None:
        if tag.pending is not None:
            name, kind, start = tag.pending
            end = self._at if kind is Kind.ELEMENT else self._at - 1
            tag.attributes.append(Attribute(name, kind, self._at, start, end))
            tag.pending = None
        self._skip(self._between)
        text, at = self._text, self._at
        if text.startswith(">", at):
            self._finish(tag, at + 1, empty=False)
        elif text.startswith("/>", at):
            self._finish(tag, at + 2, empty=True)
        elif text.startswith("{", at):
            self._value(tag, "", Kind.SPREAD, at)
        elif (name_match := _NAME.match(text, at)) is not None:
            self._attribute(tag, name_match)
        else:
            self._abandon(tag)

    def _finish(self, tag: _OpenTag, end: int, *, empty: bool) -> None:
        self._tags.append(Tag(tag.name, tag.start, end, tuple(tag.attributes)))
        self._at, self._operand = end, True
        self._stack.pop()
        if not empty and not tag.alone:
            self._stack.append(_Children())

    def _abandon(self, tag: _OpenTag) -> None:
        """This is no tag: in JavaScript `<` was a sign like others, in Markdown it was text."""
        if self._at < len(self._text) or tag.alone:
            self._stack.pop()
            self._failed = self._failed or tag.alone

    def _attribute(self, tag: _OpenTag, name: re.Match[str]) -> None:
        self._at = name.end()
        self._skip(self._between)
        text = self._text
        if not text.startswith("=", self._at):
            self._at = name.end()
            tag.attributes.append(Attribute(name.group(), Kind.BARE, name.end()))
            return
        self._at += 1
        self._skip(self._between)
        at = self._at
        quote = text[at : at + 1]
        if quote in _STRINGS:
            close = text.find(quote, at + 1)
            self._at = len(text) if close < 0 else close + 1
            tag.attributes.append(Attribute(name.group(), Kind.STRING, self._at, at + 1, self._at - 1))
        elif quote == "{":
            self._value(tag, name.group(), Kind.EXPRESSION, at)
        elif quote == "<" and not tag.alone and _opens(text, at):
            tag.pending = (name.group(), Kind.ELEMENT, at)
            self._open_tag(alone=False)
        else:
            self._abandon(tag)

    def _value(self, tag: _OpenTag, name: str, kind: Kind, at: int) -> None:
        tag.pending = (name, kind, at + 1)
        self._stack.append("{")
        self._at, self._operand = at + 1, False

    def _skip(self, pattern: re.Pattern[str], *, operand: bool = False) -> None:
        match = pattern.match(self._text, self._at)
        self._at = self._at if match is None else match.end()
        self._operand = operand

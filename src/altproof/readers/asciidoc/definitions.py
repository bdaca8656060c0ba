"""The attributes that an AsciiDoc document defines, and what becomes of a text that refers to them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.readers.asciidoc.lines import Guard

_REFERENCE = lazy_regex(r"(\\)?\{(\w[\w-]{0,200}|(?:set|counter2?):[^{}\n]{1,300})(\\)?\}")
_LONGEST_VALUE: Final = 2000
"""Characters; a longer value counts as unknown, so that definitions by definitions cannot grow without end."""
_LONGEST_FILLED: Final = 20_000
"""Characters of a list or an address in which references are replaced; real ones have a few hundred."""
_MOST_FILLED: Final = 20_000_000
"""Characters of values put in for one document, so that many references to long values cost seconds, not hours."""
ESCAPING: Final = frozenset({"c", "n", "v", "specialchars", "specialcharacters", "normal", "verbatim"})
"""Substitutions of a passthrough after which `<` is no HTML any more."""
_DEEPEST: Final = 16
"""Conditions around a definition that are looked at."""
_GIVEN: Final = {
    "startsb": "[", "endsb": "]", "vbar": "|", "caret": "^", "asterisk": "*", "tilde": "~", "plus": "&#43;",
    "backslash": "\\", "backtick": "`", "blank": "", "empty": "", "sp": " ", "two-colons": "::",
    "two-semicolons": ";;", "nbsp": "&#160;", "deg": "&#176;", "zwsp": "&#8203;", "quot": "&#34;", "apos": "&#39;",
    "lsquo": "&#8216;", "rsquo": "&#8217;", "ldquo": "&#8220;", "rdquo": "&#8221;", "wj": "&#8288;",
    "brvbar": "&#166;", "pp": "&#43;&#43;", "cpp": "C&#43;&#43;", "cxx": "C&#43;&#43;", "amp": "&", "lt": "<",
    "gt": ">", "docdir": ".",
}  # fmt: skip
"""Attributes every document has (Asciidoctor user guide, character replacements), and where it lies."""


class Filled(Struct, frozen=True):
    """Text with its attribute references replaced."""

    text: str
    complete: bool
    """False when a reference is left that the document does not define, if only in a value."""


class _Piece(Struct, frozen=True):
    """A stretch of a text that was filled, or what came for one reference."""

    at: int
    """In the filled text."""
    start: int
    end: int
    """In the text as written."""
    literal: bool


class Expanded:
    """A text with its references replaced, and the way back to the text as written."""

    def __init__(self, text: str, pieces: list[_Piece], *, html: bool) -> None:
        self.text = text
        self.html = html
        """Whether a value may have brought HTML in, which is escaped everywhere else."""
        self._pieces = pieces

    def start(self, at: int) -> int:
        """Where the character at `at` begins: in a value, where the reference does."""
        piece = self._piece(at)
        return piece.start + at - piece.at if piece.literal else piece.start

    def end(self, at: int) -> int:
        """Where the character before `at` ends: in a value, where the reference does."""
        piece = self._piece(at - 1)
        return piece.start + at - piece.at if piece.literal else piece.end

    def as_written(self, start: int, end: int) -> bool:
        """Whether the stretch and its neighbours stand in the text as they are."""
        piece = self._piece(start - 1)
        return piece.literal and piece is self._piece(end)

    def _piece(self, at: int) -> _Piece:
        return self._pieces[bisect_right(self._pieces, at, key=lambda piece: piece.at) - 1]


class Definitions:
    """The attributes defined so far."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._raw: set[str] = set()
        """Names whose values may hold HTML that is not escaped."""
        self._incomplete: set[str] = set()
        """Names whose values hold a reference that was not defined: the build may know it."""
        self._room = _MOST_FILLED

    def define(self, name: str, value: str, guard: Guard | None) -> None:
        """Take an entry (`:name: value`, `:!name:`) in.

        Under a condition that is not known to hold it fills in what is not defined yet and replaces nothing, so that
        of the branches for GitHub and for the real build the one without condition counts.
        """
        unset = name.startswith("!") or name.endswith("!")
        key = re.sub(r"[^\w-]", "", name).lower()
        sure = self._holds(guard)
        if unset:
            if sure:
                self._values.pop(key, None)
        elif sure or key not in self._values:
            wrapped = re.fullmatch(r"pass:([a-z,-]{0,100})\[(.*)\]", value)
            filled = self.fill(value) if wrapped is None else Filled(wrapped.group(2), complete=True)
            text = filled.text
            if any(len(self._values.get(name, "")) > _LONGEST_VALUE for name in _names(value)):
                text = " " * (_LONGEST_VALUE + 1)
            self._values[key] = text[: _LONGEST_VALUE + 1]
            self._raw.discard(key)
            self._incomplete.discard(key)
            if not filled.complete:
                self._incomplete.add(key)
            if wrapped is None:
                raw = any(name in self._raw for name in _names(value))
            else:
                raw = ESCAPING.isdisjoint(wrapped.group(1).split(","))
            if raw:
                self._raw.add(key)

    def value(self, name: str) -> str | None:
        """The value of an attribute; None: not defined, or too long to be simple."""
        value = self._values.get(name, _GIVEN.get(name))
        return None if value is None or len(value) > _LONGEST_VALUE else value

    def fill(self, text: str) -> Filled:
        """The text with every reference replaced that this document defines; the others stay as written."""
        if "{" not in text:
            return Filled(text, complete=True)
        if len(text) > _LONGEST_FILLED:
            return Filled(text, complete=False)
        complete = True

        def replacement(match: re.Match[str]) -> str:
            nonlocal complete
            if match.group(1) or match.group(3):
                return "{" + match.group(2) + "}"
            name = match.group(2).lower()
            value = self._taken(name)
            complete = complete and value is not None and name not in self._incomplete
            return match.group() if value is None else value

        filled = _REFERENCE.sub(replacement, text)
        return Filled(filled, complete)

    def expanded(self, text: str, *, html: bool = False) -> Expanded | None:
        """The text as Asciidoctor has it when it looks for macros; None when no reference in it is replaced.

        `html`: with blanks for each `<` and `>` that is escaped on the page, so that only passed-through tags are left.
        """
        words: list[str] = []
        pieces: list[_Piece] = []
        length = at = 0
        holds_html = False
        for match in _REFERENCE.finditer(text) if "{" in text else ():
            name = match.group(2).lower()
            if match.group(1) or match.group(3) or (value := self._taken(name)) is None:
                continue
            before = text[at : match.start()]
            words += (
                _untagged(before) if html else before,
                value if name in self._raw or not html else _untagged(value),
            )
            pieces.append(_Piece(length, at, match.start(), literal=True))
            pieces.append(_Piece(length + len(before), match.start(), match.end(), literal=False))
            length += len(before) + len(value)
            at = match.end()
            holds_html = holds_html or (name in self._raw and "<" in value)
        if not pieces:
            return None
        pieces.append(_Piece(length, at, len(text), literal=True))
        rest = text[at:]
        return Expanded("".join([*words, _untagged(rest) if html else rest]), pieces, html=holds_html)

    def _taken(self, name: str) -> str | None:
        """The value of an attribute, counted against what one document may have."""
        value = self.value(name)
        self._room -= 0 if value is None else len(value)
        return value if self._room >= 0 else None

    def _holds(self, guard: Guard | None) -> bool:
        for _ in range(_DEEPEST):
            if guard is None:
                return True
            known = [name in self._values for name in guard.names]
            met = all(known) if guard.every else any(known)
            if guard.kind == "ifeval" or met != (guard.kind == "ifdef"):
                return False
            guard = guard.outer
        return False


def _untagged(text: str) -> str:
    return text.replace("<", " ").replace(">", " ")


def _names(value: str) -> Iterator[str]:
    return (match.group(2).lower() for match in _REFERENCE.finditer(value))

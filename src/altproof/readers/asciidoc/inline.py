"""AsciiDoc inside a paragraph: image macros, what is passed through unread, and the words that are left."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from altproof.patterns import lazy_regex
from altproof.readers.asciidoc.definitions import ESCAPING, Definitions, Expanded
from altproof.readers.html_tags import Tag, image, tokens

_HIDDEN: Final = "\0"
"""Stands for each character that is passed through, so that offsets stay."""
_PASS = lazy_regex(r"(\\{0,2})(\+\+\+?|\$\$)|(\\?)pass:([a-z,-]{0,100})\[")
_MATHS = lazy_regex(r"(\\?)(?:stem|latexmath|asciimath):[a-z,-]{0,100}\[(?!\])")
_PLUS = lazy_regex(r"\+(?=\S)")
_PLUS_END = lazy_regex(r"(?<=\S)\+(?!\w)")
_MACRO = lazy_regex(r"(\\?)i(mage|con):(?=[^:\s\[])")
_END = lazy_regex(r"(?<!\\)\]")
_MACROS = frozenset({"m", "n", "macros", "normal"})
"""Substitutions that read macros in what is passed through."""

_REACH: Final = 500
"""Characters looked at around an image for the link it stands in."""
_LINK_BEFORE = lazy_regex(
    r"(?:(?:link|xref):(?P<named>[^\s\[\]]{1,400})|(?P<bare>https?://[^\s\[\]<>]{1,400}))\[(?P<text>[^\[\]]*)$"
)
_XREF_BEFORE = lazy_regex(r"<<(?P<named>[^,<>\n]{1,200}),(?P<text>[^<>]*)$")
_LINK_AFTER = lazy_regex(r"[^\[\]]*")
_XREF_AFTER = lazy_regex(r"[^<>]*")
_LINK_ATTRIBUTE = lazy_regex(r",\s*\w+=.*", re.DOTALL)
_LINK = lazy_regex(r"(?:(?:link|xref|mailto):|https?://)[^\s\[\]]{0,300}\[([^\[\]]{0,300})\]")
_ROLE = lazy_regex(r"\[[.#%][^\[\]]{0,50}\](?=[*_`#])")
_XREF = lazy_regex(r"<<[^,<>\n]{1,200}(?:,([^<>]{0,300}))?>>")
_MARKS = lazy_regex(r"(?<!\w)[*_`#^~]{1,2}(?=\S)|(?<=\S)[*_`#^~]{1,2}(?!\w)")
_LONGEST_WORDS: Final = 2000


class Macro(Struct, frozen=True):
    """An image macro; offsets are those of the text."""

    start: int
    end: int
    target: str
    list_start: int
    list_end: int
    filled: str | None = None
    """What stands between the brackets when any of it comes out of an attribute, so that it has no place here."""


class Shown(Struct, frozen=True):
    """A tag that comes out of an attribute; offsets are those of the reference in the text."""

    start: int
    end: int
    tag: Tag


class Raw(Struct, frozen=True):
    """HTML that is passed through, with the marks around it; offsets are those of the text."""

    start: int
    end: int
    html_start: int
    html_end: int


class _Passed(Struct, frozen=True):
    start: int
    end: int
    inner_start: int
    inner_end: int
    html: bool = False
    macros: bool = False


Part = Macro | Raw | Shown


class Inline:
    """The text of one paragraph, heading, cell or list item."""

    def __init__(self, text: str, definitions: Definitions) -> None:
        self.text = text
        self._definitions = definitions
        self.masked = text
        """The text with everything that is passed through hidden; offsets are the same."""
        self._passed: list[_Passed] = []
        for scan in (_macro_passes, _plus_passes, _maths_passes):
            passed = list(scan(self.masked))
            self.masked = _hide(self.masked, passed)
            self._passed += passed
        self._passed.sort(key=lambda each: each.start)

    def parts(self) -> list[Part]:
        """Image macros, passed-through HTML and tags out of attributes, in order."""
        found: list[Part] = [
            Raw(each.start, each.end, each.inner_start, each.inner_end) for each in self._passed if each.html
        ]
        for each in self._passed:
            found += self._macros_passed(each) if each.macros else ()
        parts: list[Part] = []
        end = 0
        for part in sorted([*found, *self._macros()], key=lambda part: part.start):
            # Else it stands in the list of a macro
            if part.start >= end or _may_share(part, parts[-1]):
                parts.append(part)
                end = max(end, part.end)
        return parts

    def shown(self, start: int, end: int) -> str:
        """The text of a stretch without the marks of what is passed through."""
        if _HIDDEN not in self.masked[start:end]:
            return self.text[start:end]
        pieces: list[str] = []
        for each in self._passed[bisect_left(self._passed, start, key=lambda each: each.start) :]:
            if each.start >= end:
                break
            if each.start >= start:  # one in another is part of it
                pieces += (self.text[start : each.start], self.text[each.inner_start : each.inner_end])
                start = each.end
        return "".join([*pieces, self.text[start:end]])

    def is_sealed(self, macro: Macro) -> bool:
        """Whether nothing may be written into the list: `[]` in front of `++` is one, but `[x]` would be roles."""
        return self.text.startswith(("++", "$$"), macro.end)

    def link_around(self, macro: Macro) -> tuple[str, str] | None:
        """Target and other text of the link that a macro stands in, or None."""
        before = self.text[max(0, macro.start - _REACH) : macro.start]
        match = _LINK_BEFORE.search(before) if "[" in before else None
        if match is not None:
            after = _LINK_AFTER.match(self.text, macro.end, macro.end + _REACH)
            if after is None or not self.text.startswith("]", after.end()):
                return None
            text = match["text"] + _LINK_ATTRIBUTE.sub("", after.group())
            return match["named"] or match["bare"], unmarked(text)
        match = _XREF_BEFORE.search(before) if "<<" in before else None
        after = None if match is None else _XREF_AFTER.match(self.text, macro.end, macro.end + _REACH)
        if match is None or after is None or not self.text.startswith(">>", after.end()):
            return None
        return "#" + match["named"], unmarked(match["text"] + after.group())

    def _macros(self) -> Iterator[Macro | Shown]:
        whole = [
            Macro(start, end, self.shown(target, bracket), bracket + 1, end - 1)
            for start, target, bracket, end in _macros_in(self.masked)
        ]
        filled = self._definitions.expanded(self.masked)
        if filled is None:
            yield from whole
            return
        by_place = {_place(macro): macro for macro in whole}
        for start, target, bracket, end in _macros_in(filled.text):
            first, last = filled.start(start), filled.end(end)
            written = by_place.get((first, last))
            words = filled.text[target:bracket].replace(_HIDDEN, "")
            if written is not None:
                yield written
            elif filled.as_written(bracket + 1, end - 1):
                yield Macro(first, last, words, filled.start(bracket) + 1, last - 1)
            else:
                yield Macro(first, last, words, last, last, filled.text[bracket + 1 : end - 1])
        if filled.html:
            yield from _tags(self.masked, filled, self._definitions)

    def _macros_passed(self, passed: _Passed) -> Iterator[Macro]:
        """The macros of `pass:m[…]`, whose own brackets are escaped."""
        inner = self.text[passed.inner_start : passed.inner_end].replace("\\]", " ]")
        for start, target, bracket, end in _macros_in(inner):
            at = passed.inner_start
            yield Macro(at + start, at + end, inner[target:bracket], at + end, at + end, inner[bracket + 1 : end - 1])


def _place(part: Part) -> tuple[int, int]:
    return part.start, part.end


def _may_share(part: Part, last: Part) -> bool:
    """Whether two may stand in one place: one attribute brings in several, and `pass:m[…]` holds macros and HTML."""
    is_filled = isinstance(part, Shown) or (isinstance(part, Macro) and part.filled is not None)
    return is_filled and (_place(part) == _place(last) or isinstance(last, Raw))


def _tags(text: str, filled: Expanded, definitions: Definitions) -> Iterator[Shown]:
    """The image tags that attributes bring in; what the text itself has of `<` and `>` is escaped."""
    escaped = definitions.expanded(text, html=True)
    for token in tokens(escaped.text) if escaped is not None else ():
        if isinstance(token, Tag) and image(token) is not None:
            yield Shown(filled.start(token.start), filled.end(token.end), token)


def _macros_in(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Where each image macro, its target and its bracket begin, and where it ends."""
    at = 0
    bracket = newline = -1
    while match := _MACRO.search(text, at):
        at = match.end()
        bracket = bracket if bracket > at else text.find("[", at)
        newline = newline if newline >= at else _or_end(text, text.find("\n", at))
        if bracket < 0:
            return
        if newline < bracket or text[bracket - 1].isspace():
            continue
        end = _END.search(text, bracket + 1)
        if end is None:
            return
        if not match.group(1) and match.group(2) == "mage":
            yield match.start(), at, bracket, end.end()
        at = end.end()


def unmarked(text: str) -> str:
    """The words of a stretch of text, without links and formatting marks."""
    if len(text) > 2 * _LONGEST_WORDS:
        text = text[:_LONGEST_WORDS] + " " + text[-_LONGEST_WORDS:]
    if "[" in text:
        text = _ROLE.sub("", _LINK.sub(r"\1", text))
    if "<<" in text:
        text = _XREF.sub(r"\1", text)
    return _MARKS.sub("", text)


def _hide(text: str, passed: list[_Passed]) -> str:
    pieces: list[str] = []
    at = 0
    for each in passed:
        pieces += (text[at : each.start], _HIDDEN * (each.end - each.start))
        at = each.end
    return "".join([*pieces, text[at:]])


def _macro_passes(text: str) -> Iterator[_Passed]:
    """`+++…+++`, `++…++`, `$$…$$` and `pass:[…]`."""
    never: set[str] = set()
    at = last = 0
    while match := _PASS.search(text, at):
        at = match.end()
        if match.group(2):
            found = _between(text, match.start(2), match.group(2), never)
            if found is not None:
                if not match.group(1):
                    yield replace(found, start=_with_role(text, found.start, last))
                at = last = found.end
            continue
        end = None if "]" in never else _END.search(text, match.end())
        if end is None:
            never.add("]")
            continue
        at = end.end()
        last = at
        if not match.group(3):
            done = match.group(4).split(",")
            macros = not _MACROS.isdisjoint(done)
            yield _Passed(match.start(), end.end(), match.end(), end.start(), ESCAPING.isdisjoint(done), macros)


def _with_role(text: str, start: int, last: int) -> int:
    """Where the marks at `start` begin with the list of roles before them, `[role]`, that is passed through as well.

    Asciidoctor (`InlinePassMacroRx`, 2.0.17) takes any brackets there for one, those of a macro too.
    """
    if text[start - 1 : start] != "]" or start - 1 < last:
        return start
    first = text.find("[", max(last, text.rfind("]", last, start - 1) + 1), start - 1)
    return start if first < 0 or first + 2 > start - 1 or text[first - 1 : first] == "\\" else first


def _between(text: str, start: int, mark: str, never: set[str]) -> _Passed | None:
    """What stands between two marks; `never` remembers the marks that do not come any more."""
    for each in (mark, mark[:2]):
        if each in never:
            continue
        close = text.find(each, start + len(each))
        if close >= 0:
            return _Passed(start, close + len(each), start + len(each), close, html=each == "+++")
        never.add(each)
    return None


def _plus_passes(text: str) -> Iterator[_Passed]:
    """`+…+` around words."""
    if "+" not in text:
        return
    closers = [match.start() for match in _PLUS_END.finditer(text)]
    at = last = 0
    while match := _PLUS.search(text, at):
        start, at = match.start(), match.end()
        before = text[start - 1] if start else "\n"
        place = bisect_left(closers, start + 2)
        if place == len(closers):
            return
        if before != "\n" and (start - 1 < last or before in ";:_" or before.isalnum()):
            continue
        at = last = closers[place] + 1
        if before != "\\":
            yield _Passed(start, at, start + 1, at - 1)


def _maths_passes(text: str) -> Iterator[_Passed]:
    """`stem:[…]` and its kin."""
    at = 0
    while match := _MATHS.search(text, at):
        end = _END.search(text, match.end() + 1)
        if end is None:
            return
        at = end.end()
        if not match.group(1):
            yield _Passed(match.start(), end.end(), match.end(), end.start())


def _or_end(text: str, at: int) -> int:
    return len(text) if at < 0 else at

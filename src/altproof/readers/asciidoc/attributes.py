"""AsciiDoc attributes: the list between the brackets of a macro."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from html.entities import html5

from msgspec import Struct, field

from altproof.patterns import lazy_regex
from altproof.readers.asciidoc.definitions import Definitions

_NAME = lazy_regex(r"\w[\w-]*")
_BLANKS = lazy_regex(r"[ \t]*")
_DELIMITER = lazy_regex(r"[ \t]*,")
_CLOSERS = {quote: lazy_regex(rf"(?<!\\){quote}") for quote in "\"'"}
_CHARACTER = lazy_regex(r"&(?:[A-Za-z]{2,31}[0-9]{0,2}|#[0-9]{2,6}|#x[0-9A-Fa-f]{2,5});")


class Value(Struct, frozen=True):
    """A value of a list; the offsets take its quotes in."""

    text: str
    start: int
    end: int


class AttributeList(Struct):
    """What stands between two brackets."""

    positional: dict[int, Value] = field(default_factory=dict)
    """By position from 1; positions left empty are not there."""
    named: dict[str, Value] = field(default_factory=dict)
    alt: Value | None = None
    """The last of the first position and `alt=`, as an image macro takes it."""

    def put(self, name: str | int, value: Value) -> None:
        """Take a value in; a later one of the same name replaces it."""
        if isinstance(name, int):
            self.positional[name] = value
        else:
            self.named[name] = value
        if name in {1, "alt"}:
            self.alt = value


def attribute_list(text: str) -> AttributeList:
    """Read a list as Asciidoctor does: bare, double-quoted and single-quoted values, positional or named."""
    found = AttributeList()
    at, index = 0, 1
    while (at := _behind(_BLANKS, text, at)) < len(text):
        at = _entry(text, at, index, found)
        skipped = _DELIMITER.match(text, at)
        at = at if skipped is None else skipped.end()
        index += 1
    return found


def _entry(text: str, start: int, index: int, found: AttributeList) -> int:
    """Read the entry at `start`, which is no blank; the offset behind it."""
    if text[start] in _CLOSERS:
        value = _quoted(text, start)
        found.put(index, value)
        return value.end
    if text[start] == ",":
        return start
    name = _NAME.match(text, start)
    after = start if name is None else _behind(_BLANKS, text, name.end())
    if name is None or not text.startswith("=", after):
        value = _bare(text, start)
        found.put(index, value)
        return value.end
    at = _behind(_BLANKS, text, after + 1)
    if text[at : at + 1] in _CLOSERS:
        value = _quoted(text, at)
    else:
        value = _bare(text, at)
        if value.text == "None":
            return value.end
    if not value.text and value.start == value.end:
        value = Value("", after + 1, after + 1)
    found.put(name.group(), value)
    return value.end


def _quoted(text: str, start: int) -> Value:
    quote = text[start]
    if text.startswith(quote, start + 1):
        return Value("", start, start + 2)
    close = _CLOSERS[quote].search(text, start + 2)
    if close is None:
        return _bare(text, start)
    return Value(text[start + 1 : close.start()].replace("\\" + quote, quote), start, close.end())


def _bare(text: str, start: int) -> Value:
    comma = text.find(",", start)
    value = text[start : len(text) if comma < 0 else comma].rstrip(" \t")
    return Value(value, start, start + len(value))


class Alt(Struct, frozen=True):
    """An alternative text and where it stands; offsets are those of the list."""

    text: str
    slot: tuple[int, int] | None
    """None: it comes out of an attribute, so it cannot be edited here."""
    computed: bool = False
    """It depends on an attribute that is not defined in the document."""


class Listed(Struct, frozen=True):
    """A list with the attribute references in it replaced."""

    alt: Alt | None
    """As an image macro takes it."""
    named_alt: Alt | None
    """As an attribute line above a block gives it."""
    values: Mapping[str, str]
    first: str
    """The first position; "" when it is empty."""
    insertion: int
    """Where alt text goes that is not there yet."""


def listed(raw: str, definitions: Definitions) -> Listed:
    """Read the list `raw`."""
    written = attribute_list(raw)
    filled = definitions.fill(raw)
    read = written if filled.text == raw else attribute_list(filled.text)
    first = read.positional.get(1)
    return Listed(
        alt=_alt(written.alt, read.alt, definitions),
        named_alt=_alt(written.named.get("alt"), read.named.get("alt"), definitions),
        values={name: value.text for name, value in read.named.items()},
        first="" if first is None else first.text,
        # Behind the other positions: in front of them it would shift them
        insertion=len(raw.rstrip()) if written.positional and 1 not in written.positional and _named_first(raw) else 0,
    )


def decoded(text: str) -> str:
    """The text with those character references undone that Asciidoctor lets through."""
    return _CHARACTER.sub(_character, text) if "&" in text else text


def _alt(written: Value | None, read: Value | None, definitions: Definitions) -> Alt | None:
    if read is None:
        return None
    if written is None:
        return Alt(read.text, None)
    filled = definitions.fill(written.text)
    slot = (written.start, written.end) if filled.complete and filled.text == read.text else None
    return Alt(read.text, slot, computed=not filled.complete)


def _named_first(raw: str) -> bool:
    return not raw.lstrip().startswith(",")


def _character(match: re.Match[str]) -> str:
    reference = match.group()
    return unescape(reference) if reference[1] == "#" else html5.get(reference[1:], reference)


def _behind(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return at if match is None else match.end()

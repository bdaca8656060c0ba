"""The attribute list behind a Markdown image, `![caption](x.png){#id .class alt="…"}`; `flavours` says what counts."""

from __future__ import annotations

import re

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.readers.escaping import list_value
from altproof.readers.html_tokens import plain
from altproof.readers.markdown.flavours import FIGURE_ATTRIBUTES
from altproof.readers.markdown.shown import Replacement, Slot

ALT_NAMES = ("fig-alt", "alt")
"""Names that give the alt text wherever the dialect is unknown."""

_QUOTES = frozenset("\"'")
_LONGEST = 4000
"""Characters; a longer list is taken as text, which keeps reading linear."""
_GAP = lazy_regex(r"\s*")
_PLAIN = lazy_regex(r"[#.][^\s{}=\"'<>]+|-(?=[\s}])")
_NAME = lazy_regex(r"[A-Za-z_:][\w:.-]*", re.ASCII)
_BARE_VALUE = lazy_regex(r"[^\s{}\"'<>]*")
_ESCAPE = lazy_regex(
    r"\\([!-/:-@\[-`{-~])|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});|[ \t]*\r?\n[ \t>]*"
)


class ListedAlt(Struct, frozen=True):
    """The alt text of a list; offsets are those of the source."""

    text: str
    raw: str
    start: int
    end: int


class AttributeList(Struct, frozen=True):
    """A list as a whole."""

    end: int
    """Behind the closing brace."""
    alt: ListedAlt | None
    """None: the list says nothing about the alt text."""
    classes: str = ""


def attribute_list(source: str, start: int, limit: int, names: tuple[str, ...] = ALT_NAMES) -> AttributeList | None:
    """The attribute list that opens at `source[start]`, or None when none does.

    `limit` is the end of the block: a list does not reach beyond it. `names` give the alt text; the first one that
    is there wins.
    """
    if not source.startswith("{", start):
        return None
    text = source[start : min(limit, start + _LONGEST)]
    values: dict[str, tuple[int, int]] = {}
    classes: list[str] = []
    at = 2 if text.startswith("{:") else 1
    while not text.startswith("}", at := _behind(_GAP, text, at)):
        if (behind := _behind(_PLAIN, text, at)) > at:
            classes += [text[at + 1 : behind]] if text[at] == "." else []
            at = behind
            continue
        entry = _entry(text, at)
        if entry is None:
            return None
        name, value, at = entry
        if value is not None:
            values.setdefault(name, value)
    name = next((name for name in names if name in values), "")
    low, high = values.get(name, (0, 0))
    alt = ListedAlt(_plain(text[low:high]), text[low:high], start + low, start + high) if name else None
    classes += [text[slice(*values["class"])]] if "class" in values else []
    return AttributeList(start + at + 1, alt, " ".join(classes))


def _entry(text: str, at: int) -> tuple[str, tuple[int, int] | None, int] | None:
    """Name, value offsets and the offset behind `name=value` or a bare `name`; None when it is neither."""
    match = _NAME.match(text, at)
    if match is None:
        return None
    at = match.end()
    if not text.startswith("=", at):
        return match.group(), None, at
    at += 1
    quote = text[at : at + 1]
    if quote in {'"', "'"}:
        close = text.find(quote, at + 1)
        return None if close < 0 else (match.group(), (at + 1, close), close + 1)
    close = _behind(_BARE_VALUE, text, at)
    return match.group(), (at, close), close


def _plain(raw: str) -> str:
    return _ESCAPE.sub(_unescaped, raw)


def _unescaped(match: re.Match[str]) -> str:
    if match.group(1):
        return match.group(1)
    return plain(match.group()) if match.group().startswith("&") else " "


def _behind(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return at if match is None else match.end()


def list_edit(slot: Slot, words: str, syntax: str) -> Replacement:
    """The change that writes `words` as a value of the list, into the list, or into a list of its own."""
    if slot.quote in _QUOTES:
        return slot.replaced(list_value(words, slot.quote))
    literal = '"' + list_value(words, '"') + '"'
    if slot.start < slot.end or slot.text.startswith("=", slot.start - 1):
        return slot.replaced(literal)
    attribute = f"{FIGURE_ATTRIBUTES[syntax]}={literal}" if syntax in FIGURE_ATTRIBUTES else f"alt={literal}"
    if slot.text.startswith("}", slot.start):
        return slot.replaced(attribute if slot.text[slot.start - 1].isspace() else f" {attribute}")
    return slot.replaced(f"{{{attribute}}}")

"""Options at the head of a MyST directive, as `:name: value` lines or as YAML between `---` lines."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.readers.markdown.code_map import FenceLine
from altproof.readers.markdown.shown import Replacement, Slot

_COLON = lazy_regex(r"[ \t]*:([\w-]+):(?=[ \t]|$)[ \t]*")
_YAML = lazy_regex(r"[ \t]*([\w-]+):(?=[ \t]|$)[ \t]*")
_COMMENT = lazy_regex(r"(?:^|[ \t])#")
_DOUBLE = lazy_regex(r'"((?:[^"\\]|\\.)*)"')
_SINGLE = lazy_regex(r"'((?:[^']|'')*)'")
_ESCAPE = lazy_regex(r"\\(?:[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b"}
_ESCAPES |= {"N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}
_OPTION_FRONT = lazy_regex(r"(:?)alt:[ \t]*$")
_FRONT = lazy_regex(r"(?:[ \t>]|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*")
_BREAK = lazy_regex(r"[\x85\u2028\u2029]")
"""What ends a line for myst-parser and for YAML, besides what ends one for everybody."""
_SPECIAL = frozenset("#|>\"'-?:,[]{}&*!%@`")


class Option(Struct, frozen=True):
    """One option at its place; `text` is None when its value cannot be told."""

    text: str | None
    start: int
    end: int


class Options(Struct, frozen=True):
    """The options of a directive."""

    values: dict[str, Option]
    count: int
    """Lines that belong to them."""
    place: int
    """Where a new option line goes in, at the end of the line before it."""


def options(lines: Sequence[FenceLine], head_end: int) -> Options:
    """The options in the lines of a directive, whose own line ends at `head_end`."""
    yaml = bool(lines) and lines[0].text.strip() == "---"
    pattern = _YAML if yaml else _COLON
    values: dict[str, Option] = {}
    count = 1 if yaml else 0
    for line in lines[count:]:
        if yaml and line.text.strip() == "---":
            return Options(values, count + 1, lines[0].end)
        match = pattern.match(line.text)
        if match is None and not yaml:
            break
        count += 1
        if match is not None:
            values.setdefault(match.group(1), _option(line, match.end()))
    # YAML without its closing line runs to the end of the directive
    return Options(values, count, lines[0].end if yaml else head_end)


def option_edit(slot: Slot, words: str) -> Replacement:
    """The change that writes `words`, as a value or as an option line of its own."""
    text = slot.text
    line_start = text.rfind("\n", 0, slot.start) + 1
    before = text[line_start : slot.start]
    if (match := _OPTION_FRONT.search(before)) is not None:
        gap = "" if before.endswith((" ", "\t")) else " "
        return slot.replaced(gap + _value(words, always_quoted=match.group(1) != ":"))
    line_end = "\r\n" if text.startswith("\r\n", slot.end) else "\n"
    marks = _FRONT.match(before)
    front = re.sub(r"[^ \t>]", " ", marks.group() if marks else "")
    if before.strip(" \t>") == "---":
        return slot.replaced(f"{line_end}{front}alt: {_value(words, always_quoted=True)}")
    return slot.replaced(f"{line_end}{front}:alt: {_value(words, always_quoted=False)}")


def _value(words: str, *, always_quoted: bool) -> str:
    breaks = _BREAK.search(words) is not None
    plain = words and words[0] not in _SPECIAL and " #" not in words and ": " not in words and words[-1] != ":"
    if plain and not always_quoted and not breaks:
        return words
    return _BREAK.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(words, ensure_ascii=False))


def _option(line: FenceLine, at: int) -> Option:
    raw = line.text[at:].rstrip(" \t")
    start = line.offset + at
    for pattern in (_DOUBLE, _SINGLE):
        if match := pattern.match(raw):
            rest = raw[match.end() :].strip()
            text = _unquoted(match) if not rest or rest.startswith("#") else None
            return Option(text, start, start + match.end())
    if raw.startswith(("|", ">", "#")):
        return Option("", start, start + (0 if raw.startswith("#") else len(raw)))
    comment = _COMMENT.search(raw)
    raw = raw if comment is None else raw[: comment.start()].rstrip(" \t")
    return Option(None if raw.startswith(('"', "'")) else raw, start, start + len(raw))


def _unquoted(match: re.Match[str]) -> str:
    if match.group().startswith("'"):
        return match.group(1).replace("''", "'")
    return _ESCAPE.sub(_escape, match.group(1))


def _escape(match: re.Match[str]) -> str:
    code = match.group()[1:]
    if len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    return _ESCAPES.get(code, code)

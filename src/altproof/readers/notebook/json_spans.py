"""JSON read for the places of its strings: the shape of a document, and the way from decoded text back to the source.

Nothing is loaded to be dumped again, so every other byte of the file can stay as it is. No recursion: depth costs only
memory, and what lies deeper than anybody asks for is checked but not kept.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct, field

from altproof.patterns import lazy_regex

_KEPT = 10
"""Levels of containers; a notebook's alt texts lie on the ninth at most."""

_TOKEN = lazy_regex(
    r"[ \t\n\r]*+(?:(?P<mark>[{}\[\],:])"
    r'|(?P<string>"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+")'
    r"|(?P<plain>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?|true|false|null|NaN|-?Infinity))"
)
_BLANKS = lazy_regex(r"[ \t\n\r]*+\Z")
_ESCAPE = lazy_regex(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")

_ITEM = frozenset({"{", "[", "string", "plain"})
_FIRST_ITEM = _ITEM | {"]"}
_KEY = frozenset({"string"})
_FIRST_KEY = _KEY | {"}"}
_COLON = frozenset({":"})
_AFTER_ITEM = frozenset({",", "]"})
_AFTER_MEMBER = frozenset({",", "}"})


class JsonString(Struct, frozen=True):
    """A string as it stands in the source."""

    start: int
    """Of the opening quote."""
    end: int
    """Behind the closing quote."""


class JsonObject(Struct, frozen=True):
    """An object; of duplicate keys the last counts, as in every parser of notebooks."""

    members: dict[str, JsonValue] = field(default_factory=dict)
    keys: dict[str, JsonString] = field(default_factory=dict)
    """Where each key stands."""


class JsonArray(Struct, frozen=True):
    """An array."""

    items: list[JsonValue] = field(default_factory=list)


JsonValue = JsonObject | JsonArray | JsonString | None
"""None: a number, `true`, `false` or `null`, none of which has words; or a value that lies too deep."""


def root(text: str) -> JsonObject | None:
    """The object that the whole text is; None: it is no JSON, or no object."""
    return _Walk(text).root()


def decoded(text: str, string: JsonString) -> str:
    """What the string says."""
    value = json.loads(text[string.start : string.end])
    return str(value)


class _Walk:
    """One pass over the tokens with the open containers on a stack."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[JsonObject | JsonArray | str] = []
        """Below the kept levels only the opening mark."""
        self._key: JsonString | None = None

    def root(self) -> JsonObject | None:
        token = _TOKEN.match(self._text, 1 if self._text.startswith("\ufeff") else 0)
        if token is None or token["mark"] != "{":
            return None
        whole = JsonObject()
        self._open.append(whole)
        allowed, at = _FIRST_KEY, token.end()
        while self._open:
            token = _TOKEN.match(self._text, at)
            if token is None or (kind := token["mark"] or token.lastgroup or "") not in allowed:
                return None
            at = token.end()
            allowed = self._after(kind, token, allowed)
        return whole if _BLANKS.match(self._text, at) else None

    def _after(self, kind: str, token: re.Match[str], allowed: frozenset[str]) -> frozenset[str]:
        """Take the token in, and say what may follow it."""
        if kind == ":":
            return _ITEM
        if kind == ",":
            return _KEY if self._in_object() else _ITEM
        if kind in {"{", "["}:
            self._begin(kind)
            return _FIRST_KEY if kind == "{" else _FIRST_ITEM
        if kind in {"}", "]"}:
            self._open.pop()
        elif kind == "string":
            string = JsonString(token.start("string"), token.end())
            if allowed in {_KEY, _FIRST_KEY}:
                self._key = string
                return _COLON
            self._keep(string)
        else:
            self._keep(None)
        return _AFTER_MEMBER if self._in_object() else _AFTER_ITEM

    def _in_object(self) -> bool:
        return bool(self._open) and (isinstance(self._open[-1], JsonObject) or self._open[-1] == "{")

    def _begin(self, mark: str) -> None:
        if len(self._open) >= _KEPT:
            self._open.append(mark)
            return
        container: JsonObject | JsonArray = JsonObject() if mark == "{" else JsonArray()
        self._keep(container)
        self._open.append(container)

    def _keep(self, value: JsonValue) -> None:
        match self._open[-1]:
            case JsonObject(members, keys) if self._key is not None:
                name = decoded(self._text, self._key)
                members[name], keys[name] = value, self._key
            case JsonArray(items):
                items.append(value)


class _Piece(Struct, frozen=True):
    """A stretch without escapes, or one escape."""

    start: int
    """In the joined text."""
    raw: int
    """In the source."""
    raw_end: int
    escape: bool
    string: int
    """Number of the string it belongs to."""


class JoinedStrings:
    """Some strings of a JSON source read as one text, and the way from its offsets to the source and back."""

    def __init__(self, source: str, strings: Sequence[JsonString]) -> None:
        self._pieces: list[_Piece] = []
        self._length = 0
        for number, string in enumerate(strings):
            at = string.start + 1
            for escape in _ESCAPE.finditer(source, at, string.end - 1):
                self._add(at, escape.start(), number)
                self._add(escape.start(), escape.end(), number, escape=True)
                at = escape.end()
            self._add(at, string.end - 1, number)
        self.text = "".join(decoded(source, string) for string in strings)

    def _add(self, start: int, end: int, number: int, *, escape: bool = False) -> None:
        if start < end:
            self._pieces.append(_Piece(self._length, start, end, escape, number))
            self._length += 1 if escape else end - start

    def _at(self, offset: int) -> _Piece:
        return self._pieces[bisect_right(self._pieces, offset, key=lambda piece: piece.start) - 1]

    def _at_raw(self, raw: int) -> _Piece:
        return self._pieces[bisect_right(self._pieces, raw, key=lambda piece: piece.raw) - 1]

    def start(self, offset: int) -> int:
        """Where the character at `offset` of the text begins in the source."""
        piece = self._at(offset)
        return piece.raw + offset - piece.start

    def end(self, offset: int) -> int:
        """Where the character before `offset` of the text ends in the source."""
        piece = self._at(offset - 1)
        return piece.raw_end if piece.escape else piece.raw + offset - piece.start

    def inside(self, start: int, end: int) -> tuple[int, int] | None:
        """The source of text[start:end]; None when that does not lie in one string. `start` is above 0."""
        if start == end:
            return self.end(end), self.end(end)
        if self._at(start).string != self._at(end - 1).string:
            return None
        return self.start(start), self.end(end)

    def offset_of_start(self, raw: int) -> int:
        """The offset in the text of the character that begins at `raw` in the source."""
        piece = self._at_raw(raw)
        return piece.start + raw - piece.raw

    def offset_of_end(self, raw: int) -> int:
        """The offset in the text behind the character that ends at `raw` in the source."""
        piece = self._at_raw(raw - 1)
        return piece.start + (1 if piece.escape else raw - piece.raw)

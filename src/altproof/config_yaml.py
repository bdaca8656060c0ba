"""The strict YAML that a configuration may be written in: values, and the line and column of every key and value.

Scalars are read nearly as in YAML 1.2: only `null`, `true`, `false` and decimal numbers are more than text, so that
`no`, `on`, `16:9`, `010` and dates stay as they are written. Anchors, aliases, tags, second documents and keys given
twice are refused. What a file says never becomes part of a message.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import yaml
from msgspec import Struct, field

from altproof.patterns import lazy_regex

MAX_BYTES: Final = 64 * 1024
MAX_DEPTH: Final = 20
MAX_ENTRIES: Final = 300
"""Of one list or mapping: the schema check compares list entries pair by pair, and no setting needs so many."""

LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Only its parser is used; values are made here, so that no constructor of PyYAML ever runs."""

_NULL = lazy_regex(r"~|null|Null|NULL|")
_BOOLEANS = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}
_INTEGER = lazy_regex(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FRACTION = lazy_regex(r"[-+]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18})")
_CONTROL = lazy_regex(r"[\x00-\x1f\x7f]")
# YAML 1.2.2, production 1 (c-printable): what a file may hold unescaped, besides the byte-order mark at its start
_UNPRINTABLE = lazy_regex(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

Path = tuple[str | int, ...]
"""The way to a value: keys of mappings and 0-based positions in lists."""


class Place(Struct, frozen=True):
    """Where something stands in the file; 1-based, columns count characters."""

    line: int
    column: int


class Mistake(Struct, frozen=True):
    """One thing that is wrong, in words that hold nothing of the file."""

    place: Place
    path: Path
    """Empty: the file as a whole."""
    text: str


class Parsed(Struct):
    """What a file says."""

    value: object = None
    keys: dict[Path, Place] = field(default_factory=dict)
    """Where the key of each mapping entry stands."""
    values: dict[Path, Place] = field(default_factory=dict)
    """Where each value starts."""
    mistakes: list[Mistake] = field(default_factory=list)
    """Such as keys given twice: the rest could be read."""


class UnreadableYamlError(Exception):
    """The file cannot be read as a whole; `mistake` says where and why."""

    def __init__(self, line: int, column: int, text: str) -> None:
        super().__init__(text)
        self.mistake = Mistake(Place(line, column), (), text)


def read(data: bytes) -> Parsed:
    """What `data` says; an empty file is `None`. Raises UnreadableYamlError and nothing else."""
    builder = _Builder(_events(_decoded(data)))
    return builder.document()


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise UnreadableYamlError(1, 1, f"is larger than {MAX_BYTES // 1024} KiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        place = _place_after(data[: exc.start].decode("utf-8", "replace"))
        raise UnreadableYamlError(place.line, place.column, "is not UTF-8; save the file in this encoding") from None
    found = _UNPRINTABLE.search(text)
    if found:
        place = _place_after(text[: found.start()])
        raise UnreadableYamlError(place.line, place.column, "has a control character; remove it")
    return text


def _place_after(text: str) -> Place:
    lines = text.split("\n")
    return Place(len(lines), len(lines[-1]) + 1)


def _events(text: str) -> Iterator[yaml.Event]:
    """The parser's events, as long as they are within the limits."""
    depth = documents = 0
    try:
        for event in yaml.parse(text, Loader=LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            documents += isinstance(event, yaml.DocumentStartEvent)
            _refuse(event, depth, documents)
            yield event
    except UnreadableYamlError:
        raise
    except yaml.MarkedYAMLError as exc:
        raise _syntax_error(exc) from None
    except Exception:  # noqa: BLE001  (PyYAML raises more than YAMLError on untrusted text, and the run must end in words)
        raise UnreadableYamlError(1, 1, "is not readable as YAML") from None


def _refuse(event: yaml.Event, depth: int, documents: int) -> None:
    place = _place(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        raise UnreadableYamlError(place.line, place.column, "has an anchor or alias; write the value out")
    if getattr(event, "tag", None) is not None:
        raise UnreadableYamlError(place.line, place.column, "has a tag; remove the word with '!'")
    if depth > MAX_DEPTH:
        raise UnreadableYamlError(place.line, place.column, f"is nested deeper than {MAX_DEPTH} levels")
    if documents > 1:
        raise UnreadableYamlError(place.line, place.column, "has a second document; keep only one")


def _syntax_error(exc: yaml.MarkedYAMLError) -> UnreadableYamlError:
    mark = exc.problem_mark or exc.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    # libyaml's messages are constants; those of the parser in Python quote the file
    quotes_nothing = LOADER is not yaml.SafeLoader
    return UnreadableYamlError(
        line, column, f"is not valid YAML: {exc.problem}" if quotes_nothing else "is not valid YAML"
    )


class _Builder:
    """Makes values from events; what it notes along the way is in `parsed`. Recursion is bounded by MAX_DEPTH."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._parsed = Parsed()

    def document(self) -> Parsed:
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                self._parsed.value = self._value(event, ())
        return self._parsed

    def _value(self, event: yaml.Event, path: Path) -> object:
        self._parsed.values[path] = _place(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        value = _scalar(event) if isinstance(event, yaml.ScalarEvent) else None
        if isinstance(value, str) and _CONTROL.search(value):
            self._note(event, path, "holds a line break or control character; write one line of plain text")
        return value

    def _list(self, path: Path) -> list[object]:
        entries: list[object] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            _count(len(entries), event)
            entries.append(self._value(event, (*path, len(entries))))
        return entries

    def _mapping(self, path: Path) -> dict[str, object]:
        entries: dict[str, object] = {}
        count = 0
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            _count(count, event)
            count += 1
            key = _scalar(event) if isinstance(event, yaml.ScalarEvent) else None
            if isinstance(key, str) and key not in entries:
                self._parsed.keys[*path, key] = _place(event)
                entries[key] = self._value(next(self._events), (*path, key))
                continue
            if isinstance(key, str):
                first = self._parsed.keys[*path, key].line
                self._note(event, (*path, key), f"is given twice, first on line {first}; remove one")
            else:
                self._note(event, path, "has a key that is not text; write a name, or put it in quotes")
                self._skip(event)
            self._skip(next(self._events))
        return entries

    def _skip(self, event: yaml.Event) -> None:
        depth = int(isinstance(event, yaml.CollectionStartEvent))
        while depth:
            event = next(self._events)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)

    def _note(self, event: yaml.Event, path: Path, text: str) -> None:
        self._parsed.mistakes.append(Mistake(_place(event), path, text))


def _count(entries: int, event: yaml.Event) -> None:
    if entries >= MAX_ENTRIES:
        place = _place(event)
        raise UnreadableYamlError(
            place.line, place.column, f"has more than {MAX_ENTRIES} entries in one list or mapping"
        )


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


def _scalar(event: yaml.ScalarEvent) -> object:
    text = event.value
    if not event.implicit[0]:  # quoted, or a block: always text
        return text
    if _NULL.fullmatch(text):
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FRACTION.fullmatch(text) else text

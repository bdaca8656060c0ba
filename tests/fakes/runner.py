"""The runner's side of the conversation: which commands it would obey in what a step prints and writes to files.

A port of the rules of actions/runner (ActionCommand.cs, ActionCommandManager.cs, FileCommandManager.cs): a line ends
at CR, LF or both; `::name key=value,…::data` counts after Unicode white space at the start of a line, `##[name
key=value;…]data` anywhere in it; only registered names count, in any letter case. Stricter for us than the runner is:
.NET may look through invisible characters, so every line is read a second time without them, and either reading counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct, field

NAMES = frozenset(
    [
        *("add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "notice"),
        *("remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning"),
    ]
)
PRINTABLE_BUT_INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"


WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
"""What .NET trims; unlike Python it leaves U+001C to U+001F alone."""


class BadFileError(Exception):
    """The runner would fail the step for what stands in this file."""


class Command(Struct, frozen=True):
    """One command, its escapes undone; the names of properties are in lower case."""

    name: str
    data: str
    properties: dict[str, str] = field(default_factory=dict)


def commands(text: str) -> list[Command]:
    """The commands in what was printed, in order; those between stop-commands and its token do not count."""
    return list(_obeyed(text))


def _obeyed(text: str) -> Iterator[Command]:
    token: str | None = None
    for line in re.split("\r\n|\r|\n", text):
        names = NAMES if token is None else NAMES | {token}
        if line.count(":") < 4 and line.count("#") < 2:
            continue  # too few signs for either form, however they are read
        seen = line if line.isascii() else "".join(c for c in line if not _is_invisible(c))
        found = _command(line, names) or _command(seen, names)
        if found is None:
            continue
        if token is None:
            token = found.data.lower() if found.name == "stop-commands" else None
            yield found
        elif found.name == token:
            token = None
            yield found


def _is_invisible(character: str) -> bool:
    number = ord(character)
    return (
        unicodedata.category(character) == "Cf"
        or character in PRINTABLE_BUT_INVISIBLE
        or 0xFE00 <= number <= 0xFE0F
        or 0xE0000 <= number <= 0xE0FFF
    )


def _command(line: str, names: frozenset[str]) -> Command | None:
    new = line.lstrip(WHITE_SPACE)
    if new.startswith("::") and "::" in new[2:]:
        head, _, data = new[2:].partition("::")
        name, _, rest = head.partition(" ")
        if name.lower() in names:
            pairs = _properties(rest.strip(WHITE_SPACE), ",", {"0D": "\r", "0A": "\n", "3A": ":", "2C": ","})
            return Command(name.lower(), _undo(data, {"0D": "\r", "0A": "\n"}), pairs)
    _, begun, old = line.partition("##[")
    head, ended, data = old.partition("]")
    name, _, rest = head.partition(" ")
    if begun and ended and name.lower() in names:
        escapes = {"3B": ";", "0D": "\r", "0A": "\n", "5D": "]"}
        return Command(name.lower(), _undo(data, escapes), _properties(rest, ";", escapes))
    return None


def _properties(text: str, separator: str, escapes: dict[str, str]) -> dict[str, str]:
    pairs = {}
    for part in text.split(separator):
        # String.Split('=', 2, RemoveEmptyEntries): equals signs before the key and before the value are lost.
        key, _, value = part.lstrip("=").partition("=")
        if value.lstrip("="):
            pairs[key.lower()] = _undo(value.lstrip("="), escapes)
    return pairs


def _undo(text: str, escapes: dict[str, str]) -> str:
    for code, character in escapes.items():
        text = text.replace(f"%{code}", character)
    return text.replace("%25", "%")


def file_command(text: str) -> list[tuple[str, str]]:
    """The names and values in a GITHUB_OUTPUT file. Raises BadFileError. Lines end at LF only."""
    pairs = []
    position = 0
    while position < len(text):
        line, position = _line(text, position)
        if not line:
            continue
        name, sign, rest = re.split("(=|<<)", line, maxsplit=1) if re.search("=|<<", line) else (line, "", "")
        if sign == "=":
            pairs.append((name, rest))
        elif sign == "<<" and name and rest:
            value, position = _heredoc(text, position, rest)
            pairs.append((name, value))
        else:
            raise BadFileError(f"neither name=value nor name<<delimiter: {line!r}")
    return pairs


def _heredoc(text: str, position: int, delimiter: str) -> tuple[str, int]:
    lines: list[str] = []
    while position < len(text):
        line, position = _line(text, position)
        if line == delimiter:
            return "\n".join(lines), position
        lines.append(line)
    raise BadFileError(f"no line with the delimiter {delimiter!r}")


def _line(text: str, position: int) -> tuple[str, int]:
    end = text.find("\n", position)
    return (text[position:], len(text)) if end < 0 else (text[position:end], end + 1)


def effective_position(command: Command) -> dict[str, str]:
    """The place of an annotation after the runner's checks (ValidateLinesAndColumns); keys in lower case."""
    place: dict[str, str] = {
        key: command.properties[key] for key in ("line", "endline", "col", "endcolumn") if key in command.properties
    }
    if "endline" in place:
        place.setdefault("line", place["endline"])
    if "endcolumn" in place:
        place.setdefault("col", place["endcolumn"])
    several_lines = place.get("line") != place.get("endline", place.get("line"))
    backwards = int(place.get("endcolumn", "0") or 0) < int(place.get("col", "0") or 0) and "endcolumn" in place
    if "line" not in place or several_lines or backwards:
        place = {key: value for key, value in place.items() if key in ("line", "endline")}
    if "endline" in place and int(place["endline"]) < int(place["line"]):
        place = {key: value for key, value in place.items() if key not in ("line", "endline")}
    return place

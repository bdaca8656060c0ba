"""Which lines a unified diff adds, and which it shows: for the output of `git diff` and the patches of GitHub's API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from altproof.model import Lines
from altproof.patterns import lazy_regex

HEADER = lazy_regex(r"@@ -\d{1,9}(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@")
ESCAPED = lazy_regex(r"\\([0-7]{3}|.)", re.DOTALL)
LETTERS = {"a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13}


def added_lines(patch: str) -> tuple[Lines, ...]:
    """The lines of the new file that the patch of one file adds; a count left out of a hunk header is 1."""
    found: list[Lines] = []
    lines = iter(patch.split("\n"))
    for line in lines:
        if header := HEADER.match(line):
            _add(found, header, lines)
    return tuple(found)


def commentable(patch: str) -> tuple[Lines, ...]:
    """The lines of the new file that the patch of one file shows, added or not: one stretch for each hunk, in order.

    GitHub takes a comment only on lines within one of them. A hunk that leaves nothing of the new file has none.
    """
    headers = (HEADER.match(line) for line in patch.split("\n") if line.startswith("@@"))  # content begins otherwise
    sizes = ((int(header[2]), int(header[3] or 1)) for header in headers if header)
    return tuple(Lines(first, first + count - 1) for first, count in sizes if count)


def new_lines(patch: str) -> dict[int, str]:
    """The text of the lines of the new file that the patch of one file shows, by number, without line ends."""
    found: dict[int, str] = {}
    lines = iter(patch.split("\n"))
    for line in lines:
        if header := HEADER.match(line):
            for number, _, text in _walk(header, lines):
                found[number] = text.removesuffix("\r")
    return found


def added_lines_by_file(diff: Iterable[str]) -> dict[str, tuple[Lines, ...]]:
    """The added lines of each file in the output of `git diff`, given line by line as Latin-1, by the file's new path.

    Hunks are followed by their counts, so a line of content that looks like a header is not taken for one.
    """
    found: dict[str, list[Lines]] = {}
    lines = iter(diff)
    path = ""
    for line in lines:
        if line.startswith("+++ "):
            path = _path(line[4:])
        elif (header := HEADER.match(line)) and path:
            _add(found.setdefault(path, []), header, lines)
    return {path: tuple(stretches) for path, stretches in found.items()}


def _add(found: list[Lines], header: re.Match[str], lines: Iterator[str]) -> None:
    """Add the stretches of one hunk, whose lines are taken from `lines`."""
    for number, is_added, _ in _walk(header, lines):
        if is_added and found and found[-1].last == number - 1:
            found[-1] = Lines(found[-1].first, number)
        elif is_added:
            found.append(Lines(number, number))


def _walk(header: re.Match[str], lines: Iterator[str]) -> Iterator[tuple[int, bool, str]]:
    """The new lines of one hunk, which are taken from `lines`: number, whether it is added, and text."""
    old, number, new = int(header[1] or 1), int(header[2]), int(header[3] or 1)
    while old > 0 or new > 0:
        line = next(lines, None)
        if line is None:
            return
        kind = line[:1] or " "  # some tools drop the blank of an empty context line
        if kind in "+ ":
            yield number, kind == "+", line[1:]
            number, new = number + 1, new - 1
        if kind in "- ":
            old -= 1


def _path(written: str) -> str:
    """The path behind `+++ `; "" for /dev/null. Git quotes names with special characters as C does."""
    written = written.rstrip("\t\r")
    if written.startswith('"') and written.endswith('"'):
        written = ESCAPED.sub(_unescape, written[1:-1])
    written = written.encode("latin-1", "replace").decode("utf-8", "surrogateescape")
    return written.removeprefix("b/") if written != "/dev/null" else ""


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code, 8) & 0xFF) if len(code) == 3 else chr(LETTERS[code]) if code in LETTERS else code

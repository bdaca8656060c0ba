"""Path patterns as people write them in the configuration, matched without a chance of blowing up.

A pattern is matched against the whole path from the repository's root. `*` and `?` stay within one folder, `**` as a
whole part spans any number of folders, `[abc]`, `[a-z]` and `[!a]` stand for one character. A pattern whose last part
is a plain name, or that ends in `/`, also covers everything in the folder of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

_ANY_FOLDERS = "(?:[^/]++/)*?"
_WILDCARDS = frozenset("*?[")


def matches(path: str, patterns: Sequence[str]) -> bool:
    """Whether any of `patterns` covers `path` (relative, with `/`; letter case counts)."""
    return any(_compiled(pattern).fullmatch(path) for pattern in patterns)


@lru_cache(maxsize=16384)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_translated(pattern), re.DOTALL)


def _translated(pattern: str) -> str:
    """A regular expression in which every wildcard is settled once: atomic groups never step back into an earlier one.

    A run of parts between two `**` has a fixed number of parts, and the same holds for the characters between two `*`,
    so the leftmost place where it fits leaves most room for the rest, and no second try is needed.
    """
    parts = pattern.removeprefix("./").split("/")
    if parts[-1] == "":
        parts[-1] = "**"
    runs = [("/".join(map(_part, run)), deep) for deep, run in groupby(parts, key=lambda part: part == "**")]
    *before, (last, last_is_deep) = runs
    expression = ""
    deep = False
    for run, is_deep in before:
        if not is_deep:
            expression += f"(?>{_ANY_FOLDERS}{run}/)" if deep else f"{run}/"
        deep = is_deep
    if last_is_deep:
        return f"{expression}.+"
    below = "" if _WILDCARDS.intersection(parts[-1]) else "(?:/.*)?"
    return f"{expression}{_ANY_FOLDERS if deep else ''}{last}{below}"


def _part(part: str) -> str:
    """One part between slashes."""
    if part == "*":
        return "[^/]++"
    first, *rest = ("".join(_characters(piece)) for piece in _pieces(part))
    if not rest:
        return first
    *middle, last = rest
    return first + "".join(f"(?>[^/]*?{piece})" for piece in middle) + f"[^/]*{last}(?=/|\\Z)"


def _pieces(part: str) -> Iterator[str]:
    """What stands between the stars; a star inside brackets is no wildcard."""
    start = position = 0
    while position < len(part):
        if part[position] == "[":
            position = _class_end(part, position) or position
        elif part[position] == "*":
            yield part[start:position]
            start = position + 1
        position += 1
    yield part[start:]


def _characters(piece: str) -> Iterator[str]:
    position = 0
    while position < len(piece):
        end = _class_end(piece, position) if piece[position] == "[" else None
        if end is not None:
            yield _character_class(piece[position + 1 : end])
            position = end
        else:
            yield "[^/]" if piece[position] == "?" else re.escape(piece[position])
        position += 1


def _class_end(text: str, start: int) -> int | None:
    """Where the bracket that opens at `start` closes; None: it never does, so it is a plain character."""
    first = start + 2 if text[start + 1 : start + 2] in {"!", "^"} else start + 1
    end = text.find("]", first + 1)
    return end if end >= 0 else None


def _character_class(content: str) -> str:
    negated = content[0] in "!^"
    members = content[1:] if negated else content
    wanted = "".join(_members(members))
    if negated:
        return f"[^/{wanted}]"
    return f"(?!/)[{wanted}]" if wanted else "(?!)"


def _members(members: str) -> Iterator[str]:
    """Single characters and ranges, escaped; a range that runs backwards holds nothing."""
    position = 0
    while position < len(members):
        if members[position + 1 : position + 2] == "-" and position + 2 < len(members):
            low, high = members[position], members[position + 2]
            if low <= high:
                yield f"{re.escape(low)}-{re.escape(high)}"
            position += 3
        else:
            yield re.escape(members[position])
            position += 1

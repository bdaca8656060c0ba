"""Which kind of image the text in it gives away: a terminal, code, a chart, or the window of a program.

Only what is hardly ever seen in other kinds of image counts; everything else says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from altproof.patterns import lazy_regex
from altproof.text import norm

_SHELL = lazy_regex(r"(?:[\w.-]{1,40}@[\w.-]{1,60}[:\s][^\s]{0,60}[$#%](?:\s|\Z)|(?:PS )?[A-Z]:\\[^>]{0,80}>)")
"""The prompt of a shell, with the user or the folder."""
_PROMPT = lazy_regex(r"(?:\$ [a-z]|>>> |In \[\d+\]:)")
"""A prompt that other things look like, when there is just one."""
_CODE = lazy_regex(
    r"\s*(?:(?:def|class|import|from|function|const|let|var|public|private|static|return|package|using|namespace|"
    r"#include|async|await|if \(|for \(|while \(|else \{|<\?php|<!DOCTYPE)\b.*|.*[;{}]|.*\):|</?[a-z][\w-]*>.*)\s*\Z"
)
_NUMBER = lazy_regex(r"[-\u2212]?\d{1,3}(?:[ ,.\u00a0]?\d{3})*(?:[.,]\d{1,3})?\s?(?:%|k|m|ms|s)?\Z", re.IGNORECASE)
_MOST, _LONGEST_LINE = 200, 200  # lines, and characters of each, that are looked at
_FEWEST_PROMPTS, _FEWEST_CODE, _FEWEST_TICKS, _FEWEST_BUTTONS = 2, 4, 4, 2
_MENU = 3  # words of a menu that were read as one line


def kind_of_text(texts: Sequence[str], buttons: str) -> str | None:
    """The kind of image by its lines of text; `buttons` are the words on buttons and menus, separated by commas."""
    lines = [line.strip()[:_LONGEST_LINE] for line in texts[:_MOST] if line.strip()]
    if _shows_window(lines, _normal(buttons)):
        return "screenshot"
    if any(map(_SHELL.match, lines)) or sum(_PROMPT.match(line) is not None for line in lines) >= _FEWEST_PROMPTS:
        return "terminal"
    code = sum(_CODE.match(line) is not None for line in lines)
    if code >= _FEWEST_CODE and 2 * code >= len(lines):
        return "code"
    return "chart" if _has_axis(lines) else None


@cache
def _normal(buttons: str) -> frozenset[str]:
    return frozenset(norm(word) for word in buttons.split(","))


def _shows_window(lines: Sequence[str], buttons: frozenset[str]) -> bool:
    """Whether two different lines are words of buttons or menus, or one is a whole menu."""
    known = {norm(line) for line in lines} & buttons
    return len(known) >= _FEWEST_BUTTONS or any(_is_menu(norm(line).split(), buttons) for line in lines)


def _is_menu(words: Sequence[str], buttons: frozenset[str]) -> bool:
    known = sum(word in buttons for word in words)
    return known >= _MENU and 2 * known > len(words)


def _has_axis(lines: Sequence[str]) -> bool:
    """Whether numbers at equal distances follow each other, as on an axis."""
    run: list[float] = []
    for line in lines:
        value = _value(line)
        if value is None:
            run = []
            continue
        run.append(value)
        tail = run[-_FEWEST_TICKS:]
        steps = {round(b - a, 6) for a, b in pairwise(tail)}
        if len(tail) == _FEWEST_TICKS and len(steps) == 1 and steps != {0.0} and not _counts(tail):
            return True
    return False


def _counts(values: Sequence[float]) -> bool:
    """1, 2, 3, 4: the numbers of lines, steps or list items as well."""
    return {b - a for a, b in pairwise(values)} <= {1.0} and all(v == int(v) for v in values)


def _value(line: str) -> float | None:
    if _NUMBER.match(line) is None:
        return None
    digits = re.sub(r"[^\d.\-\u2212]", "", line).replace("\u2212", "-")
    try:
        return float(digits)
    except ValueError:
        return None

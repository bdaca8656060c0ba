"""Text made comparable, countable and showable.

The normal form in which rules, drafts and the search for relatives compare words, the length that limits count, and one
safe line for messages.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from altproof.patterns import lazy_regex
from altproof.quotation import in_marks

QUOTED_CHARACTERS = 80
"""Of somebody's text, in a message."""

LONGEST_ADDRESS: Final = 4096
"""Characters of an address that are looked at: Linux's PATH_MAX, and more than browsers show of an address."""

STOPS: Final = " .!?。！？"  # noqa: RUF001  (full stops of Chinese and Japanese)
"""What may stand behind the last word."""

CAMEL: Final = lazy_regex(r"(?<=[a-z0-9])(?=[A-Z])")
"""The places between the words of a name such as `loginForm`."""

QUOTATIONS: Final = lazy_regex(
    '"[^"]{0,300}"|“[^”]{0,300}”|„[^“”]{0,300}[“”]|«[^»]{0,300}»|「[^」]{0,300}」|『[^』]{0,300}』'
    "|‘[^’]{0,300}’|`[^`]{0,300}`"  # noqa: RUF001  (real quotes)
)
"""What stands between quotation marks; bounded, or a text full of opening marks is read to its end for each."""

_UNHEARD = dict.fromkeys(map(ord, "\u00ad\u180e\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"))
"""Characters that change neither what is heard nor what is seen."""
_ADDRESS = lazy_regex(r"((?:[a-z][a-z0-9+.-]{0,20}:)?[/\\]{2})([^\s\"'<>]+)", re.IGNORECASE)
_BEHIND_HOST = lazy_regex(r"[/\\?#]")
_EDGES = " .,!?;:()[]{}'\"“”‘’«»„*"  # noqa: RUF001  (curly quotes are the point: they are what people type around a name)

_ASCII_LETTERS = lazy_regex("[a-zA-Z]+")

_JOINERS = frozenset("\u200c\u200d")  # Persian, Indic scripts and emoji are misspelt without them
_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_REMOVED = frozenset({"Cc", "Cf", "Cs"})


# What templates fill in: {{ ... }}, {% ... %}, ${...} and {...} of JSX or AsciiDoc
_EXPRESSION = lazy_regex(r"\{\{[^{}]*\}\}|\{%[^%]*%\}|\$?\{[^{}]*\}")
_MOST_MARKS = 30  # on one letter; the Stream-Safe Text Format (Unicode annex 15) allows no more either
_FEW_CHARACTERS = 500

_KEPT: Final = 256
"""Texts whose forms are remembered, as the rules ask for those of one image one after the other; none is long."""


def norm(text: str) -> str:
    """The form in which texts are compared: NFKC, letter case and white space evened out, edge punctuation gone."""
    return _short_norm(text) if len(text) <= _FEW_CHARACTERS else _norm(text)


def _norm(text: str) -> str:
    if text.isascii():
        return " ".join(text.lower().split()).strip(_EDGES)
    folded = unicodedata.normalize("NFKC", _with_few_marks(text.translate(_UNHEARD))).casefold()
    return " ".join(folded.split()).strip(_EDGES)


_short_norm = lru_cache(_KEPT)(_norm)


def _with_few_marks(text: str) -> str:
    """`text` without the marks that no letter bears: normalisation takes quadratic time on a long run of them."""
    if len(text) <= _FEW_CHARACTERS:
        return text
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def letters_only(text: str) -> str:
    """The normal form with everything that is no letter made a blank: "Hero-image (1)" and "hero image" are one."""
    written = norm(text)
    if written.isascii():
        return " ".join(_ASCII_LETTERS.findall(written))
    letters = (c if c.isalpha() or unicodedata.category(c)[0] == "M" else " " for c in written)
    return " ".join("".join(letters).split())


def length(text: str) -> int:
    """How long a text is for a reader: letters with their marks, blanks and signs count 1, wide ones of East Asia 2.

    Such a letter says about as much as two Latin ones. What a template fills in counts as one letter.
    """
    line = _EXPRESSION.sub("x", " ".join(text.split()))
    if line.isascii():
        return len(line)
    # Marks go first: composing them would change no count, and takes quadratic time on a long run.
    bare = "".join(c for c in line if unicodedata.category(c)[0] != "M" and c not in _JOINERS)
    composed = unicodedata.normalize("NFC", bare)
    return len(composed) + sum(map(is_wide, composed))


def is_wide(character: str) -> bool:
    """Whether it takes two columns, as the letters of Chinese, Japanese and Korean do."""
    return unicodedata.east_asian_width(character) in {"W", "F"}


def one_line(text: str) -> str:
    """`text` on one line, without control, direction-override, invisible or broken characters.

    Keeps the joiners that some scripts are spelt with.
    """
    if text.isprintable():  # none of those, as nearly always
        return " ".join(text.split())
    kept = (c for c in text if (c.isascii() and c.isprintable()) or c.isspace() or _stays(c))
    return " ".join("".join(kept).split())


def _stays(character: str) -> bool:
    if unicodedata.category(character) not in _REMOVED:
        return True
    return character in _JOINERS or character in _VISIBLE_FORMATS


@cache
def word_set(words: str) -> frozenset[str]:
    """A set from words separated by blanks, so that a word list stays readable."""
    return frozenset(words.split())


def quoted(text: str) -> str:
    """`text` in quotation marks for a message, at most 80 characters of it; addresses without login and query."""
    line = one_line(text[: QUOTED_CHARACTERS * 50])  # a bound on work: white space may fill most of it
    line = _ADDRESS.sub(_without_secrets, line)
    if len(line) > QUOTED_CHARACTERS:
        line = line[: QUOTED_CHARACTERS - 1].rstrip() + "…"
    return in_marks(line)


def _without_secrets(address: re.Match[str]) -> str:
    """An address without what may be a password: the login before the host, the query and the fragment."""
    behind = _BEHIND_HOST.search(address[2])
    end = behind.start() if behind else len(address[2])
    path = address[2][end:]
    shown = re.split(r"[?#]", path, maxsplit=1)[0]
    return address[1] + address[2][:end].rpartition("@")[2] + shown + ("…" if shown != path else "")

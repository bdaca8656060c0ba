"""What the name of an image file says: its words without everything that machines put into names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from urllib.parse import unquote

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.rules.phrases import IMAGE_SUFFIX, without_query
from altproof.wording.vocabulary import (
    CAPTURES,
    KEPT_WHOLE,
    LANGUAGES,
    LITTLE_WORDS,
    NAMES_WITH_CAPITALS,
    NOISE,
    NOISE_AT_THE_END,
    NOISE_BEFORE_NUMBERS,
    REGIONS,
    SPELLING,
    TIME_WORDS,
    looks_like_a_word,
)

_LONGEST_RUN = 40  # letters of several words that were run together
_SHORTEST_PART = 3  # letters of one of them
_LONGEST_NAME = 255  # bytes on every common file system; in characters a little generous
_SEPARATORS = lazy_regex(r"[\s_\-.+,;()\[\]{}@&#=~!'\u2019%$^`]+")
_SECOND_SUFFIX = lazy_regex(r"\.(?:drawio|excalidraw|puml|mmd|dot|min|thumb)\Z", re.IGNORECASE)
_UUID = lazy_regex(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_SIZE = lazy_regex(r"@[1-4](?:\.5)?x|(?<![^\W_])\d{2,5}(?:x\d{2,5}|px|w|dpi)(?![^\W_])", re.IGNORECASE)
_HASH = lazy_regex(r"(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,64}\Z", re.IGNORECASE)
_BORDERS = lazy_regex(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\d)(?=\D)|(?<=\D)(?=\d)")
_NAMES = lazy_regex("(" + "|".join(map(re.escape, NAMES_WITH_CAPITALS)) + ")")
_LONGEST_NUMBER = 4  # digits; a year or a version says something, more is a counter or a date


_FIRST_OF_CAPTURES = frozenset(prefix[0] for prefix in CAPTURES)
_VERBS_TOO = frozenset({("capture",), ("captura",)})  # "capture traffic" is a task


class Verdict(StrEnum):
    """Whether a file name can be read as words."""

    WORDS = "words"
    PARTLY = "partly"
    """Up to half of it is codes; the codes are left out."""
    CODES = "codes"
    """Nothing can be made of it."""


class NameWords(Struct, frozen=True):
    """The words of a file name, spelt as in running text; empty exactly when the verdict is `CODES`."""

    words: tuple[str, ...]
    verdict: Verdict


NOTHING = NameWords((), Verdict.CODES)


def name_words(address: str, known: AbstractSet[str] = frozenset()) -> NameWords:
    """The words in the last part of a path or address; what consists of `known` words run together is taken apart."""
    tokens = [word for token in _without_codes_of_place(tokens_of(address)) for word in _apart(token, known)]
    codes = [token for token in tokens if not (token.isdigit() or token.lower() in known or looks_like_a_word(token))]
    words = [token for token in tokens if token not in codes]
    real = [word for word in words if not word.isdigit() and word.lower() not in LITTLE_WORDS]
    if not real or len(codes) > len(real):
        return NOTHING
    while words[-1].isdigit():  # what it counted was a code
        words.pop()
    while codes and words[0].isdigit():
        words.pop(0)
    return NameWords(tuple(map(_spelt, words)), Verdict.PARTLY if codes else Verdict.WORDS)


def tokens_of(address: str) -> list[str]:
    """The pieces of the last part of a path, split at separators, camelCase and digits; sizes and hashes dropped."""
    if address.lstrip().lower().startswith("data:"):
        return []
    last = unquote(without_query(address)[-4 * _LONGEST_NAME :]).replace("\\", "/").rpartition("/")[2]
    stem = unicodedata.normalize("NFC", last[-_LONGEST_NAME:]).strip()
    stem = _SECOND_SUFFIX.sub("", IMAGE_SUFFIX.sub("", stem))
    stem = _SIZE.sub(" ", _UUID.sub(" ", stem))
    pieces = [piece for piece in _SEPARATORS.split(stem) if piece and not _HASH.match(piece)]
    return [token for piece in pieces for token in _split(piece)]


def _apart(token: str, known: AbstractSet[str]) -> list[str]:
    """The known words that a token is made of, the token itself where it is known or there are none."""
    letters = token.lower()
    if letters in known or letters in SPELLING or not token.isalpha() or len(token) > _LONGEST_RUN:
        return [token]
    made: dict[int, list[str]] = {0: []}  # by length: the fewest words that make the beginning
    for end in range(1, len(letters) + 1):
        ways = [
            [*way, letters[start:end]]
            for start, way in made.items()
            if end - start >= _SHORTEST_PART and letters[start:end] in known
        ]
        if ways:
            made[end] = min(ways, key=len)
    return made.get(len(letters)) or [token]


def _split(piece: str) -> list[str]:
    if piece.lower() in KEPT_WHOLE:
        return [piece]
    parts = [[part] if part in NAMES_WITH_CAPITALS else _BORDERS.sub(" ", part).split() for part in _NAMES.split(piece)]
    return [word for words in parts for word in words if any(c.isalnum() for c in word)]


def _without_codes_of_place(tokens: list[str]) -> list[str]:
    """The tokens without capture prefixes, counters, dates, language codes and words that every file has."""
    tokens = _after_capture(tokens)
    tokens = [t for t in tokens if t.lower() not in NOISE and not (t.isdigit() and len(t) > _LONGEST_NUMBER)]
    while tokens and (tokens[0].isdigit() or _only_counts(tokens)):
        tokens = tokens[1:]
    while len(tokens) > 1 and (tokens[-1].isdigit() or tokens[-1].lower() in NOISE_AT_THE_END or _is_language(tokens)):
        tokens = tokens[:-1]
    return [] if not tokens or _only_counts(tokens) else tokens


def _only_counts(tokens: list[str]) -> bool:
    return tokens[0].lower() in NOISE_BEFORE_NUMBERS and (len(tokens) == 1 or tokens[1].isdigit())


def _is_language(tokens: list[str]) -> bool:
    last, before = tokens[-1].lower(), tokens[-2].lower()
    return last in LANGUAGES or (last in REGIONS and before in LANGUAGES)


def is_capture(tokens: Sequence[str]) -> bool:
    """Whether the pieces of a name begin as a screen capture tool names its files."""
    return len(_after_capture(tokens)) < len(tokens)


def _after_capture(tokens: Sequence[str]) -> list[str]:
    """The tokens after the prefix that a screen capture tool wrote, and without its date when only that follows."""
    lowered = [token.lower() for token in tokens]
    may_be = bool(lowered) and lowered[0] in _FIRST_OF_CAPTURES
    prefix = next((p for p in CAPTURES if tuple(lowered[: len(p)]) == p), ()) if may_be else ()
    rest = list(tokens[len(prefix) :])
    if prefix and all(token.isdigit() or token.lower() in TIME_WORDS for token in rest):
        return []
    return list(tokens) if prefix in _VERBS_TOO else rest


def _spelt(token: str) -> str:
    """A token as it stands in running text: known names in their spelling, short capitals kept, the rest small."""
    known = SPELLING.get(token.lower())
    if known is not None:
        return known
    return token if token.isupper() and 1 < len(token) <= _LONGEST_NUMBER + 1 else token.lower()

"""Word lists by language: one module each, listed in `LANGUAGES`.

No native speaker has checked them yet: corrections are welcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from altproof.rules.languages import (
    ar,
    cs,
    da,
    de,
    el,
    en,
    es,
    fi,
    fr,
    hu,
    it,
    ja,
    ko,
    nb,
    nl,
    pl,
    pt,
    ru,
    sv,
    tr,
    uk,
    zh_hans,
    zh_hant,
)
from altproof.rules.languages.base import Language

_WESTERN = (en, de, fr, es, pt, it, nl, sv, da, nb, fi, pl, cs, hu, tr)
_OTHERS = (ru, uk, el, ar, ja, zh_hans, zh_hant, ko)

LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType(
    {module.LANGUAGE.code: module.LANGUAGE for module in (*_WESTERN, *_OTHERS)}
)
"""By code."""

KIND_BEHIND: Final = frozenset({"hu", "ja", "ko", "tr", "zh-Hans", "zh-Hant"})
"""Codes of the languages in which "image of" stands behind the thing."""

# What people write for a language whose code has a script, or for its close relative.
_OTHER_CODES: Final[Mapping[str, str]] = MappingProxyType(
    {code.lower(): code for code in LANGUAGES}
    | {"zh": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "no": "nb", "nn": "nb"}
)


@lru_cache(64)
def language_of(code: str) -> Language | None:
    """The language of a BCP 47 code, letter case, regions and unknown scripts left away; None: no words of it."""
    parts = code.lower().replace("_", "-").split("-")
    while parts:
        known = _OTHER_CODES.get("-".join(parts))
        if known is not None:
            return LANGUAGES[known]
        parts.pop()
    return None


@cache
def generic_words() -> frozenset[str]:
    """The generic words of all languages: a whole alt text that equals "Bild" says nothing on any page."""
    return frozenset().union(*(language.generic for language in LANGUAGES.values()))


@cache
def placeholder_words() -> frozenset[str]:
    """The placeholders of all languages."""
    return frozenset().union(*(language.placeholder for language in LANGUAGES.values()))


@cache
def capture_prefixes() -> tuple[str, ...]:
    """What programs of any language put at the beginning of the names of captures, longest first."""
    prefixes = {prefix.replace("’", "'") for language in LANGUAGES.values() for prefix in language.capture}
    return tuple(sorted(prefixes, key=lambda prefix: (-len(prefix), prefix)))


def spoken_on(code: str) -> tuple[Language, ...]:
    """The languages whose beginnings and ends are looked for on a page of this language: its own, and English."""
    own = language_of(code)
    english = LANGUAGES["en"]
    return (english,) if own is None or own is english else (own, english)

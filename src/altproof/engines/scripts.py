"""Which languages are written in letters that a reader of text has never learnt. Pure."""

from __future__ import annotations

from collections.abc import Mapping

READABLE = frozenset({"Latn", "Hans", "Hant", "Hani", "Jpan"})
"""Scripts that RapidOCR's models know (ISO 15924); of Chinese and Japanese only the list of characters is known."""
SCRIPTS: Mapping[str, str] = {
    **dict.fromkeys(("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"), "Cyrl"),
    **dict.fromkeys(("ar", "ckb", "fa", "ps", "ug", "ur"), "Arab"),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), "Deva"),
    **dict.fromkeys(("he", "yi"), "Hebr"),
    "el": "Grek",
    "hy": "Armn",
    "ka": "Geor",
    "ko": "Kore",
    "th": "Thai",
    "am": "Ethi",
    "km": "Khmr",
    "lo": "Laoo",
    "bn": "Beng",
    "gu": "Gujr",
    "kn": "Knda",
    "ml": "Mlym",
    "my": "Mymr",
    "pa": "Guru",
    "si": "Sinh",
    "ta": "Taml",
    "te": "Telu",
    "ja": "Jpan",
    "yue": "Hant",
    "zh": "Hans",
    "dv": "Thaa",
    "bo": "Tibt",
}
"""Languages that are not in Latin letters by default; their codes are those of BCP 47."""
TYPO = {"Cryl": "Cyrl"}
"""As Azure spells it."""


def script(language: str) -> str:
    """The script of a language tag: as written in it, else the usual one of the language."""
    primary, *rest = language.replace("_", "-").split("-")
    written = rest[0].title() if rest and len(rest[0]) == 4 else ""
    return TYPO.get(written, written) or SCRIPTS.get(primary.lower(), "Latn")


def is_readable(language: str) -> bool:
    """Whether RapidOCR reads the script of a language."""
    return script(language) in READABLE

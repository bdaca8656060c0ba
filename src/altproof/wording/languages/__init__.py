"""How drafts are put, by language: one module each, loaded when a page of the language is met.

All but a few are the work of people who do not speak the language natively: corrections are welcome.
"""

from __future__ import annotations

from functools import cache

from altproof.rules.languages import language_of
from altproof.wording.languages import en
from altproof.wording.languages.base import Phrases

CODES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ja", "zh-Hans", "zh-Hant", "ko", "ru")
"""The languages that drafts can be put in."""


def phrases_of(code: str) -> Phrases | None:
    """The phrases of a BCP 47 code, regions left away; None: no draft can be put in this language."""
    language = language_of(code)
    return _load(language.code) if language else None


def spoken_on(code: str) -> tuple[Phrases, ...]:
    """Whose words for kinds of image count on a page of this language: its own, and English, as names often are."""
    own = phrases_of(code)
    return (en.PHRASES,) if own is None or own is en.PHRASES else (own, en.PHRASES)


@cache
def _load(code: str) -> Phrases | None:  # noqa: PLR0911, C901  (a table of imports, each made when it is needed)
    match code:
        case "en":
            return en.PHRASES
        case "de":
            from altproof.wording.languages import de

            return de.PHRASES
        case "fr":
            from altproof.wording.languages import fr

            return fr.PHRASES
        case "es":
            from altproof.wording.languages import es

            return es.PHRASES
        case "it":
            from altproof.wording.languages import it

            return it.PHRASES
        case "pt":
            from altproof.wording.languages import pt

            return pt.PHRASES
        case "nl":
            from altproof.wording.languages import nl

            return nl.PHRASES
        case "pl":
            from altproof.wording.languages import pl

            return pl.PHRASES
        case "ja":
            from altproof.wording.languages import ja

            return ja.PHRASES
        case "zh-Hans" | "zh-Hant":
            from altproof.wording.languages import zh

            return zh.SIMPLIFIED if code == "zh-Hans" else zh.TRADITIONAL
        case "ko":
            from altproof.wording.languages import ko

            return ko.PHRASES
        case "ru":
            from altproof.wording.languages import ru

            return ru.PHRASES
    return None

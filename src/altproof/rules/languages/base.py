"""What is known of one language, for rules that judge words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from msgspec import Struct

from altproof.text import length, word_set

_EAST_ASIAN = word_set("CJK HANGUL")
_MUCH_IN_EAST_ASIA = 12  # as `length` counts: six of their letters
_MUCH = 4  # words


def listed(phrases: str) -> frozenset[str]:
    """The phrases of a list, separated by commas and written as people write them, in normal form."""
    folded = unicodedata.normalize("NFKC", phrases).casefold()
    return frozenset(" ".join(phrase.split()) for phrase in folded.split(","))


class Language(Struct, frozen=True):
    """Words of one language. Sets hold normal forms (`text.norm`); patterns ignore letter case.

    Patterns are tried on the alt text as `text.one_line` gives it, and take linear time. They are written as
    text and compiled when first asked for: most runs need those of one language only.
    """

    code: str
    """BCP 47 without region, such as `de` or `zh-Hant`."""
    name: str
    """In English."""
    script: str
    """What most of its letters are called in Unicode's names, such as LATIN, CYRILLIC, CJK (Japanese too) or HANGUL."""
    generic: frozenset[str]
    """Whole alt texts that fit any image: image, photo."""
    placeholder: frozenset[str]
    """Whole alt texts that wait for a better one: to do, alt text."""
    capture: frozenset[str]
    """What programs put at the beginning of the names of captures and photos, with blanks for `-` and `_`."""
    medium: frozenset[str]
    """Kinds of image that are worth naming: screenshot, diagram."""
    opens: str = ""
    """The pattern of a redundant beginning; "": the language puts it at the end."""
    closes: str = ""
    """The pattern of a redundant ending; "": the language puts it at the beginning."""
    photo_opens: str = ""
    """The pattern of "photo of"."""
    link_phrases: frozenset[str] = frozenset()
    """Link texts that say nothing: click here, read more."""
    function_words: frozenset[str] = frozenset()
    """Frequent small words that tell the language of a sentence, and few of which other languages share."""
    own_meaning: frozenset[str] = frozenset()
    """Words on the generic lists of other languages that mean something else here: `map` is a folder in Dutch."""
    full_stop: str = "."
    """What ends a sentence."""

    def is_much(self, text: str) -> bool:
        """Whether so much text is a description by itself, and no part of the name of a thing: "fundo", "der Woche"."""
        if self.script in _EAST_ASIAN:
            return length(text.strip()) >= _MUCH_IN_EAST_ASIA
        return len(text.split()) >= _MUCH

    @property
    def opening(self) -> re.Pattern[str] | None:
        """A redundant beginning ("image of ", with the blank behind it); None: the language puts it at the end."""
        return _pattern(rf"\A(?:{self.opens})") if self.opens else None

    @property
    def closing(self) -> re.Pattern[str] | None:
        """A redundant ending, with the blank before it, no full stop; None: the language puts it at the beginning."""
        return _pattern(rf"(?:{self.closes})\Z") if self.closes else None

    @property
    def photo_opening(self) -> re.Pattern[str] | None:
        """A beginning such as "photo of ": redundant in some house styles only; None: no such beginning is known."""
        return _pattern(rf"\A(?:{self.photo_opens})") if self.photo_opens else None


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)

"""The words with which the alt texts nearby begin, since one of a series is written like the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import itemgetter

from altproof.patterns import lazy_regex
from altproof.rules.base import Subject
from altproof.text import norm, one_line
from altproof.wording.evidence import agrees_with
from altproof.wording.nearby import ENOUGH, described_nearby

_MOST_WORDS = 8
_LONGEST = 400  # characters of an alt text that are looked at
_WORD = lazy_regex(r"\w+")
_CODE = lazy_regex(r"[\[\]{}<>`|\\~$^=@_]|::|[A-Za-z0-9]{31}")
"""Signs of markup, code, commands or keys, which nobody's draft is to take over from another alt text."""


def opening_nearby(subject: Subject, around: str) -> str:
    """What most of the different alt texts nearby have in common at their start, as one of them writes it; "": nothing.

    It ends with a word that stands `around` the image as well, unless all of them begin like that; and one such word is
    in it. The last word of an alt text never belongs to it: something is left that tells one from the other.
    """
    alts = (one_line((other.alt or "")[:_LONGEST]) for other in described_nearby(subject))
    series = {tuple(_WORD.findall(norm(alt))): alt for alt in alts}
    common = _common(list(series))
    known = [n for n, word in enumerate(common, 1) if agrees_with(word, around, subject.language)]
    if not known:
        return ""
    is_habit = all(words[: len(common)] == common for words in series)
    alt = next(alt for words, alt in series.items() if words[: len(common)] == common)
    return _beginning(alt, len(common) if is_habit else known[-1])


def _common(series: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The first words that most of these share."""
    common: tuple[str, ...] = ()
    for count in range(1, _MOST_WORDS + 1):
        begun = Counter(words[:count] for words in series if len(words) > count)
        shared, times = max(begun.items(), key=itemgetter(1), default=((), 0))
        if times < ENOUGH or 2 * times <= len(series):
            break
        common = shared
    return common


def _beginning(alt: str, count: int) -> str:
    """So many first words of an alt text, and a colon or comma behind them."""
    found = list(_WORD.finditer(alt))[:count]
    if len(found) < count:
        return ""  # its normal form has other words
    end = found[-1].end()
    if _CODE.search(alt[:end]):
        return ""
    return alt[:end] + (alt[end] if alt[end : end + 1] in {":", ","} else "")

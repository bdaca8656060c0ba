"""What the sentence before an image says that it shows: "The following screenshot shows the start window"."""

from __future__ import annotations

import re
from functools import cache

from altproof.patterns import lazy_regex
from altproof.rules.base import Subject
from altproof.text import one_line
from altproof.wording.headings import is_task
from altproof.wording.kinds import last_sentence
from altproof.wording.languages import phrases_of
from altproof.wording.polish import polish

_MOST_WORDS, _FEWEST_WORDS = 10, 2
_DANGLING = lazy_regex(r" (?:of|to|at|by|or|the|an?)\Z| between\b(?! \S.*? and )", re.IGNORECASE)
"""What something belongs behind, such as a name that the document's own syntax puts there."""


def announced_in(subject: Subject) -> str:
    """The thing that the sentence names; "": it announces nothing, or not in a few words."""
    phrases = phrases_of(subject.language)
    if phrases is None or not phrases.announced:
        return ""
    sentence = one_line(last_sentence(subject.reference.surroundings.text_before or ""))
    found = _pattern(phrases.announced).search(sentence)
    if found is None:
        return ""
    told = next(filter(None, found.groups()), "")
    whole = _pattern(phrases.ends).split(told, maxsplit=1)[0].strip()
    shorter = _pattern(phrases.earlier_ends).split(whole, maxsplit=1)[0] if phrases.earlier_ends else ""
    return next((named for named in (whole, shorter) if _is_thing(named)), "")


def _is_thing(named: str) -> bool:
    """Whether it is a few words that name something, with nothing missing."""
    fits = _FEWEST_WORDS <= len(named.split()) <= _MOST_WORDS
    return fits and not _DANGLING.search(named) and not is_task(named) and polish(named) == named


@cache
def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written, re.IGNORECASE)

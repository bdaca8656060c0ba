"""What the sentence before an image says that it shows: "The following screenshot shows the start window"."""

from __future__ import annotations

import re
from functools import cache

from altproof.rules.base import Subject
from altproof.rules.text import one_line
from altproof.wording.headings import is_task
from altproof.wording.kinds import last_sentence
from altproof.wording.languages import phrases_of
from altproof.wording.polish import polish

_MOST_WORDS, _FEWEST_WORDS = 8, 2


def announced_in(subject: Subject) -> str:
    """The thing that the sentence names; "": it announces nothing, or not in a few words."""
    phrases = phrases_of(subject.language)
    if phrases is None or not phrases.announced:
        return ""
    sentence = one_line(last_sentence(subject.reference.surroundings.text_before or ""))
    found = _pattern(phrases.announced).search(sentence)
    if found is None:
        return ""
    named = _pattern(phrases.ends).split(found[1] or found[2] or "", maxsplit=1)[0].strip()
    fits = _FEWEST_WORDS <= len(named.split()) <= _MOST_WORDS
    return named if fits and not is_task(named) and polish(named) == named else ""


@cache
def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written, re.IGNORECASE)

"""`blank-alt`: the alt text is written, but only with characters that nobody hears."""

from __future__ import annotations

import unicodedata
from collections import Counter

from altproof.model import Severity, Subject, Violation
from altproof.rules.phrases import advice, image_name, is_judged

NAME = "blank-alt"
SUMMARY = "An alt text consists of white space or invisible characters only."
SEVERITY = Severity.ERROR

_UNSEEN_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cf", "Cc"})
# Letters, a symbol and marks by category, yet drawn as nothing (Unicode, Default_Ignorable_Code_Point; U+2800 is a
# Braille cell without dots).
_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\ufe0e\ufe0f")
_KINDS_NAMED = 3
_WORDS = {
    " ": "blank",
    "\t": "tab",
    "\n": "line break",
    "\xa0": "no-break space",
    "\ufeff": "byte order mark",
}


def check(subject: Subject) -> Violation | None:
    """A violation when the alt text is not empty and yet holds nothing to hear."""
    reference = subject.reference
    # An entity still spelt out here was escaped twice, or stands in a syntax that knows no entities.
    alt = (reference.alt or "").replace("&nbsp;", "\xa0")
    if not alt or not is_judged(reference) or not all(map(_unseen, alt)):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text is only {_contents(alt)}, so a screen reader says nothing of use. "
        f"{advice(reference)}"
    )


def _unseen(character: str) -> bool:
    return character.isspace() or character in _UNSEEN or unicodedata.category(character) in _UNSEEN_CATEGORIES


def _contents(alt: str) -> str:
    """What the text is made of, in words: `2 blanks and 1 zero width space`."""
    counts = Counter(alt.replace("\r\n", "\n").replace("\r", "\n"))
    parts = [_counted(character, count) for character, count in list(counts.items())[:_KINDS_NAMED]]
    if len(counts) > _KINDS_NAMED:
        parts.append("other invisible characters")
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def _counted(character: str, count: int) -> str:
    word = _WORDS.get(character) or unicodedata.name(character, "control character").lower()
    return f"{count} {word}" if count == 1 else f"{count} {word}s"

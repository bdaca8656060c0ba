"""The last touch on every draft: one plain line of bounded length that does not begin with "Image of"."""

from __future__ import annotations

import re
import unicodedata

from altproof.patterns import lazy_regex
from altproof.text import norm, one_line, word_set
from altproof.wording.vocabulary import LITTLE_WORDS

LONGEST = 250
"""Characters of a draft; screen readers go on, listeners do not."""
_LONGEST_INPUT = 4000  # characters that are looked at; a bound on work with hostile text
_OPENING = lazy_regex(
    r"[\W_]*(?:(?:this|here) is )?(?:an? |the |this )?(?:image|picture|graphic|img|pic)"
    r"(?: of| showing| shows| that shows| depicting| depicts| containing| with|:)\s+",
    re.IGNORECASE,
)
_TWICE = lazy_regex(r"\b(screenshot|diagram|chart|logo|icon|photo|map|table) of (?:an? |the )?(?=\1\b)", re.IGNORECASE)
_LINK = lazy_regex(r"\w://|\bwww\.|\b(?:javascript|data|mailto):\S", re.IGNORECASE)
_TAG = lazy_regex(r"<[a-z/!?]", re.IGNORECASE)
_HOLLOW = lazy_regex(
    r"(?:an? |the )?(?:(?:close[- ]up|screenshot|screen shot|view|photo|picture|image|graphic) of )?(?:an? |the )?"
    r"(?:computer|computer screen|computer program|screen|web ?page|website|web ?site|cell phone|phone|tablet|text|"
    r"document|logo|icon|sign|diagram|chart|graph|map|table|screenshot|photo|photograph|video game|"
    r"graphical user interface|user interface|(?:black|white|blue|gr[ae]y) (?:background|screen|text|logo))"
    r"(?: with (?:black|white|blue) text)?"
)
"""What captioning models say when they see nothing in particular."""
_EMPTY_WORDS = word_set(
    "image images img picture pictures photo graphic figure untitled unnamed drawing svg artboard layer group slice "
    "null undefined none placeholder alt text todo tbd description title caption"
)


def polish(text: str) -> str | None:
    """`text` as a draft; None when nothing is left of it or it holds what no alt text should: a link or a tag."""
    line = one_line(text[:_LONGEST_INPUT]).strip("\u200c\u200d ")
    if _LINK.search(line) or _TAG.search(line):
        return None
    shorter = _without_openings(line)
    if shorter != line:
        line = capitalised(shorter)
    line = cut(line)
    return line if line and not is_hollow(line) else None


def capitalised(text: str) -> str:
    """`text` with a capital first letter."""
    return text[:1].upper() + text[1:]


def is_hollow(text: str) -> bool:
    """Whether a draft could stand at any image: no letter or digit, or only words such as "screenshot"."""
    plain = norm(text)
    if not any(character.isalnum() for character in plain):
        return True
    words = [word for word in plain.split() if not word.isdigit() and word not in LITTLE_WORDS]
    return _HOLLOW.fullmatch(plain) is not None or all(word in _EMPTY_WORDS for word in words)


def cut(text: str, longest: int = LONGEST) -> str:
    """`text` within `longest` characters: whole sentences if they fill half of it, else whole clauses, else words."""
    if len(text) <= longest:
        return text
    head = text[: longest + 1]
    sentence = max(head.rfind(mark) for mark in (". ", "! ", "? ", "。"))
    if sentence >= longest // 2:
        return head[: sentence + 1].rstrip()
    clause = max(head.rfind(mark) for mark in (", ", "; ", "、", "，"))  # noqa: RUF001  (commas of Chinese)
    blank = clause if clause >= longest // 2 else head.rfind(" ")
    while (before := head[:blank].rfind(" ")) > 0 and head[before + 1 : blank].lower() in LITTLE_WORDS:
        blank = before  # "and it offers a" is no end
    if blank > 0:
        return head[:blank].rstrip(" ,;:-\u200c\u200d")
    end = longest
    while end > 1 and unicodedata.combining(text[end]):  # a mark belongs to the letter before it
        end -= 1
    return text[:end].rstrip("\u200c\u200d")


def _without_openings(text: str) -> str:
    while True:
        start = 0
        while match := _OPENING.match(text, start):
            start = match.end()
        shorter = _TWICE.sub("", text[start:])
        if shorter == text:
            return text
        text = shorter

"""Words that the author wrote for this image: the figure caption, the title attribute, the long description."""

from __future__ import annotations

import re
from collections.abc import Iterator

from altproof.model import Grade, Suggestion, WordSource
from altproof.patterns import lazy_regex
from altproof.rules.base import Subject
from altproof.rules.signs import SIGNS
from altproof.text import norm, one_line
from altproof.wording.kinds import kind_of, mentions_kind
from altproof.wording.languages import phrases_of
from altproof.wording.polish import polish

NAME = "author"

_NUMBERING = lazy_regex(
    r"\A(?:figure|fig|image|illustration|listing|abbildung|abb|bild|figura|figuur|afbeelding|рисунок|рис|rysunek|rys|図|图|圖|그림)"
    r"\.?\s*\d+(?:[.-]\d+)*\s*[.:：)\u2013\u2014-]*\s*",  # noqa: RUF001  (a wide colon)
    re.IGNORECASE,
)
_LONGEST = 2000  # characters that are looked at, much more than a draft holds
_SENTENCE_END = lazy_regex(r"(?<=[.!?…])\s+|(?<=[。！？])")  # noqa: RUF001  (full stops of Chinese and Japanese)


def drafts(subject: Subject) -> Iterator[Suggestion]:
    """The caption behind the kind of the image, which it would repeat without; the title; the first sentence."""
    around, caption = subject.reference.surroundings, caption_of(subject)
    kind, phrases = kind_of(subject), phrases_of(subject.language)
    if polish(caption) and kind and phrases and not mentions_kind(caption, kind, subject.language):
        whole = phrases.caption.format(caption, kind=phrases.labels[kind.name])
        alt = phrases.put(kind.name, caption) if kind.name in SIGNS else whole
        yield Suggestion(alt, Grade.HIGH, WordSource.AUTHOR, note="from the figure caption")
    for text, place in ((around.title, "title attribute"), (_sentence(around.description), "long description")):
        words = one_line((text or "")[:_LONGEST])
        if polish(words) and norm(_NUMBERING.sub("", words)) != norm(caption):
            yield Suggestion(words, Grade.HIGH, WordSource.AUTHOR, note=f"from the {place}")


def caption_of(subject: Subject) -> str:
    """The figure caption without its number; "": there is none."""
    return _NUMBERING.sub("", one_line((subject.reference.surroundings.caption or "")[:_LONGEST]))


def _sentence(text: str | None) -> str:
    return _SENTENCE_END.split(one_line((text or "")[:_LONGEST]), maxsplit=1)[0]

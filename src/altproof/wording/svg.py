"""Words that stand in the image file: the title and description of an SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator

from altproof.model import Grade, Suggestion, WordSource
from altproof.patterns import lazy_regex
from altproof.rules.base import Subject
from altproof.text import one_line
from altproof.wording.name_words import Verdict, name_words
from altproof.wording.polish import polish

NAME = "svg"

_BY_A_TOOL = lazy_regex(
    r"\A(?:(?:created|generated|made|drawn|exported|produced) (?:with|by|using|in|from) .*|.*\bsvg export\b.*|"
    r"(?:layer|group|slice|artboard|page|sheet|path|rect|shape|canvas|frame|document|new document)[\s_-]*\d*)\Z",
    re.IGNORECASE,
)
_FORMULA = lazy_regex(r"[\\{}]")


def drafts(subject: Subject) -> Iterator[Suggestion]:
    """The title, then the description."""
    if subject.image is None:
        return
    embedded = subject.image.embedded
    for text, place in ((embedded.title, "title"), (embedded.description, "description")):
        words = one_line((text or "")[:4000])
        if polish(words) and not _BY_A_TOOL.match(words) and not _is_a_code(words):
            yield Suggestion(words, Grade.HIGH, WordSource.SVG, note=f"from the {place} in the SVG file")


def _is_a_code(words: str) -> bool:
    is_word = " " in words or not words.isascii() or name_words(words).verdict is Verdict.WORDS
    return not is_word or _FORMULA.search(words) is not None

"""Words that stand in the image file: the title and description of an SVG, and the labels it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from altproof.model import Grade, Suggestion, WordSource
from altproof.rules.base import Subject
from altproof.rules.text import one_line
from altproof.wording.kinds import kind_of, mentions_kind
from altproof.wording.languages import phrases_of
from altproof.wording.name_words import Verdict, name_words
from altproof.wording.polish import capitalised, polish
from altproof.wording.seen_text import MOST_LABELS, chosen, safe

NAME = "svg"

_FEWEST_LABELS = 2
_BY_A_TOOL = re.compile(
    r"\A(?:(?:created|generated|made|drawn|exported|produced) (?:with|by|using|in|from) .*|.*\bsvg export\b.*|"
    r"(?:layer|group|slice|artboard|page|sheet|path|rect|shape|canvas|frame|document|new document)[\s_-]*\d*)\Z",
    re.IGNORECASE,
)
_OF_A_VIEWER = re.compile(r"not supported by viewer|viewer does not support|text is not svg", re.IGNORECASE)
"""What drawing programs write for viewers that cannot show the real text."""
_ONLY_LABELS = "only the labels are known; say what they have to do with each other"


def drafts(subject: Subject) -> Iterator[Suggestion]:
    """The title, the description (high); then the labels, which are only as good as what the name says."""
    if subject.image is None:
        return
    embedded = subject.image.embedded
    for text, place in ((embedded.title, "title"), (embedded.description, "description")):
        words = one_line((text or "")[:4000])
        if polish(words) and not _BY_A_TOOL.match(words) and not _is_a_code(words):
            yield Suggestion(words, Grade.HIGH, WordSource.SVG, note=f"from the {place} in the SVG file")
    yield from _from_labels(subject, embedded.texts)


def _is_a_code(words: str) -> bool:
    return " " not in words and words.isascii() and name_words(words).verdict is not Verdict.WORDS


def _from_labels(subject: Subject, texts: tuple[str, ...]) -> Iterator[Suggestion]:
    labels, phrases, kind = _labels(texts), phrases_of(subject.language), kind_of(subject)
    if len(labels) < _FEWEST_LABELS or phrases is None:
        return
    listed = phrases.labelled.format(phrases.comma.join(labels))
    if kind is None or not kind.labelled:
        if bare := listed.strip(" ,:、，："):  # noqa: RUF001  (the signs before it in other languages)
            yield Suggestion(capitalised(bare), Grade.LOW, WordSource.SVG, note=_ONLY_LABELS)
        return
    name = name_words(subject.reference.image or subject.reference.target)
    topic = " ".join(word for word in name.words if not mentions_kind(word, kind, subject.language))
    if topic and name.verdict is Verdict.WORDS:
        alt = f"{phrases.put(kind.name, topic)}{listed}"
        yield Suggestion(alt, Grade.MEDIUM, WordSource.SVG, note="from the file name and the labels; check it")
    else:
        bare = f"{phrases.labels[kind.name]}{listed.replace(',', '', 1) if listed.startswith(', ') else listed}"
        yield Suggestion(bare, Grade.LOW, WordSource.SVG, note=_ONLY_LABELS)


def _labels(texts: tuple[str, ...]) -> list[str]:
    """The first few different labels that are words: no numbers, no sentences, no addresses."""
    lines = (safe(text[:200]) for text in texts[: MOST_LABELS * 10] if not _OF_A_VIEWER.search(text[:200]))
    return chosen(line for line in lines if line and polish(f"about {line}") is not None)

"""Words that a drawing shows: the labels of an SVG, behind the name of the file."""

from __future__ import annotations

from collections.abc import Iterator

from altproof.model import Grade, Suggestion, WordSource
from altproof.rules.base import Subject
from altproof.wording.kinds import kind_of, mentions_kind
from altproof.wording.languages import phrases_of
from altproof.wording.name_words import Verdict, name_words
from altproof.wording.page_words import page_words
from altproof.wording.polish import capitalised
from altproof.wording.seen_text import drawn

NAME = "labels"

_FEWEST_LABELS = 2
_ONLY_LABELS = "only the labels are known; say what they have to do with each other"


def drafts(subject: Subject) -> Iterator[Suggestion]:
    """The labels, which are only as good as what the name says."""
    if subject.image is not None:
        yield from _from_labels(subject, subject.image.embedded.texts)


def _from_labels(subject: Subject, texts: tuple[str, ...]) -> Iterator[Suggestion]:
    labels, phrases, kind = drawn(texts), phrases_of(subject.language), kind_of(subject)
    if len(labels) < _FEWEST_LABELS or phrases is None:
        return
    listed = phrases.labelled.format(phrases.comma.join(labels))
    if kind is None or not kind.labelled:
        if bare := listed.strip(" ,:、，："):  # noqa: RUF001  (the signs before it in other languages)
            yield Suggestion(capitalised(bare), Grade.LOW, WordSource.SVG, note=_ONLY_LABELS)
        return
    beside = page_words(subject)
    name = name_words(subject.reference.image or subject.reference.target, beside.known())
    topic = " ".join(word for word in name.words if not mentions_kind(word, kind, subject.language))
    if topic and name.verdict is Verdict.WORDS:
        alt = f"{phrases.put(kind.name, topic)}{listed}"
        grade = Grade.MEDIUM if beside.bear_out(topic) else Grade.LOW
        yield Suggestion(alt, grade, WordSource.SVG, note="from the file name and the labels; check it")
    else:
        bare = f"{phrases.labels[kind.name]}{listed.replace(',', '', 1) if listed.startswith(', ') else listed}"
        yield Suggestion(bare, Grade.LOW, WordSource.SVG, note=_ONLY_LABELS)

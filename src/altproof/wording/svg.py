"""Words that stand in the image file: the title and description of an SVG, and the labels it shows."""

from __future__ import annotations

import re

from altproof.model import Grade, Suggestion, WordSource
from altproof.rules.base import Subject
from altproof.rules.text import norm, one_line
from altproof.wording.kinds import kind_of, mentions_kind
from altproof.wording.name_words import Verdict, name_words
from altproof.wording.polish import capitalised, polish

NAME = "svg"

_MOST_LABELS, _LONGEST_LABEL, _LONGEST_LIST = 6, 40, 120
_FEWEST_LABELS = 2
_BY_A_TOOL = re.compile(
    r"\A(?:(?:created|generated|made|drawn|exported|produced) (?:with|by|using|in|from) .*|.*\bsvg export\b.*|"
    r"(?:layer|group|slice|artboard|page|sheet|path|rect|shape|canvas|frame|document|new document)[\s_-]*\d*)\Z",
    re.IGNORECASE,
)
_LABELLED_KINDS = frozenset({"diagram", "chart", "map"})


def draft(subject: Subject) -> Suggestion | None:
    """The title, else the description (high); else the labels, which are only as good as what the name says."""
    if subject.image is None:
        return None
    embedded = subject.image.embedded
    for text, place in ((embedded.title, "title"), (embedded.description, "description")):
        words = one_line((text or "")[:4000])
        if polish(words) and not _BY_A_TOOL.match(words) and not _is_a_code(words):
            return Suggestion(words, Grade.HIGH, WordSource.SVG, note=f"from the {place} in the SVG file")
    return _from_labels(subject, embedded.texts)


def _is_a_code(words: str) -> bool:
    return " " not in words and words.isascii() and name_words(words).verdict is not Verdict.WORDS


def _from_labels(subject: Subject, texts: tuple[str, ...]) -> Suggestion | None:
    labels = _labels(texts)
    if len(labels) < _FEWEST_LABELS:
        return None
    listed = f"labelled {', '.join(labels)}"
    kind = kind_of(subject)
    name = name_words(subject.reference.image or subject.reference.target)
    if kind and kind.name in _LABELLED_KINDS:
        topic = " ".join(word for word in name.words if not mentions_kind(word, kind))
        if topic and name.verdict is Verdict.WORDS:
            alt = f"{kind.template.format(topic)}, {listed}"
            return Suggestion(alt, Grade.MEDIUM, WordSource.SVG, note="from the file name and the labels; check it")
        return Suggestion(f"{capitalised(kind.name)} {listed}", Grade.LOW, WordSource.SVG, note=_ONLY_LABELS)
    return Suggestion(capitalised(listed), Grade.LOW, WordSource.SVG, note=_ONLY_LABELS)


_ONLY_LABELS = "only the labels are known; say what they have to do with each other"


def _labels(texts: tuple[str, ...]) -> list[str]:
    """The first few different labels that are words: no numbers, no sentences, no addresses."""
    found: dict[str, str] = {}
    length = 0
    for text in texts[: _MOST_LABELS * 10]:
        label = one_line(text[:200]).strip(" ,;:.")
        if not (1 < len(label) <= _LONGEST_LABEL) or "@" in label or polish(f"about {label}") is None:
            continue
        if not any(character.isalpha() for character in label) or norm(label) in found:
            continue
        length += len(label) + 2
        if len(found) == _MOST_LABELS or length > _LONGEST_LIST:
            break
        found[norm(label)] = label
    return list(found.values())

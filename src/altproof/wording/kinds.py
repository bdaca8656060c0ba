"""Which kind of image it is: by what people say around it, else by its pixels, else by the text in it.

What people say is the file name, the folder, the sentence before and the heading, in the language of the page or in
English. Pixels tell photos and icons, and no diagram from a screenshot. Vague words (overview, architecture) mislead.
Where nothing is clear there is no kind, and then a draft names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.rules.base import Subject
from altproof.text import is_wide, norm, word_set
from altproof.wording.languages import spoken_on
from altproof.wording.languages.base import Phrases
from altproof.wording.name_words import is_capture, tokens_of
from altproof.wording.text_kinds import kind_of_text


class Kind(Struct, frozen=True):
    """A kind of image."""

    name: str
    draftable: bool = True
    """False: what counts in such an image stands in no name, so a draft from names is never offered."""
    titled: bool = False
    """Whether a line at its top may be its title."""
    labelled: bool = False
    """Whether the short texts in it are names of what it shows."""
    is_doing: bool = False
    """Whether it shows how something is done."""
    is_mark: bool = False
    """Whether it stands for something and is named after that."""


_KINDS = (
    Kind("screenshot", titled=True),
    Kind("chart", titled=True, labelled=True),
    Kind("diagram", labelled=True),
    Kind("logo", is_mark=True),
    Kind("icon", is_mark=True),
    Kind("photo", draftable=False),
    Kind("map", labelled=True),
    Kind("table", titled=True),
    Kind("terminal", is_doing=True),
    Kind("code", is_doing=True),
)
"""Strongest first, for a name or sentence that speaks of several."""
KINDS = {kind.name: kind for kind in _KINDS}

_NO_CODE = word_set("vs studio qr zip bar error status exit visual access area postal country")
_NO_MAP = word_set("site road mind heat tree key bit hash")
_NO_TABLE = word_set("add create insert new edit delete pivot drop select alter")
_NOT_BEFORE_LAST = _NO_CODE | _NO_MAP | _NO_TABLE
_STRUCTURES = word_set("architecture topology workflow flow hierarchy lifecycle pipeline")
"""Words that mean a diagram where the picture was read and holds nothing of a window."""
_STRICT_END = lazy_regex(r"[.!?…]\s+|[。！？]|\n\s*\n")  # noqa: RUF001
_SIGNS = ".,;:!?()[]\"'„“”«»、，。：；"  # noqa: RUF001  (the signs of several languages)
_NEAR = 600  # characters before the image that may speak about it


class _Words(Struct, frozen=True):
    """The phrases of the languages of one page, as `_sought` gives them, each with the kind that it means."""

    texts: Mapping[str, str]
    names: Mapping[str, str]
    last: Mapping[str, str]
    folders: Mapping[str, str]
    pointed: tuple[re.Pattern[str], ...]


@cache
def _words(language: str) -> _Words:
    spoken = spoken_on(language)
    texts = _meaning(spoken, "clear")
    return _Words(
        texts,
        {**texts, **_meaning(spoken, "names")},
        _meaning(spoken, "last"),
        _meaning(spoken, "folders"),
        tuple(re.compile(phrases.pointed) for phrases in spoken if phrases.pointed),
    )


def _meaning(spoken: Iterable[Phrases], field: str) -> dict[str, str]:
    return {
        _sought(phrase): kind
        for phrases in reversed(tuple(spoken))
        for kind, listed in getattr(phrases, field).items()
        for phrase in listed.split(",")
    }


def kind_of(subject: Subject) -> Kind | None:
    """The kind that a clear word names, else that the pixels or the text in the image show; None: nothing is clear."""
    name = _said(subject) or _shown(subject) or _read(subject)
    return KINDS[name] if name else None


def is_said(subject: Subject) -> bool:
    """Whether a person's word names the kind; pixels and text only let guess it."""
    return _said(subject) is not None


def mentions_kind(text: str, kind: Kind, language: str = "en") -> bool:
    """Whether `text` already names the kind. A kind of chart (histogram) says more than the kind and does not count."""
    known = _words(language)
    phrases = [
        p for table in (known.texts, known.last, known.folders) for p, name in table.items() if name == kind.name
    ]
    labels = [phrases.labels[kind.name] for phrases in spoken_on(language)]
    text = _spaced(text)
    return any(phrase in text for phrase in (*phrases, *map(_sought, (*labels, kind.name, f"{kind.name}s"))))


def last_sentence(text: str) -> str:
    """The last sentence of the text before an image."""
    return _STRICT_END.split(text[-_NEAR:].rstrip(" .!?…。！？\n\t"))[-1]  # noqa: RUF001


def _said(subject: Subject) -> str | None:
    """What people's words say."""
    reference, known = subject.reference, _words(subject.language)
    address = reference.image or reference.target
    if address.lstrip().lower().startswith("data:"):
        address = ""
    around = reference.surroundings
    return (
        _of_name([token.lower() for token in tokens_of(address)], known)
        or _of_folders(address.replace("\\", "/").rpartition("/")[0], subject.language)
        or _of_sentence(last_sentence(around.text_before or ""), known)
        or _of_heading((around.heading or "")[:_NEAR], subject.language)
    )


def _shown(subject: Subject) -> str | None:
    """What the pixels say."""
    appearance = subject.analysis.appearance if subject.analysis else None
    return appearance.kind if appearance and appearance.kind in KINDS else None


def _read(subject: Subject) -> str | None:
    """What the text in the image says, or a vague name where that text is of no window."""
    lines = [line.text for line in (subject.analysis.text_lines or ())] if subject.analysis else []
    if not lines and subject.image is not None:
        lines = list(subject.image.embedded.texts)
    if not lines:
        return None
    buttons = [phrases.buttons for phrases in spoken_on(subject.language)]
    found = _of_lines(tuple(lines), ", ".join(buttons))
    if found is None and _STRUCTURES & {
        t.lower() for t in tokens_of(subject.reference.image or subject.reference.target)
    }:
        return "diagram"
    return found


@lru_cache(8)  # it is asked for each draft of one image
def _of_lines(lines: tuple[str, ...], buttons: str) -> str | None:
    return kind_of_text(lines, buttons)


def _of_name(tokens: Sequence[str], known: _Words) -> str | None:
    if is_capture(tokens):
        return "screenshot"
    clear = _of_text(" ".join(tokens), known.names)
    if clear:
        return clear
    words = [token for token in tokens if not token.isdigit()]
    if len(words) > 1 and words[-2] not in _NOT_BEFORE_LAST and words[0] not in _NO_TABLE:
        return _of_text(words[-1], known.last)
    return None


@lru_cache(64)  # as are the headings, they are the same for many images
def _of_folders(path: str, language: str) -> str | None:
    known = _words(language)
    words = " ".join(re.sub(r"[\W_]+", " ", folder.lower()) for folder in path.split("/")[-2:])
    return _of_text(words, known.names) or _of_text(words, known.folders)


@lru_cache(64)
def _of_heading(heading: str, language: str) -> str | None:
    return _of_text(heading, _words(language).texts)


def _of_sentence(sentence: str, known: _Words) -> str | None:
    clear = _of_text(sentence, known.texts)
    if clear:
        return clear
    pointed = next((found for pattern in known.pointed if (found := pattern.search(norm(sentence)))), None)
    return _of_text(pointed[1], known.last) if pointed else None


def _of_text(text: str, meaning: Mapping[str, str]) -> str | None:
    """The strongest kind that the text names; a phrase within a longer one that stands there does not count."""
    spaced = _spaced(text)
    found = [phrase for phrase in meaning if phrase in spaced]
    if not found:
        return None
    longest = [phrase for phrase in found if not any(phrase != other and phrase.strip() in other for other in found)]
    named = {meaning[phrase] for phrase in longest}
    return next((name for name in KINDS if name in named), None)


def _spaced(text: str) -> str:
    return f" {' '.join(word.strip(_SIGNS) for word in norm(text).split())} "


def _sought(phrase: str) -> str:
    """How a phrase is looked for: as words, or anywhere where no blanks separate words."""
    bare = norm(phrase)
    return bare if is_wide(bare[:1]) else f" {bare} "

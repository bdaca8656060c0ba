"""Which kind of image it is, by what people say around it: the file name, the folder, the heading, the sentence before.

English only. Pixels do not tell a diagram from a screenshot, and vague words (overview, architecture) mislead, so
where no clear word stands there is no kind, and then the draft names none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from altproof.rules.base import Subject
from altproof.rules.text import norm, word_set
from altproof.wording.name_words import is_capture, tokens_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of image, and how a draft puts it."""

    name: str
    template: str
    """Holds `{}` where the subject goes."""
    draftable: bool = True
    """False: what counts in such an image stands in no name, so a draft from names is never offered."""


_KINDS = (
    Kind("screenshot", "Screenshot of {}"),
    Kind("diagram", "Diagram of {}"),
    Kind("chart", "Chart of {}"),
    Kind("logo", "{} logo"),
    Kind("icon", "{} icon"),
    Kind("photo", "Photo of {}", draftable=False),
    Kind("map", "Map of {}"),
    Kind("table", "Table of {}"),
    Kind("terminal", "Terminal output of {}"),
    Kind("code", "Code for {}"),
)
KINDS = {kind.name: kind for kind in _KINDS}

_CLEAR = {
    "screenshot": "screenshot screenshots screenshoot screencap screengrab screengrabs",
    "diagram": "diagram diagrams flowchart flowcharts flowdiagram",
    "chart": "barchart piechart linechart histogram histograms",
    "photo": "photo photos photograph photographs",
    "logo": "logo logos logotype favicon",
    "icon": "icon icons",
}
"""Words that mean the image wherever they stand in a name or folder, strongest first."""
_LAST = {
    "chart": "chart graph plot",
    "map": "map",
    "table": "table",
    "terminal": "terminal console",
    "code": "code snippet",
}
"""Words that mean the image only as the last word of a name: `map-a-drive` shows no map."""
_FOLDERS = {
    "chart": "charts graphs plots",
    "map": "maps",
    "table": "tables",
    "terminal": "terminals",
    "code": "snippets",
}
_IN_TEXT = {
    "screenshot": "screenshot screenshots",
    "diagram": "diagram diagrams flowchart",
    "photo": "photo photograph",
}
"""Words that mean the image in a heading or a sentence as well; charts, maps and tables are topics there."""
_POINTED_AT = re.compile(
    r"\b(?:following|below|this|next|these) (?:[\w-]+ ){0,2}?(chart|graph|plot|map|table|logo|icon|code|terminal)\b"
)
_NO_CODE = word_set("vs studio qr zip bar error status exit visual access area postal country")
_NO_MAP = word_set("site road mind heat tree key bit hash")
_NO_TABLE = word_set("add create insert new edit delete pivot drop select alter")
_NOT_BEFORE_LAST = _NO_CODE | _NO_MAP | _NO_TABLE
_SENTENCE_END = re.compile(r"[.!?…]\s+|\n\s*\n")
_NEAR = 600  # characters before the image that may speak about it


def kind_of(subject: Subject) -> Kind | None:
    """The kind that a clear word names; None when nothing does."""
    reference = subject.reference
    address = reference.image or reference.target
    if address.lstrip().lower().startswith("data:"):
        address = ""
    around = reference.surroundings
    name = (
        _of_name([token.lower() for token in tokens_of(address)])
        or _of_folders(address.replace("\\", "/").rpartition("/")[0])
        or _of_sentence(_last_sentence(around.text_before or ""))
        or _of_heading((around.heading or "")[:_NEAR])
    )
    return KINDS[name] if name else None


def mentions_kind(text: str, kind: Kind) -> bool:
    """Whether `text` already names the kind. A kind of chart (histogram) says more than the kind and does not count."""
    names = word_set(" ".join(table.get(kind.name, "") for table in (_IN_TEXT, _LAST, _FOLDERS)))
    return bool(set(norm(text).split()) & (names | {kind.name, f"{kind.name}s"}))


def _of_name(tokens: Sequence[str]) -> str | None:
    if is_capture(tokens):
        return "screenshot"
    clear = _of_words(tokens, _CLEAR)
    if clear:
        return clear
    words = [token for token in tokens if not token.isdigit()]
    if len(words) > 1 and words[-2] not in _NOT_BEFORE_LAST and words[0] not in _NO_TABLE:
        return _of_words(words[-1:], _LAST)
    return None


@lru_cache(64)  # as are the headings, they are the same for many images
def _of_folders(path: str) -> str | None:
    folders = [part.lower() for part in path.split("/")[-2:]]
    words = [word for folder in folders for word in re.split(r"[\W_]+", folder)]
    return _of_words(words, _CLEAR) or _of_words(words, _FOLDERS)


@lru_cache(64)
def _of_heading(heading: str) -> str | None:
    return _of_words(norm(heading).split(), _IN_TEXT)


def _of_sentence(sentence: str) -> str | None:
    clear = _of_words(norm(sentence).split(), _IN_TEXT)
    if clear:
        return clear
    pointed = _POINTED_AT.search(norm(sentence))
    return _of_words([pointed[1]], {**_LAST, "logo": "logo", "icon": "icon"}) if pointed else None


def _of_words(words: Sequence[str], table: dict[str, str]) -> str | None:
    stripped = {word.strip(".,;:!?()\"'") for word in words}
    return next((name for name, known in table.items() if not stripped.isdisjoint(word_set(known))), None)


def _last_sentence(text: str) -> str:
    return _SENTENCE_END.split(text[-_NEAR:].rstrip(" .!?…\n\t"))[-1]

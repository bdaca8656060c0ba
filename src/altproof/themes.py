"""Dark and light: what names of files, addresses and classes say about the theme that a picture is made for.

Site generators show one of two pictures by the theme of the reader. GitHub reads it from a fragment
(`x.png#gh-dark-mode-only`), as Material for MkDocs does (`x.png#only-dark`); Sphinx themes, VitePress, Starlight and
Tailwind read it from a class. Most of these files are named for it as well: `login-dark.png` beside `login-light.png`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from altproof import image_names
from altproof.model import ImageReference, Theme
from altproof.patterns import lazy_regex


class Twin(Struct, frozen=True):
    """A file that is, by its name, the same picture for the other theme."""

    path: str
    theme: Theme
    """That of this file."""
    sure: bool
    """False: its name may mean something else, such as `black` and `white`, or `traffic` beside `traffic-light`."""


MOST_TWINS = 5
"""Of one file that are told of: the same picture may be there in more than one spelling or folder."""

_FRAGMENT = lazy_regex(r"(?:gh-)?(?:only-)?(dark|light)(?:-mode)?(?:-only)?", re.IGNORECASE)
_CLASS = lazy_regex(r"(?:(?:only|show|show-on)-(dark|light)|(dark|light)(?:-mode)?-only)", re.IGNORECASE)
_HIDDEN = lazy_regex(r"(dark|light):(?:sl-)?hidden", re.IGNORECASE)
_SHOWN = lazy_regex(r"(dark|light):(?:block|inline|inline-block|flex|visible)", re.IGNORECASE)
"""Where the class `hidden` stands beside it."""
_QUERY = lazy_regex(r"prefers-color-scheme\s{0,9}:\s{0,9}(dark|light)", re.IGNORECASE)

_NAMES: Final[Mapping[str, tuple[Theme, str]]] = {
    **dict.fromkeys(("dark", "darkmode"), (Theme.DARK, "dark")),
    **dict.fromkeys(("light", "lightmode"), (Theme.LIGHT, "dark")),
    "night": (Theme.DARK, "night"),
    "day": (Theme.LIGHT, "night"),
    "black": (Theme.DARK, "black"),
    "white": (Theme.LIGHT, "black"),
}
"""Words of names with what they mean, and the first word of their kind: `night` is no opposite of `light`."""
_SURE: Final = "dark"
_BESIDE: Final = frozenset({"mode", "theme", "themed", "version", "variant", "only"})
"""Words that mean nothing beside one of these."""
_MAY_BE_NAMED = lazy_regex("dark|light|night|day|black|white", re.IGNORECASE)
_BORDER = lazy_regex(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ0-9])")
_GAP = lazy_regex(r"[\W_]+")
_BETWEEN_NUMBERS = lazy_regex(r"(?<=\d)[ \-_.,~+]+(?=\d)")
_BETWEEN_WORDS = dict.fromkeys(map(ord, " -_.,~+@=&()[]"))
_IMAGE = lazy_regex(image_names.pattern("apng") + r"\Z", re.IGNORECASE)
_LONGEST = 4096
"""Characters of a path, as Linux has them."""
_MOST_ALIKE = 20
"""Files of one subject that are looked through; real pictures have two or three."""


class _Named(Struct, frozen=True):
    """What a path says."""

    subject: str
    """The path without the words for a theme: the same for files that differ in these only."""
    theme: Theme | None = None
    """None: it names none."""
    kind: str = ""
    """The first of the pair of words; "": none."""
    first: bool = False
    """Whether the name of the file begins with the word, as `dark-matter.png` does."""


def of_fragment(address: str) -> Theme | None:
    """The theme for which alone an address shows its picture, by what stands behind its `#`."""
    found = _FRAGMENT.fullmatch(address[-30:].rpartition("#")[2]) if "#" in address[-30:] else None
    return Theme(found[1].lower()) if found else None


def of_classes(classes: str) -> Theme | None:
    """The theme in which alone a style sheet shows what has these classes; None: in each, or unknown."""
    words = classes[:_LONGEST].split()
    for word in words:
        if found := _CLASS.fullmatch(word):
            return Theme((found[1] or found[2]).lower())
        if found := _HIDDEN.fullmatch(word):
            return Theme(found[1].lower()).other
        if (found := _SHOWN.fullmatch(word)) and "hidden" in words:
            return Theme(found[1].lower())
    return None


def of_media(query: str) -> Theme | None:
    """The theme that a media query of CSS asks for."""
    found = _QUERY.search(query[:_LONGEST])
    return Theme(found[1].lower()) if found else None


def shown_in(reference: ImageReference) -> Theme | None:
    """The theme in which alone a place shows its picture, as its document says; None: in both, or unknown."""
    around = reference.surroundings
    return around.theme or of_fragment(reference.target) or of_fragment(around.link_target or "")


def halves(places: Sequence[ImageReference]) -> dict[str, ImageReference]:
    """Of the places of one document those that stand for each other in the other theme, by their ids.

    Two places make a pair when their files are named for it; else when one follows the other.
    """
    themed = [(number, place, theme) for number, place in enumerate(places) if (theme := shown_in(place))]
    found: dict[str, ImageReference] = {}
    waiting: dict[tuple[str, Theme], list[ImageReference]] = {}
    for _, place, theme in themed:
        subject = subject_of(place.image or place.target.partition("#")[0])
        if others := waiting.get((subject, theme.other)):
            _join(found, others.pop(), place)
        else:
            waiting.setdefault((subject, theme), []).append(place)
    for (number, place, theme), (next_number, next_place, next_theme) in pairwise(themed):
        free = place.id not in found and next_place.id not in found
        if free and next_number == number + 1 and next_theme is not theme:
            _join(found, place, next_place)
    return found


def _join(found: dict[str, ImageReference], one: ImageReference, other: ImageReference) -> None:
    found[one.id], found[other.id] = other, one


def subject_of(path: str) -> str:
    """What the path of an image is about whatever its theme: equal for files whose names differ in that only."""
    named = _named(path)
    return named.subject if named else path


class Names:
    """The image files of a repository by what their names are about; looked through when first asked for."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = paths
        self._groups: dict[str, dict[str, _Named]] | None = None

    def twins(self, path: str) -> tuple[Twin, ...]:
        """The files that are this picture for the other theme, as far as names tell; the sure ones first."""
        own = _named(path)
        if own is None:
            return ()
        found = sorted(self._twins(path, own), key=lambda twin: (not twin.sure, twin.path))
        return tuple(found[:MOST_TWINS])

    def _twins(self, path: str, own: _Named) -> Iterator[Twin]:
        if self._groups is None:
            self._groups = _grouped(self._paths)
        for other, named in self._groups.get(own.subject, {}).items():
            if other != path and (theme := _theme_beside(own, named)) is not None:
                yield Twin(other, theme, _is_sure(own, named))


def _theme_beside(own: _Named, other: _Named) -> Theme | None:
    """The theme of another file of the same subject; None where it is no twin."""
    if own.theme is None:
        return other.theme
    if other.theme is None:
        return own.theme.other
    return other.theme if other.theme is not own.theme and other.kind == own.kind else None


def _is_sure(own: _Named, other: _Named) -> bool:
    """Whether both name a theme, or one is the dark version of another that names none."""
    marked = own if own.theme else other
    if marked.kind != _SURE:
        return False
    return bool(own.theme and other.theme) or (marked.theme is Theme.DARK and not marked.first)


def _grouped(paths: Iterable[str]) -> dict[str, dict[str, _Named]]:
    """The groups of files of one subject, one of which at least names a theme; of many alike the first."""
    groups: dict[str, dict[str, _Named]] = {}
    plain = []
    for path in sorted(paths):
        if not _IMAGE.search(path[-8:]):
            continue
        if not _MAY_BE_NAMED.search(path):
            plain.append(path)
        elif named := _named(path):
            group = groups.setdefault(named.subject, {})
            if len(group) < _MOST_ALIKE:
                group[path] = named
    for path in plain if groups else ():
        subject = _plain(path)
        if subject in groups and len(groups[subject]) < 2 * _MOST_ALIKE:
            groups[subject][path] = _Named(subject)
    return groups


def _named(path: str) -> _Named | None:
    """What a path says; None for one that names both themes."""
    if not _MAY_BE_NAMED.search(path):
        return _Named(_plain(path))
    stem, dot, suffix = path[-_LONGEST:].rpartition(".")
    parts = [_GAP.split(_BORDER.sub(" ", part).lower()) for part in stem.split("/")]
    named = {_NAMES[word] for words in parts for word in words if word in _NAMES}
    kinds = {kind for _, kind in named}
    kind = _SURE if _SURE in kinds else kinds.pop() if len(kinds) == 1 else ""
    found = {theme for theme, one in named if one == kind}
    if len(found) != 1:
        return None if found else _Named(_plain(path))
    *folders, name = ("-".join(_without(words, kind)) for words in parts)
    about = _plain("/".join([*filter(None, folders), f"{name}{dot}{suffix}"]))
    return _Named(about, found.pop(), kind, _is_mark(parts[-1][0], kind))


def _plain(path: str) -> str:
    """A path in small letters without the signs between words, which tell numbers apart all the same."""
    stem, dot, suffix = path[-_LONGEST:].lower().rpartition(".")
    return f"{_BETWEEN_NUMBERS.sub(':', stem).translate(_BETWEEN_WORDS)}{dot}{'jpg' if suffix == 'jpeg' else suffix}"


def _is_mark(word: str, kind: str) -> bool:
    return word in _NAMES and _NAMES[word][1] == kind


def _without(words: list[str], kind: str) -> list[str]:
    """The words without those for a theme, and without those that only go with these."""
    marks = {number for number, word in enumerate(words) if _is_mark(word, kind)}
    beside = {number for number, word in enumerate(words) if word in _BESIDE and marks & {number - 1, number + 1}}
    gone = marks | beside
    return [word for number, word in enumerate(words) if number not in gone]

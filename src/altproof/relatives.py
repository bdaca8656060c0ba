"""Which image files of a run are related: the versions for dark and for light pages, and pictures nearly alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby, islice

from msgspec import Struct

from altproof.likeness import MOST_BITS, Look, are_alike, are_themes, look_of
from altproof.model import Analysis, Appearance, ImageFile, ImageReference, Theme
from altproof.rules.base import Bond, Relative
from altproof.text import norm
from altproof.themes import Names, Twin, halves, shown_in

MOST_COMPARED = 1_000
"""Images of a run that are compared with each other, which takes a tenth of a second; the first by path."""
FEWEST_WORDS = 3
"""Different ones that have to be read for two pictures to hold the same text: one symbol in a frame says the point."""
MOST_TOLD = 10
"""Relatives of each kind that are told of one image."""


class _Seen(Struct, frozen=True):
    """An image that was looked at."""

    look: Look
    sha256: str
    words: frozenset[str]
    """That were read."""


class Relatives:
    """Of one run; everything is found when it is first asked for."""

    def __init__(self, paths: Callable[[], Iterable[str]], references: Sequence[ImageReference] = ()) -> None:
        """`paths` are those of the repository; `references` those of one document in a row and in order."""
        self._paths, self._references = paths, references
        self._names: Names | None = None
        self._in_documents: dict[str, dict[str, Theme]] | None = None
        self._seen: dict[str, _Seen] = {}
        self._looks: dict[str, Look] = {}
        """Of the same images, and of those at which somebody glanced."""
        self._alike: dict[str, list[str]] | None = None

    def look_at(self, images: Iterable[tuple[ImageFile, Analysis | None]]) -> None:
        """Take note of what an engine saw; pictures with hardly anything in them are left out."""
        for file, analysis in images:
            found = analysis.appearance if analysis else None
            if analysis and (look := look_of(found, file.width, file.height)):
                self._seen[file.path] = _Seen(look, file.sha256, _words(analysis))
                self._looks[file.path] = look
        self._alike = None

    def glance_at(self, path: str, found: Appearance) -> None:
        """Take note of the pixels of an image that no engine looked at; they tell of themes only."""
        if look := look_of(found, None, None):
            self._looks.setdefault(path, look)

    def unproven(self, paths: Iterable[str]) -> list[str]:
        """Of these images and their versions by name that have an alt text: those whose pixels nobody has looked at."""
        described = {reference.image for reference in self._references if reference.alt and not reference.fixed_alt}
        wanted: dict[str, None] = {}
        for path in paths:
            for twin in self._by_name().twins(path):
                if twin.path in described:
                    wanted |= dict.fromkeys((path, twin.path))
        return [path for path in wanted if path not in self._looks]

    def of(self, path: str) -> tuple[Relative, ...]:
        """All relatives of an image, the surest bond first."""
        return (*self.themes(path), *self.alike(path))

    def themes(self, path: str) -> tuple[Relative, ...]:
        """The same picture for the other theme: what documents and pixels bear out, then what names alone tell."""
        found = {other: Relative(other, Bond.THEME, theme) for other, theme in self._documents().get(path, {}).items()}
        for twin in self._by_name().twins(path):
            bond = self._bond_by_name(path, twin)
            if bond is not None and twin.path not in found:
                found[twin.path] = Relative(twin.path, bond, twin.theme if twin.sure else self._shade(twin.path))
        ordered = sorted(found.values(), key=lambda relative: relative.bond is Bond.NAMED_THEME)
        return tuple(ordered[:MOST_TOLD])

    def alike(self, path: str) -> tuple[Relative, ...]:
        """The images with other bytes that look nearly the same, those in which the same text was read first."""
        if path not in self._seen:
            return ()
        if self._alike is None:
            self._alike = _all_alike(dict(islice(sorted(self._seen.items()), MOST_COMPARED)))
        twins = {twin.path for twin in self.themes(path)}
        found = [Relative(other, self._bond(path, other)) for other in self._alike.get(path, ()) if other not in twins]
        return tuple(sorted(found, key=lambda relative: relative.bond is Bond.ALIKE))

    def _bond(self, path: str, other: str) -> Bond:
        texts = self._seen[path].words, self._seen[other].words
        return Bond.SAME_TEXT if texts[0] == texts[1] and len(texts[0]) >= FEWEST_WORDS else Bond.ALIKE

    def _bond_by_name(self, path: str, twin: Twin) -> Bond | None:
        """What names and pixels say together; None: they are not one picture, or it is too uncertain."""
        looks = self._looks.get(path), self._looks.get(twin.path)
        if looks[0] is None or looks[1] is None:
            return Bond.NAMED_THEME if twin.sure else None
        verdict = are_themes(looks[0], looks[1])
        if verdict and (twin.sure or looks[0].dark is not looks[1].dark):
            return Bond.THEME
        return Bond.NAMED_THEME if twin.sure and verdict is None else None

    def _shade(self, path: str) -> Theme:
        """What the pixels are made for; they know better than names what `white` is for."""
        return Theme.DARK if self._looks[path].dark else Theme.LIGHT

    def _by_name(self) -> Names:
        if self._names is None:
            self._names = Names(self._paths())
        return self._names

    def _documents(self) -> dict[str, dict[str, Theme]]:
        """For each file the first that documents show in its stead, with what they are made for."""
        if self._in_documents is None:
            self._in_documents = defaultdict(dict)
            for one, other, theme in _pairs(self._references):
                if one != other:
                    _note(self._in_documents[one], other, theme)
                    _note(self._in_documents[other], one, theme.other)
        return self._in_documents


def _note(known: dict[str, Theme], path: str, theme: Theme) -> None:
    """Add a file to those that are known, unless these are all that are told of."""
    if len(known) < MOST_TOLD:
        known.setdefault(path, theme)


def _pairs(references: Sequence[ImageReference]) -> Iterator[tuple[str, str, Theme]]:
    """Two files that documents show in each other's stead, and what the second is made for."""
    for _, places in groupby(references, lambda place: place.document):
        page = tuple(places)
        other_halves = halves(page)
        for place in page:
            half = other_halves.get(place.id)
            if place.image and half and half.image and (theme := shown_in(half)):
                yield place.image, half.image, theme
            for variant in place.variants:
                if place.image and variant.theme:
                    yield place.image, variant.image, variant.theme


def _words(analysis: Analysis) -> frozenset[str]:
    return frozenset(chain.from_iterable(norm(line.text).split() for line in analysis.text_lines or ()))


def _all_alike(seen: dict[str, _Seen]) -> dict[str, list[str]]:
    """For each image those that look nearly the same. Compares every two, which takes 0.1 microseconds each."""
    paths = list(seen)
    bits = [(one.look.rising << 64) | one.look.falling for one in seen.values()]
    found: dict[str, list[str]] = defaultdict(list)
    for number, own in enumerate(bits):
        path, rest = paths[number], range(number + 1, len(bits))
        close = (paths[other] for other in rest if (own ^ bits[other]).bit_count() <= MOST_BITS)
        for other in islice((other for other in close if _are_others(seen[path], seen[other])), MOST_TOLD):
            if len(found[path]) < MOST_TOLD:
                found[path].append(other)
            if len(found[other]) < MOST_TOLD:
                found[other].append(path)
    return found


def _are_others(one: _Seen, other: _Seen) -> bool:
    """Whether two pictures are nearly alike and not the same file twice."""
    return one.sha256 != other.sha256 and are_alike(one.look, other.look)

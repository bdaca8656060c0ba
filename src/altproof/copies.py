"""What people say of the same picture at other places: in the language of a page, and in others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from altproof.model import ImageReference, Status
from altproof.rules.base import Sibling
from altproof.rules.languages import language_of

_MOST = 5
"""Texts of one picture that are handed on: the first that is good is taken."""
_MOST_JUDGED = 50
"""Places of one picture that are judged for them; a logo may stand on every page."""


class Copies:
    """The places of one run by the picture that they show; looked through when first asked for."""

    def __init__(
        self,
        references: Sequence[ImageReference],
        language: Callable[[ImageReference], str],
        same_bytes: Callable[[Iterable[str]], Mapping[str, str]],
    ) -> None:
        """`same_bytes` gives files with the same bytes the same name."""
        self._references, self._language, self._same_bytes = references, language, same_bytes
        self._contents: Mapping[str, str] = {}
        self._places: dict[tuple[str, bool], list[ImageReference]] | None = None
        """By the picture, all of them (False) and those that the change wrote (True)."""

    def good_alts(
        self, reference: ImageReference, status: Status | None, is_good: Callable[[ImageReference], bool]
    ) -> tuple[tuple[str, ...], tuple[Sibling, ...]]:
        """Good alt texts of the same picture in the language of a place, and those in others, English first.

        Of a picture that has changed (`status`) only those that were written with the change: others may be outdated.
        """
        if reference.image is None:
            return (), ()
        told = self._told(reference.image, reference, status, is_good)
        own = _speech(self._language(reference))
        same = dict.fromkeys(alt for language, alt in told if _speech(language) == own)
        siblings = dict.fromkeys(Sibling(language, alt) for language, alt in told if _speech(language) != own)
        ordered = sorted(siblings, key=lambda sibling: not sibling.language.lower().startswith("en"))
        return tuple(islice(same, _MOST)), tuple(ordered[:_MOST])

    def good_alts_of(
        self, path: str, reference: ImageReference, status: Status | None, is_good: Callable[[ImageReference], bool]
    ) -> tuple[str, ...]:
        """The same of another file, of which `status` is told, in the language of the place only."""
        told = self._told(path, reference, status, is_good)
        own = _speech(self._language(reference))
        return tuple(islice(dict.fromkeys(alt for language, alt in told if _speech(language) == own), _MOST))

    def _told(
        self, path: str, reference: ImageReference, status: Status | None, is_good: Callable[[ImageReference], bool]
    ) -> list[tuple[str, str]]:
        """Languages and good alt texts of the other places that show a file or its copy."""
        known = self._known()
        places = known.get((self._contents.get(path, path), status is Status.MODIFIED), ())
        others = (other for other in places if other.id != reference.id)
        good = (other for other in islice(others, _MOST_JUDGED) if is_good(other))
        return [(self._language(other), other.alt or "") for other in good]

    def _known(self) -> Mapping[tuple[str, bool], Sequence[ImageReference]]:
        if self._places is None:
            self._contents = self._same_bytes({path: None for r in self._references for path in files_of(r)})
            self._places = {}
            for other in self._references:
                for path in files_of(other) if other.alt and not other.fixed_alt else ():
                    for written in {False, other.changed}:
                        self._places.setdefault((self._contents.get(path, path), written), []).append(other)
        return self._places


def files_of(reference: ImageReference) -> Iterator[str]:
    """The files that a place shows, each reader one of them."""
    if reference.image:
        yield reference.image
    yield from dict.fromkeys(variant.image for variant in reference.variants)


def _speech(code: str) -> str:
    """A language code without what makes no other language of it, such as a region."""
    language = language_of(code)
    return language.code if language else code.lower()

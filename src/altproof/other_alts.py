"""What a repository says of the same picture at its other places, and of the same picture for the other theme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from altproof.copies import files_of
from altproof.model import ImageReference
from altproof.rules.base import Relative
from altproof.rules.page import Page

_MOST = 20
"""Alt texts of one picture that are handed on."""


class OtherAlts:
    """The alt texts of every image in each language, for rules that compare them."""

    def __init__(
        self,
        references: Iterable[ImageReference],
        language: Callable[[ImageReference], str],
        themes: Callable[[str], Sequence[Relative]],
    ) -> None:
        """`themes` gives the files that show the same picture as a file in the other theme."""
        self._language, self._themes = language, themes
        self._alts: dict[tuple[str, str], dict[str, None]] = {}
        """By image file and language, in the order in which they were found."""
        for reference in references:
            for path in files_of(reference) if reference.alt and not reference.fixed_alt else ():
                self._alts.setdefault((path, language(reference)), {})[reference.alt or ""] = None

    def of(self, reference: ImageReference) -> tuple[str, ...]:
        """Those of the same file that are not the one written here."""
        known = self._alts.get((reference.image or "", self._language(reference)), ())
        return tuple(islice((alt for alt in known if alt != reference.alt), _MOST))

    def of_other_theme(self, reference: ImageReference, page: Page) -> tuple[str, ...]:
        """Those of the same picture for the other theme: where the page shows both, that of the other half."""
        if not self._alts or not reference.image:
            return ()
        half = page.half(reference)
        if half is not None:
            return (half.alt,) if half.alt and not half.fixed_alt else ()
        language = self._language(reference)
        found = (alt for twin in self._themes(reference.image) for alt in self._alts.get((twin.path, language), ()))
        return tuple(islice(found, _MOST))

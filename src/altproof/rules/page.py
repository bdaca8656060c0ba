"""The images of one document in order, for rules that compare them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from altproof.model import ImageReference
from altproof.text import norm
from altproof.themes import halves


class Page:
    """All image references of one document, in their order; every answer takes constant time after the first."""

    def __init__(self, references: Sequence[ImageReference] = ()) -> None:
        self.references = tuple(references)
        self._numbers: dict[str, int] | None = None
        self._firsts: dict[str, ImageReference] | None = None
        self._halves: dict[str, ImageReference] | None = None
        self._silent: dict[str, tuple[ImageReference, ...]] = {}

    def before(self, reference: ImageReference) -> ImageReference | None:
        """The image before this one; None for the first."""
        number = self._number(reference)
        return self.references[number - 1] if number else None

    def neighbours(self, reference: ImageReference, reach: int) -> tuple[ImageReference, ...]:
        """The images next to this one, `reach` of them on each side, without itself."""
        number = self._number(reference)
        if number is None:
            return ()
        return self.references[max(0, number - reach) : number] + self.references[number + 1 : number + 1 + reach]

    def without_alt(self, syntax: str) -> tuple[ImageReference, ...]:
        """The images of this syntax for which no alt text was written."""
        if syntax not in self._silent:
            self._silent[syntax] = tuple(r for r in self.references if r.alt is None and r.syntax == syntax)
        return self._silent[syntax]

    def half(self, reference: ImageReference) -> ImageReference | None:
        """The place that shows the same picture in the other theme, dark or light, as the document says."""
        if self._halves is None:
            self._halves = halves(self.references)
        return self._halves.get(reference.id)

    def _number(self, reference: ImageReference) -> int | None:
        if self._numbers is None:
            self._numbers = {other.id: number for number, other in enumerate(self.references)}
        return self._numbers.get(reference.id)

    def first_with(self, alt: str) -> ImageReference | None:
        """The first image whose alt text has the same normal form; None: no image, or the normal form is empty."""
        if self._firsts is None:
            self._firsts = {}
            for reference in self.references:
                self._firsts.setdefault(norm(reference.alt or ""), reference)
            self._firsts.pop("", None)
        return self._firsts.get(norm(alt))


NO_PAGE: Final = Page()
"""Of an image that stands in no document."""

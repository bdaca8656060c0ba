"""An image as the readers that go over lines note it, until the document has been read to its end."""

from __future__ import annotations

from msgspec import Struct

from altproof.model import ImageReference, Surroundings
from altproof.readers.base import Positions
from altproof.readers.html_tags import Tag
from altproof.readers.surroundings import Place


class Found(Struct, frozen=True, kw_only=True):
    """An image at its offsets in the source, before its surroundings are complete."""

    start: int
    end: int
    syntax: str
    target: str
    alt: str | None
    slot: tuple[int, int] | None
    """Where the alt text stands, or is to be put. None: it cannot be edited here."""
    computed: bool
    """Whether the alt text is known only to a program."""
    place: Place
    tag: Tag | None = None
    """The tag of HTML that shows it; None: the format's own syntax does."""

    def reference(self, document: str, positions: Positions, around: Surroundings) -> ImageReference:
        """The same with everything that stands around it."""
        return ImageReference(
            document=document,
            span=positions.span(self.start, self.end),
            syntax=self.syntax,
            target=self.target,
            alt=self.alt,
            alt_span=None if self.slot is None else positions.span(*self.slot),
            surroundings=around,
            fixed_alt=self.computed,
        )

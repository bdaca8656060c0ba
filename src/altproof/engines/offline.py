"""The engine that needs no key and no network: it reads the words that stand in an image file as text."""

from __future__ import annotations

from typing import Final

from altproof.engines.base import Picture
from altproof.model import Analysis, Feature, Request, TextLine
from altproof.spending import Usage

SVG = "image/svg+xml"


class OfflineEngine:
    """Reads the text of SVG files from the file itself; says of everything else that it cannot tell."""

    name: Final = "offline"
    features: Final = frozenset({Feature.READ})
    uses_context: Final = False
    identity: Final = ""
    usage: Final = Usage()
    concurrency: Final = 1
    passes_on: Final[frozenset[str]] = frozenset()

    def check(self, request: Request) -> None:
        """Nothing is refused: what cannot be done is named as unsupported."""

    async def analyse(self, picture: Picture, request: Request) -> Analysis:
        """The visible texts of an SVG, without places; all other features that were asked for are unsupported."""
        reads = picture.file.media_type == SVG and Feature.READ in request.features
        lines = tuple(TextLine(text) for text in picture.file.embedded.texts) if reads else None
        unsupported = tuple(feature for feature in request.features if not (reads and feature is Feature.READ))
        return Analysis(engine=self.name, text_lines=lines, unsupported=unsupported)

    async def aclose(self) -> None:
        """Nothing to give back."""

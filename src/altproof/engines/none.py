"""The engine of runs that only proofread: it looks at no image and never claims to have."""

from __future__ import annotations

from typing import Final

from altproof.engines.base import Picture
from altproof.model import Analysis, Feature, Request
from altproof.spending import Usage


class NoEngine:
    """Answers every request with "unsupported"."""

    name: Final = "none"
    features: Final[frozenset[Feature]] = frozenset()
    uses_context: Final = False
    identity: Final = ""
    usage: Final = Usage()
    concurrency: Final = 1
    passes_on: Final[frozenset[str]] = frozenset()

    def check(self, request: Request) -> None:
        """Nothing is refused: what cannot be done is named as unsupported."""

    async def analyse(self, picture: Picture, request: Request) -> Analysis:  # noqa: ARG002  (the protocol hands it in)
        """An analysis without any content."""
        return Analysis(engine=self.name, unsupported=request.features)

    async def aclose(self) -> None:
        """Nothing to give back."""

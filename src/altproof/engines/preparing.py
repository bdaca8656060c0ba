"""Pictures made fit beside the calls: the decoding child runs in a thread, so that the network never waits for it."""

from __future__ import annotations

import asyncio

from altproof.engines.base import Picture
from altproof.images.identify import identify
from altproof.images.workshop import Limits, Prepared, Workshop


class Preparing:
    """Hands pictures to a `Workshop` of its own; satisfies the engines' `Preparer`."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._workshop = Workshop()

    async def __call__(self, picture: Picture, /) -> Prepared:
        """The picture within the limits and without metadata. Raises ImageError."""
        facts = identify(picture.data)
        return await asyncio.to_thread(self._workshop.prepare, picture.data, facts, self._limits)

    async def aclose(self) -> None:
        """End the child."""
        await asyncio.to_thread(self._workshop.close)

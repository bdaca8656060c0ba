"""Pictures made fit beside the calls: the decoding child runs in a thread, so that the network never waits for it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from altproof.engines.base import Picture
from altproof.images.identify import identify
from altproof.images.workshop import Limits, Prepared, Workshop


class Preparing:
    """Hands pictures to a `Workshop` of its own; satisfies the engines' `Preparer`."""

    def __init__(self, limits: Limits | None = None, workshop: Workshop | None = None) -> None:
        self._limits = limits or Limits()
        self._workshop = workshop or Workshop()
        # One at a time, as the workshop does; threads of their own that wait for it could not be called off.
        self._thread = ThreadPoolExecutor(1, "preparing")

    async def __call__(self, picture: Picture, /) -> Prepared:
        """The picture within the limits and without metadata. Raises ImageError."""
        facts = identify(picture.data)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._workshop.prepare, picture.data, facts, self._limits)

    async def aclose(self) -> None:
        """End the child, even in the middle of its work."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._workshop.close)

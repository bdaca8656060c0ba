"""Pictures made fit beside the calls: the decoding child runs in a thread, so that the network never waits for it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from msgspec.structs import replace

from altproof.engines.base import Picture
from altproof.images.identify import identify
from altproof.images.workshop import Limits, Prepared, Workshop


class Sized(Protocol):
    """A picture that was sent."""

    @property
    def data(self) -> bytes:
        """Its bytes."""

    @property
    def width(self) -> int:
        """Pixels."""

    @property
    def height(self) -> int:
        """Pixels."""


class Preparing:
    """Hands pictures to a `Workshop` of its own; satisfies the engines' `Preparer`."""

    def __init__(self, limits: Limits | None = None, workshop: Workshop | None = None) -> None:
        self._limits = limits or Limits()
        self._workshop = workshop or Workshop()
        # One at a time, as the workshop does; threads of their own that wait for it could not be called off.
        self._thread = ThreadPoolExecutor(1, "preparing")

    async def __call__(self, picture: Picture, /) -> Prepared:
        """The picture within the limits and without metadata. Raises ImageError."""
        return await self._prepared(picture, self._limits)

    async def smaller(self, picture: Picture, refused: Sized, /) -> Prepared:
        """The picture with at most half the bytes and half the sides of one that was too large. Raises ImageError."""
        side = max(self._limits.min_side, max(refused.width, refused.height) // 2)
        limits = replace(self._limits, max_side=side, max_bytes=max(1, len(refused.data) // 2))
        return await self._prepared(picture, limits)

    async def _prepared(self, picture: Picture, limits: Limits) -> Prepared:
        facts = identify(picture.data)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._workshop.prepare, picture.data, facts, limits)

    async def aclose(self) -> None:
        """End the child, even in the middle of its work."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._workshop.close)

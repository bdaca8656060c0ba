"""When the next call may start: one clock for all tasks of a run, which learns the rate the service really gives.

Its figures were measured against rate-limited doubles (`bench/azure.py`).
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable

from msgspec import Struct

SLOWEST_RATE = 0.5
"""Calls a second below which a 429 does not push the rate."""

Sleep = Callable[[float], Awaitable[object]]


class Edges(Struct, frozen=True):
    """Time and chance, handed in so that tests need neither."""

    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    """Seconds since 1970, for pauses given as a date."""
    sleep: Sleep = asyncio.sleep
    chance: Callable[[], float] = random.SystemRandom().random
    """From 0 to 1, for the jitter."""


class SlotClock:
    """Hands out one start time per call to all tasks of a run, and learns the rate the service really gives.

    Factors as measured: x 0.8 at most once a second on a 429, + 0.02 per success, never below 0.5 calls a second.
    """

    def __init__(self, rate: float, edges: Edges) -> None:
        self.rate = self._believed = rate
        self._edges = edges
        self._next = self._held = 0.0
        self._cut = float("-inf")

    async def slot(self) -> None:
        """Wait for a start time; a pause that is announced meanwhile moves it."""
        while True:
            start = max(self._next, self._edges.clock())
            self._next = start + 1 / self.rate
            await self._edges.sleep(max(0.0, start - self._edges.clock()))
            if self._held <= start:
                return

    def succeeded(self) -> None:
        """Creep up to the rate that was believed at first."""
        self.rate = min(self._believed, self.rate + 0.02)

    def paused(self, wait: float) -> float:
        """Everybody waits; returns the seconds that this costs the run (one slot at least)."""
        now = self._edges.clock()
        cost = max(now + wait - max(self._next, now), 1 / self.rate)
        self._held = max(self._held, now + wait)
        self._next = max(self._next, now + wait)
        return cost

    def limited(self, wait: float) -> float:
        """The same after a 429, which also says that the rate is too high."""
        now = self._edges.clock()
        cost = self.paused(wait)
        if now - self._cut > 1:
            self.rate, self._cut = max(min(SLOWEST_RATE, self.rate), self.rate * 0.8), now
        return cost

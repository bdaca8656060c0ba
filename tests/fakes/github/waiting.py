"""A clock that only waiting moves."""

from __future__ import annotations

import asyncio

from altproof.github.pacing import Clock


class Time:
    """Starts at 1,000 seconds; `slept` are the pauses that were waited, in seconds."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    @property
    def clock(self) -> Clock:
        return Clock(now=self.read, wall=lambda: 1_700_000_000 + self.now, sleep=self.sleep)

    def read(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)

"""When the next request to GitHub may be sent, and when waiting has gone on for long enough.

The figures are GitHub's own advice ("Best practices for using the REST API", "Rate limits for the REST API"): one write
at a time and a second between them; the pause that an answer names, or else a minute.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping

from msgspec import Struct

from altproof.github.base import Refusal, RefusedError
from altproof.patterns import lazy_regex

BETWEEN_WRITES = 1.0
"""Seconds from the end of one write to the start of the next."""
BETWEEN_NOTICES = 3.0
"""The same where people are told of it: reviews and comments."""
MOST_WAITING = 120.0
"""Seconds that one run waits in all because GitHub is busy or failing."""
UNNAMED_PAUSE = 60.0
"""Seconds of the first pause where GitHub names none."""
RETRIES = 3
"""After the nth failure there is a pause of n squared seconds."""

_DIGITS = lazy_regex(r"\d{1,12}", re.ASCII)
_LIMITED = lazy_regex(r"rate limit|abuse detection", re.IGNORECASE)


class Clock(Struct, frozen=True):
    """Time, handed in so that tests need none."""

    now: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    """Seconds since 1970, for limits that end at a date."""
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep


def seconds_in(header: str | None) -> float | None:
    """The whole number in a header; None: it is not there, or it is something else."""
    return float(header) if header is not None and _DIGITS.fullmatch(header) else None


def pause_asked(status: int, headers: Mapping[str, str], message: str, wall: float, times: int) -> float | None:
    """Seconds that an answer asks to wait; None: it is no rate limit. `times`: how many limits came in a row, from 1.

    A 403 that names no limit, neither in its headers nor in words, is a missing permission.
    """
    if status not in (403, 429):
        return None
    if (named := seconds_in(headers.get("retry-after"))) is not None:
        return named
    ends = seconds_in(headers.get("x-ratelimit-reset"))
    if headers.get("x-ratelimit-remaining") == "0" and ends is not None:
        return max(1.0, ends - wall + 1)
    return UNNAMED_PAUSE * times if status == 429 or _LIMITED.search(message) else None


class Pace:
    """The starts and pauses of one client. Once its time for waiting is used up, it refuses everything."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next_write = self._next_notice = float("-inf")
        self._waited = 0.0
        self._stopped: RefusedError | None = None

    async def start(self, *, writes: bool, notifies: bool) -> None:
        """Wait for the start of a request. Raises RefusedError when no further request makes sense."""
        if self._stopped:
            raise RefusedError(self._stopped.refusal, self._stopped.message, hint=self._stopped.hint)
        due = max(self._next_write if writes else 0.0, self._next_notice if notifies else 0.0)
        if (rest := due - self._clock.now()) > 0:
            await self._clock.sleep(rest)

    def ended(self, *, writes: bool, notifies: bool) -> None:
        """A request was answered, or failed."""
        now = self._clock.now()
        self._next_write = now + BETWEEN_WRITES if writes else self._next_write
        self._next_notice = now + BETWEEN_NOTICES if notifies else self._next_notice

    def lost(self, seconds: float) -> None:
        """Time that went into an attempt without an answer counts as waiting."""
        self._waited += seconds

    async def limited(self, wait: float) -> None:
        """Wait out a rate limit. Raises RefusedError when that takes longer than there is."""
        if self._waited + wait > MOST_WAITING:
            message = f"GitHub limits the rate and asks for a pause of {wait:.0f} s"
            hint = "run again later; a matrix of jobs shares one limit, 1,000 requests an hour for each repository"
            self._stopped = RefusedError(Refusal.BUSY, message, hint=hint)
            raise self._stopped
        await self._wait(wait)

    async def failed(self, failures: int, asked: float, error: RefusedError) -> None:
        """Wait after the nth failure, at least for what the answer `asked`; raises `error` when it was the last."""
        wait = max(asked, float(failures**2))
        if self._waited + wait > MOST_WAITING:
            self._stopped = error
        if failures > RETRIES or self._stopped:
            raise error
        await self._wait(wait)

    async def _wait(self, seconds: float) -> None:
        self._waited += seconds
        await self._clock.sleep(seconds)

"""Telling how far long work is, seldom enough that short work is told of never. Pure: the clock is handed in."""

from __future__ import annotations

from collections.abc import Callable

EVERY = 30.0
"""Seconds between two lines: a log of an hour gets 120 of them."""


class Progress:
    """Counts what is done."""

    def __init__(self, what: str, total: int, tell: Callable[[str], None], clock: Callable[[], float]) -> None:
        """`what` is being done, such as `looked at`; `clock` gives seconds from any beginning."""
        self._what, self._total, self._tell, self._clock = what, total, tell, clock
        self._done = 0
        self._told = clock()

    def one_more(self) -> None:
        """Count one, and tell when nothing was told for a while and something is left to do."""
        self._done += 1
        now = self._clock()
        if now - self._told >= EVERY and self._done < self._total:
            self._told = now
            self._tell(f"{self._what} {self._done} of {self._total} images")

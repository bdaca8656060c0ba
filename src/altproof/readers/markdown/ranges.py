"""Stretches of a text, and which of them a place is in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

Stretch = tuple[int, int]
"""Where a part of the text begins and ends, in characters."""


class Ranges:
    """Stretches in order, none of them in another."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        found = list(stretches)
        self._starts = [low for low, _ in found]
        self._ends = [high for _, high in found]

    def end(self, place: int) -> int | None:
        """Where the stretch around `place` ends; None: there is none."""
        index = bisect_right(self._starts, place) - 1
        return self._ends[index] if index >= 0 and place < self._ends[index] else None

"""How wide a piece of colour is along its own axis, which may be bent: what tells a shaft from a head."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Place = tuple[float, float]
"""x and y in pixels."""
SLIM = 1.6
"""Times the usual width: where a piece is no wider, its middle tells how it is bent."""
ROUNDS = 3
"""In which the nearest place on a bent axis is found; bent as little as a shaft is, more change nothing."""


class Profile(Struct, frozen=True):
    """Each array has an entry for each pixel of the way along."""

    left: Numbers
    """Pixels from the axis to the outermost of the piece on that side, as one goes along."""
    right: Numbers
    inner: Numbers
    """Pixels from the axis to the nearest of the piece, on whichever side."""
    ink: Numbers
    """Pixels that belong to the piece."""
    start: Place
    end: Place

    @property
    def width(self) -> Numbers:
        """Pixels across, gaps included."""
        return self.left + self.right + 1

    @property
    def steady(self) -> Numbers:
        """The width without what only one step shows."""
        neighbours = np.lib.stride_tricks.sliding_window_view(np.pad(self.width, 1, mode="edge"), 3)
        return np.asarray(np.median(neighbours, axis=1))

    def turned(self) -> Profile:
        """The same, going the other way."""
        return Profile(self.right[::-1], self.left[::-1], self.inner[::-1], self.ink[::-1], self.end, self.start)


def profiles(points: Numbers) -> Iterator[Profile]:
    """A piece, given as rows of x and y, along its longer axis, along the same bent as its middle is, and across."""
    centre = points.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov((points - centre).T))
    across, along = axes[:, 0], axes[:, 1]
    ahead, aside = (points - centre) @ along, (points - centre) @ across
    straight = _profile(points, ahead, aside)
    yield straight
    yield _profile(points, *_unbent(ahead, aside, _bend(straight, float(ahead.min()))))
    yield _profile(points, aside, ahead)


def _profile(points: Numbers, ahead: Numbers, aside: Numbers) -> Profile:
    """`ahead` and `aside` tell of each point how far along the axis it is and how far from it."""
    step = (ahead - ahead.min()).astype(np.intp)
    count = int(step.max()) + 1
    ink = np.bincount(step, minlength=count).astype(np.float64)
    left, right, inner = np.full(count, -np.inf), np.full(count, -np.inf), np.full(count, np.inf)
    np.maximum.at(left, step, -aside)
    np.maximum.at(right, step, aside)
    np.minimum.at(inner, step, np.abs(aside))
    start, end = (points[step == index].mean(axis=0) for index in (0, count - 1))
    filled = np.flatnonzero(ink)  # a thin slanting line has no pixel at some steps
    left, right, inner, ink = (
        np.interp(np.arange(count), filled, values[filled]) for values in (left, right, inner, ink)
    )
    return Profile(left, right, inner, ink, (float(start[0]), float(start[1])), (float(end[0]), float(end[1])))


def _bend(profile: Profile, begin: float) -> Numbers:
    """The parabola through the middle of a piece where it is slim: how far aside it is at each place ahead."""
    slim = np.flatnonzero(profile.width <= SLIM * np.median(profile.width))
    middle = (profile.right - profile.left) / 2
    return np.polyfit(slim + begin + 0.5, middle[slim], 2) if len(slim) > 3 else np.zeros(3)


def _unbent(ahead: Numbers, aside: Numbers, bend: Numbers) -> tuple[Numbers, Numbers]:
    """How far each point is along a bent axis, and how far from it."""
    slope = np.polyder(bend)
    place = ahead
    for _ in range(ROUNDS):  # to the foot of the perpendicular
        steep = np.polyval(slope, place)
        place = place + ((ahead - place) + (aside - np.polyval(bend, place)) * steep) / (1 + steep**2)
    steps = np.linspace(place.min(), place.max(), 256)
    lengths = np.hypot(np.diff(steps), np.diff(np.polyval(bend, steps)))
    way = np.interp(place, steps, np.concatenate(([0.0], np.cumsum(lengths))))
    beyond = aside - np.polyval(bend, place)
    return way, np.copysign(np.hypot(ahead - place, beyond), beyond)

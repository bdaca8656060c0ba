"""Arrows that an author drew: a shaft of even width, then at one end a head, wider at once, that tapers to a point.

A head may be filled or open; the shaft may grow towards it, as pens of capture tools draw it, and be bent a little.
Silence is favoured: an arrow that is joined to anything but a frame is not found, nor is a small one.
"""

from __future__ import annotations

import numpy as np

from altproof.model import Highlight, Marking, Point
from altproof.seeing.pieces import SHORTEST, Piece, pieces, stands_out
from altproof.seeing.pixels import Pixels
from altproof.seeing.profile import Profile, profiles

WIDER, WIDEST_END = 1.7, 1.35
"""Times the width of the shaft at the head: the head's at least, the tail's at most."""
SMALLEST_HEAD = 6
"""Pixels across."""
SLOPES = 0.33, 2.4
"""How long a head may be, in shares of its width."""
SHORTEST_SHAFT, SLIM = 10, 1.2
"""Pixels of a shaft, and times its width."""
HEADS, HEAD_WIDTHS = 0.8, 0.35
"""How long a shaft must be at least, beside the length of the head and its width: cursors and houses are stouter."""
UNEVEN, UNEVEN_HEAD = (1.2, 0.2), (2.2, 0.17)
"""By how much the width may differ from what it should be somewhere: pixels, or shares of the width if that is more."""
MOSTLY = 0.88
"""The share of the places along the way at which things must be as they should."""
BLUNT = 3, 0.42
"""How wide the point may be: pixels, or shares of the head's width if that is more."""
RISE = 3, 0.5
"""Where the head may become wide: pixels from the shaft's end, or shares of the head's length if that is more."""
LOPSIDED = 0.25
"""Of the head's area: by how much more of it may lie on one side."""
SOLID = 0.8
"""Of what is between its outermost pixels: what is filled in a filled shape."""


def find(picture: Pixels, mask: Pixels) -> list[Highlight]:
    """The arrows of one colour without the words at their tips; `mask` is not 0 where the colour is."""
    found = []
    for piece in pieces(mask):
        tip = _tip(piece)
        if tip is not None and stands_out(piece, picture, mask):
            found.append(Highlight(Marking.ARROW, piece.box, tip=tip))
    return found


def _tip(piece: Piece) -> Point | None:
    """Where a piece points; None: it is no arrow."""
    for profile in profiles(np.column_stack((piece.columns, piece.rows)).astype(np.float64)):
        for way in (profile, profile.turned()):
            if _is_arrow(way):
                return Point(round(way.end[0]), round(way.end[1]))
    return None


def _is_arrow(way: Profile) -> bool:
    """Whether there is a shaft and then a head, going this way."""
    width = way.steady
    peak = int(np.argmax(width))
    long = len(width) - peak
    if len(width) < SHORTEST or peak <= SHORTEST_SHAFT or long < SMALLEST_HEAD - 1:
        return False
    head = float(way.width[peak - 1 : peak + 2].max())
    slim = np.flatnonzero(width[:peak] <= (np.median(width[:peak]) + head) / 2)
    joint = int(slim[-1]) if len(slim) else 0
    if joint < max(SHORTEST_SHAFT, HEADS * long, HEAD_WIDTHS * head) or peak - joint > max(RISE[0], RISE[1] * long):
        return False
    return _has_shaft(way, joint, head) and _has_head(way, joint, peak, head)


def _has_shaft(way: Profile, joint: int, head: float) -> bool:
    """Whether everything before the joint is one solid line that is even, or grows evenly towards a wider head."""
    width = way.steady[2 : joint - 1]  # without its ends, which may be round
    places = np.arange(len(width))
    even = np.polyval(np.polyfit(places, width, 1), places)
    end = float(even[-1])
    if head < max(SMALLEST_HEAD, WIDER * end) or joint < SLIM * end or even[0] > WIDEST_END * end + 1:
        return False
    is_even = np.mean(np.abs(width - even) <= max(UNEVEN[0], UNEVEN[1] * end)) >= MOSTLY
    is_solid = np.sum(way.ink[2 : joint - 1]) >= SOLID * np.sum(way.width[2 : joint - 1])
    return bool(is_even and is_solid and np.max(way.steady[:joint]) <= (end + head) / 2)


def _has_head(way: Profile, joint: int, peak: int, head: float) -> bool:
    """Whether everything from the peak on tapers evenly to a point, on both sides, and is filled or has a midline."""
    width = way.steady[peak:]
    point = float(way.width[-1])
    even = np.linspace(head, point, len(width))
    if point > max(BLUNT[0], BLUNT[1] * head) or not SLOPES[0] * head <= len(width) <= SLOPES[1] * head:
        return False
    if np.mean(np.abs(width - even) <= max(UNEVEN_HEAD[0], UNEVEN_HEAD[1] * head)) < MOSTLY:
        return False
    shift = float(np.median(way.right[2:joint]) - np.median(way.left[2:joint])) / 2
    area = float(np.sum(way.width[peak:]))
    if abs(float(np.sum(way.left[peak:] - way.right[peak:] + 2 * shift))) > LOPSIDED * area:
        return False
    midline = max(1.0, float(np.median(way.steady[:joint])) / 2)
    return bool(np.sum(way.ink[peak:]) >= SOLID * area or np.mean(way.inner[peak:] <= midline) >= MOSTLY)

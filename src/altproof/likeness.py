"""Whether two pictures show the same, as far as their hashes tell: nearly alike, or one the dark version of the other.

A picture's two hashes say at 64 places whether it gets clearly brighter there, clearly darker, or neither. One of them
alone does not do: dark pages have few places that get brighter, and different ones share all of these.

The limits were measured with 92 screenshots of real pages (46 pages, each in a light and a dark theme) and 89 images of
five documentation repositories; 174 of these 181 have `FEWEST_STEPS`. Of copies changed on purpose this share is found
to be alike: half the size 97 %, a third 97 %, JPEG of quality 80 99 %, of quality 40 98 %, another number in it 100 %,
cut by 1 % at each side 82 %, by 2 % 52 %, a dialog over a ninth of it 20 %. Of 15,051 pairs of different pictures none
is; the nearest two differ in 8 bits.

43 of 44 pages are found to be their own dark version, and the last has 14 other steps. Of two different pages 1 % are,
and 4 % of those of one site; so names or documents have to say it as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from altproof.model import Appearance

MOST_BITS = 6
"""Of 128, in which pictures that are nearly alike differ."""
FEWEST_STEPS = 20
"""Of 64 places with a step that a picture needs to be compared: with fewer, those of different pictures are alike."""
MOST_STRETCH = 1.1
"""By how much the ratios of the sides may differ."""
MOST_OTHER_STEPS = 12
"""Of 64 places, where a picture and its dark version differ in having a step at all."""
UNLIKE = 20
"""The same for two pictures that are surely not one; in between nothing is said."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is compared of one picture."""

    rising: int
    """64 bits: where it gets brighter."""
    falling: int
    """64 bits: where it gets darker."""
    ratio: float
    """Long side by short side, so that turning does not matter; 0: unknown."""
    dark: bool

    @property
    def steps(self) -> int:
        """64 bits: where it gets one or the other."""
        return self.rising | self.falling


def look_of(found: Appearance | None, width: int | None, height: int | None) -> Look | None:
    """What can be compared; None where no pixels were looked at, and for icons and pictures with hardly anything."""
    if found is None or found.blank or found.kind == "icon" or not (found.perceptual_hash and found.negative_hash):
        return None
    short, long = sorted((width or 0, height or 0))
    look = Look(int(found.perceptual_hash, 16), int(found.negative_hash, 16), long / short if short else 0, found.dark)
    return look if look.steps.bit_count() >= FEWEST_STEPS else None


def are_alike(one: Look, other: Look) -> bool:
    """Whether two pictures are nearly the same: in another size or format, cut a little, or with a detail changed."""
    if (one.rising ^ other.rising).bit_count() + (one.falling ^ other.falling).bit_count() > MOST_BITS:
        return False
    return max(one.ratio, other.ratio) <= MOST_STRETCH * min(one.ratio, other.ratio)


def are_themes(one: Look, other: Look) -> bool | None:
    """Whether one of two pictures seems to be the dark version of the other; None where that cannot be told."""
    differing = (one.steps ^ other.steps).bit_count()
    if differing > UNLIKE:
        return False
    return True if differing <= MOST_OTHER_STEPS and one.dark is not other.dark else None

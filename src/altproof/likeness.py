"""Whether two pictures show the same, as far as their hashes tell: nearly alike, or one the dark version of the other.

A picture's two hashes say at 64 places whether it gets clearly brighter there, clearly darker, or neither. One of them
alone does not do: dark pages have few places that get brighter, and different ones share all of these.

**Nearly alike** was measured with 92 screenshots of real pages (46 pages, each in a light and a dark theme) and 89
images of five documentation repositories; 174 of these 181 have `FEWEST_STEPS`. Of copies changed on purpose this share
is found: half the size 97 %, a third 97 %, JPEG of quality 80 99 %, of quality 40 98 %, another number in it 100 %, cut
by 1 % at each side 82 %, by 2 % 52 %, a dialog over a ninth of it 20 %. Of 15,051 pairs of different pictures none is;
the nearest two differ in 8 bits.

**Dark and light** pictures have their steps at the same places, and many, but not all, the other way round: coloured
things and pictures stay as they are. Of the 46 pages 45 are found to be their own dark version, and none is taken for
another picture. Of 411 pairs of files that 14 projects name as such (windows and widgets of GTK and libadwaita, logos)
353 are found, and 19 are taken for other pictures, most of them windows of another size. Of two different pages 1 % are
found, of two of one site or project 4 %: so names or documents have to say it as well.
"""

from __future__ import annotations

from msgspec import Struct

from altproof.model import Appearance

MOST_BITS = 6
"""Of 128, in which pictures that are nearly alike differ."""
FEWEST_STEPS = 20
"""Of 64 places with a step, to be nearly alike: with fewer those of different pictures are alike."""
MOST_STRETCH = 1.1
"""By how much the ratios of the sides may differ."""
FEWEST_STEPS_OF_THEMES = 8
MOST_OTHER_STEPS = 12
"""Of 64 places, where a picture and its dark version differ in having a step at all."""
SHARED = 3
"""Steps at the same place for each that is not; with fewer than one they are two pictures, and in between nothing is
said."""


class Look(Struct, frozen=True):
    """What is compared of one picture."""

    rising: int
    """64 bits: where it gets brighter."""
    falling: int
    """64 bits: where it gets darker."""
    ratio: float
    """Long side by short side, so that turning does not matter; 0: unknown."""
    dark: bool
    detailed: bool
    """Whether there is enough in it to be compared with any other; icons are not."""

    @property
    def steps(self) -> int:
        """64 bits: where it gets one or the other."""
        return self.rising | self.falling


def look_of(found: Appearance | None, width: int | None, height: int | None) -> Look | None:
    """What can be compared; None where no pixels were looked at, and for pictures with hardly anything in them."""
    if found is None or found.blank or not (found.perceptual_hash and found.negative_hash):
        return None
    rising, falling = int(found.perceptual_hash, 16), int(found.negative_hash, 16)
    steps = (rising | falling).bit_count()
    if steps < FEWEST_STEPS_OF_THEMES:
        return None
    short, long = sorted((width or 0, height or 0))
    detailed = steps >= FEWEST_STEPS and found.kind != "icon"
    return Look(rising, falling, long / short if short else 0, found.dark, detailed)


def are_alike(one: Look, other: Look) -> bool:
    """Whether two pictures are nearly the same: in another size or format, cut a little, or with a detail changed."""
    if not (one.detailed and other.detailed):
        return False
    if (one.rising ^ other.rising).bit_count() + (one.falling ^ other.falling).bit_count() > MOST_BITS:
        return False
    return max(one.ratio, other.ratio) <= MOST_STRETCH * min(one.ratio, other.ratio)


def are_themes(one: Look, other: Look) -> bool | None:
    """Whether two pictures that are named for a dark and a light theme are one; None where that cannot be told."""
    shared, differing = (one.steps & other.steps).bit_count(), (one.steps ^ other.steps).bit_count()
    if differing > shared:
        return False
    return True if differing <= MOST_OTHER_STEPS and shared >= SHARED * differing else None

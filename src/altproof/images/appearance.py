"""What the pixels of a picture say of themselves: shade, colour, blankness, transparency, and a hash for likeness.

Values in, values out; works on any decoded Pillow image. Runs where pixels are, so in a confined child only.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PIL import Image

from altproof.images.raster import DARK, WHITE, is_light, is_transparent, on_paper
from altproof.model import Appearance

SHADE = 80
"""Grey value of 255 below which a pixel is dark; dark themes are painted in 20 to 60, their ink in 200 and more."""
MOSTLY = 0.5
NOISE = 8
"""Of 255, in any channel: what compression makes of one colour."""
SAMPLE_SIDE = 256
"""Pixels of the long side on which colours are counted."""
HASH_SIDE = 8
"""Rows and differences in each row: 64 bits."""
STEP = 1
"""Grey value: a difference that is no larger is none, so that noise on a plain background sets no bits."""


def appearance(picture: Image.Image, frames: int = 1) -> Appearance:
    """All that is told here; `frames` is what the file's header says. Kind and highlights are left open."""
    page = as_shown(picture)
    likeness, negative = difference_hashes(page)
    return Appearance(
        dark=dark_share(page) > MOSTLY,
        colour=dominant_colour(page),
        blank=is_blank(page),
        transparent=shows_through(picture),
        frames=frames,
        perceptual_hash=likeness,
        negative_hash=negative,
    )


def as_shown(picture: Image.Image) -> Image.Image:
    """The picture as RGB on the page that it was made for: dark for light drawings without a background, else white."""
    if picture.mode not in {"L", "RGB", "LA", "RGBA"}:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return on_paper(picture, DARK if is_transparent(picture) and is_light(picture) else WHITE)


def dark_share(picture: Image.Image) -> float:
    """The share, 0 to 1, of its pixels that are dark."""
    counts = as_shown(picture).convert("L").histogram()
    return sum(counts[:SHADE]) / sum(counts)


def dominant_colour(picture: Image.Image) -> str:
    """The commonest colour of the commonest group of like colours, as `#rrggbb`; of two as common, the darker."""
    sample = as_shown(picture)
    scale = min(1.0, SAMPLE_SIDE / max(sample.size))
    size = max(1, round(sample.width * scale)), max(1, round(sample.height * scale))
    counted = sample.resize(size, Image.Resampling.NEAREST).getcolors(size[0] * size[1]) or []
    groups: dict[tuple[int, ...], list[tuple[int, tuple[int, ...]]]] = {}
    for count, colour in counted:
        if isinstance(colour, tuple):  # always, in RGB
            groups.setdefault(tuple(channel >> 5 for channel in colour), []).append((count, colour))
    commonest = max(sorted(groups.items()), key=lambda group: sum(count for count, _ in group[1]))[1]
    _, colour = min(commonest, key=lambda entry: (-entry[0], entry[1]))
    return "#" + bytes(colour).hex()


def is_blank(picture: Image.Image) -> bool:
    """Whether the page that shows it would show one colour only, but for the noise of compression."""
    return all(high - low <= NOISE for low, high in _ranges(as_shown(picture)))


def shows_through(picture: Image.Image) -> bool:
    """Whether the page behind it can be seen somewhere; an alpha channel that hides nothing does not count."""
    if not picture.has_transparency_data:
        return False
    lowest, _ = _ranges(picture.convert("RGBA"))[3]
    return lowest < 255 - NOISE


def difference_hashes(picture: Image.Image) -> tuple[str, str]:
    """Two times 16 hexadecimal digits: of the picture, and of its negative, where light and dark have changed places.

    For 8 rows of 9 grey samples they tell of each whether it is clearly brighter than the one to its left, and whether
    it is clearly darker. Pictures that look the same, in whatever size or format, differ in few bits of both; one
    colour gives zeros. `altproof.likeness` compares them.
    """
    size = HASH_SIDE + 1, HASH_SIDE
    grey = as_shown(picture).convert("L").resize(size, Image.Resampling.BOX).tobytes()
    rows = [grey[start : start + size[0]] for start in range(0, len(grey), size[0])]
    steps = [right - left for row in rows for left, right in pairwise(row)]
    return _digits(step > STEP for step in steps), _digits(step < -STEP for step in steps)


def _digits(bits: Iterable[bool]) -> str:
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"


def _ranges(picture: Image.Image) -> list[tuple[int, int]]:
    """For each channel its lowest and highest value."""
    present = [[level for level, count in enumerate(channel.histogram()) if count] for channel in picture.split()]
    return [(levels[0], levels[-1]) for levels in present]

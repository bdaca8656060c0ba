"""What is found to be nearly alike, and what to be a dark and a light version, among the images of a folder.

    python bench/likeness.py FOLDER [--most 300]

Three things: copies changed on purpose, all of which should be found; pairs of different images, few of which should be
(look at those that are: many are other sizes of one picture); and the files that are named as versions of each other,
beside as many pairs of other such files. Opens the images in this process: give it your own.
"""

from __future__ import annotations

import argparse
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, pairwise
from pathlib import Path

from PIL import Image

from altproof.images.appearance import appearance, as_shown
from altproof.likeness import Look, are_alike, are_themes, look_of
from altproof.themes import Names

SUFFIXES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".avif"}
MOST_PIXELS = 20_000_000


def scaled(share: float) -> Callable[[Image.Image], Image.Image]:
    """Makes the picture smaller."""
    return lambda picture: picture.resize((max(1, int(picture.width * share)), max(1, int(picture.height * share))))


def as_jpeg(quality: int) -> Callable[[Image.Image], Image.Image]:
    """Saves and opens the picture."""

    def saved(picture: Image.Image) -> Image.Image:
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=quality)
        return Image.open(data)

    return saved


def cut(share: float) -> Callable[[Image.Image], Image.Image]:
    """Takes so much away at each side."""

    def inner(picture: Image.Image) -> Image.Image:
        across, down = int(picture.width * share), int(picture.height * share)
        return picture.crop((across, down, picture.width - across, picture.height - down))

    return inner


CHANGES: Mapping[str, Callable[[Image.Image], Image.Image]] = {
    "half the size": scaled(0.5),
    "a third of the size": scaled(0.3),
    "JPEG of quality 80": as_jpeg(80),
    "JPEG of quality 40": as_jpeg(40),
    "cut by 1 % at each side": cut(0.01),
    "cut by 2 % at each side": cut(0.02),
}


def look(picture: Image.Image) -> Look | None:
    """What is compared of a picture."""
    return look_of(appearance(picture), *picture.size)


def pictures(folder: Path, most: int) -> Iterator[tuple[str, Image.Image]]:
    """The images below a folder that can be opened, as a page shows them; no two with the same bytes."""
    known: set[bytes] = set()
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in SUFFIXES or not path.is_file() or len(known) >= most:
            continue
        data = path.read_bytes()
        try:
            picture = Image.open(io.BytesIO(data))
            if data not in known and picture.width * picture.height <= MOST_PIXELS:
                picture.load()
                known.add(data)
                yield path.relative_to(folder).as_posix(), as_shown(picture)
        except Exception as error:  # noqa: BLE001  (whatever a bad file sets off)
            print(f"  left out: {path.name}: {error}")


def versions(looks: Mapping[str, Look]) -> dict[str, Counter[bool | None]]:
    """The verdicts on files named as versions of each other, and on as many pairs of other such files."""
    names = Names(looks)
    named = sorted({tuple(sorted((path, twin.path))) for path in looks for twin in names.twins(path) if twin.sure})
    others = [(one, other) for (one, _), (_, other) in pairwise(named)]
    return {
        kind: Counter(are_themes(looks[one], looks[other]) for one, other in pairs)
        for kind, pairs in (("named as versions", named), ("others of them", others))
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=300)
    options = parser.parse_args()
    found: Counter[str] = Counter()
    looks: dict[str, Look] = {}
    for path, picture in pictures(options.folder, options.most):
        own = look(picture)
        if own is None:
            continue
        looks[path] = own
        for change, made in CHANGES.items() if own.detailed else ():
            other = look(made(picture))
            found[change] += other is not None and are_alike(own, other)
    detailed = {path: own for path, own in looks.items() if own.detailed}
    print(f"{len(looks)} images can be compared, {len(detailed)} of them with any other")
    for change in CHANGES:
        print(f"  {change}: {found[change] / max(1, len(detailed)):.0%} alike")
    pairs = list(combinations(detailed, 2))
    alike = [pair for pair in pairs if are_alike(detailed[pair[0]], detailed[pair[1]])]
    print(f"  of {len(pairs):,} pairs of different files: {len(alike)} alike")
    for pair in alike[:40]:
        print("    ", *pair)
    for kind, verdicts in versions(looks).items():
        told = ", ".join(f"{verdicts[key]} {word}" for key, word in ((True, "one"), (None, "unsure"), (False, "two")))
        print(f"  {kind}: {told}")


if __name__ == "__main__":
    main()

"""Which marks are found in pictures: each with its place, to be looked at beside the picture, and the time they took.

    python bench/marks.py FOLDER [--arrows]

Looks at the images below FOLDER, without reading their text; with --arrows only those with an arrow are printed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import cv2
from offline import images

from altproof.engines.offline_looking import LIMITS
from altproof.errors import ImageError
from altproof.images.identify import identify
from altproof.images.workshop import Workshop
from altproof.model import Highlight, Marking
from altproof.seeing import marks
from altproof.seeing.pixels import opened


def told(mark: Highlight) -> str:
    """A mark in pixels of the picture as it is seen."""
    place = f"{mark.marking} {mark.box.x},{mark.box.y} {mark.box.width}x{mark.box.height}"
    return place if mark.tip is None else f"{place} to {mark.tip.x},{mark.tip.y}"


def main() -> None:
    """Print the marks and the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--arrows", action="store_true")
    given = parser.parse_args()
    cv2.setNumThreads(1)
    workshop, seconds, refused, marked = Workshop(), [], 0, 0
    for path in images(given.folder, 100_000):
        data = path.read_bytes()
        try:
            picture = opened(workshop.prepare(data, identify(data), LIMITS).data)
        except ImageError:
            refused += 1
            continue
        start = time.process_time()
        found = marks.find(picture)
        seconds.append(time.process_time() - start)
        if any(mark.marking is Marking.ARROW or not given.arrows for mark in found):
            marked += 1
            print(f"{path.relative_to(given.folder)}: {'; '.join(map(told, found))}")
    workshop.close()
    print(f"{len(seconds)} images, {marked} of them listed, {refused} refused")
    if seconds:
        print(f"processor seconds for one: median {statistics.median(seconds):.3f}, most {max(seconds):.3f}")


if __name__ == "__main__":
    main()

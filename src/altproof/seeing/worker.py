"""The seeing child's program: loads its models, confines itself, then looks at one plain picture after the other.

Run as a file with `python -I`; with the argument `text` it can read. See `images/serving.py` for the rest of its life.
"""

from __future__ import annotations

import ctypes
import json
import sys
from dataclasses import asdict
from pathlib import Path

if not __package__:  # run as a file: -I keeps the package's own folder off the path; last, so that it hides nothing
    sys.path.append(str(Path(__file__).resolve().parents[2]))

import cv2
import numpy as np

from altproof.images import protocol, raster, serving
from altproof.images.confinement import Allowance
from altproof.images.protocol import Header
from altproof.seeing import sight
from altproof.seeing.faces import Faces
from altproof.seeing.pixels import Pixels, opened
from altproof.seeing.sight import Wishes

ALLOWANCE = Allowance(address_space=3 << 30, cpu_seconds=30, cpu_seconds_in_all=3300)
"""ONNX Runtime reserves more than it uses; 20 s of waiting are less than 30 s on two processors."""
READS = "text"
WARM_UP = 64, 96


class Seer:
    """What the child is: the models, and the one thing that it can be asked for."""

    def __init__(self, *, reads: bool) -> None:
        """`reads` decides whether it can read, for which it needs most of its time and memory."""
        self._reads = reads

    def load(self) -> None:
        """Bring in all that will be needed, and look once, since libraries load more when they first work."""
        raster.load()
        cv2.setNumThreads(1)
        self._libc = ctypes.CDLL(None)
        self._faces, self._reader = Faces(), None
        if self._reads:
            from altproof.seeing import models
            from altproof.seeing.reader import Reader

            self._reader = Reader(models.folder())
        sight.look(_letters(), Wishes(text=True, faces=True, crops=True), self._reader, self._faces)
        self._faces.find(_letters())

    def look(self, header: Header, data: bytes) -> bytes:
        """Answer `look`: what is seen, as JSON."""
        seen = sight.look(opened(data), Wishes.from_header(header), self._reader, self._faces)
        self._libc.malloc_trim(0)  # what a large picture took is not needed for the next
        return protocol.frame({"status": protocol.DONE}, json.dumps(asdict(seen)).encode("ascii"))


def _letters() -> Pixels:
    """A picture that holds something to read."""
    paper = np.full((*WARM_UP, 3), 255, dtype=np.uint8)
    cv2.putText(paper, "Aa", (8, 48), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 2)
    return paper


if __name__ == "__main__":
    seer = Seer(reads=READS in sys.argv[1:])
    serving.run(seer.load, {"look": seer.look}, ALLOWANCE)

"""What the seeing child is: the models, and the one thing that it can be asked for."""

from __future__ import annotations

import ctypes

import cv2
import msgspec.json
import numpy as np

from altproof.images import protocol, raster
from altproof.images.protocol import Header
from altproof.seeing import models, sight, unplugged
from altproof.seeing.faces import Faces
from altproof.seeing.pixels import Pixels, opened
from altproof.seeing.sight import Wishes

WARM_UP = 64, 96
"""Pixels of the first picture, which nobody asks about."""


class Seer:
    """Looks at plain pictures. All that it will ever need is loaded when it is made: no file can be opened later."""

    def __init__(self, *, reads: bool) -> None:
        """`reads` decides whether it can read, for which it needs most of its time and memory."""
        raster.load()
        cv2.setNumThreads(1)
        self._libc = ctypes.CDLL(None)
        self._faces, self._reader = Faces(), None
        if reads:
            unplugged.unplug()
            from altproof.seeing.reader import Reader

            self._reader = Reader(models.folder())
        # libraries load more when they first work
        sight.look(_letters(), Wishes(text=True, faces=True, crops=True), self._reader, self._faces)
        self._faces.find(_letters())

    def look(self, header: Header, data: bytes) -> bytes:
        """Answer `look`: what is seen, as JSON."""
        seen = sight.look(opened(data), Wishes.from_header(header), self._reader, self._faces)
        self._libc.malloc_trim(0)  # what a large picture took is not needed for the next
        return protocol.frame({"status": protocol.DONE}, msgspec.json.encode(seen))


def _letters() -> Pixels:
    """A picture that holds something to read."""
    paper = np.full((*WARM_UP, 3), 255, dtype=np.uint8)
    cv2.putText(paper, "Aa", (8, 48), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 2)
    return paper

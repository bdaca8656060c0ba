"""The program's side of the seeing child: what is asked of it, and how little of its answers is believed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from altproof.engines.cache_wire import MOST_BYTES, checked
from altproof.errors import ImageError
from altproof.images.protocol import DONE, Reason
from altproof.images.supervisor import AGAIN, Supervisor, Trade
from altproof.seeing.sighting import Sighting

WORKER = Path(__file__).resolve().parents[1] / "seeing" / "worker.py"
IMAGE_SECONDS = 20.0
"""Of waiting for one image; a page full of text takes about 6 s of two processors."""
SEEING = Trade("looking at the image", "reader of images", "seeing process", "make the image smaller, or cut it")
REFUSALS: Mapping[str, tuple[str, str]] = {
    Reason.MEMORY: ("the image needs more memory than looking at it is given", "make the image smaller"),
}


class Wanted(Struct, frozen=True):
    """What to look for."""

    text: bool = False
    faces: bool = False
    crops: bool = False
    ratios: tuple[float, ...] = ()
    """Width divided by height of each crop; empty: the child chooses one."""


class Onlooker(Supervisor):
    """Looks at plain pictures, one at a time, in a child that starts when it is first needed."""

    def __init__(self, *, reads: bool, seconds: float = IMAGE_SECONDS, program: Path = WORKER) -> None:
        """`reads` decides whether the child loads what it reads with, which takes most of its time and memory."""
        super().__init__(SEEING, program, seconds=seconds, arguments=("text",) if reads else ())

    def look(self, picture: bytes, wanted: Wanted) -> Sighting:
        """What is seen in a PNG or JPEG that the decoding child has made, in its pixels. Raises ImageError."""
        order: dict[str, str | int] = {
            "command": "look",
            "text": int(wanted.text),
            "faces": int(wanted.faces),
            "crops": int(wanted.crops),
            "ratios": " ".join(map(str, wanted.ratios)),
        }
        with self._lock:
            header, answer = self._ask(order, picture, MOST_BYTES)
            if header.get("status") != DONE:
                message, hint = REFUSALS.get(str(header.get("reason")), ("the image could not be looked at", AGAIN))
                raise ImageError(message, hint=hint)
            try:
                return checked(Sighting, json.loads(answer))
            except (ValueError, TypeError, RecursionError) as exc:
                self._discard(kill=True)
                raise self._distrusted() from exc

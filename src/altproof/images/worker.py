"""The decoding child's program: what it can be asked for, and what it loads before it confines itself.

Run as a file by `child.py` with `python -I`; see `protocol.py` for what it reads and writes.
"""

from __future__ import annotations

import sys
from pathlib import Path

if not __package__:  # run as a file: -I keeps the package's own folder off the path; last, so that it hides nothing
    sys.path.append(str(Path(__file__).resolve().parents[2]))

from altproof.images import appearance, comparison, drawing, protocol, raster, serving
from altproof.images.confinement import Allowance
from altproof.images.protocol import Header, Reason, Refused, text
from altproof.images.serving import Commands

DRAWING = "SVG"
"""The format of a request that is drawn and not decoded."""
SEALED_ONLY = frozenset({DRAWING, raster.HEIF})
"""The formats that need files or threads."""


def prepare(header: Header, data: bytes) -> bytes:
    """Answer `prepare`: the image as a plain file."""
    if text(header, "format") == DRAWING:
        made, width, height = drawing.prepare(drawing.Order.from_header(header), data, drawing.fonts())
    else:
        made, width, height = raster.prepare(raster.Order.from_header(header), data)
    return protocol.frame({"status": protocol.DONE, "original_width": width, "original_height": height}, made)


def look(header: Header, data: bytes) -> bytes:
    """Answer `look`: what the pixels say of themselves."""
    if text(header, "format") == DRAWING:
        picture = drawing.drawn(drawing.Order.from_header(header), data, drawing.fonts())
    else:
        picture, _, _ = raster.opened(raster.Order.from_header(header), data)
    found = appearance.appearance(picture)
    flags = {"dark": int(found.dark), "blank": int(found.blank), "transparent": int(found.transparent)}
    words = {"colour": found.colour, "hash": found.perceptual_hash}
    return protocol.frame({"status": protocol.DONE, **flags, **words})


def compare(header: Header, data: bytes) -> bytes:
    """Answer `compare`: how many of how many pixels differ."""
    changed, pixels = comparison.changed_pixels(comparison.Pair.from_header(header), data)
    return protocol.frame({"status": protocol.DONE, "changed": changed, "pixels": pixels})


COMMANDS: Commands = {"prepare": prepare, "look": look, "compare": compare}


def answer_unsealed(header: Header, data: bytes) -> bytes:
    """Answer every command where the system has not all locks."""
    if SEALED_ONLY.intersection(value for value in header.values() if isinstance(value, str)):
        raise Refused(Reason.NOT_SEALED)
    return COMMANDS[text(header, "command")](header, data)


UNSEALED: Commands = dict.fromkeys(COMMANDS, answer_unsealed)


def answer(header: Header, data: bytes) -> bytes:
    """The reply to one request; whatever goes wrong is a reply too."""
    return serving.answer(COMMANDS, header, data)


if __name__ == "__main__":
    needs = Allowance(files=drawing.fonts(), threads=raster.load_heif())
    serving.run(raster.load, COMMANDS, needs, unsealed=UNSEALED)

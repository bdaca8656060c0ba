"""The decoding child's program: what it can be asked for, and what it loads before it confines itself.

Run as a file by `child.py` with `python -I`; see `protocol.py` for what it reads and writes.
"""

from __future__ import annotations

import sys
from pathlib import Path

if not __package__:  # run as a file: -I keeps the package's own folder off the path; last, so that it hides nothing
    sys.path.append(str(Path(__file__).resolve().parents[2]))

from PIL import Image

from altproof.images import appearance, appearance_wire, comparison, cutting, drawing, protocol, raster, serving, svg
from altproof.images.confinement import Allowance
from altproof.images.protocol import Header, Reason, Refused, integer, text
from altproof.images.serving import Commands

DRAWING = "SVG"
"""The format of a request that is drawn and not decoded."""
SEALED_ONLY = frozenset({DRAWING, raster.HEIF})
"""The formats that need files or threads."""


def prepare(header: Header, data: bytes) -> bytes:
    """Answer `prepare`: the image as a plain file."""
    return _plain(header, *_opened(header, data), {})


def portray(header: Header, data: bytes) -> bytes:
    """Answer `portray`: the image as a plain file, and what its pixels say of themselves."""
    picture, width, height = _opened(header, data)
    return _plain(header, picture, width, height, appearance_wire.to_header(appearance.appearance(picture)))


def _opened(header: Header, data: bytes) -> tuple[Image.Image, int, int]:
    """The picture, and the size of the original."""
    if text(header, "format") != DRAWING:
        return raster.opened(raster.Order.from_header(header), data)
    picture = drawing.drawn(drawing.Order.from_header(header), data, drawing.fonts())
    return picture, *picture.size


def _plain(header: Header, picture: Image.Image, width: int, height: int, about: Header) -> bytes:
    """The reply that hands out the picture as a file."""
    limits = integer(header, "max_bytes"), integer(header, "min_side")
    made = raster.encoded(picture, text(header, "format"), *limits)
    told = {"status": protocol.DONE, "original_width": width, "original_height": height, **about}
    return protocol.frame(told, made)


def cut(header: Header, data: bytes) -> bytes:
    """Answer `cut`: a part of the image as a plain file."""
    picture, *size = _opened(header, data)
    if text(header, "format") == DRAWING:  # boxes are in the size that the drawing names, not in the one it is drawn in
        size = [integer(header, "width"), integer(header, "height")]
    return _plain(header, *cutting.cut(cutting.Part.from_header(header), picture, (size[0], size[1])), {})


def compare(header: Header, data: bytes) -> bytes:
    """Answer `compare`: how many of how many pixels differ."""
    changed, pixels = comparison.changed_pixels(comparison.Pair.from_header(header), data)
    return protocol.frame({"status": protocol.DONE, "changed": changed, "pixels": pixels})


COMMANDS: Commands = {"prepare": prepare, "portray": portray, "cut": cut, "compare": compare}


def answer_unsealed(header: Header, data: bytes) -> bytes:
    """Answer every command where the system has not all locks."""
    if SEALED_ONLY.intersection(value for value in header.values() if isinstance(value, str)):
        raise Refused(Reason.NOT_SEALED)
    return COMMANDS[text(header, "command")](header, data)


UNSEALED: Commands = dict.fromkeys(COMMANDS, answer_unsealed)


def answer(header: Header, data: bytes) -> bytes:
    """The reply to one request; whatever goes wrong is a reply too."""
    return serving.answer(COMMANDS, header, data)


def load() -> Commands:
    """What can be asked for, once all that it needs is there."""
    raster.load()
    svg.load()
    return COMMANDS


if __name__ == "__main__":
    needs = Allowance(files=drawing.fonts(), threads=raster.load_heif())
    serving.run(load, needs, unsealed=UNSEALED)

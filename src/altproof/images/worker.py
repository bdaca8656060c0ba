"""The decoding child's program: what it can be asked for, and what it loads before it confines itself.

Run as a file by `child.py` with `python -I`; see `protocol.py` for what it reads and writes.
"""

from __future__ import annotations

import sys
from pathlib import Path

if not __package__:  # run as a file: -I keeps the package's own folder off the path; last, so that it hides nothing
    sys.path.append(str(Path(__file__).resolve().parents[2]))

from altproof.images import appearance, appearance_wire, comparison, protocol, raster, serving
from altproof.images.confinement import Allowance
from altproof.images.protocol import Header
from altproof.images.serving import Commands


def prepare(header: Header, data: bytes) -> bytes:
    """Answer `prepare`: the image as a plain file."""
    made, width, height = raster.prepare(raster.Order.from_header(header), data)
    return protocol.frame({"status": protocol.DONE, "original_width": width, "original_height": height}, made)


def portray(header: Header, data: bytes) -> bytes:
    """Answer `portray`: the image as a plain file, and what its pixels say of themselves."""
    order = raster.Order.from_header(header)
    picture, width, height = raster.opened(order, data)
    about = appearance_wire.to_header(appearance.appearance(picture))
    about |= {"status": protocol.DONE, "original_width": width, "original_height": height}
    return protocol.frame(about, raster.encoded(picture, order))


def compare(header: Header, data: bytes) -> bytes:
    """Answer `compare`: how many of how many pixels differ."""
    changed, pixels = comparison.changed_pixels(comparison.Pair.from_header(header), data)
    return protocol.frame({"status": protocol.DONE, "changed": changed, "pixels": pixels})


COMMANDS: Commands = {"prepare": prepare, "portray": portray, "compare": compare}


def answer(header: Header, data: bytes) -> bytes:
    """The reply to one request; whatever goes wrong is a reply too."""
    return serving.answer(COMMANDS, header, data)


def load() -> Commands:
    """What can be asked for, once all that it needs is there."""
    raster.load()
    return COMMANDS


if __name__ == "__main__":
    serving.run(load, Allowance())

"""The decoding child's program: imports, confines itself, then answers requests until its input ends.

Run as a file by `child.py` with `python -I`; see `protocol.py` for what it reads and writes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

if not __package__:  # run as a file: -I keeps the package's own folder off the path; last, so that it hides nothing
    sys.path.append(str(Path(__file__).resolve().parents[2]))

from PIL import Image

from altproof.images import appearance, comparison, confinement, drawing, protocol, raster
from altproof.images.protocol import Header, Reason, Refused, text

DRAWING = "SVG"
"""The format of a request that is drawn and not decoded."""


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


COMMANDS: Mapping[str, Callable[[Header, bytes], bytes]] = {"prepare": prepare, "look": look, "compare": compare}
"""What the child can do; a command gets the header and data of a request and gives a whole reply."""


def answer(header: Header, data: bytes, *, sealed: bool = True) -> bytes:
    """The reply to one request; whatever goes wrong is a reply too. `sealed` is what `confinement.confine` said."""
    formats = {header.get(key) for key in ("format", "before_format", "after_format")}
    try:
        if not sealed and formats & {DRAWING, raster.HEIF}:
            raise Refused(Reason.NOT_SEALED)  # noqa: TRY301  (one place makes every reply)
        return COMMANDS[text(header, "command")](header, data)
    except Refused as exc:
        reason = exc.reason
    except MemoryError:
        reason = Reason.MEMORY
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        reason = Reason.TOO_LARGE
    except Exception:  # noqa: BLE001  (Pillow raises a dozen kinds for damaged files, down to SyntaxError)
        reason = Reason.NOT_DRAWN if DRAWING in formats else Reason.BROKEN
    return protocol.frame({"status": protocol.FAILED, "reason": reason})


def serve(requests: BinaryIO, replies: BinaryIO, *, sealed: bool) -> None:
    """Answer one request after the other until the input ends."""
    while len(lengths := requests.read(protocol.LENGTHS.size)) == protocol.LENGTHS.size:
        head, size = protocol.LENGTHS.unpack(lengths)
        confinement.allow_next()
        header = protocol.parse(requests.read(head))
        replies.write(answer(header, requests.read(size), sealed=sealed))
        replies.flush()


def main() -> None:
    """Run the child."""
    # C libraries print where they like: standard output becomes standard error, which leads nowhere
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    raster.load()
    heif = raster.load_heif()
    try:
        sealed = confinement.confine(open_files=replies.fileno() + 1, fonts=drawing.fonts(), threads=heif)
    except OSError:
        replies.write(protocol.frame({"status": protocol.FAILED, "reason": Reason.NOT_CONFINED}))
    else:
        replies.write(protocol.frame({"status": protocol.READY}))
        replies.flush()
        serve(sys.stdin.buffer, replies, sealed=sealed)
    replies.flush()


if __name__ == "__main__":
    main()

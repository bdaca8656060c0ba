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

from altproof.images import comparison, confinement, cutting, protocol, raster
from altproof.images.protocol import Header, Reason, Refused


def prepare(header: Header, data: bytes) -> bytes:
    """Answer `prepare`: the image as a plain file."""
    made, width, height = raster.prepare(raster.Order.from_header(header), data)
    return protocol.frame({"status": protocol.DONE, "original_width": width, "original_height": height}, made)


def compare(header: Header, data: bytes) -> bytes:
    """Answer `compare`: how many of how many pixels differ."""
    changed, pixels = comparison.changed_pixels(comparison.Pair.from_header(header), data)
    return protocol.frame({"status": protocol.DONE, "changed": changed, "pixels": pixels})


def cut(header: Header, data: bytes) -> bytes:
    """Answer `cut`: a part of the image as a plain file."""
    made, width, height = cutting.cut(cutting.Cut.from_header(header), data)
    return protocol.frame({"status": protocol.DONE, "original_width": width, "original_height": height}, made)


COMMANDS: Mapping[str, Callable[[Header, bytes], bytes]] = {"prepare": prepare, "compare": compare, "cut": cut}
"""What the child can do; a command gets the header and data of a request and gives a whole reply."""


def answer(header: Header, data: bytes) -> bytes:
    """The reply to one request; whatever goes wrong is a reply too."""
    try:
        return COMMANDS[protocol.text(header, "command")](header, data)
    except Refused as exc:
        reason = exc.reason
    except MemoryError:
        reason = Reason.MEMORY
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        reason = Reason.TOO_LARGE
    except Exception:  # noqa: BLE001  (Pillow raises a dozen kinds for damaged files, down to SyntaxError)
        reason = Reason.BROKEN
    return protocol.frame({"status": protocol.FAILED, "reason": reason})


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer one request after the other until the input ends."""
    while len(lengths := requests.read(protocol.LENGTHS.size)) == protocol.LENGTHS.size:
        head, size = protocol.LENGTHS.unpack(lengths)
        confinement.allow_next()
        header = protocol.parse(requests.read(head))
        replies.write(answer(header, requests.read(size)))
        replies.flush()


def main() -> None:
    """Run the child."""
    # C libraries print where they like: standard output becomes standard error, which leads nowhere
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    raster.load()
    try:
        confinement.confine(open_files=replies.fileno() + 1)
    except OSError:
        replies.write(protocol.frame({"status": protocol.FAILED, "reason": Reason.NOT_CONFINED}))
    else:
        replies.write(protocol.frame({"status": protocol.READY}))
        replies.flush()
        serve(sys.stdin.buffer, replies)
    replies.flush()


if __name__ == "__main__":
    main()

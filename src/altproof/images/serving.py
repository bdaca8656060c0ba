"""What every child program does: load, confine itself, then answer requests until its input ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from PIL import Image

from altproof.images import confinement, protocol
from altproof.images.confinement import Allowance
from altproof.images.protocol import Header, Reason, Refused

Commands = Mapping[str, Callable[[Header, bytes], bytes]]
"""What a child can do; a command gets the header and data of a request and gives a whole reply."""


def answer(commands: Commands, header: Header, data: bytes) -> bytes:
    """The reply to one request; whatever goes wrong is a reply too."""
    try:
        return commands[protocol.text(header, "command")](header, data)
    except Refused as exc:
        reason = exc.reason
    except MemoryError:
        reason = Reason.MEMORY
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        reason = Reason.TOO_LARGE
    except Exception:  # noqa: BLE001  (Pillow raises a dozen kinds for damaged files, down to SyntaxError)
        reason = Reason.BROKEN
    return protocol.frame({"status": protocol.FAILED, "reason": reason})


def own_output() -> BinaryIO:
    """Standard output, for replies alone: what libraries print goes to standard error, which leads nowhere."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return replies


def requests(stream: BinaryIO, before: Callable[[], None] = lambda: None) -> Iterator[tuple[Header, bytes]]:
    """The requests, until the input ends; `before` is called as soon as one begins to come."""
    while len(lengths := stream.read(protocol.LENGTHS.size)) == protocol.LENGTHS.size:
        head, size = protocol.LENGTHS.unpack(lengths)
        before()
        yield protocol.parse(stream.read(head)), stream.read(size)


def serve(commands: Commands, allowance: Allowance, stream: BinaryIO, replies: BinaryIO) -> None:
    """Answer one request after the other until the input ends."""
    for header, data in requests(stream, lambda: confinement.allow_next(allowance)):
        replies.write(answer(commands, header, data))
        replies.flush()


def run(load: Callable[[], Commands], allowance: Allowance, *, unsealed: Commands | None = None) -> None:
    """Be the child: `load` brings in everything that the commands need, since no file can be opened later.

    `unsealed` are the commands where the system does not grant the allowance's files and threads; None: the same.
    """
    replies = own_output()
    try:
        confinement.forbid_new_privileges()  # of every thread that a library starts while it loads
        commands = load()
        sealed = confinement.confine(open_files=replies.fileno() + 1, allowance=allowance)
    except OSError:
        replies.write(protocol.frame({"status": protocol.FAILED, "reason": Reason.NOT_CONFINED}))
    else:
        replies.write(protocol.frame({"status": protocol.READY}))
        replies.flush()
        serve(commands if sealed or unsealed is None else unsealed, allowance, sys.stdin.buffer, replies)
    replies.flush()

"""What the program and its decoding child say to each other: frames of a small JSON header and bytes.

A frame is two big-endian 32-bit lengths, then a header (one flat JSON object), then the data. A request names its
`command`; a reply is `{"status": "done", ...}` with data, or `{"status": "failed", "reason": <Reason>}`. No words
travel upwards: a child that was taken over could choose them.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from enum import StrEnum

Header = Mapping[str, str | int]

LENGTHS = struct.Struct(">II")
MAX_HEADER = 4096
"""Bytes of a header, in both directions."""
DONE, FAILED, READY = "done", "failed", "ready"


class Reason(StrEnum):
    """Why the child could not do what it was asked; the program has words for each."""

    BROKEN = "broken"
    TOO_LARGE = "too-large"
    MEMORY = "memory"
    TOO_SMALL = "too-small"
    TOO_THIN = "too-thin"
    TOO_HEAVY = "too-heavy"
    OUTSIDE = "outside"
    NOT_CONFINED = "not-confined"
    NOT_SEALED = "not-sealed"
    NOT_DRAWN = "not-drawn"
    NO_FONTS = "no-fonts"
    BLANK = "blank"


class ProtocolError(Exception):
    """The other side does not keep to the protocol."""


class Refused(Exception):  # noqa: N818  (the child's answer, not an error of the program)
    """Raised by the work in the child to answer with a reason."""

    def __init__(self, reason: str) -> None:
        """`reason` is a `Reason`, or one of another child's own."""
        super().__init__(reason)
        self.reason = reason


def frame(header: Header, data: bytes = b"") -> bytes:
    """One message as bytes."""
    head = json.dumps(dict(header)).encode("ascii")
    return LENGTHS.pack(len(head), len(data)) + head + data


def parse(head: bytes) -> Header:
    """The header of a message. Raises ProtocolError when it is no flat object of texts and integers."""
    try:
        found = json.loads(head)
    except (ValueError, RecursionError) as exc:
        raise ProtocolError("the header is no JSON") from exc
    if not isinstance(found, dict) or not all(isinstance(value, str | int) for value in found.values()):
        raise ProtocolError("the header is no flat object")
    return found


def text(header: Header, key: str) -> str:
    """A text of a header. Raises ProtocolError when it is missing or none."""
    value = header.get(key)
    if not isinstance(value, str):
        raise ProtocolError(f"the header has no text {key!r}")
    return value


def integer(header: Header, key: str) -> int:
    """An integer of a header. Raises ProtocolError when it is missing or none."""
    value = header.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ProtocolError(f"the header has no integer {key!r}")
    return value

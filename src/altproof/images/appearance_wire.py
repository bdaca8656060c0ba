"""What the decoding child says of a picture's pixels, as fields of a header; read as strictly as a stranger's. Pure."""

from __future__ import annotations

from altproof.images.protocol import Header, ProtocolError, integer, text
from altproof.model import Appearance
from altproof.patterns import lazy_regex

_COLOUR = lazy_regex(r"#[0-9a-f]{6}")
_HASH = lazy_regex(r"[0-9a-f]{16}")


def to_header(found: Appearance) -> dict[str, str | int]:
    """The fields of an answer."""
    return {
        "dark": int(found.dark),
        "colour": found.colour,
        "blank": int(found.blank),
        "transparent": int(found.transparent),
        "hash": found.perceptual_hash,
        "negative": found.negative_hash,
    }


def from_header(header: Header, frames: int) -> Appearance:
    """What an answer says. Raises ProtocolError when a field is missing or makes no sense."""
    colour, likeness, negative = (text(header, key) for key in ("colour", "hash", "negative"))
    if not (_COLOUR.fullmatch(colour) and _HASH.fullmatch(likeness) and _HASH.fullmatch(negative)):
        raise ProtocolError("a colour or a hash is none")
    return Appearance(
        dark=_truth(header, "dark"),
        colour=colour,
        blank=_truth(header, "blank"),
        transparent=_truth(header, "transparent"),
        frames=frames,
        perceptual_hash=likeness,
        negative_hash=negative,
    )


def _truth(header: Header, key: str) -> bool:
    value = integer(header, key)
    if value not in {0, 1}:
        raise ProtocolError(f"{key!r} is neither 0 nor 1")
    return value == 1

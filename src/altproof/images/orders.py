"""What the decoding child is asked, and what is believed of its replies."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from altproof.discreet import Discreet
from altproof.errors import ImageError
from altproof.images import refusals
from altproof.images.identify import (
    HEIC,
    MAX_BYTES,
    MAX_PIXELS_HELD_TWICE,
    MAX_SIDE,
    SVG,
    ImageFacts,
    identify,
    max_pixels,
)
from altproof.images.protocol import DONE, Header, ProtocolError, integer
from altproof.model import Box

ALWAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "image/png": "PNG",
        "image/jpeg": "JPEG",
        "image/gif": "GIF",
        "image/webp": "WEBP",
        "image/bmp": "BMP",
        "image/x-icon": "ICO",
        "image/tiff": "TIFF",
        "image/avif": "AVIF",
        SVG: "SVG",
    }
)
"""What can be turned into pixels: media type → the name by which the child is asked, Pillow's where it has one."""
SIZE_IN_PIXELS: Final = frozenset({"image/x-icon", "image/tiff"})
"""Formats whose size is known only when they are decoded."""


class Limits(Struct, frozen=True):
    """What an engine accepts. The defaults are those of Azure AI Vision Image Analysis 4.0."""

    max_side: int = 1600
    """Pixels to shrink the long side to; more pixels cost time and win no better caption."""
    max_bytes: int = MAX_BYTES
    min_side: int = 50
    """Pixels of the short side; the service takes nothing smaller."""
    hard_side: int = 15_999
    """Pixels; beyond max_side only for a long thin image, whose short side would otherwise fall below min_side."""
    media_types: frozenset[str] = frozenset(
        {"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/x-icon", "image/tiff"}
    )
    """What may be sent as it is; PNG and JPEG, which are made here, have to be among them."""


class Prepared(Discreet, Struct, frozen=True):
    """A picture fit to be sent."""

    data: bytes
    media_type: str
    width: int
    """Pixels of `data`; boxes found in it are scaled by original_width / width."""
    height: int
    original_width: int
    """Pixels of the file as shown, its orientation applied; of an SVG without a size, those it was drawn in."""
    original_height: int
    changed: bool
    """False: `data` is the file itself."""


@cache
def formats() -> Mapping[str, str]:
    """What can be turned into pixels here; HEIC where its decoder is installed."""
    return {**ALWAYS, HEIC: "HEIF"} if importlib.util.find_spec("pillow_heif") else ALWAYS


def needs_preparation(facts: ImageFacts, byte_count: int, limits: Limits) -> bool:
    """Whether the file's own bytes must not, or cannot, be sent."""
    if facts.width is None or facts.height is None or facts.media_type not in limits.media_types:
        return True
    fits = max(facts.width, facts.height) <= limits.max_side and byte_count <= limits.max_bytes
    large_enough = min(facts.width, facts.height) >= limits.min_side
    plain = not (facts.has_metadata or facts.animated) and facts.orientation == 1
    return not (fits and large_enough and plain)


def check(facts: ImageFacts, limits: Limits, known: Mapping[str, str] | None = None) -> None:
    """Refuse what needs no child to be refused. Raises ImageError. `known` None: see `formats`."""
    if facts.media_type not in (formats() if known is None else known):
        raise ImageError(
            "the image is HEIC, which is not decoded here",
            hint="install the extra altproof[heic], or better export it as JPEG: few browsers show HEIC",
        )
    if facts.media_type == SVG:
        return
    if facts.width is None or facts.height is None or min(facts.width, facts.height) < limits.min_side:
        raise refusals.too_small(limits.min_side)


def request(command: str, facts: ImageFacts, limits: Limits) -> Header:
    """The request to do something with one image."""
    return {
        "command": command,
        "format": formats()[facts.media_type],
        "orientation": facts.orientation,
        "width": facts.width or 0,
        "height": facts.height or 0,
        "long_limit": MAX_SIDE,
        "max_pixels": max_pixels(facts.media_type),
        "max_side": limits.max_side,
        "hard_side": limits.hard_side,
        "min_side": limits.min_side,
        "max_bytes": limits.max_bytes,
    }


def part(facts: ImageFacts, box: Box, limits: Limits) -> Header:
    """The request to cut out a part. Raises ImageError for a drawing without a size: there the box means nothing."""
    known = facts.width is not None and facts.height is not None
    if facts.media_type == SVG and not known:
        raise ImageError("the drawing names no size, so no part of it can be cut out", hint="give it a viewBox")
    scale = min(1.0, limits.max_side / max(box.width, box.height, 1))
    # The whole is opened no larger than the part needs. A size that only decoding tells is taken as it is.
    whole = math.ceil(max(facts.width or 0, facts.height or 0) * scale) if known else MAX_SIDE
    asked = request("cut", facts, replace(limits, max_side=whole, hard_side=MAX_SIDE, min_side=1))
    place = {"part_x": box.x, "part_y": box.y, "part_width": box.width, "part_height": box.height}
    return {**asked, **place, "part_side": limits.max_side}


def may_be_compared(old: ImageFacts, new: ImageFacts) -> bool:
    """Whether both can be decoded, show one frame, and can be held at the same time within the child's memory."""
    return all(
        facts.media_type in formats()
        and facts.media_type != SVG
        and not facts.animated
        and (facts.width or 0) * (facts.height or 0) <= MAX_PIXELS_HELD_TWICE
        for facts in (old, new)
    )


def comparison(before: ImageFacts, after: ImageFacts, cut: int) -> Header:
    """The request to compare; `cut` is where the second file begins."""
    return {
        "command": "compare",
        "before_format": formats()[before.media_type],
        "before_orientation": before.orientation,
        "after_format": formats()[after.media_type],
        "after_orientation": after.orientation,
        "long_limit": MAX_SIDE,
        "max_pixels": MAX_PIXELS_HELD_TWICE,
        "cut": cut,
    }


def share(header: Header) -> float | None:
    """What a reply to a comparison says. Raises ProtocolError when it makes no sense."""
    if header.get("status") != DONE:
        return None
    changed, pixels = integer(header, "changed"), integer(header, "pixels")
    if not 0 <= changed <= pixels or not pixels:
        raise ProtocolError("the reply counts impossible pixels")
    return changed / pixels


def prepared(header: Header, made: bytes, source: ImageFacts) -> Prepared:
    """The picture of a reply, checked by our own eyes: a child that was taken over may answer anything.

    Raises ProtocolError when it makes no sense.
    """
    try:
        facts = identify(made)
    except ImageError as exc:
        raise ProtocolError("the reply is no picture") from exc
    if facts.media_type not in {"image/png", "image/jpeg"} or facts.has_metadata or not facts.width or not facts.height:
        raise ProtocolError("the reply is no plain picture")
    original = integer(header, "original_width"), integer(header, "original_height")
    if not all(0 < side <= MAX_SIDE for side in original):
        raise ProtocolError("the reply gives an impossible size")
    if source.media_type == SVG:
        named = source.width is not None and source.height is not None
        original = (source.width or 0, source.height or 0) if named else (facts.width, facts.height)
    return Prepared(made, facts.media_type, facts.width, facts.height, *original, changed=True)

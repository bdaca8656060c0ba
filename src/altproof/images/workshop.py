"""Images made fit to be sent: the program's side of the decoding child, its limits, and the words for its refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from altproof.errors import ImageError
from altproof.images.appearance_wire import from_header
from altproof.images.child import WORKER
from altproof.images.identify import (
    MAX_BYTES,
    MAX_PIXELS_HELD_TWICE,
    MAX_SIDE,
    SVG,
    ImageFacts,
    identify,
    max_pixels,
)
from altproof.images.protocol import DONE, Header, ProtocolError, Reason, integer
from altproof.images.supervisor import AGAIN, Supervisor, Trade
from altproof.model import Appearance

Answer = TypeVar("Answer")

FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/bmp": "BMP",
    "image/x-icon": "ICO",
    "image/tiff": "TIFF",
    "image/avif": "AVIF",
}
"""What can be decoded: media type → Pillow's name."""

IMAGE_SECONDS = 10.0
"""Of waiting for one image."""
SIZE_IN_PIXELS = frozenset({"image/x-icon", "image/tiff"})
"""Formats whose size is known only when they are decoded."""

DECODING = Trade("decoding the image", "decoder", "decoding process", "export the image again, smaller or as PNG")
REFUSALS: Mapping[str, tuple[str, str]] = {
    Reason.BROKEN: ("the pixels cannot be decoded: the file is damaged or cut off", AGAIN),
    Reason.TOO_LARGE: ("the image is too large to be decoded safely", "make the image smaller"),
    Reason.MEMORY: ("the image needs more memory than decoding is given", "make the image smaller"),
    Reason.TOO_THIN: ("the image is so long and thin that it cannot be shrunk to the service's limits", "crop it"),
    Reason.TOO_HEAVY: ("the image cannot be made small enough to be sent", "make the image smaller"),
}
"""Message and hint for each reason; TOO_SMALL is worded with its number in `_too_small`."""


@dataclass(frozen=True, slots=True)
class Limits:
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


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture fit to be sent."""

    data: bytes = field(repr=False)
    media_type: str
    width: int
    """Pixels of `data`; boxes found in it are scaled by original_width / width."""
    height: int
    original_width: int
    """Pixels of the file as shown, its orientation applied."""
    original_height: int
    changed: bool
    """False: `data` is the file itself."""


def needs_preparation(facts: ImageFacts, byte_count: int, limits: Limits) -> bool:
    """Whether the file's own bytes must not, or cannot, be sent."""
    if facts.width is None or facts.height is None or facts.media_type not in limits.media_types:
        return True
    fits = max(facts.width, facts.height) <= limits.max_side and byte_count <= limits.max_bytes
    large_enough = min(facts.width, facts.height) >= limits.min_side
    plain = not (facts.has_metadata or facts.animated) and facts.orientation == 1
    return not (fits and large_enough and plain)


class Workshop(Supervisor):
    """Prepares images, one at a time, in a child that starts when it is first needed.

    A context manager, or call `close`. Any thread may call: calls wait for each other.
    """

    def __init__(self, *, seconds: float = IMAGE_SECONDS, program: Path = WORKER) -> None:
        """`seconds` is how long one image may take, `program` what the child runs."""
        super().__init__(DECODING, program, seconds=seconds)

    def prepare(self, data: bytes, facts: ImageFacts, limits: Limits) -> Prepared:
        """The image within the limits: first frame, upright, small enough, and without metadata.

        `facts` are those of `identify(data)`. When the file is fit as it is, no child is bothered. Raises ImageError
        when the image is damaged, too small, too large, takes too long or crashes the decoder.
        """
        _check(facts, limits)
        if facts.width and facts.height and not needs_preparation(facts, len(data), limits):
            size = facts.width, facts.height
            return Prepared(data, facts.media_type, *size, *size, changed=False)
        return self._made("prepare", data, facts, limits, lambda _: None)[0]

    def portray(self, data: bytes, facts: ImageFacts, limits: Limits) -> tuple[Prepared, Appearance]:
        """The image decoded and made plain in any case, and what its pixels say of themselves.

        Raises ImageError as `prepare` does.
        """
        _check(facts, limits)
        frames = 2 if facts.animated else 1  # they are never counted
        return self._made("portray", data, facts, limits, lambda header: from_header(header, frames))

    def _made(
        self, command: str, data: bytes, facts: ImageFacts, limits: Limits, read: Callable[[Header], Answer]
    ) -> tuple[Prepared, Answer]:
        with self._lock:
            header, made = self._ask(_order(command, facts, limits), data, limits.max_bytes)
            _check_reply(header, limits)
            try:
                return _prepared(header, made), read(header)
            except (ProtocolError, ImageError) as exc:
                self._discard(kill=True)
                raise self._distrusted() from exc

    def changed_share(self, before: bytes, after: bytes) -> float | None:
        """The share, 0 to 1, of the pixels of a picture that differ visibly from what it was, upright and on white.

        1 when the sizes differ. None when it cannot be told: one is no picture, cannot be decoded or moves (further
        frames are not compared), or is an SVG or larger than 25 megapixels.
        """
        if before == after:
            return 0.0
        try:
            old, new = identify(before), identify(after)
            if SVG in {old.media_type, new.media_type}:
                return None
            if not {old.media_type, new.media_type} & SIZE_IN_PIXELS and _size(old) != _size(new):
                return 1.0
            if old.animated or new.animated or not _comparable(old, new):
                return None
            return self._compared(_comparison(old, new, len(before)), before + after)
        except ImageError:  # whoever needs the picture itself will say what is wrong with it
            return None

    def _compared(self, order: Header, data: bytes) -> float | None:
        with self._lock:
            header, _ = self._ask(order, data, 0)
            try:
                return _share(header)
            except ProtocolError:
                self._discard(kill=True)
                return None


def _check(facts: ImageFacts, limits: Limits) -> None:
    """Refuse what needs no child to be refused."""
    if facts.media_type not in FORMATS:
        what = "an SVG is not turned into pixels" if facts.media_type == SVG else f"{facts.media_type} is not decoded"
        raise ImageError(f"{what} in this version", hint="its own words are used where it has some; or commit a PNG")
    if facts.width is None or facts.height is None or min(facts.width, facts.height) < limits.min_side:
        raise _too_small(limits)


def _order(command: str, facts: ImageFacts, limits: Limits) -> Header:
    """The request to the child."""
    return {
        "command": command,
        "format": FORMATS[facts.media_type],
        "orientation": facts.orientation,
        "long_limit": MAX_SIDE,
        "max_pixels": max_pixels(facts.media_type),
        "max_side": limits.max_side,
        "hard_side": limits.hard_side,
        "min_side": limits.min_side,
        "max_bytes": limits.max_bytes,
    }


def _size(facts: ImageFacts) -> tuple[int | None, int | None]:
    return facts.width, facts.height


def _comparable(*pictures: ImageFacts) -> bool:
    """Whether they can be decoded, and held at the same time within the child's memory."""
    return all(
        facts.media_type in FORMATS and (facts.width or 0) * (facts.height or 0) <= MAX_PIXELS_HELD_TWICE
        for facts in pictures
    )


def _comparison(before: ImageFacts, after: ImageFacts, cut: int) -> Header:
    """The request to compare; `cut` is where the second file begins."""
    return {
        "command": "compare",
        "before_format": FORMATS[before.media_type],
        "before_orientation": before.orientation,
        "after_format": FORMATS[after.media_type],
        "after_orientation": after.orientation,
        "long_limit": MAX_SIDE,
        "max_pixels": MAX_PIXELS_HELD_TWICE,
        "cut": cut,
    }


def _share(header: Header) -> float | None:
    """What a reply to a comparison says. Raises ProtocolError when it makes no sense."""
    if header.get("status") != DONE:
        return None
    changed, pixels = integer(header, "changed"), integer(header, "pixels")
    if not 0 <= changed <= pixels or not pixels:
        raise ProtocolError("the reply counts impossible pixels")
    return changed / pixels


def _check_reply(header: Header, limits: Limits) -> None:
    """Raise the ImageError that a refusal stands for."""
    if header.get("status") == DONE:
        return
    reason = header.get("reason")
    if reason == Reason.TOO_SMALL:
        raise _too_small(limits)
    message, hint = REFUSALS.get(str(reason), REFUSALS[Reason.BROKEN])
    raise ImageError(message, hint=hint)


def _prepared(header: Header, made: bytes) -> Prepared:
    """The reply as a value, checked by our own eyes: a child that was taken over may answer anything."""
    facts = identify(made)
    if facts.media_type not in {"image/png", "image/jpeg"} or facts.has_metadata or not facts.width or not facts.height:
        raise ProtocolError("the reply is no plain picture")
    original = integer(header, "original_width"), integer(header, "original_height")
    if not all(0 < side <= MAX_SIDE for side in original):
        raise ProtocolError("the reply gives an impossible size")
    return Prepared(made, facts.media_type, facts.width, facts.height, *original, changed=True)


def _too_small(limits: Limits) -> ImageError:
    side = limits.min_side
    return ImageError(
        f"the image is smaller than {side} x {side} pixels, which the service does not accept",
        hint="write its alt text by hand",
    )

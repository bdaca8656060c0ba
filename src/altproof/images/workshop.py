"""Images made fit to be sent: the program's side of the decoding child, its limits, and the words for its refusals."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from altproof.errors import ImageError
from altproof.images.child import WORKER, Child, ChildDiedError
from altproof.images.identify import (
    MAX_BYTES,
    MAX_PIXELS_HELD_TWICE,
    MAX_SIDE,
    SVG,
    ImageFacts,
    identify,
    max_pixels,
)
from altproof.images.parts import of_part
from altproof.images.protocol import DONE, READY, Header, ProtocolError, Reason, integer
from altproof.model import Box

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
START_SECONDS = 30.0
"""Of waiting for a new child; it takes a tenth of a second on an idle machine."""
IMAGES_PER_CHILD = 100
"""Then a fresh one takes over, which bounds what the decoders leak, and the child's processor time."""
SIZE_IN_PIXELS = frozenset({"image/x-icon", "image/tiff"})
"""Formats whose size is known only when they are decoded."""

AGAIN = "open it in an image editor and export it again"
REFUSALS: Mapping[str, tuple[str, str]] = {
    Reason.BROKEN: ("the pixels cannot be decoded: the file is damaged or cut off", AGAIN),
    Reason.TOO_LARGE: ("the image is too large to be decoded safely", "make the image smaller"),
    Reason.MEMORY: ("the image needs more memory than decoding is given", "make the image smaller"),
    Reason.TOO_THIN: ("the image is so long and thin that it cannot be shrunk to the service's limits", "crop it"),
    Reason.TOO_HEAVY: ("the image cannot be made small enough to be sent", "make the image smaller"),
    Reason.OUTSIDE: ("the part to be cut out lies outside the image", "look at the image anew, without the cache"),
    Reason.NOT_CONFINED: (
        "the decoding process could not give up its rights, so nothing was decoded",
        "run as root with the capabilities SETUID and SETGID, or as an ordinary user",
    ),
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


class Workshop:
    """Prepares images, one at a time, in a child that starts when it is first needed.

    A context manager, or call `close`. Any thread may call: calls wait for each other.
    """

    def __init__(self, *, seconds: float = IMAGE_SECONDS, program: Path = WORKER) -> None:
        """`seconds` is how long one image may take, `program` what the child runs."""
        self._seconds = seconds
        self._program = program
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._served = 0
        """Calls the present child has answered."""
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process id of the child; None: there is none now."""
        child = self._child
        return child.pid if child is not None and child.alive else None

    def prepare(self, data: bytes, facts: ImageFacts, limits: Limits) -> Prepared:
        """The image within the limits: first frame, upright, small enough, and without metadata.

        `facts` are those of `identify(data)`. When the file is fit as it is, no child is bothered. Raises ImageError
        when the image is damaged, too small, too large, takes too long or crashes the decoder.
        """
        _check(facts, limits)
        if facts.width and facts.height and not needs_preparation(facts, len(data), limits):
            size = facts.width, facts.height
            return Prepared(data, facts.media_type, *size, *size, changed=False)
        return self._made(_order(facts, limits), data, limits)

    def cut(self, data: bytes, facts: ImageFacts, box: Box, limits: Limits) -> Prepared:
        """A part of the image, in pixels of the image as shown, made and refused as `prepare` does the whole."""
        _check(facts, limits)
        return self._made(of_part(_order(facts, limits), facts, box, limits.max_side), data, limits)

    def _made(self, order: Header, data: bytes, limits: Limits) -> Prepared:
        with self._lock:
            header, made = self._ask(order, data, limits.max_bytes)
            _check_reply(header, limits)
            try:
                return _prepared(header, made)
            except (ProtocolError, ImageError) as exc:
                self._discard(kill=True)
                raise _distrusted() from exc

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

    def close(self) -> None:
        """End the child, even in the middle of a call, which then raises ImageError as every later one does."""
        self._closed = True
        child = self._child
        if child is not None and self._lock.locked():
            child.kill()
        with self._lock:
            self._discard(kill=False)

    def _ask(self, order: Header, data: bytes, reply_limit: int) -> tuple[Header, bytes]:
        """The child's reply. A child that dies after good service gets no blame: a fresh one tries once more."""
        while True:
            child, used = self._ready(), self._served > 0
            try:
                reply = child.exchange(order, data, reply_limit=reply_limit, seconds=self._seconds)
            except TimeoutError as exc:
                self._discard(kill=True)
                raise ImageError(
                    f"decoding the image took longer than {self._seconds:g} seconds and was stopped",
                    hint="export the image again, smaller or as PNG",
                ) from exc
            except ProtocolError as exc:
                self._discard(kill=True)
                raise _distrusted() from exc
            except ChildDiedError as exc:
                self._discard(kill=True)
                if not used or self._closed:
                    raise ImageError(f"the image crashed its decoder ({exc})", hint=AGAIN) from exc
            else:
                self._served += 1
                return reply

    def _ready(self) -> Child:
        """A child that waits for a request. Raises ImageError when none can be had."""
        if self._child is not None and (self._served >= IMAGES_PER_CHILD or not self._child.alive):
            self._discard(kill=False)
        if self._child is None:
            self._start()
        if self._child is None or self._closed:  # closed by another thread, perhaps just now
            self._discard(kill=True)
            raise ImageError("the run is ending, so the image was not decoded")
        return self._child

    def _start(self) -> None:
        if self._closed:
            return
        try:
            self._child, self._served = Child(self._program), 0
            header, _ = self._child.receive(reply_limit=0, deadline=time.monotonic() + START_SECONDS)
        except (OSError, ChildDiedError, ProtocolError) as exc:  # TimeoutError is an OSError
            self._discard(kill=True)
            words = "the decoding process could not be started"
            raise ImageError(words, hint="the container or system may forbid new processes") from exc
        if header.get("status") != READY:
            self._discard(kill=True)
            message, hint = REFUSALS[Reason.NOT_CONFINED]
            raise ImageError(message, hint=hint)

    def _discard(self, *, kill: bool) -> None:
        child, self._child = self._child, None
        if child is not None:
            if kill:
                child.kill()
            child.close()


def _check(facts: ImageFacts, limits: Limits) -> None:
    """Refuse what needs no child to be refused."""
    if facts.media_type not in FORMATS:
        what = "an SVG is not turned into pixels" if facts.media_type == SVG else f"{facts.media_type} is not decoded"
        raise ImageError(f"{what} in this version", hint="its own words are used where it has some; or commit a PNG")
    if facts.width is None or facts.height is None or min(facts.width, facts.height) < limits.min_side:
        raise _too_small(limits)


def _order(facts: ImageFacts, limits: Limits) -> Header:
    """The request to the child."""
    return {
        "command": "prepare",
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
    return ImageError(
        f"the image is smaller than {limits.min_side} x {limits.min_side} pixels, which the service does not accept",
        hint="write its alt text by hand",
    )


def _distrusted() -> ImageError:
    return ImageError("the decoder gave an answer that makes no sense, so it was stopped", hint=AGAIN)

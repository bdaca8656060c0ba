"""Images made fit to be sent, looked at and compared: the program's side of the decoding child."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from altproof.errors import ImageError
from altproof.images import orders, refusals
from altproof.images.appearance_wire import from_header
from altproof.images.child import WORKER
from altproof.images.identify import SVG, ImageFacts, identify
from altproof.images.orders import SIZE_IN_PIXELS, Limits, Prepared, needs_preparation
from altproof.images.protocol import Header, ProtocolError
from altproof.images.supervisor import Supervisor, Trade
from altproof.model import Appearance, Box

IMAGE_SECONDS = 9.0
"""Of waiting for one image: 10 with the start of a child and its end."""

GLANCE = Limits(max_side=256, min_side=1, media_types=frozenset())
"""As many pixels as a picture is compared with another by."""

DECODING = Trade("decoding the image", "decoder", "decoding process", "export the image again, smaller or as PNG")

__all__ = ["IMAGE_SECONDS", "Limits", "Prepared", "Workshop", "needs_preparation"]

T = TypeVar("T")


class Workshop(Supervisor):
    """Works on images, one at a time, in a child that starts when it is first needed.

    A context manager, or call `close`. Any thread may call: calls wait for each other.
    """

    def __init__(self, *, seconds: float = IMAGE_SECONDS, program: Path = WORKER) -> None:
        """`seconds` is how long one image may take, `program` what the child runs."""
        super().__init__(DECODING, program, seconds=seconds)

    def prepare(self, data: bytes, facts: ImageFacts, limits: Limits) -> Prepared:
        """The image within the limits: first frame, upright, small enough, and without metadata.

        `facts` are those of `identify(data)`. When the file is fit as it is, no child is bothered. An SVG is drawn.
        Raises ImageError when the image is damaged, too small, too large, takes too long or crashes the decoder.
        """
        orders.check(facts, limits)
        if facts.width and facts.height and not needs_preparation(facts, len(data), limits):
            size = facts.width, facts.height
            return Prepared(data, facts.media_type, *size, *size, changed=False)

        return self._made("prepare", data, facts, limits, lambda _: None)[0]

    def portray(self, data: bytes, facts: ImageFacts, limits: Limits) -> tuple[Prepared, Appearance]:
        """The image decoded and made plain in any case, and what its pixels say of themselves.

        Kind and highlights are left open. Raises ImageError as `prepare` does.
        """
        orders.check(facts, limits)
        return self._made("portray", data, facts, limits, lambda header: from_header(header, facts.frames))

    def appearance(self, data: bytes) -> Appearance | None:
        """What the pixels of a picture say of themselves, drawings included; None when it cannot be decoded."""
        try:
            return self.portray(data, identify(data), GLANCE)[1]
        except ImageError:  # whoever needs the picture itself will say what is wrong with it
            return None

    def cut(self, data: bytes, facts: ImageFacts, box: Box, limits: Limits) -> Prepared:
        """A part of the image, in pixels of the image as shown, made and refused as `prepare` does the whole.

        Raises ImageError as well when the part lies outside, or in a drawing that names no size.
        """
        orders.check(facts, limits)
        return self._answered(orders.part(facts, box, limits), data, facts, limits, lambda _: None)[0]

    def _made(
        self, command: str, data: bytes, facts: ImageFacts, limits: Limits, about: Callable[[Header], T]
    ) -> tuple[Prepared, T]:
        return self._answered(orders.request(command, facts, limits), data, facts, limits, about)

    def _answered(
        self, order: Header, data: bytes, facts: ImageFacts, limits: Limits, about: Callable[[Header], T]
    ) -> tuple[Prepared, T]:
        def read(header: Header, made: bytes) -> tuple[Prepared, T]:
            refusals.check(header, limits.min_side)
            return orders.prepared(header, made, facts), about(header)

        return self._told(order, data, limits.max_bytes, read)

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
            if not orders.may_be_compared(old, new):
                return None
            order = orders.comparison(old, new, len(before))
            return self._told(order, before + after, 0, lambda header, _: orders.share(header))
        except ImageError:  # whoever needs the picture itself will say what is wrong with it
            return None

    def _told(self, order: Header, data: bytes, reply_limit: int, read: Callable[[Header, bytes], T]) -> T:
        """What `read` makes of the child's reply; when it raises ProtocolError, the child is not believed any more."""
        with self._lock:
            header, made = self._ask(order, data, reply_limit)
            try:
                return read(header, made)
            except ProtocolError as exc:
                self._discard(kill=True)
                raise self._distrusted() from exc


def _size(facts: ImageFacts) -> tuple[int | None, int | None]:
    return facts.width, facts.height

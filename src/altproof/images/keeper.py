"""The life of the decoding child: started when it is needed, replaced when it is worn out, killed when it misbehaves."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from altproof.errors import ImageError
from altproof.images import refusals
from altproof.images.child import Child, ChildDiedError, OutOfTimeError
from altproof.images.protocol import READY, Header, ProtocolError, Reason

START_SECONDS = 30.0
"""Of waiting for a new child; it takes a tenth of a second on an idle machine."""
IMAGES_PER_CHILD = 100
"""Then a fresh one takes over, which bounds what the decoders leak, and the child's processor time."""

T = TypeVar("T")


class Keeper:
    """One child at a time, for one call at a time. Any thread may call: calls wait for each other."""

    def __init__(self, seconds: float, program: Path) -> None:
        """`seconds` is how long one image may take, `program` what the child runs."""
        self._seconds = seconds
        self._program = program
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._served = 0
        """Calls the present child has answered."""
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process id of the child; None: there is none now."""
        child = self._child
        return child.pid if child is not None and child.alive else None

    def ask(self, order: Header, data: bytes, reply_limit: int, read: Callable[[Header, bytes], T]) -> T:
        """What `read` makes of the child's reply, of which at most `reply_limit` bytes of data are taken.

        When `read` raises ProtocolError, the child is not believed any more and is killed. Raises ImageError when the
        image takes too long, crashes the child or gets a nonsensical answer, and what `read` raises otherwise.
        """
        with self._lock:
            header, made = self._reply(order, data, reply_limit)
            try:
                return read(header, made)
            except ProtocolError as exc:
                self._discard(kill=True)
                raise refusals.distrusted() from exc

    def close(self) -> None:
        """End the child, even in the middle of a call, which then raises ImageError as every later one does."""
        self._closed = True
        child = self._child
        if child is not None and self._lock.locked():
            child.kill()
        with self._lock:
            self._discard(kill=False)

    def _reply(self, order: Header, data: bytes, reply_limit: int) -> tuple[Header, bytes]:
        """The child's reply. A child that dies after good service gets no blame: a fresh one tries once more."""
        while True:
            child, used = self._ready(), self._served > 0
            try:
                reply = child.exchange(order, data, reply_limit=reply_limit, seconds=self._seconds)
            except TimeoutError as exc:
                self._discard(kill=True)
                raise refusals.too_slow(self._seconds) from exc
            except ProtocolError as exc:
                self._discard(kill=True)
                raise refusals.distrusted() from exc
            except ChildDiedError as exc:
                self._discard(kill=True)
                if isinstance(exc, OutOfTimeError):
                    raise refusals.too_slow(self._seconds) from exc
                if not used or self._closed:
                    raise refusals.crashed(str(exc)) from exc
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
            message, hint = refusals.REFUSALS[Reason.NOT_CONFINED]
            raise ImageError(message, hint=hint)

    def _discard(self, *, kill: bool) -> None:
        child, self._child = self._child, None
        if child is not None:
            if kill:
                child.kill()
            child.close()

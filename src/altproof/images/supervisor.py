"""One child at a time for untrusted pictures: started when it is needed, replaced when it fails, and never believed."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import Struct

from altproof.errors import ImageError
from altproof.images.child import Child, ChildDiedError, OutOfTimeError
from altproof.images.protocol import READY, Header, ProtocolError

START_SECONDS = 30.0
"""Of waiting for a new child; it takes a tenth of a second on an idle machine, and 2 seconds with models to load."""
IMAGES_PER_CHILD = 100
"""Then a fresh one takes over, which bounds what the libraries leak, and the child's processor time."""

AGAIN = "open it in an image editor and export it again"
NOT_CONFINED = "run as root with the capabilities SETUID and SETGID, or as an ordinary user"
NO_PROCESS = "the container or system may forbid new processes"


class Trade(Struct, frozen=True):
    """What a child does, in the words of the errors about it."""

    doing: str
    """Such as `decoding the image`."""
    who: str
    """Such as `decoder`."""
    process: str
    """Such as `decoding process`."""
    hint: str
    """What to do about an image that takes too long."""


class Supervisor:
    """Asks a child, one request at a time. A context manager, or call `close`; any thread may call."""

    def __init__(self, trade: Trade, program: Path, *, seconds: float, arguments: Sequence[str] = ()) -> None:
        """`seconds` is how long one image may take, `program` what the child runs, with these arguments."""
        self._trade = trade
        self._program = program
        self._arguments = tuple(arguments)
        self._seconds = seconds
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

    def close(self) -> None:
        """End the child, even in the middle of a call, which then raises ImageError as every later one does."""
        self._closed = True
        child = self._child
        if child is not None and self._lock.locked():
            child.kill()
        with self._lock:
            self._discard(kill=False)

    def _ask(self, order: Header, data: bytes, reply_limit: int) -> tuple[Header, bytes]:
        """The child's reply. A child that dies after good service gets no blame: a fresh one tries once more.

        Both have the time of one image together; starting a child is not the image's fault, and does not count.
        """
        left = self._seconds
        while True:
            child, used = self._ready(), self._served > 0
            begun = time.monotonic()
            try:
                reply = child.exchange(order, data, reply_limit=reply_limit, seconds=left)
            except (TimeoutError, OutOfTimeError) as exc:
                self._discard(kill=True)
                words = f"{self._trade.doing} took longer than {self._seconds:g} seconds and was stopped"
                raise ImageError(words, hint=self._trade.hint) from exc
            except ProtocolError as exc:
                self._discard(kill=True)
                raise self._distrusted() from exc
            except ChildDiedError as exc:
                self._discard(kill=True)
                left -= time.monotonic() - begun
                if not used or self._closed:
                    raise ImageError(f"the image crashed its {self._trade.who} ({exc})", hint=AGAIN) from exc
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
            self._child, self._served = Child(self._program, arguments=self._arguments), 0
            header, _ = self._child.receive(reply_limit=0, deadline=time.monotonic() + START_SECONDS)
        except (OSError, ChildDiedError, ProtocolError) as exc:  # TimeoutError is an OSError
            self._discard(kill=True)
            raise ImageError(f"the {self._trade.process} could not be started", hint=NO_PROCESS) from exc
        if header.get("status") != READY:
            self._discard(kill=True)
            words = f"the {self._trade.process} could not give up its rights, so nothing was decoded"
            raise ImageError(words, hint=NOT_CONFINED)

    def _discard(self, *, kill: bool) -> None:
        child, self._child = self._child, None
        if child is not None:
            if kill:
                child.kill()
            child.close()

    def _distrusted(self) -> ImageError:
        return ImageError(f"the {self._trade.who} gave an answer that makes no sense, so it was stopped", hint=AGAIN)

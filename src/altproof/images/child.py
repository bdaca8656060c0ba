"""One decoding process: started with nothing, spoken to with a deadline, killed without mercy."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from altproof.images.protocol import LENGTHS, MAX_HEADER, Header, ProtocolError, frame, parse

WORKER = Path(__file__).resolve().with_name("worker.py")
GRACE_SECONDS = 1.0
"""What a child gets to end by itself."""
CHUNK = 1 << 20


class ChildDiedError(Exception):
    """The child ended in the middle of a call; the message says how, in words for people."""


class Child:
    """A running worker. Not for use from two threads at once, except `kill`."""

    def __init__(
        self, program: Path = WORKER, arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None
    ) -> None:
        """Start it, with an empty environment by default. Raises OSError when the system has no room for a process."""
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-B", str(program), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what libraries print there is chosen by the file
            bufsize=0,
            cwd="/",
            env=dict(environment or {}),
            process_group=0,
        )
        # both are pipes, as asked for above
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        self._requests, self._replies = self._process.stdin, self._process.stdout
        os.set_blocking(self._requests.fileno(), False)
        os.set_blocking(self._replies.fileno(), False)

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def exchange(self, header: Header, data: bytes, *, reply_limit: int, seconds: float) -> tuple[Header, bytes]:
        """Send one request and wait for its reply, at most `seconds` and `reply_limit` bytes of data.

        Raises TimeoutError, ChildDiedError, and ProtocolError for a reply that breaks the rules. After each of them
        the child is of no more use.
        """
        deadline = time.monotonic() + seconds
        self._send(frame(header, data), deadline)
        return self.receive(reply_limit=reply_limit, deadline=deadline)

    def receive(self, *, reply_limit: int, deadline: float) -> tuple[Header, bytes]:
        """Wait for one reply until `deadline` (monotonic clock); raises as `exchange` does."""
        head, size = LENGTHS.unpack(self._read(LENGTHS.size, deadline))
        if head > MAX_HEADER or size > reply_limit:
            raise ProtocolError("the reply is longer than allowed")
        header = parse(self._read(head, deadline))
        return header, self._read(size, deadline)

    def _send(self, message: bytes, deadline: float) -> None:
        left = memoryview(message)
        while left:
            self._wait(self._requests.fileno(), selectors.EVENT_WRITE, deadline)
            try:
                left = left[os.write(self._requests.fileno(), left[:CHUNK]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError as exc:
                raise ChildDiedError(self._end()) from exc

    def _read(self, size: int, deadline: float) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            self._wait(self._replies.fileno(), selectors.EVENT_READ, deadline)
            part = os.read(self._replies.fileno(), min(size - len(parts), CHUNK))
            if not part:
                raise ChildDiedError(self._end())
            parts += part
        return bytes(parts)

    @staticmethod
    def _wait(descriptor: int, event: int, deadline: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, event)
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise TimeoutError

    def _end(self) -> str:
        """How it ended, in words."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(GRACE_SECONDS)
            if code >= 0:
                return f"exit status {code}"
            with contextlib.suppress(ValueError):
                return f"signal {-code}, {signal.Signals(-code).name}"
            return f"signal {-code}"
        return "it closed its output"

    def kill(self) -> None:
        """End it and its group at once; a call under way ends with ChildDiedError."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Let it end, or kill it, and give everything back."""
        self._requests.close()  # the end of its input is its sign to leave
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE_SECONDS)
        self.kill()
        self._process.wait()
        self._replies.close()

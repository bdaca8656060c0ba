"""The bytes of git's objects, from one `git cat-file` that stays open. Not for several threads."""

from __future__ import annotations

import subprocess
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

from altproof.errors import RepositoryError, UnreadableFileError
from altproof.git import Git

SIZES_AT_ONCE = 50
"""Questions of 70 bytes and answers of 81: both fit into the smallest pipe of Linux, 4 KiB (pipe(7)); else each side
would wait for the other."""
BLOBS_AT_ONCE = 50
BYTES_AT_ONCE = 1 << 20
"""Of blobs that were got before they are asked for."""


class Blobs:
    """Reads objects by their ids. Each question costs two changes of process, so what is expected is asked at once."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None
        self._sizes: dict[str, int] = {}
        self._expected: deque[str] = deque()
        self._got: dict[str, bytes] = {}

    def close(self) -> None:
        """End the git process."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def expect(self, object_ids: Iterable[str]) -> None:
        """Learn the sizes of what is read next, in this order."""
        expected = list(object_ids)
        self._expected = deque(expected)
        for start in range(0, len(expected), SIZES_AT_ONCE):
            some = expected[start : start + SIZES_AT_ONCE]
            self._ask("info", some)
            for object_id in some:
                with suppress(UnreadableFileError):  # told by whoever reads it
                    self._sizes[object_id] = _of_blob(object_id, *self._answered(object_id))

    def size(self, object_id: str) -> int:
        """In bytes. Raises UnreadableFileError when the object is missing, as in a partial clone."""
        if object_id in self._sizes:
            return self._sizes[object_id]
        self._ask("info", [object_id])
        return _of_blob(object_id, *self._answered(object_id))

    def read(self, object_id: str) -> bytes:
        """The bytes. Raises UnreadableFileError when the object is missing, as in a partial clone."""
        if object_id not in self._got:
            # What was got and never asked for is forgotten: one who reads in another order must not fill the memory
            some = dict.fromkeys((object_id, *self._next(object_id)))  # many files may have the same bytes
            self._ask("contents", some)
            self._got = {}
            missing: dict[str, UnreadableFileError] = {}
            for other in some:
                try:
                    self._got[other] = self._contents(other)
                except UnreadableFileError as error:
                    missing[other] = error
            if object_id in missing:
                raise missing[object_id]
        data = self._got[object_id]
        if len(data) > BYTES_AT_ONCE:
            del self._got[object_id]  # only small ones are kept for who asks again
        return data

    def _next(self, object_id: str) -> Iterator[str]:
        """What is expected behind this object, as far as it is to be got with it."""
        while self._expected and self._expected.popleft() != object_id:
            pass
        room = BYTES_AT_ONCE
        for other in islice(self._expected, BLOBS_AT_ONCE):
            room -= self._sizes.get(other, room + 1)
            if room < 0:
                return
            yield other

    def _contents(self, object_id: str) -> bytes:
        kind, size = self._answered(object_id)
        stream = self._started().stdout
        data = stream.read(size + 1) if stream else b""  # a line end follows the bytes, whatever they are
        _of_blob(object_id, kind, size)
        if len(data) != size + 1:
            raise UnreadableFileError(f"git object {object_id[:12]}: git gave {len(data)} of {size} bytes")
        return data[:-1]

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                ["git", "cat-file", "--batch-command"],
                cwd=self._git.folder,
                env=self._git.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _ask(self, verb: str, object_ids: Iterable[str]) -> None:
        """Ask for `info` or `contents` of all of these before an answer is read."""
        stream = self._started().stdin
        if stream is None:  # pragma: no cover  (it is a pipe)
            raise RepositoryError("git cat-file has no pipes")
        try:
            stream.write("".join(f"{verb} {object_id}\n" for object_id in object_ids).encode())
            stream.flush()
        except BrokenPipeError as error:
            raise RepositoryError("git cat-file ended early", hint="git 2.36 or newer is needed") from error

    def _answered(self, object_id: str) -> tuple[bytes, int]:
        """The type and size in the head of the next answer."""
        stream = self._started().stdout
        answer = stream.readline().split() if stream else []
        if not answer:
            raise RepositoryError("git cat-file ended early", hint="git 2.36 or newer is needed")
        if len(answer) != 3:  # id, type, size
            raise UnreadableFileError(f"git object {object_id[:12]} is missing", hint="is this a partial clone?")
        return answer[1], int(answer[2])


def _of_blob(object_id: str, kind: bytes, size: int) -> int:
    if kind != b"blob":
        raise UnreadableFileError(f"git object {object_id[:12]} is no file but a {kind.decode('ascii', 'replace')}")
    return size

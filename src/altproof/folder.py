"""The files of a folder that is no git repository, read so that no link leads out of it."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from altproof.errors import UnreadableFileError

LEFT_OUT = frozenset((".git", ".hg", ".svn", ".venv", "__pycache__"))
MOST_FILES = 200_000
MOST_COMPARED = 64 << 20
"""Bytes of a file that is compared or searched; a larger one counts as unlike every other."""


class Folder:
    """A folder on disk: regular files only, symbolic links never followed."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._paths: list[str] | None = None

    def paths(self) -> list[str]:
        """Every regular file, sorted. Raises UnreadableFileError beyond 200,000 of them."""
        if self._paths is None:
            self._paths = sorted(self._walk())
        return self._paths

    def has(self, path: str) -> bool:
        """Whether there is such a file, not behind a link."""
        try:
            os.close(self._open(path))
        except (OSError, ValueError):
            return False
        return True

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file. Raises UnreadableFileError when it is no regular file or larger than `limit` bytes."""
        try:
            descriptor = self._open(path)
        except (OSError, ValueError) as error:
            raise UnreadableFileError(f"{path}: no regular file that can be opened") from error
        with os.fdopen(descriptor, "rb") as stream:
            data = stream.read(limit + 1)  # not by the size told: that of a file in /proc is 0
        if len(data) > limit:
            raise UnreadableFileError(f"{path}: more than the {limit:,} bytes that are read")
        return data

    def expect(self, paths: Iterable[str]) -> None:
        """Nothing: a file is opened when it is read."""

    def read_before(self, path: str, limit: int) -> bytes | None:  # noqa: ARG002  (a folder has no past)
        """Always None: nothing is known of what the folder held before."""
        return None

    def same_bytes(self, paths: Iterable[str]) -> dict[str, str]:
        """A digest of each file that has a twin in size among them; the others are left out, as nothing equals them."""
        sizes: defaultdict[int, list[str]] = defaultdict(list)
        for path in paths:
            if (size := self._size(path)) is not None:
                sizes[size].append(path)
        twins = (path for alike in sizes.values() if len(alike) > 1 for path in alike)
        return {path: digest for path in twins if (digest := self._digest(path)) is not None}

    def _size(self, path: str) -> int | None:
        try:
            descriptor = self._open(path)
        except (OSError, ValueError):
            return None
        try:
            return os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)

    def _digest(self, path: str) -> str | None:
        import hashlib  # most folders hold no two files of a size

        try:
            return hashlib.sha256(self.read(path, MOST_COMPARED)).hexdigest()
        except UnreadableFileError:
            return None

    def begin_search(self, markers: Iterable[str], suffixes: Iterable[str]) -> None:
        """Nothing: there is no other program that could search."""

    def documents_with(self, markers: Iterable[str], suffixes: Iterable[str]) -> list[str]:
        """The files with one of these endings that hold one of these texts, letter case ignored both times."""
        sought = [marker.lower().encode() for marker in markers]
        endings = tuple(suffixes)
        candidates = (path for path in self.paths() if path.lower().endswith(endings))
        sought += [b"\xff\xfe", b"\xfe\xff"]  # UTF-16 hides every marker, but begins with a mark of its own
        return [path for path in candidates if _holds(self._lowered(path), sought)]

    def _lowered(self, path: str) -> bytes:
        try:
            return self.read(path, MOST_COMPARED).lower()
        except UnreadableFileError:
            return b""

    def _walk(self) -> Iterator[str]:
        count = 0
        for folder, folders, files in os.walk(self._root):
            folders[:] = sorted(name for name in folders if name not in LEFT_OUT)
            inside = Path(folder).relative_to(self._root)
            for name in files:
                if stat.S_ISREG(os.lstat(Path(folder, name)).st_mode):
                    count += 1
                    if count > MOST_FILES:
                        raise UnreadableFileError(f"more than {MOST_FILES:,} files", hint="start in a smaller folder")
                    yield (inside / name).as_posix()

    def _open(self, path: str) -> int:
        """A descriptor reached part by part, each without following a link: O_NOFOLLOW alone guards the last only."""
        parts = path.split("/")
        if not all(parts) or any(part in (".", "..") for part in parts):
            raise ValueError(path)
        at = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for part in parts[:-1]:
                inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
                os.close(at)
                at = inner
            file = os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=at)
        finally:
            os.close(at)
        if not stat.S_ISREG(os.fstat(file).st_mode):
            os.close(file)
            raise ValueError(path)
        return file


def _holds(data: bytes, sought: Iterable[bytes]) -> bool:
    return any(marker in data for marker in sought)

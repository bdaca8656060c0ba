"""What is asked of one run, and where its files come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from msgspec import Struct

from altproof import image_names
from altproof.config import Config
from altproof.globs import matches
from altproof.model import ChangeSet, Problem
from altproof.report import RunFacts
from altproof.spending import Prices

_IMAGES = frozenset((*image_names.ENDINGS, "apng", "heic", "heif"))


class Workspace(Protocol):
    """The files to look at: a commit in git, or a folder on disk."""

    def paths(self) -> list[str]:
        """Every regular file."""

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of one of them; raises UnreadableFileError."""

    def expect(self, paths: Iterable[str]) -> None:
        """Hear which files are read next, where that saves time."""

    def read_before(self, path: str, limit: int) -> bytes | None:
        """The bytes it had before the change; None: it was not there, was too large, or nothing is known of then."""

    def same_bytes(self, paths: Iterable[str]) -> Mapping[str, str]:
        """A name for the bytes of these files, the same for the same bytes; files that are not there are left out."""

    def documents_with(self, markers: Iterable[str], suffixes: Iterable[str]) -> list[str]:
        """The files with one of these endings that hold one of these texts, letter case ignored."""

    def begin_search(self, markers: Iterable[str], suffixes: Iterable[str]) -> None:
        """Begin what `documents_with` will be asked for, where that saves time."""


class _Globs(Protocol):
    @property
    def include(self) -> tuple[str, ...]: ...
    @property
    def exclude(self) -> tuple[str, ...]: ...


class Task(Struct, frozen=True):
    """One run: the change, the repository's wishes, and what the user narrowed it to."""

    changes: ChangeSet
    config: Config
    facts: RunFacts
    paths: tuple[str, ...] = ()
    """Files and folders to narrow the run to, relative to the repository; empty: no narrowing."""
    baseline: frozenset[str] = frozenset()
    """Fingerprints of the findings that the repository lives with for now."""
    problems: tuple[Problem, ...] = ()
    """What went wrong before the run began."""
    remote_images: bool = False
    """Whether the addresses of images may be handed to a service that fetches them."""
    prices: Prices | None = None
    """Of 1,000 transactions. None: nobody said."""

    def wants_document(self, path: str) -> bool:
        """Whether a document is to be read."""
        return self._is_asked_for(path) and _allowed(path, self.config.documents)

    def wants_image(self, path: str) -> bool:
        """Whether a change of this image is to be reported."""
        return self.may_look_at(path) and self._is_asked_for(path)

    def may_look_at(self, path: str) -> bool:
        """Whether an engine may see this file: narrowing does not matter when a document that counts shows it."""
        _, dot, ending = path.rpartition(".")
        return bool(dot) and ending.lower() in _IMAGES and _allowed(path, self.config.images)

    def _is_asked_for(self, path: str) -> bool:
        return not self.paths or any(part in (".", path) or path.startswith(f"{part}/") for part in self.paths)


def _allowed(path: str, globs: _Globs) -> bool:
    return (not globs.include or matches(path, globs.include)) and not matches(path, globs.exclude)

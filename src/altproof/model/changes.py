"""What changed between two revisions."""

from __future__ import annotations

from bisect import bisect_left
from enum import StrEnum

from msgspec import Struct

from altproof.model.documents import Span


class Status(StrEnum):
    """What happened to a file between base and head."""

    ADDED = "added"
    MODIFIED = "modified"
    RENAMED = "renamed"
    """Moved with the same bytes; a file that was moved and edited counts as added."""
    UNCHANGED = "unchanged"

    @property
    def has_new_bytes(self) -> bool:
        """Whether head shows something that base did not; a moved image shows what it showed before."""
        return self in (Status.ADDED, Status.MODIFIED)


class Lines(Struct, frozen=True):
    """A stretch of lines, both ends included."""

    first: int
    last: int


class ChangedFile(Struct, frozen=True):
    """One file that exists at head and differs from base."""

    path: str
    status: Status
    lines: tuple[Lines, ...] = ()
    """The lines that head has and base has not, in order; empty for images and for files whose text did not change."""

    def touches(self, span: Span) -> bool:
        """Whether any line of `span` is one of the changed lines."""
        place = bisect_left(self.lines, span.line, key=lambda stretch: stretch.last)
        return place < len(self.lines) and self.lines[place].first <= span.end_line


class ChangeSet(Struct, frozen=True):
    """What changed between two revisions."""

    base: str | None
    """Commit id. None: there is nothing to compare with, everything counts as present and nothing as changed."""
    head: str | None
    """Commit id. None: the files as they lie on disk, outside git."""
    files: tuple[ChangedFile, ...] = ()
    not_followed: tuple[str, ...] = ()
    """Changed symbolic links and submodules: they are no files of this repository."""
    everything: bool = False
    """True when the whole tree is to be looked at (audit, first push, or a comparison that failed)."""

    def by_path(self) -> dict[str, ChangedFile]:
        """The changed files by their path at head."""
        return {file.path: file for file in self.files}

"""What the program reads, from git's objects: files at a revision, and what changed between two.

Blobs come from git, never from disk, and only regular files (modes 100644 and 100755) count: so no symbolic link is
followed, no device is opened, and nothing can be swapped between a check and a read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import Self

from msgspec import Struct

from altproof import hunks
from altproof.blobs import Blobs
from altproof.errors import RepositoryError, UnreadableFileError
from altproof.git import Git, Running
from altproof.model import ChangedFile, ChangeSet, Lines, Status

REGULAR = ("100644", "100755")
ABSENT = "000000"
LARGEST_COMPARED = 4 << 20
"""Bytes of a document whose lines are compared; larger ones are not read either (pipeline.DOCUMENT_BYTES)."""
MOST_LINES = 1_000_000
"""Lines of all diffs together that are looked at one by one."""
PATHS_AT_ONCE = 1000
"""Paths on one command line: with the longest names that git takes there is room to spare."""
_REGULAR_FILE = tuple(f"{mode} blob " for mode in REGULAR)
"""How an entry of `ls-tree` begins."""
_FOUND_OR_NOT = (0, 1)
"""Exit codes of `git grep`."""
UTF_16 = ("\udcff\udcfe", "\udcfe\udcff")
"""The byte-order marks of UTF-16, as the operating system passes such bytes in an argument. UTF-16 hides every marker
from a search for bytes, but begins with a mark of its own."""


class Repository:
    """The files of one commit. Use it in a `with` block: a git process stays open for the blobs."""

    def __init__(self, git: Git, head: str) -> None:
        self.git = git
        self.head = head
        self._ids: dict[str, str] | None = None
        self._blobs = Blobs(git)
        self._base: Repository | None = None
        self._found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
        """What `documents_with` answered: a run asks the same twice."""
        self._searches: dict[tuple[tuple[str, ...], tuple[str, ...]], Running] = {}
        """What has begun and was not asked for yet."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the git process that reads blobs."""
        if self._base:
            self._base.close()
        while self._searches:
            self._searches.popitem()[1].close()
        self._blobs.close()

    def paths(self) -> list[str]:
        """Every regular file of the commit, in git's order."""
        return list(self._files())

    def has(self, path: str) -> bool:
        """Whether there is such a regular file."""
        return path in self._files()

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file.

        Raises UnreadableFileError when it is no regular file of the commit, larger than `limit` bytes, or absent
        from a partial clone.
        """
        object_id = self._files().get(path)
        if object_id is None:
            raise UnreadableFileError(f"{path}: no such regular file in {self.head[:12]}")
        size = self._blobs.size(object_id)
        if size > limit:
            raise UnreadableFileError(f"{path}: {size:,} bytes, more than the {limit:,} that are read")
        return self._blobs.read(object_id)

    def expect(self, paths: Iterable[str]) -> None:
        """Hear which files are read next, and in which order."""
        self._blobs.expect(self._files()[path] for path in paths if path in self._files())

    def same_bytes(self, paths: Iterable[str]) -> dict[str, str]:
        """The object ids of these files, by path; files that are not there are left out."""
        return {path: self._files()[path] for path in paths if path in self._files()}

    def documents_with(self, markers: Iterable[str], suffixes: Iterable[str]) -> list[str]:
        """The files with one of these endings that hold one of these texts, letter case ignored both times.

        An ending begins with a dot and holds no other one. One pass of `git grep` over the commit: parsing every
        document would cost five times as much.
        """
        asked = tuple(markers), tuple(suffixes)
        self.begin_search(*asked)
        if asked in self._searches:
            self._found[asked] = self._searched(*asked)
        return self._found[asked]

    def begin_search(self, markers: Iterable[str], suffixes: Iterable[str]) -> None:
        """Begin what `documents_with` will be asked for; git searches while the program does something else."""
        asked = tuple(markers), tuple(suffixes)
        if asked in self._found or asked in self._searches:
            return
        if self._endings.isdisjoint(asked[1]):
            self._found[asked] = []
            return
        self._searches[asked] = self._grep("-P", (*_patterns(asked[0]), rf"\A(?:{'|'.join(UTF_16)})"), asked[1])

    def _searched(self, markers: tuple[str, ...], suffixes: tuple[str, ...]) -> list[str]:
        try:
            output = self._searches.pop((markers, suffixes)).output(_FOUND_OR_NOT)
        except RepositoryError:  # a git that was built without PCRE
            output = self._grep("-F", (*markers, *UTF_16), suffixes).output(_FOUND_OR_NOT)
        lines = output.decode("utf-8", "surrogateescape").split("\0")
        paths = (line.removeprefix(f"{self.head}:") for line in lines if line)
        return [path for path in paths if path in self._files()]

    def _grep(self, kind: str, patterns: Iterable[str], suffixes: Iterable[str]) -> Running:
        wanted = [part for pattern in patterns for part in ("-e", pattern)]
        places = [f":(icase,glob)**/*{suffix}" for suffix in suffixes]
        # Threads wait for each other at every object: two take half as much again of cpu, and save a quarter of time
        command = ("grep", "--threads=1", "-l", "-z", "-i", "-a", kind, *wanted, self.head, "--", *places)
        return self.git.begin(*command)

    @cached_property
    def _endings(self) -> frozenset[str]:
        """What the names of the files end in, from the last dot on, in lower case."""
        endings = {path.rpartition(".")[2] for path in self._files()}
        return frozenset(f".{ending.lower()}" for ending in endings)

    def changes_since(self, base: str, searches: Sequence[tuple[Sequence[str], Sequence[str]]]) -> ChangeSet:
        """What this commit has that `base` has not; added lines are found for documents with a marker only.

        Each of `searches` is a pair of markers and endings for `documents_with`.
        Documents over 4 MiB count as changed in no line: they are too large to be read anyway. When there are millions
        of added lines, every line of every document counts as added.
        """
        self._base = Repository(self.git, base)
        raw = self.git.text("diff-tree", "-r", "-z", "--no-renames", "--raw", "--end-of-options", base, self.head)
        records = _records(raw)
        gone = {record.old for record in records if record.verb == "D"}
        there = [record for record in records if record.verb != "D"]
        suffixes = tuple(chain.from_iterable(endings for _, endings in searches))
        changed = [record for record in records if record.path.lower().endswith(suffixes)]
        wanted = searches if changed else ()
        candidates = {path for markers, endings in wanted for path in self.documents_with(markers, endings)}
        documents = [record for record in changed if record.verb != "D" and record.path in candidates]
        gone_documents = [record.path for record in changed if record.verb == "D"]
        lines = self._added_lines(base, documents, gone_documents)
        files = [
            ChangedFile(record.path, _status(record, gone), lines.get(record.path, ()))
            for record in there
            if record.mode in REGULAR
        ]
        others = [record.path for record in there if record.mode not in REGULAR]
        return ChangeSet(base=base, head=self.head, files=tuple(files), not_followed=tuple(others))

    def read_before(self, path: str, limit: int) -> bytes | None:
        """The bytes that a file had at the base of `changes_since`; None when there is none, or it was too large."""
        if self._base is None:
            return None
        try:
            return self._base.read(path, limit)
        except UnreadableFileError:
            return None

    def _is_comparable(self, record: _Record) -> bool:
        """Whether both sides are files of a size that git may hold in memory."""

        def size(object_id: str) -> int:
            return self._blobs.size(object_id) if object_id.strip("0") else 0

        regular = record.mode in REGULAR and record.old_mode in (*REGULAR, ABSENT)
        return regular and max(size(record.old), size(record.new)) <= LARGEST_COMPARED

    def _added_lines(
        self, base: str, documents: Sequence[_Record], gone: Sequence[str]
    ) -> dict[str, tuple[Lines, ...]]:
        """The added lines of each document; renames are followed, for a page that moved is not new text."""
        flags = ("-r", "-p", "-U0", "-M", "--text", "--no-color", "--no-ext-diff", "--no-textconv")
        paths = [record.path for record in documents if self._is_comparable(record)]
        found: dict[str, tuple[Lines, ...]] = {}
        room = MOST_LINES
        for start in range(0, len(paths), PATHS_AT_ONCE):
            some = paths[start : start + PATHS_AT_ONCE]
            places = [f":(literal){path}" for path in (*some, *gone[:PATHS_AT_ONCE])]
            command = ("diff-tree", *flags, "--end-of-options", base, self.head, "--", *places)
            lines = list(islice(self.git.lines(*command), room + 1))
            room -= len(lines)
            if room < 0:
                return dict.fromkeys(paths, (Lines(1, MOST_LINES),))
            found |= hunks.added_lines_by_file(lines)
        return found

    def _files(self) -> dict[str, str]:
        if self._ids is None:
            listed = self.git.text("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", self.head)
            # `mode type id`, tab, path, NUL; in one repository all ids are of one length
            entries = [entry for entry in listed.split("\0") if entry.startswith(_REGULAR_FILE)]
            before, behind = len(_REGULAR_FILE[0]), entries[0].index("\t") if entries else 0
            self._ids = {entry[behind + 1 :]: entry[before:behind] for entry in entries}
        return self._ids


class _Record(Struct, frozen=True):
    old_mode: str
    mode: str
    old: str
    new: str
    verb: str
    path: str


def _patterns(texts: Iterable[str]) -> list[str]:
    """Expressions that find these texts in few and fast passes, letter case ignored.

    PCRE finds one or two first signs sixteen bytes at a time, but one of three byte by byte, which costs more than a
    pass for each. Letters are two.
    """
    by_first: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        by_first[text[:1].lower()].append(re.escape(text))
    letters = ["|".join(alike) for sign, alike in by_first.items() if sign.isalpha()]
    others = ["|".join(alike) for sign, alike in by_first.items() if not sign.isalpha()]
    return [*letters, *("|".join(others[at : at + 2]) for at in range(0, len(others), 2))]


def _records(raw: str) -> list[_Record]:
    """The records of `diff-tree --raw -z`: `:mode mode id id verb`, NUL, path, NUL."""
    parts = [part for part in raw.split("\0") if part]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    split = ((facts.removeprefix(":").split(" "), path) for facts, path in pairs)
    return [_Record(facts[0], facts[1], facts[2], facts[3], facts[4][:1], path) for facts, path in split]


def _status(record: _Record, gone: set[str]) -> Status:
    if record.verb == "A":
        return Status.RENAMED if record.new in gone else Status.ADDED
    return Status.MODIFIED

"""Which two commits make the change, also in a clone that holds only one of them.

The user's repository is never written: what is missing is fetched, commit by commit, into a scratch repository that
borrows the user's objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from altproof.errors import GitHubError, RepositoryError
from altproof.git import Git
from altproof.github.event import COMMIT, Comparison, RunContext
from altproof.model import ChangedFile, Problem, Stage

DEPTHS = (10, 40, 160, 640, 2560)
"""Commits of history fetched in turn while a merge base is searched for without the API."""


TOO_MANY_FILES = Problem(
    Stage.CHANGES,
    "pull request",
    "GitHub lists no more than 3,000 files of a pull request, so some were not looked at",
    "check out with `fetch-depth: 0`",
)


class Range(Struct, frozen=True):
    """The answer: compare `base` with `head`; without a base everything at head is looked at."""

    base: str | None
    head: str
    listed: tuple[ChangedFile, ...] | None = None
    """The changed files as the API lists them, when no base commit could be had."""
    problems: tuple[Problem, ...] = ()


class Asked(Struct, frozen=True):
    """What history may ask of GitHub; each raises GitHubError. None: there is no one to ask."""

    merge_base: Callable[[str, str], str] | None = None
    pull_files: Callable[[], tuple[tuple[ChangedFile, ...], bool]] | None = None
    """The files of the pull request, and whether these are all."""


_NOBODY = Asked()


class History:
    """Commits of one repository. Use it in a `with` block: the scratch repository is removed at its end."""

    def __init__(self, git: Git, asked: Asked = _NOBODY, remote: str | None = None) -> None:
        self._git = git
        self._asked = asked
        self._remote = remote
        self._scratch: Path | None = None
        self._refusals: list[GitHubError] = []
        self._known: dict[str, str] = {}
        """The commit ids of revisions that were asked for; what is not there may still be fetched."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._scratch:
            import shutil

            shutil.rmtree(self._scratch, ignore_errors=True)

    @property
    def git(self) -> Git:
        """The git that sees every commit of the answer."""
        return self._git

    def range(self, context: RunContext) -> Range | None:
        """The two commits; None when there is nothing to look at. Raises RepositoryError when head cannot be had.

        Never answers "no change" because a commit is missing: then everything is looked at, with a Problem saying so.
        """
        if context.comparison is Comparison.NOTHING:
            return None
        if context.comparison is Comparison.EVERYTHING:
            return Range(None, self._head(context))
        context = self._resolved(context)
        ways = self._ways_to_merge_base if context.comparison is Comparison.MERGE_BASE else self._ways_directly
        for way in ways(context):
            if way is not None:
                return way
        return self._fall_back(context)

    # --- the ways, cheapest first ---

    def _ways_directly(self, context: RunContext) -> Iterator[Range | None]:
        head = self._head(context)
        base = context.base
        if base and (self._has(base) or self._fetch(base)):
            yield Range(self._commit(base), head)
        if base:  # after a force push the old commit may be gone from the clone, but GitHub still knows it
            yield self._asked_base(base, head)

    def _ways_to_merge_base(self, context: RunContext) -> Iterator[Range | None]:
        base = context.base or (f"refs/remotes/origin/{context.default_branch}" if context.default_branch else None)
        head = context.head or "HEAD"
        if base:
            yield self._local_merge_base(base, head)
        yield self._first_parent(context)
        if base and context.base:
            yield self._asked_base(base, head)
        wanted = context.base or context.default_branch
        if wanted and not (base and self._has(base) and self._has(head) and not self._is_shallow()):
            yield self._deepened(wanted, context.head or self._commit("HEAD"))

    def _local_merge_base(self, base: str, head: str) -> Range | None:
        if not (self._has(base) and self._has(head)):
            return None
        found = self._git.text("merge-base", "--", base, head, allowed=(0, 1))
        return Range(found, self._commit(head)) if COMMIT.fullmatch(found) else None

    def _first_parent(self, context: RunContext) -> Range | None:
        """The test merge against the base branch it was made on: one commit more than a depth-1 checkout has."""
        merge = context.merge_commit
        if not merge or not self._has(merge):
            return None
        lines = self._git.text("cat-file", "commit", merge).split("\n\n", 1)[0].splitlines()
        parents = [line.split(" ", 1)[1] for line in lines if line.startswith("parent ")]
        if len(parents) != 2 or parents[1] != context.head:
            return None
        return Range(parents[0], merge) if self._has(parents[0]) or self._fetch(parents[0]) else None

    def _asked_base(self, base: str, head: str) -> Range | None:
        if self._asked.merge_base is None or not COMMIT.fullmatch(base):
            return None
        try:
            found = self._asked.merge_base(base, self._commit(head) if self._has(head) else head)
        except GitHubError as error:
            self._refusals.append(error)
            return None
        have = all(self._has(commit) or self._fetch(commit) for commit in (found, head))
        return Range(found, self._commit(head)) if have else None

    def _deepened(self, base: str, head: str) -> Range | None:
        fetched_base, fetched_head = "refs/altproof/0", "refs/altproof/1"
        for depth in DEPTHS:
            if not self._fetch(base, head, depth=depth):
                return None
            found = self._git.text("merge-base", "--", fetched_base, fetched_head, allowed=(0, 1, 128))
            if COMMIT.fullmatch(found):
                return Range(found, self._commit(fetched_head))
        return None

    def _fall_back(self, context: RunContext) -> Range:
        head = self._head(context)
        if context.named:  # what a person wrote is mended by that person, not worked around
            raise _not_comparable(context.base or "", known=bool(context.base and self._has(context.base)))
        if self._asked.pull_files is not None:
            try:
                files, complete = self._asked.pull_files()
            except GitHubError as error:
                self._refusals.append(error)
            else:
                return Range(None, head, listed=files, problems=() if complete else (TOO_MANY_FILES,))
        hints = [error.hint for error in self._refusals if error.hint]
        problem = Problem(
            Stage.CHANGES,
            f"{(context.base or 'base')[:12]}..{head[:12]}",
            "; ".join(["the two versions could not be compared, so everything was looked at", *self._said()]),
            hints[-1] if hints else "check out with `fetch-depth: 0`",
        )
        return Range(None, head, problems=(problem,))

    def _said(self) -> list[str]:
        return list(dict.fromkeys(error.message for error in self._refusals))

    # --- commits ---

    def _resolved(self, context: RunContext) -> RunContext:
        """Names as commit ids, while the user's own branches can still be seen."""
        base = self._commit(context.base) if context.base and self._has(context.base) else context.base
        head = self._commit(context.head) if context.head and self._has(context.head) else context.head
        return replace(context, base=base, head=head)

    def _head(self, context: RunContext) -> str:
        if context.named and context.head and not (self._has(context.head) or self._fetch(context.head)):
            raise RepositoryError(f"{context.head[:80]}: no such commit", hint="check what was given as head")
        for candidate in (context.head, context.merge_commit, "HEAD"):
            if candidate and self._has(candidate):
                return self._commit(candidate)
        if context.head and self._fetch(context.head):
            return context.head
        raise RepositoryError("there is no commit to look at", hint="commit something first")

    def _has(self, revision: str) -> bool:
        return bool(self._said_of(revision))

    def _said_of(self, revision: str) -> str:
        """What git says of a revision, its commit id in the last line; "" when there is no such commit here."""
        if revision not in self._known:
            named = f"{revision}^{{commit}}"
            said = self._git.text("rev-parse", "--verify", "--quiet", "--end-of-options", named, allowed=(0, 1, 128))
            if not said:
                return ""
            self._known[revision] = self._known[said.splitlines()[-1]] = said
        return self._known[revision]

    def _is_shallow(self) -> bool:
        return self._git.text("rev-parse", "--is-shallow-repository") == "true"

    def _commit(self, revision: str) -> str:
        """The full commit id of something that exists."""
        found = next(reversed(self._said_of(revision).splitlines()), "")
        if not COMMIT.fullmatch(found):
            raise RepositoryError(f"{revision[:80]}: no such commit", hint="check what was given as base and head")
        return found

    def _fetch(self, *revisions: str, depth: int = 1) -> bool:
        """Get these commits (ids or branch names) from the remote; False when it does not give them."""
        remote = self._remote or self._git.text("config", "--get", "remote.origin.url", allowed=(0, 1))
        if not remote or remote.startswith("-"):
            return False
        git = self._borrowing()
        wanted = [f"+{revision}:refs/altproof/{n}" for n, revision in enumerate(revisions)]
        options = ("--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", f"--depth={depth}")
        try:
            git.run("fetch", *options, "--end-of-options", remote, *wanted)
        except RepositoryError:
            return False
        return True

    def _borrowing(self) -> Git:
        """Switch to a scratch repository of ours that sees the user's objects and can take in more."""
        if self._scratch is None:
            import tempfile

            objects = Path(self._git.folder, self._git.text("rev-parse", "--git-path", "objects")).resolve()
            shallow = Path(self._git.folder, self._git.text("rev-parse", "--git-path", "shallow"))
            kind = self._git.text("rev-parse", "--show-object-format")
            head = self._git.text("rev-parse", "--verify", "HEAD", allowed=(0, 128))
            self._scratch = Path(tempfile.mkdtemp(prefix="altproof-"))
            git = self._git.beside(self._scratch)
            git.run("init", "--quiet", "--bare", f"--object-format={kind}", "--template=", ".")
            (self._scratch / "objects" / "info").mkdir(exist_ok=True)
            (self._scratch / "objects" / "info" / "alternates").write_text(f"{objects}\n", "utf-8")
            if shallow.is_file():
                (self._scratch / "shallow").write_bytes(shallow.read_bytes())
            if COMMIT.fullmatch(head):  # what the clone has need not be sent again
                git.run("update-ref", "--no-deref", "refs/altproof/have", head)
                git.run("update-ref", "--no-deref", "HEAD", head)
            self._git = git
            self._known.clear()
        return self._git


def _not_comparable(base: str, *, known: bool) -> RepositoryError:
    if known:
        return RepositoryError(f"{base[:80]}: has no history in common with head", hint="choose another base")
    return RepositoryError(f"{base[:80]}: no such commit", hint="check what was given as base")

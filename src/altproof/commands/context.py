"""Where a run stands: the event, the repository, the two commits, and the configuration that counts."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from altproof import __version__
from altproof.commands import configuration
from altproof.config import Config
from altproof.errors import RepositoryError, UsageError
from altproof.folder import Folder
from altproof.git import Git, Login
from altproof.github.event import Comparison, RunContext, from_event
from altproof.history import Asked, History, Range
from altproof.model import ChangedFile, ChangeSet, Problem
from altproof.readers import searches
from altproof.repository import Repository
from altproof.settings import Settings
from altproof.task import Workspace

if TYPE_CHECKING:
    from altproof.github.api import GitHubApi

Answer = TypeVar("Answer")

EVENT_BYTES = 32 << 20
"""The largest event payload that is read; GitHub's webhooks end at 25 MB."""


class Setup(Struct, frozen=True):
    """Everything a run needs before it starts. `None` for changes: there is nothing to look at."""

    context: RunContext
    config: Config
    workspace: Workspace
    changes: ChangeSet | None
    baseline: frozenset[str] = frozenset()
    """Fingerprints of known findings."""
    paths: tuple[str, ...] = ()
    """What the run is narrowed to, relative to the repository; empty: no narrowing."""
    problems: tuple[Problem, ...] = ()


@contextmanager
def set_up(settings: Settings) -> Iterator[Setup]:
    """Set out on the files of a commit, or of a folder outside git. Raises RepositoryError, ConfigError, UsageError."""
    root = _checkout(settings)
    if root is None:
        folder = Folder(settings.folder)
        wishes = configuration.of_files(settings, folder)
        paths = narrowed(settings, settings.folder, folder.paths())
        everything = ChangeSet(None, None, everything=True)
        yield Setup(RunContext(Comparison.EVERYTHING), wishes.config, folder, everything, wishes.baseline, paths)
        return
    git = Git(root, settings.environment, trusted=_trusted(settings), login=_login(settings))
    context = _context(settings, git)
    with History(git, _asked(settings, context)) as history:
        found = history.range(context)
        head = found.head if found else history.git.text("rev-parse", "HEAD")
        with Repository(history.git, head) as repository:
            if settings.runner.in_actions:
                wishes, problems = configuration.of_change(settings, history.git, repository, context, found)
            else:
                wishes, problems = configuration.of_files(settings, Folder(root)), ()
            paths = narrowed(settings, root, repository.paths())
            changes = _changes(repository, found, wishes.config) if found else None
            problems = (*(found.problems if found else ()), *problems)
            yield Setup(context, wishes.config, repository, changes, wishes.baseline, paths, problems)


def _checkout(settings: Settings) -> Path | None:
    """The top folder of the checkout; None when there is none and everything is wanted anyway."""
    here = settings.folder
    above = () if settings.runner.in_actions else here.absolute().parents
    for folder in (here, *above):
        if (folder / ".git").exists():
            return folder
    if settings.everything:
        return None
    if settings.runner.in_actions:
        raise RepositoryError(
            "the workspace holds no checkout", hint="add a step with actions/checkout before this one"
        )
    raise RepositoryError(
        "this folder is not a Git repository", hint="go to a checkout, or look at everything with --all"
    )


def _trusted(settings: Settings) -> bool:
    # In the runner and in our image the files belong to another user by design.
    return settings.runner.in_actions or settings.container


def _login(settings: Settings) -> Login | None:
    token = settings["github-token"]
    return Login(settings.runner.server_url, token) if token and settings.runner.in_actions else None


def narrowed(settings: Settings, root: Path, files: Sequence[str]) -> tuple[str, ...]:
    """The paths that the user gave, relative to the repository. Raises UsageError for one that is not in it.

    On the command line they are relative to the current folder, as everywhere; in the action to the repository.
    """
    here = Path.cwd() if not settings.runner.in_actions else root
    found = []
    for given in settings.paths:
        path = Path(os.path.normpath(here.resolve() / given))
        inside = path.relative_to(root.resolve()).as_posix() if path.is_relative_to(root.resolve()) else None
        if inside is None or not (inside == "." or any(f == inside or f.startswith(f"{inside}/") for f in files)):
            raise UsageError(f"paths: {given[:200]}: there is no such file or folder in the repository")
        found.append(inside)
    return tuple(found)


def _context(settings: Settings, git: Git) -> RunContext:
    base, head = settings["base"], settings["head"]
    if settings.runner.in_actions:
        context = _from_runner(settings)
    else:  # what is looked at whole has nothing to be compared with
        context = RunContext(Comparison.EVERYTHING) if settings.everything else _local(git)
    if settings.everything:
        if base:
            raise UsageError("base: means nothing when everything is looked at", hint="leave out one of the two")
        return replace(context, comparison=Comparison.EVERYTHING, head=head or context.head, named=bool(head))
    if not (base or head):
        return context
    # What the workflow's author or the person at the keyboard wrote; it stands behind --end-of-options everywhere.
    if not base and not _parents(git, head):
        return replace(context, comparison=Comparison.EVERYTHING, head=head, named=True)
    base = base or f"{head}^"
    head = head or context.head or "HEAD"
    return replace(context, comparison=Comparison.MERGE_BASE, base=base, head=head, named=True, merge_commit=None)


def _local(git: Git) -> RunContext:
    """The last commit against the one before it; the first commit is looked at whole."""
    parents = _parents(git, "HEAD")
    if not parents:
        return RunContext(Comparison.EVERYTHING)
    # By its id: a shallow clone lacks the commit and can still fetch it.
    return RunContext(Comparison.DIRECT, base=parents[0], head="HEAD", named=True)


def _parents(git: Git, revision: str) -> list[str]:
    """The ids of a commit's parents, those a shallow clone lacks among them; none for what is no commit here."""
    said = git.text("cat-file", "commit", "--end-of-options", f"{revision}^{{commit}}", allowed=(0, 128))
    lines = said.split("\n\n", 1)[0].splitlines()
    return [line.removeprefix("parent ") for line in lines if line.startswith("parent ")]


def _from_runner(settings: Settings) -> RunContext:
    runner = settings.runner
    return from_event(runner.event_name, payload(runner.event_path), runner.sha, runner.repository)


def payload(path: Path | None) -> dict[str, Any]:
    """The event; an event that cannot be read is an empty one, and then everything is looked at."""
    if path is None:
        return {}
    import json

    try:
        with path.open("rb") as stream:
            payload = json.loads(stream.read(EVENT_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return payload if isinstance(payload, dict) else {}


def _asked(settings: Settings, context: RunContext) -> Asked:
    token = settings["github-token"]
    if not (settings.runner.in_actions and token and context.repository):
        return Asked()
    server, repository, number = settings.runner.api_url, context.repository, context.pull_request

    def merge_base(base: str, head: str) -> str:
        return _answer(server, repository, token, lambda api: api.merge_base(base, head))

    def pull_files() -> tuple[tuple[ChangedFile, ...], bool]:
        answer = _answer(server, repository, token, lambda api: api.pull_files(number or 0))
        return answer.files, answer.complete

    return Asked(merge_base, pull_files if number else None)


def _answer(server: str, repository: str, token: str, question: Callable[[GitHubApi], Awaitable[Answer]]) -> Answer:
    """One question to GitHub. Raises GitHubError."""
    from altproof.event_loop import run
    from altproof.github.api import GitHubApi

    async def ask() -> Answer:
        async with GitHubApi(server, repository, token, f"altproof/{__version__}") as api:
            return await question(api)

    return run(ask())


def _changes(repository: Repository, found: Range, config: Config) -> ChangeSet:
    if found.listed is not None:
        return ChangeSet(base=None, head=found.head, files=found.listed)
    if found.base is None:
        return ChangeSet(base=None, head=found.head, everything=True)
    return repository.changes_since(found.base, searches(config.documents.site))

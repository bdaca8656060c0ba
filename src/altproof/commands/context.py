"""Where a run stands: the event, the repository, the two commits, and the configuration that counts."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from altproof import __version__
from altproof.config import Config, load
from altproof.errors import RepositoryError, UnreadableFileError, UsageError
from altproof.folder import Folder
from altproof.git import Git, Login
from altproof.github.event import Comparison, RunContext, from_event
from altproof.history import Asked, History, Range
from altproof.model import ChangedFile, ChangeSet, Problem, Stage
from altproof.options import OPTIONS
from altproof.pipeline import Workspace
from altproof.readers import SUFFIXES
from altproof.repository import Repository
from altproof.settings import Settings

if TYPE_CHECKING:
    from altproof.github.api import GitHubApi

Answer = TypeVar("Answer")

EVENT_BYTES = 4 << 20
"""The largest event payload that is read; GitHub's webhooks end at 25 MB, those of workflows are far smaller."""
CONFIG_BYTES = 64 << 10
DEFAULT_CONFIG = next(option.default for option in OPTIONS if option.name == "config")


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a run needs before it starts. `None` for changes: there is nothing to look at."""

    context: RunContext
    config: Config
    workspace: Workspace
    changes: ChangeSet | None
    problems: tuple[Problem, ...] = ()


@contextmanager
def scene(settings: Settings) -> Iterator[Scene]:
    """Set out on the files of a commit, or of a folder outside git. Raises RepositoryError, ConfigError, UsageError."""
    root = _checkout(settings)
    if root is None:
        folder = Folder(settings.folder)
        config = _loaded(settings, folder)
        yield Scene(RunContext(Comparison.EVERYTHING), config, folder, ChangeSet(None, None, everything=True))
        return
    git = Git(root, settings.environment, trusted=_trusted(settings), login=_login(settings))
    context = _context(settings, git)
    with History(git, _asked(settings, context)) as history:
        found = history.range(context)
        head = found.head if found else history.git.text("rev-parse", "HEAD")
        with Repository(history.git, head) as repository:
            config, problems = _config(settings, root, repository, context, found)
            changes = _changes(repository, found) if found else None
            yield Scene(context, config, repository, changes, (*(found.problems if found else ()), *problems))


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
    raise RepositoryError("this folder is no git repository", hint="go to a checkout, or look at everything with --all")


def _trusted(settings: Settings) -> bool:
    # In the runner and in our image the files belong to another user by design.
    return settings.runner.in_actions or settings.container


def _login(settings: Settings) -> Login | None:
    token = settings["github-token"]
    return Login(settings.runner.server_url, token) if token and settings.runner.in_actions else None


def _context(settings: Settings, git: Git) -> RunContext:
    context = _from_runner(settings) if settings.runner.in_actions else _local(settings, git)
    if settings.everything:
        return replace(context, comparison=Comparison.EVERYTHING)
    if settings["base"] or settings["head"]:
        # What the workflow's author wrote is trusted as far as its form goes: it stands behind --end-of-options.
        base = settings["base"] or context.base or "HEAD^"
        return replace(context, comparison=Comparison.MERGE_BASE, base=base, head=settings["head"] or context.head)
    return context


def _local(settings: Settings, git: Git) -> RunContext:
    has_parent = git.run("rev-parse", "--verify", "--quiet", "HEAD^", allowed=(0, 1, 128))
    if not has_parent and not settings["base"]:
        return RunContext(Comparison.EVERYTHING)
    return RunContext(Comparison.DIRECT, base="HEAD^", head="HEAD")


def _from_runner(settings: Settings) -> RunContext:
    runner = settings.runner
    return from_event(runner.event_name, _payload(runner.event_path), runner.sha, runner.repository)


def _payload(path: Path | None) -> dict[str, Any]:
    """The event; an event that cannot be read is an empty one, and then everything is looked at."""
    if path is None:
        return {}
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

    def pull_files() -> tuple[ChangedFile, ...]:
        return _answer(server, repository, token, lambda api: api.pull_files(number or 0)).files

    return Asked(merge_base, pull_files if number else None)


def _answer(server: str, repository: str, token: str, question: Callable[[GitHubApi], Awaitable[Answer]]) -> Answer:
    """One question to GitHub. Raises GitHubError."""
    import asyncio

    from altproof.github.api import GitHubApi

    async def ask() -> Answer:
        async with GitHubApi(server, repository, token, f"altproof/{__version__}") as api:
            return await question(api)

    return asyncio.run(ask())


def _changes(repository: Repository, found: Range) -> ChangeSet:
    if found.listed is not None:
        return ChangeSet(base=None, head=found.head, files=found.listed)
    if found.base is None:
        return ChangeSet(base=None, head=found.head, everything=True)
    return repository.changes_since(found.base, SUFFIXES)


# --- the configuration ---


def _config(
    settings: Settings, root: Path, repository: Repository, context: RunContext, found: Range | None
) -> tuple[Config, tuple[Problem, ...]]:
    """The file at head; for a stranger's change the file at its base; on a developer's machine the file on disk."""
    if not settings.runner.in_actions:
        return _loaded(settings, Folder(root)), ()
    if not context.distrusted:
        return _loaded(settings, repository), ()
    if found is None or found.base is None:
        words = "the version before the change could not be read, so the defaults were used"
        return Config(), (Problem(Stage.CHANGES, settings["config"], words, "check out with `fetch-depth: 0`"),)
    with Repository(repository.git, found.base) as base:
        return _loaded(settings, base), ()


def _loaded(settings: Settings, files: Repository | Folder) -> Config:
    path = settings["config"]
    if path.startswith(("/", "-")) or ".." in path.split("/") or "\\" in path:
        raise UsageError("config: leaves the repository", hint="give a path inside the repository")
    if not files.has(path):
        if path != DEFAULT_CONFIG:
            raise UsageError(f"config: {path[:200]}: no such file in the repository")
        return Config()
    try:
        return load(files.read(path, CONFIG_BYTES), path)
    except UnreadableFileError as error:
        raise UsageError(f"config: {error.message}") from error

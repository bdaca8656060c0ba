"""The configuration that counts: the file at head, at the base of a stranger's change, or on a developer's disk."""

from __future__ import annotations

from msgspec import Struct

from altproof import links
from altproof.config import Config, load
from altproof.errors import UnreadableFileError, UsageError
from altproof.folder import Folder
from altproof.git import Git
from altproof.github.event import RunContext
from altproof.history import Range
from altproof.model import Problem, Stage
from altproof.options import DEFAULT_CONFIG
from altproof.repository import Repository
from altproof.settings import Settings

CONFIG_BYTES = 64 << 10
DEFAULT_BASELINE = ".github/altproof-baseline.json"
"""Need not exist; a file that the configuration names has to."""


class Wishes(Struct, frozen=True):
    """What a repository decides for itself."""

    config: Config = Config()
    baseline: frozenset[str] = frozenset()
    """Fingerprints of the findings it lives with for now."""


def of_change(
    settings: Settings, git: Git, repository: Repository, context: RunContext, found: Range | None
) -> tuple[Wishes, tuple[Problem, ...]]:
    """The configuration for a change that a runner looks at. Raises ConfigError and UsageError.

    A stranger's change is judged by the file at its base: it must not switch off the rules that it breaks.
    """
    if not context.distrusted:
        return of_files(settings, repository), ()
    if found is None or found.base is None:
        words = "the version before the change could not be read, so the defaults were used"
        return Wishes(), (Problem(Stage.CHANGES, settings["config"], words, "check out with `fetch-depth: 0`"),)
    with Repository(git, found.base) as base:
        return of_files(settings, base), ()


def of_files(settings: Settings, files: Repository | Folder) -> Wishes:
    """The configuration and the baseline among these files; the defaults when there is none and none was named.

    Raises ConfigError and UsageError.
    """
    config = _config(settings, files)
    path = config.baseline or DEFAULT_BASELINE
    if settings.update_baseline or not (config.baseline or files.has(path)):
        return Wishes(config)
    from altproof import baseline

    try:
        return Wishes(config, baseline.loads(files.read(path, baseline.BASELINE_BYTES), path))
    except UnreadableFileError as error:
        hint = "write it with `altproof audit --update-baseline`"
        raise UsageError(f"baseline: {error.message}", hint=hint) from error


def _config(settings: Settings, files: Repository | Folder) -> Config:
    path = settings["config"]
    if path.startswith(("/", "-")) or ".." in path.split("/") or "\\" in path:
        raise UsageError("config: leaves the repository", hint="give a path inside the repository")
    if not files.has(path):
        if path != DEFAULT_CONFIG:
            raise UsageError(f"config: {path[:200]}: there is no such file in the repository", hint=links.CONFIG_PAGE)
        return Config()
    try:
        return load(files.read(path, CONFIG_BYTES), path)
    except UnreadableFileError as error:
        raise UsageError(f"config: {error.message}") from error

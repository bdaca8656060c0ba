"""Makes a small git repository from the example: a documentation site, and the pull request that changes it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

EXAMPLE = Path(__file__).parent / "tidewatch"


class PullRequest(NamedTuple):
    """The commits that a pull request event names."""

    base: str
    head: str
    merge: str
    """GitHub's test merge of the two, which is what the checkout step checks out."""


def git(folder: Path, *arguments: str) -> str:
    """Run git with nothing of this machine's settings; its output without the last line end."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Tidewatch",
        "GIT_AUTHOR_EMAIL": "docs@tidewatch.example",
        "GIT_COMMITTER_NAME": "Tidewatch",
        "GIT_COMMITTER_EMAIL": "docs@tidewatch.example",
        "GIT_AUTHOR_DATE": "2026-01-05T08:00:00Z",
        "GIT_COMMITTER_DATE": "2026-01-05T08:00:00Z",
    }
    command = ["git", "-c", "init.defaultBranch=main", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def build(folder: Path) -> PullRequest:
    """Fill an empty folder; afterwards the test merge is checked out, as on a runner."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet")
    base = _commit(folder, EXAMPLE / "before", "Describe the dashboard")
    git(folder, "switch", "--quiet", "--create", "alarms")
    head = _commit(folder, EXAMPLE / "change", "Add alarms")
    git(folder, "switch", "--quiet", "--detach", base)
    git(folder, "merge", "--quiet", "--no-ff", "-m", "Merge the pull request into main", head)
    return PullRequest(base, head, git(folder, "rev-parse", "HEAD"))


def _commit(folder: Path, source: Path, message: str) -> str:
    shutil.copytree(source, folder, dirs_exist_ok=True)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")

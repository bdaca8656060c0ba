"""The pull request of the example as GitHub holds it, and what a person does with the suggestions in its comments."""

from __future__ import annotations

import re
from pathlib import Path

from examples.repository import PullRequest, git
from tests.fakes.github import Comment, GitHubDouble, Pull, changed_file

NUMBER = 7
BLOCK = re.compile(r"^(`{3,})suggestion\n(.*?)\n\1$", re.MULTILINE | re.DOTALL)


def files_of(workspace: Path, base: str, head: str) -> list[dict[str, object]]:
    """The files of a pull request as the API lists them: a patch from the first hunk on, none for pictures."""
    names = git(workspace, "diff", "--name-only", "--no-renames", f"{base}...{head}").splitlines()
    listed = []
    for name in names:
        diff = git(workspace, "diff", "--no-renames", f"{base}...{head}", "--", name)
        _, begun, hunks = diff.partition("\n@@ ")
        listed.append(changed_file(name, f"@@ {hunks}" if begun else None))
    return listed


def hub(workspace: Path, change: PullRequest, **more: object) -> GitHubDouble:
    """The double with the pull request in it."""
    pull = Pull(head=change.head, files=files_of(workspace, change.base, change.head))
    return GitHubDouble(pulls={NUMBER: pull}, **more)


def accept(workspace: Path, comment: Comment) -> bool:
    """Commit the suggestion of a comment as GitHub does: whole lines are replaced. False: it has none."""
    found = BLOCK.findall(comment.body)
    if not found:
        return False
    assert len(found) == 1
    assert comment.path is not None
    assert comment.line is not None
    path = workspace / comment.path
    lines = path.read_text("utf-8").split("\n")
    lines[(comment.start_line or comment.line) - 1 : comment.line] = found[0][1].split("\n")
    path.write_text("\n".join(lines), "utf-8")
    return True

"""Which two commits make the change: real repositories, whole and shallow, with a remote on disk."""

import os
import subprocess
from pathlib import Path

import pytest

from altproof.errors import GitHubError, RepositoryError
from altproof.git import Git
from altproof.github.event import Comparison, RunContext
from altproof.history import Asked, History
from altproof.model import ChangedFile, Status


def run(folder: Path, *arguments: str) -> str:
    settings = ("user.name=a", "user.email=a@b.example", "init.defaultBranch=main", "protocol.file.allow=always")
    command = ["git", *(part for setting in settings for part in ("-c", setting)), *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder: Path, name: str) -> str:
    (folder / name).write_text(name)
    run(folder, "add", "-A")
    run(folder, "commit", "-qm", name)
    return run(folder, "rev-parse", "HEAD")


class Upstream:
    """A repository on "GitHub": main went on after the pull request's branch left it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        run(folder, "init", "-q")
        run(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
        for number in range(3):
            self.left_at = commit(folder, f"early-{number}")
        run(folder, "switch", "-qc", "topic")
        commit(folder, "topic-1.md")
        self.head = commit(folder, "topic-2.md")
        run(folder, "switch", "-q", "main")
        self.base = commit(folder, "later.md")
        run(folder, "switch", "-q", "--detach")
        run(folder, "merge", "-q", "--no-ff", "-m", "merge", "topic")
        self.merge = run(folder, "rev-parse", "HEAD")
        run(folder, "update-ref", "refs/pull/5/merge", self.merge)
        run(folder, "switch", "-q", "main")

    def clone(self, folder: Path, revision: str, *options: str) -> Path:
        """A checkout as the checkout step makes it."""
        folder.mkdir()
        run(folder, "init", "-q")
        run(folder, "remote", "add", "origin", self.folder.as_uri())
        run(folder, "fetch", "-q", "--no-tags", *options, "origin", f"+{revision}:refs/remotes/pull/x")
        run(folder, "checkout", "-q", "--detach", "refs/remotes/pull/x")
        return folder

    def pull_request(self) -> RunContext:
        return RunContext(
            Comparison.MERGE_BASE,
            event="pull_request",
            base=self.base,
            head=self.head,
            merge_commit=self.merge,
            default_branch="main",
            pull_request=5,
        )


@pytest.fixture
def upstream(tmp_path: Path) -> Upstream:
    return Upstream(tmp_path / "upstream")


def history(folder: Path, asked: Asked | None = None) -> History:
    environment = {**os.environ, "HOME": str(folder)}
    return History(Git(folder, environment, trusted=False), asked or Asked())


def tree(folder: Path) -> dict[str, float]:
    return {str(path): path.stat().st_mtime_ns for path in sorted((folder / ".git").rglob("*"))}


def changed(found: History, base: str, head: str) -> set[str]:
    return set(found.git.text("diff-tree", "-r", "--name-only", base, head).split())


def test_a_whole_clone_needs_no_fetch(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", upstream.merge)
    run(clone, "remote", "remove", "origin")
    with history(clone) as found:
        answer = found.range(upstream.pull_request())
        assert answer is not None
        assert (answer.base, answer.head, answer.problems) == (upstream.left_at, upstream.head, ())


def test_a_depth_one_checkout_is_completed_by_one_commit_and_left_as_it_was(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", upstream.merge, "--depth=1")
    before = tree(clone)
    with history(clone) as found:
        answer = found.range(upstream.pull_request())
        assert answer is not None
        assert (answer.base, answer.head) == (upstream.base, upstream.merge)
        assert changed(found, upstream.base, upstream.merge) == {"topic-1.md", "topic-2.md"}
        scratch = found.git.folder
        assert scratch != clone
    assert tree(clone) == before
    assert not scratch.exists()


def test_a_depth_one_checkout_of_the_head_asks_github_for_the_merge_base(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", upstream.head, "--depth=1")
    questions: list[tuple[str, str]] = []

    def merge_base(base: str, head: str) -> str:
        questions.append((base, head))
        return upstream.left_at

    with history(clone, Asked(merge_base=merge_base)) as found:
        answer = found.range(upstream.pull_request())
        assert answer is not None
        assert (answer.base, answer.head) == (upstream.left_at, upstream.head)
        assert changed(found, upstream.left_at, upstream.head) == {"topic-1.md", "topic-2.md"}
    assert questions == [(upstream.base, upstream.head)]


def test_without_github_history_is_deepened_until_the_branches_meet(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", upstream.head, "--depth=1")
    with history(clone) as found:
        answer = found.range(upstream.pull_request())
        assert answer is not None
        assert (answer.base, answer.head) == (upstream.left_at, upstream.head)


def test_when_nothing_can_be_fetched_github_lists_the_files(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", upstream.head, "--depth=1")
    run(clone, "remote", "set-url", "origin", "file:///nowhere")
    listed = (ChangedFile("topic-1.md", Status.ADDED),)
    with history(clone, Asked(merge_base=lambda base, head: upstream.left_at, pull_files=lambda: listed)) as found:
        answer = found.range(upstream.pull_request())
        assert answer is not None
        assert (answer.base, answer.head, answer.listed) == (None, upstream.head, listed)


def test_when_nobody_answers_everything_is_looked_at_and_said_so(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", upstream.head, "--depth=1")
    run(clone, "remote", "set-url", "origin", "file:///nowhere")

    def refuse(*_: object) -> str:
        raise GitHubError("GitHub answered 503")

    with history(clone, Asked(merge_base=refuse)) as found:
        answer = found.range(upstream.pull_request())
        assert answer is not None
        assert (answer.base, answer.head, answer.listed) == (None, upstream.head, None)
        (problem,) = answer.problems
        assert "everything was looked at" in problem.message
        assert "fetch-depth: 0" in problem.hint


def test_a_force_push_is_compared_with_the_commit_that_was_left_behind(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", upstream.base, "--depth=1")
    push = RunContext(Comparison.DIRECT, event="push", base=upstream.head, head=upstream.base)
    with history(clone) as found:
        answer = found.range(push)
        assert answer is not None
        assert (answer.base, answer.head) == (upstream.head, upstream.base)
        assert "topic-1.md" in changed(found, upstream.head, upstream.base)


def test_a_force_push_over_a_lost_commit_looks_at_everything(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", upstream.base, "--depth=1")
    push = RunContext(Comparison.DIRECT, event="push", base="1" * 40, head=upstream.base)
    with history(clone) as found:
        answer = found.range(push)
    assert answer is not None
    assert answer.base is None
    assert answer.problems


def test_the_first_push_of_a_branch_is_compared_with_the_default_branch(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", upstream.head, "--depth=1")
    push = RunContext(Comparison.MERGE_BASE, event="push", head=upstream.head, default_branch="main")
    with history(clone) as found:
        answer = found.range(push)
    assert answer is not None
    assert (answer.base, answer.head) == (upstream.left_at, upstream.head)


def test_a_deleted_branch_has_nothing(upstream: Upstream) -> None:
    with history(upstream.folder) as found:
        assert found.range(RunContext(Comparison.NOTHING)) is None


def test_everything_needs_no_base(upstream: Upstream) -> None:
    with history(upstream.folder) as found:
        answer = found.range(RunContext(Comparison.EVERYTHING))
    assert answer is not None
    assert (answer.base, answer.head) == (None, upstream.base)


@pytest.mark.parametrize("revision", ["--output=canary", "no such thing", "HEAD^^^^^^^^^^^^"])
def test_a_revision_that_does_not_exist_is_an_error_and_no_option(upstream: Upstream, revision: str) -> None:
    for base, head in ((revision, "HEAD"), ("HEAD", revision)):
        with history(upstream.folder) as found, pytest.raises(RepositoryError, match="no such commit"):
            found.range(RunContext(Comparison.MERGE_BASE, base=base, head=head))
    assert not (upstream.folder / "canary").exists()


def test_a_repository_without_commits_is_said_so(tmp_path: Path) -> None:
    run(tmp_path, "init", "-q")
    with history(tmp_path) as found, pytest.raises(RepositoryError, match="no commit"):
        found.range(RunContext(Comparison.EVERYTHING))


def test_local_branch_names_are_compared_from_where_they_parted(upstream: Upstream) -> None:
    with history(upstream.folder) as found:
        answer = found.range(RunContext(Comparison.MERGE_BASE, base="main", head="topic"))
    assert answer is not None
    assert (answer.base, answer.head) == (upstream.left_at, upstream.head)

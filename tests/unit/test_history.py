"""Which two commits make the change: real repositories, whole and shallow, with a remote on disk."""

import os
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from altproof.errors import GitHubError, RepositoryError
from altproof.git import Git
from altproof.github.event import Comparison, RunContext
from altproof.history import TOO_MANY_FILES, Asked, History
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
    asked = Asked(merge_base=lambda base, head: upstream.left_at, pull_files=lambda: (listed, True))
    with history(clone, asked) as found:
        answer = found.range(upstream.pull_request())
        assert answer is not None
        assert (answer.base, answer.head, answer.listed) == (None, upstream.head, listed)
        assert answer.problems == ()


def test_a_list_of_files_that_github_cut_short_is_said_so(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", upstream.head, "--depth=1")
    run(clone, "remote", "set-url", "origin", "file:///nowhere")
    listed = (ChangedFile("topic-1.md", Status.ADDED),)
    with history(clone, Asked(pull_files=lambda: (listed, False))) as found:
        answer = found.range(upstream.pull_request())
        assert answer is not None
        assert (answer.base, answer.listed, answer.problems) == (None, listed, (TOO_MANY_FILES,))
    assert "3,000 files" in TOO_MANY_FILES.message
    assert "fetch-depth: 0" in TOO_MANY_FILES.hint


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
        assert problem.subject == f"{upstream.base[:12]}..{upstream.head[:12]}"
        assert problem.message == (
            "the two versions could not be compared, so everything was looked at; GitHub answered 503"
        )
        assert "fetch-depth: 0" in problem.hint


def test_every_refusal_of_github_is_said_once_and_its_hint_is_what_to_do(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", upstream.head, "--depth=1")
    run(clone, "remote", "set-url", "origin", "file:///nowhere")

    def merge_base(*_: object) -> str:
        raise GitHubError("GitHub answered 503")

    def pull_files() -> tuple[tuple[ChangedFile, ...], bool]:
        raise GitHubError("GitHub answered 403", hint="give the job a permission")

    for asked, said in (
        (Asked(merge_base, pull_files), "GitHub answered 503; GitHub answered 403"),
        (Asked(lambda *_: merge_base(), lambda: (merge_base(), True)), "GitHub answered 503"),
    ):
        with history(clone, asked) as found:
            answer = found.range(upstream.pull_request())
        assert answer is not None
        (problem,) = answer.problems
        assert problem.message.endswith(f"so everything was looked at; {said}")
        assert problem.message.count("503") == 1
    with history(clone, Asked(merge_base, pull_files)) as found:
        answer = found.range(upstream.pull_request())
    assert answer is not None
    assert answer.problems[0].hint == "give the job a permission"


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


@pytest.mark.parametrize("revision", ["--output=canary", "no such thing", "HEAD^^^^^^^^^^^^", "1" * 40, "nö\udcff"])
@pytest.mark.parametrize("comparison", [Comparison.MERGE_BASE, Comparison.DIRECT])
def test_a_named_revision_that_does_not_exist_is_an_error_and_no_option(
    upstream: Upstream, revision: str, comparison: Comparison
) -> None:
    run(upstream.folder, "remote", "add", "origin", upstream.folder.as_uri())
    for base, head, hint in ((revision, "HEAD", "base"), ("HEAD", revision, "head")):
        with history(upstream.folder) as found, pytest.raises(RepositoryError) as caught:
            found.range(RunContext(comparison, base=base, head=head, named=True))
        assert caught.value.message == f"{revision}: no such commit"
        assert caught.value.hint == f"check what was given as {hint}"
    assert not (upstream.folder / "canary").exists()


def test_a_named_head_that_does_not_exist_is_an_error_of_an_audit_too(upstream: Upstream) -> None:
    with history(upstream.folder) as found, pytest.raises(RepositoryError, match="gone: no such commit"):
        found.range(RunContext(Comparison.EVERYTHING, head="gone", named=True))


def test_a_revision_that_nobody_named_is_worked_around(upstream: Upstream) -> None:
    with history(upstream.folder) as found:
        answer = found.range(RunContext(Comparison.MERGE_BASE, base="1" * 40, head=upstream.head))
    assert answer is not None
    assert (answer.base, answer.head) == (None, upstream.head)
    assert len(answer.problems) == 1


def test_histories_without_a_common_commit_are_said_so(upstream: Upstream) -> None:
    run(upstream.folder, "switch", "-q", "--orphan", "other")
    other = commit(upstream.folder, "elsewhere.md")
    unrelated = RunContext(Comparison.MERGE_BASE, base="main", head="other", named=True)
    with history(upstream.folder) as found, pytest.raises(RepositoryError) as caught:
        found.range(unrelated)
    assert caught.value.message.endswith(": has no history in common with head")
    assert caught.value.hint == "choose another base"
    with history(upstream.folder) as found:
        answer = found.range(replace(unrelated, named=False))
    assert answer is not None
    assert (answer.base, answer.head) == (None, other)
    assert "could not be compared" in answer.problems[0].message


def test_a_named_comparison_is_not_replaced_by_the_list_of_files(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", upstream.head, "--depth=1")
    run(clone, "remote", "set-url", "origin", "file:///nowhere")
    asked: list[str] = []

    def pull_files() -> tuple[tuple[ChangedFile, ...], bool]:
        asked.append("files")
        return (), True

    context = replace(upstream.pull_request(), base="main", merge_commit=None, named=True)
    with history(clone, Asked(pull_files=pull_files)) as found, pytest.raises(RepositoryError, match="main: no such"):
        found.range(context)
    assert asked == []


def test_a_pull_request_may_be_compared_with_a_named_branch_in_a_depth_one_checkout(
    tmp_path: Path, upstream: Upstream
) -> None:
    clone = upstream.clone(tmp_path / "clone", "refs/pull/5/merge", "--depth=1")
    before = tree(clone)
    context = replace(upstream.pull_request(), base="main", merge_commit=None, named=True)
    with history(clone) as found:
        answer = found.range(context)
        assert answer is not None
        assert (answer.base, answer.head, answer.problems) == (upstream.left_at, upstream.head, ())
        assert changed(found, upstream.left_at, upstream.head) == {"topic-1.md", "topic-2.md"}
    assert tree(clone) == before


def test_named_branches_are_fetched_into_a_shallow_clone_by_their_names(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", "main", "--depth=1")
    with history(clone) as found:
        answer = found.range(RunContext(Comparison.MERGE_BASE, base="main", head="topic", named=True))
        assert answer is not None
        assert (answer.base, answer.head) == (upstream.left_at, upstream.head)
        assert changed(found, upstream.left_at, upstream.head) == {"topic-1.md", "topic-2.md"}


def test_names_mean_the_commits_of_the_clone_before_those_of_the_remote(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", upstream.head, "--depth=1")
    run(clone, "switch", "-qc", "mine")
    run(upstream.folder, "branch", "-q", "mine", upstream.base)
    with history(clone) as found:
        answer = found.range(RunContext(Comparison.MERGE_BASE, base="main", head="mine", named=True))
        assert answer is not None
        assert (answer.base, answer.head) == (upstream.left_at, upstream.head)


def test_a_local_run_in_a_shallow_clone_fetches_the_commit_before(tmp_path: Path, upstream: Upstream) -> None:
    clone = upstream.clone(tmp_path / "clone", upstream.head, "--depth=1")
    before = tree(clone)
    parent = run(upstream.folder, "rev-parse", f"{upstream.head}^")
    with history(clone) as found:
        answer = found.range(RunContext(Comparison.DIRECT, base=parent, head="HEAD", named=True))
        assert answer is not None
        assert (answer.base, answer.head, answer.problems) == (parent, upstream.head, ())
        assert changed(found, parent, upstream.head) == {"topic-2.md"}
    assert tree(clone) == before


def test_a_repository_without_commits_is_said_so(tmp_path: Path) -> None:
    run(tmp_path, "init", "-q")
    with history(tmp_path) as found, pytest.raises(RepositoryError, match="no commit"):
        found.range(RunContext(Comparison.EVERYTHING))


def test_local_branch_names_are_compared_from_where_they_parted(upstream: Upstream) -> None:
    with history(upstream.folder) as found:
        answer = found.range(RunContext(Comparison.MERGE_BASE, base="main", head="topic"))
    assert answer is not None
    assert (answer.base, answer.head) == (upstream.left_at, upstream.head)

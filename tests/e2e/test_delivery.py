"""Findings on the pull request itself: comments with edits to commit, quiet on every further run, safe without rights."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from examples.repository import PullRequest, git
from tests.e2e.action import ENTRYPOINT, Outcome, environment, pull_request, run_action
from tests.e2e.hub import NUMBER, accept, hub
from tests.fakes.github import TOKEN, Fault, GitHubDouble
from tests.fakes.runner import commands

EVERYTHING = {"review": "true", "comment": "true", "check-run": "true"}


def run(
    tmp_path: Path,
    workspace: Path,
    change: PullRequest,
    github: GitHubDouble,
    *,
    fork: bool = False,
    event: str = "pull_request",
    **inputs: str,
) -> Outcome:
    named = {"github-token": TOKEN, **{name.replace("_", "-"): value for name, value in inputs.items()}}
    payload = pull_request(change.base, change.head, fork=fork)
    more = {"GITHUB_API_URL": github.address, "GITHUB_GRAPHQL_URL": github.graphql}
    return run_action(tmp_path, workspace, event, payload, change.merge, named, more)


def deliveries(outcome: Outcome) -> dict[str, dict[str, object]]:
    assert outcome.report is not None
    return {one["channel"]: one for one in outcome.report["deliveries"]}


def place_and_rule(found: dict[str, Any]) -> tuple[str, int, str]:
    return found["document"], found["line"], found["rule"]


def test_a_token_that_may_only_read_the_contents_costs_nothing_but_the_comments(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    with hub(workspace, change, permissions={"contents": "read"}) as github:
        run(tmp_path, workspace, change, github, review="false")  # so that all that follow know what was seen
        alone = run(tmp_path, workspace, change, github, review="false")
        assert github.requests == []
        asked = run(tmp_path, workspace, change, github)
        wanted = run(tmp_path, workspace, change, github, **EVERYTHING)
    assert alone.code == asked.code == wanted.code == 1
    assert asked.commands == alone.commands
    assert asked.summary == alone.summary
    assert asked.report == alone.report
    assert wanted.annotations("error") == alone.annotations("error")
    assert [one["done"] for one in deliveries(wanted).values()] == [False] * 3
    assert "permissions: pull-requests:" in wanted.summary.replace("`", "")


def test_a_pull_request_from_a_fork_makes_no_request_and_gets_annotations_and_summary(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    with hub(workspace, change) as github:
        outcome = run(tmp_path, workspace, change, github, fork=True)
        assert github.requests == []
    assert outcome.code == 1
    assert len(outcome.annotations("error")) == 5
    assert "docs/alarms.md" in outcome.summary


def test_findings_that_did_not_come_to_their_lines_are_annotated_whatever_the_input_says(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    with hub(workspace, change, permissions={"contents": "read", "pull-requests": "read"}) as github:
        refused = run(tmp_path, workspace, change, github, annotations="false")
        assert len(github.requests) == 4
        quiet = run(tmp_path, workspace, change, github, annotations="false", review="false")
    assert len(refused.annotations("error")) == 5
    assert quiet.annotations("error") == []


def test_the_input_annotate_overrides_the_configuration(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    with hub(workspace, change) as github:
        outcome = run(tmp_path, workspace, change, github, review="false", annotate="all")
    assert outcome.report is not None
    assert len(outcome.report["findings"]) > 6


@pytest.mark.parametrize("what", ["pushed", "closed", "locked", "draft", "gone"])
def test_nothing_is_posted_where_it_would_be_late_or_unwelcome(
    tmp_path: Path, workspace: Path, change: PullRequest, what: str
) -> None:
    with hub(workspace, change) as github:
        pull = github.pulls[NUMBER]
        pull.head = "f" * 40 if what == "pushed" else pull.head
        pull.is_open, pull.is_locked, pull.is_draft = what != "closed", what == "locked", what == "draft"
        if what == "gone":
            del github.pulls[NUMBER]
        outcome = run(tmp_path, workspace, change, github, skip_drafts="true", **EVERYTHING)
        assert github.writes == []
    assert outcome.code == 1
    assert len(outcome.annotations("error")) == 5
    assert [one["done"] for one in deliveries(outcome).values()] == [False] * 3


def test_accepting_every_suggestion_mends_exactly_the_alt_texts(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    with hub(workspace, change) as github:
        first = run(tmp_path, workspace, change, github, **EVERYTHING)
        pull = github.pulls[NUMBER]
        assert len(pull.reviews) == 1
        told = [comment for comment in pull.review_comments if comment.line]
        assert first.report is not None
        mended = {
            (found["document"], found["line"])
            for found in first.report["findings"]
            if found["suggestion"] and found["suggestion"]["edit"] and found["document"] == "docs/alarms.md"
        }
        git(workspace, "switch", "--quiet", "--detach", change.head)
        accepted = [comment for comment in told if accept(workspace, comment)]
        assert {(comment.path, comment.line) for comment in accepted} == mended
        assert mended
        words = git(workspace, "diff", "--word-diff=porcelain", "--word-diff-regex=.", "--unified=0")
        removed = [line for line in words.splitlines() if line.startswith("-") and not line.startswith("---")]
        assert set("".join(removed)) <= set("-sensor-network.svg ")
        git(workspace, "commit", "--quiet", "--all", "--message", "Accept suggestions")
        head = git(workspace, "rev-parse", "HEAD")
        again = run(tmp_path, workspace, PullRequest(change.base, head, head), github, review="false")
    assert again.report is not None
    before = {place_and_rule(found) for found in first.report["findings"]}
    after = {place_and_rule(found) for found in again.report["findings"]}
    assert before - after == {found for found in before if found[:2] in mended}
    # The author's own title became the alt text, so that the title now repeats it.
    assert after - before == {("docs/alarms.md", 26, "title-as-alt")}


def test_five_more_runs_on_the_same_commit_say_nothing_twice(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    with hub(workspace, change) as github:
        run(tmp_path, workspace, change, github, review="true", comment="true")
        pull = github.pulls[NUMBER]
        first = ([c.body for c in pull.review_comments], [c.body for c in pull.comments], len(pull.reviews))
        assert len(first[1]) == 1
        before = len(github.writes)
        for _ in range(5):
            again = run(tmp_path, workspace, change, github, review="true", comment="true")
            assert again.code == 1
        assert len(github.writes) == before
        assert ([c.body for c in pull.review_comments], [c.body for c in pull.comments], len(pull.reviews)) == first
    assert len(again.annotations("error")) + len(first[0]) >= 5


def test_what_stands_in_a_comment_is_not_annotated_too(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    with hub(workspace, change) as github:
        outcome = run(tmp_path, workspace, change, github)
        places = {(comment.path, comment.line) for comment in github.pulls[NUMBER].review_comments}
    annotated = {(c.properties["file"], int(c.properties.get("line", 0))) for c in outcome.annotations("error")}
    assert ("docs/alarms.md", 21) in places
    assert not places & annotated
    assert deliveries(outcome)["review"]["done"] is True


def test_a_check_run_carries_every_finding_and_the_conclusion(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    with hub(workspace, change) as github:
        outcome = run(tmp_path, workspace, change, github, review="false", check_run="true")
        (made,) = github.check_runs
    assert (made.name, made.commit, made.conclusion) == ("Altproof", change.head, "failure")
    assert sum(one["annotation_level"] == "failure" for one in made.annotations) == 5
    assert made.images == []  # nobody said that the repository is public
    assert outcome.annotations("error") == []


def test_the_comment_goes_when_everything_is_mended(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    with hub(workspace, change) as github:
        run(tmp_path, workspace, change, github, review="false", comment="true")
        pull = github.pulls[NUMBER]
        assert len(pull.comments) == 1
        clean = PullRequest(change.base, change.base, change.base)
        pull.push(change.base)
        git(workspace, "switch", "--quiet", "--detach", change.base)
        outcome = run(tmp_path, workspace, clean, github, review="false", comment="true")
        assert outcome.code == 0
        assert pull.comments == []
        run(tmp_path, workspace, clean, github, review="false", comment="true")
        assert pull.comments == []


@pytest.mark.parametrize(
    ("number", "code", "method", "path"),
    [
        (signal.SIGINT, 130, "GET", "pulls/7$"),
        (signal.SIGTERM, 143, "POST", "reviews"),
        (signal.SIGINT, 130, "POST", "check-runs"),
        (signal.SIGTERM, 143, "GET", "issues/7/comments"),
    ],
    ids=["before it posts", "in the review", "in the check run", "before the comment"],
)
def test_a_run_that_is_ended_while_it_delivers_leaves_a_valid_report(
    tmp_path: Path, workspace: Path, change: PullRequest, number: signal.Signals, code: int, method: str, path: str
) -> None:
    with hub(workspace, change) as github:
        seen = threading.Event()
        pause = {"Retry-After": "60"}
        github.faults = [Fault(503, headers=pause, method=method, path=path, times=-1, act=seen.set)]
        runner = tmp_path / "runner"
        variables = environment(runner, workspace, "pull_request", change.merge, {"github-token": TOKEN, **EVERYTHING})
        variables |= {"GITHUB_API_URL": github.address, "GITHUB_GRAPHQL_URL": github.graphql}
        (runner / "workflow" / "event.json").write_text(json.dumps(pull_request(change.base, change.head)))
        process = subprocess.Popen(
            [sys.executable, "-I", ENTRYPOINT],
            cwd=workspace,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert seen.wait(60)
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == code, stderr
    report = json.loads((workspace / "altproof-report" / "report.json").read_text("utf-8"))
    assert len(report["findings"]) == 6
    assert sum(command.name == "error" for command in commands(stdout.decode())) == 5
    assert "docs/alarms.md" in (runner / "file_commands" / "summary").read_text("utf-8")

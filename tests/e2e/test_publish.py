"""The second half of a pull request from a fork: a job with rights delivers what a job without them found out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from examples.repository import PullRequest, build
from tests.e2e.action import Outcome, pull_request, run_action
from tests.e2e.hub import NUMBER, hub
from tests.fakes.github import TOKEN, GitHubDouble, Pull

FORK = "stranger/docs"


@pytest.fixture(scope="module")
def fork_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[PullRequest, Path, dict[str, Any]]:
    """The change, its repository, and the report of the job without rights."""
    folder = tmp_path_factory.mktemp("fork")
    change = build(folder / "workspace")
    payload = pull_request(change.base, change.head, fork=True)
    outcome = run_action(folder, folder / "workspace", "pull_request", payload, change.merge)
    assert outcome.report is not None
    return change, folder / "workspace", outcome.report


def event(change: PullRequest, **more: object) -> dict[str, object]:
    run = {
        "event": "pull_request",
        "head_sha": change.head,
        "head_branch": "alarms",
        "head_repository": {"owner": {"login": "stranger"}},
        "pull_requests": [],
    }
    return {
        "workflow_run": {**run, **more},
        "repository": {"full_name": "tidewatch/docs", "default_branch": "main", "private": False},
    }


def github_of(change: PullRequest, repository: Path) -> GitHubDouble:
    made = hub(repository, change)
    made.pulls[NUMBER].head_repository, made.pulls[NUMBER].branch = FORK, "alarms"
    return made


def publish(
    tmp_path: Path, change: PullRequest, github: GitHubDouble, report: object, payload: object = None, **inputs: str
) -> Outcome:
    """The job with rights: its workspace holds the downloaded report and nothing else."""
    workspace = tmp_path / "workspace"
    workspace.mkdir(exist_ok=True)
    data = report if isinstance(report, bytes) else json.dumps(report).encode()
    (workspace / "report.json").write_bytes(data)
    named = {"github-token": TOKEN, "mode": "publish", "from": "report.json", "review": "true", **inputs}
    more = {"GITHUB_API_URL": github.address, "GITHUB_GRAPHQL_URL": github.graphql}
    what = payload if isinstance(payload, dict) else event(change)
    return run_action(tmp_path, workspace, "workflow_run", what, change.base, named, more)


def is_nothing(outcome: Outcome, github: GitHubDouble) -> bool:
    quiet = github.writes == [] and outcome.code == 0 and "nothing was posted" in outcome.summary
    return quiet and len(outcome.annotations("notice")) == 1


def test_the_findings_of_a_fork_reach_its_pull_request(tmp_path, fork_run):
    change, repository, report = fork_run
    with github_of(change, repository) as github:
        outcome = publish(tmp_path, change, github, report)
        pull = github.pulls[NUMBER]
        assert len(pull.reviews) == 1
        comments = {(c.path, c.line): c.body for c in pull.review_comments}
        assert "```suggestion\n![Diagram of three sensors" in comments["docs/alarms.md", 21]
        assert outcome.code == 0
        assert "docs/alarms.md" in outcome.summary
        before = len(github.writes)
        publish(tmp_path, change, github, report)
        assert len(github.writes) == before
    assert outcome.annotations("error") == []


def test_the_number_in_the_report_is_not_believed(tmp_path, fork_run):
    change, repository, report = fork_run
    forged = {**report, "run": {**report["run"], "pull_request": 9}}
    with github_of(change, repository) as github:
        github.pulls[9] = Pull(head="c" * 40)
        publish(tmp_path, change, github, forged)
        assert github.pulls[9].review_comments == []
        assert github.pulls[NUMBER].review_comments != []


@pytest.mark.parametrize("what", ["commit", "json", "schema", "nan", "huge", "missing", "link", "deep"])
def test_a_report_that_does_not_fit_is_not_delivered(tmp_path, fork_run, what):
    change, repository, report = fork_run
    data: object = {
        "commit": {**report, "run": {**report["run"], "head": "d" * 40}},
        "json": b"{",
        "schema": {**report, "findings": [{"rule": "missing-alt"}]},
        "nan": json.dumps(report).replace('"known_findings": 0', '"known_findings": NaN').encode(),
        "huge": b" " * ((16 << 20) + 1),
        "deep": b"[" * 100_000,
    }.get(what, report)
    with github_of(change, repository) as github:
        if what == "link":
            (tmp_path / "workspace").mkdir()
            (tmp_path / "elsewhere.json").write_text(json.dumps(report))
            (tmp_path / "workspace" / "linked.json").symlink_to(tmp_path / "elsewhere.json")
        name = {"missing": "other.json", "link": "linked.json"}.get(what, "report.json")
        outcome = publish(tmp_path, change, github, data, **{"from": name})
        assert is_nothing(outcome, github)
        assert github.requests == []


@pytest.mark.parametrize(
    "what", ["none", "several", "pushed", "closed", "not on a pull request", "no branch", "no token"]
)
def test_without_exactly_one_pull_request_at_the_commit_nothing_is_posted(tmp_path, fork_run, what):
    change, repository, report = fork_run
    payload = event(change)
    with github_of(change, repository) as github:
        pull = github.pulls[NUMBER]
        if what == "none":
            del github.pulls[NUMBER]
        elif what == "several":
            github.pulls[8] = Pull(head=change.head, head_repository=FORK, branch="alarms")
        elif what == "pushed":
            pull.push("e" * 40)
        elif what == "closed":
            pull.is_open = False
        elif what == "not on a pull request":
            payload = event(change, event="push")
        elif what == "no branch":
            payload = event(change, head_branch=None)
        more = {"github-token": ""} if what == "no token" else {}
        assert is_nothing(publish(tmp_path, change, github, report, payload, **more), github)


def test_only_places_and_edits_that_github_confirms_are_passed_on(tmp_path, fork_run):
    change, repository, report = fork_run
    forged = json.loads(json.dumps(report))
    (one,) = [f for f in forged["findings"] if (f["document"], f["line"]) == ("docs/alarms.md", 21)]
    one["message"] = "Your token has expired, sign in at https://evil.example @everyone"
    one["suggestion"]["edit"]["column"], one["suggestion"]["edit"]["end_column"] = 1, 10
    one["suggestion"]["edit"]["replacement"] = "<script src=https://evil.example></script>"
    one["suggestion"]["note"] = "see https://evil.example"
    secret = json.loads(json.dumps(one))
    secret["document"] = "SECRETS.md"
    place = next(dict(r) for r in forged["references"] if r["id"] == one["reference"])
    place.update(id="SECRETS.md:21:1", document="SECRETS.md", image=None)
    secret["reference"] = place["id"]
    unknown = {**json.loads(json.dumps(one)), "rule": "no-such-rule"}
    forged["references"].append(place)
    forged["findings"] += [secret, unknown]
    with github_of(change, repository) as github:
        outcome = publish(tmp_path, change, github, forged, comment="true")
        pull = github.pulls[NUMBER]
        texts = [c.body for c in (*pull.review_comments, *pull.comments)] + [outcome.summary, outcome.stdout]
        (told,) = [c for c in pull.review_comments if (c.path, c.line) == ("docs/alarms.md", 21)]
    assert not [text for text in texts if "evil" in text or "SECRETS" in text or "no-such-rule" in text]
    assert "```suggestion\n![Diagram of three sensors" in told.body


@pytest.mark.parametrize(
    ("name", "inputs"),
    [("pull_request", {}), ("workflow_run", {"from": "../report.json"}), ("workflow_run", {"from": ""})],
)
def test_a_workflow_that_is_wrong_is_told_so(tmp_path, fork_run, name, inputs):
    change, _, _ = fork_run
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    named = {"github-token": TOKEN, "mode": "publish", "from": "report.json", **inputs}
    outcome = run_action(tmp_path, workspace, name, event(change), change.base, named)
    assert outcome.code == 2
    assert len(outcome.annotations("error")) == 1

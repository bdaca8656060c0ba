"""Every event that may start a workflow, and everything a checkout may be."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from altproof.reporters import words
from examples.repository import build, git
from tests.e2e.action import ENTRYPOINT, Outcome, environment, pull_request, run_action
from tests.fakes.azure import FakeAzure
from tests.fakes.github import TOKEN, Fault, GitHubDouble, Pull
from tests.fakes.runner import commands, file_command

REPOSITORY = {"full_name": "tidewatch/docs", "default_branch": "main"}


def places(outcome: Outcome) -> set[tuple[str, int]]:
    assert outcome.report is not None
    return {(finding["document"], finding["line"]) for finding in outcome.report["findings"]}


def shallow(upstream: Path, folder: Path, commit: str) -> Path:
    """A depth-1 checkout of one commit."""
    git(upstream, "config", "uploadpack.allowAnySHA1InWant", "true")
    folder.mkdir()
    git(folder, "init", "--quiet")
    git(folder, "remote", "add", "origin", upstream.as_uri())
    git(folder, "fetch", "--quiet", "--depth=1", "origin", commit)
    git(folder, "checkout", "--quiet", "--detach", "FETCH_HEAD")
    return folder


CHANGED = {
    ("docs/alarms.md", 9),
    ("docs/alarms.md", 21),
    ("docs/alarms.md", 25),
    ("docs/alarms.md", 26),
    ("docs/history.md", 9),
    ("docs/index.md", 5),
}
EVERYTHING = (CHANGED - {("docs/index.md", 5)}) | {("docs/credits.md", 5)}
"""docs/credits.md has a flaw too, but no change touches it: only a look at everything finds it. The alt text in
docs/index.md is out of date, which only the change of its image shows."""


def test_a_push_is_compared_with_what_was_there(tmp_path: Path, workspace: Path) -> None:
    change = build(workspace)
    payload = {"before": change.base, "after": change.head, "ref": "refs/heads/alarms", "repository": REPOSITORY}
    outcome = run_action(tmp_path, workspace, "push", payload, change.head)
    assert places(outcome) == CHANGED
    assert outcome.report is not None
    assert (outcome.report["run"]["base"], outcome.report["run"]["head"]) == (change.base, change.head)


def test_the_first_push_of_a_branch_is_compared_with_where_it_left_the_default_branch(
    tmp_path: Path, workspace: Path
) -> None:
    change = build(workspace)
    git(workspace, "update-ref", "refs/remotes/origin/main", change.base)
    payload = {"before": "0" * 40, "after": change.head, "ref": "refs/heads/alarms", "repository": REPOSITORY}
    outcome = run_action(tmp_path, workspace, "push", payload, change.head)
    assert outcome.report is not None
    assert outcome.report["run"]["base"] == change.base
    assert places(outcome) == CHANGED


def test_the_first_push_of_the_default_branch_looks_at_everything(tmp_path: Path, workspace: Path) -> None:
    change = build(workspace)
    payload = {"before": "0" * 40, "after": change.head, "ref": "refs/heads/main", "repository": REPOSITORY}
    outcome = run_action(tmp_path, workspace, "push", payload, change.head)
    assert outcome.report is not None
    assert outcome.report["run"]["base"] is None
    assert places(outcome) == EVERYTHING


def test_a_force_push_over_a_lost_commit_looks_at_everything_and_says_so(tmp_path: Path, workspace: Path) -> None:
    change = build(workspace)
    payload = {"before": "1" * 40, "after": change.head, "ref": "refs/heads/alarms", "repository": REPOSITORY}
    outcome = run_action(tmp_path, workspace, "push", payload, change.head)
    assert places(outcome) == EVERYTHING
    assert any("everything was looked at" in command.data for command in outcome.annotations("warning"))


def test_a_deleted_branch_is_nothing_to_do(tmp_path: Path, workspace: Path) -> None:
    change = build(workspace)
    payload = {"before": change.head, "after": "0" * 40, "deleted": True, "repository": REPOSITORY}
    outcome = run_action(tmp_path, workspace, "push", payload, change.base)
    assert (outcome.code, outcome.report) == (0, None)
    assert "Nothing to look at" in outcome.stdout


def test_a_merge_group_is_compared_with_its_base(tmp_path: Path, workspace: Path) -> None:
    change = build(workspace)
    payload = {"merge_group": {"base_sha": change.base, "head_sha": change.merge}, "repository": REPOSITORY}
    outcome = run_action(tmp_path, workspace, "merge_group", payload, change.merge)
    assert places(outcome) == CHANGED
    assert outcome.report is not None
    assert outcome.report["run"]["pull_request"] is None


@pytest.mark.parametrize("event", ["schedule", "workflow_dispatch"])
def test_an_event_without_a_change_is_an_audit(tmp_path: Path, workspace: Path, event: str) -> None:
    change = build(workspace)
    outcome = run_action(tmp_path, workspace, event, {"repository": REPOSITORY}, change.merge)
    assert outcome.report is not None
    assert outcome.report["run"]["mode"] == "audit"
    assert places(outcome) == EVERYTHING


def test_a_dispatch_with_a_base_is_a_check(tmp_path: Path, workspace: Path) -> None:
    change = build(workspace)
    outcome = run_action(
        tmp_path, workspace, "workflow_dispatch", {"repository": REPOSITORY}, change.head, {"base": change.base}
    )
    assert outcome.report is not None
    assert (outcome.report["run"]["mode"], outcome.report["run"]["base"]) == ("check", change.base)


def test_a_depth_one_checkout_of_the_test_merge_is_enough(tmp_path: Path) -> None:
    change = build(tmp_path / "upstream")
    workspace = shallow(tmp_path / "upstream", tmp_path / "workspace", change.merge)
    before = sorted(str(path) for path in (workspace / ".git").rglob("*"))
    outcome = run_action(tmp_path, workspace, "pull_request", pull_request(change.base, change.head), change.merge)
    assert places(outcome) == CHANGED
    assert {command.properties["title"] for command in outcome.annotations("warning")} == {"Stale alt"}
    assert sorted(str(path) for path in (workspace / ".git").rglob("*")) == before


def test_a_workspace_of_somebody_else_is_read_and_home_is_left_alone(tmp_path: Path, workspace: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    change = build(workspace)
    for path in (workspace, *workspace.rglob("*")):
        os.chown(path, 1001, 1001, follow_symlinks=False)
    outcome = run_action(tmp_path, workspace, "pull_request", pull_request(change.base, change.head), change.merge)
    assert places(outcome) == CHANGED
    assert list((tmp_path / "runner" / "home").iterdir()) == []
    assert {path.stat().st_uid for path in (workspace / "altproof-report").rglob("*")} == {1001}


def test_a_checkout_in_a_folder_of_the_workspace(tmp_path: Path, workspace: Path) -> None:
    change = build(workspace / "site")
    payload = pull_request(change.base, change.head)
    outcome = run_action(tmp_path, workspace, "pull_request", payload, change.merge, {"repository-path": "site"})
    assert places(outcome) == CHANGED


def test_paths_narrow_the_run(tmp_path: Path, workspace: Path) -> None:
    change = build(workspace)
    payload = pull_request(change.base, change.head)
    outcome = run_action(tmp_path, workspace, "pull_request", payload, change.merge, {"paths": "docs/alarms.md"})
    assert places(outcome) == {place for place in CHANGED if place[0] == "docs/alarms.md"}


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("analysys: {}\n", ".github/altproof.yml:1:1: analysys: "),
        ("version: 1\nfail_on: fatal\n", ".github/altproof.yml:2:10: fail_on: "),
        ("analysis:\n  endpoint: https://evil.example\n", ".github/altproof.yml:2:3: analysis.endpoint: "),
        ("version: 1\nversion: 1\n", ".github/altproof.yml:2:1: "),
        ("a: &x [1]\nb: *x\n", ".github/altproof.yml:1:"),
    ],
)
def test_a_wrong_configuration_is_refused_with_its_place(
    tmp_path: Path, workspace: Path, config: str, words: str
) -> None:
    change = build(workspace)
    (workspace / ".github/altproof.yml").write_text(config)
    git(workspace, "commit", "--quiet", "--all", "--message", "configure")
    head = git(workspace, "rev-parse", "HEAD")
    outcome = run_action(tmp_path, workspace, "pull_request", pull_request(change.base, head), head)
    assert outcome.code == 2
    assert any(command.data.startswith(words) for command in outcome.annotations("error")), outcome.stdout
    assert "evil.example" not in outcome.stdout + outcome.stderr


def test_an_endpoint_from_a_stranger_is_never_called(tmp_path: Path, workspace: Path) -> None:
    change = build(workspace)
    with FakeAzure() as azure:
        (workspace / ".github/altproof.yml").write_text(f"analysis: {{engine: azure, endpoint: '{azure.url}'}}\n")
        git(workspace, "commit", "--quiet", "--all", "--message", "steal")
        head = git(workspace, "rev-parse", "HEAD")
        inputs = {"vision-endpoint": "https://x.cognitiveservices.azure.com", "vision-key": "k3y-of-the-house"}
        outcome = run_action(tmp_path, workspace, "pull_request", pull_request(change.base, head), head, inputs)
        assert azure.requests == []
    assert outcome.code == 2


HOSTILE = [
    "x##[set-output name=findings]0.png",
    "::error::forged.png",
    "a,line=1,title=forged.png",
    "a\n::error::forged.png",
    "a\r##[add-mask]e.png",
    "\u2003::warning::w.png",
    "%0A::error::x.png",
    "`<script>.png",
    "@everyone #1.png",
]


OF_FILES = {"Stale alt", "Missing image file"}


def test_hostile_names_and_texts_give_no_command_of_their_own(tmp_path: Path, workspace: Path) -> None:
    change = build(workspace)
    image = (workspace / "docs/images/alarm-settings.png").read_bytes()
    for name in HOSTILE:
        (workspace / name).write_bytes(image)
        (workspace / f"{name}.md").write_text(
            f"# {name}\n\n![::error::forged##[add-mask]x.png](<{name.replace(chr(10), ' ').replace(chr(13), ' ')}>)\n\n![](gone)\n"
        )
    git(workspace, "add", "--all")
    git(workspace, "commit", "--quiet", "--message", "::error::forged")
    head = git(workspace, "rev-parse", "HEAD")
    for more in ({}, {"RUNNER_DEBUG": "1"}):
        outcome = run_action(tmp_path, workspace, "pull_request", pull_request(change.base, head), head, more=more)
        assert outcome.code == 1
        foreign = [c for c in outcome.commands if c.name not in {"error", "warning", "notice", "debug"}]
        assert foreign == []
        titles = {c.properties.get("title") for c in outcome.commands if c.name in {"error", "warning", "notice"}}
        assert titles <= {
            "Missing alt",
            "Filename as alt",
            "Blank alt",
            "Changed image",
            "More from Altproof",
            *OF_FILES,
        }
        assert len(outcome.annotations("error")) <= 10
        assert int(outcome.outputs["findings"]) >= 10


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_cancelled_run_still_delivers_what_it_knows(
    tmp_path: Path, workspace: Path, number: signal.Signals, code: int
) -> None:
    change = build(workspace)
    with FakeAzure() as azure:
        azure.script = ["hang"] * 20
        inputs = {"vision-endpoint": azure.url, "vision-key": azure.key}
        runner = tmp_path / "runner"
        variables = environment(runner, workspace, "pull_request", change.merge, inputs)
        (runner / "workflow" / "event.json").write_text(json.dumps(pull_request(change.base, change.head)))
        process = subprocess.Popen(
            [sys.executable, "-I", ENTRYPOINT],
            cwd=workspace,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(600):
            if azure.requests:
                break
            time.sleep(0.05)
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == code, stderr
    report = json.loads((workspace / "altproof-report" / "report.json").read_text("utf-8"))
    assert report["run"]["cancelled"] is True
    assert [
        c.name for c in commands(stdout.decode()) if c.name not in {"error", "warning", "notice", "debug", "add-mask"}
    ] == []


def test_a_run_that_is_cancelled_before_it_knows_what_changed_says_so(tmp_path: Path) -> None:
    change = build(tmp_path / "upstream")
    workspace = shallow(tmp_path / "upstream", tmp_path / "workspace", change.head)
    git(workspace, "remote", "set-url", "origin", "file:///nowhere")
    asked = threading.Event()
    with GitHubDouble() as github:
        github.faults = [Fault(503, headers={"Retry-After": "60"}, times=-1, act=asked.set)]
        runner = tmp_path / "runner"
        inputs = {"github-token": TOKEN}
        variables = environment(runner, workspace, "pull_request", change.merge, inputs)
        variables |= {"GITHUB_API_URL": github.address}
        (runner / "workflow" / "event.json").write_text(json.dumps(pull_request(change.base, change.head)))
        process = subprocess.Popen(
            [sys.executable, "-I", ENTRYPOINT], cwd=workspace, env=variables, stdout=subprocess.DEVNULL
        )
        assert asked.wait(60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 143
    report = json.loads((workspace / "altproof-report" / "report.json").read_text("utf-8"))
    assert report["run"]["cancelled"] is True
    assert words.NOTHING_YET in (runner / "file_commands" / "summary").read_text("utf-8")
    outputs = dict(file_command((runner / "file_commands" / "output").read_text("utf-8")))
    assert outputs["passed"] == "false"


def test_a_depth_one_checkout_of_the_head_asks_github_for_one_commit(tmp_path: Path) -> None:
    change = build(tmp_path / "upstream")
    workspace = shallow(tmp_path / "upstream", tmp_path / "workspace", change.head)
    with GitHubDouble(merge_bases={(change.base, change.head): change.base}) as github:
        payload = pull_request(change.base, change.head)
        more = {"GITHUB_API_URL": github.address}
        inputs = {"github-token": TOKEN, "review": "false"}
        outcome = run_action(tmp_path, workspace, "pull_request", payload, change.merge, inputs, more)
        assert len(github.requests) == 1
    assert places(outcome) == CHANGED
    assert {command.properties["title"] for command in outcome.annotations("warning")} == {"Stale alt"}
    assert TOKEN not in (outcome.stdout + outcome.stderr).replace(f"::add-mask::{TOKEN}", "")


def test_a_checkout_that_can_fetch_nothing_takes_the_list_of_files_from_github(tmp_path: Path) -> None:
    change = build(tmp_path / "upstream")
    workspace = shallow(tmp_path / "upstream", tmp_path / "workspace", change.head)
    git(workspace, "remote", "set-url", "origin", "file:///nowhere")
    listed = [
        {"filename": "docs/alarms.md", "status": "added", "patch": "@@ -0,0 +1,26 @@\n" + "+\n" * 26},
        {"filename": "docs/images/dashboard.png", "status": "modified"},
    ]
    with GitHubDouble(pulls={7: Pull(files=listed)}) as github:
        payload = pull_request(change.base, change.head)
        more = {"GITHUB_API_URL": github.address}
        outcome = run_action(tmp_path, workspace, "pull_request", payload, change.merge, {"github-token": TOKEN}, more)
    assert places(outcome) == CHANGED

"""The main job as the runner starts it: a pull request on the example repository."""

import json
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from altproof.images import drawing
from examples.repository import PullRequest, git
from tests.e2e.action import Outcome, pull_request, run_action
from tests.fakes.azure import FakeAzure
from tests.fakes.runner import effective_position

DRAWN = bool(drawing.fonts())
"""Whether the one drawing of the site, which has words, can be drawn on this machine."""


def on_pull_request(
    tmp_path: Path, workspace: Path, change: PullRequest, *, fork: bool = False, **inputs: str
) -> Outcome:
    named = {name.replace("_", "-"): value for name, value in inputs.items()}
    event = pull_request(change.base, change.head, fork=fork)
    return run_action(tmp_path, workspace, "pull_request", event, change.merge, named)


def found(report: dict[str, Any] | None) -> list[tuple[str, str, int]]:
    assert report is not None
    return sorted((finding["rule"], finding["document"], finding["line"]) for finding in report["findings"])


EXPECTED = [
    ("blank-alt", "docs/alarms.md", 26),
    ("filename-as-alt", "docs/alarms.md", 21),
    ("missing-alt", "docs/alarms.md", 9),
    ("missing-alt", "docs/alarms.md", 25),
    ("missing-alt", "docs/history.md", 9),
    ("stale-alt", "docs/index.md", 5),
]


def test_the_findings_of_the_change_are_found_and_nothing_else(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    outcome = on_pull_request(tmp_path, workspace, change)
    assert outcome.code == 1
    assert found(outcome.report) == EXPECTED
    assert outcome.stderr == ""


def test_annotations_stand_on_the_exact_place(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    outcome = on_pull_request(tmp_path, workspace, change)
    errors = {(c.properties["file"], c.properties["line"]): c for c in outcome.annotations("error")}
    named = errors["docs/alarms.md", "21"]
    text = (workspace / "docs/alarms.md").read_text().splitlines()[20]
    position = effective_position(named)
    assert text[int(position["col"]) - 1 : int(position["endcolumn"]) - 1] == "sensor-network.svg"
    assert "Diagram of three sensors that report to the gateway" in named.data
    assert ("docs/history.md", "9") in errors


def test_a_changed_image_that_nothing_shows_gets_its_notice(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    outcome = on_pull_request(tmp_path, workspace, change)
    (notice,) = outcome.annotations("notice")
    assert notice.properties["file"] == "docs/images/harbour-at-low-tide.jpg"
    assert "line" not in notice.properties


def test_only_our_own_commands_are_printed(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    outcome = on_pull_request(tmp_path, workspace, change, github_token="t0ken-of-the-job", review="false")
    names = [command.name for command in outcome.commands]
    assert names[:2] == ["add-mask", "add-mask"]
    assert sorted(names[2:]) == ["debug", *["error"] * 5, "notice", "warning"]


def test_outputs_count_and_point_to_the_files(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    outcome = on_pull_request(tmp_path, workspace, change)
    assert outcome.outputs["findings"] == "6"
    assert outcome.outputs["errors"] == "5"
    assert outcome.outputs["passed"] == "false"
    assert outcome.outputs["changed-images"] == "4"
    assert outcome.outputs["engine"] == "offline"
    assert Path(outcome.outputs["report-json"]) == workspace / "altproof-report" / "report.json"
    assert Path(outcome.outputs["summary-md"]).read_text("utf-8") == outcome.summary
    sarif = json.loads(Path(outcome.outputs["report-sarif"]).read_text("utf-8"))
    assert len(sarif["runs"][0]["results"]) == len(outcome.report["findings"])
    assert Path(outcome.outputs["report-html"]).read_text("utf-8").count("data:image/") == 4 + DRAWN
    assert "docs/alarms.md" in outcome.summary


def test_every_suggested_edit_changes_the_alt_text_and_nothing_else(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    outcome = on_pull_request(tmp_path, workspace, change)
    assert outcome.report is not None
    edits = [
        (f["document"], f["suggestion"])
        for f in outcome.report["findings"]
        if f["suggestion"] and f["suggestion"]["edit"]
    ]
    assert edits
    for document, suggestion in edits:
        lines = (workspace / document).read_text("utf-8").split("\n")
        edit = suggestion["edit"]
        assert edit["line"] == edit["end_line"]
        line = lines[edit["line"] - 1]
        lines[edit["line"] - 1] = line[: edit["column"] - 1] + edit["replacement"] + line[edit["end_column"] - 1 :]
        (workspace / document).write_text("\n".join(lines), "utf-8")
    changed = git(workspace, "diff", "--numstat").splitlines()
    assert sum(int(row.split("\t")[0]) for row in changed) == len(edits)
    git(workspace, "commit", "--quiet", "--all", "--message", "Accept the suggestions")
    head = git(workspace, "rev-parse", "HEAD")
    again = run_action(tmp_path, workspace, "pull_request", pull_request(change.base, head), head)
    kinds = {rule for rule, _, _ in EXPECTED}
    assert len([rule for rule, _, _ in found(again.report) if rule in kinds]) == len(EXPECTED) - len(edits)


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("error", 1), ("notice", 1)])
def test_the_exit_code_follows_fail_on(
    tmp_path: Path, workspace: Path, change: PullRequest, fail_on: str, code: int
) -> None:
    assert on_pull_request(tmp_path, workspace, change, fail_on=fail_on).code == code


def test_annotations_and_summary_can_be_switched_off(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    outcome = on_pull_request(tmp_path, workspace, change, annotations="false", summary="false")
    assert outcome.annotations("error") == []
    assert outcome.summary == ""
    assert outcome.code == 1


def test_a_fork_needs_no_key_and_no_permission(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    outcome = on_pull_request(
        tmp_path, workspace, change, fork=True, engine="azure", vision_endpoint="https://x.cognitiveservices.azure.com"
    )
    assert outcome.code == 1
    assert found(outcome.report) == EXPECTED
    assert outcome.outputs["engine"] == "offline"
    assert len(outcome.annotations("error")) == 5
    (warning,) = [command for command in outcome.annotations("warning") if command.properties["title"] != "Stale alt"]
    assert "no key on a pull request from a fork" in warning.data


def test_a_fork_cannot_change_the_configuration(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    git(workspace, "switch", "--quiet", "--detach", change.head)
    (workspace / ".github/altproof.yml").write_text(
        "rules: {missing-alt: off, filename-as-alt: off, blank-alt: off, stale-alt: off}\n"
    )
    git(workspace, "commit", "--quiet", "--all", "--message", "Look away")
    head = git(workspace, "rev-parse", "HEAD")
    own = run_action(tmp_path, workspace, "pull_request", pull_request(change.base, head), head)
    stranger = run_action(tmp_path, workspace, "pull_request", pull_request(change.base, head, fork=True), head)
    assert found(own.report) == []
    assert found(stranger.report) == EXPECTED


def test_azure_is_asked_with_the_configuration_and_its_caption_is_suggested(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    seen = "two tide curves above a list of three alarms"
    picture = sha256((workspace / "docs/images/dashboard.png").read_bytes()).hexdigest()
    with FakeAzure(captions={picture: seen}) as azure:
        outcome = on_pull_request(tmp_path, workspace, change, vision_endpoint=azure.url, vision_key=azure.key)
        azure.assert_sane()
        queries = [request.query for request in azure.requests]
    assert outcome.outputs["engine"] == "azure"
    assert outcome.report is not None
    images = {image["path"]: image for image in outcome.report["images"]}
    assert len(queries) == sum(DRAWN or image["media_type"] != "image/svg+xml" for image in images.values())
    assert all(query["features"] == "caption,read,smartCrops" for query in queries)
    assert all(query["smartcrops-aspect-ratios"].startswith("1.77") for query in queries)
    dashboard = images["docs/images/dashboard.png"]["analysis"]
    assert dashboard["caption"]["text"] == seen
    assert [crop["aspect_ratio"] for crop in dashboard["crops"]][1] == 1.0
    assert azure.key not in outcome.stdout.replace(f"::add-mask::{azure.key}", "") + outcome.stderr + outcome.summary
    for name in ("report-json", "report-sarif", "report-html"):
        assert azure.key not in Path(outcome.outputs[name]).read_text("utf-8")
    assert {command.properties["title"] for command in outcome.annotations("warning")} == {"Stale alt"}
    suggestion = next(f for f in outcome.report["findings"] if f["document"] == "docs/history.md")["suggestion"]
    assert (suggestion["source"], suggestion["alt"]) == ("caption", "Two tide curves above a list of three alarms")
    assert suggestion["edit"]["replacement"] == suggestion["alt"]


def test_a_refused_key_costs_no_report(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    with FakeAzure() as azure:
        outcome = on_pull_request(
            tmp_path, workspace, change, vision_endpoint=azure.url, vision_key="wrong-key-of-somebody"
        )
        assert len(azure.requests) <= 8
    assert outcome.code == 1
    assert found(outcome.report) == EXPECTED
    assert any("vision-key" in command.data for command in outcome.annotations("warning"))


def test_an_engine_failure_fails_the_run_only_when_asked_to(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    config = workspace / ".github/altproof.yml"
    config.write_text("on_engine_error: fail\nfail_on: never\n")
    git(workspace, "commit", "--quiet", "--all", "--message", "Be strict")
    head = git(workspace, "rev-parse", "HEAD")
    with FakeAzure() as azure:
        inputs = {"vision-endpoint": azure.url, "vision-key": "wrong-key-of-somebody"}
        outcome = run_action(tmp_path, workspace, "pull_request", pull_request(change.base, head), head, inputs)
    assert outcome.code == 3
    assert found(outcome.report) == EXPECTED


def test_a_repository_file_is_never_imported(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    canary = tmp_path / "canary"
    names = [
        "json",
        "httpx",
        "yaml",
        "jsonschema",
        "pyromark",
        "actions_toolkit",
        "altproof",
        "sitecustomize",
        "usercustomize",
        "asyncio",
        "PIL",
    ]
    for name in names:
        (workspace / f"{name}.py").write_text(f"open({str(canary)!r}, 'a').write({name!r})\n")
        (workspace / "PIL").mkdir(exist_ok=True)
        (workspace / "PIL" / "__init__.py").write_text(f"open({str(canary)!r}, 'a').write('PIL')\n")
    with FakeAzure() as azure:
        outcome = on_pull_request(tmp_path, workspace, change, vision_endpoint=azure.url, vision_key=azure.key)
    assert outcome.code == 1
    assert not canary.exists()


def test_a_planted_link_is_not_written_through(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (workspace / "altproof-report").symlink_to(outside)
    outcome = on_pull_request(tmp_path, workspace, change)
    assert outcome.code == 2
    assert list(outside.iterdir()) == []
    assert any("output" in command.data for command in outcome.annotations("error"))


@pytest.mark.parametrize("output", ["../elsewhere", "/etc/altproof", "a/../../b"])
def test_output_stays_in_the_workspace(tmp_path: Path, workspace: Path, change: PullRequest, output: str) -> None:
    outcome = on_pull_request(tmp_path, workspace, change, output=output)
    assert outcome.code == 2
    assert not (tmp_path / "elsewhere").exists()


def test_the_temporary_folder_of_the_runner_may_take_the_output(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    target = tmp_path / "runner" / "temp" / "alt"
    outcome = on_pull_request(tmp_path, workspace, change, output=str(target))
    assert Path(outcome.outputs["report-json"]) == target / "report.json"
    assert not (workspace / "altproof-report").exists()


def test_without_a_checkout_the_message_says_what_to_add(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    shutil.rmtree(workspace / ".git")
    outcome = on_pull_request(tmp_path, workspace, change)
    assert outcome.code == 2
    assert any("holds no checkout" in command.data for command in outcome.annotations("error"))
    assert "actions/checkout" in outcome.stdout + outcome.stderr

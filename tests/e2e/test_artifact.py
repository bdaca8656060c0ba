"""The files of a report as an artifact, and crops as files: the action as the runner starts it."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from altproof.images.identify import identify
from examples.repository import PullRequest
from tests.e2e.action import Outcome, pull_request, run_action
from tests.e2e.terminal import altproof, picture
from tests.fakes.azure import FakeAzure
from tests.fakes.results import JOB, NUMBER, QUERY, RUN, SIGNATURE, TOKEN, FakeResults

REPORTS = {"report.json", "summary.md", "report.sarif", "report.html"}
RATIOS = "analysis: {features: [smartCrops], smart_crops_aspect_ratios: [1.0, 1.5]}\n"


def run(
    tmp_path: Path, workspace: Path, change: PullRequest, results: FakeResults, *, fork: bool = False, **inputs: str
) -> Outcome:
    more = {
        "RUNNER_DEBUG": "1",
        "GITHUB_RUN_ID": "99",
        "GITHUB_RUN_ATTEMPT": "1",
        "GITHUB_JOB": "docs",
        "ACTIONS_RUNTIME_TOKEN": TOKEN,
        "ACTIONS_RESULTS_URL": results.url,
    }
    named = {"upload-artifact": "true", **{name.replace("_", "-"): value for name, value in inputs.items()}}
    event = pull_request(change.base, change.head, fork=fork)
    return run_action(tmp_path, workspace, "pull_request", event, change.merge, named, more)


def listed(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        return file.namelist()


@pytest.mark.parametrize("mode", ["quota", "forbidden", "refusing", "conflict"])
def test_an_upload_that_fails_fails_nothing_else(
    tmp_path: Path, workspace: Path, change: PullRequest, mode: str
) -> None:
    with FakeResults(mode) as results:
        outcome = run(tmp_path, workspace, change, results, fail_on="never")
    assert outcome.code == 0
    assert outcome.report is not None
    assert "artifact-id" not in outcome.outputs
    assert [command.data for command in outcome.annotations("warning") if command.data.startswith("upload-artifact: ")]


def test_a_pull_request_from_a_fork_gets_its_artifact(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    with FakeResults() as results:
        outcome = run(tmp_path, workspace, change, results, fork=True, engine="none")
        assert set(listed(results.artifacts["altproof-report"])) == REPORTS
    page = f"http://127.0.0.1:9/tidewatch/docs/actions/runs/99/artifacts/{NUMBER}"
    assert (outcome.outputs["artifact-id"], outcome.outputs["artifact-url"]) == (NUMBER, page)


def test_a_secret_is_nowhere_but_where_it_has_to_be(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    with FakeResults() as results:
        outcome = run(tmp_path, workspace, change, results, engine="none")
        packed = results.artifacts["altproof-report"]
        sent = [seen for seen in results.requests if TOKEN in str(seen.headers) + seen.body.decode("latin-1")]
    secrets = [TOKEN, SIGNATURE, quote(SIGNATURE, safe="")]
    masked = [command.data for command in outcome.commands if command.name == "add-mask"]
    assert set(secrets) <= set(masked)
    forms = [*secrets, QUERY, RUN, JOB, *(base64.b64encode(one.encode()).decode().rstrip("=") for one in secrets)]
    shown = [line for line in outcome.stdout.splitlines() if not line.startswith("::add-mask::")]
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        inside = [file.read(name).decode() for name in file.namelist()]
    everything = "\n".join([*shown, outcome.stderr, outcome.summary, json.dumps(outcome.outputs), *inside])
    assert [form for form in forms if form in everything] == []
    assert {seen.kind for seen in sent} == {"CreateArtifact", "FinalizeArtifact"}


def test_files_that_a_pull_request_planted_in_the_folder_stay_out(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    folder = workspace / "altproof-report"
    (folder / "crops").mkdir(parents=True)
    (folder / "crops" / "planted.png").write_bytes(b"x")
    (folder / "planted.html").write_text("<script>alert(1)</script>")
    (folder / "report.html").symlink_to("/etc/passwd")
    (folder / "segments").symlink_to("/etc")
    with FakeResults() as results:
        outcome = run(tmp_path, workspace, change, results, engine="none")
        packed = results.artifacts["altproof-report"]
    assert set(listed(packed)) == REPORTS
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        assert file.read("report.html").startswith(b"<!DOCTYPE html>")
    assert str(tmp_path).encode() not in packed
    assert outcome.outputs["artifact-id"] == NUMBER


def test_without_asking_nothing_is_uploaded(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    with FakeResults() as results:
        outcome = run(tmp_path, workspace, change, results, upload_artifact="")
        assert results.requests == []
    assert "artifact-id" not in outcome.outputs


# --- crops --------------------------------------------------------------------------------------------------------


def test_crops_are_files_of_the_report_and_of_the_artifact(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    with FakeAzure() as azure, FakeResults() as results:
        outcome = run(tmp_path, workspace, change, results, vision_endpoint=azure.url, vision_key=azure.key)
        packed = results.artifacts["altproof-report"]
    assert outcome.report is not None
    crops = [crop for image in outcome.report["images"] for crop in (image["analysis"] or {}).get("crops") or ()]
    assert len(crops) >= 4
    for crop in crops:
        with Image.open(workspace / "altproof-report" / crop["file"]) as cut:
            assert cut.size == (crop["box"]["width"], crop["box"]["height"])
            assert cut.info.get("exif") is None
    assert set(listed(packed)) == REPORTS | {crop["file"] for crop in crops}


def test_a_link_in_the_place_of_the_folder_for_crops_leads_nowhere(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (workspace / "altproof-report").mkdir()
    (workspace / "altproof-report" / "crops").symlink_to(elsewhere)
    with FakeAzure() as azure, FakeResults() as results:
        outcome = run(tmp_path, workspace, change, results, vision_endpoint=azure.url, vision_key=azure.key)
        assert set(listed(results.artifacts["altproof-report"])) == REPORTS
    assert list(elsewhere.iterdir()) == []
    assert outcome.report is not None
    crops = [crop for image in outcome.report["images"] for crop in (image["analysis"] or {}).get("crops") or ()]
    assert crops
    assert [crop["file"] for crop in crops] == [None] * len(crops)
    assert any("its folder is a symbolic link" in command.data for command in outcome.annotations("warning"))


@pytest.mark.parametrize("output", [("--output", "out"), ()], ids=["folder", "no-folder"])
def test_describe_writes_crops_where_a_folder_was_named(tmp_path: Path, output: tuple[str, ...]) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "sea.png").write_bytes(picture(size=(300, 200)))
    (folder / "c.yml").write_text(RATIOS)
    with FakeAzure() as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(folder, "describe", "--json", "--config", "c.yml", *output, "sea.png", given=given)
    (image,) = done.report["images"]
    files = [crop["file"] for crop in image["analysis"]["crops"]]
    if not output:
        assert files == [None, None]
        return
    facts = [identify((folder / "out" / file).read_bytes()) for file in files]
    assert [(one.width, one.height) for one in facts] == [(200, 200), (300, 200)]

"""What only the Azure engine can do, as a person or the runner starts it: addresses, identities, pictures cut out."""

from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from PIL import Image

from altproof.actions_io import Console
from altproof.commands.describe import describe
from altproof.errors import UsageError
from altproof.settings import read
from examples.repository import PullRequest
from tests.e2e.action import Outcome, pull_request, run_action
from tests.e2e.test_command_line import altproof, picture
from tests.fakes.azure import FakeAzure
from tests.fakes.entra import CLIENT, CLIENT_SECRET, REQUEST_TOKEN, TENANT, FakeEntra

ADDRESS, GONE, PLAIN = "https://img.example/a.png", "https://img.example/gone.png", "http://img.example/b.png"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.md").write_text(
        f"![]({ADDRESS})\n\n![]({GONE})\n\n![]({PLAIN})\n\n![](//img.example/c.png)\n\n![]({ADDRESS})\n"
    )
    return pages


# --- images that documents show by address ------------------------------------------------------------------------


def test_addresses_in_documents_are_handed_to_the_service_where_that_is_allowed(folder: Path) -> None:
    shown = picture("red", (300, 200))
    with FakeAzure(captions={sha256(shown).hexdigest(): "a red boat on a calm sea"}) as azure:
        azure.pictures = {ADDRESS: shown}
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(folder, "audit", "--remote-images", "true", "--format", "json", given=given)
        azure.assert_sane()
        assert sorted(request.headers["content-type"] for request in azure.requests) == ["application/json"] * 2
    images = {image["path"]: image for image in done.report["images"]}
    assert set(images) == {ADDRESS, GONE}
    assert images[ADDRESS]["analysis"]["caption"]["text"] == "a red boat on a calm sea"
    assert images[GONE]["analysis"] is None
    assert "cannot fetch" in images[GONE]["problem"]["message"]
    drafts = [finding["suggestion"] for finding in done.report["findings"] if finding["line"] in {1, 9}]
    assert [draft["source"] for draft in drafts] == ["caption", "caption"]


@pytest.mark.parametrize("switch", [(), ("--remote-images", "false")])
def test_addresses_in_documents_stay_here_otherwise(folder: Path, switch: tuple[str, ...]) -> None:
    with FakeAzure() as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(folder, "audit", "--format", "json", *switch, given=given)
        assert azure.requests == []
    assert done.report["images"] == []


def test_the_repository_cannot_allow_addresses(folder: Path) -> None:
    (folder / ".github").mkdir()
    (folder / ".github" / "altproof.yml").write_text("analysis: {remote_images: true}\n")
    done = altproof(folder, "audit")
    assert done.code == 2
    assert "analysis.remote_images: is not a setting" in done.stderr


def test_addresses_count_towards_the_most_that_are_looked_at(folder: Path) -> None:
    (folder / ".github").mkdir()
    (folder / ".github" / "altproof.yml").write_text("images: {max_count: 1}\n")
    with FakeAzure() as azure:
        azure.pictures = {ADDRESS: picture("red", (300, 200))}
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(folder, "audit", "--remote-images", "true", "--format", "json", given=given)
        assert len(azure.requests) == 1
    assert [problem["message"] for problem in done.report["problems"]] == ["not looked at: images.max_count is 1"]


def test_addresses_after_a_refused_key_are_problems_and_cost_no_call(folder: Path) -> None:
    with FakeAzure(["401_key"] * 9) as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(folder, "audit", "--remote-images", "true", "--format", "json", given=given)
        assert 1 <= len(azure.requests) <= 2, "both may be under way when the first is refused"
    assert done.report["run"]["engine_failed"] is True
    assert all(image["problem"] for image in done.report["images"])


def test_a_refused_key_is_told_once_for_all_addresses_and_fails_the_run_where_that_is_wished(folder: Path) -> None:
    (folder / "c.yml").write_text("on_engine_error: fail\n")
    with FakeAzure(["401_key"] * 9) as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(folder, "describe", "--json", "--config", "c.yml", ADDRESS, GONE, given=given)
        assert 1 <= len(azure.requests) <= 2, "both may be under way when the first is refused"
    assert done.code == 3
    assert done.report["run"]["engine_failed"] is True
    assert [image["path"] for image in done.report["images"]] == [ADDRESS, GONE]
    assert {problem["stage"] for problem in done.report["problems"]} == {"look"}
    assert sum("refuses the key" in problem["message"] for problem in done.report["problems"]) == 1


def test_addresses_cost_what_files_cost_and_keep_to_the_same_limits(folder: Path) -> None:
    with FakeAzure() as azure:
        azure.pictures = {ADDRESS: picture("red", (300, 200)), GONE: picture("blue", (300, 200))}
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        limits = ("--max-calls", "1", "--price-per-1000", "1000")
        done = altproof(folder, "describe", "--json", *limits, ADDRESS, GONE, given=given)
        (request,) = azure.requests
    features = len(request.query["features"].split(","))
    spending = done.report["run"]["spending"]
    assert (spending["calls"], sum(group["count"] for group in spending["transactions"])) == (1, features)
    assert spending["cost"] == features
    assert [image["analysis"] is None for image in done.report["images"]] == [False, True]
    assert done.code == 1


def test_files_and_addresses_are_described_in_the_order_in_which_they_were_named(folder: Path) -> None:
    (folder / "sea.png").write_bytes(picture(size=(300, 200)))
    with FakeAzure() as azure:
        azure.pictures = {ADDRESS: picture("red", (300, 200))}
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(folder, "describe", "--json", "sea.png", ADDRESS, PLAIN, given=given)
    assert [image["path"] for image in done.report["images"]] == ["sea.png", ADDRESS, PLAIN]
    assert [image["problem"] is None for image in done.report["images"]] == [True, True, False]


def test_no_file_of_the_workspace_or_home_adds_a_credential(folder: Path) -> None:
    (folder / "sea.png").write_bytes(picture(size=(300, 200)))
    for name in (".netrc", "_netrc", ".env"):
        (folder / name).write_text("machine 127.0.0.1 login stranger password stranger\n")
    with FakeAzure() as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key, "NETRC": str(folder / ".netrc")}
        done = altproof(folder, "describe", "--json", "sea.png", given=given)
        azure.assert_sane()
        assert ["authorization" in request.headers for request in azure.requests] == [False]
    assert done.code == 0


# --- signing in from a workflow -----------------------------------------------------------------------------------


def on_pull_request(
    tmp_path: Path, workspace: Path, change: PullRequest, given: dict[str, str], *, fork: bool = False, **inputs: str
) -> Outcome:
    named = {name.replace("_", "-"): value for name, value in inputs.items()}
    event = pull_request(change.base, change.head, fork=fork)
    return run_action(tmp_path, workspace, "pull_request", event, change.merge, named, given)


def test_a_job_with_an_identity_needs_no_secret_at_all(tmp_path: Path, workspace: Path, change: PullRequest) -> None:
    with FakeEntra() as entra, FakeAzure(tokens=entra.tokens) as azure:
        runner = {
            "ACTIONS_ID_TOKEN_REQUEST_URL": entra.identity_url,
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": REQUEST_TOKEN,
            "RUNNER_DEBUG": "1",
        }
        outcome = on_pull_request(
            *(tmp_path, workspace, change, runner),
            vision_endpoint=azure.url,
            azure_tenant_id=TENANT,
            azure_client_id=CLIENT,
            azure_authority=entra.url,
        )
        azure.assert_sane()
        secrets = [REQUEST_TOKEN, entra.assertion(), *entra.tokens]
        assert len(entra.requests) == 2
        assert azure.requests
    assert outcome.outputs["engine"] == "azure"
    masked = [command.data for command in outcome.commands if command.name == "add-mask"]
    assert masked == secrets
    rest = "".join(line for line in outcome.stdout.splitlines() if not line.startswith("::add-mask::"))
    everything = rest + outcome.stderr + outcome.summary + str(outcome.report)
    assert [secret for secret in secrets if secret in everything] == []


@pytest.mark.parametrize("engine", ["auto", "azure"])
def test_a_fork_has_no_identity_and_is_looked_at_offline(
    tmp_path: Path, workspace: Path, change: PullRequest, engine: str
) -> None:
    with FakeEntra() as entra, FakeAzure() as azure:
        outcome = on_pull_request(
            *(tmp_path, workspace, change, {}),
            fork=True,
            engine=engine,
            vision_endpoint=azure.url,
            azure_tenant_id=TENANT,
            azure_client_id=CLIENT,
            azure_authority=entra.url,
        )
        assert entra.requests == azure.requests == []
    assert (outcome.code, outcome.outputs["engine"]) == (1, "offline")
    (warning,) = [command for command in outcome.annotations("warning") if command.properties["title"] != "Stale alt"]
    assert "pull request from a fork" in warning.data


def test_without_the_permission_the_input_and_the_permission_are_named(
    tmp_path: Path, workspace: Path, change: PullRequest
) -> None:
    given = {"AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": CLIENT}
    outcome = on_pull_request(
        tmp_path, workspace, change, given, vision_endpoint="https://x.cognitiveservices.azure.com"
    )
    assert outcome.code == 2
    (error,) = outcome.annotations("error")
    assert error.data.startswith("azure-client-secret: not given")
    assert "id-token: write" in error.data


def test_a_secret_that_is_refused_fails_the_run_only_where_that_is_wished(folder: Path) -> None:
    (folder / "sea.png").write_bytes(picture())
    (folder / "c.yml").write_text("on_engine_error: fail\n")
    with FakeEntra() as entra, FakeAzure() as azure:
        given = {
            "VISION_ENDPOINT": azure.url,
            "AZURE_TENANT_ID": TENANT,
            "AZURE_CLIENT_ID": CLIENT,
            "AZURE_CLIENT_SECRET": CLIENT_SECRET + "x",
            "AZURE_AUTHORITY_HOST": entra.url,
        }
        done = altproof(folder, "describe", "--json", "-v", "sea.png", given=given)
        strict = altproof(folder, "describe", "--json", "-v", "--config", "c.yml", "sea.png", given=given)
        assert (len(entra.requests), len(azure.requests)) == (2, 0)
    assert (done.code, strict.code) == (1, 3)
    (problem,) = done.report["problems"]
    assert "AADSTS7000215" in problem["message"]
    assert "azure-client-secret" in problem["hint"]
    assert CLIENT_SECRET not in done.stdout + done.stderr + strict.stdout + strict.stderr


# --- pictures that are cut out ------------------------------------------------------------------------------------

GATEWAY = ("--vision-api-version", "2023-02-01-preview", "--config", "cut.yml")


@pytest.mark.parametrize(("mode", "colours"), [("backgroundRemoval", "RGBA"), ("foregroundMatting", "L")])
def test_a_picture_that_is_cut_out_is_saved_in_the_output_folder(folder: Path, mode: str, colours: str) -> None:
    (folder / "sea.png").write_bytes(picture(size=(300, 200)))
    (folder / "cut.yml").write_text(f"analysis: {{segmentation_mode: {mode}}}\n")
    with FakeAzure(models={}) as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(folder, "describe", "--json", "--output", "out", *GATEWAY, "sea.png", given=given)
        (request,) = azure.requests
    assert request.target == f"/computervision/imageanalysis:segment?api-version=2023-02-01-preview&mode={mode}"
    assert done.code == 0
    assert "retired segmentation on 2025-03-31" in done.stderr
    (image,) = done.report["images"]
    cut = image["analysis"]["segmentation"]
    assert (cut["mode"], cut["width"], cut["height"]) == (mode, 300, 200)
    assert cut["file"] == f"segments/{image['sha256'][:16]}-{mode}.png"
    with Image.open(folder / "out" / cut["file"]) as saved:
        assert (saved.mode, saved.size) == (colours, (300, 200))


def test_without_a_folder_a_person_is_told_that_nothing_is_kept(folder: Path) -> None:
    (folder / "sea.png").write_bytes(picture(size=(300, 200)))
    (folder / "cut.yml").write_text("analysis: {segmentation_mode: backgroundRemoval}\n")
    with FakeAzure(models={}) as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(folder, "describe", "--json", *GATEWAY, "sea.png", given=given)
    assert done.code == 0
    assert "not kept: no output folder was named" in done.stderr


def test_a_planted_link_does_not_lead_pictures_elsewhere(folder: Path, tmp_path: Path) -> None:
    (folder / "sea.png").write_bytes(picture(size=(300, 200)))
    (folder / "cut.yml").write_text("analysis: {segmentation_mode: backgroundRemoval}\n")
    (folder / "out").mkdir()
    (folder / "out" / "segments").symlink_to(tmp_path)
    before = set(tmp_path.iterdir())
    with FakeAzure(models={}) as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(folder, "describe", "--json", "--output", "out", *GATEWAY, "sea.png", given=given)
    assert "symbolic link" in done.stderr
    assert {path.name for path in set(tmp_path.iterdir()) - before} <= {"home", "caches"}


def test_the_public_service_is_not_asked_to_cut_out(folder: Path) -> None:
    (folder / "sea.png").write_bytes(picture(size=(300, 200)))
    (folder / "cut.yml").write_text("analysis: {segmentation_mode: backgroundRemoval}\n")
    with FakeAzure() as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(folder, "describe", "--config", "cut.yml", "sea.png", given=given)
        assert azure.requests == []
    assert done.code == 2
    assert "2025-03-31" in done.stderr


def test_a_language_that_captions_do_not_speak_is_said_before_the_first_call(folder: Path) -> None:
    (folder / "sea.png").write_bytes(picture(size=(300, 200)))
    (folder / "c.yml").write_text("analysis: {features: [caption, objects, tags], language: es}\n")
    with FakeAzure() as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(folder, "describe", "--json", "--config", "c.yml", "sea.png", given=given)
    assert done.code == 0
    assert "analysis.language: captions and objects exist in English only and are given in English." in done.stderr


# --- before anything is paid for ----------------------------------------------------------------------------------


def test_an_output_folder_that_cannot_be_is_refused_before_any_picture_is_sent(folder: Path, tmp_path: Path) -> None:
    (folder / "sea.png").write_bytes(picture(size=(300, 200)))
    with FakeAzure() as azure:
        runner = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(folder), "RUNNER_TEMP": str(tmp_path / "temp")}
        given = {**runner, "VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        settings = read(["describe", "--output", "../outside", str(folder / "sea.png")], ("table",), given)
        with pytest.raises(UsageError, match="output: outside the workspace"):
            describe(settings, Console(StringIO(), StringIO(), in_actions=True, verbose=False))
        assert azure.requests == []


@pytest.mark.parametrize(
    ("analysis", "named"),
    [
        ("features: [tags], language: sw", "analysis.language"),
        ("model_name: ours", "analysis.model_name"),
        ("segmentation_mode: backgroundRemoval", "analysis.segmentation_mode"),
    ],
)
def test_a_dry_run_refuses_what_the_service_would_refuse(folder: Path, analysis: str, named: str) -> None:
    (folder / "sea.png").write_bytes(picture(size=(300, 200)))
    (folder / "b.md").write_text("![](sea.png)\n")
    (folder / "c.yml").write_text(f"analysis: {{{analysis}}}\n")
    with FakeAzure() as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        dry = altproof(folder, "audit", "--dry-run", "--config", "c.yml", given=given)
        run = altproof(folder, "audit", "--config", "c.yml", given=given)
        assert azure.requests == []
    assert (dry.code, run.code) == (2, 2)
    assert dry.errors[0].startswith(f"error: {named}: ")
    assert dry.errors[0] in run.errors


def test_the_end_of_the_service_is_said_where_single_images_are_looked_at(folder: Path) -> None:
    (folder / "sea.png").write_bytes(picture(size=(300, 200)))
    with FakeAzure() as azure:
        given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key}
        done = altproof(folder, "describe", "--json", "sea.png", given=given)
    assert "stops answering on 2028-09-25" in done.stderr


# --- a service that fails -----------------------------------------------------------------------------------------

FAULTS = {"502_html": 4, "503_unavailable": 4, "reset": 4}
"""How often each is tried; one that does not answer takes two minutes, see tests/contract/test_azure_faults.py."""


@pytest.mark.parametrize("step", FAULTS)
def test_a_failing_service_ends_the_run_with_its_own_code_where_that_is_wished(tmp_path: Path, step: str) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.png").write_bytes(picture("red", (300, 200)))
    for wish, code in (("fail", 3), ("continue", 1)):
        (pages / "c.yml").write_text(f"analysis: {{features: [caption]}}\non_engine_error: {wish}\n")
        with FakeAzure([step] * 9) as azure:
            given = {"VISION_ENDPOINT": azure.url, "VISION_KEY": azure.key, "RUNNER_DEBUG": "1"}
            done = altproof(pages, "describe", "--json", "-v", "--config", "c.yml", "a.png", given=given)
            assert len(azure.requests) == FAULTS[step]
        assert done.code == code  # 1: the one image that was asked for was not seen
        assert done.report["run"]["engine_failed"] is True
        assert [image["problem"] is None for image in done.report["images"]] == [False]
        assert azure.key not in done.stdout + done.stderr

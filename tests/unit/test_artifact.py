"""What becomes of `upload-artifact`: every outcome is a delivery, and none of them ends the run."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from altproof.actions_io import Console
from altproof.commands import artifact
from altproof.commands.artifact import expires_at, kept_days
from altproof.github.base import RefusedError
from altproof.report import Channel, Delivery
from altproof.settings import read
from tests.fakes.results import NUMBER, SIGNATURE, TOKEN, FakeResults
from tests.golden.shared_report import REPORT as CANCELLED

REPORT = replace(CANCELLED, run=replace(CANCELLED.run, cancelled=False))
PAGE = f"https://github.com/tidewatch/docs/actions/runs/99/artifacts/{NUMBER}"
WANTED = {"INPUT_UPLOAD-ARTIFACT": "true"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "report.json").write_text("{}")
    return tmp_path


def deliver(
    results: FakeResults | None, folder: Path | None, names: tuple[str, ...] = ("report.json",), **values: str
) -> tuple[Delivery | None, str]:
    """What came of it, and what was printed."""
    runner = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "tidewatch/docs",
        "GITHUB_RUN_ID": "99",
        "GITHUB_RUN_ATTEMPT": "2",
        "GITHUB_JOB": "docs",
        "GITHUB_RETENTION_DAYS": "90",
        "GITHUB_WORKSPACE": str(folder),
        **({"ACTIONS_RUNTIME_TOKEN": TOKEN, "ACTIONS_RESULTS_URL": results.url} if results else {}),
        **{name.replace("__", "-"): value for name, value in values.items()},
    }
    said = io.StringIO()
    settings = read(["check"], ("table",), runner)
    console = Console(said, said, in_actions=settings.runner.in_actions, verbose=True)
    return artifact.upload(REPORT, folder, names, settings, console), said.getvalue()


def plain(printed: str) -> str:
    """Without what the runner takes for itself and never shows."""
    return "".join(line for line in printed.splitlines(keepends=True) if not line.startswith("::add-mask::"))


def test_nobody_who_did_not_ask_gets_an_artifact(folder: Path) -> None:
    with FakeResults() as results:
        assert deliver(results, folder) == (None, "")
        assert deliver(results, folder, INPUT_UPLOAD__ARTIFACT="false") == (None, "")
        assert deliver(results, folder, **WANTED, GITHUB_ACTIONS="") == (None, "")
        assert results.requests == []


def test_without_a_token_it_is_left_out_in_silence(folder: Path) -> None:
    delivery, printed = deliver(None, folder, **WANTED)
    assert delivery == Delivery(
        Channel.ARTIFACT,
        done=False,
        message="the runner hands out no token for artifacts, as when the action is run by hand",
    )
    assert printed.startswith("::debug::")
    assert len(printed.splitlines()) == 1


@pytest.mark.parametrize("server", ["https://github.example.com", "https://codeberg.org"])
def test_on_other_servers_a_notice_says_what_to_do_instead(folder: Path, server: str) -> None:
    with FakeResults() as results:
        delivery, printed = deliver(results, folder, **WANTED, GITHUB_SERVER_URL=server)
        assert results.requests == []
    assert delivery is not None
    assert not delivery.done
    assert "actions/upload-artifact" in delivery.message
    assert re.match("::notice [^:]*::upload-artifact: ", printed)


def test_a_run_that_was_cancelled_uploads_nothing(folder: Path) -> None:
    settings = read(
        [],
        ("table",),
        {
            "GITHUB_ACTIONS": "true",
            **WANTED,
            "ACTIONS_RUNTIME_TOKEN": TOKEN,
            "ACTIONS_RESULTS_URL": "http://127.0.0.1:9",
        },
    )
    console = Console(io.StringIO(), io.StringIO(), in_actions=True, verbose=False)
    delivery = artifact.upload(CANCELLED, folder, ("report.json",), settings, console)
    assert delivery == Delivery(Channel.ARTIFACT, done=False, message="the run was cancelled")


def test_what_was_written_is_there_afterwards_and_nothing_else(folder: Path) -> None:
    (folder / "planted.html").write_text("<script>")
    with FakeResults() as results:
        delivery, printed = deliver(results, folder, **WANTED)
        with zipfile.ZipFile(io.BytesIO(results.artifacts["altproof-report"])) as file:
            assert file.namelist() == ["report.json"]
        assert "expires_at" not in results.created["altproof-report"]
    assert delivery == Delivery(Channel.ARTIFACT, done=True, count=REPORT.totals.findings, url=PAGE)
    assert plain(printed) == f"The files of the report are the artifact altproof-report: {PAGE}\n"
    assert artifact.outputs(delivery) == {"artifact-id": NUMBER, "artifact-url": PAGE}


def test_the_signature_is_masked_and_never_said(folder: Path) -> None:
    with FakeResults() as results:
        _, printed = deliver(results, folder, **WANTED)
    assert f"::add-mask::{SIGNATURE}\n" in printed
    assert "::add-mask::s1gnature%252Bof%252Fthe%253Ddouble\n" in printed  # the runner undoes %25
    assert SIGNATURE not in plain(printed)
    assert TOKEN not in printed


def test_a_second_artifact_of_one_run_is_named_after_its_job_and_attempt(folder: Path) -> None:
    with FakeResults() as results:
        deliver(results, folder, **WANTED)
        delivery, _ = deliver(results, folder, **WANTED)
        first, second = results.artifacts
    assert delivery is not None
    assert delivery.done
    assert first == "altproof-report"
    assert re.fullmatch("altproof-report-docs-2-[0-9a-f]{4}", second)


def test_name_and_days_are_those_of_the_inputs(folder: Path) -> None:
    with FakeResults() as results:
        given = {"INPUT_ARTIFACT-NAME": "alt text", "INPUT_ARTIFACT-RETENTION-DAYS": "5"}
        delivery, _ = deliver(results, folder, **WANTED, **given)
        ends = datetime.fromisoformat(results.created["alt text"]["expires_at"])
    assert delivery is not None
    assert delivery.message == ""
    assert 4 <= (ends - datetime.now(UTC)).days <= 5


def test_more_days_than_the_repository_allows_are_cut_and_that_is_said(folder: Path) -> None:
    with FakeResults() as results:
        delivery, printed = deliver(results, folder, **WANTED, **{"INPUT_ARTIFACT-RETENTION-DAYS": "300"})
    assert delivery is not None
    assert delivery.done
    assert "300 is more than the 90 days" in delivery.message
    assert "::warning " in printed


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"INPUT_ARTIFACT-NAME": "a/b"}, "artifact-name: not a name"),
        ({"INPUT_ARTIFACT-RETENTION-DAYS": "0"}, "artifact-retention-days: not a number of days"),
        ({"INPUT_ARTIFACT-RETENTION-DAYS": "soon"}, "artifact-retention-days: not a number of days"),
        ({"ACTIONS_RESULTS_URL": "http://results.example.com"}, "ACTIONS_RESULTS_URL"),
        ({"ACTIONS_RUNTIME_TOKEN": "no.token.at-all"}, "names no job"),
    ],
)
def test_wrong_inputs_are_a_warning_and_call_nobody(folder: Path, values: dict[str, str], words: str) -> None:
    with FakeResults() as results:
        delivery, printed = deliver(results, folder, **WANTED, **values)
        assert results.requests == []
    assert delivery is not None
    assert (delivery.done, delivery.url, artifact.outputs(delivery)) == (False, None, {})
    assert words in delivery.message
    assert "::warning " in printed


@pytest.mark.parametrize("mode", ["quota", "forbidden", "refusing", "conflict", "elsewhere"])
def test_a_refusal_is_a_warning_with_what_to_do(folder: Path, mode: str) -> None:
    with FakeResults(mode) as results:
        delivery, printed = deliver(results, folder, **WANTED)
    assert delivery is not None
    assert not delivery.done
    assert delivery.message.endswith(")")
    assert "::warning " in printed
    assert TOKEN not in printed


def test_without_a_folder_or_a_file_there_is_nothing_to_upload(folder: Path) -> None:
    with FakeResults() as results:
        for delivery, _ in (deliver(results, None, **WANTED), deliver(results, folder, (), **WANTED)):
            assert delivery is not None
            assert "no file" in delivery.message
        assert results.requests == []


def test_a_file_that_became_a_link_is_left_out_and_that_is_said(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text("secret")
    (folder / "summary.md").symlink_to(secret)
    with FakeResults() as results:
        delivery, printed = deliver(results, folder, ("report.json", "summary.md"), **WANTED)
        assert b"secret" not in results.artifacts["altproof-report"]
    assert delivery is not None
    assert delivery.done
    assert delivery.message == "summary.md is no regular file and was left out"
    assert delivery.message in printed


# --- days and outputs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wished", ["0", "-1", "1.5", "401", "٣", "1e2", " 5", "99999999999"])
def test_what_is_no_number_of_days_is_refused(wished: str) -> None:
    with pytest.raises(RefusedError, match="not a number of days"):
        kept_days(wished, "90")


def test_days_are_those_wished_within_those_allowed() -> None:
    assert kept_days("", "90") == (None, ())
    assert kept_days("7", "90") == (7, ())
    assert kept_days("90", "90") == (90, ())
    assert kept_days("400", "") == (400, ())
    assert kept_days("400", "no number") == (400, ())
    assert kept_days("91", "90")[0] == 90


def test_the_end_is_written_as_the_service_reads_it() -> None:
    assert expires_at(datetime(2026, 1, 30, 5, 0, 0, 1999, UTC), 3) == "2026-02-02T05:00:00.001Z"


def test_there_are_outputs_only_where_there_is_an_artifact() -> None:
    done = Delivery(Channel.ARTIFACT, done=True, url=PAGE)
    assert artifact.outputs(done) == {"artifact-id": NUMBER, "artifact-url": PAGE}
    for other in (None, replace(done, url=None), replace(done, done=False)):
        assert artifact.outputs(other) == {}

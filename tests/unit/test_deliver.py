"""What is told of a run that is ended, or fails, in the middle of writing its report."""

from __future__ import annotations

import io
import json
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from altproof.actions_io import Console
from altproof.commands.deliver import FILES, Material, deliver, outputs
from altproof.errors import Cancelled
from altproof.reporters import REPORTERS
from altproof.settings import read
from tests.fakes.runner import commands, file_command
from tests.unit.reporters.reviewed import finding, report


class Ending(Mapping[str, dict[int, str]]):
    """The lines of documents, during the first look at which something ends the run."""

    def __init__(self, end: BaseException, looks: int = 1) -> None:
        self.end = end
        self.looks = looks

    def __getitem__(self, key: str) -> dict[int, str]:
        self.looks -= 1
        if self.looks >= 0:
            raise self.end
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class Told:
    """Everything that one delivery left behind."""

    def __init__(self, folder: Path, end: BaseException, looks: int = 1) -> None:
        output, summary = folder / "output", folder / "summary"
        variables = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(folder),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
        }
        printed = io.StringIO()
        console = Console(printed, printed, in_actions=True, verbose=False)
        settings = read(["check"], tuple(REPORTERS), variables)
        found = report(finding(2, replacement="A"), finding(5))
        with pytest.raises(type(end)):
            deliver(found, settings, console, "error", material=Material(wide_lines=Ending(end, looks)))
        self.errors = [command for command in commands(printed.getvalue()) if command.name == "error"]
        self.summary = summary.read_text("utf-8")
        self.outputs = dict(file_command(output.read_text("utf-8")))
        self.files = sorted(file.name for file in (folder / "altproof-report").iterdir())


def test_a_run_that_is_ended_while_it_writes_its_files_still_tells_everything(tmp_path: Path) -> None:
    told = Told(tmp_path, Cancelled(signal.SIGTERM))
    assert len(told.errors) == 2
    assert told.summary.count("missing-alt") >= 2
    assert told.files == sorted(FILES)
    assert told.outputs["findings"] == "2"
    assert told.outputs["passed"] == "false"
    assert len(json.loads(Path(told.outputs["report-json"]).read_text("utf-8"))["findings"]) == 2


def test_a_report_that_cannot_be_rendered_takes_nothing_else_with_it(tmp_path: Path) -> None:
    told = Told(tmp_path, ZeroDivisionError(), looks=100)
    assert len(told.errors) == 2
    assert told.summary.count("missing-alt") >= 2
    assert "report-json" in told.outputs
    assert "report-sarif" not in told.outputs


def test_a_cancelled_run_has_not_passed_whatever_it_found() -> None:
    clean = report()
    assert outputs(clean, {}, "error")["passed"] == "true"
    cancelled = replace(clean, run=replace(clean.run, cancelled=True))
    assert outputs(cancelled, {}, "error")["passed"] == "false"
    assert outputs(cancelled, {}, "never")["passed"] == "false"

"""Runs entrypoint.py exactly as the Actions runner does, and reads back what the runner would read."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from altproof.settings import CACHE_FOLDER, CACHE_NAME
from tests.fakes.runner import Command, commands, file_command

ENTRYPOINT = Path(__file__).parents[2] / "entrypoint.py"
SEEN = Path(tempfile.mkdtemp(prefix="altproof-seen-"))
"""Where the runs of a session leave what the offline engine saw for those that follow: looking anew takes seconds."""
atexit.register(shutil.rmtree, SEEN, ignore_errors=True)


class Outcome(Struct, frozen=True):
    """What one run left behind."""

    code: int
    stdout: str
    stderr: str
    commands: list[Command]
    """Every workflow command in both streams, ours or not."""
    outputs: dict[str, str]
    summary: str
    report: dict[str, Any] | None

    def annotations(self, level: str) -> list[Command]:
        return [command for command in self.commands if command.name == level]


def environment(runner: Path, workspace: Path, event: str, sha: str, inputs: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of the process: nothing of this machine's but PATH and what coverage needs."""
    for name in ("home", "file_commands", "temp", "workflow"):
        (runner / name).mkdir(parents=True, exist_ok=True)
    for name in ("output", "summary"):
        (runner / "file_commands" / name).write_text("")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START")
    }
    return {
        **kept,
        "HOME": str(runner / "home"),
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": event,
        "GITHUB_EVENT_PATH": str(runner / "workflow" / "event.json"),
        "GITHUB_REPOSITORY": "tidewatch/docs",
        "GITHUB_SHA": sha,
        "GITHUB_WORKSPACE": str(workspace),
        "GITHUB_OUTPUT": str(runner / "file_commands" / "output"),
        "GITHUB_STEP_SUMMARY": str(runner / "file_commands" / "summary"),
        "GITHUB_SERVER_URL": "http://127.0.0.1:9",
        "GITHUB_API_URL": "http://127.0.0.1:9",
        "RUNNER_TEMP": str(runner / "temp"),
        # The runner sets every input of action.yml, and an empty text where there is neither value nor default.
        **{f"INPUT_{name.upper()}": value for name, value in inputs.items()},
    }


def run_action(
    folder: Path,
    workspace: Path,
    event: str,
    payload: Mapping[str, object],
    sha: str,
    inputs: Mapping[str, str] | None = None,
    more: Mapping[str, str] | None = None,
) -> Outcome:
    """One run of the action; `folder` takes the runner's own files, `more` overrides the environment.

    It knows what earlier runs of the offline engine have seen, unless the inputs say something of a cache.
    """
    runner = folder / "runner"
    variables = {**environment(runner, workspace, event, sha, inputs or {}), **(more or {})}
    (runner / "workflow" / "event.json").write_text(json.dumps(payload))
    mine = runner / "temp" / CACHE_FOLDER / CACHE_NAME
    shares = "cache" not in (inputs or {})
    if shares and not mine.exists():
        _copied(SEEN / CACHE_NAME, mine)
    done = subprocess.run(
        [sys.executable, "-I", ENTRYPOINT],
        cwd=workspace,
        env=variables,
        capture_output=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    stdout, stderr = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    outputs = dict(file_command((runner / "file_commands" / "output").read_text("utf-8")))
    report = Path(outputs["report-json"]).read_text("utf-8") if "report-json" in outputs else None
    if shares and outputs.get("engine") == "offline":  # what a service answered is nobody else's business
        _copied(mine, SEEN / CACHE_NAME)
    return Outcome(
        code=done.returncode,
        stdout=stdout,
        stderr=stderr,
        commands=[*commands(stdout), *commands(stderr)],
        outputs=outputs,
        summary=(runner / "file_commands" / "summary").read_text("utf-8"),
        report=json.loads(report) if report else None,
    )


def _copied(kept: Path, place: Path) -> None:
    if kept.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, place)


def pull_request(base: str, head: str, *, fork: bool = False) -> dict[str, object]:
    """The parts of a pull request event that count."""
    name = "stranger/docs" if fork else "tidewatch/docs"
    return {
        "pull_request": {"number": 7, "base": {"sha": base}, "head": {"sha": head, "repo": {"full_name": name}}},
        "repository": {"full_name": "tidewatch/docs", "default_branch": "main"},
    }

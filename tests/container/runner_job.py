"""One step of a made-up Actions runner: our image, started on a pull request, with the runner's mounts, names and user."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from examples.repository import PullRequest, build
from tests.fakes.runner import Command, commands, file_command

ROOT = Path(__file__).parents[2]
ENTRYPOINT = ["/opt/altproof/bin/python", "-I", "-u", "/app/entrypoint.py"]
RUNNER_USER = 1001
"""The user of GitHub's hosted runners, which owns the workspace; the container runs as root."""

MOUNTS = {
    "workspace": "/github/workspace",
    "workflow": "/github/workflow",
    "home": "/github/home",
    "file_commands": "/github/file_commands",
    "runner_temp": "/github/runner_temp",
}

SHADOWS = (
    *("json", "httpx", "yaml", "PIL", "altproof", "actions_toolkit", "jsonschema", "pyromark", "sitecustomize", "re"),
    *(
        "usercustomize",
        "typing",
        "argparse",
        "subprocess",
        "asyncio",
        "signal",
        "ssl",
        "hashlib",
        "dataclasses",
        "msgspec",
        "enum",
    ),
)
"""What a pull request could leave in the workspace in the hope that it is imported."""


class Step(NamedTuple):
    """What became of the step."""

    folders: Mapping[str, Path]
    exit_code: int
    printed: str
    """Standard output and standard error together: the runner reads both."""

    @property
    def annotations(self) -> list[Command]:
        return [command for command in commands(self.printed) if command.name in {"error", "warning", "notice"}]

    @property
    def report(self) -> dict[str, Any]:
        return dict(json.loads((self.folders["workspace"] / "altproof-report/report.json").read_text("utf-8")))

    @property
    def outputs(self) -> dict[str, str]:
        return dict(file_command((self.folders["file_commands"] / "output").read_text("utf-8")))


def run_step(container: str, folder: Path, inputs: Mapping[str, str], prefix: Sequence[str] = ()) -> Step:
    """Run the image in `container` on the example's pull request; `prefix` is put before the command."""
    folders = {name: folder / name for name in MOUNTS}
    for path in folders.values():
        path.mkdir()
    change = build(folders["workspace"])
    plant_shadow_modules(folders["workspace"])
    (folders["workflow"] / "event.json").write_text(json.dumps(pull_request(change)), "utf-8")
    for name in ("output", "summary"):
        (folders["file_commands"] / name).touch()
    subprocess.run(["chown", "-R", f"{RUNNER_USER}:{RUNNER_USER}", folder], check=True)
    command = [*prefix, "buildah", "run", "--isolation", "chroot", "--workingdir", MOUNTS["workspace"]]
    command += [part for name, path in folders.items() for part in ("--volume", f"{path}:{MOUNTS[name]}")]
    environment = runner_environment(change, inputs)
    command += [part for name, value in environment.items() for part in ("--env", f"{name}={value}")]
    done = subprocess.run(
        [*command, container, "--", *ENTRYPOINT],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Step(folders, done.returncode, done.stdout)


def plant_shadow_modules(workspace: Path) -> None:
    """Modules that leave a trace and break whoever imports them."""
    for name in SHADOWS:
        trace = f"{MOUNTS['runner_temp']}/hijacked-{name}"
        code = f"open({trace!r}, 'w').close()\nraise SystemExit('imported from the workspace')\n"
        (workspace / f"{name}.py").write_text(code, "utf-8")


def pull_request(change: PullRequest) -> dict[str, Any]:
    """The payload of the event, as far as it matters."""
    repository = {"id": 7, "full_name": "tidewatch/docs", "default_branch": "main"}
    return {
        "action": "opened",
        "number": 12,
        "repository": repository,
        "pull_request": {
            "number": 12,
            "base": {"sha": change.base, "ref": "main", "repo": repository},
            "head": {"sha": change.head, "ref": "alarms", "repo": repository},
        },
    }


def runner_environment(change: PullRequest, inputs: Mapping[str, str]) -> dict[str, str]:
    """What the runner sets: the event, the paths inside the container, and every input with its default."""
    return {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": "https://api.github.invalid",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": f"{MOUNTS['workflow']}/event.json",
        "GITHUB_OUTPUT": f"{MOUNTS['file_commands']}/output",
        "GITHUB_REF": "refs/pull/12/merge",
        "GITHUB_REPOSITORY": "tidewatch/docs",
        "GITHUB_SERVER_URL": "https://github.invalid",
        "GITHUB_SHA": change.merge,
        "GITHUB_STEP_SUMMARY": f"{MOUNTS['file_commands']}/summary",
        "GITHUB_WORKSPACE": MOUNTS["workspace"],
        "HOME": MOUNTS["home"],
        "RUNNER_TEMP": MOUNTS["runner_temp"],
        # Spaces become underscores, hyphens stay (actions/runner, Handler.cs).
        **{f"INPUT_{name.replace(' ', '_').upper()}": value for name, value in {**defaults(), **inputs}.items()},
    }


def defaults() -> dict[str, str]:
    """The defaults in action.yml; expressions, such as the token, are empty here."""
    inputs = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
    values = {name: str(facts.get("default", "")) for name, facts in inputs.items()}
    return {name: "" if "${{" in value else value for name, value in values.items()}

"""The main job on the example repository, offline: what a runner does with the action on a pull request."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from examples.repository import build  # noqa: E402  (the script may be started from anywhere)

DEMO = ROOT / "build" / "demo"


def main() -> int:
    """Make the repository, run the action, say where to look; the exit code is 0 when the action did its job."""
    shutil.rmtree(DEMO, ignore_errors=True)
    workspace = DEMO / "repository"
    change = build(workspace)
    print("A pull request on a small documentation site: one image changed, three are new.")
    print("Lines that begin with :: are annotations, which GitHub puts on the line they name.\n", flush=True)
    event = {
        "pull_request": {
            "number": 7,
            "base": {"sha": change.base},
            "head": {"sha": change.head, "repo": {"full_name": "tidewatch/docs"}},
        },
        "repository": {"full_name": "tidewatch/docs", "default_branch": "main"},
    }
    (DEMO / "event.json").write_text(json.dumps(event), "utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(DEMO / "event.json"),
        "GITHUB_REPOSITORY": "tidewatch/docs",
        "GITHUB_SHA": change.merge,
        "GITHUB_WORKSPACE": str(workspace),
        "GITHUB_OUTPUT": str(DEMO / "outputs.txt"),
        "GITHUB_STEP_SUMMARY": str(DEMO / "job-summary.md"),
        "RUNNER_TEMP": str(DEMO),
        "INPUT_ENGINE": "offline",
        "INPUT_OUTPUT": str(DEMO),
    }
    for name in ("outputs.txt", "job-summary.md"):
        (DEMO / name).touch()
    code = subprocess.run(
        [sys.executable, ROOT / "entrypoint.py"], cwd=workspace, env=environment, check=False
    ).returncode
    print(f"\nThe action ended with exit code {code}: 1 means that it found errors, as it should here.")
    print(f"Open {_shown('report.html')} in a browser. Beside it: {_shown('summary.md')} (the job summary),")
    print(f"{_shown('report.sarif')} (for code scanning) and {_shown('report.json')} (everything, for programs).")
    return 0 if code == 1 else 1


def _shown(name: str) -> Path:
    return (DEMO / name).relative_to(ROOT)


if __name__ == "__main__":
    raise SystemExit(main())

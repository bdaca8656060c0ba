"""The program as a person starts it in a terminal."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
from msgspec import Struct
from PIL import Image

from tests.e2e.action import ENTRYPOINT
from tests.fakes.runner import commands

ROOT = ENTRYPOINT.parent
SCHEMA = json.loads((ROOT / "schema" / "report.schema.json").read_text("utf-8"))


class Done(Struct, frozen=True):
    """What one run said; the streams are kept apart."""

    code: int
    stdout: str
    stderr: str

    @property
    def report(self) -> dict[str, Any]:
        """Standard output, all of which has to be a valid report."""
        value = json.loads(self.stdout)
        jsonschema.validate(value, SCHEMA)
        assert isinstance(value, dict)
        return value

    @property
    def documents(self) -> set[str]:
        return {finding["document"] for finding in self.report["findings"]}

    @property
    def errors(self) -> list[str]:
        return self.stderr.splitlines()


def altproof(folder: Path, *arguments: str | Path, stdin: bytes = b"", given: Mapping[str, str] | None = None) -> Done:
    """One run in a folder; `given` is its environment, besides PATH and what coverage needs of this machine's."""
    kept = ("PATH", "COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START")
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    homes = {"HOME": str(home), "XDG_CACHE_HOME": str(folder.parent / "caches")}
    done = subprocess.run(
        [sys.executable, "-I", ENTRYPOINT, *arguments],
        cwd=folder,
        env={**{name: os.environ[name] for name in kept if name in os.environ}, **homes, **(given or {})},
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert list(home.iterdir()) == []
    said = Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
    assert commands(said.stdout + said.stderr) == []
    assert "Traceback" not in said.stderr
    return said


def picture(colour: str = "navy", size: tuple[int, int] = (64, 64)) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "PNG")
    return data.getvalue()

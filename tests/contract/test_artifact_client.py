"""GitHub's own client for artifacts and ours say the same to the same double."""

from __future__ import annotations

import asyncio
import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from altproof.folder import Folder
from altproof.github.archive import archive
from altproof.github.artifacts import ArtifactService, Upload
from altproof.github.base import RefusedError
from tests.fakes.results import BLOCK, NUMBER, TOKEN, FakeResults, Seen
from tests.node_modules import needed

SCRIPT = Path(__file__).parents[1] / "node" / "upload_artifact.mjs"
NAMED = ("authorization", "content-type", "x-ms-version", "x-ms-blob-content-type", "content-length", "cookie")
"""Headers that carry the protocol; the others say who is speaking."""
NAME, DAYS = "altproof-report", 7


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "workspace" / "altproof-report"
    (place / "crops").mkdir(parents=True)
    (place / "report.json").write_text("{}\n" * 100)
    (place / "crops" / "sea.png").write_bytes(b"\x89PNG" + bytes(200))
    return place


def official(results: FakeResults, folder: Path, files: list[str], days: int = 0, level: int = 6) -> dict[str, Any]:
    needed("@actions/artifact/package.json")
    node = shutil.which("node")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder.parent),
        "RUNNER_TEMP": str(folder.parent),
        "GITHUB_WORKSPACE": str(folder.parent),
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_RETENTION_DAYS": "90",
        "ACTIONS_RUNTIME_TOKEN": TOKEN,
        "ACTIONS_RESULTS_URL": results.url,
    }
    paths = [str(folder / file) for file in files]
    done = subprocess.run(
        [str(node), SCRIPT, NAME, str(folder), str(level), str(days), *paths],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def ours(results: FakeResults, folder: Path, files: list[str], expires_at: str | None = None) -> str:
    made = archive(files, Folder(folder).read)

    async def run() -> str:
        async with ArtifactService(results.url, TOKEN, "altproof/test", mask=lambda _: None) as service:
            return (await service.upload(Upload(NAME, f"{NAME}-2", made.data, expires_at))).id

    return asyncio.run(run())


def shape(seen: Seen) -> tuple[object, ...]:
    """What both have to say alike: the call, which headers of the protocol are there, and the keys of a body."""
    keys = sorted(json.loads(seen.body)) if seen.method == "POST" else None
    kind = seen.headers["content-type"].partition(";")[0]
    return seen.method, seen.kind, seen.status, [name for name in NAMED if name in seen.headers], kind, keys


@pytest.mark.parametrize("days", [0, DAYS], ids=["as-the-repository", "a-week"])
def test_both_say_the_same(folder: Path, days: int) -> None:
    files = ["report.json", "crops/sea.png"]
    with FakeResults() as theirs:
        assert official(theirs, folder, files, days) == {"id": NUMBER}
    with FakeResults() as own:
        assert ours(own, folder, files, "2026-12-31T00:00:00.000Z" if days else None) == NUMBER
    assert list(map(shape, own.requests)) == list(map(shape, theirs.requests))
    assert own.sequence == theirs.sequence
    assert len(own.requests) == 4


def test_both_pack_the_same_files(folder: Path) -> None:
    files = ["report.json", "crops/sea.png"]
    with FakeResults() as theirs, FakeResults() as own:
        official(theirs, folder, files)
        ours(own, folder, files)
    packed = [zipfile.ZipFile(io.BytesIO(results.artifacts[NAME])) for results in (theirs, own)]
    assert sorted(packed[0].namelist()) == packed[1].namelist()
    assert all(packed[0].read(name) == packed[1].read(name) for name in packed[1].namelist())


def test_both_cut_large_files_into_the_same_blocks(folder: Path) -> None:
    (folder / "noise.png").write_bytes(os.urandom(BLOCK + 1000))
    with FakeResults() as theirs:
        official(theirs, folder, ["noise.png"], level=0)
    with FakeResults() as own:
        ours(own, folder, ["noise.png"])
    assert [shape(seen) for seen in own.requests] == [shape(seen) for seen in theirs.requests]
    assert [seen.kind for seen in own.requests].count("block") == 2
    assert len(own.requests[1].body) == len(theirs.requests[1].body) == BLOCK


@pytest.mark.parametrize("mode", ["quota", "forbidden"])
def test_both_give_up_at_once_where_nothing_would_change(folder: Path, mode: str) -> None:
    with FakeResults(mode) as theirs:
        assert "error" in official(theirs, folder, ["report.json"])
    with FakeResults(mode) as own, pytest.raises(RefusedError):
        ours(own, folder, ["report.json"])
    assert own.sequence == theirs.sequence
    assert len(own.requests) == 1

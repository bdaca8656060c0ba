"""`altproof fetch-models` as a person starts it, and the florence engine where something that it needs is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.action import run_action
from tests.e2e.terminal import altproof, picture
from tests.fakes.model_host import ModelHost, list_of

FILES = {"config.json": b"{}", "model.safetensors": b"weights"}


@pytest.fixture
def host() -> Iterator[ModelHost]:
    with ModelHost(FILES) as served:
        yield served
        assert served.foreign == []


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    return list_of(FILES, tmp_path)


def test_without_hashes_nothing_is_fetched_and_it_is_said_who_has_to_fill_them_in(
    tmp_path: Path, host: ModelHost
) -> None:
    done = altproof(tmp_path, "fetch-models", "--florence-folder", "models", "--mirror", host.url)
    assert (done.code, done.stdout) == (2, "")
    assert "florence-manifest: florence_manifest.json: not filled in: revision, sha256 of config.json" in done.stderr
    assert "a maintainer fills in `revision`" in done.stderr
    assert host.requests == []
    assert not (tmp_path / "models").exists()


def test_a_model_is_fetched_by_a_list_of_ones_own(tmp_path: Path, host: ModelHost, manifest: Path) -> None:
    arguments = ("--florence-folder", "models", "--florence-manifest", str(manifest), "--mirror", host.url)
    done = altproof(tmp_path, "fetch-models", *arguments)
    assert (done.code, done.stdout) == (0, "")
    assert "models: 2 of 2 files fetched" in done.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "models").iterdir()} == FILES
    again = altproof(tmp_path, "fetch-models", *arguments)
    assert again.code == 0
    assert "models: 0 of 2 files fetched" in again.stderr


def test_a_file_with_another_hash_fails_the_command_and_is_not_kept(
    tmp_path: Path, host: ModelHost, manifest: Path
) -> None:
    host.files["model.safetensors"] = b"Weights"
    arguments = ("--florence-folder", "models", "--florence-manifest", str(manifest), "--mirror", host.url)
    done = altproof(tmp_path, "fetch-models", *arguments)
    assert done.code == 3
    assert "model.safetensors: what came has another sha256 than the list says" in done.stderr
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["config.json"]


def test_the_engine_is_refused_before_any_picture_where_something_is_missing(tmp_path: Path) -> None:
    (tmp_path / "sea.png").write_bytes(picture())
    done = altproof(tmp_path, "describe", "--engine", "florence", "sea.png")
    assert (done.code, done.stdout) == (2, "")
    assert "florence" in done.stderr
    assert "bug" not in done.stderr


@pytest.mark.parametrize("name", ["florence-folder", "florence-manifest"])
def test_in_an_action_neither_model_nor_hashes_come_from_the_workspace(tmp_path: Path, name: str) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    outcome = run_action(tmp_path, workspace, "push", {}, "0" * 40, {name: "models/florence"})
    assert outcome.code == 2
    (error,) = outcome.annotations("error")
    assert f"{name}: lies in the workspace" in error.data

"""Fetching a model: exactly the listed bytes, over https or from this machine, or nothing at all. The host is a double."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from altproof.engines.florence_fetch import MOST_HOPS, Patience, fetch
from altproof.engines.florence_files import Manifest, check_folder, read_manifest
from altproof.errors import AltproofError, EngineError, UsageError
from tests.fakes.model_host import ModelHost, list_of
from tests.fakes.tiny_florence import REVISION

FILES = {"config.json": b'{"model_type": "florence2"}', "model.safetensors": b"weights" * 20_000}


@pytest.fixture
def host() -> Iterator[ModelHost]:
    with ModelHost(FILES) as served:
        yield served
        assert served.foreign == []


@pytest.fixture
def wanted(tmp_path: Path) -> Manifest:
    return read_manifest(list_of(FILES, tmp_path))[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models" / "florence"


def left_in(folder: Path) -> list[str]:
    """Everything that was left behind, in the folder and beside it."""
    return sorted(str(path.relative_to(folder.parent)) for path in folder.parent.rglob("*"))


# --- what is never taken ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "",
        "models.example.com",
        "http://models.example.com/",
        "ftp://models.example.com/",
        "file:///models",
        "https://",
        "https://user:word@models.example.com/",
        "https://models.example.com/?token=a",
        "https://models.example.com/#a",
        "http://127.1/",
        "http://localhost.example.com/",
        "https://a\nb/",
    ],
)
def test_only_plain_https_addresses_are_fetched_from(wanted: Manifest, folder: Path, source: str) -> None:
    listed = Manifest("ftp://models.invalid/", wanted.revision, wanted.files)
    named = "mirror" if source else "florence-manifest"
    with pytest.raises(UsageError, match=f"^{named}: not a plain https address") as caught:
        fetch(listed, folder, source=source)
    assert "word" not in caught.value.message
    assert not folder.parent.exists()


FAULTS = {
    "cut": "only 70000 of|broke",
    "endless": "larger than",
    "compressed": "compressed",
    "404": "HTTP 404",
    "500": "HTTP 500",
    "ftp://127.0.0.1/model.safetensors": "no plain https address",
    "file:///etc/passwd": "no plain https address",
    "http://models.invalid/model.safetensors": "no plain https address",
    "http://127.0.0.1.example.com/": "no plain https address",
    "https://user:word@models.invalid/": "no plain https address",
}


@pytest.mark.parametrize(("fault", "words"), FAULTS.items(), ids=FAULTS.keys())
def test_a_file_that_cannot_be_had_leaves_nothing_of_itself(
    host: ModelHost, wanted: Manifest, folder: Path, fault: str, words: str
) -> None:
    host.faults["model.safetensors"] = fault
    with pytest.raises(EngineError, match=words) as caught:
        fetch(wanted, folder, source=host.url)
    assert caught.value.message.startswith("model.safetensors: ")
    assert caught.value.hint
    assert left_in(folder) == ["florence", "florence/config.json"]


@pytest.mark.parametrize(
    "data", [b"Weights" * 20_000, b"weights" * 20_000 + b"!", b"weights", b""], ids=["other", "more", "less", "none"]
)
def test_bytes_that_are_not_those_of_the_list_are_thrown_away(
    host: ModelHost, wanted: Manifest, folder: Path, data: bytes
) -> None:
    host.files["model.safetensors"] = data
    with pytest.raises(EngineError, match=r"^model\.safetensors: "):
        fetch(wanted, folder, source=host.url)
    assert left_in(folder) == ["florence", "florence/config.json"]


def test_being_sent_on_without_end_is_given_up(host: ModelHost, wanted: Manifest, folder: Path) -> None:
    host.faults["config.json"] = f"/models/{REVISION}/config.json"
    with pytest.raises(EngineError, match="more than 5 times"):
        fetch(wanted, folder, source=host.url)
    assert len(host.requests) == MOST_HOPS + 1


def test_a_source_that_is_not_there_is_said_so(wanted: Manifest, folder: Path) -> None:
    with ModelHost(FILES) as gone:
        pass
    with pytest.raises(EngineError, match="cannot be reached"):
        fetch(wanted, folder, source=gone.url)


def test_a_source_that_takes_too_long_is_given_up(host: ModelHost, wanted: Manifest, folder: Path) -> None:
    with pytest.raises(EngineError, match="did not answer in time"):
        fetch(wanted, folder, source=host.url, patience=Patience(total=0))


def test_a_folder_with_other_files_is_left_alone(host: ModelHost, wanted: Manifest, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="1 files are there that the list does not name"):
        fetch(wanted, folder, source=host.url)
    assert left_in(folder) == ["florence", "florence/thesis.txt"]
    assert host.requests == []


def test_a_folder_that_cannot_be_made_is_said_so(host: ModelHost, wanted: Manifest, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        fetch(wanted, tmp_path / "file" / "models", source=host.url)


# --- what is taken ------------------------------------------------------------------------------------------------


def test_all_files_are_fetched_once_and_kept(host: ModelHost, wanted: Manifest, folder: Path) -> None:
    told: list[str] = []
    assert fetch(wanted, folder, source=host.url, tell=told.append) == ("config.json", "model.safetensors")
    assert host.requests == [f"/models/{REVISION}/config.json", f"/models/{REVISION}/model.safetensors"]
    assert told[1] == "fetching model.safetensors, 140,000 bytes"
    check_folder(folder, wanted)
    assert left_in(folder) == ["florence", "florence/config.json", "florence/model.safetensors"]
    assert fetch(wanted, folder, source=host.url) == ()
    assert len(host.requests) == 2


def test_after_a_failure_only_what_is_missing_or_spoiled_is_fetched(
    host: ModelHost, wanted: Manifest, folder: Path
) -> None:
    host.faults["model.safetensors"] = "cut"
    with pytest.raises(AltproofError):
        fetch(wanted, folder, source=host.url)
    host.faults.clear()
    assert fetch(wanted, folder, source=host.url) == ("model.safetensors",)
    (folder / "config.json").write_bytes(b"x" * len(FILES["config.json"]))
    assert fetch(wanted, folder, source=host.url) == ("config.json",)
    check_folder(folder, wanted)


def test_a_source_on_this_machine_may_send_on_within_it(host: ModelHost, wanted: Manifest, folder: Path) -> None:
    host.faults["model.safetensors"] = "/elsewhere/model.safetensors"
    fetch(wanted, folder, source=host.url)
    assert host.requests[-1] == "/elsewhere/model.safetensors"
    check_folder(folder, wanted)


def test_without_a_mirror_the_source_of_the_list_is_asked(host: ModelHost, wanted: Manifest, folder: Path) -> None:
    fetch(Manifest(host.url, wanted.revision, wanted.files), folder)
    check_folder(folder, wanted)

"""The list of a model's files, and whether a folder holds exactly these; a list that lacks a hash is good for nothing."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from altproof.engines.florence_files import (
    MOST_BYTES,
    MOST_MANIFEST,
    SHIPPED,
    Manifest,
    ModelFilesError,
    check_folder,
    manifest,
    read_manifest,
)
from altproof.errors import UsageError
from tests.fakes.tiny_florence import REVISION, manifest_of

FILE = {"name": "model.safetensors", "bytes": 7, "sha256": hashlib.sha256(b"weights").hexdigest()}
CONFIG = {"name": "config.json", "bytes": 2, "sha256": hashlib.sha256(b"{}").hexdigest()}


def listed(*files: object, **others: object) -> bytes:
    return json.dumps({"source": "https://models.invalid/", "revision": REVISION, "files": files} | others).encode()


def folder_of(place: Path) -> Path:
    folder = place / "model"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "config.json").write_bytes(b"{}")
    return folder


WANTED = manifest(listed(FILE, CONFIG), "list.json")

BAD = {
    "nothing": b"",
    "no JSON": b"sha256: abc",
    "a list": b"[]",
    "endless nesting": b"[" * 60_000,
    "too long": listed(FILE) + b" " * MOST_MANIFEST,
    "no source": listed(FILE, source=None),
    "no files": listed(),
    "files are a text": listed(files="model.safetensors"),
    "too many files": listed(*({**FILE, "name": f"m{number}.safetensors"} for number in range(33))),
    "a file is a text": listed("model.safetensors"),
    "a name that leaves the folder": listed(FILE | {"name": "../model.safetensors"}),
    "a name with a folder": listed(FILE | {"name": "a/model.safetensors"}),
    "a hidden name": listed(FILE | {"name": ".json"}),
    "a pickle": listed(FILE, FILE | {"name": "pytorch_model.bin"}),
    "a program": listed(FILE, FILE | {"name": "modeling_florence2.py"}),
    "a name twice": listed(FILE, FILE),
    "no weights": listed(CONFIG),
    "no revision": listed(FILE, revision=None),
    "a branch": listed(FILE, revision="main"),
    "no hash": listed(FILE | {"sha256": None}),
    "a short hash": listed(FILE | {"sha256": "0" * 63}),
    "a hash in capitals": listed(FILE | {"sha256": "A" * 64}),
    "no length": listed(FILE | {"bytes": None}),
    "an empty file": listed(FILE | {"bytes": 0}),
    "a length that is a truth": listed(FILE | {"bytes": True}),
    "a file that is too long": listed(FILE | {"bytes": MOST_BYTES + 1}),
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_a_list_that_is_not_complete_is_refused_with_how_to_complete_it(text: bytes) -> None:
    with pytest.raises(UsageError, match=r"^florence-manifest: list\.json: ") as caught:
        manifest(text, "list.json")
    assert "revision" in caught.value.hint
    assert len(caught.value.message) < 200


def test_the_list_that_comes_with_altproof_is_complete_or_says_what_is_missing() -> None:
    if '"sha256": null' not in SHIPPED.read_text("utf-8"):
        assert read_manifest()[0].files
        return
    with pytest.raises(UsageError) as caught:
        read_manifest()
    assert caught.value.message.startswith("florence-manifest: florence_manifest.json: not filled in: revision, sha256")
    assert " more" in caught.value.message


def test_a_list_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be opened: No such file"):
        read_manifest(tmp_path / "none.json")
    with pytest.raises(UsageError, match="cannot be opened"):
        read_manifest(Path("a\0b"))


def test_the_digest_tells_one_model_from_another_and_not_the_order_of_its_files() -> None:
    assert WANTED.digest == manifest(listed(CONFIG, FILE), "a").digest
    others = [listed(FILE), listed(FILE, CONFIG, revision="f" * 40), listed(FILE, CONFIG | {"sha256": "f" * 64})]
    assert len({WANTED.digest, *(manifest(other, "a").digest for other in others)}) == 4


def test_a_list_of_what_is_there_can_be_read(tmp_path: Path) -> None:
    read, text = read_manifest(manifest_of(folder_of(tmp_path)))
    assert {file.name for file in read.files} == {"model.safetensors", "config.json"}
    assert manifest(text, "again") == read


# --- the folder ---------------------------------------------------------------------------------------------------


def _swapped_for_a_link(folder: Path) -> None:
    (folder / "config.json").rename(folder.parent / "outside.json")
    (folder / "config.json").symlink_to(folder.parent / "outside.json")


def _swapped_for_a_pipe(folder: Path) -> None:
    (folder / "config.json").unlink()
    os.mkfifo(folder / "config.json")


SPOILED = {
    "another byte": lambda folder: (folder / "model.safetensors").write_bytes(b"Weights"),
    "a byte more": lambda folder: (folder / "model.safetensors").write_bytes(b"weights!"),
    "cut off": lambda folder: (folder / "model.safetensors").write_bytes(b"weight"),
    "gone": lambda folder: (folder / "config.json").unlink(),
    "one file too many": lambda folder: (folder / "adapter_config.json").write_bytes(b"{}"),
    "a folder too many": lambda folder: (folder / "more").mkdir(),
    "a link": _swapped_for_a_link,
    "a pipe": _swapped_for_a_pipe,
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_a_folder_that_is_not_exactly_as_listed_is_refused(tmp_path: Path, spoil) -> None:
    folder = folder_of(tmp_path)
    spoil(folder)
    with pytest.raises(ModelFilesError):
        check_folder(folder, WANTED)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelFilesError, match="cannot be opened"):
        check_folder(tmp_path / "none", WANTED)


def test_a_folder_that_is_as_listed_is_fine(tmp_path: Path) -> None:
    assert isinstance(WANTED, Manifest)
    check_folder(folder_of(tmp_path), WANTED)

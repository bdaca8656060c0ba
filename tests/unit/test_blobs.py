"""Objects of git, expected or not, in any order."""

import hashlib
import os
import random
import subprocess
from pathlib import Path

import pytest

from altproof.blobs import BLOBS_AT_ONCE, BYTES_AT_ONCE, SIZES_AT_ONCE, Blobs
from altproof.errors import UnreadableFileError
from altproof.git import Git

NOWHERE = "0123456789" * 4


def stored(folder: Path, contents: list[bytes]) -> list[str]:
    """A repository that has these objects, and their ids."""
    subprocess.run(["git", "init", "-q", folder], check=True)
    for number, content in enumerate(contents):
        (folder / str(number)).write_bytes(content)
    names = "".join(f"{number}\n" for number in range(len(contents)))
    command = ["git", "hash-object", "-w", "--no-filters", "--stdin-paths"]
    done = subprocess.run(command, cwd=folder, input=names, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.fixture
def contents() -> list[bytes]:
    dice = random.Random(1)
    many = [dice.randbytes(dice.randrange(3_000)) for _ in range(SIZES_AT_ONCE + 2 * BLOBS_AT_ONCE)]
    return [b"", b"\n", many[0], *many, b"x" * (BYTES_AT_ONCE // 2), b"y" * (BYTES_AT_ONCE + 1), b"z" * BYTES_AT_ONCE]


@pytest.mark.parametrize("order", ["as expected", "backwards", "by chance", "every third"])
def test_what_is_expected_may_be_read_in_any_order(tmp_path: Path, contents: list[bytes], order: str) -> None:
    ids = stored(tmp_path, contents)
    places = list(range(len(ids)))
    if order == "by chance":
        random.Random(2).shuffle(places)
    places = {"backwards": places[::-1], "every third": places[::3]}.get(order, places)
    blobs = Blobs(Git(tmp_path, dict(os.environ), trusted=False))
    try:
        blobs.expect(ids)
        assert all(blobs.size(ids[place]) == len(contents[place]) for place in places)
        assert all(blobs.read(ids[place]) == contents[place] for place in places)
        assert blobs.read(ids[3]) == contents[3]
    finally:
        blobs.close()


def test_a_missing_object_costs_no_other(tmp_path: Path) -> None:
    contents = [b"one", b"two", b"three"]
    one, two, three = stored(tmp_path, contents)
    blobs = Blobs(Git(tmp_path, dict(os.environ), trusted=False))
    try:
        blobs.expect([one, NOWHERE, two, three])
        assert blobs.read(one) == b"one"
        for ask in (blobs.read, blobs.size):
            with pytest.raises(UnreadableFileError, match="object 012345678901 is missing"):
                ask(NOWHERE)
        assert (blobs.read(two), blobs.read(three)) == (b"two", b"three")
    finally:
        blobs.close()


def test_an_object_that_holds_no_file_costs_no_other(tmp_path: Path) -> None:
    one, two = stored(tmp_path, [b"one", b"two"])
    named = f"100644 blob {one}\tone\n".encode()
    done = subprocess.run(["git", "mktree"], cwd=tmp_path, input=named, capture_output=True, check=True)
    folder = done.stdout.decode().strip()
    blobs = Blobs(Git(tmp_path, dict(os.environ), trusted=False))
    try:
        blobs.expect([one, folder, two])
        for ask in (blobs.read, blobs.size):
            with pytest.raises(UnreadableFileError, match=f"object {folder[:12]} is no file"):
                ask(folder)
        assert (blobs.read(one), blobs.read(two)) == (b"one", b"two")
    finally:
        blobs.close()


def test_an_object_that_vanishes_after_its_size_was_learnt_costs_no_other(tmp_path: Path) -> None:
    contents = [b"one", b"two", b"three"]
    one, two, three = stored(tmp_path, contents)
    assert two == hashlib.sha1(b"blob 3\0two", usedforsecurity=False).hexdigest()
    blobs = Blobs(Git(tmp_path, dict(os.environ), trusted=False))
    try:
        blobs.expect([one, two, three])
        (tmp_path / ".git/objects" / two[:2] / two[2:]).unlink()
        assert blobs.read(one) == b"one"
        with pytest.raises(UnreadableFileError, match="is missing"):
            blobs.read(two)
        assert blobs.read(three) == b"three"
    finally:
        blobs.close()


def test_what_is_expected_more_than_once_is_got_once(tmp_path: Path) -> None:
    one, two = stored(tmp_path, [b"one", b"two"])
    blobs = Blobs(Git(tmp_path, dict(os.environ), trusted=False))
    try:
        blobs.expect([one, two, one, two])
        assert [blobs.read(one), blobs.read(two)] == [b"one", b"two"]
        for object_id in (one, two):
            (tmp_path / ".git" / "objects" / object_id[:2] / object_id[2:]).unlink()
        assert [blobs.read(one), blobs.read(two)] == [b"one", b"two"]
    finally:
        blobs.close()

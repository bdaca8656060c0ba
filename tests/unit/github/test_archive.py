"""The zip of an artifact: what is in it, what is not, and that it is always the same."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from altproof.errors import UnreadableFileError
from altproof.folder import Folder
from altproof.github.archive import archive, is_allowed
from altproof.github.base import RefusedError

REPORT = b'{"findings": []}\n' * 50
PICTURE = b"\x89PNG" + bytes(500)
HOSTILE = (
    *("../outside.md", "a/../../b", "/etc/passwd", "a\\..\\b", "C:report.md", "a\nb", "a\rb", 'a"b', "a<b", "a>b"),
    *("a|b", "a*b", "a?b", "", ".", "..", "a//b", "./a", "a/", "a\0b", "a\x1bb", "a\u202eb", "a\udc80b"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "out"
    (place / "crops").mkdir(parents=True)
    (place / "report.json").write_bytes(REPORT)
    (place / "crops" / "sea.png").write_bytes(PICTURE)
    return place


@pytest.mark.parametrize("name", HOSTILE, ids=repr)
def test_a_hostile_name_is_left_out_and_never_read(name: str) -> None:
    def read(asked: str, most: int) -> bytes:
        assert asked == "report.json"
        return REPORT

    made = archive([name, "report.json"], read)
    assert (made.files, made.left_out) == (("report.json",), (name,))


def test_what_is_in_the_folder_and_not_named_is_not_in_the_zip(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("token")
    (folder / "planted.html").write_text("<script>")
    made = archive(["report.json", "crops/sea.png"], Folder(folder).read)
    with zipfile.ZipFile(io.BytesIO(made.data)) as file:
        assert file.namelist() == ["crops/sea.png", "report.json"]


def test_links_and_other_things_that_are_no_files_are_left_out(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.png").write_bytes(PICTURE)
    (folder / "summary.md").symlink_to(tmp_path / "secret")
    (folder / "segments").symlink_to(tmp_path / "more")
    os.mkfifo(folder / "report.html")
    names = ["report.json", "summary.md", "segments/a.png", "report.html", "crops", "gone.md"]
    made = archive(names, Folder(folder).read)
    assert made.files == ("report.json",)
    assert set(made.left_out) == set(names) - {"report.json"}
    assert b"secret" not in made.data


def test_the_zip_opens_and_holds_the_bytes(folder: Path) -> None:
    made = archive(["report.json", "crops/sea.png"], Folder(folder).read)
    with zipfile.ZipFile(io.BytesIO(made.data)) as file:
        assert file.testzip() is None
        assert file.read("report.json") == REPORT
        assert file.read("crops/sea.png") == PICTURE


def test_text_is_packed_and_pictures_are_stored(folder: Path) -> None:
    made = archive(["report.json", "crops/sea.png"], Folder(folder).read)
    with zipfile.ZipFile(io.BytesIO(made.data)) as file:
        kinds = {entry.filename: entry.compress_type for entry in file.infolist()}
        assert kinds == {"report.json": zipfile.ZIP_DEFLATED, "crops/sea.png": zipfile.ZIP_STORED}
        assert file.getinfo("report.json").compress_size < len(REPORT) / 5


def test_the_same_files_make_the_same_bytes_whenever_and_in_whatever_order(folder: Path) -> None:
    first = archive(["report.json", "crops/sea.png"], Folder(folder).read)
    os.utime(folder / "report.json", (1, 1))
    (folder / "report.json").chmod(0o600)
    again = archive(["crops/sea.png", "report.json", "report.json"], Folder(folder).read)
    assert first.data == again.data


def test_too_much_is_refused_before_it_is_sent() -> None:
    with pytest.raises(RefusedError, match="larger than"):
        archive(["a", "b"], lambda name, most: bytes(60), most=100)


def test_nothing_to_pack_is_refused() -> None:
    def read(name: str, most: int) -> bytes:
        raise UnreadableFileError("gone")

    with pytest.raises(RefusedError, match="no file"):
        archive(["a"], read)
    with pytest.raises(RefusedError, match="no file"):
        archive([], read)


def test_the_names_of_our_own_files_are_allowed() -> None:
    assert all(map(is_allowed, ("report.json", "crops/docs-sea-png-0123456789abcdef-1.78.png", "segments/a-b.png")))

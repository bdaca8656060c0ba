"""A folder outside git, read without leaving it."""

import os
from pathlib import Path

import pytest

from altproof.errors import UnreadableFileError
from altproof.folder import Folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("![canary](x)")
    root = tmp_path / "root"
    (root / "docs").mkdir(parents=True)
    (root / "docs" / "a.MD").write_text("![x](y)")
    (root / "plain.md").write_text("words")
    (root / "link.md").symlink_to(outside / "secret.md")
    (root / "linked").symlink_to(outside)
    (root / "loop").symlink_to(root)
    os.mkfifo(root / "pipe.md")
    (root / ".git").mkdir()
    (root / ".git" / "config.md").write_text("![x](y)")
    return root


def test_only_regular_files_count(root: Path) -> None:
    assert Folder(root).paths() == ["docs/a.MD", "plain.md"]


def test_documents_with_a_marker_are_found(root: Path) -> None:
    assert Folder(root).documents_with(["!["], [".md"]) == ["docs/a.MD"]


@pytest.mark.parametrize(
    "path",
    [
        "link.md",
        "linked/secret.md",
        "loop/plain.md",
        "../outside/secret.md",
        "docs/../plain.md",
        "/etc/passwd",
        "pipe.md",
        "docs",
        "",
        "a\0b",
        "docs//a.MD",
        "./plain.md",
        "none.md",
    ],
)
def test_nothing_else_can_be_read(root: Path, path: str) -> None:
    with pytest.raises(UnreadableFileError):
        Folder(root).read(path, 1000)
    assert not Folder(root).has(path)


def test_a_file_is_read_up_to_the_limit(root: Path) -> None:
    assert Folder(root).read("plain.md", 5) == b"words"
    with pytest.raises(UnreadableFileError, match="more than the 4 bytes"):
        Folder(root).read("plain.md", 4)


def test_a_file_that_grows_while_it_is_read_is_still_capped(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="more than the 10 bytes"):
        Folder(Path("/proc/self")).read("environ", 10)


def test_only_files_with_a_twin_get_a_name_and_twins_the_same(root: Path) -> None:
    for name, content in {"a.png": b"11", "docs/b.png": b"11", "c.png": b"22", "d.png": b"3"}.items():
        (root / name).write_bytes(content)
    (root / "e.png").symlink_to(root / "a.png")
    names = Folder(root).same_bytes(["a.png", "docs/b.png", "c.png", "d.png", "e.png", "gone.png", "../x"])
    assert names.keys() == {"a.png", "docs/b.png", "c.png"}
    assert names["a.png"] == names["docs/b.png"] != names["c.png"]

"""Pictures in the output folder: what is written, and what a planted link or a full disk does to it."""

from __future__ import annotations

import io
from pathlib import Path

from altproof.actions_io import Console
from altproof.commands.pictures import save


def saved(pictures: dict[str, bytes], folder: Path) -> tuple[tuple[str, ...], str]:
    said = io.StringIO()
    names = save(pictures, folder, Console(io.StringIO(), said, in_actions=False, verbose=False))
    return names, said.getvalue()


def test_nothing_to_write_makes_no_folder(tmp_path: Path) -> None:
    assert saved({}, tmp_path / "out") == ((), "")
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_through_a_planted_folder(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "crops").symlink_to(elsewhere)
    names, said = saved({"crops/a.png": b"x", "segments/b.png": b"y"}, tmp_path / "out")
    assert names == ("segments/b.png",)
    assert "crops/a.png is not written: its folder is a symbolic link" in said
    assert list(elsewhere.iterdir()) == []


def test_a_planted_file_is_replaced_and_what_it_points_to_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"before")
    (tmp_path / "out" / "crops").mkdir(parents=True)
    (tmp_path / "out" / "crops" / "a.png").symlink_to(target)
    assert saved({"crops/a.png": b"x"}, tmp_path / "out") == (("crops/a.png",), "")
    assert target.read_bytes() == b"before"
    assert not (tmp_path / "out" / "crops" / "a.png").is_symlink()


def test_what_cannot_be_written_is_said_and_the_rest_is_written(tmp_path: Path) -> None:
    (tmp_path / "crops").write_text("a file where a folder should be")
    names, said = saved({"crops/a.png": b"x", "segments/b.png": b"y"}, tmp_path)
    assert names == ("segments/b.png",)
    assert "crops/a.png could not be written" in said

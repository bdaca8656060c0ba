"""Which lines a diff adds."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.hunks import added_lines, added_lines_by_file
from altproof.model import Lines


def test_a_patch_without_hunks_adds_nothing() -> None:
    assert added_lines("") == ()
    assert added_lines("Binary files a/x.png and b/x.png differ") == ()


def test_removed_lines_are_not_added_lines() -> None:
    assert added_lines("@@ -3,2 +2,0 @@ heading\n-gone\n-gone too\n") == ()


def test_context_lines_are_counted_but_not_added() -> None:
    patch = "@@ -1,3 +1,5 @@\n one\n+two\n three\n+four\n+five\n-six"
    assert added_lines(patch) == (Lines(2, 2), Lines(4, 5))


def test_a_count_left_out_of_the_header_is_one() -> None:
    assert added_lines("@@ -7 +9 @@\n-old\n+new") == (Lines(9, 9),)


def test_a_missing_newline_mark_is_no_line() -> None:
    assert added_lines("@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+b\n+c\n\\ No newline at end of file") == (
        Lines(1, 2),
    )


def test_content_that_looks_like_a_header_stays_content() -> None:
    diff = (
        "diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n@@ -0,0 +1,3 @@\n"
        "++++ b/forged.md\n+@@ -1 +1 @@\n+last\n"
        "diff --git a/b.md b/b.md\n--- a/b.md\n+++ b/b.md\n@@ -2,0 +3 @@\n+x\n"
    )
    assert added_lines_by_file(diff.split("\n")) == {"a.md": (Lines(1, 3),), "b.md": (Lines(3, 3),)}


@pytest.mark.parametrize(
    "name",
    [
        "plain.md",
        "with blank.md",
        "tab\there.md",
        'quo"te.md',
        "schön.md",
        "new\nline.md",
        "+++ b.md",
        "back\\slash.md",
    ],
)
def test_every_name_that_git_writes_is_read_back(tmp_path: Path, name: str) -> None:
    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *arguments]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    (tmp_path / name).write_text("one\n")
    git("add", "-A")
    git("commit", "-qm", "1")
    (tmp_path / name).write_text("one\ntwo\n")
    assert added_lines_by_file(git("diff", "-U0").split("\n")) == {name: (Lines(2, 2),)}


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(added_lines(text), tuple)
    assert isinstance(added_lines_by_file(("+++ b/x\n@@ -1,9 +1,9 @@\n" + text).split("\n")), dict)

"""Which lines a diff adds, and which it shows."""

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from altproof.hunks import added_lines, added_lines_by_file, commentable, new_lines
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


def test_nothing_can_be_said_where_nothing_is_left() -> None:
    assert commentable("") == ()
    assert commentable("Binary files a/x.png and b/x.png differ") == ()
    assert commentable("@@ -1,2 +0,0 @@\n-gone\n-gone too") == ()
    assert commentable("@@ -3,2 +2,0 @@ heading\n-gone\n-gone too\n@@ -9 +7 @@\n-a\n+b") == (Lines(7, 7),)


def test_content_that_looks_like_a_header_opens_no_hunk() -> None:
    assert commentable("@@ -1 +1,2 @@\n @@ -5 +5 @@\n+@@ -9,3 +9,3 @@") == (Lines(1, 2),)


def test_each_hunk_is_a_stretch_of_its_own_even_beside_another() -> None:
    assert commentable("@@ -1 +1,2 @@\n a\n+b\n@@ -2,0 +3 @@\n+c") == (Lines(1, 2), Lines(3, 3))


texts = st.lists(st.sampled_from(["", "a", "b", "@@ -1,9 +1,9 @@", "+++ b/x", "-x", " "]), max_size=40)


@settings(max_examples=60)
@given(old=texts, new=texts, context=st.integers(0, 3))
def test_what_git_shows_of_the_new_file_is_what_can_be_commented_on(
    tmp_path_factory: pytest.TempPathFactory, old: list[str], new: list[str], context: int
) -> None:
    folder = tmp_path_factory.mktemp("two")
    for name, lines in (("old", old), ("new", new)):
        (folder / name).write_text("".join(f"{line}\n" for line in lines))
    command = ["git", "diff", "--no-index", f"-U{context}", "old", "new"]
    diff = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True).stdout
    patch = diff[diff.find("\n@@") + 1 :] if "\n@@" in diff else ""  # GitHub's begins with its first hunk
    shown = [line[1:] for line in patch.split("\n") if line[:1] in {"+", " "}]
    stretches = commentable(patch)
    assert [new[n - 1] for stretch in stretches for n in range(stretch.first, stretch.last + 1)] == shown
    assert all(any(s.first <= a.first and a.last <= s.last for s in stretches) for a in added_lines(patch))
    assert all(before.last < after.first for before, after in pairwise(stretches))


@given(st.text(max_size=300))
def test_no_patch_breaks_it(text: str) -> None:
    assert all(s.first <= s.last for s in commentable("@@ -1,9 +1,9 @@\n" + text))


def test_the_text_of_every_line_that_a_patch_shows_is_known_by_number() -> None:
    patch = "@@ -1,3 +1,3 @@ heading\n a\n-b\n+B\r\n c\n@@ -9,0 +10 @@\n+@@ -1 +1 @@\n\\ No newline at end of file"
    assert new_lines(patch) == {1: "a", 2: "B", 3: "c", 10: "@@ -1 +1 @@"}
    assert new_lines("") == {}
    assert new_lines("@@ -1,2 +0,0 @@\n-a\n-b") == {}
    assert new_lines("@@ -0,0 +1,9 @@\n+cut off") == {1: "cut off"}

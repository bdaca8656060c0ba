"""Reading a commit: regular files only, from git's objects."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from altproof.errors import RepositoryError, UnreadableFileError
from altproof.git import Git, Login
from altproof.model import Lines, Status
from altproof.repository import Repository

MARKERS = ["1", "![", "line"]
"""Whatever the documents of these tests hold."""

Commit = Callable[[dict[str, str | bytes | None]], str]


def run(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def commit(tmp_path: Path) -> Commit:
    run(tmp_path, "init", "-q")

    def make(files: dict[str, str | bytes | None]) -> str:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        run(tmp_path, "add", "-A")
        run(tmp_path, "commit", "-qm", "x", "--allow-empty")
        return run(tmp_path, "rev-parse", "HEAD")

    return make


def git(folder: Path) -> Git:
    return Git(folder, dict(os.environ), trusted=False)


def test_files_are_read_at_the_commit_and_not_from_disk(tmp_path: Path, commit: Commit) -> None:
    head = commit({"a.md": "committed", "docs/b.png": b"\x89PNG\0\n"})
    (tmp_path / "a.md").write_text("edited since")
    with Repository(git(tmp_path), head) as repository:
        assert sorted(repository.paths()) == ["a.md", "docs/b.png"]
        assert repository.read("a.md", 100) == b"committed"
        assert repository.read("docs/b.png", 100) == b"\x89PNG\0\n"
        assert repository.read("a.md", 100) == b"committed"


def test_links_and_submodules_are_no_files(tmp_path: Path, commit: Commit) -> None:
    (tmp_path / "link.md").symlink_to("/proc/self/environ")
    (tmp_path / "folder").symlink_to("/etc")
    commit({"a.md": "x", "run.sh": "x"})
    run(tmp_path, "update-index", "--chmod=+x", "run.sh")
    run(tmp_path, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    run(tmp_path, "commit", "-qm", "module")
    with Repository(git(tmp_path), run(tmp_path, "rev-parse", "HEAD")) as repository:
        assert repository.paths() == ["a.md", "run.sh"]
        with pytest.raises(UnreadableFileError, match="no such regular file"):
            repository.read("link.md", 100)


def test_ids_may_be_longer(tmp_path: Path) -> None:
    run(tmp_path, "init", "-q", "--object-format=sha256")
    (tmp_path / "a.md").write_text("![](a.png)")
    run(tmp_path, "add", "-A")
    run(tmp_path, "commit", "-qm", "x")
    with Repository(git(tmp_path), run(tmp_path, "rev-parse", "HEAD")) as repository:
        assert repository.read("a.md", 100) == b"![](a.png)"
        assert repository.documents_with(MARKERS, [".md"]) == ["a.md"]


def test_a_commit_may_hold_nothing_but_a_submodule(tmp_path: Path, commit: Commit) -> None:
    commit({})
    run(tmp_path, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    run(tmp_path, "commit", "-qm", "module")
    with Repository(git(tmp_path), run(tmp_path, "rev-parse", "HEAD")) as repository:
        assert repository.paths() == []


def test_files_with_the_same_bytes_have_the_same_name(tmp_path: Path, commit: Commit) -> None:
    head = commit({"a.png": b"1", "docs/b.png": b"1", "c.png": b"2"})
    with Repository(git(tmp_path), head) as repository:
        names = repository.same_bytes(["a.png", "docs/b.png", "c.png", "gone.png"])
    assert names.keys() == {"a.png", "docs/b.png", "c.png"}
    assert names["a.png"] == names["docs/b.png"] != names["c.png"]


def test_a_file_over_the_limit_is_refused_with_its_size(tmp_path: Path, commit: Commit) -> None:
    head = commit({"big.md": "x" * 2000, "small.md": "y"})
    with Repository(git(tmp_path), head) as repository:
        with pytest.raises(UnreadableFileError, match="2,000 bytes, more than the 1,999"):
            repository.read("big.md", 1999)
        assert repository.read("small.md", 1) == b"y"


def test_only_documents_with_a_marker_are_candidates(tmp_path: Path, commit: Commit) -> None:
    head = commit(
        {
            "none.md": "text",
            "one.MD": "![x](y)",
            "html.md": "<IMG src=x>",
            "other.txt": "![x](y)",
            "sub/two.md": "a\n![x](y)",
        }
    )
    with Repository(git(tmp_path), head) as repository:
        assert sorted(repository.documents_with(["![", "<img"], [".md"])) == ["html.md", "one.MD", "sub/two.md"]
        assert repository.documents_with(["nowhere"], [".md"]) == []


def test_markers_that_begin_alike_are_all_looked_for(tmp_path: Path, commit: Commit) -> None:
    head = commit({"one.md": "![", "two.md": "!!x", "three.md": "<IMG", "other.md": "! <"})
    with Repository(git(tmp_path), head) as repository:
        assert sorted(repository.documents_with(["![", "!!", "<img"], [".md"])) == ["one.md", "three.md", "two.md"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_document_in_utf_16_may_hold_any_marker(tmp_path: Path, commit: Commit, encoding: str) -> None:
    head = commit({"wide.md": "\ufeff![x](y)".encode(encoding), "narrow.md": "\ufefftext"})
    with Repository(git(tmp_path), head) as repository:
        assert repository.documents_with(["!["], [".md"]) == ["wide.md"]


def test_the_mark_of_utf_16_counts_at_the_beginning_only(tmp_path: Path, commit: Commit) -> None:
    head = commit({"late.md": b"x\xff\xfe\n\xfe\xff", "both.md": b"\xff\xfex", "other.txt": b"\xff\xfex"})
    with Repository(git(tmp_path), head) as repository:
        assert repository.documents_with(["!["], [".md"]) == ["both.md"]


MANY = ("![", "<img", ":::", "{%", ".img", "image::", "É:", "|", "\\u003", "%", "^^", "(?x")


@pytest.mark.parametrize("number", range(1, len(MANY) + 1))
def test_each_of_many_markers_is_found(tmp_path: Path, commit: Commit, number: int) -> None:
    """Markers share passes over the text, by how many there are and what they begin with."""
    written = {f"{place}.md": f"text\n{'x' * place}{marker}" for place, marker in enumerate(MANY)}
    head = commit({**written, "none.md": "! < : { . e \\ ^ ( image:"})
    with Repository(git(tmp_path), head) as repository:
        found = repository.documents_with(MANY[:number], [".md"])
    assert {*found} == {f"{place}.md" for place in range(number)}


def test_a_marker_is_looked_for_as_it_is_written(tmp_path: Path, commit: Commit) -> None:
    head = commit({"other.md": "a+b or a.c", "one.md": "A.B", "two.md": "{{%", "é.md": "été:"})
    with Repository(git(tmp_path), head) as repository:
        assert sorted(repository.documents_with(["a.b", "{{%", "été:"], [".md"])) == ["one.md", "two.md", "é.md"]


def test_a_git_without_perl_patterns_finds_the_same(tmp_path: Path, commit: Commit) -> None:
    folder = tmp_path / "programs"
    folder.mkdir()
    words = "fatal: cannot use Perl-compatible regexes when not compiled with USE_LIBPCRE"
    known = shutil.which("git")
    script = f'#!/bin/sh\ncase " $* " in *" -P "*) echo "{words}" >&2; exit 128;; esac\nexec {known} "$@"\n'
    (folder / "git").write_text(script, "utf-8")
    (folder / "git").chmod(0o755)
    head = commit({"other.md": "axb", "one.md": "A.B", "two.md": "a\n{{%"})
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    with Repository(Git(tmp_path, environment, trusted=False), head) as repository:
        assert sorted(repository.documents_with(["a.b", "{{%"], [".md"])) == ["one.md", "two.md"]


def test_a_change_has_statuses_and_added_lines(tmp_path: Path, commit: Commit) -> None:
    base = commit({"a.md": "1\n2\n3\n", "gone.md": "x", "old.png": b"\x89A\0", "moved.png": b"\x89M\0"})
    head = commit(
        {
            "a.md": "1\n2b\n3\n4\n",
            "gone.md": None,
            "old.png": b"\x89B\0",
            "moved.png": None,
            "new place.png": b"\x89M\0",
            "n.png": b"\x89N\0",
        }
    )
    with Repository(git(tmp_path), head) as repository:
        changes = repository.changes_since(base, [(MARKERS, [".md"])])
    assert {file.path: (file.status, file.lines) for file in changes.files} == {
        "a.md": (Status.MODIFIED, (Lines(2, 2), Lines(4, 4))),
        "old.png": (Status.MODIFIED, ()),
        "new place.png": (Status.RENAMED, ()),
        "n.png": (Status.ADDED, ()),
    }
    assert (changes.base, changes.head) == (base, head)


def test_a_moved_document_is_not_new_text(tmp_path: Path, commit: Commit) -> None:
    text = "".join(f"line {n}\n" for n in range(50))
    base = commit({"old.md": text})
    head = commit({"old.md": None, "new.md": text + "one more\n"})
    with Repository(git(tmp_path), head) as repository:
        (file,) = repository.changes_since(base, [(MARKERS, [".md"])]).files
    assert (file.path, file.lines) == ("new.md", (Lines(51, 51),))


def test_attributes_in_the_tree_cannot_hide_a_change(tmp_path: Path, commit: Commit) -> None:
    base = commit({"a.md": "1\n", ".gitattributes": "*.md binary diff=evil\n"})
    run(tmp_path, "config", "diff.evil.textconv", "touch canary; cat")
    run(tmp_path, "config", "diff.evil.command", "touch canary")
    head = commit({"a.md": "1\n2\n"})
    with Repository(git(tmp_path), head) as repository:
        (file,) = repository.changes_since(base, [(MARKERS, [".md"])]).files
    assert file.lines == (Lines(2, 2),)
    assert not (tmp_path / "canary").exists()


@pytest.mark.parametrize("name", ["a b.md", "schön.md", "tab\t.md", "new\nline.md", "-rf.md", '"q".md', ":(top)x.md"])
def test_odd_names_are_ordinary_names(tmp_path: Path, commit: Commit, name: str) -> None:
    base = commit({"first": "x"})
    head = commit({name: "![a](b)\n"})
    with Repository(git(tmp_path), head) as repository:
        assert repository.documents_with(["!["], [".md"]) == [name]
        assert repository.read(name, 100) == b"![a](b)\n"
        assert [(f.path, f.lines) for f in repository.changes_since(base, [(MARKERS, [".md"])]).files] == [
            (name, (Lines(1, 1),))
        ]


def test_a_name_that_is_no_utf8_is_read(tmp_path: Path, commit: Commit) -> None:
    commit({"x": "y"})
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_text("![a](b)")
    head = commit({})
    with Repository(git(tmp_path), head) as repository:
        (name,) = repository.documents_with(["!["], [".md"])
        assert repository.read(name, 100) == b"![a](b)"


def test_what_is_no_repository_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match="no git repository"):
        git(tmp_path).text("rev-parse", "HEAD")


def test_inherited_git_variables_do_not_reach_git(tmp_path: Path, commit: Commit) -> None:
    head = commit({"a.md": "x"})
    hostile = Git(tmp_path, {**os.environ, "GIT_DIR": "/nonexistent", "GIT_EXTERNAL_DIFF": "false"}, trusted=False)
    assert hostile.text("rev-parse", "HEAD") == head


def test_the_token_is_in_no_argument_and_in_no_error(tmp_path: Path) -> None:
    login = Login("https://github.example/", "s3cret-token")
    with pytest.raises(RepositoryError) as raised:
        Git(tmp_path, dict(os.environ), trusted=True, login=login).run(
            "fetch", "https://user:pa55word@127.0.0.1:9/x.git"
        )
    assert "s3cret" not in str(raised.value)
    assert "pa55word" not in str(raised.value)
    assert login.basic not in str(raised.value)

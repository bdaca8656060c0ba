"""The command Tesseract, played by a program that refuses what the real one refuses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from altproof.engines.tesseract import Tesseract
from altproof.engines.tesseract_wire import languages, text_lines
from altproof.errors import ImageError
from altproof.model import Point, TextLine, Word
from tests.unit.images import samples

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
TABLE = (
    HEAD
    + "1\t1\t0\t0\t0\t0\t0\t0\t96\t64\t-1\t\n"
    + "5\t1\t1\t1\t1\t1\t10\t20\t30\t8\t96.5\tOpen\n"
    + "5\t1\t1\t1\t1\t2\t44\t20\t20\t10\t91\tfile\n"
    + "5\t1\t1\t1\t2\t1\t10\t40\t5\t5\t12.1\t§\n"
    + "5\t1\t1\t1\t3\t1\t10\t50\t25\t8\t88\tСохранить\n"
)


def corners(x: int, y: int, width: int, height: int):
    return Point(x, y), Point(x + width, y), Point(x + width, y + height), Point(x, y + height)


LINES = (
    TextLine(
        "Open file",
        corners(10, 20, 54, 10),
        (Word("Open", 0.965, corners(10, 20, 30, 8)), Word("file", 0.91, corners(44, 20, 20, 10))),
    ),
    TextLine("Сохранить", corners(10, 50, 25, 8), (Word("Сохранить", 0.88, corners(10, 50, 25, 8)),)),
)

DOUBLE = """#!{python} -I
import os, sys, time
table = {table!r}
arguments = sys.argv[1:]
if arguments == ["--version"]:
    print("tesseract 5.5.0\\n leptonica-1.84.1")
elif arguments == ["--list-langs"]:
    print('List of available languages in "/usr/share/tessdata/" (3):\\neng\\nrus\\nosd')
elif arguments[:4] == ["stdin", "stdout", "--psm", "11"] and arguments[4] == "-l" and arguments[6:] == ["tsv"]:
    picture = sys.stdin.buffer.read()
    print("Estimating resolution as 96", file=sys.stderr)
    right = picture.startswith(b"\\x89PNG") and dict(os.environ).keys() - {{"LC_CTYPE"}} == {{"OMP_THREAD_LIMIT"}}
    if not right or not set(arguments[5].split("+")) <= {{"eng", "rus"}} or os.getcwd() != "/":
        sys.exit(1)
    {deed}
    sys.stdout.buffer.write(table.encode())
else:
    sys.exit(1)
"""
PYTHON = Path("/usr/bin/python3")
"""One that nobody may run as well; the tests' own is often in root's home."""
needs_python = pytest.mark.skipif(not PYTHON.exists(), reason=f"there is no {PYTHON}")


def double(folder: Path, deed: str = "pass", table: str = TABLE) -> Tesseract:
    """The program in a place where it is looked for."""
    program = folder / "tesseract"
    program.write_text(DOUBLE.format(python=PYTHON, deed=deed, table=table), "utf-8")
    program.chmod(0o755)
    for parent in (folder, *folder.parents):  # it runs as nobody when root runs the tests
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    return Tesseract((folder / "nothing-here", program), seconds=20.0)


def test_without_the_command_no_language_can_be_read(tmp_path):
    none = Tesseract((tmp_path / "tesseract",))
    assert (none.program, none.packs, none.version, none.pack("en")) == (None, frozenset(), "", None)


@needs_python
@pytest.mark.parametrize(
    ("language", "pack"),
    [("fr", None), ("xx", None), ("zh-Hant", None), ("en", "eng"), ("ru", "rus+eng"), ("ru-RU", "rus+eng")],
)
def test_a_language_is_read_only_with_its_pack(tmp_path, language, pack):
    assert double(tmp_path).pack(language) == pack


@needs_python
def test_the_version_names_what_decides_the_answers(tmp_path):
    assert double(tmp_path).version == "tesseract 5.5.0 (eng, osd, rus)"


@needs_python
def test_the_lines_of_a_picture_come_with_places_and_without_dirt(tmp_path):
    assert double(tmp_path).read(samples.plain(), "rus+eng") == LINES


@needs_python
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can drop its user")
def test_the_command_runs_as_nobody(tmp_path):
    nobody = double(tmp_path, "os.getuid() == os.getgid() == 65534 and not os.getgroups() or sys.exit(1)")
    assert nobody.read(samples.plain(), "eng") == LINES


@needs_python
@pytest.mark.parametrize(
    ("deed", "table", "words"),
    [
        ("sys.exit(3)", TABLE, "exit status 3"),
        ("os.kill(os.getpid(), 11)", TABLE, "exit status -11"),
        ("pass", "no table", "makes no sense"),
        ("pass", HEAD + "5\t1\t1\t1\t1\t1\tinf\t0\t1\t1\t90\tx\n", "makes no sense"),
        ("pass", HEAD + "5\t1\t1\t1\t1\t1\t999999999\t0\t1\t1\t90\tx\n", "makes no sense"),
        ("pass", HEAD + "5\t1\t1\t1\t1\t1\t1\t0\t1\t1\t90\tx\n" * 2001, "makes no sense"),
        ("print('x' * 5_000_000)", TABLE, "could not read the image"),
    ],
)
def test_whatever_goes_wrong_is_one_problem_of_the_image(tmp_path, deed, table, words):
    with pytest.raises(ImageError, match=words):
        double(tmp_path, deed, table).read(samples.plain(), "eng")


@needs_python
def test_a_command_that_hangs_is_stopped(tmp_path):
    slow = double(tmp_path, "time.sleep(60)")
    slow._seconds = 1.0
    with pytest.raises(ImageError, match="longer than 1 seconds"):
        slow.read(samples.plain(), "eng")


def test_a_picture_without_text_is_read_and_holds_none():
    assert text_lines(HEAD) == ()


def test_texts_are_on_one_printable_line():
    ((line,),) = [text_lines(HEAD + "5\t1\t1\t1\t1\t1\t1\t0\t1\t1\t90\t\x1b[31m\u202eab\tcd\n")]
    assert line.text.isprintable()


def test_only_names_of_packs_are_taken_from_a_listing():
    assert languages("List:\neng\nchi_sim\n../etc\n\n-l\nscript/Cyrillic\n") == {"eng", "chi_sim", "script/Cyrillic"}

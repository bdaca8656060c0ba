"""The console, the guard, the runner's files and our own."""

import io
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.actions_io import (
    LARGEST_SUMMARY,
    LONGEST_MESSAGE,
    Console,
    FileCommands,
    annotation_command,
    command,
    guard,
    guarded,
    plain,
    write_file,
)
from altproof.model import Span
from tests.fakes.hostile import COMMANDS, HEREDOC, HOSTILE
from tests.fakes.runner import Command, commands, effective_position, file_command

SOURCE = Path(__file__).parents[2] / "src"

mixtures = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=8), max_size=6).map("".join)


def console(*, in_actions=True, verbose=False):
    return Console(io.StringIO(), io.StringIO(), in_actions=in_actions, verbose=verbose)


def printed(one):
    return one.stdout.getvalue() + one.stderr.getvalue()


# --- plain text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "a: b", "docs/a.md:3:5", "# A [link]", "a :: b", "日本語 ✓ é", "c# [x]", "##", "#️⃣"]
)
def test_ordinary_text_is_left_alone(text):
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a ##[error]b", "a ##\\[error]b"),
        ("###[error]b", "###\\[error]b"),
        ("  ::error::b", "\\  ::error::b"),
        ("::error::b", "\\::error::b"),
        ("a\r\nb", "a\\r\\nb"),
        ("\x1b[31m\x9b", "\\x1b[31m\\x9b"),
        ("\u202egnp\udc80", "\\u202egnp\\udc80"),
        ("#\ufe0f#[error]b", "#\ufe0f#\\[error]b"),
        ("\ufe0f:\ufe0f:error::b", "\\\ufe0f:\ufe0f:error::b"),
    ],
)
def test_what_is_changed_is_changed_visibly(text, shown):
    assert plain(text) == shown


@pytest.mark.parametrize("text", HOSTILE)
def test_no_hostile_text_is_a_command_once_it_is_plain(text):
    assert commands(plain(text)) == []
    assert plain(text).isprintable()
    assert plain(plain(text)) == plain(text)


@given(mixtures)
def test_no_mixture_is_a_command_once_it_is_plain(text):
    assert commands(plain(text)) == []
    assert plain(text).isprintable()


def test_most_of_the_hostile_texts_would_have_been_commands():
    assert sum(bool(commands(text)) for text in COMMANDS) > 60


# --- the console -------------------------------------------------------------------------------------------------


@given(mixtures)
def test_what_is_said_is_never_a_command(text):
    one = console()
    one.say(text)
    one.note(text)
    one.say(f"{text}\t{text}\n{text}")
    assert commands(printed(one)) == []


def test_lines_and_tabs_of_a_text_stay():
    one = console()
    one.say("a\n\tb\r\n\nc\n")
    assert one.stdout.getvalue() == "a\n\tb\n\nc\n"


def test_progress_goes_to_stderr():
    one = console()
    one.note("reading")
    assert (one.stdout.getvalue(), one.stderr.getvalue()) == ("", "reading\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_detail_is_one_command_of_ours(text):
    one = console()
    one.debug(text)
    assert [found.name for found in commands(printed(one))] == ["debug"]


def test_outside_the_runner_nothing_is_a_command():
    one = console(in_actions=False, verbose=True)
    one.debug("a")
    one.mask("0123456789")
    one.annotation("error", "c\nd", path="e.md", span=Span(3, 5, 3, 9))
    one.annotation("notice", "f", path="e.md")
    one.annotation("warning", "::error::g")
    assert one.stdout.getvalue() == ""
    assert one.stderr.getvalue() == "a\ne.md:3:5: error: c\nd\ne.md: notice: f\nwarning: ::error::g\n"
    assert commands(printed(one)) == []


def test_outside_the_runner_a_message_that_names_its_place_does_so_once():
    one = console(in_actions=False)
    one.annotation("error", "e.yml:3:5: a: unknown", path="e.yml", span=Span(3, 5, 3, 5))
    one.annotation("error", "e.yml: and 7 more mistakes", path="e.yml")
    one.annotation("error", "e.ymlx:3:5: another file", path="e.yml", span=Span(3, 5, 3, 5))
    assert one.stderr.getvalue().splitlines() == [
        "error: e.yml:3:5: a: unknown",
        "error: e.yml: and 7 more mistakes",
        "e.yml:3:5: error: e.ymlx:3:5: another file",
    ]
    assert one.stdout.getvalue() == ""


def test_in_the_runner_a_message_keeps_its_place_besides_the_properties():
    one = console()
    one.annotation("error", "e.yml:3:5: a: unknown", path="e.yml", span=Span(3, 5, 3, 5))
    (found,) = commands(printed(one))
    assert found.data == "e.yml:3:5: a: unknown"
    assert (found.properties["file"], found.properties["line"], found.properties["col"]) == ("e.yml", "3", "5")


def test_details_are_told_only_when_asked_for():
    one = console(in_actions=False)
    one.debug("a")
    assert printed(one) == ""
    one.configure(in_actions=False, verbose=True)
    one.debug("a")
    assert printed(one) == "a\n"


def test_short_secrets_are_not_masked():
    one = console()
    one.mask("true")
    one.mask("")
    assert printed(one) == ""


def test_each_long_line_of_a_secret_is_masked():
    one = console()
    one.mask("a%0Asecret:,1\nshort\n another secret \n")
    assert commands(printed(one)) == [Command("add-mask", "a%0Asecret:,1"), Command("add-mask", "another secret")]


# --- annotations -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_an_annotation_arrives_as_it_was_meant(text):
    line = annotation_command("warning", text, path=f"docs/{text}", span=Span(3, 5, 3, 9), title=f"a{text}")
    (found,) = commands(f"before\n{line}\nafter\n")
    assert found.name == "warning"
    if f"a{text}".replace("\n", "").isprintable():
        assert found.data == text.removesuffix("\n")
    if text.isprintable():
        assert found.properties["file"] == f"docs/{text}"
        assert found.properties["title"] == " ".join(f"a{text}".split())
    assert {"line": "3", "endline": "3", "col": "5", "endcolumn": "9"}.items() <= found.properties.items()
    assert found.properties.keys() == {"file", "line", "endline", "col", "endcolumn", "title"}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_that_stands_alone_adds_no_property(text):
    (found,) = commands(annotation_command("error", text, path=text, title=text))
    assert found.properties.keys() == ({"file", "title"} if text else {"title"})


@pytest.mark.parametrize(("path", "seen"), [("=a.md", "./=a.md"), (" a.md ", " a.md "), ("a=b.md", "a=b.md")])
def test_paths_that_the_runner_would_trim_survive(path, seen):
    (found,) = commands(annotation_command("error", "m", path=path))
    assert found.properties == {"file": seen, "title": "Altproof"}


@pytest.mark.parametrize(
    ("span", "place"),
    [
        (Span(3, 5, 3, 9), {"line": "3", "endline": "3", "col": "5", "endcolumn": "9"}),
        (Span(3, 5, 3, 5), {"line": "3", "endline": "3", "col": "5", "endcolumn": "5"}),
        (Span(3, 5, 6, 2), {"line": "3", "endline": "6"}),
        (Span(3, 5, 4, 1), {"line": "3", "endline": "3"}),
        (Span(3, 5, 6, 1), {"line": "3", "endline": "5"}),
        (None, {}),
    ],
)
def test_the_runner_drops_nothing_of_a_place(span, place):
    (found,) = commands(annotation_command("error", "m", path="a.md", span=span))
    assert effective_position(found) == place
    assert {key: value for key, value in found.properties.items() if key not in ("file", "title")} == place


def test_a_place_without_a_file_is_no_place():
    (found,) = commands(annotation_command("error", "m", span=Span(3, 5, 3, 9)))
    assert found.properties == {"title": "Altproof"}


@pytest.mark.parametrize("letter", ["a", "\U0001f33f", "é\n"])
def test_a_long_message_is_cut_where_the_runner_would_cut_it(letter):
    (found,) = commands(annotation_command("error", letter * 5000))
    assert len(found.data.encode("utf-16-le")) // 2 in (LONGEST_MESSAGE, LONGEST_MESSAGE - 1)
    assert found.data.endswith("…")
    assert (letter * 5000).startswith(found.data[:-1])


def test_a_message_that_fits_is_whole():
    (found,) = commands(annotation_command("error", "a" * LONGEST_MESSAGE))
    assert found.data == "a" * LONGEST_MESSAGE


@given(mixtures, mixtures)
def test_a_command_comes_back_as_it_was(value, data):
    line = command("set-output", data.replace("\r", ""), {"name": f"x{value}"})
    (found,) = commands(line)
    assert found.name == "set-output"
    assert found.properties.keys() == {"name"}


# --- the guard ---------------------------------------------------------------------------------------------------

EVERYBODY = """
    import logging, sys, warnings
    from altproof.actions_io import guarded
    payloads = {payloads!r}
    with guarded() as console:
        console.configure(in_actions=True, verbose=False)
        for text in payloads:
            print(text)
            print(text, end="")
            print(text, file=sys.stderr, flush=True)
            sys.stdout.write("#"); sys.stdout.flush(); sys.stdout.write("#[error]x\\n")
            warnings.warn(text)
            logging.error("%s", text)
        console.annotation("notice", "ours")
        print("::error::begun and not ended", end="")
        raise ValueError("\\n".join(payloads))
"""


@pytest.fixture
def run(tmp_path):
    def run(code, environment=None, stdout=subprocess.PIPE):
        script = tmp_path / "script.py"
        script.write_text(textwrap.dedent(code), "utf-8")
        names = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), **(environment or {})}
        return subprocess.run(
            [sys.executable, script], env=names, check=False, stdout=stdout, stderr=subprocess.PIPE, timeout=60
        )

    return run


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0", "LC_ALL": "POSIX"}]
)
def test_nobody_gets_a_command_past_the_guard(run, environment):
    done = run(EVERYBODY.format(payloads=HOSTILE), environment)
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    assert commands(out) == [Command("notice", "ours", {"title": "Altproof"})]
    assert commands(err) == []
    assert "ValueError" in err
    assert "日本語" in out
    assert all(character.isprintable() or character in "\t\n" for character in out + err)


def test_a_text_at_exit_is_guarded_too(run):
    done = run("from altproof.actions_io import guarded\nwith guarded(): raise SystemExit('::error::x')")
    assert (commands(done.stderr.decode()), done.returncode) == ([], 1)
    assert b"::error::x" in done.stderr


def test_a_reader_who_leaves_costs_no_traceback(run):
    reading, writing = os.pipe()
    os.close(reading)
    code = """
        from altproof.actions_io import guarded
        with guarded() as console:
            for number in range(2000):
                console.say(f"line {number} " + "x" * 80)
                print("more")
    """
    done = run(code, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_streams_come_back_after_the_guard():
    one = console()
    before = sys.stdout, sys.stderr
    with guard(one):
        sys.stdout.write("::error::x")
        assert sys.stdout.writable()
        assert (sys.stdout.encoding, sys.stdout.errors, sys.stdout.isatty()) == ("utf-8", "backslashreplace", False)
    assert (sys.stdout, sys.stderr) == before
    assert one.stdout.getvalue() == "\\::error::x\n"


def test_the_streams_come_back_after_an_orderly_exit():
    before = sys.stdout, sys.stderr
    with pytest.raises(SystemExit), guarded():
        raise SystemExit(2)
    assert (sys.stdout, sys.stderr) == before


# --- the runner's files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [*HEREDOC, *HOSTILE])
def test_an_output_is_read_back_as_it_was(tmp_path, value):
    files = FileCommands(tmp_path / "output", None)
    assert files.set_output("first", value) is None
    assert files.set_output("second", "2") is None
    expected = value.encode("utf-8", "backslashreplace").decode()
    assert file_command((tmp_path / "output").read_bytes().decode()) == [("first", expected), ("second", "2")]


@pytest.mark.parametrize("name", ["", "a\nb", "a=b", "a<<b", "a\rb"])
def test_a_name_that_would_be_misread_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="no name of an output"):
        FileCommands(tmp_path / "output", None).set_output(name, "x")


def test_without_a_runner_nothing_is_written(capsys):
    files = FileCommands(None, None)
    assert files.set_output("a", "b") is None
    assert files.append_summary("c\n") is None
    assert capsys.readouterr() == ("", "")


def test_a_file_that_cannot_be_written_is_told_in_words(tmp_path):
    gone = tmp_path / "gone" / "file"
    assert (
        FileCommands(gone, gone).set_output("a", "b") == "the output a could not be written: No such file or directory"
    )
    assert (
        FileCommands(gone, gone).append_summary("c")
        == "the job summary could not be written: No such file or directory"
    )
    assert "Is a directory" in (FileCommands(None, tmp_path).append_summary("c") or "")


def test_a_summary_is_added_to_what_is_there(tmp_path):
    file = tmp_path / "summary"
    file.write_text("before\n")
    assert FileCommands(None, file).append_summary("ü\ud800\n") is None
    assert file.read_text("utf-8") == "before\nü\\ud800\n"


def test_a_summary_stays_below_the_size_at_which_it_would_be_dropped(tmp_path):
    file = tmp_path / "summary"
    files = FileCommands(None, file)
    assert files.append_summary("| ü |\n" * 100_000) is None
    assert files.append_summary("| ü |\n" * 100_000) == "the job summary was cut: there is no room for more"
    size = file.stat().st_size
    assert LARGEST_SUMMARY - 8 < size < LARGEST_SUMMARY
    assert set(file.read_text("utf-8").splitlines()) == {"| ü |"}
    assert files.append_summary("more than is left\n") is not None
    assert file.stat().st_size == size


# --- our files ---------------------------------------------------------------------------------------------------


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(tmp_path):
    folder = tmp_path / "a" / "b"
    path = write_file(folder, "report.json", "ü\n\udc80\n")
    assert path == folder / "report.json"
    assert path.read_bytes() == "ü\n\\udc80\n".encode()
    assert write_file(folder, "report.json", b"\x00") == path
    assert path.read_bytes() == b"\x00"
    assert [entry.name for entry in folder.iterdir()] == ["report.json"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


@pytest.mark.parametrize("name", ["", ".", "..", "../a", "/a", "a/b", "a/"])
def test_a_file_stays_in_its_folder(tmp_path, name):
    with pytest.raises(ValueError, match="no plain file name"):
        write_file(tmp_path, name, "x")


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        write_file(tmp_path, "taken", "x")
    assert [entry.name for entry in tmp_path.iterdir()] == ["taken"]


def test_a_planted_link_is_replaced_and_not_followed(tmp_path):
    (tmp_path / "target").write_text("kept")
    (tmp_path / "report.json").symlink_to(tmp_path / "target")
    write_file(tmp_path, "report.json", "new")
    assert (tmp_path / "target").read_text() == "kept"
    assert not (tmp_path / "report.json").is_symlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_root_writes_belongs_to_the_owner_of_the_place(tmp_path):
    os.chown(tmp_path, 1234, 5678)
    path = write_file(tmp_path / "a" / "b", "report.json", "x")
    for entry in (tmp_path / "a", tmp_path / "a" / "b", path):
        assert (entry.stat().st_uid, entry.stat().st_gid) == (1234, 5678)

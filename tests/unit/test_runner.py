"""The double of the runner's parser, against what is known of the runner."""

import importlib.util
import random
from pathlib import Path

import pytest

from tests.fakes.hostile import HOSTILE
from tests.fakes.runner import BadFileError, Command, commands, effective_position, file_command

ORACLE = Path(__file__).parents[3] / "shared" / "tools" / "runner_oracle.py"


@pytest.mark.parametrize(
    "text", ["a ::error::b", "::hello::b", "##[hello]b", "::error:b", "::error", "##[error", "# #[error]b", ":error::b"]
)
def test_text_that_is_no_command(text):
    assert commands(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("::error::b", [Command("error", "b")]),
        (
            "a\r\u2003::Error File=a%3Ab%2Cc,line=,col=3::100%25%0Ab",
            [Command("error", "100%\nb", {"file": "a:b,c", "col": "3"})],
        ),
        ("a ##[set-output name=x%3B;]v%5D", [Command("set-output", "v]", {"name": "x;"})]),
        ("#\u200b#[debug]b", [Command("debug", "b")]),
        (
            "::stop-commands::T\n::error::a\n::t::\n::error::b",
            [Command("stop-commands", "T"), Command("t", ""), Command("error", "b")],
        ),
        ("::error file==a=b,title=x ::c", [Command("error", "c", {"file": "a=b", "title": "x"})]),
    ],
)
def test_text_that_is_a_command(text, found):
    assert commands(text) == found


def test_places_after_the_checks_of_the_runner():
    several = Command("error", "", {"line": "3", "endline": "4", "col": "5"})
    backwards = Command("error", "", {"line": "3", "endline": "2"})
    without_line = Command("error", "", {"col": "5"})
    assert effective_position(several) == {"line": "3", "endline": "4"}
    assert effective_position(backwards) == {}
    assert effective_position(without_line) == {}


def test_outputs_are_read_in_both_forms():
    assert file_command("a=1\nb<<EOF\nx=1\n\ny\nEOF\n\nc=\n") == [("a", "1"), ("b", "x=1\n\ny"), ("c", "")]
    assert file_command("") == []


@pytest.mark.parametrize("text", ["b<<EOF\nx\n", "b<<EOF\nEOF\r\n", "<<EOF\nEOF\n", "words\n"])
def test_outputs_that_fail_the_step(text):
    with pytest.raises(BadFileError):
        file_command(text)


@pytest.mark.skipif(not ORACLE.is_file(), reason="a second parser to compare with is not there")
def test_another_port_of_the_same_rules_agrees():
    spec = importlib.util.spec_from_file_location("runner_oracle", ORACLE)
    assert spec
    assert spec.loader
    oracle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(oracle)
    chance = random.Random(7)
    # The other port looks through fewer invisible characters.
    known = [text for text in HOSTILE if not set(text) & set("\u3164\uffa0\u180f\U000e0100\U000e0041")]
    parts = [*oracle.PAYLOADS, *known, "\n", "\r", " ", "::", "##[", "=", ",", ";"]
    mixtures = ["".join(chance.choices(parts, k=chance.randint(1, 5))) for _ in range(20_000)]
    for text in [*oracle.PAYLOADS, *known, *mixtures]:
        theirs = [Command(found.name, found.data, found.properties) for found in oracle.commands(text)]
        assert commands(text) == theirs, repr(text)
        assert [effective_position(found) for found in commands(text)] == [
            oracle.effective_position(found) for found in oracle.commands(text)
        ], repr(text)

"""Whole outputs of the shared report."""

from pathlib import Path

import pytest

from altproof import __version__
from altproof.reporters import REPORTERS
from tests.golden.shared_report import REPORT

GOLDEN = Path(__file__).parents[2] / "golden"
FILES = {"json": "report.json", "markdown": "report.md", "table": "report.txt", "github": "report.github"}


def test_every_reporter_has_a_golden_file():
    assert FILES.keys() == REPORTERS.keys()


@pytest.mark.parametrize("name", FILES)
def test_the_output_is_the_golden_one(name, update_golden):
    text = REPORTERS[name].render(REPORT).replace(__version__, "VERSION")
    file = GOLDEN / FILES[name]
    if update_golden:
        file.write_bytes(text.encode())
    assert text == file.read_bytes().decode(), "review it, then: pytest --update-golden"


@pytest.mark.parametrize("name", FILES)
def test_an_output_ends_in_one_newline_and_is_the_same_every_time(name):
    text = REPORTERS[name].render(REPORT)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert text == REPORTERS[name].render(REPORT)

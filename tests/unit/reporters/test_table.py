"""The output for terminals: aligned, complete, of the asked width."""

from dataclasses import replace

import pytest

from altproof.model import ChangeSet
from altproof.report import Report, RunFacts
from altproof.reporters import table
from tests.golden.shared_report import REPORT

EMPTY = Report(RunFacts("check", "none"), ChangeSet(None, None))
FINDING = replace(REPORT.findings[1], suggestion=None)


def rendered(message, width=table.WIDTH):
    return table.render_width(replace(EMPTY, findings=(replace(FINDING, message=message),)), width).splitlines()


def test_an_empty_report_is_one_line():
    (line,) = table.render(EMPTY).splitlines()
    assert line.startswith("no problems found in alt text (Altproof ")


def test_a_short_message_is_not_wrapped():
    header, row, blank, totals = rendered("Bad.")
    assert header.index("MESSAGE") == row.index("Bad.")
    assert header.index("PLACE") == row.index("docs/growing.md:12:3")
    assert blank == ""
    assert totals.startswith("1 error (Altproof ")


def test_a_long_message_stays_in_its_column():
    message = " ".join(f"word{number}" for number in range(40))
    header, *lines = rendered(message)
    column = header.index("MESSAGE")
    lines = lines[: lines.index("")]
    assert " ".join(line[column:].strip() for line in lines) == message
    assert all(len(line) <= table.WIDTH for line in lines)


def test_wide_characters_take_two_columns():
    _, *lines = rendered("日本語" * 20)
    assert all(len(line[line.index("日") :]) * 2 <= 40 for line in lines if "日" in line)
    assert sum(line.count("日") for line in lines) == 20


@pytest.mark.parametrize("width", [1, 10, 40, 79])
def test_a_narrow_terminal_gets_blocks_with_nothing_cut_off(width):
    text = table.render_width(REPORT, width)
    for finding in REPORT.findings[:3]:
        assert f"docs/plan.html:40:5  {REPORT.findings[0].rule}" in text
        assert finding.message.replace(" ", "") in text.replace("\n", "").replace(" ", "")
    assert "MESSAGE" not in text


def test_problems_come_with_their_hints():
    lines = table.render(REPORT).splitlines()
    at = lines.index("changes: base")
    assert lines[at + 1 : at + 3] == ["    the base commit is not there", "    hint: set fetch-depth: 0"]

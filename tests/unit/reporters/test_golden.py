"""Whole outputs of the shared report."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from altproof import __version__
from altproof.model import DescribedImage
from altproof.reporters import REPORTERS
from tests.golden.shared_report import REPORT

GOLDEN = Path(__file__).parents[2] / "golden"
FILES = {
    "json": "report.json",
    "markdown": "report.md",
    "table": "report.txt",
    "github": "report.github",
    "sarif": "report.sarif",
    "html": "report.html",
}


DRY = replace(
    REPORT,
    run=replace(REPORT.run, dry_run=True, cancelled=False),
    images=tuple(DescribedImage(image.file) for image in REPORT.images),
    findings=(),
)


def stable(text):
    """Without what changes with every release or rule: the version, and the rules that SARIF describes and numbers."""
    text = re.sub(r'(?s)"rules": \[\n.*?\n {10}\]', '"rules": []', text.replace(__version__, "VERSION"))
    return re.sub(r'"ruleIndex": \d+', '"ruleIndex": 0', text)


def test_every_reporter_has_a_golden_file():
    assert FILES.keys() == REPORTERS.keys()


@pytest.mark.parametrize(("report", "folder"), [(REPORT, "."), (DRY, "dry-run")], ids=["run", "dry run"])
@pytest.mark.parametrize("name", FILES)
def test_the_output_is_the_golden_one(name, report, folder, update_golden):
    text = stable(REPORTERS[name].render(report))
    file = GOLDEN / folder / FILES[name]
    if update_golden:
        file.write_bytes(text.encode())
    assert text == file.read_bytes().decode(), "review it, then: pytest --update-golden"


@pytest.mark.parametrize("name", FILES)
def test_an_output_ends_in_one_newline_and_is_the_same_every_time(name):
    text = REPORTERS[name].render(REPORT)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert text == REPORTERS[name].render(REPORT)

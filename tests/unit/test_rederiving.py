"""Findings of a stranger's report against what GitHub shows: only its files, and only edits of our own."""

from dataclasses import replace

import pytest

from altproof.model import Edit, Span
from altproof.readers.base import apply
from altproof.rederiving import held_against
from tests.fakes.pull_request import added
from tests.unit.reporters.reviewed import finding

LINES = ("Words", "![](b.png) and ![old](c.png)", '<img src="b.png">', "- ![](b.png)")
PATCHES = {"a.md": added(1, *LINES), "b.png": None}


def held(one, patches=None):
    kept, _ = held_against([one], PATCHES if patches is None else patches)
    return kept


def at(line, column, **more):
    """A finding whose place, not its slot, begins at this column."""
    return finding(line, column=column + 2, replacement="whatever it says", **more)


def test_a_file_outside_the_pull_request_is_not_passed_on():
    assert held(finding(1, document="SECRETS.md", image="d.png")) == ()


def test_an_untouched_document_counts_where_its_image_is_in_the_pull_request():
    (kept,) = held(finding(1, document="far.md"))
    assert kept.suggestion.edit is None


@pytest.mark.parametrize(
    "one",
    [at(1, 1), at(9, 1), at(2, 2), at(2, 1, document="a.txt"), at(2, 1, end=(3, 4)), at(2, 1, alt="see <b>")],
    ids=["no image there", "no such line", "another column", "no document", "several lines", "a tag"],
)
def test_an_edit_that_the_line_does_not_confirm_is_dropped(one):
    kept = held(one, {**PATCHES, "a.txt": PATCHES["a.md"]})
    assert all(found.suggestion is None or found.suggestion.edit is None for found in kept)
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        (2, 1, "![A lighthouse](b.png) and ![old](c.png)"),
        (2, 16, "![](b.png) and ![A lighthouse](c.png)"),
        (3, 1, '<img src="b.png" alt="A lighthouse">'),
        (4, 3, "- ![A lighthouse](b.png)"),
    ],
)
def test_an_edit_is_our_own_whatever_the_report_says(line, column, expected):
    one = at(line, column)
    forged = Edit("a.md", Span(1, 1, 1, 5), "<script>")
    one = replace(one, suggestion=replace(one.suggestion, edit=forged))
    one = replace(one, reference=replace(one.reference, span=Span(line, column, line, column + 5)))
    (kept,) = held(one)
    assert kept.suggestion.edit.document == "a.md"
    assert apply("\n".join(LINES), kept.suggestion.edit).split("\n")[line - 1] == expected


def test_a_note_is_not_passed_on():
    one = at(2, 1)
    (kept,) = held(replace(one, suggestion=replace(one.suggestion, note="call this number")))
    assert kept.suggestion.note == ""


def test_the_lines_are_those_that_github_shows():
    _, source = held_against([at(2, 1)], PATCHES)
    assert source == {"a.md": dict(enumerate(LINES, 1))}

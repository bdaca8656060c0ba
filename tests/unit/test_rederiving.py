"""Findings of a stranger's report against what GitHub shows: only its files, and only edits of our own."""

import pytest
from msgspec.structs import replace

from altproof.model import Edit, Span
from altproof.readers.base import apply
from altproof.rederiving import MOST_CHARACTERS, held_against
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


def test_all_images_of_a_line_get_their_edits() -> None:
    kept, _ = held_against([at(2, 1), at(2, 16), at(2, 1, rule="long-alt")], PATCHES)
    assert [found.suggestion.edit.span.column for found in kept] == [3, 18, 3]


def test_of_two_texts_for_one_image_the_first_is_taken() -> None:
    kept, _ = held_against([at(2, 1, alt="One boat"), at(2, 1, alt="Two boats")], PATCHES)
    assert [found.suggestion.edit is not None for found in kept] == [True, False]


def test_lines_for_which_there_is_no_room_left_get_no_edit() -> None:
    line = "![](b.png) " + "words " * 3_000
    count = 2 * MOST_CHARACTERS // len(line)
    kept, _ = held_against([at(number, 1) for number in range(1, count)], {"a.md": added(1, *[line] * count)})
    granted = [found.suggestion.edit is not None for found in kept]
    assert granted[0]
    assert not granted[-1]
    assert sum(granted) * len(line) < MOST_CHARACTERS


def test_a_thousand_images_of_one_line_are_proven_together() -> None:
    patches = {"a.md": added(1, "![](b.png)" * 1_000)}
    kept, _ = held_against([at(1, column) for column in range(1, 10_000, 10)], patches)
    assert all(found.suggestion.edit for found in kept)

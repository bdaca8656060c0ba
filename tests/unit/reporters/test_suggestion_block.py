"""The block that GitHub commits: whole lines, of which exactly the edited stretch differs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.model import Edit, Lines, Span
from altproof.readers.base import apply
from altproof.reporters.suggestion_block import MOST_CHARACTERS, block, compatible, fenced


def edit(line, column, end_line, end_column, replacement):
    return Edit("a.md", Span(line, column, end_line, end_column), replacement)


def source(text):
    return dict(enumerate(text.split("\n"), 1))


def content(fenced_block):
    found = re.fullmatch(r"(`{3,})suggestion\n(.*)\n\1", fenced_block, re.DOTALL)
    assert found
    assert found[1] not in found[2]
    return found[2]


@pytest.mark.parametrize(
    "line",
    [
        "![](a)\x1b",
        "\ufeff![](a)",
        "![](a) \u202e",
        "![](a)\x85",
        "![](a)\ufffd",
        "![](a)" + chr(0xD800),
        "![](a)\u2028",
        "![](a)\0",
    ],
)
def test_a_line_that_a_person_could_not_see_as_it_is_gets_no_block(line):
    assert block({1: line}, Lines(1, 1), [edit(1, 3, 1, 3, "x")]) is None


@pytest.mark.parametrize(
    ("lines", "edits"),
    [
        ({}, [edit(1, 1, 1, 1, "x")]),
        ({1: "a"}, []),
        ({1: "a"}, [edit(1, 1, 1, 2, "a")]),
        ({1: "a"}, [edit(1, 1, 1, 2, "")]),
        ({1: "a" * MOST_CHARACTERS}, [edit(1, 1, 1, 1, "x")]),
    ],
    ids=["unknown line", "no edit", "no change", "nothing left", "too long"],
)
def test_there_is_no_block_without_a_change_that_can_be_shown(lines, edits):
    assert block(lines, Lines(1, 1), edits) is None


def test_several_edits_of_one_line_are_one_block():
    text = "| ![](a.png) | ![](b.png) |"
    shown = block({7: text}, Lines(7, 7), [edit(7, 5, 7, 5, "A"), edit(7, 18, 7, 18, "B")])
    assert content(shown) == "| ![A](a.png) | ![B](b.png) |"


def test_a_block_covers_every_line_of_its_edits_and_may_have_more():
    text = ".. image:: a.png\n   :width: 3\nEnd"
    shown = block(source(text), Lines(1, 2), [edit(1, 17, 1, 17, "\n   :alt: A")])
    assert content(shown) == ".. image:: a.png\n   :alt: A\n   :width: 3"


def test_the_line_ends_of_windows_become_plain_ones():
    shown = block({1: "a ![](b)\r", 2: "c\r"}, Lines(1, 2), [edit(1, 5, 1, 5, "A\r\nB")])
    assert content(shown) == "a ![A\nB](b)\nc"


@pytest.mark.parametrize("run", [1, 3, 4, 9])
def test_the_fence_is_longer_than_any_run_of_backticks_inside(run):
    ticks = "`" * run
    shown = block({1: f"{ticks}![](a)"}, Lines(1, 1), [edit(1, run + 3, 1, run + 3, "x")])
    assert shown.startswith("`" * max(3, run + 1) + "suggestion\n")
    assert content(shown) == f"{ticks}![x](a)"


def test_tildes_do_not_end_a_fence_of_backticks():
    assert fenced("suggestion", "~~~~") == "```suggestion\n~~~~\n```"


def test_of_edits_that_touch_the_first_one_is_made():
    first, same, over, apart = (
        edit(1, 3, 1, 5, "A"),
        edit(1, 3, 1, 5, "B"),
        edit(1, 4, 1, 9, "C"),
        edit(2, 1, 2, 1, "D"),
    )
    assert compatible([first, same, over, first, apart]) == [first, apart]


spans = st.tuples(st.integers(1, 12), st.integers(0, 4)).map(lambda one: edit(1, one[0], 1, one[0] + one[1], "A"))


@given(st.lists(spans, max_size=12))
def test_each_edit_is_made_unless_it_touches_a_better_one(edits):
    def columns(one):
        return one.span.column, one.span.end_column

    expected = []
    for begin, end in map(columns, edits):
        if all((end <= a or b <= begin) and (begin, end) != (a, b) for a, b in expected):
            expected.append((begin, end))
    assert [columns(one) for one in compatible(edits)] == expected


def test_ten_thousand_edits_of_one_line_are_all_made():
    edits = [edit(1, column, 1, column + 2, "A") for column in range(1, 30_000, 3)]
    assert compatible(reversed(edits)) == edits[::-1]


words = st.text(alphabet="ab `|]\"'é日", max_size=12)


@given(st.lists(words, min_size=1, max_size=4), st.data())
def test_the_block_is_what_the_edit_makes_of_the_lines(lines, data):
    begin = data.draw(st.integers(1, len(lines)))
    end = data.draw(st.integers(begin, len(lines)))
    column = data.draw(st.integers(1, len(lines[begin - 1]) + 1))
    end_column = data.draw(st.integers(column if begin == end else 1, len(lines[end - 1]) + 1))
    one = edit(begin, column, end, end_column, data.draw(words))
    whole = apply("\n".join(lines), one)
    shown = block(dict(enumerate(lines, 1)), Lines(1, len(lines)), [one])
    if shown is None:
        assert whole == "\n".join(lines) or not whole.strip("\n")
    else:
        assert content(shown) == whole

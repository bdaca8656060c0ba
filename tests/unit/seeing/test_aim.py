"""Which lines of text a mark is about."""

from __future__ import annotations

import pytest

from altproof.model import Box, Highlight, Marking, Point
from altproof.seeing.aim import about

RIGHT = Highlight(Marking.ARROW, Box(100, 190, 100, 20), "", Point(200, 200))
DOWN = Highlight(Marking.ARROW, Box(190, 100, 20, 100), "", Point(200, 200))
SLANTING = Highlight(Marking.ARROW, Box(100, 100, 100, 100), "", Point(200, 200))
LINE = Box(215, 190, 120, 20)


def test_a_frame_is_about_the_lines_whose_middle_it_holds():
    frame = Highlight(Marking.BOX, Box(100, 100, 200, 50))
    assert about(frame, [Box(120, 110, 100, 20), Box(280, 110, 100, 20), Box(120, 140, 100, 30)]) == [0]
    assert about(frame, []) == []


@pytest.mark.parametrize(
    ("arrow", "line"),
    [
        pytest.param(RIGHT, LINE, id="before its start"),
        pytest.param(RIGHT, Box(180, 188, 120, 24), id="on its start"),
        pytest.param(RIGHT, Box(210, 204, 120, 20), id="a little above its middle"),
        pytest.param(RIGHT, Box(180, 203, 120, 20), id="close below its tip"),
        pytest.param(DOWN, Box(120, 210, 160, 20), id="from above"),
        pytest.param(SLANTING, Box(205, 205, 160, 20), id="from above and the left"),
        pytest.param(SLANTING, Box(150, 215, 160, 20), id="on its middle from above"),
    ],
)
def test_an_arrow_is_about_the_line_that_it_ends_at(arrow, line):
    assert about(arrow, [line]) == [0]


@pytest.mark.parametrize(
    ("arrow", "line"),
    [
        pytest.param(RIGHT, Box(0, 190, 95, 20), id="the words at its tail"),
        pytest.param(RIGHT, Box(300, 190, 120, 20), id="far ahead"),
        pytest.param(RIGHT, Box(180, 150, 120, 20), id="above its tip"),
        pytest.param(RIGHT, Box(120, 215, 60, 20), id="below its shaft"),
        pytest.param(RIGHT, Box(90, 155, 130, 30), id="a large line above that it runs along"),
        pytest.param(RIGHT, Box(180, 192, 18, 16), id="its own head, taken for a letter"),
        pytest.param(DOWN, Box(240, 190, 120, 20), id="beside its tip"),
        pytest.param(SLANTING, Box(110, 150, 40, 20), id="under its shaft"),
    ],
)
def test_an_arrow_is_not_about_what_it_does_not_come_to(arrow, line):
    assert about(arrow, [line]) == []


def test_of_several_lines_the_one_that_an_arrow_comes_to_first_leads():
    above, at, below, behind = Box(215, 166, 120, 20), LINE, Box(215, 214, 120, 20), Box(345, 190, 80, 20)
    assert about(RIGHT, [above, behind, below, at])[0] == 3
    assert about(DOWN, [Box(120, 230, 160, 20), Box(120, 206, 160, 20)]) == [1, 0]


def test_a_short_arrow_does_not_reach_far():
    short = Highlight(Marking.ARROW, Box(160, 190, 40, 10), "", Point(200, 195))
    assert about(short, [Box(250, 165, 300, 60)]) == []
    assert about(RIGHT, [Box(250, 170, 300, 60)]) == [0]


def test_an_arrow_without_a_size_is_about_what_its_tip_lies_on():
    nowhere = Highlight(Marking.ARROW, Box(200, 200, 0, 0), "", Point(200, 200))
    assert about(nowhere, [Box(190, 190, 40, 20), LINE]) == [0]

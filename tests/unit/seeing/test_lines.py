"""Which lines are read, in which order, and where their words are."""

from __future__ import annotations

import pytest

from altproof.model import Box, Point
from altproof.seeing.lines import around, chosen, holds, in_reading_order, words


def quad(x: int, y: int, width: int = 100, height: int = 20):
    return Point(x, y), Point(x + width, y), Point(x + width, y + height), Point(x, y + height)


def test_nothing_is_chosen_of_nothing():
    assert chosen([], [], 100) == []
    assert in_reading_order([]) == []


def test_no_more_lines_are_chosen_than_allowed_and_the_largest_are_among_them():
    quads = [quad(0, 300 + 30 * number, height=10 + number) for number in range(5)]
    assert chosen(quads, [], 1000, most=2) == [4, 3]


def test_a_marked_line_comes_before_larger_ones():
    quads = [quad(0, 500, height=40), quad(300, 300, height=8)]
    assert chosen(quads, {1}, 1000, most=1) == [1]


def test_a_title_at_the_top_comes_before_a_slightly_larger_line():
    assert chosen([quad(0, 500, height=22), quad(0, 10, height=18)], [], 1000) == [1, 0]


def test_lines_side_by_side_are_read_from_left_to_right():
    assert in_reading_order([quad(300, 12), quad(0, 100), quad(0, 10), quad(150, 8)]) == [2, 3, 0, 1]


def test_a_line_below_is_read_later_even_when_it_starts_further_left():
    assert in_reading_order([quad(200, 10), quad(0, 25)]) == [0, 1]


def test_words_lie_in_proportion_to_their_letters():
    first, second = words("Open file", 0.9, quad(0, 0, 90, 20))
    assert (first.text, around(first.polygon)) == ("Open", Box(0, 0, 40, 20))
    assert (second.text, around(second.polygon)) == ("file", Box(50, 0, 40, 20))
    assert first.confidence == second.confidence == 0.9


def test_words_of_a_slanted_line_follow_its_slant():
    slanted = Point(0, 0), Point(100, 50), Point(90, 70), Point(-10, 20)
    _, second = words("ab cd", 1.0, slanted)
    assert second.polygon[1] == slanted[1]
    assert second.polygon[0] == Point(60, 30)


@pytest.mark.parametrize(("box", "inside"), [(Box(10, 10, 20, 20), True), (Box(90, 10, 30, 20), False)])
def test_a_frame_holds_what_has_its_middle_in_it(box, inside):
    assert holds(Box(0, 0, 100, 100), box) is inside

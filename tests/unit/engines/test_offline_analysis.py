"""From what was seen in a shrunk picture to an analysis in pixels of the original."""

from __future__ import annotations

import pytest

from altproof.engines.offline_analysis import FACE, Frame, assembled
from altproof.model import (
    Analysis,
    Appearance,
    Box,
    Crop,
    DenseCaption,
    Feature,
    Highlight,
    Marking,
    Person,
    Point,
    Request,
    Tag,
    TextLine,
    Word,
)
from altproof.seeing.lines import words
from altproof.seeing.sighting import Sighting

ALL = Request(tuple(Feature))
LOOKS = Appearance(colour="#ffffff", perceptual_hash="0" * 16)
HALF = Frame(400, 300, 800, 600)


def line(text: str, x: int, y: int, width: int = 100, height: int = 20, sure: float = 0.9) -> TextLine:
    quad = Point(x, y), Point(x + width, y), Point(x + width, y + height), Point(x, y + height)
    return TextLine(text, quad, words(text, sure, quad))


def told(seen: Sighting, frame: Frame = HALF, request: Request = ALL, *, reads: bool = True, looks=LOOKS) -> Analysis:
    return assembled(request, looks, seen, frame, reads=reads)


def test_a_picture_that_nobody_could_read_is_never_said_to_hold_no_text():
    analysis = told(Sighting(), reads=False)
    assert analysis.text_lines is None
    assert analysis.dense_captions is None
    assert {Feature.READ, Feature.DENSE_CAPTIONS} <= set(analysis.unsupported)


def test_captions_and_objects_are_never_filled_and_people_only_where_faces_can_be_found():
    assert told(Sighting(lines=(), crops=())).unsupported == (Feature.CAPTION, Feature.OBJECTS, Feature.PEOPLE)
    assert told(Sighting(lines=(), crops=(), faces=())).people == ()


def test_only_what_was_asked_for_is_there():
    seen = Sighting(lines=(line("Open", 0, 0),), faces=(), crops=())
    analysis = told(seen, request=Request((Feature.TAGS,)))
    assert (analysis.text_lines, analysis.people, analysis.crops, analysis.unsupported) == (None, None, None, ())
    assert analysis.tags == (Tag("light", 0.9), Tag("text", 0.52))


def test_places_are_carried_over_to_the_original():
    seen = Sighting(
        lines=(line("Open file", 10, 20, 90),), faces=(Box(10, 20, 30, 40),), crops=(Crop(1.0, Box(50, 0, 300, 300)),)
    )
    analysis = told(seen)
    assert analysis.text_lines[0].polygon == (Point(20, 40), Point(200, 40), Point(200, 80), Point(20, 80))
    assert analysis.text_lines[0].words[1].polygon[0] == Point(120, 40)
    assert analysis.people == (Person(FACE, Box(20, 40, 60, 80)),)
    assert analysis.crops == (Crop(1.0, Box(100, 0, 600, 600)),)


def test_no_place_is_outside_the_original():
    seen = Sighting(faces=(Box(390, 290, 400, 400),), lines=(line("x", 0, 0, 5000),))
    analysis = told(seen)
    assert analysis.people[0].box == Box(780, 580, 20, 20)
    assert max(point.x for point in analysis.text_lines[0].polygon) == 800


def test_a_mark_holds_the_words_in_it_and_not_those_beside_it():
    mark = Highlight(Marking.BOX, Box(100, 0, 60, 30))
    seen = Sighting(lines=(line("Back Create Help", 50, 5, 160), line("Below", 110, 60)), marks=(mark,))
    analysis = told(seen)
    box = Box(200, 0, 120, 60)
    assert analysis.appearance.highlights == (Highlight(Marking.BOX, box, "Create"),)
    assert analysis.dense_captions == (DenseCaption("Create", 0.9, box),)


def test_an_arrow_tells_the_whole_line_at_its_tip_and_that_line_is_the_region():
    mark = Highlight(Marking.ARROW, Box(100, 0, 60, 30), "", Point(100, 15))
    lines = line("V", 80, 5, 15), line("->", 80, 5, 15), line("Save draft", 0, 5, 90), line("Type here", 170, 5, 90)
    analysis = told(Sighting(lines=lines, marks=(mark,)))
    assert analysis.appearance.highlights == (
        Highlight(Marking.ARROW, Box(200, 0, 120, 60), "Save draft", Point(200, 30)),
    )
    assert analysis.dense_captions == (DenseCaption("Save draft", 0.9, Box(0, 10, 180, 40)),)


def test_an_arrow_to_nothing_that_was_read_tells_where_it_points():
    mark = Highlight(Marking.ARROW, Box(100, 0, 60, 30), "", Point(399, 299))
    analysis = told(Sighting(lines=(), marks=(mark,)))
    assert analysis.appearance.highlights[0].tip == Point(798, 598)
    assert analysis.dense_captions == ()


def test_a_mark_without_words_is_no_region():
    analysis = told(Sighting(lines=(), marks=(Highlight(Marking.CIRCLE, Box(0, 0, 40, 40)),)))
    assert analysis.dense_captions == ()
    assert analysis.appearance.highlights[0].text == ""


@pytest.mark.parametrize(
    ("size", "photo", "kind"),
    [
        ((64, 64), True, "icon"),
        ((16, 32), False, "icon"),
        ((64, 129), False, None),
        ((65, 65), False, None),
        ((800, 600), True, "photo"),
        ((800, 600), False, None),
    ],
)
def test_the_kind_is_told_by_size_or_by_pixels(size, photo, kind):
    analysis = told(Sighting(photo=photo), Frame(*size, *size))
    assert analysis.appearance.kind == kind
    assert ({tag.name for tag in analysis.tags} & {"icon", "photo"}) == ({kind} if kind else set())


def test_a_dark_picture_is_tagged_as_one_and_the_more_text_the_surer():
    looks = Appearance(dark=True)
    little, much = (told(Sighting(lines=(line("a b", 0, 0, width, 300),)), looks=looks) for width in (20, 400))
    assert {tag.name: tag.confidence for tag in little.tags} == {"dark": 0.9, "text": 0.55}
    assert {tag.name: tag.confidence for tag in much.tags} == {"dark": 0.9, "text": 1.0}


def test_a_symbol_taken_for_a_letter_is_dropped_where_no_such_letters_are_looked_for():
    seen = Sighting(lines=(line("曰", 0, 0), line("OK", 0, 40), line("é", 0, 80)))
    assert [found.text for found in told(seen).text_lines] == ["OK"]
    chinese = Request((Feature.READ,), language="zh")
    assert [found.text for found in told(seen, request=chinese).text_lines] == ["曰", "OK", "é"]


def test_a_word_without_a_place_is_in_no_mark():
    seen = Sighting(
        lines=(TextLine("Tide", (), (Word("Tide", 0.9),)),), marks=(Highlight(Marking.BOX, Box(0, 0, 400, 300)),)
    )
    assert told(seen).dense_captions == ()

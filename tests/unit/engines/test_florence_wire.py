"""What the answers of Florence-2 become: words and places in, an analysis out, and nothing believed."""

import json
import math

import pytest

from altproof.engines.florence_wire import (
    CAPTIONS,
    FEATURES,
    LONGEST_TEXT,
    MOST_BYTES,
    MOST_PARTS,
    MOST_TOKENS,
    Answer,
    Part,
    Task,
    Words,
    analysis,
    tasks,
)
from altproof.errors import EngineError
from altproof.model import (
    Analysis,
    AnalysisDetails,
    Box,
    Caption,
    DenseCaption,
    DetectedObject,
    Feature,
    Person,
    Point,
    TextLine,
    Word,
)
from tests.fakes.florence import body

SIZE = (640, 480)
BUTTON = (100, 200, 300, 400)
QUAD = (0, 0, 500, 0, 500, 100, 0, 100)


def seen(feature: Feature, *parts: Part, finished: bool = True, size: tuple[int, int] = SIZE) -> Analysis:
    """What an answer to the task of this feature shows."""
    (task,) = tasks((feature,), Task.CAPTION)
    return analysis((feature,), {task: Answer(parts, finished=finished)}, size, AnalysisDetails())


def read(*parts: object) -> tuple[Part, ...]:
    return Answer.from_json(body(*parts)).parts


# --- what is not believed -----------------------------------------------------------------------------------------

BAD = {
    "nothing": b"",
    "no JSON": b"caption: a cat",
    "a list": b"[]",
    "no parts": b'{"finished": true}',
    "parts are a text": b'{"parts": "cat", "finished": true}',
    "no end": b'{"parts": []}',
    "the end is a number": body(finished=1),
    "a place beyond the picture": body(1000),
    "a place before the picture": body(-1),
    "a place between two": body(1.5),
    "a place that is a truth": body(True),
    "a part is null": body(None),
    "a part is a text": body("cat"),
    "a part without confidence": body(["cat"]),
    "a part with more": body(["cat", 0.5, 1]),
    "the words are a number": body([5, 0.5]),
    "the confidence is a text": body(["cat", "0.5"]),
    "the confidence is a truth": body(["cat", True]),
    "a confidence above 1": body(["cat", 1.01]),
    "a confidence below 0": body(["cat", -0.01]),
    "a confidence that is none": body(["cat", math.nan]),
    "an endless confidence": body(["cat", math.inf]),
    "too many parts": body(*[1] * (MOST_PARTS + 1)),
    "endless nesting": b'{"parts": ' + b"[" * 100_000,
    "too long": body(["x" * MOST_BYTES, 0.5]),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
def test_an_answer_that_is_not_as_promised_is_an_error_of_the_engine(data: bytes) -> None:
    with pytest.raises(EngineError, match="the model's answer cannot be read") as caught:
        Answer.from_json(data)
    assert len(caught.value.message) < 100
    assert caught.value.hint


def test_words_become_one_printable_line_of_bounded_length() -> None:
    hostile = "a\n::set-output name=x::\x1b[31m\u202e\u2028 cat \ufffd\ud800"
    (words,) = read([hostile, 0.5])
    assert words == Words("a ::set-output name=x:: [31m cat", 0.5)
    (long,) = read(["x" * 5000, 1])
    assert isinstance(long, Words)
    assert len(long.text) == LONGEST_TEXT


def test_an_answer_is_read_as_it_was_sent() -> None:
    answer = Answer.from_json(body([" a button ", 0.5], 0, 999, finished=False))
    assert answer == Answer((Words("a button", 0.5), 0, 999), finished=False)


# --- which task for which feature ---------------------------------------------------------------------------------


def test_tags_and_crops_have_no_task() -> None:
    assert tasks((Feature.TAGS, Feature.SMART_CROPS), Task.CAPTION) == ()
    assert {Feature.TAGS, Feature.SMART_CROPS}.isdisjoint(FEATURES)


def test_objects_and_people_are_one_task_and_captions_the_one_that_was_chosen() -> None:
    every = tasks(tuple(Feature), CAPTIONS["detailed"])
    assert every == (Task.DETAILED_CAPTION, Task.DENSE_CAPTIONS, Task.OBJECTS, Task.READ)
    assert MOST_TOKENS.keys() == set(Task)


# --- captions -----------------------------------------------------------------------------------------------------


def test_no_words_are_no_caption() -> None:
    assert seen(Feature.CAPTION, 5, 6) == Analysis("florence", unsupported=(Feature.CAPTION,))
    assert seen(Feature.CAPTION, Words("", 0.9)).caption is None


def test_a_sentence_that_was_cut_off_is_no_caption() -> None:
    assert seen(Feature.CAPTION, Words("A harbour with a", 0.5), finished=False).unsupported == (Feature.CAPTION,)


def test_of_an_answer_that_was_cut_off_the_finished_sentences_remain() -> None:
    caption = seen(Feature.CAPTION, Words("A harbour. A boat. The lighthouse is", 0.5), finished=False).caption
    assert caption == Caption("A harbour. A boat.", 0.5)


def test_a_caption_has_the_probability_of_all_its_words() -> None:
    assert seen(Feature.CAPTION, Words("a harbour", 0.5), 7, Words("at night", 0.5)).caption == Caption(
        "a harbour at night", 0.25
    )


# --- boxes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts",
    [
        (),
        BUTTON,
        (Words("button", 0.5),),
        (Words("button", 0.5), 1, 2, 3),
        (Words("", 0.5), *BUTTON),
        (Words("button", 0.5), 300, 200, 100, 400),
        (Words("button", 0.5), 100, 400, 300, 200),
        (Words("button", 0.5), 100, 200, 100, 400),
        (Words("button", 0.5), 1, 2, 3, Words("boat", 0.5), 4),
    ],
    ids=[
        "nothing",
        "no name",
        "no place",
        "cut off",
        "empty name",
        "right of itself",
        "below itself",
        "a line",
        "mixed",
    ],
)
def test_what_is_no_named_box_is_left_out(parts: tuple[Part, ...]) -> None:
    assert seen(Feature.OBJECTS, *parts).objects == ()


def test_a_box_is_where_it_was_reckoned_by_hand() -> None:
    made = seen(Feature.OBJECTS, Words("button", 0.5), *BUTTON).objects
    assert made == (DetectedObject("button", 0.5, Box(64, 96, 128, 96)),)


def test_boxes_stay_inside_the_image_whatever_its_size() -> None:
    for size in ((1, 1), (16, 20_000), (999, 1001)):
        for thing in seen(Feature.OBJECTS, Words("all", 1.0), 0, 0, 999, 999, size=size).objects or ():
            box = thing.box
            assert min(box.x, box.y) >= 0
            assert (box.x + box.width, box.y + box.height) <= size


def test_several_boxes_behind_a_name_are_several_things() -> None:
    made = seen(Feature.OBJECTS, Words("boat", 0.5), *BUTTON, 0, 0, 9, 9).objects or ()
    assert [thing.name for thing in made] == ["boat", "boat"]


def test_dense_captions_are_sentences_with_a_box() -> None:
    made = seen(Feature.DENSE_CAPTIONS, Words("a red button", 0.5), *BUTTON)
    assert made.dense_captions == (DenseCaption("a red button", 0.5, Box(64, 96, 128, 96)),)


# --- people -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["boat", "human face", "snowman", "personal computer", "people"])
def test_what_is_no_single_person_is_none(name: str) -> None:
    made = seen(Feature.PEOPLE, Words(name, 0.5), *BUTTON)
    assert made.people == ()
    assert made.unsupported == ()


@pytest.mark.parametrize("name", ["person", "Man", "woman", "boy", "girl"])
def test_a_person_is_a_box_and_never_said_to_be_a_man_or_a_woman(name: str) -> None:
    both = (Feature.OBJECTS, Feature.PEOPLE)
    answers = {Task.OBJECTS: Answer((Words(name, 0.5), *BUTTON), finished=True)}
    made = analysis(both, answers, SIZE, AnalysisDetails())
    assert made.people == (Person(0.5, Box(64, 96, 128, 96)),)
    assert made.objects == (DetectedObject("person", 0.5, Box(64, 96, 128, 96)),)


def test_objects_that_were_not_asked_for_are_not_told() -> None:
    assert seen(Feature.PEOPLE, Words("person", 0.5), *BUTTON).objects is None


# --- text ---------------------------------------------------------------------------------------------------------


def test_a_line_has_four_corners_and_its_words_no_place_of_their_own() -> None:
    corners = (Point(0, 0), Point(320, 0), Point(320, 48), Point(0, 48))
    assert seen(Feature.READ, Words("High tide", 0.5), *QUAD).text_lines == (
        TextLine("High tide", corners, (Word("High", 0.5), Word("tide", 0.5))),
    )


def test_a_line_that_was_cut_off_is_left_out() -> None:
    assert seen(Feature.READ, Words("High tide", 0.5), *QUAD[:7], finished=False).text_lines == ()


# --- the whole ----------------------------------------------------------------------------------------------------


def test_what_was_not_answered_is_unsupported_and_never_empty() -> None:
    made = analysis(tuple(Feature), {}, SIZE, AnalysisDetails())
    assert made == Analysis("florence", unsupported=tuple(Feature))


def test_an_analysis_is_kept_and_read_again_by_the_cache() -> None:
    from altproof.engines.cache_wire import decoded, encoded

    made = seen(Feature.READ, *read(["tide" * 500, 1e-300], *QUAD))
    text = encoded(made)
    assert text is not None
    assert decoded(text.encode()) == made
    assert json.loads(text)["engine"] == "florence"

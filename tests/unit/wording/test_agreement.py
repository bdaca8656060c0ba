"""What the page and the picture bear out of a name, and what a sentence announces."""

import pytest
from msgspec.structs import replace

from altproof.model import Grade, Span
from altproof.rules.page import Page
from altproof.wording import choose
from altproof.wording.announced import announced_in
from altproof.wording.name_words import name_words
from altproof.wording.page_words import page_words
from tests.unit.wording.seen_pictures import line, place, seen

TIDES = {"page_title": "Tides and their alarms"}


def test_a_name_that_only_its_file_says_is_no_edit() -> None:
    assert choose(place("screenshots/tide-alarms.png")).grade is Grade.LOW
    assert choose(place("screenshots/tide-alarms.png", page_title="Alarms")).grade is Grade.LOW
    assert choose(place("screenshots/tide-alarms.png", **TIDES)).grade is Grade.MEDIUM


def test_one_word_that_stands_in_the_picture_by_chance_lifts_no_grade() -> None:
    subject = place("screenshots/save-tide-alarms.png", seen(line("Save")), **TIDES)
    assert choose(subject).grade is Grade.MEDIUM


def test_a_heading_that_nothing_bears_out_is_not_in_a_draft_that_may_be_committed() -> None:
    alone = choose(place("screenshots/tide-alarms.png", heading="Desktop layout", **TIDES))
    before = "The layout of the desktop has them"
    both = choose(place("screenshots/tide-alarms.png", heading="Desktop layout", text_before=before, **TIDES))
    assert (alone.alt, alone.grade) == ("Screenshot of tide alarms", Grade.MEDIUM)
    assert (both.alt, both.grade) == ("Tide alarms \u2013 Desktop layout", Grade.MEDIUM)


def test_a_heading_that_another_image_shares_is_low_though_it_is_borne_out() -> None:
    subject = place("screenshots/0042.png", heading="Tide alarms", **TIDES)
    other = replace(subject.reference, span=Span(5, 1, 5, 9), target="screenshots/0043.png")
    assert choose(subject).grade is Grade.MEDIUM
    assert choose(replace(subject, page=Page([subject.reference, other]))).grade is Grade.LOW


@pytest.mark.parametrize(
    ("name", "known", "words"),
    [
        ("tidealarms.png", {"alarms"}, ("tidealarms",)),
        ("alarms.png", {"ala", "rms", "alarms"}, ("alarms",)),
        ("tidealarms.png", {"tide", "alarms"}, ("tide", "alarms")),
        ("tidealarmlist.png", {"tide", "alarm", "list", "tidealarm"}, ("tidealarm", "list")),
        ("mqx-alarms.png", {"mqx"}, ("mqx", "alarms")),
        (f"{'tide' * 20}.png", {"tide"}, ()),
    ],
)
def test_words_that_were_run_together_come_apart_only_into_words_of_the_page(
    name: str, known: set[str], words: tuple[str, ...]
) -> None:
    assert name_words(f"img/{name}", known).words == words


def test_the_start_of_a_name_goes_only_where_all_that_follows_is_borne_out() -> None:
    beside = page_words(place(**TIDES))
    assert beside.without_prefix(["module", "tide", "alarms"]) == ["tide", "alarms"]
    assert beside.without_prefix(["module", "tide", "view", "alarms"]) == ["module", "tide", "view", "alarms"]
    assert beside.without_prefix(["module", "alarms"]) == ["module", "alarms"]
    assert beside.without_prefix(["tide", "alarms", "view"]) == ["tide", "alarms", "view"]


def test_words_are_spelt_as_beside_the_image_but_not_as_in_a_heading_in_capitals() -> None:
    beside = page_words(place(heading="TIDES AND ALARMS", text_before="Open a Tide Gauge over MQX"))
    assert [beside.spelt(word) for word in ("alarms", "tidegauge", "mqx", "pier")] == [
        *("alarms", "Tide Gauge", "MQX", "pier")
    ]


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("", ""),
        ("This shows.", ""),
        ("Select Save.", ""),
        ("The list shows the alarms of a day.", ""),
        ("The following shows how to open the list", ""),
        ("The following shows alarms", ""),
        ("The following shows one two three four five six seven eight nine ten eleven", ""),
        ("The following shows the way between and a list", ""),
        ("The following shows <b>bold words</b>", ""),
        ("The following screenshot shows the alarm list:", "alarm list"),
        ("This diagram illustrates the way of a reading, from sensor to list.", "way of a reading"),
        ("Here is an example alarm list that is sorted:", "alarm list"),
        (
            "This diagram shows the way of a reading in a network of eleven gauges and two far away harbours",
            "way of a reading",
        ),
        ("The alarm list should look like this:", "alarm list"),
        ("The alarm list will look like the screenshot below.", "alarm list"),
        ("Visual representation of the way of a reading:", "way of a reading"),
        ("The alarm list looks similar to the following:", "alarm list"),
    ],
)
def test_a_sentence_announces_what_it_names_in_a_few_words(sentence: str, named: str) -> None:
    assert announced_in(place(text_before=f"Start. {sentence}")) == named


def test_what_a_sentence_announces_is_no_draft_in_a_language_whose_sentences_are_not_known() -> None:
    assert announced_in(place(text_before="The following shows the alarm list", language="de")) == ""


def test_an_announced_thing_is_high_only_where_a_name_or_the_picture_agrees() -> None:
    before = "The following shows the alarm list:"
    assert choose(place("img/a1.png", text_before=before)).grade is Grade.MEDIUM
    assert choose(place("img/alarms.png", text_before=before)).grade is Grade.HIGH
    assert choose(place("img/a1.png", seen(line("Alarms of today")), text_before=before)).grade is Grade.HIGH

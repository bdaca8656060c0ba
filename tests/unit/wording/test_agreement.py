"""What the page and the picture bear out of a name, and how drafts follow the alt texts beside them."""

import pytest
from msgspec.structs import replace

from altproof.model import Grade, ImageReference, Span, Surroundings
from altproof.rules.base import Subject
from altproof.rules.page import Page
from altproof.wording import choose
from altproof.wording.announced import announced_in
from altproof.wording.name_words import name_words
from altproof.wording.page_words import page_words
from tests.unit.wording.seen_pictures import line, lines, place, seen


def among(subject: Subject, *alts: str | None) -> Subject:
    """The same place behind other images with these alt texts."""
    others = [
        ImageReference("docs/a.md", Span(9 + n, 1, 9 + n, 9), "x", f"img/other{n}.png", alt, None, Surroundings())
        for n, alt in enumerate(alts)
    ]
    return replace(subject, page=Page([subject.reference, *others]))


TIDES = {"page_title": "Tides and their alarms"}
WINDOW = seen(*lines("Save", "Cancel"))


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
    assert (both.alt, both.grade) == ("Screenshot of tide alarms in Desktop layout", Grade.MEDIUM)


def test_a_heading_that_another_image_shares_is_low_though_it_is_borne_out() -> None:
    subject = place("screenshots/0042.png", heading="Tide alarms", **TIDES)
    other = replace(subject.reference, span=Span(5, 1, 5, 9), target="screenshots/0043.png")
    assert choose(subject).grade is Grade.MEDIUM
    assert choose(replace(subject, page=Page([subject.reference, other]))).grade is Grade.LOW


def test_a_kind_that_is_only_guessed_is_left_out_where_the_words_can_stand_alone() -> None:
    place_of_page = {"heading": "Desktop layout", "text_before": "The layout of the desktop has them"}
    assert choose(place("img/tide-alarms.png", WINDOW, **TIDES, **place_of_page)).alt == "Tide alarms in Desktop layout"
    assert choose(place("img/tide-alarms.png", WINDOW, **TIDES)).alt == "Screenshot of tide alarms"


@pytest.mark.parametrize(
    ("alts", "begins"),
    [
        ((), True),
        (("Harbour",), True),
        (("Harbour", None), True),
        (("Harbour", "Pier"), False),
        (("Harbour", "Screenshot of the pier"), False),
        (("A screenshot of the harbour", "Diagram of the pier", "Quay"), True),
    ],
)
def test_the_kind_stands_first_where_people_name_it_unless_the_alt_texts_beside_do_without(
    alts: tuple[str | None, ...], begins: bool
) -> None:
    around = {"heading": "Desktop layout", "text_before": "The layout of the desktop is in this screenshot"}
    subject = among(place("img/tide-alarms.png", **TIDES, **around), *alts)
    start = "Screenshot of tide alarms" if begins else "Tide alarms"
    assert choose(subject).alt == f"{start} in Desktop layout"


def test_alt_texts_that_begin_with_a_kind_make_a_draft_begin_with_a_guessed_one() -> None:
    around = {"heading": "Desktop layout", "text_before": "The layout of the desktop has them"}
    subject = among(
        place("img/tide-alarms.png", WINDOW, **TIDES, **around), "Screenshot of a pier", "Diagram of a quay"
    )
    assert choose(subject).alt == "Screenshot of tide alarms in Desktop layout"


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
        ("The following shows one two three four five six seven eight nine", ""),
        ("The following shows <b>bold words</b>", ""),
        ("The following screenshot shows the alarm list:", "alarm list"),
        ("This diagram illustrates the way of a reading, from sensor to list.", "way of a reading"),
        ("Here is an example alarm list that is sorted:", "alarm list"),
        ("The alarm list should look like this:", "alarm list"),
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

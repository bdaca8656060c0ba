"""How drafts follow the alt texts beside them: their kinds, their lengths, their beginnings and their headings."""

import pytest
from msgspec.structs import replace

from altproof.model import Grade, ImageReference, Span, Surroundings
from altproof.rules.base import Subject
from altproof.rules.page import Page
from altproof.wording import choose
from altproof.wording.habits import habit_of_headings
from altproof.wording.openings import opening_nearby
from tests.unit.wording.seen_pictures import lines, place, seen

BORNE_OUT = {
    "page_title": "Tides and their alarms",
    "heading": "Desktop layout",
    "text_before": "The layout of the desktop is in this screenshot",
}
WINDOW = seen(*lines("Save", "Cancel"))
HABIT = "Tide alarms \u2013 Desktop layout"


def among(subject: Subject, *alts: str | None, headings: tuple[str, ...] = ()) -> Subject:
    """The same place before other images with these alt texts, each under its heading."""
    around = [Surroundings(heading=heading) for heading in headings] or [Surroundings()] * len(alts)
    others = [
        ImageReference("docs/a.md", Span(9 + n, 1, 9 + n, 9), "x", f"img/other{n}.png", alt, None, beside)
        for n, (alt, beside) in enumerate(zip(alts, around, strict=True))
    ]
    return replace(subject, page=Page([subject.reference, *others]))


@pytest.mark.parametrize(
    ("alts", "draft"),
    [
        ((), HABIT),
        (("Harbour of Lund",), HABIT),
        (("Harbour of Lund", None), HABIT),
        (("Harbour of Lund", "Pier of Lund"), HABIT),
        (("Harbour of Lund", "Screenshot of the pier"), HABIT),
        (("A screenshot of the harbour", "Diagram of the pier", "Quay"), f"Screenshot of tide{HABIT[4:]}"),
    ],
)
def test_the_kind_stands_first_where_most_alt_texts_beside_begin_with_one(
    alts: tuple[str | None, ...], draft: str
) -> None:
    assert choose(among(place("img/tide-alarms.png", **BORNE_OUT), *alts)).alt == draft


def test_alt_texts_that_begin_with_a_kind_make_a_draft_begin_with_a_guessed_one() -> None:
    around = {**BORNE_OUT, "text_before": "The layout of the desktop has them"}
    subject = among(place("img/tide-alarms.png", WINDOW, **around), "Screenshot of a pier", "Diagram of a quay")
    assert choose(subject).alt == f"Screenshot of tide{HABIT[4:]}"


def test_one_word_stands_behind_the_kind_that_a_person_names() -> None:
    subject = place("img/alarms.png", page_title="Tides and alarms", text_before="This screenshot has them")
    assert choose(subject).alt == "Screenshot of alarms"


def test_a_name_as_long_as_the_alt_texts_beside_gets_no_heading() -> None:
    assert choose(among(place("img/tide-alarms.png", **BORNE_OUT), "Lund", "Pier")).alt == "Screenshot of tide alarms"


@pytest.mark.parametrize(
    ("alts", "headings", "share"),
    [
        ((), (), None),
        (("Pier of Lund",), ("Lund",), None),
        (("Pier of Lund", "Quay"), ("Lund", ""), None),
        (("Pier of Lund", "Quay of Lund"), ("Lund", "Lund"), 1.0),
        (("Pier of Lund", "Quay of Lund"), ("Lund harbour", "Lund harbour"), 0.5),
        (("Pier", "Quay"), ("Lund", "Lund"), 0.0),
        (("Pier", "Other"), ("Lund", "Other 1"), None),
    ],
)
def test_the_habit_of_headings_is_the_share_of_their_words_in_alt_texts(
    alts: tuple[str, ...], headings: tuple[str, ...], share: float | None
) -> None:
    assert habit_of_headings(among(place(), *alts, headings=headings)).share == share


def test_a_heading_is_said_where_the_alt_texts_beside_say_theirs_and_not_where_they_do_not() -> None:
    alarms = place("img/alarm-list.png", heading="Ystad")
    saying = among(alarms, "Pier of Lund", "Quay of Lund", headings=("Lund", "Lund"))
    silent = among(alarms, "Pier with ships", "Quay with ships", headings=("Lund", "Lund"))
    assert choose(alarms).alt == "Alarm list \u2013 Ystad"
    assert choose(saying).alt == "Alarm list \u2013 Ystad"
    assert choose(place("img/list-of-tide-alarms.png", heading="Ystad")).alt == "List of tide alarms"
    assert choose(replace(saying, reference=replace(alarms.reference, target="img/all-tide-alarms.png"))).alt == (
        "All tide alarms \u2013 Ystad"
    )
    assert choose(silent).alt == "Alarm list \u2013 Ystad"  # the name alone is that of the file


@pytest.mark.parametrize(
    ("alts", "around", "opening"),
    [
        ((), "Harbour", ""),
        (("Harbour: pier",), "Harbour", ""),
        (("Harbour: pier", "Harbour: pier"), "Harbour", ""),
        (("Harbour: pier", "Harbour: quay"), "Lund", ""),
        (("Harbour: pier", "Quay of Lund"), "Harbour", ""),
        (("Harbour: pier", "Harbour: quay"), "Harbour", "Harbour:"),
        (("Harbour of Lund", "Harbour of Ystad", "Pier"), "Harbour", "Harbour"),
        (("Harbour of Lund", "Harbour of Ystad"), "Harbour", "Harbour of"),
        (("Harbour", "Harbour of Lund"), "Harbour", ""),
        (("F# harbour: pier", "F# harbour: quay"), "Harbour", "F# harbour:"),
        (("{{ 7 }} harbour pier", "{{ 7 }} harbour quay"), "Harbour", ""),
        (("::x:: harbour pier", "::x:: harbour quay"), "Harbour", ""),
        (("@all harbour pier", "@all harbour quay"), "Harbour", ""),
        ((f"Harbour {'0f' * 16} pier", f"Harbour {'0f' * 16} quay"), f"Harbour {'0f' * 16}", ""),
    ],
)
def test_a_series_begins_with_what_most_alt_texts_share_and_the_page_says(
    alts: tuple[str, ...], around: str, opening: str
) -> None:
    assert opening_nearby(among(place(), *alts), around) == opening


def test_one_of_a_series_begins_like_the_others_and_says_what_its_name_says_besides() -> None:
    subject = among(place("img/a-harbour-crane.png", heading="Crane"), "Harbour: old pier", "Harbour: long quay")
    assert (choose(subject).alt, choose(subject).grade) == ("Harbour: crane", Grade.LOW)


def test_an_alt_text_of_the_same_picture_beside_makes_no_series() -> None:
    subject = place("img/crane.png", heading="Harbour")
    others = among(subject, "Harbour: pier", "Harbour: quay").page.references[1:]
    same = [replace(other, target=subject.reference.target) for other in others]
    assert opening_nearby(replace(subject, page=Page([subject.reference, *same])), "Harbour") == ""


def test_computed_alt_texts_beside_make_no_series() -> None:
    subject = among(place("img/crane.png"), "Harbour: {{ pier }}", "Harbour: {{ quay }}")
    computed = [replace(other, fixed_alt=True) for other in subject.page.references[1:]]
    assert opening_nearby(subject, "Harbour") == "Harbour:"
    assert opening_nearby(replace(subject, page=Page([subject.reference, *computed])), "Harbour") == ""

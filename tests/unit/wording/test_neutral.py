"""What becomes of an engine's words that name a gender."""

import pytest

from altproof.model import Grade, Suggestion, WordSource
from altproof.wording.base import Wishes
from altproof.wording.gendered import BY_LANGUAGE
from altproof.wording.languages import CODES
from altproof.wording.neutral import neutral
from tests.unit.wording.seen_pictures import place


def said(
    text: str, *, asked: bool = True, language: str = "en", source: WordSource = WordSource.CAPTION, **around: str
):
    wishes = Wishes(gender_neutral=asked, spoken=language)
    return neutral(place(language=language, **around), Suggestion(text, Grade.MEDIUM, source, note="n"), wishes)


@pytest.mark.parametrize(
    "text",
    [
        "A person sitting at a desk",
        "The man page of a command",
        "A man-in-the-middle attack",
        "A human and a manual",
        "The Isle of Man on a map",
        "Iron Man beside Pac-Man",
        "A theory of the history",
    ],
)
def test_words_that_name_no_gender_stay(text: str) -> None:
    assert said(text) == Suggestion(text, Grade.MEDIUM, WordSource.CAPTION, note="n")


@pytest.mark.parametrize("source", [WordSource.AUTHOR, WordSource.SVG, WordSource.WORDS])
def test_what_people_wrote_stays(source: WordSource) -> None:
    assert said("The woman who wrote it", source=source).alt == "The woman who wrote it"


@pytest.mark.parametrize(
    ("language", "text", "neutral_text"),
    [
        ("en", "A man in a suit", "A person in a suit"),
        ("en", "A woman and a man at a table", "Two people at a table"),
        ("en", "two women holding their phones", "two people holding their phones"),
        ("en", "A man with his dog", "A person with their dog"),
        ("en", "Women and men in a hall", "People in a hall"),
        ("en", "A boy and a girl playing", "Two children playing"),
        ("en", "A businesswoman on the phone", "A business person on the phone"),
        ("en-GB", "A policeman in a street", "A police officer in a street"),
        ("de", "Eine Frau sitzt am Tisch", "Eine Person sitzt am Tisch"),
        ("nl", "een man met een hond", "een persoon met een hond"),
        ("ja", "机に座っている女性", "机に座っている人"),
        ("zh-Hans", "坐在桌边的女人", "坐在桌边的人"),
        ("zh-Hans", "一名男子在跑步", "一名人士在跑步"),
        ("zh-Hant", "兩位女士", "兩位人士"),
        ("ko", "책상에 앉은 남자", "책상에 앉은 사람"),
        ("ko", "남자가 책을 읽는다", "사람이 책을 읽는다"),
        ("ko", "여자와 소년이 앉아 있다", "사람과 아이가 앉아 있다"),
        ("ko", "남자아이는 뛴다", "아이는 뛴다"),
    ],
)
def test_words_are_said_without_gender_where_that_is_certain(language: str, text: str, neutral_text: str) -> None:
    found = said(text, language=language)
    assert (found.alt, found.grade) == (neutral_text, Grade.MEDIUM)
    assert found.note == "n; said without gender"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A man reading while he waits"),
        ("en", "A woman with her dog"),
        ("en", "A men's shirt"),
        ("en", "A chairman at a desk"),
        ("en", "Her boyfriend"),
        ("en", "A cowboy on a horse"),
        ("en", "A grandmother and an aunt"),
        ("en", "A bride and groom"),
        ("en", "Mrs. Lopez at a desk"),
        ("de", "Ein Geschäftsmann am Telefon"),
        ("de", "Eine Großmutter liest"),
        ("de", "Eine Polizistin und eine Ärztin"),
        ("nl", "Een zakenman aan tafel"),
        ("ko", "남자 친구"),
        ("ja", "お父さんと子供"),
        ("pl", "Rozmowa z mężczyznami"),
        ("ru", "Разговор с мужчинами"),
        ("de", "Ein junger Mann, der liest"),
        ("fr", "Un homme assis à une table"),
        ("es", "Una mujer sentada en una mesa"),
        ("it", "Un uomo seduto al tavolo"),
        ("pt", "Um homem sentado à mesa"),
        ("pl", "Kobieta siedząca przy stole"),
        ("ru", "Женщина сидит за столом"),
    ],
)
def test_words_are_only_evidence_where_it_is_not(language: str, text: str) -> None:
    found = said(text, language=language)
    assert (found.alt, found.grade) == (text, Grade.LOW)
    assert found.note == "names a gender; say it without"


@pytest.mark.parametrize("text", ["Login in Berlin", "Max ist darin", "Ein Admin"])
def test_german_words_that_end_like_those_of_women_stay(text: str) -> None:
    assert said(text, language="de").grade is Grade.MEDIUM


def test_when_asked_the_page_is_no_excuse_and_models_are_held_to_it_as_well() -> None:
    found = said("A woman at a desk", text_before="She is the first woman here.", source=WordSource.MODEL)
    assert found.alt == "A person at a desk"


def test_when_not_asked_a_gender_stays_that_the_page_names_and_is_evidence_otherwise() -> None:
    assert said("A woman at a desk", asked=False, heading="The first woman here").grade is Grade.MEDIUM
    assert said("A woman at a desk", asked=False) == Suggestion(
        "A woman at a desk",
        Grade.LOW,
        WordSource.CAPTION,
        note="names a gender that the page does not; say person or people",
    )


def test_every_language_of_drafts_has_its_gendered_words() -> None:
    assert BY_LANGUAGE.keys() == set(CODES)

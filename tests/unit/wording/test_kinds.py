"""The kind of an image: by words in many languages, by pixels, by the text in it."""

import pytest

from altproof.model import EmbeddedText, ImageFile, Status
from altproof.rules.base import Subject
from altproof.wording.kinds import KINDS, kind_of, mentions_kind
from altproof.wording.languages import CODES, phrases_of
from tests.unit.wording.seen_pictures import lines, place, seen


def kind(subject: Subject) -> str | None:
    found = kind_of(subject)
    return found.name if found else None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Öffnen Sie die Karte der Standorte:"),
        ("fr", "Le schéma de la base a changé."),
        ("en", "Das Schaubild zeigt den Ablauf:"),
        ("ja", "設定を開きます。"),
        ("sv", "Skärmbilden visar formuläret:"),
    ],
)
def test_a_word_that_means_something_else_or_is_of_another_language_gives_no_kind(language: str, text: str) -> None:
    assert kind(place(language=language, text_before=text)) is None


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Das folgende Schaubild zeigt den Ablauf:", "diagram"),
        ("de", "Der Screenshot zeigt das Formular:", "screenshot"),
        ("de", "Das Balkendiagramm zeigt die Last:", "chart"),
        ("fr", "La capture d’écran suivante montre le formulaire :", "screenshot"),
        ("fr", "Le diagramme circulaire montre les parts :", "chart"),
        ("es", "La siguiente captura de pantalla muestra el formulario:", "screenshot"),
        ("it", "La schermata seguente mostra il modulo:", "screenshot"),
        ("pt", "O fluxograma mostra o processo:", "diagram"),
        ("nl", "De volgende schermafbeelding toont het formulier:", "screenshot"),
        ("pl", "Na zrzucie ekranu widać formularz:", "screenshot"),
        ("ja", "次のスクリーンショットは設定画面です。", "screenshot"),
        ("ja", "次の構成図を見てください。", "diagram"),
        ("zh-Hans", "下面的架构图显示了各个组件。", "diagram"),
        ("zh-Hant", "下列螢幕擷取畫面顯示設定。", "screenshot"),
        ("ko", "다음 스크린샷은 설정을 보여 줍니다.", "screenshot"),
        ("ru", "На следующем снимке экрана показана форма:", "screenshot"),
        ("de-AT", "The following screenshot shows the form:", "screenshot"),
    ],
)
def test_the_sentence_before_names_the_kind_in_the_language_of_the_page(language: str, text: str, name: str) -> None:
    assert kind(place(language=language, text_before=text)) == name


def test_a_name_in_the_language_of_the_page_or_in_english_names_the_kind() -> None:
    assert kind(place("img/anmeldung-flussdiagramm.png", language="de")) == "diagram"
    assert kind(place("img/anmeldung-flussdiagramm.png", language="fr")) is None
    assert kind(place("img/login-screenshot.png", language="de")) == "screenshot"


def test_pixels_tell_photos_and_icons_and_nothing_else() -> None:
    assert kind(place(analysis=seen(kind="photo"))) == "photo"
    assert kind(place(analysis=seen(kind="icon"))) == "icon"
    assert kind(place(analysis=seen(kind="painting"))) is None
    assert kind(place(analysis=seen(kind=None))) is None


def test_what_people_say_counts_before_pixels() -> None:
    assert kind(place("img/holiday-screenshot.png", seen(kind="photo"))) == "screenshot"


@pytest.mark.parametrize(
    "texts",
    [
        ["Save the whales", "A poster"],
        ["Save"],
        ["1", "2", "3", "4", "5"],
        ["10", "20", "Total", "30", "40"],
        ["2024", "7", "300", "12"],
        ["$5 per month", "$9 per month"],
        ["$ npm install"],
        ["Write to maria@example.org: she knows"],
        ["The file view and the help edit are parts of a long sentence about programs"],
        ["Browser", "Server", "Database"],
    ],
)
def test_text_that_stands_in_many_kinds_of_image_gives_none(texts: list[str]) -> None:
    assert kind(place(analysis=seen(*lines(*texts)))) is None


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["Account settings", "Save", "Cancel"], "screenshot"),
        (["File Edit View Help", "Untitled"], "screenshot"),
        (["$ npm install", "added 12 packages", "$ npm start"], "terminal"),
        (["Last login: today", "maria@host:~$ ls"], "terminal"),
        (["PS C:\\Users\\maria> dir"], "terminal"),
        (["File", "Edit", "maria@host:~$ ls"], "screenshot"),
        (["def main():", "    return 1", "class Pump:", "import os"], "code"),
        (["{", '"name": "x";', "call(x);", "}"], "code"),
        (["Load", "0", "25", "50", "75", "100", "Monday"], "chart"),
        (["100%", "80%", "60%", "40%"], "chart"),
    ],
)
def test_text_that_stands_in_one_kind_of_image_only_gives_it_away(texts: list[str], name: str) -> None:
    assert kind(place(analysis=seen(*lines(*texts)))) == name


def test_words_on_buttons_are_known_in_the_language_of_the_page() -> None:
    analysis = seen(*lines("Einstellungen", "Speichern", "Abbrechen"))
    assert kind(place(analysis=analysis, language="de")) == "screenshot"
    assert kind(place(analysis=analysis, language="en")) is None


def test_a_vague_name_is_a_diagram_only_where_the_picture_was_read_and_shows_no_window() -> None:
    assert kind(place("img/network-architecture.png")) is None
    assert kind(place("img/network-architecture.png", seen(*lines("Save", "Cancel")))) == "screenshot"
    assert kind(place("img/network-architecture.png", seen(*lines("Browser", "Server")))) == "diagram"


def test_the_texts_of_a_drawing_count_like_what_was_read() -> None:
    drawing = ImageFile(
        "a.svg", "", "image/svg+xml", None, None, 1, Status.ADDED, EmbeddedText(texts=("0", "5", "10", "15"))
    )
    subject = place("img/a1.svg")
    assert kind(Subject(subject.reference, drawing)) == "chart"


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_a_name_for_every_kind_and_says_it_with_the_topic(code: str) -> None:
    phrases = phrases_of(code)
    assert phrases is not None
    assert phrases.labels.keys() == KINDS.keys()
    for name, known in KINDS.items():
        put = phrases.put(name, "Topic")
        assert "Topic" in put
        assert "{" not in put
        assert mentions_kind(put, known, code)
    for pattern in (phrases.place, phrases.highlighted, phrases.titled, phrases.labelled):
        assert pattern.format("x").count("x") == 1


def test_a_language_without_phrases_has_none() -> None:
    assert phrases_of("sv") is None
    assert phrases_of("tlh") is None
    assert phrases_of("pt-BR") is phrases_of("pt")
    assert phrases_of("zh-TW") is phrases_of("zh-Hant")

"""The word lists: registered, complete, in normal form, and free of the traps that are known."""

import pkgutil
import re
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.rules import languages
from altproof.rules.languages import (
    LANGUAGES,
    capture_prefixes,
    generic_words,
    language_of,
    placeholder_words,
)
from altproof.rules.languages.base import Language, listed
from altproof.rules.languages.doubtful import EXAMPLES, STATES, UNTITLED
from altproof.text import norm, word_set

each_language = pytest.mark.parametrize("language", LANGUAGES.values(), ids=list(LANGUAGES))
WORD_LISTS = ("generic", "placeholder", "capture", "medium", "link_phrases", "function_words")
FEWEST_FUNCTION_WORDS = 25
RELATIVES = ({"da", "nb", "sv"}, {"ru", "uk"}, {"zh-Hans", "zh-Hant"}, {"es", "pt", "it", "fr"}, {"pl", "cs"})


def test_every_module_with_a_language_is_registered_under_its_code() -> None:
    modules = [import_module(f"{languages.__name__}.{m.name}") for m in pkgutil.iter_modules(languages.__path__)]
    written = {
        module.LANGUAGE.code: module.__name__.rpartition(".")[2] for module in modules if "LANGUAGE" in dir(module)
    }
    assert set(written) == set(LANGUAGES)
    for code, module in written.items():
        assert module == code.lower().replace("-", "_")


@each_language
def test_a_language_has_all_its_word_lists(language: Language) -> None:
    for name in WORD_LISTS:
        assert getattr(language, name), name
    assert len(language.function_words) >= FEWEST_FUNCTION_WORDS
    assert language.opening or language.closing


@each_language
def test_words_stand_in_normal_form(language: Language) -> None:
    for name in (*WORD_LISTS, "own_meaning"):
        for word in getattr(language, name):
            assert norm(word) == word, name


def test_function_words_tell_languages_apart() -> None:
    owners: dict[str, set[str]] = {}
    for code, language in LANGUAGES.items():
        for word in language.function_words:
            owners.setdefault(word, set()).add(code)
    shared = {word: codes for word, codes in owners.items() if not any(codes <= family for family in RELATIVES)}
    assert {word for word, codes in shared.items() if len(codes) > 1} <= {"et", "je", "kan", "se"}


def test_no_function_word_is_an_english_word_or_a_name_from_computing() -> None:
    traps = word_set("a an as at by come do door for hay her in is me met no of on or pod pro sin so ten to under var")
    for code, language in LANGUAGES.items():
        assert code == "en" or not language.function_words & traps, code


@each_language
def test_a_word_with_its_own_meaning_is_on_another_language_s_list_and_not_on_its_own(language: Language) -> None:
    assert language.own_meaning <= generic_words() | placeholder_words()
    assert not language.own_meaning & language.generic


@each_language
def test_a_medium_is_told_by_the_first_word_not_by_a_sentence(language: Language) -> None:
    assert all(len(word.split()) <= 3 for word in language.medium)


@pytest.mark.parametrize(
    "alt",
    [
        *("chat", "save", "delete", "settings", "warning", "yes", "no", "windows", "linux", "kubernetes", "python"),
        *(
            "license",
            "build",
            "tests",
            "results",
            "home",
            "search",
            "user",
            "menu",
            "edit",
            "settings",
            "close",
            "cloud",
        ),
        *(
            "plan",
            "schema",
            "card",
            "print",
            "form",
            "kart",
            "haus",
            "hund",
            "oui",
            "non",
            "sí",
            "はい",
            "いいえ",
            "東京",
            "北京",
            "서울",
            "да",
            "нет",
            "ok",
            "a",
            "1",
        ),
    ],
)
def test_short_alt_texts_that_say_something_are_on_no_list(alt: str) -> None:
    assert alt not in generic_words()
    assert alt not in placeholder_words()


def test_the_unions_hold_every_language() -> None:
    assert {"image", "bild", "画像", "صورة"} <= generic_words()
    assert {"todo", "platzhalter", "代替テキスト"} <= placeholder_words()
    assert generic_words() is generic_words()


@pytest.mark.parametrize("words", [EXAMPLES, STATES, UNTITLED])
def test_a_doubtful_word_is_a_placeholder(words: frozenset[str]) -> None:
    assert words <= placeholder_words()


def test_longer_prefixes_of_captures_come_first() -> None:
    prefixes = capture_prefixes()
    assert prefixes.index("captura de pantalla") < prefixes.index("captura")
    assert max(Counter(prefixes).values()) == 1
    assert "’" not in "".join(prefixes)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        *(("en", "en"), ("en-US", "en"), ("EN_gb", "en"), ("pt-BR", "pt"), ("de-CH-1996", "de"), ("sr-Latn", None)),
        *(
            ("zh", "zh-Hans"),
            ("zh-CN", "zh-Hans"),
            ("zh-TW", "zh-Hant"),
            ("zh_HK", "zh-Hant"),
            ("zh-Hant-TW", "zh-Hant"),
        ),
        *(("zh-hans-cn", "zh-Hans"), ("no", "nb"), ("nn-NO", "nb"), ("", None), ("-", None), ("xx", None)),
    ],
)
def test_a_code_leads_to_its_language(code: str, found: str | None) -> None:
    language = language_of(code)
    assert (language.code if language else None) == found


@given(st.text(st.characters()))
def test_any_text_may_be_a_language_code(code: str) -> None:
    assert language_of(code) in {*LANGUAGES.values(), None}


def test_a_list_is_written_as_people_write() -> None:
    assert listed("""Bild, ein
        Bild, Größe""") == {"bild", "ein bild", "grösse"}


OPENINGS = [
    ("en", "Image of a login form", "a login form"),
    ("en", "The picture shows a login form", "a login form"),
    ("en", "Image: login form", "login form"),
    ("de", "Bild von der Anmeldung", "der Anmeldung"),
    ("de", "Eine Grafik: Ablauf", "Ablauf"),
    ("fr", "Une image d’un serveur", "un serveur"),
    ("fr", "L'image montre le serveur", "le serveur"),
    ("es", "Imagen de un servidor", "un servidor"),
    ("pt", "Uma imagem do servidor", "servidor"),
    ("it", "Immagine dell'interfaccia", "interfaccia"),
    ("it", "Un'immagine che mostra il server", "il server"),
    ("nl", "Een afbeelding van de server", "de server"),
    ("sv", "Bild på servern", "servern"),
    ("da", "Billede af serveren", "serveren"),
    ("nb", "Et bilde av serveren", "serveren"),
    ("fi", "Kuva palvelimesta", "palvelimesta"),
    ("pl", "Obraz przedstawiający serwer", "serwer"),
    ("cs", "Obrázek serveru", "serveru"),
    ("hu", "Kép: szerver", "szerver"),
    ("tr", "Görsel: sunucu", "sunucu"),
    ("ru", "Изображение сервера", "сервера"),
    ("uk", "Зображення сервера", "сервера"),
    ("el", "Εικόνα του διακομιστή", "διακομιστή"),
    ("ar", "صورة الخادم", "الخادم"),
    ("ja", "画像：ログイン", "ログイン"),
    ("zh-Hans", "图片：登录页", "登录页"),
    ("zh-Hant", "圖片顯示登入頁", "登入頁"),
    ("ko", "이미지: 로그인", "로그인"),
]


@pytest.mark.parametrize(("code", "alt", "rest"), OPENINGS)
def test_a_redundant_opening_is_matched_with_its_blank(code: str, alt: str, rest: str) -> None:
    opening = LANGUAGES[code].opening
    assert opening is not None
    found = opening.match(alt)
    assert found is not None
    assert alt[found.end() :] == rest


def test_every_opening_is_tried() -> None:
    assert {code for code, _alt, _rest in OPENINGS} == {
        code for code, language in LANGUAGES.items() if language.opening
    }


@pytest.mark.parametrize(
    ("code", "alt"),
    [
        *(("en", "Imaging pipeline"), ("en", "Graphical editor"), ("en", "Image Builder"), ("en", "Images tab")),
        *(("en", "Picture-in-picture button"), ("en", "Screenshot of a form"), ("de", "Bildschirmfoto der Anmeldung")),
        *(
            ("de", "Bilderverwaltung"),
            ("fr", "Imagerie médicale"),
            ("es", "Imagenes del panel"),
            ("nl", "Afbeeldingen"),
        ),
        *(("fi", "Kuvakaappaus palvelimesta"), ("pl", "Obrazy kontenerów"), ("ru", "Изображения")),
        *(
            ("ar", "لقطة شاشة"),
            ("ja", "画像処理の流れ"),
            ("zh-Hans", "图片编辑器"),
            ("ko", "이미지 편집기"),
            ("sv", "Bildspel"),
        ),
    ],
)
def test_a_word_that_only_begins_like_an_opening_is_none(code: str, alt: str) -> None:
    opening = LANGUAGES[code].opening
    assert opening is not None
    assert opening.match(alt) is None


@pytest.mark.parametrize(
    ("code", "alt", "rest"),
    [
        ("en", "Login form image", "Login form"),
        ("tr", "Sunucu resmi", "Sunucu"),
        ("hu", "A szerver képe", "A szerver"),
        ("ja", "ログイン画面の画像", "ログイン画面"),
        ("zh-Hans", "登录页的图片", "登录页"),
        ("zh-Hant", "登入頁的圖片", "登入頁"),
        ("ko", "로그인의 이미지", "로그인"),
    ],
)
def test_a_redundant_closing_is_found_at_the_end(code: str, alt: str, rest: str) -> None:
    closing = LANGUAGES[code].closing
    assert closing is not None
    found = closing.search(alt)
    assert found is not None
    assert alt[: found.start()] == rest


@pytest.mark.parametrize(
    ("code", "alt"),
    [("tr", "Ekran görüntüsü"), ("en", "Docker image list"), ("en", "image"), ("hu", "térképe"), ("ja", "画像")],
)
def test_a_word_that_only_ends_like_a_closing_is_none(code: str, alt: str) -> None:
    closing = LANGUAGES[code].closing
    assert closing is not None
    assert closing.search(alt) is None


@each_language
def test_patterns_hold_no_repetition_without_a_bound(language: Language) -> None:
    for source in (language.opens, language.closes, language.photo_opens):
        assert not re.search(r"[*+]|\{\d+,\}", source)


@pytest.mark.parametrize(
    ("code", "alt"),
    [("en", "Photo of a cat"), ("de", "Foto von einer Katze"), ("fr", "Photo d'un chat"), ("ja", "写真：猫")],
)
def test_photo_of_has_a_pattern_of_its_own(code: str, alt: str) -> None:
    language = LANGUAGES[code]
    assert language.photo_opening is not None
    assert language.photo_opening.match(alt)
    assert language.opening is not None
    assert not language.opening.match(alt)


def test_every_language_stands_on_the_page_about_languages() -> None:
    page = (Path(__file__).parents[3] / "docs" / "languages.md").read_text("utf-8")
    assert re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE) == list(LANGUAGES)

"""The language of a document."""

import pytest

from altproof.page_language import LanguageFolders, page_language

NONE = LanguageFolders(())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/a.md", "# Titel"),
        ("docs/a.md", "lang: de\n"),
        ("docs/a.md", "---\ntitle: x\n---\nlang: de\n"),
        ("docs/a.md", "---\nlanguage_tools: de\n---\n"),
        ("docs/a.cs.txt.bak", ""),
        ("archive.old.md", ""),
        ("v1.2.md", ""),
        ("a.html", "<p>html lang=de</p>"),
        ("a.md", '```html\n<html lang="de">\n```\n'),
        ("a.md", ":lang: de\n"),
        ("Program.cs.md", ""),
        ("README.ja.md", ""),
    ],
)
def test_without_a_sign_the_default_counts(path: str, text: str) -> None:
    assert page_language(path, text, NONE) == "en"
    assert page_language(path, text, NONE, default="fr") == "fr"


@pytest.mark.parametrize(
    ("path", "text", "language"),
    [
        ("a.md", "---\ntitle: x\nlang: de\n---\n", "de"),
        ("a.md", "\ufeff---\r\nlocale: 'pt_BR'\r\n---\r\n", "pt-BR"),
        ("a.md", '+++\nlanguage = "ja"\n+++\n', "ja"),
        ("a.html", "<!doctype html>\n<html class='x' lang=\"fr-CA\">", "fr-CA"),
        ("a.adoc", "= Titel\n:toc:\n:lang: de\n", "de"),
    ],
)
def test_a_document_says_its_language_itself(path: str, text: str, language: str) -> None:
    assert page_language(path, text, NONE) == language


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("README.ja.md", "ja"),
        ("README.zh-CN.md", "zh-Hans"),
        ("README.zh-TW.md", "zh-Hant"),
        ("docs/index.pt-br.html", "pt-BR"),
    ],
)
def test_a_name_says_the_language_where_the_document_lies_beside_it(path: str, language: str) -> None:
    beside = LanguageFolders(["README.md", "docs/index.html", path])
    assert page_language(path, "", beside) == language


def test_folders_beside_each_other_are_translations() -> None:
    folders = LanguageFolders(["docs/en/a.md", "docs/fr/sub/a.md", "docs/zh_TW/a.md", "docs/img/a.png"])
    assert page_language("docs/fr/sub/a.md", "", folders) == "fr"
    assert page_language("docs/zh_TW/a.md", "", folders) == "zh-Hant"
    assert page_language("docs/img/a.md", "", folders) == "en"


def test_a_folder_alone_is_no_translation_unless_it_lies_where_those_are_kept() -> None:
    assert page_language("src/cs/a.md", "", LanguageFolders(["src/cs/a.md", "src/java/a.md"])) == "en"
    assert page_language("i18n/cs/a.md", "", LanguageFolders(["i18n/cs/a.md"])) == "cs"


def test_the_configuration_has_the_last_word_and_its_first_pattern_counts() -> None:
    by_path = [("docs/fr/**", "fr"), ("docs/**", "zh-cn")]
    assert page_language("docs/fr/a.md", "---\nlang: de\n---\n", NONE, by_path) == "fr"
    assert page_language("docs/a.md", "---\nlang: de\n---\n", NONE, by_path) == "zh-Hans"
    assert page_language("b.md", "---\nlang: de\n---\n", NONE, by_path) == "de"

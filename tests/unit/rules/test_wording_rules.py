"""Rules about wording and relations: what no text may do to them, and what they share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.model import ImageReference, Span, Surroundings
from altproof.rules import RULES
from altproof.rules.base import Subject
from altproof.rules.languages import LANGUAGES, spoken_on
from altproof.rules.options import Options
from altproof.rules.page import Page
from altproof.rules.pictures import is_badge, same_picture

WORDING = (
    "link-phrase-as-alt",
    "redundant-opening",
    "redundant-closing",
    "multiline-alt",
    "long-alt",
    "wrong-language-alt",
    "keyword-stuffed-alt",
    "emoji-in-alt",
    "untyped-alt",
    "unpunctuated-alt",
    "medium-in-link-alt",
)
RELATIONS = (
    "caption-as-alt",
    "title-as-alt",
    "text-repeated-in-alt",
    "adjacent-duplicate-alt",
    "repeated-alt",
    "inconsistent-alt",
)
STRICT = Options(max_length=20, photo_is_redundant=True, extra_words=("", "mockup"))
ANY_TEXT = st.text(st.characters(), max_size=200)  # lone surrogates included
STARTS = st.sampled_from(["Image of ", "image: ", "Bild von ", "Photo of ", "画像：", "Kuva ", ""])
ENDS = st.sampled_from([" image", " picture.", "の画像", " képe", " 🎉", "\n", ""])


def reference(alt: str | None, target: str = "img/a.png", line: int = 1, **around: str | None) -> ImageReference:
    return ImageReference("docs/a.md", Span(line, 1, line, 9), "html-img", target, alt, None, Surroundings(**around))


@given(
    alt=st.builds("{}{}{}".format, STARTS, ANY_TEXT, ENDS),
    other=ANY_TEXT,
    target=ANY_TEXT,
    language=st.sampled_from([*LANGUAGES, "th", "", "en-GB"]),
)
def test_no_text_makes_a_rule_raise_and_every_fix_is_one_line_that_it_accepts(
    alt: str, other: str, target: str, language: str
) -> None:
    echo = {"caption": alt, "title": other, "text_after": alt, "link_text": "", "link_target": other}
    first, own = reference(alt, other), reference(alt, target, line=2, **echo)
    shown = Subject(own, page=Page([first, own]), language=language, other_alts=(other, alt))
    for name in WORDING + RELATIONS:
        violation = RULES[name].check(shown, STRICT)
        if violation is not None and violation.fix:
            fixed = Subject(reference(violation.fix), language=language)
            assert RULES[name].check(fixed, STRICT) is None, (name, violation.fix)
            assert len(violation.fix.splitlines()) == 1


@pytest.mark.parametrize("name", WORDING)
@pytest.mark.parametrize("alt", [None, ""])
def test_what_is_not_written_has_no_wording(name: str, alt: str | None) -> None:
    assert RULES[name].check(Subject(reference(alt, link_text="", link_target="a.md")), STRICT) is None


@pytest.mark.parametrize("unit", ["Image of ", "a, ", "und ", '"', "🎉 ", "a\n", "の", "e\u0301", " image", "“"])
def test_a_very_long_text_is_judged_all_the_same(unit: str) -> None:
    alt = f"{unit * 20_000}🎉"
    own = reference(alt, target=unit * 2_000, link_text="", link_target=unit * 2_000, caption=alt)
    shown = Subject(own, page=Page([reference(alt), own]), other_alts=(alt,))
    judged = {name for name in WORDING + RELATIONS if RULES[name].check(shown, STRICT)}
    assert "long-alt" in judged


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("img/a.png", "img/a.png"),
        ("img/a-dark.png", "img/a-light.png"),
        ("img/dark/a.svg", "img/light/a.svg"),
        ("img/aDark.svg", "img/a.png"),
        ("a.png#gh-dark-mode-only", "a.png#gh-light-mode-only"),
        ("logo@2x.png", "logo.webp"),
    ],
)
def test_variants_of_one_picture_are_the_same_picture(one: str, other: str) -> None:
    assert same_picture(reference("x", one), reference("x", other))


@pytest.mark.parametrize(
    ("one", "other"), [("step-1.png", "step-2.png"), ("dark.png", "img/a.png"), ("a/b.png", "b/a.png"), ("a.png", "")]
)
def test_other_pictures_are_not(one: str, other: str) -> None:
    assert not same_picture(reference("x", one), reference("x", other))


@pytest.mark.parametrize(
    "target", ["img/lightbulb.png", "https://example.org/logo.svg", "badminton.jpg", "binder.png", "circleci.png"]
)
def test_a_picture_is_no_badge(target: str) -> None:
    assert not is_badge(reference("x", target))


@pytest.mark.parametrize(
    "target",
    [
        "https://img.shields.io/npm/v/x",
        "https://github.com/a/b/actions/workflows/ci.yml/badge.svg",
        "https://pepy.tech/static/x",
        "https://zenodo.org/x.svg",
        "https://example.org/x.svg?style=flat",
    ],
)
def test_a_label_drawn_by_a_service_is_a_badge(target: str) -> None:
    assert is_badge(reference("x", target))


@pytest.mark.parametrize(("code", "spoken"), [("en-GB", ["en"]), ("de-AT", ["de", "en"]), ("th", ["en"]), ("", ["en"])])
def test_a_page_is_read_in_its_language_and_in_english(code: str, spoken: list[str]) -> None:
    assert [language.code for language in spoken_on(code)] == spoken

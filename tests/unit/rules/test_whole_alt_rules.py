"""The rules that judge an alt text by itself: any text at all, hostile text, and how they stand to each other."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.model import ImageReference, Span, Surroundings
from altproof.rules import RULES, judge
from altproof.rules.base import Subject
from altproof.rules.languages import LANGUAGES
from altproof.rules.options import Options
from altproof.rules.profiles import PROFILES, policy
from altproof.text import one_line

MINE = (
    "generic-alt",
    "placeholder-alt",
    "capture-name-as-alt",
    "url-as-alt",
    "file-stem-as-alt",
    "machine-text-as-alt",
    "short-alt",
    "markup-in-alt",
)
ANY_TEXT = st.text(st.characters(), max_size=300)  # lone surrogates included
SYNTAXES = st.sampled_from(["markdown-inline", "html-img", "rst-image", "notebook-html-img", "mdx-img", ""])
LONGEST_MESSAGE = 600
STRICT = Options(min_length=40)


def shown(alt: str, target: str = "img/login.png", syntax: str = "html-img", **around: str) -> Subject:
    surroundings = Surroundings(**around)  # type: ignore[arg-type]
    return Subject(ImageReference("docs/a.md", Span(1, 1, 1, 9), syntax, target, alt, None, surroundings))


def rules_that_hit(alt: str, profile: str = "wcag", target: str = "img/login.png") -> list[str]:
    return [verdict.rule for verdict in judge(shown(alt, target), policy(profile))]


@pytest.mark.parametrize("rule", MINE)
@given(alt=ANY_TEXT, target=ANY_TEXT, syntax=SYNTAXES, title=ANY_TEXT, after=ANY_TEXT)
def test_no_text_makes_a_rule_raise_or_break_its_line(
    rule: str, alt: str, target: str, syntax: str, title: str, after: str
) -> None:
    subject = shown(alt, target, syntax, page_title=title, heading=title, text_after=after)
    for found in (RULES[rule].check(subject, STRICT), RULES[rule].check(shown(target, target, syntax), STRICT)):
        if found is not None:
            assert one_line(found.message) == found.message
            assert len(found.message) < LONGEST_MESSAGE


@given(alt=st.text("<>b/&;amp*`[](): #39{}Save", max_size=80))
def test_a_fix_of_markup_is_never_blank_and_holds_none(alt: str) -> None:
    found = RULES["markup-in-alt"].check(shown(alt), STRICT)
    if found is not None and found.fix is not None:
        assert found.fix.strip()
        assert RULES["markup-in-alt"].check(shown(found.fix), STRICT) is None


HOSTILE = [
    *("a" * 1_000_000, " " * 1_000_000, "1" * 1_000_000, "-" * 1_000_000, "a_" * 500_000, "a1" * 500_000),
    *("e" + "\u0301\u0323" * 100_000, "<b" * 100_000, "</b><b " * 100_000, "[a](" * 200_000, "**a" * 200_000),
    *(":a:`" * 200_000, "{a}`" * 200_000, "&" * 1_000_000, "{{" * 500_000, "{%" * 500_000, "{" * 1_000_000),
    *("http://" * 100_000, "image " * 100_000, "screenshot 1 " * 50_000, "\ud800" * 100_000, "図" * 500_000),
    *("x" * 3000 + "_" * 3000, "#" * 1_000_000 + "1", "lorem ipsum" * 100_000, "." * 1_000_000),
]


@pytest.mark.parametrize("alt", HOSTILE, ids=lambda alt: f"{alt[:8].encode('unicode_escape').decode()}x{len(alt)}")
def test_a_very_long_text_is_judged_in_reasonable_time_and_quoted_in_part(alt: str) -> None:
    for rule in MINE:
        found = RULES[rule].check(shown(alt, target=alt, page_title=alt), STRICT)
        assert found is None or len(found.message) < LONGEST_MESSAGE


@pytest.mark.parametrize(
    ("alt", "target", "rule"),
    [
        ("image", "img/image.png", "generic-alt"),
        ("todo", "img/todo.png", "placeholder-alt"),
        ("IMG_1234", "img/IMG_1234.jpg", "capture-name-as-alt"),
        ("login.png", "img/login.png", "filename-as-alt"),
        ("https://example.org/a", "img/login.png", "url-as-alt"),
        ("login", "img/login.png", "file-stem-as-alt"),
        ("a8f3c9d2e1b7f6a5x9", "img/login.png", "machine-text-as-alt"),
    ],
)
def test_one_bad_alt_text_is_one_finding_by_the_most_telling_rule(alt: str, target: str, rule: str) -> None:
    for profile in PROFILES:
        assert rules_that_hit(alt, profile, target) == [rule]


def test_a_short_alt_text_is_a_finding_only_where_the_profile_has_a_limit() -> None:
    assert rules_that_hit("Login form", "wcag") == []
    assert "short-alt" in rules_that_hit("Login form", "github-docs")
    assert rules_that_hit("Start", "editoria") == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_generic_words_and_placeholders_of_each_language_are_found_on_an_english_page(code: str) -> None:
    english = LANGUAGES["en"].own_meaning
    for word in LANGUAGES[code].generic - english:
        assert RULES["generic-alt"].check(shown(word), Options()), word
    for word in LANGUAGES[code].placeholder:
        assert RULES["placeholder-alt"].check(shown(word), Options()), word


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_prefix_of_a_capture_is_found_with_a_date(code: str) -> None:
    for prefix in LANGUAGES[code].capture:
        assert RULES["capture-name-as-alt"].check(shown(f"{prefix} 2024-04-28 11.21.10"), Options()), prefix
        assert RULES["capture-name-as-alt"].check(shown(f"{prefix} 3 4 {string.ascii_lowercase}"), Options()) is None


@pytest.mark.parametrize("code", LANGUAGES)
def test_words_that_mean_something_else_in_a_language_are_left_alone_on_its_pages(code: str) -> None:
    for word in LANGUAGES[code].own_meaning:
        reference = shown(word).reference
        assert RULES["generic-alt"].check(Subject(reference, language=code), Options()) is None

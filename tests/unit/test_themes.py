"""What names, addresses and classes say about the theme a picture is made for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.model import ImageReference, Span, Surroundings, Theme
from altproof.themes import Names, halves, of_classes, of_fragment, of_media, shown_in, subject_of

DARK, LIGHT = Theme.DARK, Theme.LIGHT


def twins(path: str, *others: str) -> dict[str, tuple[Theme, bool]]:
    return {twin.path: (twin.theme, twin.sure) for twin in Names([path, *others]).twins(path)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("img/login.png", "img/login-network.png"),
        ("img/highlights.png", "img/lights.png"),
        ("img/lighthouse.png", "img/house.png"),
        ("img/a-dark.png", "img/b-light.png"),
        ("img/a-dark.png", "docs/a-light.png"),
        ("img/a-dark.png", "img/a-light.svg"),
        ("img/a-dark.png", "img/a-day.png"),
        ("img/a-dark.png", "img/a-dark-2.png"),
        ("img/release-1-2-dark.png", "img/release-12.png"),
        ("img/dark/a-light.png", "img/a.png"),
        ("docs/a-dark.md", "docs/a-light.md"),
    ],
)
def test_names_that_differ_in_more_than_the_theme_make_no_twins(one, other):
    assert not twins(one, other)
    assert not twins(other, one)


@pytest.mark.parametrize(
    ("dark", "light"),
    [
        ("img/login-dark.png", "img/login-light.png"),
        ("img/login_DARK.png", "img/login-Light.png"),
        ("img/loginDark.png", "img/loginLight.png"),
        ("img/dark-login.png", "img/light-login.png"),
        ("img/login-dark-2.png", "img/login-light-2.png"),
        ("img/login.dark.svg", "img/login.light.svg"),
        ("img/login-dark-mode@2x.png", "img/login-light-mode@2x.png"),
        ("img/theme-dark.jpg", "img/theme-light.jpeg"),
        ("img/dark.png", "img/light.png"),
        ("img/dark/login.png", "img/light/login.png"),
        ("img/dark/login-dark.png", "img/light/login-light.png"),
        ("img/dark/black-box.png", "img/light/black-box.png"),
        ("img/logo-dark.svg", "img/logo.svg"),
        ("img/LogoPageDark.svg", "img/logo_page.svg"),
        ("img/dark/logo.svg", "img/logo.svg"),
        ("img/hero-dark-theme.png", "img/hero.png"),
    ],
)
def test_names_that_differ_in_the_theme_only_are_surely_twins(dark, light):
    assert twins(dark, light) == {light: (LIGHT, True)}
    assert twins(light, dark) == {dark: (DARK, True)}
    assert subject_of(dark) == subject_of(light)


@pytest.mark.parametrize(
    ("dark", "light"),
    [
        ("img/dark-pattern.png", "img/pattern.png"),
        ("img/city-by-night.jpg", "img/city-by-day.jpg"),
        ("chess/black-king.png", "chess/white-king.png"),
        ("img/logo-black.svg", "img/logo.svg"),
    ],
)
def test_words_that_may_mean_something_else_are_not_sure(dark, light):
    assert twins(dark, light) == {light: (LIGHT, False)}
    assert twins(light, dark) == {dark: (DARK, False)}


def test_what_only_one_of_two_names_says_of_light_is_not_sure():
    assert twins("img/traffic.png", "img/traffic-light.png") == {"img/traffic-light.png": (LIGHT, False)}


def test_of_three_versions_the_sure_ones_come_first():
    paths = "img/logo-light.svg", "img/logo.svg", "img/logo-dark.svg"
    found = twins(*paths)
    assert list(found.items()) == [("img/logo-dark.svg", (DARK, True)), ("img/logo.svg", (DARK, False))]


def test_of_many_spellings_a_few_are_told():
    spellings = [f"img/login{sign * count}light.png" for sign in "-_" for count in range(1, 40)]
    assert 1 <= len(twins("img/login-dark.png", *spellings)) <= 5


@given(st.lists(st.text("dark-lightA./1 _\u0301", max_size=30), max_size=8))
def test_any_names_are_twins_both_ways_and_never_of_themselves(paths):
    named = [f"{path}.png" for path in paths]
    found = Names(named)
    for path in named:
        for twin in found.twins(path):
            assert twin.path != path
            assert path in {back.path for back in found.twins(twin.path)}


@pytest.mark.parametrize(
    ("address", "theme"),
    [
        ("a.png", None),
        ("a-dark.png", None),
        ("a.png#darkness", None),
        ("dark#a.png", None),
        ("a.png#gh-dark-mode-only", DARK),
        ("a.png#gh-light-mode-only", LIGHT),
        ("a.png?raw=true#only-dark", DARK),
        ("a.png#ONLY-LIGHT", LIGHT),
        ("", None),
    ],
)
def test_a_fragment_says_where_an_address_shows_its_picture(address, theme):
    assert of_fragment(address) is theme


@pytest.mark.parametrize(
    ("classes", "theme"),
    [
        ("", None),
        ("dark light", None),
        ("dark-light", None),
        ("dark:block", None),
        ("hidden", None),
        ("wide only-dark", DARK),
        ("dark-only", DARK),
        ("light-mode-only", LIGHT),
        ("block dark:hidden", LIGHT),
        ("hidden dark:block", DARK),
        ("light:sl-hidden", DARK),
    ],
)
def test_classes_say_in_which_theme_alone_something_is_seen(classes, theme):
    assert of_classes(classes) is theme


def test_a_media_query_may_ask_for_a_theme():
    assert of_media("(min-width: 40em) and (prefers-color-scheme: dark)") is DARK
    assert of_media("(prefers-color-scheme:light)") is LIGHT
    assert of_media("print") is None


def place(target: str, line: int, *, theme: Theme | None = None, link: str | None = None) -> ImageReference:
    around = Surroundings(theme=theme, link_target=link)
    return ImageReference("a.md", Span(line, 1, line, 9), "markdown-inline", target, "a", None, around)


def test_a_link_around_an_image_may_hide_it_as_its_own_address_does():
    assert shown_in(place("a.png", 1, link="#gh-dark-mode-only")) is DARK
    assert shown_in(place("a.png", 1, link="b.md#dark-mode-in-general")) is None


def pairs(*places: ImageReference) -> set[frozenset[int]]:
    return {frozenset((int(one.rsplit(":", 2)[1]), other.span.line)) for one, other in halves(places).items()}


def test_places_without_a_theme_have_no_other_half():
    assert not pairs(place("a-dark.png", 1), place("a-light.png", 2))


def test_neighbours_for_one_theme_each_are_halves():
    shown = [place("a.png#only-light", 1), place("b.png#only-dark", 2), place("c.png", 3), place("d.png#only-dark", 4)]
    assert pairs(*shown) == {frozenset((1, 2))}


def test_names_tell_halves_before_neighbours_do():
    names = "a-light.png#only-light", "b-light.png#only-light", "a-dark.png#only-dark", "b-dark.png#only-dark"
    assert pairs(*(place(name, line) for line, name in enumerate(names, 1))) == {frozenset((1, 3)), frozenset((2, 4))}


def test_each_place_has_one_other_half():
    names = "a#only-light", "b#only-dark", "c#only-light", "d#only-dark", "e#only-dark"
    assert pairs(*(place(name, line) for line, name in enumerate(names, 1))) == {frozenset((1, 2)), frozenset((3, 4))}


def test_one_file_may_be_shown_in_both_themes():
    assert pairs(place("a.png#only-light", 1), place("x.png", 2), place("a.png#only-dark", 3)) == {frozenset((1, 3))}

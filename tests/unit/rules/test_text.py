"""Text made comparable and showable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.rules.text import norm, one_line, quoted


@pytest.mark.parametrize("text", ["login form", "naïve", "図", "a-b", "50 %"])
def test_the_normal_form_keeps_what_matters(text: str) -> None:
    assert norm(text) == text


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        (" Login\n\tForm ", "login form"),
        ("“Login form.”", "login form"),
        ("*Login form*", "login form"),
        ("ＬＯＧＩＮ", "login"),
        ("Straße", "strasse"),
        ("...", ""),
        ("", ""),
    ],
)
def test_the_normal_form_evens_out_case_width_space_and_edges(text: str, normal: str) -> None:
    assert norm(text) == normal


@pytest.mark.parametrize("text", ["login form", "می\u200cخواهم", "👩\u200d💻", "\u0600 ١٢", "]]> \" ' <b>"])
def test_one_line_keeps_what_people_read(text: str) -> None:
    assert one_line(text) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\r\nb\u2028c\x85d", "a b c d"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\x1b[31mb\x00c", "a[31mbc"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("a\ud800b", "ab"),
        ("a \u200b b", "a b"),
        ("a\U000e0041b", "ab"),
    ],
)
def test_one_line_drops_breaks_controls_and_invisible_characters(text: str, line: str) -> None:
    assert one_line(text) == line


@given(st.text(st.characters()))
def test_one_line_is_one_line_of_valid_text_and_stays_as_it_is(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip() == one_line(line)
    assert line.encode("utf-8").decode("utf-8") == line


def test_a_short_text_is_quoted_whole() -> None:
    assert quoted("x" * 80) == f'"{"x" * 80}"'


def test_a_long_text_is_quoted_in_part() -> None:
    assert quoted("x" * 81) == f'"{"x" * 79}…"'

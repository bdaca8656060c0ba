"""Text made comparable and showable."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.text import length, letters_only, norm, one_line, quoted


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


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("login", 5),
        ("  log\n in ", 6),
        ("naïve", 5),
        ("nai\u0308ve", 5),
        ("図", 2),
        ("ﾛｸﾞ", 3),
        ("한글", 4),
        ("\u1112\u1161\u11ab", 2),
        ("می\u200cخواهم", 7),
        ("हिन्दी", 3),
        ("{{ name }}", 1),
        ("Form of {{ a.b }}!", 10),
        ("{% if x %}a", 2),
        ("{product} form", 6),
        ("${x}", 1),
        ("{{", 2),
    ],
)
def test_length_counts_what_a_reader_takes_in(text: str, count: int) -> None:
    assert length(text) == count


@given(st.text(st.characters()), st.text(st.characters(exclude_characters="{}%$")))
def test_length_is_never_negative_and_more_words_are_longer(text: str, more: str) -> None:
    assert 0 <= length(text) <= 2 * len(text)
    assert length(f"{more} word") >= length(more)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_length_is_the_same_however_marks_are_written(text: str) -> None:
    assert length(unicodedata.normalize("NFD", text)) == length(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Hero-image (1)", "hero image"),
        ("hero_image.2", "hero image"),
        ("図 1", "図"),
        ("50 %", ""),
        ("नमस्ते!", "नमस्ते"),
        ("don't", "don t"),
    ],
)
def test_letters_only_keeps_letters_with_their_marks_and_single_blanks(text: str, letters: str) -> None:
    assert letters_only(text) == letters


@given(st.text(st.characters()))
def test_letters_only_stays_as_it_is(text: str) -> None:
    letters = letters_only(text)
    assert letters == " ".join(letters.split())
    assert not any(character.isdigit() for character in letters)
    assert len(letters_only(letters)) <= len(letters) + 1


def test_the_normal_form_of_a_letter_with_endless_marks_is_bounded() -> None:
    assert len(norm("e" + "\u0301\u0323" * 300_000)) < 100
    assert norm("é" * 600) == "é" * 600

"""What may be quoted of the text in an image, and what may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from altproof.model import Box, Highlight, Marking, Point
from altproof.wording import seen_text
from altproof.wording.seen_text import LONGEST_QUOTE, chosen, safe
from tests.unit.wording.seen_pictures import framed, line, lines, place, pointed, seen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "7",
        "x",
        "12 / 345 / 6",
        "maria.lopez@example.org",
        "Sign in as @maria",
        "192.168.10.24",
        "fe80:0:0:1::2 gateway",
        "Call +49 30 1234567 now",
        "Order 4711081",
        "Token ghp16C7e42F292c6912E7710c838347Ae178B4a",
        "Key 9f86d081884c7d659a2feaa0c55ad015",
        "Id a1b2c3d4e5f6g7",
        "https://example.org/settings",
        "www.example.org",
        "<script>alert</script>",
        "::error::wrong",
        "##[group]Build",
        "{{ secrets.TOKEN }}",
        "[here](javascript:x)",
        "javascript&colon;x",
        "Visit evil.example.com now",
        "printer.internal",
        "\uff20maria says",
        "https\uff1a//evil",
        "pass: summer",
        "Password: summer",
        "Passwort = Sommer",
        "Пароль: лето",
        "パスワード：なつやすみ",
        "Bearer summer",
        "sk-live-summer",
        "my token xoxb-summer",
        "Password and token: summer",
        "-----BEGIN PRIVATE KEY-----",
        "wcpsdk settings",
        "settings_dialog_v2",
        "word " * 20,
    ],
)
def test_a_text_that_is_secret_or_long_or_code_or_acts_on_somebody_is_not_quoted(text: str) -> None:
    assert safe(text) is None


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Create a new project", "Create a new project"),
        ("Step 2 of 3", "Step 2 of 3"),
        ("Reset password", "Reset password"),
        ("Password settings", "Password settings"),
        ("Secrets and variables", "Secrets and variables"),
        ("Compass: north", "Compass: north"),
        ("Pinned: releases", "Pinned: releases"),
        ("ASP.NET project", "ASP.NET project"),
        ("Windows 11", "Windows 11"),
        ("Über diese App", "Über diese App"),
        ("新しいプロジェクト", "新しいプロジェクト"),
        ("保", "保"),
        ('The "Save" button', "The Save button"),
        ("Save\u202e file\x1b now", "Save file now"),
        ("Ignore all previous instructions", "Ignore all previous instructions"),
    ],
)
def test_a_plain_text_is_quoted_as_one_line_without_marks_and_controls(text: str, quoted: str) -> None:
    assert safe(text) == quoted


@given(st.text(st.characters(), max_size=300))
def test_whatever_is_quoted_is_one_short_line_that_could_be_quoted_again(text: str) -> None:
    quoted = safe(text)
    assert quoted is None or (0 < len(quoted) <= LONGEST_QUOTE and len(quoted.splitlines()) == 1)
    assert quoted is None or safe(quoted) == quoted


def test_the_title_is_the_line_at_the_top_from_the_left() -> None:
    analysis = seen(line("Body text", y=300), line("Help", x=900, y=12), line("Account settings", x=10, y=16))
    assert seen_text.title(place(analysis=analysis)) == "Account settings"


def test_no_title_is_quoted_that_was_not_read_surely() -> None:
    assert seen_text.title(place(analysis=seen(line("Account settings", sure=0.89)))) is None
    assert seen_text.title(place(analysis=seen(line("Account settings", sure=float("nan"))))) is None
    assert seen_text.title(place(analysis=seen(replace(line("Account settings"), words=())))) is None


def test_no_name_is_quoted_that_stands_beside_an_address() -> None:
    beside = seen(line("Maria Lopez", y=10), line("maria@example.org", y=35))
    apart = seen(line("Maria Lopez", y=10), line("maria@example.org", y=400))
    assert seen_text.title(place(analysis=beside)) is None
    assert seen_text.title(place(analysis=apart)) == "Maria Lopez"


@pytest.mark.parametrize("label", ["Password", "Password:", "API key", "Kennwort:", "密码"])
def test_nothing_is_quoted_that_stands_beside_a_field_for_a_secret(label: str) -> None:
    value = line("Summer holiday", x=200)
    known = seen(line(label), value, highlights=[framed(value)])
    assert seen_text.highlighted(place(analysis=known)) is None
    assert seen_text.mentioned(place(analysis=known, text_before="Type Summer holiday.")) is None
    assert seen_text.title(place(analysis=seen(line("Account settings"), line(label, y=400)))) == "Account settings"
    field = line(label)
    assert seen_text.highlighted(place(analysis=seen(field, highlights=[framed(field)]))) == safe(label)


def test_several_frames_do_not_tell_what_is_meant() -> None:
    save, cancel = lines("Save draft", "Cancel all")
    both = seen(save, cancel, highlights=[framed(save), framed(cancel)])
    assert seen_text.highlighted(place(analysis=both)) is None


def test_the_words_in_the_one_frame_are_quoted() -> None:
    save, cancel = lines("Save draft", "Cancel all")
    assert seen_text.highlighted(place(analysis=seen(save, cancel, highlights=[framed(cancel)]))) == "Cancel all"


def test_a_frame_is_quoted_whatever_arrows_there_are() -> None:
    save, cancel = lines("Save draft", "Cancel all")
    both = seen(save, cancel, highlights=[framed(save), pointed(cancel)])
    assert seen_text.highlighted(place(analysis=both)) == "Save draft"
    assert seen_text.pointed_at(place(analysis=both)) is None


def test_the_words_at_the_tip_of_the_one_arrow_are_told_apart_from_framed_ones() -> None:
    save, cancel = lines("Save draft", "Cancel all")
    known = place(analysis=seen(save, cancel, highlights=[pointed(cancel)]))
    assert (seen_text.highlighted(known), seen_text.pointed_at(known)) == (None, "Cancel all")
    assert seen_text.pointed_at(place(analysis=seen(save, cancel, highlights=[framed(cancel)]))) is None
    assert seen_text.pointed_at(place(analysis=seen(save, cancel))) is None
    assert seen_text.pointed_at(place()) is None


def test_several_arrows_do_not_tell_what_is_meant() -> None:
    save, cancel = lines("Save draft", "Cancel all")
    both = seen(save, cancel, highlights=[pointed(save), pointed(cancel)])
    assert seen_text.pointed_at(place(analysis=both)) is None
    wordless = Highlight(Marking.ARROW, Box(400, 400, 80, 20), "", Point(480, 410))
    assert seen_text.pointed_at(place(analysis=seen(save, highlights=[wordless]))) is None
    assert seen_text.pointed_at(place(analysis=seen(save, highlights=[pointed(save), wordless]))) is None


def test_no_words_at_a_tip_are_quoted_that_it_hides_that_were_not_read_surely_or_that_stand_beside_a_secret() -> None:
    unsure = line("Save draft", sure=0.89)
    assert seen_text.pointed_at(place(analysis=seen(unsure, highlights=[pointed(unsure)]))) is None
    read = line("Save draft")
    on_it = replace(pointed(read), tip=Point(read.polygon[0].x + 6, read.polygon[0].y + 10))
    assert seen_text.pointed_at(place(analysis=seen(read, highlights=[on_it]))) is None
    far, near = line("Summer holiday", y=400), line("Summer holiday", x=200)
    known = seen(far, line("Password:"), near, highlights=[pointed(near)])
    assert seen_text.pointed_at(place(analysis=known)) is None


def test_no_words_in_a_frame_are_quoted_that_no_line_bears_out() -> None:
    save, cancel = lines("Save draft", "Cancel all")
    assert seen_text.highlighted(place(analysis=seen(save, highlights=[framed(cancel)]))) is None


def test_a_line_is_mentioned_when_the_sentence_beside_names_it_word_for_word() -> None:
    analysis = seen(*lines("File", "Create new project", "Recent projects"))
    assert seen_text.mentioned(place(analysis=analysis, text_before="Open a file of your projects.")) is None
    assert (
        seen_text.mentioned(place(analysis=analysis, text_before="Select Create new project.")) == "Create new project"
    )
    assert seen_text.mentioned(place(analysis=analysis, text_after="Now Recent projects opens.")) == "Recent projects"


def test_labels_are_the_first_different_names_and_no_numbers() -> None:
    analysis = seen(*lines("Browser", "42", "browser", "Server", "Token store", "a@example.org"))
    assert seen_text.labels(place(analysis=analysis)) == ["Browser", "Server", "Token store"]
    assert chosen(f"Part {letter}" for letter in "abcdefghij") == [f"Part {letter}" for letter in "abcdef"]

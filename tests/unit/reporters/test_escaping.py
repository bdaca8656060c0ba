"""Markdown that shows a text and does nothing else, proven by a renderer."""

import re

import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.reporters.escaping import escape_markdown, one_line, shorten
from tests.fakes.hostile import HOSTILE, MARKUP, TERMINAL

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_GFM
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_WIKILINKS
    | pyromark.Options.ENABLE_SUPERSCRIPT
    | pyromark.Options.ENABLE_SUBSCRIPT
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
)

# What GitHub looks for in the text of the finished page, code left out. An address may begin behind an underscore, and a
# host with a hyphen or a dot (cmark-gfm, extensions/autolink.c).
GITHUB = re.compile(r"@[\w.-]|#\d|\bgh-\d|\w+://|(?:\b|_)www\.|:[\w+-]+:|\b[0-9a-f]{7,40}\b", re.IGNORECASE | re.ASCII)

mixtures = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=6), max_size=6).map("".join)
punctuation = st.text(alphabet="@#:/w._-ghGH0a1`\\|<&$*[]()!~^{}=+> \n", max_size=30)


def cells(markdown):
    """The texts of the cells; pieces of code are marked off, since GitHub looks for nothing inside and across them."""
    found, inside = [], False
    for event in pyromark.events(markdown, options=OPTIONS, merge_text=True):
        match event:
            case {"Start": "TableCell"}:
                found.append([])
                inside = True
            case {"End": "TableCell"}:
                inside = False
            case {"Text": text} if inside:
                found[-1].append(("text", text))
            case {"Code": text} if inside:
                found[-1].append(("code", text))
            case _:
                assert not inside, event
    return found


def table(*texts):
    return "| a | b |\n| --- | --- |\n" + "".join(f"| {escape_markdown(text)} | next |\n" for text in texts)


def show(pieces):
    return "".join(text for _, text in pieces)


def check(text):
    shown = cells(table(text, "last"))
    assert [show(cell) for cell in shown] == ["a", "b", one_line(text), "next", "last", "next"]
    assert not [piece for kind, piece in shown[2] if kind == "text" and GITHUB.search(piece)]


def test_there_are_enough_hostile_texts():
    assert len(HOSTILE) >= 200


@pytest.mark.parametrize(
    "text", ["", "docs/img/a.png:3", "Two cats, one dog (asleep); 100 % calm!", "日本語", "a-b", "3 + 4 = 7"]
)
def test_ordinary_text_is_readable_in_the_source(text):
    assert escape_markdown(text) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_literally(text):
    check(text)


@given(mixtures)
def test_every_mixture_is_shown_literally(text):
    check(text)


@given(punctuation)
def test_every_punctuation_is_shown_literally(text):
    check(text)


@pytest.mark.parametrize("text", [*MARKUP, *TERMINAL])
@pytest.mark.parametrize("frame", ["{}\n", "- {}\n", "before\n\n{}\n\nafter\n"])
def test_no_block_begins_in_a_paragraph_or_a_list(text, frame):
    if not text.strip():
        return
    html = pyromark.html(frame.format(escape_markdown(text)), options=OPTIONS)
    tags = set(re.findall(r"</?([a-z0-9]+)", html))
    assert tags <= {"p", "ul", "li", "code"}, html
    assert html.count("<li>") <= 1


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_shown_is_one_printable_line(text):
    assert one_line(text).isprintable()
    assert escape_markdown(text).isprintable()


def test_a_long_text_is_cut_visibly():
    assert shorten("abcdef", 6) == "abcdef"
    assert shorten("abc def", 5) == "abc…"

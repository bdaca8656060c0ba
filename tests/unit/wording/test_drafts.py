"""The golden table of drafts, and what holds for every draft whatever stands around the image."""

import json
import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import altproof.wording
from altproof.model import (
    Analysis,
    Caption,
    EmbeddedText,
    Grade,
    ImageFile,
    ImageReference,
    Span,
    Status,
    Suggestion,
    Surroundings,
)
from altproof.rules import judge
from altproof.rules.base import Subject
from altproof.rules.profiles import policy
from altproof.rules.text import norm
from altproof.wording import SOURCES, choose
from altproof.wording.polish import LONGEST

TABLE = Path(__file__).with_name("drafts.jsonl")
SITUATIONS = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").split("\n") if line]


def image(path: str, embedded: EmbeddedText) -> ImageFile:
    return ImageFile(path, "0" * 64, "image/svg+xml", None, None, 1, Status.ADDED, embedded)


def subject(situation: dict[str, Any]) -> Subject:
    target, words, seen = situation["target"], situation.get("embedded"), situation.get("analysis")
    reference = ImageReference(
        document="docs/a.md",
        span=Span(1, 1, 1, 9),
        syntax="markdown-inline",
        target=target,
        alt=situation.get("alt"),
        alt_span=None,
        surroundings=Surroundings(**situation.get("surroundings", {})),
        image=situation.get("image"),
    )
    embedded = (
        EmbeddedText(words.get("title"), words.get("description"), tuple(words.get("texts", ()))) if words else None
    )
    caption = Caption(*seen["caption"]) if seen and "caption" in seen else None
    return Subject(
        reference,
        image(target, embedded) if embedded else None,
        Analysis("fake", caption=caption, alt_text=seen.get("alt_text")) if seen else None,
    )


@pytest.mark.parametrize("situation", [pytest.param(s, id=s["name"]) for s in SITUATIONS])
def test_the_draft_is_the_one_in_the_golden_table(situation: dict[str, Any]) -> None:
    chosen = choose(subject(situation))
    expect = situation["expect"]
    assert chosen == Suggestion(
        alt=expect["alt"],
        grade=Grade(expect["grade"]),
        source=expect["source"],
        confidence=expect["confidence"],
        note=expect["note"],
    )


def test_the_golden_table_covers_every_grade_and_every_source() -> None:
    assert len({situation["name"] for situation in SITUATIONS}) == len(SITUATIONS) >= 40
    assert {s["expect"]["grade"] for s in SITUATIONS} == set(Grade)
    assert {s["expect"]["source"] for s in SITUATIONS} == {"author", "svg", "caption", "model", "words", None}


def test_every_module_that_names_a_source_is_in_the_table() -> None:
    modules = [import_module(f"altproof.wording.{m.name}") for m in pkgutil.iter_modules(altproof.wording.__path__)]
    named = {module.NAME for module in modules if hasattr(module, "NAME")}
    assert named == {source.NAME for source in SOURCES}


PIECES = st.sampled_from(
    [
        "login page", "Screenshot", "image of ", "picture of a ", "Diagram", "login.png", "https://example.org", "\n", "\t",
        "\u202e", "\u200b", "\u200d", "\ud800", "\x1b[0m", "<b>", "@all", " ", ".", "figure 3: ", "図", "الصورة", "e\u0301", "::x", "of",
        "a", "screenshots/", ".svg", "%20", "%FF", "2024-04-28", "data:", "?", "#", "\\",
    ]
)  # fmt: skip
WORDS = st.none() | st.lists(PIECES, max_size=8).map("".join) | st.text(st.characters(), max_size=400)
SURROUNDINGS = st.builds(
    Surroundings,
    page_title=WORDS, heading=WORDS, text_before=WORDS, text_after=WORDS, caption=WORDS, title=WORDS, link_target=WORDS,
    link_text=WORDS, role=WORDS, hidden=st.booleans(),
)  # fmt: skip
TEXT = WORDS.map(lambda text: text or "")
SUBJECTS = st.builds(
    Subject,
    reference=st.builds(
        ImageReference,
        document=st.just("docs/a.md"), span=st.just(Span(1, 1, 1, 9)), syntax=TEXT, target=TEXT, alt=WORDS,
        alt_span=st.none(), surroundings=SURROUNDINGS, image=WORDS, fixed_alt=st.booleans(),
    ),
    image=st.none()
    | st.builds(image, TEXT, st.builds(EmbeddedText, WORDS, WORDS, st.lists(TEXT, max_size=5).map(tuple))),
    analysis=st.none()
    | st.builds(
        Analysis,
        engine=st.just("fake"), caption=st.none() | st.builds(Caption, TEXT, st.floats()), alt_text=WORDS,
    ),
)  # fmt: skip


@settings(max_examples=400)
@given(SUBJECTS)
def test_any_subject_gets_a_suggestion_that_is_fit_to_be_shown(subject: Subject) -> None:
    chosen = choose(subject)
    assert chosen.note
    assert len(chosen.note.splitlines()) == 1
    assert chosen.edit is None
    assert (chosen.alt is None) == (chosen.grade is Grade.NONE) == (chosen.source is None)
    assert chosen.confidence is None or 0 <= chosen.confidence <= 1
    if chosen.alt is None:
        return
    assert 0 < len(chosen.alt) <= LONGEST
    assert len(chosen.alt.splitlines()) == 1
    assert chosen.alt == chosen.alt.strip()
    assert chosen.alt.encode("utf-8").decode("utf-8") == chosen.alt
    assert not norm(chosen.alt).startswith(("image of ", "picture of ", "an image of ", "a picture of "))
    assert "://" not in chosen.alt
    reference = ImageReference(
        "docs/a.md", Span(1, 1, 1, 9), "markdown-inline", subject.reference.target, chosen.alt, None
    )
    assert judge(Subject(reference), policy()) == []


@settings(max_examples=200)
@given(SUBJECTS)
def test_the_same_subject_gets_the_same_suggestion_and_never_the_heading(
    subject: Subject,
) -> None:
    chosen = choose(subject)
    assert choose(subject) == chosen
    heading = norm(subject.reference.surroundings.heading or "")
    assert chosen.alt is None or norm(chosen.alt) != heading


@pytest.mark.parametrize("length", [1_000, 100_000])
def test_very_long_texts_all_around_are_cut_to_a_draft(length: int) -> None:
    text = "word " * length
    around = Surroundings(text, text, text, text, text, text, text, text)
    reference = ImageReference("docs/a.md", Span(1, 1, 1, 9), "x", "a" * length, None, None, around)
    embedded = EmbeddedText(text, text, (text, "a" * length))
    chosen = choose(
        Subject(reference, image("a", embedded), Analysis("fake", caption=Caption(text, 0.9), alt_text=text))
    )
    assert chosen.grade is Grade.HIGH
    assert len(chosen.alt or "") <= LONGEST

"""The golden table of drafts, and what holds for every draft whatever stands around the image."""

import json
import pkgutil
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import altproof.wording
from altproof.config import AltTextConfig, AnalysisConfig, Config
from altproof.model import (
    Analysis,
    Appearance,
    Caption,
    EmbeddedText,
    Grade,
    ImageFile,
    ImageReference,
    Span,
    Status,
    Suggestion,
    Surroundings,
    Theme,
    WordSource,
)
from altproof.rules import RULES, judge
from altproof.rules.base import Bond, Cause, KinAlt, Relative, Sibling, Subject
from altproof.rules.profiles import PROFILES
from altproof.text import length, norm
from altproof.wording import SOURCES, choose
from altproof.wording.base import Wishes
from altproof.wording.kinds import kind_of
from altproof.wording.languages import CODES
from altproof.wording.polish import LONGEST
from tests.unit.wording.seen_pictures import framed, line, lines, place, pointed, seen

TABLE = Path(__file__).with_name("drafts.jsonl")
SITUATIONS = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").split("\n") if line]


def image(path: str, embedded: EmbeddedText) -> ImageFile:
    return ImageFile(path, "0" * 64, "image/svg+xml", None, None, 1, Status.ADDED, embedded)


MARKS = {"framed": framed, "pointed": pointed}


def subject(situation: dict[str, Any]) -> Subject:
    target, words = situation["target"], situation.get("embedded")
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
    return Subject(
        reference,
        image(target, embedded) if embedded else None,
        analysis(situation),
        language=situation.get("language", "en"),
        elsewhere=tuple(situation.get("elsewhere", ())),
        kin=tuple(kin_alt(*given) for given in situation.get("kin", ())),
        siblings=tuple(Sibling(*sibling) for sibling in situation.get("siblings", ())),
    )


def kin_alt(alt: str, path: str, bond: str, theme: str | None = None) -> KinAlt:
    return KinAlt(alt, Relative(path, Bond(bond), Theme(theme) if theme else None))


def analysis(situation: dict[str, Any]) -> Analysis | None:
    said, looked = situation.get("analysis"), situation.keys() & {"read", "pixels", "blank", "frames"}
    if not said and not looked:
        return None
    read = lines(*situation.get("read", ()))
    drawn = [mark(read[situation[key]]) for key, mark in MARKS.items() if key in situation]
    kind, blank, frames = situation.get("pixels"), situation.get("blank", False), situation.get("frames", 1)
    found = seen(*read, kind=kind, highlights=drawn, blank=blank, frames=frames) if looked else Analysis("fake")
    caption = Caption(*said["caption"]) if said and "caption" in said else None
    return replace(found, caption=caption, alt_text=said.get("alt_text") if said else None)


def wishes(situation: dict[str, Any]) -> Wishes:
    config = Config(
        analysis=AnalysisConfig(
            language=situation.get("spoken", "en"), gender_neutral_caption=situation.get("gender_neutral", False)
        ),
        alt_text=AltTextConfig(profile=situation.get("profile", "wcag")),
    )
    return Wishes.of(config)


@pytest.mark.parametrize("situation", [pytest.param(s, id=s["name"]) for s in SITUATIONS])
def test_the_draft_is_the_one_in_the_golden_table(situation: dict[str, Any]) -> None:
    chosen = choose(subject(situation), wishes(situation))
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
    assert {s["expect"]["source"] for s in SITUATIONS} == {
        *("author", "svg", "caption", "model", "words", "sibling"),
        None,
    }


def test_every_module_that_names_a_source_is_in_the_table() -> None:
    modules = [import_module(f"altproof.wording.{m.name}") for m in pkgutil.iter_modules(altproof.wording.__path__)]
    named = {module.NAME for module in modules if hasattr(module, "NAME")}
    assert named == set(SOURCES)


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
LINES = st.lists(st.builds(line, TEXT, y=st.integers(0, 500), sure=st.sampled_from([0.5, 0.95])), max_size=4).map(tuple)


def some_subject(*values: Any, **named: Any) -> Subject:
    """Hypothesis would look up the types of `Subject`, of which some are known to type checkers only."""
    return Subject(*values, **named)


SUBJECTS = st.builds(
    some_subject,
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
        text_lines=st.none() | LINES, appearance=st.none() | st.builds(
            Appearance, kind=st.sampled_from([None, "photo", "icon", "x"]), blank=st.booleans(),
            highlights=LINES.map(lambda read: tuple(map(framed, read[:1]))),
        ),
    ),
    language=st.sampled_from([*CODES, "sv", "xx", "pt-BR"]),
    elsewhere=st.lists(TEXT, max_size=2).map(tuple),
    kin=st.lists(
        st.builds(KinAlt, TEXT, st.builds(Relative, TEXT, st.sampled_from(Bond), st.none() | st.sampled_from(Theme))),
        max_size=2,
    ).map(tuple),
    siblings=st.lists(st.builds(Sibling, st.sampled_from(CODES), TEXT), max_size=2).map(tuple),
)  # fmt: skip
WISHES = st.builds(
    lambda profile, neutral, spoken: Wishes.of(
        Config(AnalysisConfig(language=spoken, gender_neutral_caption=neutral), alt_text=AltTextConfig(profile=profile))
    ),
    st.sampled_from(list(PROFILES)), st.booleans(), st.sampled_from(["en", "de", "sr-Cyrl"]),
)  # fmt: skip
CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@settings(max_examples=200)
@given(SUBJECTS, WISHES)
def test_any_subject_gets_a_suggestion_that_is_fit_to_be_shown(subject: Subject, wishes: Wishes) -> None:
    chosen = choose(subject, wishes)
    assert chosen.note
    assert len(chosen.note.splitlines()) == 1
    assert not CONTROLS.search(chosen.note)
    assert chosen.edit is None
    assert (chosen.alt is None) == (chosen.grade is Grade.NONE) == (chosen.source is None)
    assert chosen.confidence is None or 0 <= chosen.confidence <= 1
    if chosen.alt is None:
        return
    assert 0 < length(chosen.alt) <= min(LONGEST, wishes.policy["long-alt"].options.max_length)
    assert len(chosen.alt.splitlines()) == 1
    assert chosen.alt == chosen.alt.strip()
    assert not CONTROLS.search(chosen.alt)
    assert not norm(chosen.alt).startswith(("image of ", "picture of ", "an image of ", "a picture of "))
    assert "://" not in chosen.alt


@settings(max_examples=200)
@given(SUBJECTS, WISHES)
def test_no_draft_breaks_a_rule_of_the_profile(subject: Subject, wishes: Wishes) -> None:
    chosen = choose(subject, wishes)
    if chosen.alt is None:
        return
    written_in = {
        WordSource.CAPTION: {wishes.spoken},
        WordSource.SIBLING: {sibling.language for sibling in subject.siblings},
    }.get(chosen.source, {subject.language})
    kind = kind_of(subject)
    around = subject.reference.surroundings
    shown = ImageReference(
        "docs/a.md", Span(1, 1, 1, 9), subject.reference.syntax, subject.reference.target, chosen.alt, None,
        Surroundings(page_title=around.page_title, link_target=around.link_target, link_text=around.link_text),
        subject.reference.image,
    )  # fmt: skip
    judged = Subject(shown, subject.image, subject.analysis, find_kind=lambda: kind.name if kind else None)
    causes = {Cause.WORDS, Cause.STYLE, Cause.COPY}
    broken = [
        {v.rule for v in judge(replace(judged, language=language), wishes.policy) if RULES[v.rule].CAUSE in causes}
        for language in written_in
    ]
    assert set() in broken


@settings(max_examples=200)
@given(SUBJECTS, WISHES)
def test_the_same_subject_gets_the_same_suggestion_and_never_the_heading_or_the_caption(
    subject: Subject, wishes: Wishes
) -> None:
    chosen = choose(subject, wishes)
    assert choose(subject, wishes) == chosen
    around = subject.reference.surroundings
    assert chosen.alt is None or norm(chosen.alt) not in {norm(around.heading or ""), norm(around.caption or "")}


CODE = st.from_regex(r"[bcdfghjklmnpqrstvwxz]{5,9}|[a-z]{3}_[a-z]{3}|[a-z]{2}[0-9][a-z]{2}[0-9]{2}", fullmatch=True)


@settings(max_examples=100)
@given(CODE, st.lists(st.sampled_from(["login", "page", "screenshot", "settings"]), max_size=3), st.booleans())
def test_no_draft_from_names_or_text_in_the_image_holds_a_code(code: str, words: list[str], in_image: bool) -> None:
    name = "-".join([*words[:1], *([] if in_image else [code]), *words[1:]])
    read = line(f"Open {code}")
    analysis = seen(read, highlights=[framed(read)]) if in_image else None
    said = "it" if code.isalpha() else code  # letters that a person writes in running text are a name
    chosen = choose(place(f"img/{name}.png", analysis, heading=f"Open {said}", text_before=f"Now open {said}."))
    assert code not in (chosen.alt or "").lower()


@pytest.mark.parametrize("characters", [1_000, 100_000])
def test_very_long_texts_all_around_are_cut_to_a_draft(characters: int) -> None:
    text = "word " * characters
    around = Surroundings(text, text, text, text, text, text, text, text)
    reference = ImageReference("docs/a.md", Span(1, 1, 1, 9), "x", "a" * characters, None, None, around)
    embedded = EmbeddedText(text, text, (text, "a" * characters))
    chosen = choose(
        Subject(reference, image("a", embedded), Analysis("fake", caption=Caption(text, 0.9), alt_text=text))
    )
    assert chosen.grade is Grade.MEDIUM
    assert chosen.note.endswith("; shortened")
    assert len(chosen.alt or "") <= LONGEST

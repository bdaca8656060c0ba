"""The rules that look at the change, at the picture and at the file: no name, address or word makes them fail."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from altproof.model import (
    Analysis,
    Caption,
    ImageFile,
    ImageReference,
    Point,
    RuleChoice,
    Severity,
    Span,
    Status,
    Surroundings,
    Tag,
    TargetKind,
    TextLine,
)
from altproof.rules import RULES, judge
from altproof.rules.base import Subject
from altproof.rules.options import Options
from altproof.rules.profiles import policy
from altproof.text import one_line

OWN = (
    *("stale-alt", "text-missing-from-alt", "inaccurate-alt", "needless-alt"),
    *("missing-image-file", "wrong-case-path", "unused-image-file", "undescriptive-file-name"),
)
TEXT = st.text(st.characters(), max_size=200)  # lone surrogates included
NAME = TEXT | st.sampled_from(
    ["img/IMG_1.png", "C:\\a.png", "img/a b.png", "../x/" * 40 + "a.svg", "%ff%00.png", "@2x.png"]
)
CORNERS = st.lists(st.builds(Point, st.integers(-9, 999), st.integers(-9, 999)), max_size=5).map(tuple)
SHARE = st.floats(0, 1)
LONGEST_MESSAGE = 600

REFERENCES = st.builds(
    ImageReference,
    document=NAME,
    span=st.just(Span(1, 1, 1, 2)),
    syntax=st.sampled_from(["markdown-inline", "html-img", "file", "rst-image", ""]),
    target=NAME,
    alt=st.none() | TEXT | st.sampled_from(["Diagram of a", "Photo of a"]),
    alt_span=st.none(),
    surroundings=st.builds(Surroundings, caption=st.none() | TEXT, link_target=st.none() | TEXT, text_before=TEXT),
    image=st.none() | NAME,
    target_kind=st.sampled_from(TargetKind),
    near=st.none() | NAME,
    target_before=st.none() | NAME,
)
ANALYSES = st.builds(
    Analysis,
    engine=st.just("azure"),
    caption=st.none() | st.builds(Caption, TEXT, SHARE),
    tags=st.none() | st.lists(st.builds(Tag, TEXT | st.sampled_from(["diagram", "sky", "tree"]), SHARE)).map(tuple),
    text_lines=st.none() | st.lists(st.builds(TextLine, TEXT, CORNERS), max_size=5).map(tuple),
    alt_text=st.none() | st.just("") | TEXT,
)
FILES = st.builds(
    ImageFile,
    path=NAME,
    sha256=st.just(""),
    media_type=st.just("image/png"),
    width=st.none() | st.integers(1, 20),
    height=st.none() | st.integers(1, 20),
    byte_count=st.just(1),
    status=st.sampled_from(Status),
)


def some_subject(*values: Any, **named: Any) -> Subject:
    """Hypothesis would look up the types of `Subject`, of which some are known to type checkers only."""
    return Subject(*values, **named)


SUBJECTS = st.builds(
    some_subject,
    REFERENCES,
    image=st.none() | FILES,
    analysis=st.none() | ANALYSES,
    language=TEXT | st.sampled_from(["en", "fr"]),
    image_status=st.none() | st.sampled_from(Status),
    find_kind=st.sampled_from([None, "logo", "photo", "screenshot"]).map(lambda kind: lambda: kind),
    changed_pixels=st.none() | SHARE,
    shown_by=st.none() | st.integers(0, 2),
)


@given(SUBJECTS, st.sampled_from(["any", "kebab", "words"]))
def test_nothing_makes_these_rules_raise_or_break_their_line(subject: Subject, style: str) -> None:
    for name in OWN:
        violation = RULES[name].check(subject, Options(name_style=style))
        if violation is not None:
            assert one_line(violation.message) == violation.message
            assert len(violation.message) < LONGEST_MESSAGE


def test_a_very_long_name_is_judged_in_part() -> None:
    name = "docs/" + "Ä " * 200_000 + ".png"
    reference = ImageReference(name, Span(1, 1, 1, 2), "file", name, None, None, image=name)
    file = Subject(reference, shown_by=0)
    for rule in ("unused-image-file", "undescriptive-file-name"):
        violation = RULES[rule].check(file, Options(name_style="kebab"))
        assert violation is not None
        assert len(violation.message) < LONGEST_MESSAGE


def test_a_file_is_judged_by_rules_about_files_only() -> None:
    path = "docs/img/IMG_0412.png"
    reference = ImageReference(path, Span(1, 1, 1, 1), "file", path, None, None, image=path)
    every = policy(choices={name: RuleChoice(names_severity=True, severity=Severity.NOTICE) for name in RULES})
    found = [verdict.rule for verdict in judge(Subject(reference, shown_by=0, image_status=Status.MODIFIED), every)]
    assert found == ["unused-image-file"]


def test_a_change_is_reported_only_where_words_describe_the_image() -> None:
    named = ImageReference(
        *("docs/a.md", Span(1, 1, 1, 9), "markdown-inline", "img/login.png", "login.png", None),
        image="docs/img/login.png",
        target_before="img/login.png",
    )
    described = replace(named, alt="Login form with an error under the password field")
    found = judge(Subject(named, image_status=Status.MODIFIED), policy())
    assert [verdict.rule for verdict in found] == ["filename-as-alt"]
    found = judge(Subject(described, image_status=Status.MODIFIED), policy())
    assert [(verdict.rule, verdict.severity) for verdict in found] == [("stale-alt", Severity.WARNING)]
    mild = judge(Subject(described, image_status=Status.MODIFIED, changed_pixels=0.001), policy())
    assert [(verdict.rule, verdict.severity) for verdict in mild] == [("stale-alt", Severity.NOTICE)]

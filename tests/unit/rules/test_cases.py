"""Every case file belongs to a rule, every rule has one, and each line of it gives the message it names.

A line of `tests/cases/rules/<rule>.jsonl` is one JSON object: `alt`, `target` and `expect` (the exact message, or null)
must be there; `syntax`, `image`, `fixed_alt`, `surroundings` and every other field of `ImageReference` and `Subject`
may be. `page` lists the images of the document as objects of the same kind, this one as `"this"`. `options` are those
of the rule. `fix` and `severity` are checked when given, and a message with neither has neither.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from altproof.model import (
    Analysis,
    Caption,
    ImageFile,
    ImageReference,
    Point,
    Span,
    Status,
    Surroundings,
    Tag,
    TargetKind,
    TextLine,
    Theme,
)
from altproof.readers import reader_for
from altproof.readers.base import Site
from altproof.readers.leftovers import leftovers
from altproof.rules import RULES, pages
from altproof.rules.base import Cause, Needs, Subject
from altproof.rules.options import Options
from altproof.rules.page import Page
from altproof.rules.profiles import PROFILES, policy

FOLDER = Path(__file__).parents[2] / "cases" / "rules"
FEWEST = 12
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def lines(rule: str) -> list[dict[str, Any]]:
    text = (FOLDER / f"{rule}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def reference(case: dict[str, Any], line: int = 1) -> ImageReference:
    return ImageReference(
        document=case.get("document", "docs/a.md"),
        span=Span(case.get("line", line), 1, case.get("line", line), 9),
        syntax=case.get("syntax", "markdown-inline"),
        target=case["target"],
        alt=case["alt"],
        alt_span=Span(*case["alt_span"]) if "alt_span" in case else None,
        surroundings=surroundings(case.get("surroundings", {})),
        image=case.get("image"),
        fixed_alt=case.get("fixed_alt", False),
        target_kind=TargetKind(case.get("target_kind", "unknown")),
        near=case.get("near"),
        target_before=case.get("target_before"),
        changed=case.get("changed", False),
    )


def surroundings(given: dict[str, Any]) -> Surroundings:
    theme = {"theme": Theme(given["theme"])} if "theme" in given else {}
    return Surroundings(**{**given, **theme})


def text_line(given: dict[str, Any]) -> TextLine:
    left, top, right, bottom = given["box"]
    return TextLine(given["text"], (Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)))


def analysis(given: dict[str, Any]) -> Analysis:
    """`caption`: [words, confidence], `tags`: {name: confidence}, `text_lines`: [{text, box: [x, y, x, y]}]."""
    return Analysis(
        engine=given.get("engine", "azure"),
        caption=Caption(*given["caption"]) if "caption" in given else None,
        tags=tuple(Tag(*pair) for pair in given["tags"].items()) if "tags" in given else None,
        text_lines=tuple(map(text_line, given["text_lines"])) if "text_lines" in given else None,
        alt_text=given.get("alt_text"),
    )


def image_file(given: dict[str, Any]) -> ImageFile:
    facts = {"path": "a.png", "sha256": "", "media_type": "image/png", "byte_count": 1, "status": Status.UNCHANGED}
    return ImageFile(**{**facts, "width": None, "height": None, **given})


def subject(case: dict[str, Any]) -> Subject:
    own = reference(case)
    shown = [own if other == "this" else reference(other, 9 + n) for n, other in enumerate(case.get("page", ["this"]))]
    return Subject(
        own,
        image=image_file(case["image_file"]) if "image_file" in case else None,
        analysis=analysis(case["analysis"]) if "analysis" in case else None,
        page=Page(shown),
        language=case.get("language", "en"),
        image_status=Status(case["image_status"]) if "image_status" in case else None,
        find_kind=lambda: case.get("kind"),
        changed_pixels=case.get("changed_pixels"),
        shown_by=case.get("shown_by"),
        other_alts=tuple(case.get("other_alts", ())),
        other_theme_alts=tuple(case.get("other_theme_alts", ())),
    )


def options(case: dict[str, Any]) -> Options:
    given = case.get("options", {})
    return Options(**{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()})


CASES = [(rule, number, case) for rule in RULES for number, case in enumerate(lines(rule), start=1)]


def test_every_case_file_belongs_to_a_rule_and_every_rule_has_one() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{rule}.jsonl" for rule in RULES}


@pytest.mark.parametrize("rule", RULES)
def test_a_case_file_shows_what_is_left_alone_and_what_is_flagged(rule: str) -> None:
    expected = [case["expect"] for case in lines(rule)]
    assert len(expected) >= FEWEST
    assert expected.count(None) >= 5
    assert sum(message is not None for message in expected) >= 4


@pytest.mark.parametrize("rule", RULES)
def test_no_case_stands_twice(rule: str) -> None:
    cases = [json.dumps(case, sort_keys=True) for case in lines(rule)]
    assert len(set(cases)) == len(cases)


@pytest.mark.parametrize(("rule", "number", "case"), [pytest.param(*c, id=f"{c[0]}:{c[1]}") for c in CASES])
def test_the_rule_says_exactly_what_the_case_expects(rule: str, number: int, case: dict[str, Any]) -> None:
    violation = RULES[rule].check(subject(case), options(case))
    assert (violation.message if violation else None) == case["expect"]
    if violation is not None:
        assert violation.fix == case.get("fix")
        assert (violation.severity.value if violation.severity else None) == case.get("severity")


def shown_in(example: str) -> list[list[Subject]]:
    """The images of each fenced document of an example, read by the reader of its suffix."""
    documents = []
    for suffix, text in FENCE.findall(example):
        reader = reader_for(f"page.{suffix}")
        assert reader is not None, f"{suffix}: the fence of an example names the suffix of a document"
        found = reader.references(f"page.{suffix}", text, Site(output_images=True))
        found += leftovers(f"page.{suffix}", text, reader)
        page = Page(found)
        documents.append([placed(one, page) for one in found])
    return documents


def placed(reference: ImageReference, page: Page) -> Subject:
    """A place with what is to be known of the others of its page."""
    half = page.half(reference)
    other_theme = (half.alt,) if half is not None and half.alt else ()
    return Subject(reference, page=page, other_alts=elsewhere(reference, page.references), other_theme_alts=other_theme)


def elsewhere(reference: ImageReference, found: Sequence[ImageReference]) -> tuple[str, ...]:
    """The alt texts of the other places of a document that show the same image."""
    return tuple(one.alt for one in found if one.target == reference.target and one is not reference and one.alt)


READ = {Needs.DOCUMENT, Needs.IMAGE, Needs.AUDIT}
FROM_TEXT_ALONE = [name for name, rule in RULES.items() if rule.NEEDS in READ and rule.CAUSE is not Cause.FILE]


@pytest.mark.parametrize("rule", FROM_TEXT_ALONE)
def test_the_examples_of_a_rule_show_what_it_flags_and_what_it_leaves_alone(rule: str) -> None:
    page, setting = RULES[rule].HELP, example_options(rule)
    before, after = shown_in(page.before), shown_in(page.after)
    assert before
    assert len(before) == len(after)
    for subjects in before:
        assert any(RULES[rule].check(one, setting) for one in subjects), subjects
    for subjects in after:
        assert subjects or rule == "unparsed-image-syntax"
        assert not any(RULES[rule].check(one, setting) for one in subjects), subjects


def example_options(rule: str) -> Options:
    """Those of the strictest profile, so that every example shows something."""
    strict = {
        "short-alt": Options(min_length=40),
        "long-alt": Options(max_length=150),
        "redundant-opening": Options(photo_is_redundant=True),
    }
    return strict.get(rule, Options())


def fixes() -> list[Any]:
    return [
        pytest.param(rule, case, id=f"{rule}:{number}") for rule, number, case in CASES if case.get("fix") is not None
    ]


@pytest.mark.parametrize(("rule", "case"), fixes())
def test_a_fix_mends_what_the_rule_found(rule: str, case: dict[str, Any]) -> None:
    mended = subject({**case, "alt": case["fix"]})
    assert RULES[rule].check(mended, options(case)) is None


ASK_FOR_MORE = {"short-alt", "untyped-alt", "unpunctuated-alt"}
"""What these miss a person has to add; a fix only takes away what hid that it is missing."""
WORDING = [
    name for name, rule in RULES.items() if rule.CAUSE in {Cause.WORDS, Cause.STYLE} and name not in ASK_FOR_MORE
]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(("rule", "case"), fixes())
def test_a_fix_breaks_no_other_rule_about_words_or_style(rule: str, case: dict[str, Any], profile: str) -> None:
    settings = {name: found.options for name, found in policy(profile).items() if found.severity and name in WORDING}
    flawed, mended = subject(case), subject({**case, "alt": case["fix"]})
    broken = [
        name
        for name, setting in settings.items()
        if RULES[name].check(mended, setting) and not RULES[name].check(flawed, setting)
    ]
    assert broken == [], rule


@pytest.mark.parametrize("rule", [name for name, rule in RULES.items() if rule.CAUSE is not Cause.FILE])
def test_the_page_of_a_rule_offers_to_allow_alt_texts_where_there_are_any(rule: str) -> None:
    flagged = {case["alt"] or "" for case in lines(rule) if case["expect"]}
    written = {alt for alt in flagged if not alt.startswith("<Figure size")}  # Matplotlib's, which nobody wants
    assert ("- `allow`:" in pages.page(RULES[rule])) is any(written)

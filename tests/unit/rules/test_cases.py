"""Every case file belongs to a rule, every rule has one, and each line of it gives the message it names."""

import json
from pathlib import Path
from typing import Any

import pytest

from altproof.model import ImageReference, Span, Subject, Surroundings
from altproof.rules import RULES

FOLDER = Path(__file__).parents[2] / "cases" / "rules"
DOCS = Path(__file__).parents[3] / "docs" / "rules"
FEWEST = 25
HEADINGS = ["What it flags", "Why", "Before", "After", "When to ignore it", "Options"]


def lines(rule: str) -> list[dict[str, Any]]:
    text = (FOLDER / f"{rule}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def subject(case: dict[str, Any]) -> Subject:
    return Subject(
        ImageReference(
            document="docs/a.md",
            span=Span(1, 1, 1, 9),
            syntax=case.get("syntax", "markdown-inline"),
            target=case["target"],
            alt=case["alt"],
            alt_span=None,
            surroundings=Surroundings(**case.get("surroundings", {})),
            image=case.get("image"),
            fixed_alt=case.get("fixed_alt", False),
        )
    )


CASES = [(rule, number, case) for rule in RULES for number, case in enumerate(lines(rule), start=1)]


def test_every_case_file_belongs_to_a_rule_and_every_rule_has_one() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{rule}.jsonl" for rule in RULES}


@pytest.mark.parametrize("rule", RULES)
def test_a_case_file_shows_what_is_left_alone_and_what_is_flagged(rule: str) -> None:
    expected = [case["expect"] for case in lines(rule)]
    assert len(expected) >= FEWEST
    assert expected.count(None) >= 10
    assert sum(message is not None for message in expected) >= 10


@pytest.mark.parametrize("rule", RULES)
def test_no_case_stands_twice(rule: str) -> None:
    cases = [json.dumps(case, sort_keys=True) for case in lines(rule)]
    assert len(set(cases)) == len(cases)


@pytest.mark.parametrize(("rule", "number", "case"), [pytest.param(*c, id=f"{c[0]}:{c[1]}") for c in CASES])
def test_the_rule_says_exactly_what_the_case_expects(rule: str, number: int, case: dict[str, Any]) -> None:
    violation = RULES[rule].check(subject(case))
    assert (violation.message if violation else None) == case["expect"]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_page_with_the_agreed_headings(rule: str) -> None:
    page = (DOCS / f"{rule}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {rule}\n")
    assert [line[3:] for line in page.splitlines() if line.startswith("## ")] == HEADINGS
    assert f"| Severity | {RULES[rule].SEVERITY} |" in page
    assert "| Since | 0.1.0 |" in page
    assert "| Works offline | yes |" in page

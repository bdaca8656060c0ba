"""Our rules against markdownlint's MD045 on the documents of its own tests, and what we do otherwise."""

from __future__ import annotations

import json
from typing import Any

import pytest

from altproof.model import Severity
from altproof.readers import reader_for
from altproof.rules import judge
from altproof.rules.base import Subject
from altproof.rules.page import Page
from altproof.rules.profiles import Policy, Setting, policy
from tests.shared import SHARED

SUITE = SHARED / "cases" / "markdownlint-md045.jsonl"
SAME = ("missing-alt", "title-instead-of-alt", "empty-alt-in-link")
"""What MD045 calls one violation is told by one of these."""
OTHERWISE = {
    *("placeholder-alt", "generic-alt", "url-as-alt", "filename-as-alt"),  # an alt text is there, and says nothing
    *("text-repeated-in-alt", "repeated-alt", "adjacent-duplicate-alt"),  # or says what is heard already
}
"""Rules without a counterpart in MD045 that find something in these documents."""

if not SUITE.exists():
    pytest.skip("markdownlint-md045.jsonl: the shared suites are not here", allow_module_level=True)

CASES = [json.loads(line) for line in SUITE.read_text("utf-8").splitlines()]


def violations(case: dict[str, Any], policy: Policy) -> list[tuple[int, str]]:
    reader = reader_for("page.md")
    assert reader is not None
    found = reader.references("page.md", case["source_text"])
    page = Page(found)
    return [(one.span.line, verdict.rule) for one in found for verdict in judge(Subject(one, page=page), policy)]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
def test_the_same_places_lack_an_alt_text(case: dict[str, Any]) -> None:
    found = violations(case, Policy({rule: Setting(Severity.ERROR) for rule in SAME}))
    assert sorted(line for line, _ in found) == case["expected"]["violation_lines"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
def test_our_own_profile_finds_those_and_words_that_say_nothing(case: dict[str, Any]) -> None:
    found = violations(case, policy())
    assert {line for line, rule in found if rule in SAME} == set(case["expected"]["violation_lines"])
    assert {rule for _, rule in found} <= OTHERWISE | set(SAME)

"""The words that all outputs share."""

import pytest

from altproof.model import Grade, Severity, WordSource
from altproof.reporters import words
from tests.golden.shared_report import DECORATIVE, NO_DRAFT, PLAN, REPORT, SHOWN, UNSURE


def test_every_member_has_its_words():
    assert words.SEVERITIES.keys() == set(Severity)
    assert words.GRADES.keys() == set(Grade)
    assert words.SOURCES.keys() == set(WordSource)


@pytest.mark.parametrize(
    ("parts", "text"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), ([], "")]
)
def test_lists_are_read_like_a_sentence(parts, text):
    assert words.listed(parts) == text


def test_numbers_agree_with_their_nouns():
    assert [words.count(number, "error") for number in (0, 1, 2)] == ["no errors", "1 error", "2 errors"]


def test_the_headline_counts_each_severity():
    assert words.headline(REPORT) == "2 errors, 2 warnings and 2 notices"


def test_rules_are_named_in_words():
    assert words.rule_title("filename-as-alt") == "Filename as alt"


def test_alt_texts_that_are_missing_empty_and_written_differ():
    assert [words.present_alt(alt) for alt in (None, "", "a")] == ["none", "empty", '"a"']


def test_drafts_name_grade_source_and_note():
    assert words.draft(None) == ""
    assert words.draft(NO_DRAFT) == "Say what the chart shows."
    assert words.draft(UNSURE).startswith('"Floor plan" (low confidence, from ')
    assert words.draft(DECORATIVE).startswith("empty, as for a decorative image (high confidence")


def test_sizes_are_given_in_units_that_fit():
    assert words.size(PLAN) == "912 bytes"
    assert words.size(SHOWN) == "120 x 120 px, 1023 bytes"

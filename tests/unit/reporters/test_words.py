"""The words that all outputs share."""

import pytest
from msgspec.structs import replace

from altproof.model import Box, ChangeSet, Grade, Severity, Suggestion, WordSource
from altproof.report import Report, RunFacts
from altproof.reporters import words
from altproof.spending import Spending
from tests.golden.shared_report import DECORATIVE, FROM_CAPTION, GOOD, LOST, NO_DRAFT, PLAN, REPORT, SHOWN, UNSURE

EMPTY = Report(RunFacts("check", "none"), ChangeSet(None, None))
PROBLEM = REPORT.problems[1]


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


def test_the_headline_of_a_run_with_nothing_to_check_does_not_praise_it():
    assert words.headline(EMPTY) == "nothing to check: no image changed, and no document that was read shows one"


def test_the_headline_of_a_cancelled_run_praises_nothing():
    cancelled = replace(EMPTY.run, cancelled=True)
    for one in (replace(EMPTY, run=cancelled), replace(EMPTY, run=cancelled, references=(GOOD,))):
        assert words.headline(one) == "nothing found before the run was cancelled"
    assert words.headline(replace(EMPTY, run=cancelled, findings=REPORT.findings[:1])) == "1 error"


def test_the_headline_praises_what_was_checked():
    praise = "no problems found in alt text"
    assert words.headline(replace(EMPTY, references=(GOOD,))) == praise
    assert words.headline(replace(EMPTY, run=RunFacts("check", "none", changed_images=1))) == praise


def test_the_headline_names_what_could_not_be_done():
    one = replace(EMPTY, problems=(PROBLEM,))
    assert words.headline(one) == "no problems found in alt text, but 1 thing could not be done"
    two = replace(EMPTY, references=(GOOD,), problems=(PROBLEM, replace(PROBLEM, subject="head")))
    assert words.headline(two) == "no problems found in alt text, but 2 things could not be done"


def test_findings_come_before_what_could_not_be_done():
    assert words.headline(replace(EMPTY, findings=REPORT.findings[:1], problems=(PROBLEM,))) == "1 error"


def test_rules_are_named_in_words():
    assert words.rule_title("filename-as-alt") == "Filename as alt"


def test_alt_texts_that_are_missing_empty_and_written_differ():
    assert [words.present_alt(alt) for alt in (None, "", "a")] == ["none", "empty", '"a"']


def test_an_alt_text_that_holds_quotation_marks_stands_in_others():
    assert words.present_alt('Settings with "Save" marked') == '“Settings with "Save" marked”'
    assert words.proposed_alt('Settings with "Save" marked') == '“Settings with "Save" marked”'


def test_a_message_beside_the_name_of_its_image_does_not_say_the_name_again():
    finding = REPORT.findings[0]
    named = replace(finding, message=f"{finding.reference.image}: there is no alt text.")
    other = replace(finding, message="assets/other.png: there is no alt text.")
    assert words.beside_image(other) == "assets/other.png: there is no alt text."
    assert words.beside_image(named) == "There is no alt text."


def test_a_dry_run_says_at_least_of_calls_only():
    dear = replace(EMPTY, run=RunFacts("check", "azure", spending=Spending(calls=2)))
    kept = replace(EMPTY, run=RunFacts("check", "azure", spending=Spending(images_from_cache=1)))
    assert words.foreseen_spending(EMPTY) == ""
    assert words.foreseen_spending(dear) == "at least 2 calls"
    assert words.foreseen_spending(kept) == "no calls, 1 image from the cache"


def test_drafts_name_grade_source_and_note():
    assert words.draft(None) == ""
    assert words.draft(NO_DRAFT) == "Say what the chart shows."
    assert words.draft(UNSURE) == (
        '"Floor plan" (low confidence; from the words in and around the image; only the file name is known)'
    )
    assert words.draft(DECORATIVE) == (
        "empty, as for a decorative image (high confidence; from the author's own words; the page repeats it)"
    )
    assert words.draft(Suggestion("a", Grade.MEDIUM, WordSource.SVG)) == (
        '"a" (medium confidence; from the text of the SVG file)'
    )


def test_a_note_that_says_where_the_words_are_from_replaces_the_source():
    for source in (WordSource.CAPTION, None):
        draft = replace(FROM_CAPTION, alt="a", source=source, note="from the caption below the image")
        assert words.draft(draft) == '"a" (medium confidence; from the caption below the image)'
    frozen = replace(FROM_CAPTION, alt="a", note="fromage")
    assert words.draft(frozen) == '"a" (medium confidence; from the caption of the image; fromage)'


@pytest.mark.parametrize("grade", Grade)
def test_only_a_grade_that_can_be_committed_makes_a_suggestion(grade):
    given = replace(UNSURE, grade=grade)
    lead = {
        Grade.HIGH: "Suggested alt text: ",
        Grade.MEDIUM: "Suggested alt text: ",
        Grade.LOW: "Not enough is known for a suggestion; to begin with: ",
        Grade.NONE: "Not enough is known for a suggestion; to begin with: ",
    }
    assert words.advice(given) == lead[grade] + words.draft(given)


def test_without_a_draft_the_advice_is_the_note():
    assert words.advice(None) == ""
    assert words.advice(replace(NO_DRAFT, note="say what the chart shows")) == "Say what the chart shows"


def test_sizes_are_given_in_units_that_fit():
    assert words.size(PLAN) == "912 bytes"
    assert words.size(SHOWN) == "120 x 120 px, 1023 bytes"
    assert words.size(LOST) == "300 x 200 px, 5 KiB"


def test_a_region_is_given_by_its_size_and_corner():
    assert words.box(Box(8, 16, 120, 40)) == "120 x 40 px from (8, 16)"

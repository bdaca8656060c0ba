"""What a check run shows: every finding on its line, a conclusion, and pictures that GitHub can fetch."""

import pytest
from msgspec.structs import replace

from altproof.model import Severity, Span
from altproof.reporters import check_run
from altproof.reporters.check_run import conclusion, output
from tests.golden.shared_report import REPORT
from tests.unit.reporters.reviewed import finding, report


def test_a_clean_report_has_no_annotation_and_succeeds():
    made = output(report(), shows_images=True)
    assert (made.annotations, made.images) == ((), ())
    assert conclusion(report(), "notice") == "success"


@pytest.mark.parametrize(
    ("severity", "fail_on", "expected"),
    [
        (Severity.NOTICE, "error", "neutral"),
        (Severity.ERROR, "never", "neutral"),
        (Severity.ERROR, "error", "failure"),
        (Severity.WARNING, "notice", "failure"),
    ],
)
def test_the_conclusion_follows_the_threshold(severity, fail_on, expected):
    assert conclusion(report(finding(1, severity=severity)), fail_on) == expected


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.NOTICE, "notice"), (Severity.WARNING, "warning"), (Severity.ERROR, "failure")]
)
def test_severities_have_the_names_of_check_runs(severity, level):
    (one,) = output(report(finding(1, severity=severity)), shows_images=False).annotations
    assert one.level == level


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ((4, 9), (4, 4, 3, 8)),
        ((4, 3), (4, 4, 3, 3)),
        ((6, 2), (4, 6, None, None)),
        ((5, 1), (4, 4, None, None)),
    ],
    ids=["on one line", "an empty slot", "several lines", "up to a line's beginning"],
)
def test_columns_are_told_only_where_both_ends_are_on_one_line(end, expected):
    (one,) = output(report(finding(4, end=end)), shows_images=False).annotations
    assert (one.start_line, one.end_line, one.start_column, one.end_column) == expected


def test_problems_of_the_run_stand_in_the_summary_and_not_on_a_line():
    made = output(REPORT, shows_images=False)
    assert all(one.path for one in made.annotations)
    assert "the base commit is not there" in made.summary


def test_images_are_shown_only_where_github_can_fetch_them():
    assert output(REPORT, shows_images=False).images == ()
    shown = output(REPORT, shows_images=True).images
    head = "1" * 40
    assert f"https://raw.githubusercontent.com/octo/garden/{head}/docs/img/greenhouse.jpg" in [one.url for one in shown]
    assert not [one for one in shown if one.url.endswith(".svg")]
    assert all(one.alt for one in shown)
    nowhere = replace(REPORT, run=replace(REPORT.run, repository=None))
    assert output(nowhere, shows_images=True).images == ()


def test_five_hundred_annotations_are_enough_and_the_summary_stays_in_its_limit():
    many = report(*[finding(n, alt="é" * 200) for n in range(1, 900)])
    made = output(many, shows_images=False)
    assert len(made.annotations) == check_run.MOST_ANNOTATIONS
    assert len(made.summary) <= 65_535
    assert "left out here for their size" in made.summary


def test_a_finding_without_a_place_of_its_own_points_to_the_first_line():
    image = replace(REPORT, findings=())
    made = [one for one in output(image, shows_images=False).annotations if one.path == "docs/img/broken.gif"]
    assert {(one.start_line, one.end_line, one.start_column) for one in made} == {(1, 1, None)}


def test_the_last_line_of_a_span_is_the_last_that_it_holds_something_of():
    assert Span(1, 1, 3, 1).last_line == 2
    assert Span(3, 1, 3, 1).last_line == 3
    assert Span(1, 1, 3, 2).last_line == 3

"""The totals of a report, the exit code it leads to, and the lists that are derived from it."""

import pytest
from msgspec.structs import replace

from altproof.errors import ExitCode
from altproof.model import ChangeSet, DescribedImage, Problem, Severity, Stage, Status
from altproof.report import NEVER, Report, RunFacts, Totals, exit_code
from tests.golden.shared_report import (
    BROKEN,
    BROKEN_IMAGE,
    ELSEWHERE,
    FROM_CAPTION,
    GOOD,
    GREENHOUSE,
    PLAN,
    REPORT,
    SHOWN,
    UNSURE,
    WITHOUT_ALT,
)

EMPTY = Report(RunFacts("check", "none"), ChangeSet(None, None))
FINDING = REPORT.findings[0]


def with_findings(*severities: Severity) -> Report:
    return replace(EMPTY, findings=tuple(replace(FINDING, severity=severity) for severity in severities))


# --- totals -------------------------------------------------------------------------------------------------------


def test_an_empty_report_counts_nothing():
    assert EMPTY.totals == Totals(0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_a_report_counts_what_is_in_its_lists():
    assert REPORT.totals == Totals(
        errors=2,
        warnings=2,
        notices=2,
        findings=6,
        suggestions=1,
        images=6,
        changed_images=3,
        references=5,
        problems=3,
    )


def test_only_an_edit_makes_a_suggestion_count():
    without = replace(FINDING, suggestion=None)
    vague = replace(FINDING, suggestion=UNSURE)
    no_slot = replace(FINDING, suggestion=replace(FROM_CAPTION, edit=None))
    ready = replace(FINDING, suggestion=FROM_CAPTION)
    assert replace(EMPTY, findings=(without, vague, no_slot)).totals.suggestions == 0
    assert replace(EMPTY, findings=(ready, without, ready)).totals.suggestions == 2


def test_changed_images_are_those_of_the_change_and_not_those_that_could_be_read():
    unreadable = replace(EMPTY, run=RunFacts("check", "none", changed_images=4))
    assert (unreadable.totals.changed_images, unreadable.totals.images) == (4, 0)
    audited = replace(EMPTY, images=(DescribedImage(GREENHOUSE), DescribedImage(SHOWN)))
    assert (audited.totals.changed_images, audited.totals.images) == (0, 2)


# --- exit codes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fail_on", [NEVER, *Severity])
def test_a_report_without_findings_is_fine(fail_on):
    broken = replace(EMPTY, images=(DescribedImage(BROKEN, problem=BROKEN_IMAGE),), problems=REPORT.problems)
    assert exit_code(EMPTY, fail_on) is ExitCode.FINE
    assert exit_code(broken, fail_on) is ExitCode.FINE


def test_findings_never_fail_a_run_that_never_fails():
    assert exit_code(with_findings(*Severity), NEVER) is ExitCode.FINE


@pytest.mark.parametrize("fail_on", Severity)
@pytest.mark.parametrize("found", Severity)
def test_a_finding_at_or_above_the_threshold_fails_the_run(fail_on, found):
    failing = {
        Severity.NOTICE: {Severity.NOTICE, Severity.WARNING, Severity.ERROR},
        Severity.WARNING: {Severity.WARNING, Severity.ERROR},
        Severity.ERROR: {Severity.ERROR},
    }
    expected = ExitCode.FINDINGS if found in failing[fail_on] else ExitCode.FINE
    assert exit_code(with_findings(found), fail_on.value) is expected


def test_the_worst_finding_decides():
    mixed = with_findings(Severity.NOTICE, Severity.WARNING, Severity.NOTICE)
    assert exit_code(mixed, "warning") is ExitCode.FINDINGS
    assert exit_code(mixed, "error") is ExitCode.FINE


def test_exit_codes_are_the_documented_ones():
    assert {code.name: code.value for code in ExitCode} == {
        "FINE": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "ENGINE": 3,
        "INTERRUPTED": 130,
        "TERMINATED": 143,
    }


# --- derived lists ------------------------------------------------------------------------------------------------


def test_only_images_with_new_bytes_can_be_unreferenced():
    images = {status: DescribedImage(replace(PLAN, path=f"{status}.svg", status=status)) for status in Status}
    report = replace(EMPTY, images=tuple(images.values()))
    assert report.unreferenced == (images[Status.ADDED], images[Status.MODIFIED])


def test_an_image_that_any_place_shows_is_not_unreferenced():
    shown, other = DescribedImage(GREENHOUSE), DescribedImage(PLAN)
    report = replace(EMPTY, images=(shown, other), references=(GOOD, ELSEWHERE, WITHOUT_ALT))
    assert WITHOUT_ALT.image == GREENHOUSE.path
    assert report.unreferenced == (other,)


def test_every_problem_is_told_once_in_the_order_it_came():
    own = Problem(Stage.LOOK, PLAN.path, "took too long")
    report = replace(
        EMPTY,
        images=(
            DescribedImage(BROKEN, problem=BROKEN_IMAGE),
            DescribedImage(PLAN, problem=own),
            DescribedImage(SHOWN),
            DescribedImage(replace(PLAN, path="again.svg"), problem=own),
        ),
        problems=(REPORT.problems[1], BROKEN_IMAGE, REPORT.problems[1]),
    )
    assert report.all_problems == (REPORT.problems[1], BROKEN_IMAGE, own)
    assert report.totals.problems == 3


def test_problems_that_differ_in_anything_are_different():
    one = Problem(Stage.LOOK, "a.png", "broken")
    others = (replace(one, subject="b.png"), replace(one, message="gone"), replace(one, stage=Stage.IMAGES))
    assert replace(EMPTY, problems=(one, *others, one)).all_problems == (one, *others)

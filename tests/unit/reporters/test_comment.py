"""The comment in the conversation: the same text for the same, within GitHub's limits, and what stands in its place."""

import pytest
from msgspec.structs import replace

from altproof.report import Channel, Delivery
from altproof.reporters import comment, html, markdown, marker, table, words
from altproof.spending import Spending
from tests.golden.shared_report import REPORT
from tests.unit.reporters.reviewed import finding, report


def test_what_a_run_cost_makes_no_other_comment():
    again = replace(REPORT, run=replace(REPORT.run, spending=Spending(), images_looked_at=0, documents_read=9))
    assert comment.render(again, "Altproof") == comment.render(REPORT, "Altproof")


def test_another_finding_makes_another_comment():
    bodies = [comment.render(report(finding(line)), "Altproof") for line in (1, 2)]
    assert marker.read(bodies[0]).digest != marker.read(bodies[1]).digest


@pytest.mark.parametrize("letter", ["a", "é", "日", "😀", "@", "<"])
def test_hundreds_of_findings_stay_within_characters_and_bytes_and_are_counted(letter):
    body = comment.render(report(*[finding(n, alt=letter * 200) for n in range(1, 400)]), "Altproof")
    assert len(body) < 60_000
    assert len(body.encode()) < 240_000
    shown = body.count("\n| error |")
    assert f"{399 - shown} rows left out here for their size" in body
    assert body.endswith("\n")


def test_all_clear_is_known_as_ours_again():
    found = marker.read(comment.all_clear("Docs"))
    assert (found.kind, found.name) == (marker.Kind.REPORT, "Docs")


LEFT_OUT = Delivery(Channel.REVIEW, done=False, message="the token may not\n::error::x", instead=Channel.ANNOTATIONS)
PARTLY = Delivery(Channel.REVIEW, done=True, count=3, message="GitHub took 1 of its comments on no line")


def test_what_went_well_is_not_told():
    assert words.undelivered(replace(REPORT, deliveries=(Delivery(Channel.COMMENT, done=True, count=6),))) == []


def test_what_was_left_out_is_one_line_in_every_report_for_people():
    told = replace(REPORT, deliveries=(LEFT_OUT, PARTLY))
    assert words.undelivered(told)[1] == "The review tells of 3 findings, but GitHub took 1 of its comments on no line."
    for reporter in (table, markdown, html):
        text = reporter.render(told)
        assert sum("The review was left out: the token may not" in line for line in text.split("\n")) == 1
        assert "see the annotations." in text
        assert "\n::error::x" not in text

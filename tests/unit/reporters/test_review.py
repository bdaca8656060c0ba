"""Which findings are told on lines, which at files, and what such a comment says."""

import pytest

from altproof.model import Lines, Severity
from altproof.reporters import marker, review
from altproof.reporters.marker import Kind
from altproof.reporters.review import plan
from tests.fakes.pull_request import added
from tests.unit.reporters.reviewed import finding, report

LINE = "![](b.png)"
PATCH = added(1, *[LINE] * 40)
SOURCE = {"a.md": dict.fromkeys(range(1, 41), LINE)}


def planned(*findings, patches=None, source=None):
    files = {"a.md": PATCH} if patches is None else patches
    return plan(report(*findings), files, SOURCE if source is None else source, "Altproof")


def test_nothing_is_said_about_files_outside_the_pull_request():
    assert planned(finding(1), patches={"other.md": PATCH, "c.png": None}).remarks == ()


def test_a_report_without_findings_plans_nothing():
    assert planned().remarks == ()


def test_a_line_outside_every_hunk_is_told_at_the_file():
    (remark,) = planned(finding(99, replacement="x")).remarks
    assert (remark.path, remark.lines) == ("a.md", None)
    assert "suggestion\n" not in remark.body
    assert "a.md:99" in remark.body


def test_an_image_of_the_pull_request_is_told_of_an_untouched_document_that_shows_it():
    (remark,) = planned(finding(3, document="far.md"), patches={"b.png": None}).on_files
    assert remark.path == "b.png"
    assert "far.md:3" in remark.body


def test_a_file_of_which_github_shows_no_patch_gets_one_comment_for_all_its_findings():
    (remark,) = planned(finding(1), finding(2), finding(30), patches={"a.md": None}).remarks
    assert remark.lines is None
    assert len(remark.findings) == 3


def test_a_finding_inside_a_hunk_gets_the_edit_to_commit():
    (remark,) = planned(finding(2, replacement="A lighthouse")).on_lines
    assert remark.lines == Lines(2, 2)
    assert remark.body.endswith("\n```suggestion\n![A lighthouse](b.png)\n```\n")


def test_two_images_on_one_line_get_one_comment_with_both_edits():
    line = "![](b.png) ![](c.png)"
    one = finding(1, column=3, replacement="A")
    other = finding(1, column=14, replacement="B", image="c.png", severity=Severity.WARNING)
    (remark,) = planned(one, other, source={"a.md": {1: line}}).on_lines
    assert "\n```suggestion\n![A](b.png) ![B](c.png)\n```" in remark.body
    assert "b.png" in remark.body.split("```")[0]
    assert "c.png" in remark.body.split("```")[0]
    assert remark.findings == (one, other)


def test_neighbouring_lines_get_a_comment_each():
    assert [remark.lines for remark in planned(finding(1), finding(2)).on_lines] == [Lines(1, 1), Lines(2, 2)]


def test_places_that_share_a_line_are_one_comment_over_all_of_them():
    long = finding(2, end=(4, 1 + 1), replacement="A")
    (remark,) = planned(long, finding(4, column=7)).on_lines
    assert remark.lines == Lines(2, 4)


def test_a_place_over_two_hunks_gets_words_on_its_first_part_and_no_edit():
    two = added(1, LINE, LINE) + "\n" + added(9, LINE)
    (remark,) = planned(finding(2, end=(9, 2), replacement="A"), patches={"a.md": two}).on_lines
    assert remark.lines == Lines(2, 2)
    assert "suggestion\n" not in remark.body
    assert "Suggested alt text" in remark.body


def test_an_end_before_the_first_column_of_a_line_leaves_that_line_out():
    (remark,) = planned(finding(2, end=(3, 1))).on_lines
    assert remark.lines == Lines(2, 2)


def test_a_document_that_is_not_known_gets_words_only():
    (remark,) = planned(finding(2, replacement="A"), source={}).on_lines
    assert "suggestion\n" not in remark.body


def test_at_most_thirty_comments_stand_on_lines_and_the_review_counts_the_rest():
    findings = [finding(n, severity=Severity.ERROR if n > 8 else Severity.NOTICE) for n in range(1, 39)]
    made = planned(*findings)
    assert len(made.on_lines) == 30
    assert all(one.severity is Severity.ERROR for remark in made.on_lines for one in remark.findings)
    told = [one for remark in made.on_lines for one in remark.findings]
    text = review.body(report(*findings), told)
    assert text == "Altproof: 30 errors and 8 notices. 8 findings more: see the job summary."


def test_at_most_ten_comments_stand_at_files():
    findings = [finding(1, document=f"{n}.md") for n in range(14)]
    assert len(planned(*findings, patches={f"{n}.md": None for n in range(14)}).on_files) == 10


def test_a_comment_at_a_file_tells_of_ten_findings_and_counts_the_rest():
    (remark,) = planned(*[finding(n) for n in range(1, 15)], patches={"a.md": None}).on_files
    assert len(remark.findings) == 10
    assert "4 more findings: see the job summary." in remark.body


@pytest.mark.parametrize("letter", ["|", "@a ", "<", "日"])
def test_no_comment_is_longer_than_github_takes(letter):
    findings = [finding(1, column=n, alt=letter * 900, replacement=letter) for n in range(3, 30)]
    for patch in (PATCH, None):
        (remark,) = planned(*findings, patches={"a.md": patch}, source={"a.md": {1: "`" * 4_000 + LINE}}).remarks
        assert len(remark.body) < 65_536
        assert f"{len(findings) - len(remark.findings)} more findings: see the job summary." in remark.body


def test_a_comment_begins_with_a_line_that_nobody_sees_and_we_know_again():
    (remark,) = planned(finding(2)).on_lines
    found = marker.read(remark.body)
    assert found.kind is Kind.LINES
    assert len(found.about) == 1
    assert marker.read("words before " + remark.body) is None


def test_another_text_or_another_height_has_another_digest():
    bodies = [
        marker.marked(Kind.LINES, "a", ["f"], text, height=height) for text, height in (("x", 1), ("x", 2), ("y", 1))
    ]
    digests = [marker.read(body).digest for body in bodies]
    assert len(set(digests)) == 3


@pytest.mark.parametrize("name", ["a--> b", "--", "Docs & API", "x" * 200, "日本"])
def test_no_name_ends_the_hidden_line(name):
    body = marker.marked(Kind.REPORT, name, [], "text")
    assert body.split("\n")[0].count("--") == 2
    assert marker.read(body).name == marker.slug(name)


def test_names_that_differ_are_known_apart():
    names = ["Docs", "Docs EN", "Docs-EN", "Docs_EN", "Docs.EN", "Docs  EN", "Docs-EN-", "docs-en"]
    assert len(set(map(marker.slug, names))) == len(names)


def test_a_plain_name_stays_as_it_is():
    assert marker.slug("Altproof") == "Altproof"
    assert marker.slug("docs-en") == "docs-en"

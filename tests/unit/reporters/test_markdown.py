"""The job summary: its sections, its words and its size."""

import re

import pytest
from msgspec.structs import replace

from altproof.links import rule_page
from altproof.model import ChangeSet, Status, TextLine
from altproof.report import Report, RunFacts
from altproof.reporters import markdown, words
from tests.golden.shared_report import EVERYTHING, GREENHOUSE, REPORT

EMPTY = Report(RunFacts("check", "none"), ChangeSet(None, None))
FINDING = REPORT.findings[1]
IMAGE = next(image for image in REPORT.images if image.file is GREENHOUSE)


def rows(text):
    return [line for line in text.splitlines() if line.startswith(("| error", "| warning", "| notice"))]


def test_an_empty_report_says_that_there_was_nothing_and_shows_no_table():
    text = markdown.render(EMPTY)
    assert text.startswith(f"## Altproof: {words.NOTHING_TO_CHECK}\n")
    assert "|" not in text
    assert "###" not in text


def test_unchanged_images_are_not_described():
    unchanged = next(image for image in REPORT.images if image.file.path == "docs/img/logo.png")
    assert "logo" not in markdown.render(replace(EMPTY, images=(unchanged,)))


def test_a_report_without_findings_says_that_all_is_well():
    text = markdown.render(replace(EMPTY, references=REPORT.references))
    assert text.startswith("## Altproof: no problems found in alt text\n")
    assert "###" not in text


def test_a_moved_image_shows_what_it_showed_before():
    moved = replace(IMAGE, file=replace(IMAGE.file, status=Status.RENAMED))
    assert GREENHOUSE.path not in markdown.render(replace(EMPTY, images=(moved,)))
    assert GREENHOUSE.path in markdown.render(replace(EMPTY, images=(IMAGE,)))


def test_the_name_of_a_rule_leads_to_its_page():
    (row,) = rows(markdown.render(replace(EMPTY, findings=(FINDING,))))
    assert f"The alt text is empty. ([blank-alt]({rule_page('blank-alt')}))" in row


@pytest.mark.parametrize("rule", ["a)b", "a b", "a|b", "a\nb", "../../../evil", "a?b#c", "<a>", "\udc80", "a%2Fb"])
def test_a_hostile_rule_name_stays_within_its_address(rule):
    (row,) = rows(markdown.render(replace(EMPTY, findings=(replace(FINDING, rule=rule),))))
    address = row.split("](")[1].split("))")[0]
    assert address.startswith(rule_page("").removesuffix(".md"))
    assert re.fullmatch(r"[\w.~%-]+", address.removeprefix(rule_page("").removesuffix(".md")), re.ASCII)


def test_a_finished_run_says_nothing_of_cancelling():
    assert words.CANCELLED not in markdown.render(EMPTY)
    assert words.CANCELLED in markdown.render(REPORT)


def test_text_in_an_image_is_shown_up_to_200_characters():
    def shown(text):
        image = replace(IMAGE, analysis=replace(EVERYTHING, text_lines=(TextLine(text),)))
        return markdown.render(replace(EMPTY, images=(image,)))

    assert f"| {'é' * 200} |" in shown("é" * 200)
    assert f"| {'é' * 199}… |" in shown("é" * 201)


def test_a_summary_that_fits_leaves_nothing_out():
    text = markdown.render(replace(EMPTY, findings=(FINDING,) * 500))
    assert len(rows(text)) == 500
    assert "left out" not in text


def test_a_summary_over_900_kib_ends_at_a_row_and_says_how_many_are_missing():
    long = replace(FINDING, message="é|" * 300)
    text = markdown.render(replace(REPORT, findings=(long,) * 5000))
    size = len(text.encode("utf-8"))
    assert markdown.MOST_BYTES - 16 * 1024 < size <= markdown.MOST_BYTES
    assert len(set(rows(text))) == 1
    assert f"\n{5000 - len(rows(text))} rows left out here for their size; report.json has all of them.\n" in text
    assert text.endswith(f"{words.facts(replace(REPORT, findings=(long,) * 5000))}\n")


def test_many_findings_do_not_push_out_what_the_images_show():
    text = markdown.render(replace(REPORT, findings=(replace(FINDING, message="é" * 400),) * 20_000))
    assert text.split("### What the changed images show")[1] == markdown.render(REPORT).split(
        "### What the changed images show"
    )[1].replace("1 suggestion ready", "20000 suggestions ready")
    assert len(text.encode("utf-8")) <= markdown.MOST_BYTES


def test_a_section_without_room_for_one_row_has_no_table():
    text = markdown.render_within(REPORT, 4 * 1024 + 60)
    assert "### Findings\n\n6 rows left out here for their size" in text
    assert "| --- |" not in text

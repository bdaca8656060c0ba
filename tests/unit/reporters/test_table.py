"""The output for terminals: blocks of the asked width, complete; and everything known of an image that is described."""

from itertools import pairwise

import pytest
from msgspec.structs import replace

from altproof.model import (
    Analysis,
    Appearance,
    Box,
    Caption,
    ChangeSet,
    DescribedImage,
    Feature,
    Grade,
    Highlight,
    ImageFile,
    Marking,
    Point,
    Status,
    Suggestion,
)
from altproof.report import Report, RunFacts
from altproof.reporters import table, words
from tests.golden.shared_report import EVERYTHING, FROM_CAPTION, GREENHOUSE, LITTLE, PLAN, REPORT

EMPTY = Report(RunFacts("check", "none"), ChangeSet(None, None))
DESCRIBED = Report(RunFacts("describe", "azure"), ChangeSet(None, None))
FINDING = replace(REPORT.findings[1], suggestion=None)
HEAD = "error  docs/growing.md:12:3  blank-alt"


def rendered(message, width=table.WIDTH):
    return table.render_width(replace(EMPTY, findings=(replace(FINDING, message=message),)), width).splitlines()


def described(*images, **more):
    return table.render(replace(DESCRIBED, images=images, **more)).splitlines()


def test_an_empty_report_is_one_line():
    (line,) = table.render(EMPTY).splitlines()
    assert line.startswith(f"{words.NOTHING_TO_CHECK} (Altproof ")


def test_a_short_message_is_not_wrapped():
    head, message, blank, totals = rendered("Bad.")
    assert (head, message, blank) == (HEAD, "    Bad.", "")
    assert totals.startswith("1 error (Altproof ")


def test_the_advice_stands_below_the_message():
    report = replace(EMPTY, findings=(replace(FINDING, message="Bad.", suggestion=FROM_CAPTION),) * 2)
    block = [
        HEAD,
        "    Bad.",
        '    Suggested alt text: "A greenhouse with rows of young tomato plants" (medium confidence; from the caption of the',
        "    image; a model's caption; check it)",
        "",
    ]
    assert table.render(report).splitlines()[:-1] == block * 2


def test_a_long_message_stays_in_its_block():
    message = " ".join(f"word{number}" for number in range(40))
    head, *lines = rendered(message)
    lines = lines[: lines.index("")]
    assert head == HEAD
    assert len(lines) > 1
    assert all(line.startswith("    word") for line in lines)
    assert " ".join(line.strip() for line in lines) == message
    assert all(len(line) <= table.WIDTH for line in lines)
    # no line ends before it has to
    assert all(len(f"{line} {after.split()[0]}") > table.WIDTH for line, after in pairwise(lines))


def test_wide_characters_take_two_columns():
    lines = [line for line in rendered("日本語" * 50) if "日" in line]
    assert [len(line) for line in lines] == [4 + 58, 4 + 58, 4 + 34]
    assert sum(line.count("日") for line in lines) == 50


@pytest.mark.parametrize("width", [1, 10, 40, 79])
def test_a_narrow_terminal_gets_all_of_it(width):
    text = table.render_width(REPORT, width)
    for finding in REPORT.findings[:3]:
        assert f"{words.SEVERITIES[finding.severity]}  {words.place(finding)}  {finding.rule}" in text.splitlines()
        assert finding.message.replace(" ", "") in text.replace("\n", "").replace(" ", "")


def test_changed_images_that_no_document_shows_come_with_their_caption_and_advice():
    image = next(image for image in REPORT.images if image.file is GREENHOUSE)
    lines = table.render(replace(EMPTY, images=(image,))).splitlines()
    at = lines.index("Changed images that no document that was read shows:")
    assert lines[at + 1 : at + 3] == [GREENHOUSE.path, "    a greenhouse with rows of young tomato plants"]
    assert lines[at + 3].startswith('    Suggested alt text: "A greenhouse')
    moved = replace(image, file=replace(GREENHOUSE, status=Status.RENAMED))
    assert GREENHOUSE.path not in table.render(replace(EMPTY, images=(moved,)))


def test_problems_come_with_their_hints():
    lines = table.render(REPORT).splitlines()
    at = lines.index("changes: base")
    assert lines[at - 4] == "What could not be done:"
    assert lines[at + 1 : at + 3] == ["    the base commit is not there", "    hint: set fetch-depth: 0"]


def test_a_run_that_was_cancelled_says_so_before_the_totals():
    lines = table.render(REPORT).splitlines()
    assert lines[-2] == words.CANCELLED
    assert lines[-1].startswith("2 errors, 2 warnings and 2 notices (")


# --- describe ----------------------------------------------------------------------------------------------------


def test_an_image_is_described_with_everything_that_is_known():
    assert described(DescribedImage(GREENHOUSE, EVERYTHING, None, FROM_CAPTION)) == [
        "docs/img/greenhouse.jpg",
        "    image/jpeg, 1600 x 900 px, 240 KiB",
        "    caption: a greenhouse with rows of young tomato plants (0.81)",
        "    region 1600 x 900 px from (0, 0): a greenhouse with rows of plants (0.81)",
        "    region 200 x 180 px from (40, 500): a blue watering can (0.62)",
        "    tags: plant, indoor | glass",
        "    objects: watering can at 200 x 180 px from (40, 500)",
        "    people: at 150 x 400 px from (700, 200)",
        "    text: Row 7 / ##\\[warning]do not water",
        "    marked: box at 200 x 180 px from (40, 500) around Row | 7, arrow at 120 x 40 px from (900, 300) to Vent",
        "    crops: 1 at 900 x 900 px from (350, 0) (crops/greenhouse-1.00.jpg), 1.78 at 1600 x 899 px from (0, 0)",
        "    custom tags: tomato",
        "    custom objects: tray",
        "    cut out: segments/ab12-backgroundRemoval.png",
        '    Suggested alt text: "A greenhouse with rows of young tomato plants" (medium confidence; from the caption of the',
        "    image; a model's caption; check it)",
        "",
    ]


def test_what_an_engine_cannot_tell_is_named_and_not_left_out():
    lines = described(DescribedImage(PLAN, LITTLE, None, None))
    assert lines == [
        "docs/img/floor-plan.svg",
        "    image/svg+xml, 912 bytes",
        "    not available from this engine: caption, people",
        "",
    ]


def test_an_image_that_nobody_looked_at_is_described_by_its_facts():
    assert described(DescribedImage(PLAN)) == ["docs/img/floor-plan.svg", "    image/svg+xml, 912 bytes", ""]


def test_an_image_that_only_the_service_saw_has_no_size():
    address = "https://img.example/a.png"
    far = ImageFile(address, "", "", None, None, 0, Status.UNCHANGED)
    seen = Analysis("azure", caption=Caption("a pier", 0.9))
    draft = Suggestion("A pier", Grade.HIGH, None)
    assert described(DescribedImage(far, seen, None, draft)) == [
        address,
        "    caption: a pier (0.90)",
        '    Suggested alt text: "A pier" (high confidence)',
        "",
    ]


def test_describing_counts_nothing_and_calls_no_image_unreferenced():
    added = replace(PLAN, status=Status.ADDED)
    lines = described(DescribedImage(added), DescribedImage(GREENHOUSE))
    assert [line for line in lines if line and not line.startswith(" ")] == [PLAN.path, GREENHOUSE.path]
    assert described() == []


def test_describing_names_what_could_not_be_done():
    lines = described(DescribedImage(PLAN), problems=(REPORT.problems[1],))
    assert lines[2:] == [
        "",
        "What could not be done:",
        "changes: base",
        "    the base commit is not there",
        "    hint: set fetch-depth: 0",
        "",
    ]


def test_a_check_does_not_list_what_is_known_of_images():
    image = DescribedImage(replace(PLAN, status=Status.UNCHANGED), replace(LITTLE, unsupported=(Feature.TAGS,)))
    assert "not available" not in table.render(replace(EMPTY, images=(image,)))


def test_marks_without_words_are_told_by_their_places():
    marks = (
        Highlight(Marking.CIRCLE, Box(10, 20, 30, 40)),
        Highlight(Marking.ARROW, Box(900, 300, 120, 40), "", Point(900, 320)),
    )
    analysis = Analysis("offline", appearance=Appearance(highlights=marks))
    line = "    marked: circle at 30 x 40 px from (10, 20), arrow at 120 x 40 px from (900, 300) to (900, 320)"
    assert line in described(DescribedImage(GREENHOUSE, analysis, None, None))

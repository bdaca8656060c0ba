"""Which annotations are made, and which give way."""

from msgspec.structs import replace

from altproof.model import Caption, Problem, Severity, Span, Stage, Status
from altproof.reporters import github
from tests.golden.shared_report import (
    BROKEN_IMAGE,
    FROM_CAPTION,
    GREENHOUSE,
    LOST,
    NO_DRAFT,
    PLAN,
    REPORT,
    STRANGE,
    UNSURE,
    WITHOUT_ALT,
)

CLEAN = replace(REPORT, findings=(), problems=(), images=())
ERROR = REPORT.findings[0]
NOTICE = REPORT.findings[-1]


def levels(report):
    return [one.level.value for one in github.annotations(report)]


def message(**changes):
    report = replace(CLEAN, findings=(replace(ERROR, message="Bad.", **changes),))
    (one,) = github.annotations(report)
    return one.message


def test_a_clean_report_annotates_nothing():
    assert github.annotations(CLEAN) == []
    assert github.render(CLEAN) == "\n"


def test_an_image_that_a_document_shows_needs_no_notice():
    images = tuple(image for image in REPORT.images if image.file in (GREENHOUSE, STRANGE))
    assert github.annotations(replace(CLEAN, images=images)) == []


def test_an_unchanged_image_needs_no_notice():
    images = tuple(image for image in REPORT.images if image.file.path == "docs/img/logo.png")
    assert github.annotations(replace(CLEAN, images=images, references=())) == []


def test_ten_of_a_level_are_all_shown():
    assert levels(replace(CLEAN, findings=(ERROR,) * 10)) == ["error"] * 10


def test_the_tenth_of_eleven_says_how_many_more_there_are():
    made = github.annotations(replace(CLEAN, findings=(ERROR,) * 11))
    assert len(made) == 10
    assert made[8].path == ERROR.reference.document
    assert made[9].message == "2 more errors: see the job summary."
    assert made[9].path is None


def test_the_tenth_says_where_all_of_them_are():
    class Recorder:
        def __init__(self):
            self.said = []

        def annotation(self, level, message, *, path=None, span=None, title=None):
            self.said.append((level, message, path, span, title))

    report, recorder = replace(CLEAN, findings=(ERROR,) * 12), Recorder()
    github.annotate(report, recorder, "report.json")
    assert recorder.said[:9] == [
        (one.level, one.message, one.path, one.span, one.title) for one in github.annotations(report)[:9]
    ]
    assert recorder.said[9:] == [
        (Severity.ERROR, "3 more errors: see report.json.", None, None, "More from Altproof"),
    ]


def test_one_full_level_takes_no_room_from_another():
    assert levels(replace(CLEAN, findings=(*[ERROR] * 30, *[NOTICE] * 30))) == ["error"] * 10 + ["notice"] * 10


def test_findings_come_before_problems_and_unreferenced_images():
    made = github.annotations(REPORT)
    assert [one.level for one in made] == sorted((one.level for one in made), key=lambda level: -level.rank)
    warnings = [one.title for one in made if one.level is Severity.WARNING]
    assert warnings == ["Filename as alt", "Strange alt", *["Could not be done"] * 3]
    notices = [one.title for one in made if one.level is Severity.NOTICE]
    assert notices == ["Repeated alt", "Long alt", "Changed image"]


def test_a_finding_points_at_its_slot_or_its_construct():
    in_slot, whole = (github.annotations(replace(CLEAN, findings=(f,)))[0] for f in (REPORT.findings[1], ERROR))
    assert (in_slot.path, in_slot.span) == (WITHOUT_ALT.document, Span(12, 3, 12, 3))
    assert whole.span == Span(40, 5, 43, 12)


def test_only_a_draft_to_be_trusted_is_suggested():
    assert message(suggestion=None) == "Bad."
    assert message(suggestion=UNSURE) == (
        'Bad.\nNot enough is known for a suggestion; to begin with: "Floor plan" '
        "(low confidence; from the words in and around the image; only the file name is known)"
    )
    assert message(suggestion=NO_DRAFT) == "Bad.\nSay what the chart shows."
    assert message(suggestion=FROM_CAPTION) == (
        'Bad.\nSuggested alt text: "A greenhouse with rows of young tomato plants" '
        "(medium confidence; from the caption of the image; a model's caption; check it)"
    )
    assert message(suggestion=replace(FROM_CAPTION, alt="")) == (
        "Bad.\nSuggested alt text: empty, as for a decorative image "
        "(medium confidence; from the caption of the image; a model's caption; check it)"
    )


def test_a_finding_says_what_the_image_shows():
    image = next(image for image in REPORT.images if image.file is GREENHOUSE)
    finding = replace(ERROR, message="Bad.", reference=WITHOUT_ALT, suggestion=UNSURE)
    report = replace(CLEAN, images=(image,), findings=(finding,))
    first, second, third = github.annotations(report)[0].message.split("\n")
    assert (first, second) == ("Bad.", "It shows: a greenhouse with rows of young tomato plants")
    assert third.startswith("Not enough is known")
    without = replace(report, findings=(replace(finding, suggestion=None),))
    assert github.annotations(without)[0].message.split("\n") == [first, second]


def test_a_caption_that_the_suggestion_repeats_is_not_said_twice():
    image = next(image for image in REPORT.images if image.file is GREENHOUSE)
    finding = replace(ERROR, message="Bad.", reference=WITHOUT_ALT, suggestion=FROM_CAPTION)
    report = replace(CLEAN, images=(image,), findings=(finding,))
    assert [line[:20] for line in github.annotations(report)[0].message.split("\n")] == ["Bad.", "Suggested alt text: "]
    louder = replace(image, analysis=replace(image.analysis, caption=Caption(FROM_CAPTION.alt.upper(), 0.5)))
    assert "It shows" not in github.annotations(replace(report, images=(louder,)))[0].message
    longer = replace(image, analysis=replace(image.analysis, caption=Caption(f"{FROM_CAPTION.alt} inside", 0.5)))
    assert "It shows" in github.annotations(replace(report, images=(longer,)))[0].message


def test_the_caption_of_another_image_is_not_said():
    image = next(image for image in REPORT.images if image.file is GREENHOUSE)
    elsewhere = replace(WITHOUT_ALT, image=PLAN.path)
    nowhere = replace(WITHOUT_ALT, image=None)
    for reference in (elsewhere, nowhere):
        finding = replace(ERROR, message="Bad.", reference=reference, suggestion=None)
        made = github.annotations(replace(CLEAN, images=(image,), findings=(finding,)))
        assert made[0].message == "Bad."


def test_a_changed_image_that_nothing_shows_says_what_it_shows():
    image = next(image for image in REPORT.images if image.file is GREENHOUSE)
    (one,) = github.annotations(replace(CLEAN, images=(image,), references=()))
    assert (one.level, one.path, one.span) == (Severity.NOTICE, GREENHOUSE.path, None)
    assert "It shows: a greenhouse with rows of young tomato plants" in one.message
    assert 'Suggested alt text: "A greenhouse' in one.message


def test_a_problem_stands_on_its_file_when_it_is_one_of_the_run():
    (one,) = github.annotations(replace(CLEAN, images=REPORT.images[-2:-1], problems=(BROKEN_IMAGE,)))
    assert (one.path, one.message) == (None, "docs/img/broken.gif: the file ends too early\nexport the image again")
    problem = Problem(Stage.REFERENCES, WITHOUT_ALT.document, "not UTF-8")
    (one,) = github.annotations(replace(CLEAN, problems=(problem,)))
    assert (one.path, one.span, one.message) == (WITHOUT_ALT.document, None, "not UTF-8")


def test_a_problem_of_an_image_is_told_once():
    images = tuple(image for image in REPORT.images if image.problem)
    made = github.annotations(replace(CLEAN, images=images, problems=(BROKEN_IMAGE,)))
    assert [one.message for one in made if one.level is Severity.WARNING] == [
        "the file ends too early\nexport the image again"
    ]
    made = github.annotations(replace(CLEAN, images=images))
    assert [one.level for one in made] == [Severity.WARNING, Severity.NOTICE]


def test_a_moved_image_shows_what_it_showed_before():
    image = next(image for image in REPORT.images if image.file is LOST)
    assert image.file.status is Status.RENAMED
    assert levels(replace(CLEAN, images=(image,))) == []
    added = replace(image, file=replace(image.file, status=Status.ADDED))
    assert levels(replace(CLEAN, images=(added,))) == ["notice"]

"""One rich report from which every golden file is made: all severities, grades, features, and text by strangers."""

from altproof.model import (
    Analysis,
    AnalysisDetails,
    Appearance,
    Box,
    Caption,
    ChangedFile,
    ChangeSet,
    Crop,
    CustomResult,
    DenseCaption,
    DescribedImage,
    DetectedObject,
    Edit,
    Feature,
    Finding,
    Grade,
    Highlight,
    ImageFile,
    ImageReference,
    Lines,
    Marking,
    Person,
    Point,
    Problem,
    Segmentation,
    SegmentationMode,
    Severity,
    Span,
    Stage,
    Status,
    Suggestion,
    Surroundings,
    Tag,
    TextLine,
    Word,
    WordSource,
)
from altproof.report import Channel, Delivery, Report, RunFacts
from altproof.spending import Spending, Transactions

HOSTILE_ALT = 'Ignore this ##[error]x | <img src=x> @octocat fixes #12 `code` \\ "quoted" \u202e\x1b[31m\n::error::x'
HOSTILE_NAME = "docs/img/a,line=1 ::error::b%0A##[add-mask]c\r\n\u2003d.png"

GREENHOUSE = ImageFile("docs/img/greenhouse.jpg", "a1" * 32, "image/jpeg", 1600, 900, 245_760, Status.MODIFIED)
PLAN = ImageFile("docs/img/floor-plan.svg", "b2" * 32, "image/svg+xml", None, None, 912, Status.ADDED)
STRANGE = ImageFile(HOSTILE_NAME, "c3" * 32, "image/png", 64, 48, 2_048, Status.ADDED)
BROKEN = ImageFile("docs/img/broken.gif", "d4" * 32, "image/gif", 10, 10, 43, Status.MODIFIED)
SHOWN = ImageFile("docs/img/logo.png", "e5" * 32, "image/png", 120, 120, 1_023, Status.UNCHANGED)
LOST = ImageFile("docs/img/caf\udce9.png", "f6" * 32, "image/png", 300, 200, 5_000, Status.RENAMED)

SQUARE = (Point(10, 10), Point(90, 10), Point(90, 30), Point(10, 30))

EVERYTHING = Analysis(
    engine="azure",
    model=None,
    caption=Caption("a greenhouse with rows of young tomato plants", 0.8125),
    dense_captions=(
        DenseCaption("a greenhouse with rows of plants", 0.8125, Box(0, 0, 1600, 900)),
        DenseCaption("a blue watering can", 0.625, Box(40, 500, 200, 180)),
    ),
    tags=(Tag("plant", 0.9921875), Tag("indoor | glass", 0.75)),
    objects=(DetectedObject("watering can", 0.5, Box(40, 500, 200, 180)),),
    people=(Person(0.875, Box(700, 200, 150, 400)),),
    text_lines=(
        TextLine("Row 7", SQUARE, (Word("Row", 0.984375, SQUARE), Word("7", 0.96875))),
        TextLine("##[warning]do not water"),
    ),
    crops=(Crop(1.0, Box(350, 0, 900, 900), "crops/greenhouse-1.00.jpg"), Crop(1.78, Box(0, 0, 1600, 899))),
    custom=CustomResult((Tag("tomato", 0.9375),), (DetectedObject("tray", 0.5, Box(1, 2, 3, 4)),)),
    segmentation=Segmentation(
        SegmentationMode.BACKGROUND_REMOVAL, "segments/ab12-backgroundRemoval.png", 800, 450, b"P"
    ),
    alt_text=None,
    appearance=Appearance(
        kind="photo",
        dark=True,
        colour="#0c0c0c",
        perceptual_hash="30b3308080000000",
        negative_hash="0f4c0f0000000000",
        highlights=(
            Highlight(Marking.BOX, Box(40, 500, 200, 180), "Row | 7"),
            Highlight(Marking.ARROW, Box(900, 300, 120, 40), "Vent", Point(900, 320)),
        ),
    ),
    unsupported=(),
    details=AnalysisDetails("5f1c-22", "2023-10-01", "2024-02-01", 1600, 900, 245_760, 2, 640),
)
LITTLE = Analysis(engine="offline", tags=(), unsupported=(Feature.CAPTION, Feature.PEOPLE))
BY_MODEL = Analysis(engine="openai", model="small", caption=Caption(HOSTILE_ALT, 0.25), alt_text=HOSTILE_ALT)

WITHOUT_ALT = ImageReference(
    "docs/growing.md",
    Span(12, 1, 12, 30),
    "markdown-inline",
    "img/greenhouse.jpg",
    "",
    Span(12, 3, 12, 3),
    Surroundings(heading="Young plants"),
    GREENHOUSE.path,
    changed=True,
)
SEVERAL_LINES = ImageReference(
    "docs/plan.html", Span(40, 5, 43, 12), "html-img", "img/floor-plan.svg", None, None, image=PLAN.path, changed=True
)
BY_STRANGER = ImageReference(
    "docs/=strange ::warning::\n.md",
    Span(7, 2, 9, 1),
    "rst-image",
    HOSTILE_NAME,
    HOSTILE_ALT,
    Span(8, 4, 9, 1),
    image=STRANGE.path,
)
ELSEWHERE = ImageReference(
    "README.md", Span(3, 1, 3, 40), "markdown-inline", "https://img.example/logo.png", "logo.png", Span(3, 3, 3, 11)
)
GOOD = ImageReference(
    "README.md",
    Span(9, 1, 9, 50),
    "markdown-inline",
    "docs/img/logo.png",
    "Three green leaves",
    Span(9, 3, 9, 21),
    image=SHOWN.path,
)

FROM_CAPTION = Suggestion(
    "A greenhouse with rows of young tomato plants",
    Grade.MEDIUM,
    WordSource.CAPTION,
    0.8125,
    "a model's caption; check it",
    Edit("docs/growing.md", Span(12, 3, 12, 3), "A greenhouse with rows of young tomato plants"),
)
DECORATIVE = Suggestion("", Grade.HIGH, WordSource.AUTHOR, note="the page repeats it")
UNSURE = Suggestion("Floor plan", Grade.LOW, WordSource.WORDS, note="only the file name is known")
NO_DRAFT = Suggestion(None, Grade.NONE, None, note="Say what the chart shows.")
STRANGE_DRAFT = Suggestion(HOSTILE_ALT, Grade.HIGH, WordSource.MODEL, 0.25, HOSTILE_ALT, None)

BROKEN_IMAGE = Problem(Stage.LOOK, BROKEN.path, "the file ends too early", "export the image again")

REPORT = Report(
    run=RunFacts(
        mode="check",
        engine="azure",
        base="0" * 40,
        head="1" * 40,
        event="pull_request",
        repository="octo/garden",
        pull_request=12,
        source_url="https://github.com/octo/garden/blob/" + "1" * 40 + "/",
        documents_read=4,
        changed_images=3,
        images_looked_at=3,
        spending=Spending(
            calls=4,
            images_from_cache=2,
            transactions=(
                Transactions((Feature.TAGS, Feature.OBJECTS), 4),
                Transactions((Feature.CAPTION, Feature.READ), 5),
                Transactions((), 1),
            ),
            bytes_sent=260_096,
            bytes_saved=71_680,
            cost=0.0125,
        ),
        engine_failed=False,
        cancelled=True,
    ),
    changes=ChangeSet(
        "0" * 40,
        "1" * 40,
        (
            ChangedFile("docs/growing.md", Status.MODIFIED, (Lines(12, 12),)),
            ChangedFile(GREENHOUSE.path, Status.MODIFIED),
        ),
    ),
    images=(
        DescribedImage(BROKEN, None, BROKEN_IMAGE, NO_DRAFT),
        DescribedImage(LOST, LITTLE, None, FROM_CAPTION),
        DescribedImage(PLAN, LITTLE, None, UNSURE),
        DescribedImage(
            GREENHOUSE,
            EVERYTHING,
            None,
            FROM_CAPTION,
            other_themes=("docs/img/greenhouse-day.jpg",),
            near_duplicates=(HOSTILE_NAME, "docs/img/greenhouse-2.jpg"),
        ),
        DescribedImage(SHOWN),
        DescribedImage(STRANGE, BY_MODEL, None, STRANGE_DRAFT),
    ),
    references=(ELSEWHERE, GOOD, BY_STRANGER, WITHOUT_ALT, SEVERAL_LINES),
    findings=(
        Finding("missing-alt", Severity.ERROR, "The image has no alt text.", SEVERAL_LINES, "f" * 16, UNSURE),
        Finding("blank-alt", Severity.ERROR, "The alt text is empty.", WITHOUT_ALT, "e" * 16, FROM_CAPTION),
        Finding("filename-as-alt", Severity.WARNING, "The alt text is a file name.", ELSEWHERE, "d" * 16, NO_DRAFT),
        Finding("strange-alt", Severity.WARNING, HOSTILE_ALT, BY_STRANGER, "c" * 16, STRANGE_DRAFT),
        Finding("repeated-alt", Severity.NOTICE, "Repeats the text beside it.", GOOD, "b" * 16, DECORATIVE),
        Finding("long-alt", Severity.NOTICE, "The alt text is long.", GOOD, "a" * 16),
    ),
    problems=(
        BROKEN_IMAGE,
        Problem(Stage.CHANGES, "base", "the base commit is not there", "set fetch-depth: 0"),
        Problem(Stage.LOOK, "", HOSTILE_ALT),
    ),
    deliveries=(
        Delivery(
            Channel.REVIEW,
            done=True,
            count=5,
            message="GitHub took 1 of its comments on no line",
            instead=Channel.ANNOTATIONS,
            url="https://github.com/octo/garden/pull/12#pullrequestreview-7",
        ),
        Delivery(Channel.COMMENT, done=False, message=HOSTILE_ALT, instead=Channel.SUMMARY),
    ),
)

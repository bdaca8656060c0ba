"""One run over files in memory: what is read, looked at and judged, and that no single thing costs the rest."""

import asyncio
from collections.abc import Iterable, Mapping

import pytest
from msgspec.structs import replace

from altproof.config import AltTextConfig, AnalysisConfig, Annotate, Config, DocumentsConfig, ImagesConfig, ReportConfig
from altproof.drafting import MOST_CHARACTERS, suggestions
from altproof.engines.base import Picture
from altproof.engines.none import NoEngine
from altproof.engines.offline import OfflineEngine
from altproof.errors import Cancelled, EngineError, EngineStoppedError, ImageError, UnreadableFileError, UsageError
from altproof.judging import Case
from altproof.looking import Eyes
from altproof.model import (
    Analysis,
    Caption,
    ChangedFile,
    ChangeSet,
    Edit,
    Feature,
    Finding,
    Grade,
    ImageReference,
    Lines,
    Problem,
    Request,
    RuleChoice,
    Severity,
    Span,
    Stage,
    Status,
    Suggestion,
    Surroundings,
    WordSource,
)
from altproof.pipeline import Run
from altproof.readers.base import Site, apply
from altproof.reading import DOCUMENT_BYTES, MOST_MARKERS, Documents
from altproof.report import Report, RunFacts
from altproof.rules.base import Subject, Violation
from altproof.spending import Usage
from altproof.task import Task
from altproof.wording.base import Wishes
from tests.unit.images import samples

EVERYTHING = ChangeSet(None, None, everything=True)
FACTS = RunFacts("audit", "offline")
PNG = samples.plain()
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><title>Three sensors at a pier</title><text>Pier</text></svg>'

Content = bytes | str | Exception


class Files:
    """A workspace in memory; an exception in place of a content is raised when the file is read."""

    def __init__(self, files: Mapping[str, Content], before: Mapping[str, bytes] | None = None) -> None:
        self._files = dict(files)
        self._before = before or {}

    def paths(self) -> list[str]:
        return list(self._files)

    def read(self, path: str, limit: int) -> bytes:
        content = self._files[path]
        if isinstance(content, Exception):
            raise content
        data = content.encode() if isinstance(content, str) else content
        if len(data) > limit:
            raise UnreadableFileError(f"{path}: {len(data):,} bytes, more than the {limit:,} that are read")
        return data

    def read_before(self, path: str, limit: int) -> bytes | None:
        return self._before.get(path)

    def same_bytes(self, paths: Iterable[str]) -> dict[str, str]:
        known = {path: self._files[path] for path in paths}
        return {path: str(hash(content)) for path, content in known.items() if not isinstance(content, Exception)}

    def expect(self, paths):
        pass

    def begin_search(self, markers: Iterable[str], suffixes: Iterable[str]) -> None:
        pass

    def documents_with(self, markers: Iterable[str], suffixes: Iterable[str]) -> list[str]:
        return [path for path in self._files if path.endswith(tuple(suffixes))]


class Captioning:
    """An engine with a caption for every image, unless its script says otherwise for a path."""

    name = "captioning"
    features = frozenset(Feature)
    uses_context = False
    identity = ""
    usage = Usage()
    concurrency = 1
    passes_on: frozenset[str] = frozenset()

    def __init__(self, script: Mapping[str, Exception] | None = None) -> None:
        self.script = script or {}
        self.asked: list[str] = []

    def check(self, request: Request) -> None:
        if request.language == "xx":
            raise UsageError("analysis.language: not spoken")

    async def analyse(self, picture: Picture, request: Request) -> Analysis:
        self.asked.append(picture.file.path)
        if picture.file.path in self.script:
            raise self.script[picture.file.path]
        return Analysis(self.name, caption=Caption("a pier with three sensors", 0.9))

    async def aclose(self) -> None:
        pass


def begun(files: Files, changes: ChangeSet = EVERYTHING, config: Config | None = None, **more) -> Run:
    run = Run(files, Task(changes, config or Config(), FACTS, **more))
    run.read()
    run.choose_images()
    return run


def look(run: Run, engine=None) -> Run:
    asyncio.run(run.look(Eyes(engine or OfflineEngine(), OfflineEngine())))
    return run


def report(files: Mapping[str, Content] | Files, engine=None, **task) -> Report:
    run = look(begun(files if isinstance(files, Files) else Files(files), **task), engine)
    run.judge()
    return run.report()


def changed(path: str, *lines: int, status: Status = Status.MODIFIED) -> ChangedFile:
    return ChangedFile(path, status, tuple(Lines(line, line) for line in lines))


def change(*files: ChangedFile) -> ChangeSet:
    return ChangeSet("0" * 40, "1" * 40, files)


def places(found: Report) -> list[tuple[str, int]]:
    return [(finding.reference.document, finding.span.line) for finding in found.findings]


# --- what a run is answerable for ---------------------------------------------------------------------------------


def test_a_sound_site_has_no_findings_and_no_problems():
    found = report({"a.md": "![A pier with three sensors](a.png)\n", "a.png": PNG, "b.txt": "![](a.png)\n"})
    assert (found.findings, found.problems, found.images) == ((), (), ())
    assert [reference.image for reference in found.references] == ["a.png"]
    assert (found.run.documents_read, found.run.changed_images, found.run.images_looked_at) == (1, 0, 0)


LOCATED = samples.saved(samples.photo((96, 64)), "JPEG", exif=samples.exif(1, place=True))


def located(files: Mapping[str, Content], changes: ChangeSet = EVERYTHING, **task) -> list[tuple[str, str]]:
    found = report(files, changes=changes, **task)
    assert all("51" not in finding.message for finding in found.findings)
    return [(f.rule, f.reference.document) for f in found.findings if f.rule == "gps-in-image"]


def test_a_position_in_an_image_that_the_change_did_not_touch_is_nobodys_business():
    files = {"a.md": "![](a.jpg)\n", "a.jpg": LOCATED, "b.jpg": PNG}
    assert located(files, change(changed("a.md", 1), changed("b.jpg"))) == []


@pytest.mark.parametrize("text", ["", "![A pier](b.jpg)\n", "![A pier](b.jpg)\n\n![A sea](b.jpg)\n\n![](b.jpg)\n"])
@pytest.mark.parametrize(
    "changes", [change(changed("b.jpg", status=Status.ADDED)), change(changed("b.jpg")), EVERYTHING]
)
def test_a_position_in_an_image_is_told_once_on_the_file_wherever_it_is_shown(text, changes):
    assert located({"a.md": text, "b.jpg": LOCATED}, changes) == [("gps-in-image", "b.jpg")]


@pytest.mark.parametrize("name", ["b.heic", "b.HEIF"])
def test_a_position_is_told_in_files_named_as_phones_name_them(name):
    changes = change(changed(name, status=Status.ADDED))
    assert located({"a.md": "", name: LOCATED}, changes) == [("gps-in-image", name)]


def test_a_position_is_excepted_by_pattern_and_by_switching_the_rule_off():
    changes = change(changed("b.jpg"))
    for choice in (RuleChoice(names_severity=False, options={"exclude": ("*.jpg",)}), RuleChoice(names_severity=True)):
        config = Config(rules={"gps-in-image": choice})
        assert located({"a.md": "", "b.jpg": LOCATED}, changes, config=config) == []


def test_an_image_under_a_wrong_name_is_told_and_looked_at_all_the_same():
    found = report({"a.md": "![](a.svg)\n", "a.svg": PNG}, Captioning(), changes=change(changed("a.svg")))
    (problem,) = found.problems
    assert (problem.subject, problem.stage) == ("a.svg", Stage.IMAGES)
    assert problem.message.endswith("but its name ends in .svg, so browsers do not show it")
    assert [image.analysis is not None for image in found.images] == [True]


def test_a_position_is_found_beyond_the_most_images_that_are_looked_at():
    config = Config(images=ImagesConfig(max_count=1))
    changes = change(changed("a.jpg"), changed("b.jpg"))
    found = located({"a.md": "", "a.jpg": PNG, "b.jpg": LOCATED}, changes, config=config)
    assert found == [("gps-in-image", "b.jpg")]


def test_an_unchanged_line_is_nobodys_business():
    text = "![](a.png)\n\n![](a.png)\n\n![](a.png)\n"
    files = Files({"a.md": text, "b.md": text, "a.png": PNG}, {"a.md": text.encode()})
    assert places(report(files, changes=change(changed("a.md", 3)))) == [("a.md", 3)]


def test_the_rest_of_a_document_or_of_all_counts_when_asked_for():
    text = "![](a.png)\n\n![](a.png)\n"
    files = Files({"a.md": text, "b.md": text, "a.png": PNG}, {"a.md": text.encode()})

    def found(annotate: Annotate) -> list[tuple[str, int]]:
        config = Config(report=ReportConfig(annotate))
        return places(report(files, changes=change(changed("a.md", 3)), config=config))

    assert found(Annotate.CHANGED) == [("a.md", 3)]
    assert found(Annotate.DOCUMENT) == [("a.md", 1), ("a.md", 3)]
    assert found(Annotate.ALL) == [("a.md", 1), ("a.md", 3), ("b.md", 1), ("b.md", 3)]


def test_every_place_that_shows_a_changed_image_counts():
    files = Files(
        {"a.md": "![](a.png)\n", "b/c.md": "Words.\n\n![](../a.png)\n![](../b.png)\n", "a.png": PNG, "b.png": PNG}
    )
    found = report(files, changes=change(changed("a.png")))
    assert places(found) == [("a.md", 1), ("b/c.md", 3)]
    assert (found.run.documents_read, found.run.changed_images) == (2, 1)


def test_a_moved_image_shows_what_it_showed_before():
    files = Files({"a.md": "![](a.png)\n", "a.png": PNG})
    found = report(files, changes=change(changed("a.png", status=Status.RENAMED)))
    assert (found.findings, found.images, found.run.changed_images, found.run.documents_read) == ((), (), 0, 0)


def test_a_reference_that_a_deletion_made_is_changed_without_a_changed_line():
    before = "![A pier][p]\n\n[p]: a.png\n[p]: b.png\n"
    after = "![A pier][p]\n\n[p]: b.png\n"
    files = Files({"a.md": after, "a.png": PNG, "b.png": PNG}, {"a.md": before.encode()})
    found = report(files, changes=change(changed("a.md")))
    assert [(reference.target, reference.changed) for reference in found.references] == [("b.png", True)]


def test_what_git_does_not_follow_is_named():
    found = report(Files({}), changes=replace(change(), not_followed=("docs/link.md",)))
    assert [(p.stage, p.subject) for p in found.problems] == [(Stage.CHANGES, "docs/link.md")]
    assert "not followed" in found.problems[0].message


def test_what_went_wrong_before_the_run_stands_first():
    early = Problem(Stage.CHANGES, "base", "lost")
    found = report({"a.md": b"\x00\xff", "b.md": "![](a.png)\n"}, problems=(early,))
    assert found.problems[0] == early
    assert len(found.problems) == 2


def test_findings_come_worst_first_and_then_by_place():
    text = "![ ](a.png)\n\n![](a.png)\n"
    config = Config(
        rules={"blank-alt": RuleChoice(True, Severity.NOTICE), "missing-alt": RuleChoice(True, Severity.WARNING)}
    )
    found = report({"b.md": text, "a.md": text, "a.png": PNG}, config=config)
    assert places(found) == [("a.md", 3), ("b.md", 3), ("a.md", 1), ("b.md", 1)]
    assert (
        report(
            {"a.md": text, "a.png": PNG},
            config=Config(rules={"blank-alt": RuleChoice(True), "missing-alt": RuleChoice(True)}),
        ).findings
        == ()
    )


# --- one thing that fails -----------------------------------------------------------------------------------------


BAD_IMAGES = [b"", b"no image", b"\x89PNG\r\n\x1a\n", UnreadableFileError("bad.png: gone", hint="add it again")]


@pytest.mark.parametrize("bad", BAD_IMAGES, ids=["empty", "text", "cut", "unreadable"])
def test_a_bad_image_is_one_problem_and_the_rest_is_looked_at(bad):
    files = {"a.md": "![](bad.png)\n\n![](bad.png)\n\n![](good.png)\n", "bad.png": bad, "good.png": PNG}
    engine = Captioning()
    found = report(files, engine)
    (problem,) = found.all_problems
    assert (problem.stage, problem.subject) == (Stage.IMAGES, "bad.png")
    assert problem.message
    assert not problem.message.startswith("bad.png")
    assert engine.asked == ["good.png"]
    assert len(found.findings) == 3
    assert not found.run.engine_failed


def test_an_image_that_is_gone_when_it_is_looked_at_is_one_problem():
    files = Files({"a.md": "![](a.png)\n\n![](b.jpg)\n", "a.png": PNG, "b.jpg": samples.plain("JPEG")})
    run = begun(files)
    files._files["a.png"] = UnreadableFileError("a.png: gone")
    look(run, Captioning())
    run.judge()
    (problem,) = run.report().all_problems
    assert (problem.stage, problem.subject, problem.message) == (Stage.LOOK, "a.png", "gone")
    assert run.report().run.images_looked_at == 1


@pytest.mark.parametrize("error", [ImageError("odd pixels", hint="save it again"), EngineError("timed out")])
def test_an_image_that_the_engine_cannot_do_is_one_problem(error):
    files = {"a.md": "![](a.png)\n\n![](b.jpg)\n", "a.png": PNG, "b.jpg": samples.plain("JPEG")}
    found = report(files, Captioning({"a.png": error}))
    (problem,) = found.all_problems
    assert (problem.subject, problem.message, problem.hint) == ("a.png", error.message, error.hint)
    assert found.run.engine_failed is isinstance(error, EngineError)
    assert found.run.images_looked_at == 2, "the engine behind it saw the other"
    by_target = {finding.reference.target: finding.suggestion for finding in found.findings}
    assert by_target["b.jpg"].alt == "A pier with three sensors"
    assert by_target["a.png"].grade is not by_target["b.jpg"].grade


def test_an_engine_that_stops_is_one_problem_of_the_run():
    files = {"a.md": "![](a.png)\n\n![](b.jpg)\n", "a.png": PNG, "b.jpg": samples.plain("JPEG")}
    stopped = EngineStoppedError("key refused", hint="check vision-key")
    engine = Captioning(dict.fromkeys(("a.png", "b.jpg"), stopped))
    found = report(files, engine)
    (problem,) = found.all_problems
    assert (problem.subject, problem.hint) == ("captioning", "check vision-key")
    assert len(engine.asked) == 1
    assert found.run.engine_failed
    assert len(found.findings) == 2


BAD_DOCUMENTS = [
    b"![](a.png)\x00\xff\xfe",
    b"\xff\xfe!\x00[\x00\xd8",
    b"![](a.png)\n" + b" " * DOCUMENT_BYTES,
    b"![](a.png)\n" * (MOST_MARKERS + 1),
    UnreadableFileError("bad.md: gone"),
]


@pytest.mark.parametrize("bad", BAD_DOCUMENTS, ids=["binary", "half a character", "large", "too many", "unreadable"])
def test_a_bad_document_is_one_problem_and_the_rest_is_read(bad):
    found = report({"a.md": "![](a.png)\n", "bad.md": bad, "c.md": "![](a.png)\n", "a.png": PNG})
    (problem,) = found.all_problems
    assert (problem.stage, problem.subject) == (Stage.REFERENCES, "bad.md")
    assert problem.message
    assert not problem.message.startswith("bad.md")
    assert places(found) == [("a.md", 1), ("c.md", 1)]
    assert found.run.documents_read == 2


def test_a_document_in_an_old_encoding_is_read_and_said_so():
    found = report({"a.md": "Café\n\n![](a.png)\n".encode("latin-1"), "a.png": PNG})
    assert places(found) == [("a.md", 3)]
    (problem,) = found.problems
    assert (problem.subject, problem.hint) == ("a.md", "save the document as UTF-8")
    assert found.run.documents_read == 1


def test_an_earlier_version_that_cannot_be_read_costs_nothing():
    files = Files({"a.md": "![](a.png)\n\n![](a.png)\n", "a.png": PNG}, {"a.md": b"\x00\xff"})
    found = report(files, changes=change(changed("a.md", 3)))
    assert places(found) == [("a.md", 3)]
    assert found.problems == ()


def test_a_request_that_cannot_work_ends_the_run():
    with pytest.raises(UsageError, match="not spoken"):
        report({"a.md": "![](a.png)\n", "a.png": PNG}, Captioning(), config=Config(AnalysisConfig(language="xx")))


# --- what is looked at --------------------------------------------------------------------------------------------


def test_changed_images_come_before_those_whose_alt_text_is_flawed():
    files = {"a.md": "![](a.png)\n\n![](z.png)\n", "a.png": PNG, "z.png": samples.plain("PNG", (80, 80))}
    run = begun(Files(files), changes=change(changed("a.md", 1), changed("z.png")))
    assert [image.path for image in run.images] == ["z.png", "a.png"]
    assert [image.status for image in run.images] == [Status.MODIFIED, Status.UNCHANGED]


def test_an_image_whose_alt_text_is_good_is_not_looked_at_in_an_audit():
    files = {"a.md": "![A pier at dusk](a.png)\n\n![](b.png)\n", "a.png": PNG, "b.png": PNG}
    assert [image.path for image in begun(Files(files)).images] == ["b.png"]


def test_images_over_the_count_are_left_out_and_said_so():
    names = [f"{number}.png" for number in range(5)]
    files = {"a.md": "".join(f"![]({name})\n\n" for name in names), **dict.fromkeys(names, PNG)}
    engine = Captioning()
    found = report(files, engine, config=Config(images=ImagesConfig(max_count=2)))
    (problem,) = found.problems
    assert (problem.stage, problem.subject) == (Stage.LOOK, "3 images over the count")
    assert problem.message == "not looked at: images.max_count is 2"
    assert "images.max_count" in problem.hint
    assert [image.file.path for image in found.images] == ["0.png", "1.png"]
    assert len(engine.asked) == 1  # the same bytes
    assert len(found.findings) == 5
    (one,) = report(files, config=Config(images=ImagesConfig(max_count=4))).problems
    assert one.subject == "1 image over the count"
    assert report(files, config=Config(images=ImagesConfig(max_count=5))).problems == ()


def test_the_same_bytes_are_looked_at_once_and_described_for_each_file():
    files = {"a.md": "![](a.png)\n\n![](b.png)\n", "a.png": PNG, "b.png": PNG}
    engine = Captioning()
    found = report(files, engine)
    assert len(engine.asked) == 1
    assert [image.analysis.caption.text for image in found.images] == ["a pier with three sensors"] * 2
    assert found.run.images_looked_at == 2


def test_an_image_in_which_nothing_could_be_seen_was_not_looked_at():
    files = {"a.md": "![](a.png)\n\n![](b.svg)\n", "a.png": PNG, "b.svg": DRAWING}
    assert report(files).run.images_looked_at == 2
    assert report(files, NoEngine()).run.images_looked_at == 0


def test_the_configuration_is_what_the_engine_is_asked_for():
    asked = []

    class Recording(Captioning):
        async def analyse(self, picture: Picture, request: Request) -> Analysis:
            asked.append(request)
            return await super().analyse(picture, request)

    config = Config(AnalysisConfig(features=(Feature.TAGS,), language="de"))
    report({"a.md": "![](a.png)\n", "a.png": PNG}, Recording(), config=config)
    assert asked == [Request((Feature.TAGS,), "de")]


# --- what is left out ---------------------------------------------------------------------------------------------


SITE = {"docs/a.md": "![](a.png)\n", "docs/old/a.md": "![](../a.png)\n", "b.md": "![](docs/a.png)\n", "docs/a.png": PNG}


@pytest.mark.parametrize(
    ("globs", "documents"),
    [
        (DocumentsConfig(), ["b.md", "docs/a.md", "docs/old/a.md"]),
        (DocumentsConfig(exclude=("docs/old/**",)), ["b.md", "docs/a.md"]),
        (DocumentsConfig(include=("docs/**",)), ["docs/a.md", "docs/old/a.md"]),
        (DocumentsConfig(include=("docs/**",), exclude=("**/old/**",)), ["docs/a.md"]),
        (DocumentsConfig(exclude=("**",)), []),
    ],
)
def test_documents_are_chosen_by_their_globs(globs, documents):
    found = report({**SITE, "docs/old/a.png": PNG}, config=Config(documents=globs))
    assert [document for document, _ in places(found)] == documents
    assert found.run.documents_read == len(documents)
    assert found.problems == ()


def test_excluded_images_are_not_looked_at_and_their_places_are_judged_all_the_same():
    engine = Captioning()
    config = Config(images=ImagesConfig(exclude=("docs/*.png",)))
    found = report(SITE, engine, config=config)
    assert (engine.asked, found.images) == ([], ())
    assert len(found.findings) == 3
    found = report(SITE, engine, config=config, changes=change(changed("docs/a.png")))
    assert (engine.asked, found.run.changed_images, found.findings) == ([], 0, ())


def test_only_included_images_are_looked_at():
    files = {"a.md": "![](a.png)\n\n![](docs/a.png)\n", "a.png": PNG, "docs/a.png": PNG}
    run = begun(Files(files), config=Config(images=ImagesConfig(include=("docs/**",))))
    assert [image.path for image in run.images] == ["docs/a.png"]


@pytest.mark.parametrize(
    ("paths", "documents"),
    [
        ((), ["b.md", "docs/a.md", "docs/old/a.md"]),
        ((".",), ["b.md", "docs/a.md", "docs/old/a.md"]),
        (("docs",), ["docs/a.md", "docs/old/a.md"]),
        (("doc",), []),
        (("docs/old", "b.md"), ["b.md", "docs/old/a.md"]),
    ],
)
def test_paths_narrow_what_is_read(paths, documents):
    assert [document for document, _ in places(report(SITE, paths=paths))] == documents


def test_an_image_outside_of_the_paths_is_looked_at_where_a_place_inside_shows_it():
    run = begun(Files(SITE), paths=("b.md",))
    assert [image.path for image in run.images] == ["docs/a.png"]
    assert begun(Files(SITE), changes=change(changed("docs/a.png")), paths=("b.md",)).images == ()


# --- fingerprints -------------------------------------------------------------------------------------------------


def fingerprints(text: str, path: str = "a.md") -> list[str]:
    return [finding.fingerprint for finding in report({path: text, "a.png": PNG}).findings]


def test_a_fingerprint_stays_when_lines_move_and_words_around_it_change():
    (one,) = fingerprints("![](a.png)\n")
    assert fingerprints("# Title\n\nWords before ![](a.png) and after.\n") == [one]
    assert len(one) == 16
    assert int(one, 16) >= 0


def test_equal_defects_are_told_apart_by_their_order():
    two = fingerprints("![](a.png)\n\n![](a.png)\n")
    assert len(set(two)) == 2
    assert fingerprints("![](a.png)\n") == two[:1]
    assert fingerprints("Words.\n\n![](a.png) ![](a.png)\n") == two


def test_a_fingerprint_is_of_rule_document_and_target():
    (one,) = fingerprints("![](a.png)\n")
    others = [
        *fingerprints("![ ](a.png)\n"),
        *fingerprints("![](a.png)\n", "b.md"),
        *fingerprints("![](./a.png)\n"),
    ]
    assert len({one, *others}) == 4


def test_another_defect_does_not_change_the_count_of_this_one():
    (one,) = fingerprints("![](a.png)\n")
    assert one in fingerprints("![](b.png)\n\n![ ](a.png)\n\n![](a.png)\n")


# --- suggestions --------------------------------------------------------------------------------------------------


def test_a_trusted_draft_comes_with_the_edit_that_mends_the_document():
    text = "# Sensors\n\n![](b.svg)\n\nWords ![ ](b.svg) words.\n"
    found = report({"a.md": text, "b.svg": DRAWING})
    edits = [finding.suggestion.edit for finding in found.findings]
    assert all(edit is not None for edit in edits)
    for edit in reversed(edits):
        text = apply(text, edit)
    assert text.count("![Three sensors at a pier](b.svg)") == 2
    assert report({"a.md": text, "b.svg": DRAWING}).findings == ()


def test_a_draft_that_is_a_guess_comes_without_an_edit():
    (finding,) = report({"a.md": "![](harbour-wall.png)\n", "harbour-wall.png": PNG}).findings
    assert finding.suggestion.grade in (Grade.LOW, Grade.NONE)
    assert finding.suggestion.edit is None


def test_hundreds_of_drafts_in_one_document_all_have_their_edits():
    found = report({"a.md": "![](b.svg)\n\n" * 300, "b.svg": DRAWING})
    assert found.totals.suggestions == 300
    assert found.problems == ()


class Instant:
    """A reader whose every document is one image in brackets, however long the document."""

    NAME, SUFFIXES, MARKERS = "instant", (".x",), ("[",)

    def references(self, document: str, text: str, site: Site = Site()) -> list[ImageReference]:
        end = text.index("]")
        slot, whole = Span(1, 2, 1, end + 1), Span(1, 1, 1, end + 2)
        return [ImageReference(document, whole, "instant", "a.png", text[1:end], slot)]

    def edit(self, text: str, reference: ImageReference, alt: str, site: Site = Site()) -> Edit | None:
        return Edit(reference.document, reference.alt_span, alt) if reference.alt_span else None


def missing(reference: ImageReference) -> Case:
    finding = Finding("missing-alt", Severity.ERROR, "", reference, "0" * 16)
    return Case(Subject(reference), Violation(""), finding)


def test_a_document_too_large_to_prove_leaves_room_for_the_others():
    texts = {"large.x": "[]" + " " * MOST_CHARACTERS, "small.x": "[]"}

    class Two(Documents):
        def again(self, path: str):
            return Instant(), texts[path], Site()

    documents = Two(Files({}), Task(EVERYTHING, Config(), FACTS))
    surroundings = Surroundings(title="Three sensors at a pier, seen from the water")
    cases = [missing(replace(Instant().references(p, t)[0], surroundings=surroundings)) for p, t in texts.items()]
    problems: list[Problem] = []
    drafts = suggestions(cases, documents, problems, Wishes())
    assert [draft is not None and draft.edit is not None for draft in drafts] == [False, True]
    assert [problem.subject for problem in problems] == ["1 drafts"]


def test_a_document_that_cannot_be_read_again_keeps_its_drafts_without_edits():
    class Gone(Documents):
        def again(self, path: str):
            return None

    documents = Gone(Files({}), Task(EVERYTHING, Config(), FACTS))
    surroundings = Surroundings(title="Three sensors at a pier, seen from the water")
    case = missing(replace(Instant().references("a.x", "[]")[0], surroundings=surroundings))
    (draft,) = suggestions([case], documents, [], Wishes())
    assert draft is not None
    assert (draft.grade.is_committable, draft.edit) == (True, None)


def test_beyond_what_can_be_proven_in_time_drafts_come_without_edits_and_it_is_said():
    text = "[]" + " " * (MOST_CHARACTERS // 4 - 2)

    class Long(Documents):
        def again(self, path: str):
            return Instant(), text, Site()

    documents = Long(Files({}), Task(EVERYTHING, Config(), FACTS))
    surroundings = Surroundings(title="Three sensors at a pier, seen from the water")
    cases = [
        missing(replace(Instant().references(f"{number}.x", text)[0], surroundings=surroundings)) for number in range(5)
    ]
    problems: list[Problem] = []
    drafts = suggestions(cases, documents, problems, Wishes())
    assert [draft.grade.is_committable for draft in drafts] == [True] * 5
    assert [draft.edit is not None for draft in drafts] == [True, True, False, False, False]
    (problem,) = problems
    assert problem.subject == "3 drafts"
    assert "without an edit" in problem.message
    problems.clear()
    suggestions(cases[:2], documents, problems, Wishes())
    assert problems == []


# --- cancelled ----------------------------------------------------------------------------------------------------


def test_a_run_that_was_cancelled_before_it_began_has_an_empty_report():
    run = Run(Files(SITE), Task(EVERYTHING, Config(), FACTS))
    found = run.report(cancelled=True)
    assert (found.run.cancelled, found.run.documents_read) == (True, 0)
    assert (found.references, found.images, found.findings, found.problems) == ((), (), (), ())


def test_a_run_that_was_cancelled_while_looking_keeps_what_it_has():
    class Interrupted(Captioning):
        async def analyse(self, picture: Picture, request: Request) -> Analysis:
            if picture.file.path == "b.jpg":
                asyncio.get_running_loop().call_soon(cancel)
                await asyncio.sleep(600)
            return await super().analyse(picture, request)

    def cancel() -> None:
        raise Cancelled(15)

    files = {"a.md": "![](a.png)\n\n![](b.jpg)\n", "a.png": PNG, "b.jpg": samples.plain("JPEG")}
    run = begun(Files(files))
    with pytest.raises(Cancelled):
        look(run, Interrupted())
    found = run.report(cancelled=True)
    assert found.run.cancelled
    assert (found.run.documents_read, found.run.images_looked_at) == (1, 1)
    assert [image.analysis is not None for image in found.images] == [True, False]
    assert len(found.references) == 2
    assert found.findings == ()


def test_a_finished_run_was_not_cancelled():
    assert report(SITE).run.cancelled is False


# --- what drafts are made of ----------------------------------------------------------------------------------------

GOOD = "Login form with an error under the password field"


def drafted(files: Mapping[str, Content] | Files, **task) -> dict[str, Suggestion | None]:
    return {f.reference.document: f.suggestion for f in report(files, **task).findings}


def test_a_poor_alt_text_elsewhere_is_no_draft():
    (draft,) = {d.alt for d in drafted({"a.md": "![](x1.png)\n", "b.md": "![image](x1.png)\n", "x1.png": PNG}).values()}
    assert draft is None


def test_a_good_alt_text_of_the_same_file_or_of_its_copy_is_the_draft_with_its_edit():
    files = {
        "a.md": "![](x1.png)\n",
        "b.md": f"![{GOOD}](x1.png)\n",
        "c.md": "![](y2.png)\n",
        "x1.png": PNG,
        "y2.png": PNG,
    }
    found = drafted(files)
    assert {path: (draft.alt, draft.grade) for path, draft in found.items()} == {
        "a.md": (GOOD, Grade.HIGH),
        "c.md": (GOOD, Grade.HIGH),
    }
    assert all(draft.edit and draft.edit.replacement == GOOD for draft in found.values())


def test_an_alt_text_that_was_written_before_the_picture_changed_is_no_draft():
    files = Files({"a.md": "![](x1.png)\n", "b.md": f"![{GOOD}](x1.png)\n", "x1.png": PNG}, {"x1.png": PNG})
    found = report(files, changes=change(changed("x1.png")))
    assert [f.suggestion.alt for f in found.findings if f.rule == "missing-alt"] == [None]


def test_the_page_in_another_language_gives_words_to_translate_and_no_edit():
    files = {
        "docs/en/a.md": f"![{GOOD}](/img/x1.png)\n",
        "docs/de/a.md": "![](/img/x1.png)\n",
        "img/x1.png": PNG,
    }
    (draft,) = drafted(files).values()
    assert (draft.alt, draft.grade, draft.source, draft.edit) == (GOOD, Grade.LOW, WordSource.SIBLING, None)


def test_a_page_in_another_region_speaks_the_same_language():
    files = {
        "docs/en/a.md": f"![{GOOD}](/img/x1.png)\n",
        "docs/en-GB/a.md": "![](/img/x1.png)\n",
        "img/x1.png": PNG,
    }
    (draft,) = drafted(files).values()
    assert (draft.alt, draft.grade) == (GOOD, Grade.HIGH)


def test_drafts_keep_to_the_profile_and_to_the_rules_of_the_repository():
    files = {"a.md": "# Account settings\n\n![](login-page-screenshot.png)\n", "login-page-screenshot.png": PNG}

    def alt(config: Config) -> str | None:
        (draft,) = drafted(files, config=config).values()
        return draft.alt

    assert alt(Config()) == "Login page \u2013 Account settings"
    assert (
        alt(Config(alt_text=AltTextConfig(profile="ms-learn"))) == "Screenshot of login page \u2013 Account settings."
    )
    assert alt(Config(alt_text=AltTextConfig(max_length=25))) == "Login page"
    assert alt(Config(alt_text=AltTextConfig(min_length=60))) is None


def test_an_image_alone_is_described_without_gender_when_asked():
    class Portrait(Captioning):
        async def analyse(self, picture: Picture, request: Request) -> Analysis:
            return Analysis(self.name, caption=Caption("a woman at a desk", 0.9))

    files = Files({"x1.png": PNG})
    config = Config(analysis=AnalysisConfig(gender_neutral_caption=True))
    found = report(files, Portrait(), changes=change(changed("x1.png", status=Status.ADDED)), config=config)
    assert [image.suggestion.alt for image in found.images] == ["A person at a desk"]

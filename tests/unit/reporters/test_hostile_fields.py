"""Every hostile text, in every field a stranger can fill, through every output: no command but ours, each as meant."""

import io
from collections.abc import Callable, Iterator, Sequence

import pytest
from msgspec.structs import replace

from altproof.actions_io import Console
from altproof.model import (
    Analysis,
    Caption,
    ChangeSet,
    DescribedImage,
    Finding,
    Grade,
    ImageFile,
    ImageReference,
    Problem,
    Severity,
    Span,
    Stage,
    Status,
    Suggestion,
    Tag,
    TextLine,
    WordSource,
)
from altproof.report import Report, RunFacts
from altproof.reporters import REPORTERS, github, markdown, table
from altproof.reporters.escaping import one_line
from tests.fakes.hostile import HOSTILE
from tests.fakes.runner import Command, commands


def report(text: str, field: str) -> Report:
    def put(name: str, usual: str) -> str:
        return text if name == field else usual

    place = ImageReference(
        put("document", "a.md"),
        Span(1, 2, 1, 9),
        "markdown-inline",
        put("target", "b.png"),
        put("alt", "c"),
        Span(1, 4, 1, 5),
        image=put("image", "b.png"),
    )
    draft = Suggestion(put("draft", "d"), Grade.HIGH, WordSource.MODEL, note=put("note", "e"))
    vague = replace(draft, grade=Grade.NONE, alt=None)
    finding = Finding(
        put("rule", "bad-alt"), Severity.ERROR, put("message", "f"), place, put("fingerprint", "0"), draft
    )
    seen = Analysis(
        put("engine", "g"),
        caption=Caption(put("caption", "h"), 0.5),
        tags=(Tag(put("tag", "i"), 0.5),),
        text_lines=(TextLine(put("read text", "j")),),
    )
    file = ImageFile(put("path", "k.png"), "0" * 64, put("media type", "image/png"), 1, 1, 1, Status.ADDED)
    failed = Problem(Stage.LOOK, put("subject", "l"), put("problem", "m"), put("hint", "n"))
    return Report(
        RunFacts("check", put("run engine", "o"), base=put("base", "p"), repository=put("repository", "q")),
        ChangeSet(None, None),
        (DescribedImage(file, seen, None, draft), DescribedImage(replace(file, path="r.png"), None, failed, vague)),
        (place,),
        (finding, replace(finding, suggestion=vague, severity=Severity.NOTICE)),
        (failed,),
    )


FIELDS = (
    *(
        "document",
        "target",
        "alt",
        "image",
        "draft",
        "note",
        "rule",
        "message",
        "fingerprint",
        "engine",
        "caption",
        "tag",
    ),
    *("read text", "path", "media type", "subject", "problem", "hint", "run engine", "base", "repository"),
)

OF_THE_RUN = {"run engine", "base", "repository"}
LARGE = {"sarif", "html"}
"""Outputs with so much fixed text that the hostile ones go into one report together."""


def crowds(field: str, texts: Sequence[str] = HOSTILE) -> Iterator[tuple[Sequence[str], Report]]:
    """Reports that hold all these texts in one field; what a run has once takes a report for each text."""
    if field in OF_THE_RUN:
        yield from (((text,), report(text, field)) for text in texts[::5])
        return
    every = [report(text, field) for text in texts]
    yield (
        texts,
        replace(
            every[0],
            images=tuple(image for one in every for image in one.images),
            references=tuple(place for one in every for place in one.references),
            findings=tuple(finding for one in every for finding in one.findings),
            problems=tuple(problem for one in every for problem in one.problems),
        ),
    )


def reports(field: str, name: str) -> Iterator[tuple[Sequence[str], Report]]:
    """Every hostile text in this field, for the output of this name."""
    yield from crowds(field) if name in LARGE else (((text,), report(text, field)) for text in HOSTILE)


each_field = pytest.mark.parametrize("field", FIELDS)


def console() -> Console:
    return Console(io.StringIO(), io.StringIO(), in_actions=True, verbose=True)


def printed(write: Callable[[Console], None]) -> str:
    one = console()
    write(one)
    assert isinstance(one.stdout, io.StringIO)
    assert isinstance(one.stderr, io.StringIO)
    return one.stdout.getvalue() + one.stderr.getvalue()


def shown(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def meant(one: github.Annotation) -> Command:
    """What the runner is to understand, said without any escape of its protocol."""
    lines = [shown(line.removesuffix("\r")) for line in one.message.removesuffix("\n").split("\n")]
    title = shown(" ".join(one.title.split()))
    properties = {"title": f"\\{title}" if title.startswith("=") else title or "Altproof"}
    if one.path:
        properties["file"] = shown(f"./{one.path}" if one.path.startswith("=") else one.path)
    if one.path and one.span:
        properties |= {"line": str(one.span.line), "endline": str(one.span.end_line)}
        properties |= {"col": str(one.span.column), "endcolumn": str(one.span.end_column)}
    return Command(one.level.value, "\n".join(lines), properties)


@each_field
def test_every_field_reaches_an_output(field):
    texts = [reporter.render(report("needle in the hay", field)).lower() for reporter in REPORTERS.values()]
    assert any("needle in the hay" in text for text in texts)


@each_field
def test_annotations_are_our_commands_and_arrive_as_meant(field):
    for text in HOSTILE:
        one = report(text, field)
        expected = [meant(annotation) for annotation in github.annotations(one)]
        assert len(expected) == 5
        assert commands(printed(lambda to, one=one: github.annotate(one, to, "the job summary"))) == expected, repr(
            text
        )
        assert commands(github.render(one)) == expected, repr(text)


@each_field
@pytest.mark.parametrize("name", [name for name in REPORTERS if name != github.NAME])
def test_no_other_output_holds_a_command(field, name):
    for text, whole in reports(field, name):
        output = REPORTERS[name].render(whole)
        assert commands(output) == [], repr(text)
        assert all(map(str.isprintable, output.split("\n"))), repr(text)
        # What a reporter rendered is harmless already, so the console has nothing to change in it.
        assert printed(lambda to, output=output: to.say(output)) == output, repr(text)


@each_field
def test_a_narrow_terminal_gets_no_command_either(field):
    for text in HOSTILE:
        for width in (20, 60, 90):
            assert commands(table.render_width(report(text, field), width)) == [], repr(text)


@each_field
def test_the_summary_keeps_its_rows_and_columns(field):
    def shape(text: str) -> list[int]:
        # Pipes of our own stand between blanks; a stranger's become entities.
        return [line.count("|") for line in markdown.render(report(text, field)).split("\n")]

    usual = shape("usual")
    for text in (text for text in HOSTILE if one_line(text)):  # a column without a word is left out
        assert shape(text) == usual, repr(text)


@each_field
def test_a_dry_run_is_as_harmless(field):
    for name, reporter in REPORTERS.items():
        for text, whole in reports(field, name):
            dry = replace(whole, run=replace(whole.run, dry_run=True), findings=())
            ours = [meant(one) for one in github.annotations(dry)] if name == github.NAME else []
            assert commands(reporter.render(dry)) == ours, (name, text)

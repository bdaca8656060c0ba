"""Annotations: findings on the lines of a change, as workflow commands. They need no token, so forks get them too."""

from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct

from altproof.actions_io import annotation_command
from altproof.model import DescribedImage, Finding, Problem, Severity, Span
from altproof.report import Report
from altproof.reporters import words

NAME = "github"

MOST_PER_LEVEL = 10
"""Annotations of one level that the runner keeps of one step; the rest it only logs (`_maxCountPerIssueType`)."""


class Annotation(Struct, frozen=True):
    """One message, and where it belongs."""

    level: Severity
    message: str
    title: str
    path: str | None = None
    """None: it is about the run."""
    span: Span | None = None
    """None: it is about the whole file."""


class Annotator(Protocol):
    """What `annotate` needs of a console."""

    def annotation(
        self, level: str, message: str, *, path: str | None = None, span: Span | None = None, title: str | None = None
    ) -> None:
        """Put one message on one place."""


def annotations(report: Report, elsewhere: str = "the job summary") -> list[Annotation]:
    """The worst first, at most ten per level; where there are more, the tenth says how many, and where they are."""
    everything = [*every_annotation(report)]
    chosen: list[Annotation] = []
    for severity, word in words.SEVERITIES.items():
        level = [annotation for annotation in everything if annotation.level is severity]
        if len(level) > MOST_PER_LEVEL:
            left_out = len(level) - (MOST_PER_LEVEL - 1)
            more = f"{left_out} more {word}s: see {elsewhere}."
            level[MOST_PER_LEVEL - 1 :] = [Annotation(severity, more, "More from Altproof")]
        chosen += level
    return chosen


def annotate(report: Report, console: Annotator, elsewhere: str) -> None:
    """Put the annotations on their lines; `elsewhere` is where all findings are, in words."""
    for one in annotations(report, elsewhere):
        console.annotation(one.level, one.message, path=one.path, span=one.span, title=one.title)


def render(report: Report) -> str:
    """The annotations as the commands that the runner reads, one per line; an empty line when there is none."""
    lines = (
        annotation_command(one.level, one.message, path=one.path, span=one.span, title=one.title)
        for one in annotations(report)
    )
    return "\n".join(lines) + "\n"


def every_annotation(report: Report) -> Iterator[Annotation]:
    """One for each finding, problem and image that nothing shows, with no limit on their number."""
    if report.run.dry_run:
        told = filter(None, (words.foreseen(report), words.foreseen_spending(report)))
        yield Annotation(Severity.NOTICE, ", ".join(told), "Dry run")
    captions = words.captions(report)
    for finding in report.findings:
        yield _finding(finding, captions.get(finding.reference.image or "", ""))
    known = {image.file.path for image in report.images} | {reference.document for reference in report.references}
    for problem in report.all_problems:
        yield _problem(problem, known)
    if not report.run.dry_run:
        yield from map(_unreferenced, report.unreferenced)


def _finding(finding: Finding, caption: str) -> Annotation:
    message = "\n".join(words.told(finding, caption))
    title = words.rule_title(finding.rule)
    return Annotation(finding.severity, message, title, finding.reference.document, finding.span)


def _problem(problem: Problem, known: set[str]) -> Annotation:
    is_file = problem.subject in known
    said = problem.message if is_file or not problem.subject else f"{problem.subject}: {problem.message}"
    message = "\n".join(part for part in (said, problem.hint) if part)
    return Annotation(Severity.WARNING, message, words.NOT_DONE, problem.subject if is_file else None)


def _unreferenced(image: DescribedImage) -> Annotation:
    caption = words.caption(image.analysis)
    shown = f"It shows: {caption}" if caption else ""
    parts = ("No document that was read shows this image.", shown, words.advice(image.suggestion))
    return Annotation(Severity.NOTICE, "\n".join(filter(None, parts)), "Changed image", image.file.path)

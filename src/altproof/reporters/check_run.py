"""The check run: a conclusion beside the other checks, and every finding on its line, not only ten."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from altproof.errors import ExitCode
from altproof.github.base import CheckAnnotation, CheckImage, CheckOutput
from altproof.model import DescribedImage, Severity, Span
from altproof.report import Report, exit_code
from altproof.reporters import markdown, words
from altproof.reporters.escaping import one_line, path_in_address, shorten
from altproof.reporters.github import Annotation, every_annotation

MOST_ANNOTATIONS = 500
"""Ten requests of 50 each; the summary below counts what is left out."""
MOST_IMAGES = 20
SUMMARY_BYTES = 60_000
"""GitHub takes 65,535 characters (REST description, checks/create)."""
LONGEST_MESSAGE = 4_000
"""Characters; GitHub takes 64 KB, which nobody reads on a line."""
LONGEST_TITLE = 255
RAW = "https://raw.githubusercontent.com"
"""Where GitHub's image proxy finds the files of a public repository on github.com."""
_LEVELS = {Severity.NOTICE: "notice", Severity.WARNING: "warning", Severity.ERROR: "failure"}
_FIRST_LINE = Span(1, 1, 1, 1)


def output(report: Report, *, shows_images: bool) -> CheckOutput:
    """What the check run shows; `shows_images`: the repository is public and lies on github.com."""
    placed = [one for one in every_annotation(report) if one.path]
    return CheckOutput(
        title=shorten(one_line(words.headline(report)), LONGEST_TITLE),
        summary=markdown.render_within(report, SUMMARY_BYTES),
        annotations=tuple(map(_annotation, placed[:MOST_ANNOTATIONS])),
        images=tuple(islice(_images(report), MOST_IMAGES)) if shows_images else (),
    )


def conclusion(report: Report, fail_on: str) -> str:
    """`failure` for findings at or above `fail_on`, `neutral` for others, `success` for none."""
    if exit_code(report, fail_on) is ExitCode.FINDINGS:
        return "failure"
    return "neutral" if report.findings else "success"


def _annotation(one: Annotation) -> CheckAnnotation:
    span = one.span or _FIRST_LINE
    # Columns are taken only where both ends are on one line (REST description, checks/create), and end included.
    on_one_line = one.span is not None and span.line == span.end_line
    return CheckAnnotation(
        path=one.path or "",
        start_line=span.line,
        end_line=span.last_line,
        level=_LEVELS[one.level],
        title=shorten(one_line(one.title), LONGEST_TITLE) or words.TOOL,
        message=shorten("\n".join(map(one_line, one.message.split("\n"))), LONGEST_MESSAGE) or words.TOOL,
        start_column=span.column if on_one_line else None,
        end_column=max(span.column, span.end_column - 1) if on_one_line else None,
    )


def _images(report: Report) -> Iterator[CheckImage]:
    run = report.run
    for image in report.images if run.repository and run.head else ():
        # GitHub serves an SVG as text there, so that it would show as a broken picture.
        if image.file.status.has_new_bytes and image.file.sha256 and image.file.media_type != "image/svg+xml":
            address = f"{RAW}/{run.repository}/{run.head}/{path_in_address(image.file.path)}"
            yield CheckImage(_alt(image), address, one_line(image.file.path))


def _alt(image: DescribedImage) -> str:
    proposed = image.suggestion.alt if image.suggestion else None
    return one_line(proposed or words.caption(image.analysis)) or "No description yet"

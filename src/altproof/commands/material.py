"""What stands beside the report and is no part of `Report`: small pictures, lines for columns, and crops."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator

from altproof.commands import cutting
from altproof.commands.deliver import Material
from altproof.errors import AltproofError
from altproof.images.identify import identify
from altproof.images.workshop import Limits, Workshop
from altproof.model import Finding, Span
from altproof.pipeline import IMAGE_BYTES
from altproof.readers.encoding import decode
from altproof.reading import DOCUMENT_BYTES
from altproof.report import Report
from altproof.reporters.sarif import WideLines
from altproof.task import Workspace

MOST_THUMBNAILS = 300
MOST_BYTES = 6_000_000
"""Of all thumbnails; as base64 they are 8 MB of the page."""
SECONDS = 20.0
"""After which no further thumbnail is begun: a report without pictures is better than a late one."""
IMAGE_SECONDS = 3.0
THUMBNAIL = Limits(max_side=320, max_bytes=40_000, min_side=1, hard_side=16_384, media_types=frozenset())
"""No media type: every picture is drawn anew, so that nothing of the file but its pixels reaches the page."""
MOST_LINES = 200
"""Of one place; a longer one gets no edit in a review."""
FOUR_BYTES = 0xF0
"""The least byte of UTF-8 that begins a character above U+FFFF."""


def gather(report: Report, workspace: Workspace, *, to_folder: bool = True) -> Material:
    """Everything for one report; crops only where there is a folder for them.

    What cannot be had is left out: the report is as true without it.
    """
    parts = cutting.cut(report, lambda image: _read(workspace, image.file.path, IMAGE_BYTES)) if to_folder else {}
    return Material(thumbnails(report, workspace), wide_lines(report, workspace), crops=parts)


def source_lines(report: Report, workspace: Workspace) -> dict[str, dict[int, str]]:
    """The text of the lines that findings and edits point to, in documents with an edit that are UTF-8."""
    with_edit = {f.reference.document for f in report.findings if f.suggestion and f.suggestion.edit}
    wanted: dict[str, set[int]] = {path: set() for path in with_edit}
    for finding in report.findings:
        for span in _spans(finding) if finding.reference.document in wanted else ():
            last = min(span.end_line, span.line + MOST_LINES)
            wanted[finding.reference.document].update(range(span.line, last + 1))
    return {path: _source(workspace, path, numbers) for path, numbers in wanted.items()}


def _source(workspace: Workspace, path: str, numbers: set[int]) -> dict[int, str]:
    try:
        decoded = decode(_read(workspace, path, DOCUMENT_BYTES))
    except AltproofError:
        return {}
    if decoded.encoding != "utf-8":  # GitHub would save it as UTF-8
        return {}
    lines = decoded.text.split("\n")
    return {number: lines[number - 1] for number in numbers if number <= len(lines)}


def thumbnails(
    report: Report,
    workspace: Workspace,
    *,
    most: int = MOST_THUMBNAILS,
    most_bytes: int = MOST_BYTES,
    seconds: float = SECONDS,
) -> dict[str, bytes]:
    """PNG or JPEG files of at most 320 pixels by the path of their image, those of findings first."""
    end = time.monotonic() + seconds
    made: dict[str, bytes] = {}
    by_content: dict[str, bytes | None] = {}
    room = most_bytes
    with Workshop(seconds=IMAGE_SECONDS) as workshop:
        for path in _pictures(report):
            if len(made) >= most or time.monotonic() > end:
                break
            data = _read(workspace, path, IMAGE_BYTES)
            key = hashlib.sha256(data).hexdigest()
            if key not in by_content:
                by_content[key] = small = _thumbnail(workshop, data)
                room -= len(small or b"")
            if room < 0:
                break
            if found := by_content[key]:
                made[path] = found
    return made


def _pictures(report: Report) -> Iterator[str]:
    """The paths of the images that a page shows, each once."""
    in_findings = (finding.reference.image for finding in report.findings)
    in_images = (image.file.path for image in report.images if image.file.sha256)
    yield from dict.fromkeys(filter(None, (*in_findings, *in_images)))


def _thumbnail(workshop: Workshop, data: bytes) -> bytes | None:
    """None: it cannot be drawn, or not small enough."""
    try:
        return workshop.prepare(data, identify(data), THUMBNAIL).data
    except AltproofError:  # where that matters, the run has said so
        return None


def _read(workspace: Workspace, path: str, limit: int) -> bytes:
    """The bytes of a file; none when it cannot be read."""
    try:
        return workspace.read(path, limit)
    except AltproofError:
        return b""


def wide_lines(report: Report, workspace: Workspace) -> WideLines:
    """Of the lines that findings and edits point to, those with a character above U+FFFF."""
    wanted: dict[str, set[int]] = {}
    for finding in report.findings:
        numbers = wanted.setdefault(finding.reference.document, set())
        numbers.update(number for span in _spans(finding) for number in (span.line, span.end_line))
    return {path: lines for path, numbers in wanted.items() if (lines := _wide(workspace, path, numbers))}


def _spans(finding: Finding) -> Iterator[Span]:
    yield finding.span
    yield finding.reference.span
    if finding.suggestion and finding.suggestion.edit:
        yield finding.suggestion.edit.span


def _wide(workspace: Workspace, path: str, numbers: set[int]) -> dict[int, str]:
    data = _read(workspace, path, DOCUMENT_BYTES)
    if max(data, default=0) < FOUR_BYTES:
        return {}
    try:
        lines = decode(data).text.split("\n")
    except AltproofError:  # an image, or another file that is no document
        return {}
    found = {number: lines[number - 1] for number in numbers if number <= len(lines)}
    return {number: line for number, line in found.items() if line and max(line) > "\uffff"}

"""The job summary, also written as summary.md: GitHub-flavoured Markdown that reads well as text, too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from altproof.links import rule_page
from altproof.model import DescribedImage, Finding, Problem
from altproof.report import Report
from altproof.reporters import words
from altproof.reporters.escaping import escape_markdown, one_line, path_in_address, shorten

NAME = "markdown"

MOST_BYTES = 900 * 1024
"""Room is left below the runner's limit of 1 MiB, over which it drops the whole summary."""
LONGEST_CELL = 400
"""Characters of one text in a table; report.json has all of it."""
LONGEST_READ_TEXT = 200
_FOR_THE_REST = 4 * 1024
"""Bytes kept free for headings and the footer."""

_FINDINGS = ("Severity", "Place", "Image", "What is wrong", "Alt text now", "Suggested alt text")
_IMAGES = ("Image", "Caption", "Text in the image", "Tags", "Size", "Suggested alt text")
_PROBLEMS = ("What", "Why not", "What to do")
_NOTHING = "—"

Thing = TypeVar("Thing")
Row = tuple[str, ...]


def render(report: Report) -> str:
    """The summary. Over 900 KiB it ends at a row, and says how many rows are left out."""
    return render_within(report, MOST_BYTES)


def render_within(report: Report, most_bytes: int) -> str:
    """The same for another size; headings and footer may take the last 4 KiB of it."""
    if report.run.dry_run:
        return _foreseen(report, most_bytes - _FOR_THE_REST)
    cancelled = f"{words.CANCELLED}\n" if report.run.cancelled else ""
    undelivered = "".join(f"- {_cell(line)}\n" for line in words.undelivered(report))
    room = most_bytes - _FOR_THE_REST
    parts = (
        f"## Altproof: {words.headline(report)}\n",
        cancelled,
        undelivered,
        sections(report, room),
        _footer(report),
    )
    return "\n".join(filter(None, parts))


def sections(report: Report, room: int) -> str:
    """The tables of findings, images and problems in at most `room` bytes, each with its heading; "" for none."""
    unreferenced = {image.file.path for image in report.unreferenced}
    changed = [image for image in report.images if image.file.status.has_new_bytes]
    # Filled from the last section to the first: many findings must not push out what the images show.
    problems = _section("What could not be done", _PROBLEMS, _problem, report.all_problems, room // 6)
    described = _section(
        "What the changed images show", _IMAGES, lambda image: _image(image, unreferenced), changed, room // 3
    )
    room -= len((problems + described).encode("utf-8"))
    found = _section(
        "Findings", _FINDINGS, lambda finding: _finding(finding, report.run.source_url), report.findings, room
    )
    return "\n".join(filter(None, (found, described, problems)))


def _foreseen(report: Report, room: int) -> str:
    told = filter(None, (words.foreseen(report), words.foreseen_spending(report)))
    problems = _section("What could not be done", _PROBLEMS, _problem, report.all_problems, room // 3)
    images = _section("Images to look at", ("Image", "Size"), _to_look_at, report.images, room // 3)
    parts = ("## Altproof: dry run\n", f"{escape_markdown(', '.join(told))}.\n", images, problems)
    return "\n".join(filter(None, parts))


def _footer(report: Report) -> str:
    return f"{escape_markdown(words.facts(report))}\n"


def _section(
    heading: str, columns: Sequence[str], cells: Callable[[Thing], Row], things: Sequence[Thing], room: int
) -> str:
    return f"### {heading}\n\n{_table(columns, cells, things, room)}" if things else ""


def _table(columns: Sequence[str], cells: Callable[[Thing], Row], things: Sequence[Thing], room: int) -> str:
    rows = _first(map(cells, things), room)
    told = [n for n in range(len(columns)) if any(row[n] != _NOTHING for row in rows)]  # the others say nothing
    lines = [_row([columns[n] for n in told]), _row(["---"] * len(told))]
    for row in ([row[n] for n in told] for row in rows):
        line = _row(row)
        room -= len(line.encode("utf-8"))
        if room < 0:
            break
        lines.append(line)
    left_out = len(things) - (len(lines) - 2)
    if not left_out:
        return "".join(lines)
    end = f"{words.count(left_out, 'row')} left out here for their size; report.json has all of them.\n"
    return end if left_out == len(things) else "".join([*lines, "\n", end])


def _first(rows: Iterable[Row], room: int) -> list[Row]:
    """As many rows as there can be room for at most: of thousands, a comment shows a few, and escaping takes time."""
    first = []
    for row in rows:
        first.append(row)
        room -= sum(len(cell.encode("utf-8")) for cell in row if cell != _NOTHING)
        if room < 0:
            break
    return first


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _cell(text: str, limit: int = LONGEST_CELL) -> str:
    return escape_markdown(shorten(one_line(text), limit)) or _NOTHING


def place(finding: Finding, source_url: str | None) -> str:
    """`document:line`, as a link where people can see the files."""
    document, line = finding.reference.document, finding.span.line
    shown = _cell(f"{document}:{line}")
    if source_url is None:
        return shown
    # plain=1: GitHub shows a rendered page else, which has no lines
    return f"[{shown}]({source_url}{path_in_address(document)}?plain=1#L{line})"


def _finding(finding: Finding, source_url: str | None) -> Row:
    return (
        words.SEVERITIES[finding.severity],
        place(finding, source_url),
        _cell(words.image_of(finding)),
        f"{_cell(words.beside_image(finding))} ([{_cell(finding.rule)}]({rule_page(finding.rule)}))",
        _cell(words.present_alt(finding.reference.alt)),
        _cell(words.draft(finding.suggestion)),
    )


def _image(image: DescribedImage, unreferenced: set[str]) -> Row:
    analysis = image.analysis
    tags = ", ".join(tag.name for tag in analysis.tags or ()) if analysis else ""
    path = _cell(image.file.path)
    return (
        f"{path} (shown by no document that was read)" if image.file.path in unreferenced else path,
        _cell(words.caption(analysis)),
        _cell(words.read_text(analysis) or "", LONGEST_READ_TEXT),
        _cell(tags),
        _cell(words.size(image.file)),
        _cell(words.draft(image.suggestion)),
    )


def _to_look_at(image: DescribedImage) -> Row:
    return _cell(image.file.path), _cell(words.size(image.file))


def _problem(problem: Problem) -> Row:
    return _cell(problem.subject or problem.stage), _cell(problem.message), _cell(problem.hint)

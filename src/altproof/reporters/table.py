"""The report for a terminal: one block of plain text for each finding, image and problem, then the totals."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from altproof.actions_io import plain
from altproof.model import DescribedImage, Finding, Problem
from altproof.report import Report
from altproof.reporters import words
from altproof.reporters.escaping import one_line

if TYPE_CHECKING:
    from altproof.model import Analysis

NAME = "table"

WIDTH = 120
"""Columns of a line; a terminal that is narrower wraps the lines itself."""
MOST_FINDINGS = 300
"""Findings that a person may read in a log; more would only hide the totals."""
_NARROWEST_TEXT = 20
"""Columns that a text needs, lest it becomes a ladder of single words."""
_GAP = 2

Row = tuple[str, ...]


def render(report: Report) -> str:
    """The findings, then images nothing refers to, problems, and the totals, in lines of 120 columns."""
    return render_width(report, WIDTH)


def render_width(report: Report, width: int) -> str:
    """The same for another width in columns; long names may pass over it, nothing is ever cut off."""
    if report.run.dry_run:
        return "".join(f"{plain(line)}\n" for line in _foreseen(report))
    lines: list[str] = []
    if report.run.mode == "describe":
        lines += [line for image in report.images for line in (*_block((image.file.path,), _shown(image), width), "")]
    for finding in report.findings[:MOST_FINDINGS]:
        lines += [*_block(_head(finding), (finding.message, words.advice(finding.suggestion)), width), ""]
    if len(report.findings) > MOST_FINDINGS:
        left_out = words.count(len(report.findings) - MOST_FINDINGS, "finding")
        lines += [f"{left_out} more: report.json has all of them.", ""]
    if report.run.mode != "describe":
        lines += _part(
            "Changed images that no document that was read shows", map(_unreferenced, report.unreferenced), width
        )
    lines += _part("What could not be done", map(_problem, report.all_problems), width)
    lines += [one_line(told) for told in words.undelivered(report)]
    lines += [words.CANCELLED] if report.run.cancelled else []
    lines += [f"{words.headline(report)} ({words.facts(report)})"] if report.run.mode != "describe" else []
    spent = words.spending(report.run.spending) if report.run.mode == "describe" else ""
    lines += [spent] if spent else []
    return "".join(f"{plain(line.rstrip())}\n" for line in lines)


def _foreseen(report: Report) -> Iterator[str]:
    yield words.foreseen(report)
    if spent := words.foreseen_spending(report):
        yield spent
    for image in report.images:
        yield f"  {one_line(image.file.path)}"
    for problem in report.all_problems:
        yield f"  not {one_line(problem.subject)}: {one_line(problem.message)}"


def _head(finding: Finding) -> Row:
    return words.SEVERITIES[finding.severity], words.place(finding), finding.rule


def _part(title: str, rows: Iterable[Row], width: int) -> list[str]:
    lines = [line for first, *rest in rows for line in _block((first,), rest, width)]
    return [f"{title}:", *lines, ""] if lines else []


def _block(head: Iterable[str], texts: Iterable[str], width: int) -> Iterator[str]:
    yield (" " * _GAP).join(map(one_line, head))
    for text in filter(None, texts):
        yield from (f"    {line}" for line in _wrap(one_line(text), max(width - 4, _NARROWEST_TEXT)))


def _unreferenced(image: DescribedImage) -> Row:
    return image.file.path, words.caption(image.analysis), words.advice(image.suggestion)


def _problem(problem: Problem) -> Row:
    return f"{problem.stage}: {problem.subject}", problem.message, f"hint: {problem.hint}" if problem.hint else ""


def _shown(image: DescribedImage) -> Iterator[str]:
    """Everything that is known of one image, a line for each kind of thing."""
    facts = (image.file.media_type, words.size(image.file) if image.file.byte_count else "")
    yield ", ".join(filter(None, facts))
    if image.other_themes:
        yield f"the same for the other theme: {', '.join(image.other_themes)}"
    if image.near_duplicates:
        yield f"looks nearly like: {', '.join(image.near_duplicates)}"
    if image.analysis:
        yield from _seen(image.analysis)
    yield words.advice(image.suggestion)


def _seen(analysis: Analysis) -> Iterator[str]:
    if analysis.caption:
        yield f"caption: {analysis.caption.text} ({analysis.caption.confidence:.2f})"
    for dense in analysis.dense_captions or ():
        yield f"region {words.box(dense.box)}: {dense.text} ({dense.confidence:.2f})"
    named: dict[str, list[str]] = {
        "tags": [tag.name for tag in analysis.tags or ()],
        "objects": [f"{thing.name} at {words.box(thing.box)}" for thing in analysis.objects or ()],
        "people": [f"at {words.box(person.box)}" for person in analysis.people or ()],
        "text": [line.text for line in analysis.text_lines or ()],
        "marked": [*_marks(analysis)],
        "crops": [
            f"{crop.aspect_ratio:g} at {words.box(crop.box)}{words.in_file(crop.file)}" for crop in analysis.crops or ()
        ],
        "custom tags": [tag.name for tag in (analysis.custom.tags if analysis.custom else ())],
        "custom objects": [thing.name for thing in (analysis.custom.objects if analysis.custom else ())],
        "cut out": [analysis.segmentation.file] if analysis.segmentation else [],
        "not available from this engine": [str(feature) for feature in analysis.unsupported],
    }
    for kind, found in named.items():
        if found:
            yield f"{kind}: {' / '.join(found) if kind == 'text' else ', '.join(found)}"


def _marks(analysis: Analysis) -> Iterator[str]:
    for part in analysis.appearance.highlights if analysis.appearance else ():
        link = "around" if part.tip is None else "to"
        end = part.text or (f"({part.tip.x}, {part.tip.y})" if part.tip else "")
        yield f"{part.marking} at {words.box(part.box)}" + (f" {link} {end}" if end else "")


def _wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken at blanks, and inside a word only when it is longer than a line."""
    lines = [""]
    for word in text.split(" "):
        piece = f" {word}" if lines[-1] else word
        if _width(lines[-1] + piece) <= width:
            lines[-1] += piece
            continue
        pieces = _pieces(word, width)
        lines = [line for line in lines if line] + pieces
    return lines


def _pieces(word: str, width: int) -> list[str]:
    pieces = [""]
    used = 0
    for character in word:
        columns = _width(character)
        if used + columns > width:
            pieces.append("")
            used = 0
        pieces[-1] += character
        used += columns
    return pieces


def _width(text: str) -> int:
    """Columns in a terminal: wide East Asian characters and emoji take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) or c == "\ufe0f" else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )

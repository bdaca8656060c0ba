"""The report for a terminal: plain text in columns, or in blocks where the columns would be too narrow."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from altproof.actions_io import plain
from altproof.model import DescribedImage, Finding, Problem
from altproof.report import Report
from altproof.reporters import words
from altproof.reporters.escaping import one_line

NAME = "table"

WIDTH = 120
"""Columns of a line; a terminal that is narrower wraps the lines itself."""
_NARROWEST_TEXT = 20
"""Columns that message and suggestion need each, lest they become ladders of single words."""
_GAP = 2
_HEADER = ("SEVERITY", "PLACE", "RULE", "MESSAGE", "SUGGESTION")

Row = tuple[str, ...]


def render(report: Report) -> str:
    """The findings as a table of 120 columns, then images nothing refers to, problems, and the totals."""
    return render_width(report, WIDTH)


def render_width(report: Report, width: int) -> str:
    """The same for another width in columns; long names may pass over it, nothing is ever cut off."""
    lines = [*_findings(report.findings, width)]
    lines += _part("Changed images that no document shows", map(_unreferenced, report.unreferenced), width)
    lines += _part("What could not be done", map(_problem, report.all_problems), width)
    lines += [words.CANCELLED] if report.run.cancelled else []
    lines += [f"{words.headline(report)} ({words.facts(report)})"]
    return "".join(f"{plain(line.rstrip())}\n" for line in lines)


def _findings(findings: Sequence[Finding], width: int) -> list[str]:
    if not findings:
        return []
    rows = [_row(finding) for finding in findings]
    fixed = [max(map(_width, column)) for column in list(zip(_HEADER, *rows, strict=True))[:3]]
    text = (width - sum(fixed) - 4 * _GAP) // 2
    if text < _NARROWEST_TEXT:
        return [line for row in rows for line in _block(row[:3], row[3:], width)] + [""]
    widths = (*fixed, text, text)
    return [line for row in (_HEADER, *rows) for line in _wrapped(row, widths)] + [""]


def _row(finding: Finding) -> Row:
    cells = (
        words.SEVERITIES[finding.severity],
        words.place(finding),
        finding.rule,
        finding.message,
        words.advice(finding.suggestion),
    )
    return tuple(map(one_line, cells))


def _wrapped(row: Row, widths: Sequence[int]) -> Iterator[str]:
    columns = (_wrap(cell, width) for cell, width in zip(row, widths, strict=True))
    for cells in zip_longest(*columns, fillvalue=""):
        yield (" " * _GAP).join(_pad(cell, width) for cell, width in zip(cells, widths, strict=True))


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


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))

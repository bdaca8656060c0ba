"""Small findings in small documents, for what is said at the files of a pull request."""

from __future__ import annotations

from altproof.model import (
    ChangeSet,
    Edit,
    Finding,
    Grade,
    ImageReference,
    Severity,
    Span,
    Suggestion,
    WordSource,
)
from altproof.report import Report, RunFacts

HEAD = "1" * 40


def finding(
    line: int,
    *,
    document: str = "a.md",
    column: int = 3,
    end: tuple[int, int] | None = None,
    replacement: str | None = None,
    severity: Severity = Severity.ERROR,
    image: str = "b.png",
    rule: str = "missing-alt",
    alt: str = "A lighthouse",
) -> Finding:
    """A finding whose slot begins at a line and column and ends at `end`; `replacement`: of its edit."""
    end_line, end_column = end or (line, column)
    slot = Span(line, column, end_line, end_column)
    place = ImageReference(
        document,
        Span(line, max(1, column - 2), end_line, end_column + 1),
        "markdown-inline",
        image,
        "",
        slot,
        image=image,
    )
    edit = Edit(document, slot, replacement) if replacement is not None else None
    draft = Suggestion(alt, Grade.HIGH, WordSource.AUTHOR, edit=edit)
    mark = f"{rule}:{document}:{line}:{column}"
    return Finding(rule, severity, "The image has no alt text.", place, mark, draft)


def report(*findings: Finding) -> Report:
    worst_first = sorted(findings, key=lambda one: -one.severity.rank)
    places = tuple(dict.fromkeys(one.reference for one in findings))
    facts = RunFacts("check", "offline", head=HEAD, repository="octo/garden", pull_request=12, event="pull_request")
    return Report(facts, ChangeSet(None, HEAD), references=places, findings=tuple(worst_first))

"""Findings of a report that nobody vouches for, held against what GitHub itself shows of the pull request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from altproof.hunks import new_lines
from altproof.model import Edit, Finding, Suggestion
from altproof.readers import proven_edit, reader_for
from altproof.wording.polish import polish

LONGEST_LINE = 20_000
"""Characters of a line in which an edit is derived."""


def held_against(
    findings: Iterable[Finding], patches: Mapping[str, str | None]
) -> tuple[tuple[Finding, ...], dict[str, dict[int, str]]]:
    """The findings about files of the pull request, their edits derived anew, and the lines that GitHub shows.

    An edit stays only where the line alone tells which alt text it changes: it is then our own edit, proven to change
    that alt text and nothing else. `patches`: what GitHub shows of each file, by path.
    """
    kept = [f for f in findings if f.reference.document in patches or f.reference.image in patches]
    documents = {finding.reference.document for finding in kept}
    source = {path: new_lines(patch) for path, patch in patches.items() if patch and path in documents}
    return tuple(_rederived(f, source.get(f.reference.document, {})) for f in kept), source


def _rederived(finding: Finding, lines: Mapping[int, str]) -> Finding:
    draft = finding.suggestion
    if draft is None:
        return finding
    alt = polish(draft.alt) if draft.alt else draft.alt
    if alt is None:
        return replace(finding, suggestion=None)
    edit = _edit(finding, alt, lines) if draft.edit and draft.grade.is_committable else None
    return replace(finding, suggestion=Suggestion(alt, draft.grade, draft.source, draft.confidence, edit=edit))


def _edit(finding: Finding, alt: str, lines: Mapping[int, str]) -> Edit | None:
    place = finding.reference
    text = lines.get(place.span.line, "")
    reader = reader_for(place.document)
    if reader is None or not text or len(text) > LONGEST_LINE or place.span.line != place.span.end_line:
        return None
    shown = (one for one in reader.references(place.document, text) if one.span.column == place.span.column)
    found = next(shown, None)
    edit = proven_edit(reader, text, found, alt) if found else None
    if edit is None or edit.span.line != 1 or edit.span.end_line != 1 or "\n" in edit.replacement:
        return None
    return replace(edit, span=replace(edit.span, line=place.span.line, end_line=place.span.line))

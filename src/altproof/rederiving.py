"""Findings of a report that nobody vouches for, held against what GitHub itself shows of the pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from altproof.hunks import new_lines
from altproof.model import Edit, Finding, Suggestion
from altproof.readers import prove, reader_for
from altproof.wording.polish import polish

LONGEST_LINE = 20_000
"""Characters of a line in which an edit is derived."""
MOST_CHARACTERS = 2_000_000
"""Of lines that are read to derive edits, each as often as it is read; what comes behind gets no edit."""


class _Wish(Struct, frozen=True):
    """An edit that is to be derived: of the alt text at this place, to these words."""

    document: str
    line: int
    column: int
    alt: str


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
    edits = dict(_edits(filter(None, map(_wish, kept)), source))
    return tuple(_rederived(finding, edits) for finding in kept), source


def _rederived(finding: Finding, edits: Mapping[_Wish, Edit]) -> Finding:
    draft = finding.suggestion
    if draft is None:
        return finding
    alt = _words(draft)
    if alt is None:
        return replace(finding, suggestion=None)
    wish = _wish(finding)
    edit = edits.get(wish) if wish else None
    return replace(finding, suggestion=Suggestion(alt, draft.grade, draft.source, draft.confidence, edit=edit))


def _words(draft: Suggestion) -> str | None:
    """The alt text of a draft as we would write it; None: no alt text reads like that."""
    return polish(draft.alt) if draft.alt else draft.alt


def _wish(finding: Finding) -> _Wish | None:
    """The edit that a report has for a finding; None where it has none, or reaches over several lines."""
    draft, place = finding.suggestion, finding.reference.span
    if draft is None or draft.edit is None or not draft.grade.is_committable or place.line != place.end_line:
        return None
    alt = _words(draft)
    return None if alt is None else _Wish(finding.reference.document, place.line, place.column, alt)


def _edits(wishes: Iterable[_Wish], source: Mapping[str, Mapping[int, str]]) -> Iterator[tuple[_Wish, Edit]]:
    """The wishes that can be granted; all of one line are proven together."""
    lines: dict[tuple[str, int], dict[_Wish, None]] = {}
    for wish in wishes:
        lines.setdefault((wish.document, wish.line), {})[wish] = None
    room = MOST_CHARACTERS
    for (document, line), wanted in lines.items():
        text = source.get(document, {}).get(line, "")
        if 0 < len(text) <= LONGEST_LINE:
            proven, characters = _on_line(text, [*wanted], room)
            room -= characters
            yield from proven


def _on_line(text: str, wishes: Sequence[_Wish], room: int) -> tuple[list[tuple[_Wish, Edit]], int]:
    """The edits that are proven on one line by themselves, and how many characters were read for it."""
    document, line = wishes[0].document, wishes[0].line
    reader = reader_for(document)
    if reader is None or len(text) > room:
        return [], 0
    shown = {one.span.column: one for one in reader.references(document, text)}
    found = [wish for wish in wishes if wish.column in shown]
    wanted = [(shown[wish.column], wish.alt) for wish in found]
    proof = prove(reader, text, wanted, characters=room - len(text))
    proven = []
    for wish, edit in zip(found, proof.edits, strict=True):
        if edit and edit.span.line == edit.span.end_line == 1 and "\n" not in edit.replacement:
            proven.append((wish, replace(edit, span=replace(edit.span, line=line, end_line=line))))
    return proven, proof.characters + len(text)

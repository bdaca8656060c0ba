"""Which findings become comments on lines, which become comments at files, and which have to be told elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from altproof.hunks import commentable
from altproof.model import Finding, Lines
from altproof.report import Report
from altproof.reporters import remark, suggestion_block, words
from altproof.reporters.escaping import escape_markdown
from altproof.reporters.remark import Remark

MOST_ON_LINES = 30
"""Comments of one review; more at once meet GitHub's abuse detection, and nobody reads them."""
MOST_KEPT = 300
"""Comments on lines that are kept when earlier runs posted them and worse findings came up since."""
MOST_ON_FILES = 10

SourceLines = Mapping[str, Mapping[int, str]]
"""The text of lines at head by document and number. A document that is missing gets comments without edits."""
Patches = Mapping[str, str | None]
"""What GitHub shows of each file of the pull request; None: nothing, as of a picture."""


class ReviewPlan(Struct, frozen=True):
    """Everything there is to say at the files of a pull request."""

    on_lines: tuple[Remark, ...] = ()
    on_files: tuple[Remark, ...] = ()
    spare: tuple[Remark, ...] = ()
    """On lines, beyond the limit: not to be posted, and to be kept where they are posted already."""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """All that are to be there."""
        return self.on_lines + self.on_files


class _Spot(Struct, frozen=True):
    """A finding on lines that GitHub takes a comment on."""

    finding: Finding
    lines: Lines
    whole: bool
    """False: a part of the place lies outside the hunk, so its edit cannot be offered."""


def plan(report: Report, patches: Patches, source: SourceLines, name: str) -> ReviewPlan:
    """The comments for a report, the worst first, at most 30 on lines and 10 at files; `name` is the report's.

    A finding off the lines that the pull request shows is told at its document, or at its image when only that is a
    file of the pull request.
    """
    captions = words.captions(report)
    spots, rest = _places(report.findings, patches)
    groups = [group for found in spots.values() for group in _groups(found)]
    groups.sort(key=lambda group: -max(spot.finding.severity.rank for spot in group))
    on_lines = tuple(_on_lines(name, group, captions, source) for group in groups[:MOST_KEPT])
    worst_first = sorted(rest.items(), key=lambda entry: -entry[1][0].severity.rank)
    on_files = (
        remark.on_file(name, path, found, captions, report.run.source_url)
        for path, found in worst_first[:MOST_ON_FILES]
    )
    return ReviewPlan(on_lines[:MOST_ON_LINES], tuple(on_files), on_lines[MOST_ON_LINES:])


def _places(findings: Sequence[Finding], patches: Patches) -> tuple[dict[str, list[_Spot]], dict[str, list[Finding]]]:
    """By document what can be told on its lines, and by file what has to be told at a whole file."""
    documents = dict.fromkeys(finding.reference.document for finding in findings)
    hunks = {path: commentable(patches.get(path) or "") for path in documents}
    spots: dict[str, list[_Spot]] = {}
    rest: dict[str, list[Finding]] = {}
    for finding in findings:
        document = finding.reference.document
        if spot := _spot(finding, hunks[document]):
            spots.setdefault(document, []).append(spot)
        elif path := next((p for p in (document, finding.reference.image) if p in patches), None):
            rest.setdefault(path, []).append(finding)
    return spots, rest


def body(report: Report, told: Iterable[Finding]) -> str:
    """What the review says above its comments: how much was found, and how much of it stands elsewhere."""
    carried = {finding.fingerprint for finding in told}
    elsewhere = sum(finding.fingerprint not in carried for finding in report.findings)
    more = f" {words.count(elsewhere, 'finding')} more: see the job summary." if elsewhere else ""
    return f"Altproof: {escape_markdown(words.headline(report))}.{more}"


def _spot(finding: Finding, hunks: Sequence[Lines]) -> _Spot | None:
    """Where a finding can be told; None: nowhere on the lines that are shown."""
    place = finding.span
    edit = finding.suggestion.edit if finding.suggestion else None
    wanted = Lines(edit.span.line, edit.span.end_line) if edit else Lines(place.line, place.last_line)
    # Hunks are in order, and a file may have thousands: the first one that does not end before the place.
    found = bisect_left(hunks, wanted.first, key=lambda hunk: hunk.last)
    for hunk in hunks[found : found + 1]:
        first, last = max(wanted.first, hunk.first), min(wanted.last, hunk.last)
        if first <= last:
            return _Spot(finding, Lines(first, last), Lines(first, last) == wanted)
    return None


def _groups(spots: Sequence[_Spot]) -> Iterator[list[_Spot]]:
    """Spots that share a line, together: two comments that edit the same line could not both be committed."""
    group: list[_Spot] = []
    end = 0
    for spot in sorted(spots, key=lambda spot: (spot.lines.first, spot.lines.last)):
        if group and spot.lines.first > end:
            yield group
            group = []
        group.append(spot)
        end = max(end, spot.lines.last) if len(group) > 1 else spot.lines.last
    if group:
        yield group


def _on_lines(name: str, group: Sequence[_Spot], captions: Mapping[str, str], source: SourceLines) -> Remark:
    lines = Lines(min(spot.lines.first for spot in group), max(spot.lines.last for spot in group))
    worst_first = sorted(group, key=lambda spot: -spot.finding.severity.rank)
    drafts = (spot.finding.suggestion for spot in worst_first if spot.whole)
    edits = suggestion_block.compatible(draft.edit for draft in drafts if draft and draft.edit)
    findings = [spot.finding for spot in worst_first]
    known = source.get(findings[0].reference.document, {})
    return remark.on_lines(name, lines, findings, captions, suggestion_block.block(known, lines, edits))

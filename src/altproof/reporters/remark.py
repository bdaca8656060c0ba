"""What one comment at a file says, in Markdown: every finding it tells of, and the block that GitHub can commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from altproof.links import rule_page
from altproof.model import Finding, Lines
from altproof.reporters import markdown, words
from altproof.reporters.escaping import escape_markdown, one_line, shorten
from altproof.reporters.marker import Kind, marked

MOST_TOLD = 10
"""Findings in one comment; more would bury the file under it."""
LONGEST_LINE = 600
"""Characters of one line of a comment before they are escaped; report.json has all of it."""
MOST_CHARACTERS = 40_000
"""Of the paragraphs in one comment; with a block to commit it stays below the 65,536 that GitHub takes."""


class Remark(Struct, frozen=True):
    """One comment at a file of the pull request."""

    path: str
    lines: Lines | None
    """None: it is about the whole file."""
    body: str
    findings: tuple[Finding, ...]
    """Those it tells of, the worst first."""


def on_lines(
    name: str, lines: Lines, findings: Sequence[Finding], captions: Mapping[str, str], block: str | None
) -> Remark:
    """The comment on these lines; `block` is what GitHub can commit."""
    several = len({finding.reference.id for finding in findings}) > 1
    parts = (_paragraph(finding, captions, _line(words.image_of(finding)) if several else "") for finding in findings)
    told, text = _text(findings, parts, block)
    body = marked(Kind.LINES, name, _fingerprints(told), text, height=lines.last - lines.first + 1)
    return Remark(findings[0].reference.document, lines, body, told)


def on_file(
    name: str, path: str, findings: Sequence[Finding], captions: Mapping[str, str], source_url: str | None
) -> Remark:
    """The comment at a whole file: what is wrong elsewhere in it, or where it is shown."""
    parts = (_paragraph(finding, captions, markdown.place(finding, source_url)) for finding in findings)
    told, text = _text(findings, parts, None)
    return Remark(path, None, marked(Kind.FILE, name, _fingerprints(told), text), told)


def _text(findings: Sequence[Finding], parts: Iterable[str], block: str | None) -> tuple[tuple[Finding, ...], str]:
    """The findings that there is room to tell of, and the text: their paragraphs, a count of the others, the block."""
    kept: list[str] = []
    room = MOST_CHARACTERS
    for part in islice(parts, MOST_TOLD):
        room -= len(part)
        if room < 0:
            break
        kept.append(part)
    told = tuple(findings[: len(kept)])
    left_out = len(findings) - len(told)
    more = f"{words.count(left_out, 'more finding')}: see the job summary." if left_out else None
    return told, "\n\n".join(filter(None, (*kept, more, block))) + "\n"


def _fingerprints(findings: Sequence[Finding]) -> list[str]:
    return [finding.fingerprint for finding in findings]


def _paragraph(finding: Finding, captions: Mapping[str, str], where: str) -> str:
    severity = words.SEVERITIES[finding.severity]
    title = f"**{severity[:1].upper()}{severity[1:]}**: {_line(words.rule_title(finding.rule))}"
    message, *more = words.told(finding, captions.get(finding.reference.image or "", "")) or ("",)
    place = f", {where}" if where else ""
    page = f"([{_line(finding.rule)}]({rule_page(finding.rule)}))"
    # A colon behind a stranger's words could end what GitHub shows as an emoji.
    return "\n\n".join((f"{title}{place} — {_line(message)} {page}", *map(_line, more)))


def _line(text: str) -> str:
    return escape_markdown(shorten(one_line(text), LONGEST_LINE))

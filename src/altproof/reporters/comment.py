"""The one comment in the conversation: what was found and what the changed images show, the same text for the same."""

from __future__ import annotations

from altproof.report import Report
from altproof.reporters import markdown, words
from altproof.reporters.escaping import escape_markdown
from altproof.reporters.marker import Kind, marked

MOST_BYTES = 58_000
"""GitHub refuses a body of more than 65,536 characters, and counts bytes as well; one limit below both."""
_FOR_THE_REST = 2_000
"""Bytes kept free for the marker and what stands around the tables."""

ALL_CLEAR = "Altproof: no problems found in alt text any more.\n"


def render(report: Report, name: str) -> str:
    """The body; `name` is the report's. It holds nothing that differs between two runs on the same commit."""
    heading = f"### Altproof: {escape_markdown(words.headline(report))}\n"
    return marked(Kind.REPORT, name, (), f"{heading}\n{markdown.sections(report, MOST_BYTES - _FOR_THE_REST)}")


def all_clear(name: str) -> str:
    """The body for a comment that has nothing left to tell and cannot be removed."""
    return marked(Kind.REPORT, name, (), ALL_CLEAR)

"""report.json back into a `Report`, when it comes from a run that nobody vouches for.

Only findings and their places are taken, each checked: who wrote the file may have been anybody. What the images show,
what could not be done and what the run says of itself stay unread.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from altproof.errors import ReportError
from altproof.model import Edit, Finding, Grade, ImageReference, Severity, Span, Suggestion, WordSource

MOST_BYTES = 16 << 20
"""Of a report.json; one of 10,000 findings, the most a run writes, has about ten million."""
MOST_FINDINGS = 1_000
"""That are taken on; a pull request shows a few hundred at most."""
LONGEST_TEXT = 1_000
"""Characters of any text in it; a longer one is cut."""
LONGEST_PATH = 1_000
LARGEST_NUMBER = 10_000_000
"""Of a line or column."""
_UNREAD = ("images", "problems", "deliveries")


class ReadReport(Struct, frozen=True):
    """What is taken from a report.json."""

    head: str
    """The commit that it says it is about."""
    findings: tuple[Finding, ...]


def loads(data: bytes, schema: Mapping[str, Any], rules: Mapping[str, str]) -> ReadReport:
    """The findings of a report.json. Raises ReportError, whose message holds nothing of the file.

    `rules` has, by name, the one sentence that stands for a finding's own message: the words of a stranger are not
    passed on as ours. A finding of a rule that is not in it is left out.
    """
    if len(data) > MOST_BYTES:
        raise ReportError(f"the report is larger than {MOST_BYTES:,} bytes")
    try:
        found = json.loads(data, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ReportError("the report is no JSON") from error
    _check(found, schema)
    head = found["run"]["head"]
    if not isinstance(head, str):
        raise ReportError("the report names no commit")
    references = {one["id"]: one for one in found["references"]}
    taken = (_finding(one, references.get(one["reference"]), rules) for one in found["findings"])
    return ReadReport(head, tuple(finding for finding in taken if finding)[:MOST_FINDINGS])


def _refuse(name: str) -> float:
    raise ValueError(name)  # NaN and Infinity, which are no JSON


def _check(found: Any, schema: Mapping[str, Any]) -> None:
    import jsonschema
    import referencing

    if isinstance(found, dict):
        found.update({name: [] for name in _UNREAD if name in found})
    # a registry that cannot retrieve: without one, jsonschema would fetch any reference over the network
    validator = jsonschema.Draft202012Validator(schema, registry=referencing.Registry())
    try:
        fits = validator.is_valid(found)
    except RecursionError as error:
        raise ReportError("the report is nested too deeply") from error
    if not fits:
        raise ReportError(
            "the report does not have the form of a report.json of this version",
            hint="let both jobs use the same version of Altproof",
        )


def _finding(found: Mapping[str, Any], reference: Mapping[str, Any] | None, rules: Mapping[str, str]) -> Finding | None:
    """A finding; None when it is of no rule of ours, at no place, or the two do not fit."""
    place = _reference(reference) if reference else None
    if place is None or found["rule"] not in rules or found["document"] != place.document:
        return None
    return Finding(
        rule=found["rule"],
        severity=Severity(found["severity"]),
        message=rules[found["rule"]],
        reference=place,
        fingerprint=_cut(found["fingerprint"]),
        suggestion=_suggestion(found["suggestion"], place.document),
    )


def _reference(found: Mapping[str, Any]) -> ImageReference | None:
    span = _span(found)
    slot = _span(found["alt_span"]) if found["alt_span"] else None
    document, image = found["document"], found["image"]
    if (
        span is None
        or (found["alt_span"] and slot is None)
        or not all(_is_path(path) for path in (document, image) if path is not None)
    ):
        return None
    return ImageReference(
        document=document,
        span=span,
        syntax=_cut(found["syntax"]),
        target=_cut(found["target"]),
        alt=_cut(found["alt"]) if found["alt"] is not None else None,
        alt_span=slot,
        image=image,
        changed=found["changed"],
    )


def _suggestion(found: Mapping[str, Any] | None, document: str) -> Suggestion | None:
    """A suggestion without its note, which is prose; its edit still has to be derived anew."""
    if found is None or found["alt"] is None:
        return None
    span = _span(found["edit"]) if found["edit"] else None
    edit = Edit(document, span, _cut(found["edit"]["replacement"])) if span else None
    source = WordSource(found["source"]) if found["source"] else None
    return Suggestion(_cut(found["alt"]), Grade(found["grade"]), source, found["confidence"], edit=edit)


def _span(found: Mapping[str, Any]) -> Span | None:
    """A span that ends behind its beginning and at a number that a file can have; None for another one."""
    numbers = (found[name] for name in ("line", "column", "end_line", "end_column"))
    span = Span(*map(int, numbers))  # JSON Schema takes 1.0 for an integer
    forward = (span.line, span.column) <= (span.end_line, span.end_column)
    return span if forward and max(span.end_line, span.column, span.end_column) <= LARGEST_NUMBER else None


def _is_path(path: str) -> bool:
    """Whether it can be the path of a file in a repository."""
    parts = path.split("/")
    return len(path) <= LONGEST_PATH and "\0" not in path and not {"", ".", ".."} & set(parts)


def _cut(text: str) -> str:
    return text[:LONGEST_TEXT]

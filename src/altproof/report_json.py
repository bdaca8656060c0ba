"""ReportV1: the form of report.json that other programs may rely on; every key and its meaning: report.schema.json.

Keys are present even when null or empty. A key is never renamed or given another meaning within a version.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec.json
from msgspec import Struct

from altproof import __version__
from altproof.links import rule_page
from altproof.model import DescribedImage, Edit, Finding, ImageReference, Span, Suggestion
from altproof.patterns import lazy_regex
from altproof.report import Report

SCHEMA_VERSION = 1

_BRACKET = lazy_regex(r"(?<=#)([^\x00-\x7f]*)\[")
"""The end of "##[", with or without invisible characters in between."""
_SURROGATE = lazy_regex("[\ud800-\udfff]")


def to_json(report: Report) -> dict[str, Any]:
    """The report as JSON values, in the order in which the schema describes them."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "altproof", "version": __version__},
        "run": _value(report.run),
        "totals": _value(report.totals),
        "images": [_image(image) for image in report.images],
        "references": [_reference(reference) for reference in report.references],
        "findings": [_finding(finding) for finding in report.findings],
        "problems": [_value(problem) for problem in report.problems],
        "deliveries": _value(report.deliveries),
    }


def dumps(report: Report) -> str:
    r"""The report as JSON text of printable characters, ending in a newline: the same text for the same report.

    Lone surrogates (bytes of a file name that are no UTF-8) become visible `\udc80` escapes in the values. Letters
    stay as they are; characters that a log should not hold raw are JSON escapes, so that the text may be printed.
    """
    return printable(to_json(report))


def printable(value: Mapping[str, Any], indent: int = 2) -> str:
    """Any JSON object of ours as text in the way of `dumps`; on one line when `indent` is 0."""
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:  # a lone surrogate
        data = _SURROGATE.sub(_escaped, _standard_json(value, ensure_ascii=False)).encode()
    text = msgspec.json.format(data, indent=indent).decode()
    # "##[" would be a command to the runner in the middle of any line; an escaped bracket is the same JSON.
    text = text.replace("#[", "#\\u005b") if text.isascii() else _BRACKET.sub(r"\1\\u005b", text)
    if text.replace("\n", "").isprintable():
        return f"{text}\n"
    return "".join(f"{_printable(line)}\n" for line in text.split("\n"))


def _escaped(surrogate: re.Match[str]) -> str:
    return f"\\\\u{ord(surrogate[0]):x}"


def _printable(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() else _standard_json(c)[1:-1] for c in line)


def _standard_json(value: object, *, ensure_ascii: bool = True) -> str:
    import json  # here, as hardly any report has a character that needs it

    return json.dumps(value, ensure_ascii=ensure_ascii, allow_nan=False)


def _value(value: object) -> Any:
    """The JSON form of the model's own values: field names are keys, tuples are lists, bytes are left out."""
    if isinstance(value, Struct):
        named = {name: getattr(value, name) for name in value.__struct_fields__}
        return {name: _value(part) for name, part in named.items() if not isinstance(part, bytes)}
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return 0.0  # JSON has no NaN, and a service's odd number must not cost the report
    return value.value if isinstance(value, StrEnum) else value


def _image(image: DescribedImage) -> dict[str, Any]:
    file = image.file
    return {
        "path": file.path,
        "sha256": file.sha256 or None,
        "media_type": file.media_type or None,
        "width": file.width,
        "height": file.height,
        "has_location": file.has_location,
        "bytes": file.byte_count,
        "status": file.status.value,
        "other_themes": list(image.other_themes),
        "near_duplicates": list(image.near_duplicates),
        "analysis": _value(image.analysis),
        "problem": _value(image.problem),
        "suggestion": _suggestion(image.suggestion),
    }


def _reference(reference: ImageReference) -> dict[str, Any]:
    return {
        "id": reference.id,
        "document": reference.document,
        **_span(reference.span),
        "syntax": reference.syntax,
        "target": reference.target,
        "image": reference.image,
        "alt": reference.alt,
        "alt_span": _span(reference.alt_span) if reference.alt_span else None,
        "changed": reference.changed,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "help_url": rule_page(finding.rule),
        "reference": finding.reference.id,
        "document": finding.reference.document,
        "line": finding.span.line,
        "column": finding.span.column,
        "image": finding.reference.image,
        "suggestion": _suggestion(finding.suggestion),
    }


def _suggestion(suggestion: Suggestion | None) -> dict[str, Any] | None:
    if suggestion is None:
        return None
    return {
        "alt": suggestion.alt,
        "grade": suggestion.grade.value,
        "source": suggestion.source.value if suggestion.source else None,
        "confidence": _value(suggestion.confidence),
        "note": suggestion.note,
        "edit": _edit(suggestion.edit),
    }


def _edit(edit: Edit | None) -> dict[str, Any] | None:
    return {**_span(edit.span), "replacement": edit.replacement} if edit else None


def _span(span: Span) -> Mapping[str, int]:
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}

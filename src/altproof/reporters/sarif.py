"""report.sarif: findings for GitHub code scanning and for editors, as SARIF 2.1.0 (OASIS, 2020-03-27)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from altproof.model import Edit, Finding, Problem, Span
from altproof.report import Report
from altproof.report_json import printable
from altproof.reporters import words
from altproof.reporters.escaping import one_line, path_in_address, shorten
from altproof.reporters.sarif_terms import LEVELS, rule_id

NAME = "sarif"

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
"""The address by which GitHub's documentation and tools know the schema."""
FINGERPRINT = "altproofFingerprint/v1"
"""Not `primaryLocationLineHash`: codeql-action/upload-sarif computes that and warns of every other value in it."""
ROOT = "%SRCROOT%"

MOST_RESULTS = 5_000
"""GitHub keeps so many of a run, the worst first (SARIF support for code scanning)."""
MOST_BYTES = 9_000_000
"""Of results. GitHub takes 10 MB after compression, so this much never fails."""
MOST_NOTIFICATIONS = 500
LONGEST_MESSAGE = 2_000
"""Characters of a message; report.json has all of it."""

WideLines = Mapping[str, Mapping[int, str]]
"""By document and line number: lines with characters that are two units in UTF-16, such as most emoji."""
NO_WIDE_LINES: WideLines = MappingProxyType({})


def render(report: Report) -> str:
    """The report as SARIF; its columns are right unless characters above U+FFFF stand before an image in its line."""
    return render_with(report, NO_WIDE_LINES)


def render_with(report: Report, wide: WideLines) -> str:
    """The same with columns that count UTF-16 code units in these lines, too."""
    # Fifty rules and their pages, which only this output needs: `--version` does not wait for them.
    from altproof.reporters.sarif_rules import driver, names_in_order

    names = names_in_order(finding.rule for finding in report.findings)
    rules = {name: index for index, name in enumerate(names)}
    results = []
    room = MOST_BYTES
    for finding in report.findings[:MOST_RESULTS]:
        line = printable(_result(finding, rules[finding.rule], wide), indent=0).rstrip("\n")
        room -= len(line.encode("utf-8"))
        if room < 0:
            break
        results.append(line)
    run = {
        "tool": {"driver": driver(rules)},
        "automationDetails": {"id": f"altproof/{one_line(report.run.head or '') or 'files'}"},
        "invocations": [_invocation(report, len(report.findings) - len(results))],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        **_provenance(report),
        "columnKind": "utf16CodeUnits",
        "results": [],
    }
    # A result is a line, and the last thing in the file: indented, 5,000 of them would take seconds.
    head, brackets, tail = printable({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}).rpartition("[]")
    lines = ",\n".join(results)
    return f"{head}[\n{lines}\n]{tail}" if results else f"{head}{brackets}{tail}"


def _result(finding: Finding, rule: int, wide: WideLines) -> dict[str, Any]:
    advice = words.advice(finding.suggestion)
    said = "\n".join(filter(None, map(one_line, (finding.message, advice)))) or words.rule_title(finding.rule)
    document = finding.reference.document
    slot = finding.reference.alt_span
    # An empty slot is a place between two characters, which no page can underline.
    span = slot if slot and (slot.line, slot.column) != (slot.end_line, slot.end_column) else finding.reference.span
    fixes = _fixes(finding.suggestion.edit, wide) if finding.suggestion and finding.suggestion.edit else {}
    return {
        "ruleId": rule_id(finding.rule),
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": _message(said)},
        "locations": [
            {"physicalLocation": {"artifactLocation": _artifact(document), "region": _region(span, document, wide)}}
        ],
        "partialFingerprints": {FINGERPRINT: one_line(finding.fingerprint) or "none"},
        **fixes,
    }


def _message(text: str) -> str:
    """Plain text in which nothing is a link: `[text](address)` would be one (SARIF 2.1.0, 3.11.6)."""
    shown = shorten(text, LONGEST_MESSAGE)
    return shown.replace("[", "\\[").replace("]", "\\]") if "](" in shown else shown


def _artifact(path: str) -> dict[str, str]:
    return {"uri": path_in_address(path) or "unknown", "uriBaseId": ROOT}


def _region(span: Span, document: str, wide: WideLines) -> dict[str, int]:
    lines = wide.get(document, {})
    return {
        "startLine": span.line,
        "startColumn": _units(lines.get(span.line, ""), span.column),
        "endLine": span.end_line,
        "endColumn": _units(lines.get(span.end_line, ""), span.end_column),
    }


def _units(line: str, column: int) -> int:
    """The column in UTF-16 code units; `line` may be empty when that is the same."""
    return column + sum(character > "\uffff" for character in line[: column - 1])


def _fixes(edit: Edit, wide: WideLines) -> dict[str, Any]:
    region = _region(edit.span, edit.document, wide)
    replacement = {"deletedRegion": region, "insertedContent": {"text": edit.replacement}}
    change = {"artifactLocation": _artifact(edit.document), "replacements": [replacement]}
    return {"fixes": [{"description": {"text": "Write the suggested alt text."}, "artifactChanges": [change]}]}


def _invocation(report: Report, left_out: int) -> dict[str, Any]:
    run = report.run
    return {
        "executionSuccessful": not (run.cancelled or run.engine_failed),
        "toolExecutionNotifications": [
            {"level": "warning", "message": {"text": _message(text)}} for text in _notifications(report, left_out)
        ],
    }


def _notifications(report: Report, left_out: int) -> Iterator[str]:
    if report.run.cancelled:
        yield words.CANCELLED
    if report.run.dry_run:
        yield f"Dry run: {words.foreseen(report)}"
    if left_out:
        yield f"{words.count(left_out, 'finding')} left out here for the limits of code scanning; report.json has all."
    problems = report.all_problems
    yield from map(_problem, problems[:MOST_NOTIFICATIONS])
    if len(problems) > MOST_NOTIFICATIONS:
        yield f"{words.count(len(problems) - MOST_NOTIFICATIONS, 'more thing')} could not be done; report.json has all."


def _problem(problem: Problem) -> str:
    said = ": ".join(filter(None, map(one_line, (problem.subject, problem.message)))) or words.NOT_DONE
    return f"{said} ({one_line(problem.hint)})" if problem.hint else said


def _provenance(report: Report) -> dict[str, Any]:
    """Which commit of which repository this is about, where both are known."""
    address, found, _ = (report.run.source_url or "").partition("/blob/")
    if not (found and report.run.head and urlsplit(address).scheme == "https"):
        return {}
    details = {"repositoryUri": address, "revisionId": report.run.head, "mappedTo": {"uriBaseId": ROOT}}
    return {"versionControlProvenance": [details]}

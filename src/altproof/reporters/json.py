"""report.json: the versioned form for other programs."""

from __future__ import annotations

from altproof.report import Report
from altproof.report_json import dumps

NAME = "json"


def render(report: Report) -> str:
    """The report as JSON, version 1; described by schema/report.schema.json."""
    return dumps(report)

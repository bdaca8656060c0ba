"""What results and rules of report.sarif have in common: levels, and the ids of rules."""

from __future__ import annotations

from collections.abc import Mapping

from altproof.model import Severity
from altproof.reporters.escaping import one_line, shorten

LEVELS: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
"""SARIF 2.1.0, 3.27.10."""
LONGEST_NAME = 255
"""Characters that GitHub takes of a rule's id and name (SARIF support for code scanning)."""


def rule_id(name: str) -> str:
    """The id of a rule as it is written; every rule of ours keeps its name."""
    return shorten(one_line(name), LONGEST_NAME) or "unnamed"

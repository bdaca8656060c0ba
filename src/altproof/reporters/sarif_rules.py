"""What report.sarif says about the tool: its name, and every rule with its page, which GitHub shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from altproof import __version__
from altproof.links import HOME, rule_page
from altproof.model import Severity
from altproof.reporters import words
from altproof.reporters.escaping import one_line, shorten
from altproof.reporters.sarif_terms import LEVELS, rule_id
from altproof.rules import RULES
from altproof.rules.base import Needs, Rule
from altproof.rules.pages import page
from altproof.rules.profiles import DEFAULT, PROFILES

LONGEST_TEXT = 1024
"""Characters that GitHub takes of a rule's descriptions (SARIF support for code scanning)."""

_PRECISION: Mapping[Needs, str] = {
    Needs.DOCUMENT: "high",
    Needs.IMAGE: "high",
    Needs.AUDIT: "high",
    Needs.CHANGE: "medium",
    Needs.ENGINE: "medium",
}
_PROBLEMS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTICE: "recommendation",
}


def driver(names: Iterable[str]) -> dict[str, Any]:
    """The tool component: every rule there is, then those of `names` that are not among them."""
    others = [name for name in dict.fromkeys(names) if name not in RULES]
    return {
        "name": "Altproof",
        "fullName": f"Altproof {__version__}",
        "organization": "Altproof",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": HOME,
        "language": "en",
        "rules": [*map(_known, RULES.values()), *map(_unknown, others)],
    }


def names_in_order(names: Iterable[str]) -> list[str]:
    """The names of the rules in the order of `driver`."""
    return [*RULES, *(name for name in dict.fromkeys(names) if name not in RULES)]


def _known(rule: Rule) -> dict[str, Any]:
    severity = PROFILES[DEFAULT].severities.get(rule.NAME) or Severity.NOTICE
    help_ = rule.HELP
    plain = "\n\n".join(map(str.strip, (rule.SUMMARY, help_.flags, help_.why, help_.ignore)))
    return {
        "id": rule.NAME,
        "name": _camel_case(rule.NAME),
        "shortDescription": {"text": shorten(rule.SUMMARY, LONGEST_TEXT)},
        "fullDescription": {"text": shorten(one_line(help_.flags), LONGEST_TEXT)},
        "help": {"text": plain, "markdown": page(rule)},
        "helpUri": rule_page(rule.NAME),
        "defaultConfiguration": {"level": LEVELS[severity]},
        "properties": {
            "tags": ["accessibility", "alt-text", rule.CAUSE.value],
            "precision": _PRECISION[rule.NEEDS],
            "problem.severity": _PROBLEMS[severity],
        },
    }


def _unknown(name: str) -> dict[str, Any]:
    """A rule of a report that another version made: GitHub wants every field to be there."""
    title = {"text": shorten(one_line(words.rule_title(name)), LONGEST_TEXT) or "Unnamed"}
    return {
        "id": rule_id(name),
        "shortDescription": title,
        "fullDescription": title,
        "help": title,
        "helpUri": rule_page(name),
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["accessibility", "alt-text"]},
    }


def _camel_case(name: str) -> str:
    """`missing-alt` is `MissingAlt`: the form that SARIF's own validator asks of names (SARIF2012)."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("-"))

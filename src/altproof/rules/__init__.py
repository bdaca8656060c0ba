"""The rules: one module per bad pattern, the table of them, and `judge`, which applies it to one reference."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from altproof.model import Severity, Subject, Violation
from altproof.rules import blank_alt, filename_as_alt, missing_alt
from altproof.rules.base import Rule

_IN_ORDER: tuple[Rule, ...] = (
    missing_alt,
    blank_alt,
    filename_as_alt,
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.NAME: rule for rule in _IN_ORDER})
"""Every rule by its name, in the order in which they are asked: what is missing before what is badly put."""


def judge(subject: Subject, severities: Mapping[str, Severity | None]) -> tuple[str, Severity, Violation] | None:
    """The first rule that finds something, its severity and what it found; None when no rule does.

    `severities` overrides the rules' own by name; None switches a rule off. One reference has one finding at most,
    so that a report names the cause and not its echoes.
    """
    for name, rule in RULES.items():
        severity = severities.get(name, rule.SEVERITY)
        if severity is None:
            continue
        violation = rule.check(subject)
        if violation is not None:
            return name, severity, violation
    return None

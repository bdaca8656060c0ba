"""What every rule answers to."""

from __future__ import annotations

from typing import Protocol

from altproof.model import Severity, Subject, Violation


class Rule(Protocol):
    """A module in this folder, named for the bad pattern it finds."""

    @property
    def NAME(self) -> str:  # noqa: N802  (module constants are written in capitals)
        """Kebab-case; reads as "allow <name>"; never reused for anything else."""

    @property
    def SUMMARY(self) -> str:  # noqa: N802
        """One sentence for tables and SARIF."""

    @property
    def SEVERITY(self) -> Severity:  # noqa: N802
        """In the default profile."""

    def check(self, subject: Subject) -> Violation | None:
        """What is wrong, or None. Pure, linear in the length of the alt text, never raises."""

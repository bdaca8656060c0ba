"""What every output answers to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from altproof.report import Report


class Reporter(Protocol):
    """A module in this folder: the whole report in, one text out."""

    @property
    def NAME(self) -> str:  # noqa: N802  (module constants are written in capitals)
        """The value of `--format`."""

    def render(self, report: Report) -> str:
        """The whole output, ending in a newline. Pure. Every untrusted text in it is escaped for this format."""

"""What every source of words answers to."""

from __future__ import annotations

from typing import Protocol

from altproof.model import Suggestion
from altproof.rules.base import Subject


class Source(Protocol):
    """A module in this folder that knows one place where words for an image can come from."""

    @property
    def NAME(self) -> str:  # noqa: N802  (module constants are written in capitals)
        """For docs and tests."""

    def draft(self, subject: Subject) -> Suggestion | None:
        """A graded draft without an edit, or None when this source has nothing to say. Pure; never raises."""

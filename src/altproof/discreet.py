"""For values that hold secrets or whole files: what an accident prints of them, in a traceback or a log."""

from __future__ import annotations

from typing import Any


class Discreet:
    """Its `repr` is only the name of the class, and so is what Rich prints of it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    def __rich_repr__(self, /) -> list[tuple[str, Any]]:
        """No fields: the one that msgspec gives every Struct tells all of them."""
        return []

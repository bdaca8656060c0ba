"""For values that hold secrets or whole files: what an accident prints of them, in a traceback or a log."""

from __future__ import annotations


class Discreet:
    """Its `repr` is only the name of the class."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

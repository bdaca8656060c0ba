"""Regular expressions that are compiled at their first use: there are hundreds, and most runs need a few dozen."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def lazy_regex(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, but an expression that is wrong raises re.error only when it is used.

    For patterns with a name, which are kept as long as the program runs.
    """
    return cast(re.Pattern[AnyStr], _Lazy(expression, flags))


class _Lazy:
    """What stands for a pattern; a method that was asked for once is found at once from then on."""

    def __init__(self, expression: str | bytes, flags: int) -> None:
        self._expression, self._flags = expression, flags

    def __getattr__(self, name: str) -> Any:
        """A method or value of the pattern; Python asks here for what the object does not have yet."""
        found = getattr(re.compile(self._expression, self._flags), name)
        setattr(self, name, found)
        return found

"""Regular expressions that are compiled at their first use (docs/decisions/0011-late-patterns.md)."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, cast


def lazy_regex(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What is used as the pattern that `re.compile` gives: by its methods and values.

    It is no instance of re.Pattern, so nothing that takes one may get it, such as `re.sub`. For patterns that a module
    keeps. An expression that is wrong raises re.error at the first use.
    """
    return cast(re.Pattern[AnyStr], _Lazy(expression, flags))


class _Lazy:
    """Stands for a pattern; what was asked for once is found at once from then on."""

    def __init__(self, expression: str | bytes, flags: int) -> None:
        self._expression, self._flags = expression, flags

    def __repr__(self) -> str:
        return f"lazy_regex({self._expression!r}, {re.RegexFlag(self._flags)!r})"

    @cached_property
    def _compiled(self) -> re.Pattern[Any]:
        return re.compile(self._expression, self._flags)

    def __getattr__(self, name: str) -> Any:
        """A method or value of the pattern: Python asks here for what the object does not have yet."""
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found

"""Takes from RapidOCR what it would fetch models with, before it is imported; the image does not even have it."""

from __future__ import annotations

import sys
from types import ModuleType


class NeverRaised(Exception):  # noqa: N818  (stands for an exception of the library that is left out)
    """Nothing is asked for, so nothing fails."""


def unplug() -> None:
    """Put an empty module in the place of `requests`, whose import alone would open a socket."""
    empty = ModuleType("requests")
    vars(empty).update({"Response": object, "RequestException": NeverRaised})
    sys.modules["requests"] = empty

"""Altproof checks alt text where it is written and proposes what it should say.

For scripts: `altproof.analyse`, `altproof.analyse_async`, `altproof.Analyser` (docs/library.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from altproof.engines.base import EngineOptions
    from altproof.errors import AltproofError
    from altproof.library import Analyser, analyse, analyse_async
    from altproof.model import Analysis, Feature

__version__ = "0.1.0"

__all__ = ["AltproofError", "Analyser", "Analysis", "EngineOptions", "Feature", "analyse", "analyse_async"]

_HOMES = {
    "AltproofError": "errors",
    "Analyser": "library",
    "Analysis": "model",
    "EngineOptions": "engines.base",
    "Feature": "model",
    "analyse": "library",
    "analyse_async": "library",
}


def __getattr__(name: str) -> object:
    """What is for scripts, loaded when it is first asked for: most who import this package want the version only."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value

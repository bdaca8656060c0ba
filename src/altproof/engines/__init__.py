"""The engines that look at images, and how each is made from what the trusted side gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from altproof.engines.base import Engine, EngineOptions


def _azure(options: EngineOptions) -> Engine:
    from altproof.engines.azure import AzureEngine
    from altproof.engines.preparing import Preparing

    return AzureEngine(options, Preparing())


def _offline(_: EngineOptions) -> Engine:
    from altproof.engines.offline import OfflineEngine

    return OfflineEngine()


def _none(_: EngineOptions) -> Engine:
    from altproof.engines.none import NoEngine

    return NoEngine()


ENGINES: Mapping[str, Callable[[EngineOptions], Engine]] = {"azure": _azure, "offline": _offline, "none": _none}
"""By the name in the configuration. An engine's module is loaded when it is made, and not before."""

AUTO = "auto"
"""Azure when its endpoint and key are given, else offline."""


def automatic(options: EngineOptions) -> str:
    """The engine that `auto` stands for."""
    return "azure" if options.vision_endpoint and options.vision_key else "offline"

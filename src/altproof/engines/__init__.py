"""The engines that look at images, and how each is made from what the trusted side gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from altproof.engines.base import Engine, EngineOptions
from altproof.model import Request


def _azure(options: EngineOptions) -> Engine:
    from altproof.engines.azure import AzureEngine
    from altproof.engines.preparing import Preparing

    return AzureEngine(options, Preparing())


def _offline(_: EngineOptions) -> Engine:
    from altproof.engines.offline import OfflineEngine

    return OfflineEngine()


def _florence(options: EngineOptions) -> Engine:
    from altproof.engines.florence import LIMITS, FlorenceEngine
    from altproof.engines.florence_model import FlorenceModel
    from altproof.engines.preparing import Preparing

    model = FlorenceModel.installed(options.florence_folder, options.florence_manifest)
    return FlorenceEngine(Preparing(LIMITS), model, options.florence_caption)


def _none(_: EngineOptions) -> Engine:
    from altproof.engines.none import NoEngine

    return NoEngine()


ENGINES: Mapping[str, Callable[[EngineOptions], Engine]] = {
    "azure": _azure,
    "offline": _offline,
    "florence": _florence,
    "none": _none,
}
"""By the name in the configuration. An engine's module is loaded when it is made, and not before."""

AUTO = "auto"
"""Azure when its endpoint and something to sign calls with are given, else offline."""


def automatic(options: EngineOptions) -> str:
    """The engine that `auto` stands for."""
    return "azure" if options.vision_endpoint and (options.may_call_azure or options.may_sign_in) else "offline"


def _azure_calls(request: Request) -> int:
    from altproof.engines.azure_request import asks

    return len(asks(request))


CALLS_EACH: Mapping[str, Callable[[Request], int]] = {"azure": _azure_calls}
"""How many calls one image takes, by engine; an engine that is not named calls nobody."""


def calls_each(engine: str, request: Request) -> int:
    """The calls that one image takes when nothing has to be repeated."""
    return CALLS_EACH[engine](request) if engine in CALLS_EACH else 0

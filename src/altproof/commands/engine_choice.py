"""Which engine a run gets, and what is said when the wished-for one cannot be had."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from altproof.actions_io import Console
from altproof.config import Config
from altproof.engines import AUTO, ENGINES, automatic
from altproof.engines.base import EngineOptions
from altproof.errors import UsageError
from altproof.git import Login
from altproof.links import FORKS_PAGE
from altproof.model import Problem, Request, Stage, TextReader
from altproof.settings import Settings
from altproof.spending import Prices

if TYPE_CHECKING:
    from altproof.looking import Eyes

RETIREMENT = "Azure AI Vision Image Analysis 4.0 stops answering on 2028-09-25."
"""Microsoft's announcement of 2026-01-29 (image-analysis-deprecation)."""
KEYLESS = "offline"
BLIND = "none"
"""Looks at nothing, so that nothing is tried twice."""
LONGEST_NUMBER = 9
"""Digits of a limit."""
WHERE = "give both as inputs of the action, or as VISION_ENDPOINT and VISION_KEY in the environment"
LOGIN = "in place of the key, vision-token or an Entra ID app will do"
SIGNERS = ("vision-key", "vision-token", "azure-client-secret")


class Choice(Struct, frozen=True):
    """The engine's name, and why it is not the one that was asked for."""

    name: str
    problems: tuple[Problem, ...] = ()


def mask(settings: Settings, console: Console) -> None:
    """Have the runner blot out every secret that was given, before anything is printed."""
    token = settings["github-token"]
    given = (*(settings[name] for name in SIGNERS), settings.runner.oidc_token, settings.runner.runtime_token)
    for secret in (*given, token, Login("", token).basic if token else ""):
        console.mask(secret)


def options(settings: Settings, mask: Callable[[str], None] = lambda _: None) -> EngineOptions:
    """What the inputs say about engines; `mask` is told the secrets that come up later."""
    return EngineOptions(
        vision_endpoint=settings["vision-endpoint"],
        vision_key=settings["vision-key"],
        vision_api_version=settings["vision-api-version"],
        vision_hosts=tuple(settings["vision-hosts"].replace(",", " ").split()),
        vision_tier=settings["vision-tier"],
        vision_token=settings["vision-token"],
        azure_tenant_id=settings["azure-tenant-id"],
        azure_client_id=settings["azure-client-id"],
        azure_client_secret=settings["azure-client-secret"],
        azure_authority=settings["azure-authority"],
        azure_scope=settings["azure-scope"],
        florence_folder=str(settings.florence_folder or ""),
        florence_manifest=settings["florence-manifest"],
        florence_caption=settings["florence-caption"],
        oidc_url=settings.runner.oidc_url,
        oidc_token=settings.runner.oidc_token,
        mask=mask,
    )


def choose(settings: Settings, config: Config, *, from_fork: bool) -> Choice:
    """The engine of this run. Raises UsageError when azure is asked for and cannot be called at all."""
    given = options(settings)
    wished = settings["engine"] or config.analysis.engine
    keyless = not given.may_call_azure and from_fork
    if keyless and (wished == "azure" or (wished == AUTO and given.vision_endpoint and given.may_sign_in)):
        words = "no key on a pull request from a fork, so the offline engine was used"
        return Choice(KEYLESS, (Problem(Stage.LOOK, "azure", words, f"why: {FORKS_PAGE}"),))
    _check_pair(given, wished, from_fork=from_fork)
    return Choice(automatic(given) if wished == AUTO else wished)


def _check_pair(given: EngineOptions, wished: str, *, from_fork: bool) -> None:
    """Raises UsageError when only half of what azure needs is given.

    An app of Entra ID without an endpoint is no half: its names may be in the environment for other steps.
    """
    signers = {
        "vision-key": given.vision_key,
        "vision-token": given.vision_token,
        "azure-client-id": given.may_sign_in and (given.vision_endpoint or wished == "azure"),
    }
    signer = next((name for name, value in signers.items() if value), None)
    if wished == "azure" and not (given.vision_endpoint or signer):
        raise UsageError("vision-endpoint and vision-key: the azure engine needs both", hint=f"{WHERE}; {LOGIN}")
    if bool(given.vision_endpoint) != bool(signer) and wished in (AUTO, "azure") and not from_fork:
        lacking, there = ("vision-endpoint", signer) if signer else ("vision-key", "vision-endpoint")
        raise UsageError(f"{lacking}: not given, though {there} is", hint=f"{WHERE}; {LOGIN}")


def eyes(settings: Settings, name: str, console: Console | None = None) -> Eyes:
    """The engine by this name with the one that needs no key behind it. Raises UsageError for bad inputs.

    `console` is told secrets that come up later, and how far the looking is; None: nothing will be looked at.
    """
    from altproof.engines.cache import AnalysisCache
    from altproof.looking import Budget, Eyes

    mask, tell = (console.mask, console.note) if console else (lambda _: None, lambda _: None)
    given = options(settings, mask)
    budget = Budget(*_limits(settings))
    cache = AnalysisCache(settings.cache) if settings.cache else None
    behind = BLIND if name == KEYLESS else KEYLESS
    return Eyes(ENGINES[name](given), ENGINES[behind](given), cache=cache, budget=budget, tell=tell)


def check_limits(settings: Settings) -> None:
    """Raises UsageError for a limit or a price that is none, before anything costs time."""
    _limits(settings)
    prices(settings)


def _limits(settings: Settings) -> tuple[int | None, int | None]:
    """What a run may spend: calls and seconds. Raises UsageError."""
    return _number(settings, "max-calls"), _number(settings, "max-seconds")


def prices(settings: Settings) -> Prices | None:
    """What transactions cost; None when nobody said. Raises UsageError."""
    return Prices.parse(settings["price-per-1000"])


def tell_notices(engine: str, asked: Request, console: Console) -> None:
    """Say what a person should know before the first image."""
    if engine == KEYLESS:
        from altproof.seeing import models

        if asked.features and asked.text_reader is not TextReader.NONE and not models.installed():
            console.note(f"The offline engine reads no text of pictures here: {models.INSTALL}.")
    if engine != "azure":
        return
    from altproof.engines.azure_request import notices

    console.note(RETIREMENT)
    for notice in notices(asked):
        console.annotation("notice", notice)


def told_trouble(chosen: Eyes, console: Console) -> None:
    """Say once when the cache could not be used; the run goes on as without one."""
    if chosen.cache is not None and chosen.cache.trouble:
        console.note(f"the cache {chosen.cache.path} was not used: {chosen.cache.trouble[:200]}")


def _number(settings: Settings, name: str) -> int | None:
    text = settings[name]
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise UsageError(f"{name}: not a whole number", hint="write digits only, or leave it empty for no limit")
    return int(text)

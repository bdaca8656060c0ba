"""Which engine a run gets, and what is said when the wished-for one cannot be had."""

from __future__ import annotations

from dataclasses import dataclass

from altproof.actions_io import Console
from altproof.config import Config
from altproof.engines import AUTO, ENGINES, automatic
from altproof.engines.base import EngineOptions
from altproof.errors import UsageError
from altproof.git import Login
from altproof.links import FORKS_PAGE
from altproof.looking import Eyes
from altproof.model import Problem, Stage
from altproof.settings import Settings

KEYLESS = "offline"
WHERE = "give both as inputs of the action, or as VISION_ENDPOINT and VISION_KEY in the environment"


@dataclass(frozen=True, slots=True)
class Choice:
    """The engine's name, and why it is not the one that was asked for."""

    name: str
    problems: tuple[Problem, ...] = ()


def mask(settings: Settings, console: Console) -> None:
    """Have the runner blot out every secret that was given, before anything is printed."""
    token = settings["github-token"]
    for secret in (settings["vision-key"], token, Login("", token).basic if token else ""):
        console.mask(secret)


def options(settings: Settings) -> EngineOptions:
    """What the inputs say about engines."""
    return EngineOptions(
        vision_endpoint=settings["vision-endpoint"],
        vision_key=settings["vision-key"],
        vision_api_version=settings["vision-api-version"],
        vision_hosts=tuple(settings["vision-hosts"].replace(",", " ").split()),
        vision_tier=settings["vision-tier"],
    )


def choose(settings: Settings, config: Config, *, from_fork: bool) -> Choice:
    """The engine of this run. Raises UsageError when azure is asked for and cannot be called at all."""
    given = options(settings)
    wished = settings["engine"] or config.analysis.engine
    keyless = wished == "azure" and not given.vision_key and from_fork
    if keyless:
        words = "no key on a pull request from a fork, so the offline engine was used"
        return Choice(KEYLESS, (Problem(Stage.LOOK, "azure", words, f"why: {FORKS_PAGE}"),))
    if wished == "azure" and not (given.vision_endpoint or given.vision_key):
        raise UsageError("vision-endpoint and vision-key: the azure engine needs both", hint=WHERE)
    if bool(given.vision_endpoint) != bool(given.vision_key) and wished in (AUTO, "azure") and not from_fork:
        lacking = "vision-key" if given.vision_endpoint else "vision-endpoint"
        raise UsageError(f"{lacking}: not given, though its counterpart is", hint=WHERE)
    return Choice(automatic(given) if wished == AUTO else wished)


def eyes(settings: Settings, name: str) -> Eyes:
    """The engine by this name with the one that needs no key behind it. Raises UsageError for bad inputs."""
    given = options(settings)
    return Eyes(ENGINES[name](given), ENGINES[KEYLESS](given))

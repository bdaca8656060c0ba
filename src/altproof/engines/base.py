"""What every engine answers to, and what it is built from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from altproof.model import Analysis, Feature, ImageFile, Request


@dataclass(frozen=True, slots=True)
class Picture:
    """One image handed to an engine: its facts and its bytes exactly as committed (untrusted, metadata included)."""

    file: ImageFile
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What the trusted side (action inputs, environment) gives the engines; never from the repository's config."""

    vision_endpoint: str = ""
    vision_key: str = field(default="", repr=False)
    vision_api_version: str = "2024-02-01"
    vision_hosts: tuple[str, ...] = ()
    """Further host names that may be called, besides Azure's own; for private gateways."""
    vision_tier: str = "S1"
    """F0 (20 calls a minute) or S1 (10 calls a second): the rate the pacing starts from."""


class Engine(Protocol):
    """Looks at one image. Everything it cannot do is an exception from `errors`, everything it saw an Analysis."""

    @property
    def name(self) -> str:
        """The name in the config and in reports."""

    @property
    def features(self) -> frozenset[Feature]:
        """What this engine can fill for at least some images."""

    @property
    def uses_context(self) -> bool:
        """Whether `request.surroundings` changes the answer (then one image may be looked at once per place)."""

    @property
    def concurrency(self) -> int:
        """How many calls may be under way at once."""

    @property
    def passes_on(self) -> frozenset[str]:
        """Media types that are not for this engine at all: such images go to the fall-back unasked."""

    def check(self, request: Request) -> None:
        """Raises UsageError, naming the key or input to change, for a request that no image can make work."""

    async def analyse(self, picture: Picture, request: Request) -> Analysis:
        """What the image shows.

        Raises ImageError (this image cannot be used), EngineError (this call failed) and EngineStoppedError (no
        further call can succeed: key refused, quota used up).
        """

    async def aclose(self) -> None:
        """Give back connections and processes; the engine is not used afterwards."""

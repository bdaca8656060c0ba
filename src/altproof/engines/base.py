"""What every engine answers to, and what it is built from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from msgspec import Struct

from altproof.discreet import Discreet
from altproof.errors import AltproofError, EngineError

if TYPE_CHECKING:
    from altproof.model import Analysis, Feature, ImageFile, Request
    from altproof.spending import Usage


class Picture(Discreet, Struct, frozen=True):
    """One image handed to an engine: its facts and its bytes exactly as committed (untrusted, metadata included)."""

    file: ImageFile
    data: bytes


class EngineOptions(Discreet, Struct, frozen=True):
    """What the trusted side (action inputs, environment) gives the engines; never from the repository's config."""

    vision_endpoint: str = ""
    vision_key: str = ""
    vision_api_version: str = "2024-02-01"
    vision_hosts: tuple[str, ...] = ()
    """Further host names that may be called, besides Azure's own; for private gateways."""
    vision_tier: str = "S1"
    """F0 (20 calls a minute) or S1 (10 calls a second): the rate the pacing starts from."""
    vision_token: str = ""
    """A ready access token of Entra ID, instead of the key."""
    azure_tenant_id: str = ""
    azure_client_id: str = ""
    azure_client_secret: str = ""
    """Empty: the app is signed in to by the identity that GitHub gives to the job."""
    azure_authority: str = "https://login.microsoftonline.com"
    azure_scope: str = "https://cognitiveservices.azure.com/.default"
    oidc_url: str = ""
    """Where the runner hands out identities of the job; empty: the job may not have one."""
    oidc_token: str = ""
    florence_folder: str = ""
    """The folder with the model of the florence engine."""
    florence_manifest: str = ""
    """A file that says what the model's files have to be; empty: the one that comes with Altproof."""
    florence_caption: str = "brief"
    """How much a caption of the florence engine says: `brief`, `detailed` or `more-detailed`."""
    mask: Callable[[str], None] = lambda _: None
    """Told every secret that is got on the way, before it is used."""

    @property
    def may_sign_in(self) -> bool:
        """Whether an app of Entra ID is named."""
        return bool(self.azure_tenant_id or self.azure_client_id)

    @property
    def may_call_azure(self) -> bool:
        """Whether anything is given that could sign a call; the way by GitHub's identity has to be open."""
        signs_in = self.may_sign_in and bool(self.azure_client_secret or (self.oidc_url and self.oidc_token))
        return bool(self.vision_key or self.vision_token) or signs_in


class PartlyAnsweredError(EngineError):
    """One of several calls for an image failed, with `error`; `analysis` holds what the others answered."""

    def __init__(self, analysis: Analysis, error: AltproofError) -> None:
        super().__init__(error.message, hint=error.hint)
        self.analysis = analysis
        self.error = error


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
    def identity(self) -> str:
        """What besides the request decides its answers, such as the resource; "": answers cost nothing to give again.

        Part of the key under which analyses are kept across runs, so it holds no secret.
        """

    @property
    def usage(self) -> Usage:
        """What it has sent so far."""

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

        Raises ImageError (this image cannot be used), EngineError (this call failed), EngineStoppedError (no further
        call can succeed: key refused, quota used up) and PartlyAnsweredError (any of these, after a part was answered).
        """

    async def aclose(self) -> None:
        """Give back connections and processes; the engine is not used afterwards."""


@runtime_checkable
class Choosy(Protocol):
    """An engine that knows by the facts of some images that it will not make a call for them."""

    def declines(self, file: ImageFile) -> bool:
        """Whether `Engine.analyse` or `ByAddress.analyse_url` would raise ImageError without any call."""


@runtime_checkable
class ByAddress(Protocol):
    """An engine whose service can fetch a public image itself; only asked when an input or a person allows it."""

    async def analyse_url(self, url: str, request: Request) -> Analysis:
        """What the image shows; raises what `Engine.analyse` raises."""

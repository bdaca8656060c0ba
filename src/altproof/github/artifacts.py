"""An artifact of the workflow run, uploaded as GitHub's own client does: created, sent in blocks, finalised.

The interface is private and may change without notice, so nothing depends on it: whoever calls gets a RefusedError.
The token of the runner goes to the service and never to the storage, whose address is signed; neither is ever quoted.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self, TypeVar

import httpx
from msgspec import Struct

from altproof import web
from altproof.discreet import Discreet
from altproof.github import artifacts_address_wire as address
from altproof.github import artifacts_wire as wire
from altproof.github.base import Refusal, RefusedError

BLOCK = 8 << 20
"""Bytes sent at a time, as the official client does."""
MOST_BYTES = 1 << 20
"""Of an answer; a signed address has about 500."""
SELF_HOSTED = "a self-hosted runner has to reach *.actions.githubusercontent.com and *.blob.core.windows.net"

Answer = TypeVar("Answer")


class Patience(Struct, frozen=True):
    """How long and how often an upload is tried. Times are in seconds; all of it as the official client has it."""

    attempts: int = 5
    first_pause: float = 3.0
    growth: float = 1.5
    """By which the pause grows each time; it is drawn from between one step and the next."""
    total: float = 300.0
    """For everything, pauses included; the official client ends after so long without progress."""
    connect: float = 10.0
    silence: float = 60.0
    """The longest that nothing moves while sending or receiving."""


class Edges(Struct, frozen=True):
    """Time and chance, handed in so that tests need neither."""

    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    chance: Callable[[], float] = random.SystemRandom().random
    """From 0 to 1."""
    unique: Callable[[], str] = lambda: str(uuid.uuid4())
    """36 characters, never the same."""


class Upload(Discreet, Struct, frozen=True):
    """What to upload."""

    name: str
    other_name: str
    """The name to take when the first is taken."""
    data: bytes
    """A zip file."""
    expires_at: str | None = None
    """RFC 3339; None: as long as the repository keeps artifacts."""


class Uploaded(Struct, frozen=True):
    """An artifact that is there."""

    id: str
    """Digits."""
    name: str


class _Request(Discreet, Struct, frozen=True):
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


class ArtifactService:
    """The artifacts of one run. Use it in an `async with` block."""

    def __init__(
        self,
        results_url: str,
        token: str,
        agent: str,
        *,
        mask: Callable[[str], None],
        patience: Patience | None = None,
        edges: Edges | None = None,
    ) -> None:
        """`mask` is told every secret that comes up. Raises RefusedError for an address or token that cannot be."""
        self._origin = address.origin(results_url)
        self._ids = wire.backend_ids(token)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._mask = mask
        self._patience = patience or Patience()
        self._edges = edges or Edges()
        self._client = _client(self._patience, agent)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def upload(self, wanted: Upload) -> Uploaded:
        """Upload a file under its name, or under the other one. Raises RefusedError."""
        try:
            async with asyncio.timeout(self._patience.total):
                try:
                    name, url = wanted.name, await self._created(wanted.name, wanted.expires_at)
                except wire.NameTakenError:
                    name, url = wanted.other_name, await self._created(wanted.other_name, wanted.expires_at)
                await self._sent(url, wanted.data)
                return Uploaded(await self._finalised(name, wanted.data), name)
        except TimeoutError:
            words = f"the upload took longer than {self._patience.total:g} seconds"
            raise RefusedError(Refusal.UNAVAILABLE, words, hint=wire.FOLDER_STAYS) from None

    async def _created(self, name: str, expires_at: str | None) -> str:
        found = await self._twirp("CreateArtifact", wire.creation(self._ids, name, expires_at))
        url = address.signed_url(found, loopback=self._origin.startswith("http:"))
        for secret in address.signatures(url):
            self._mask(secret)
        return url

    async def _sent(self, url: str, data: bytes) -> None:
        """One block after the other, then their list; a block that failed is sent again under the same id."""
        prefix, blocks = self._edges.unique(), []
        for start in range(0, len(data), BLOCK):
            block = wire.block_id(prefix, start // BLOCK)
            await self._stored(address.block_url(url, block), "application/octet-stream", data[start : start + BLOCK])
            blocks.append(block)
        await self._stored(address.list_url(url), "application/xml", wire.block_list(blocks), wire.ZIP)

    async def _stored(self, url: str, kind: str, body: bytes, of_the_whole: str = "") -> None:
        """`of_the_whole` is the media type of the file that the blocks become."""
        headers = {"x-ms-version": wire.BLOB_VERSION, "Content-Type": kind}
        if of_the_whole:
            headers["x-ms-blob-content-type"] = of_the_whole
        await self._insist(_Request("PUT", url, headers, body), lambda status, _: wire.stored(status))

    async def _finalised(self, name: str, data: bytes) -> str:
        body = wire.finalisation(self._ids, name, len(data), hashlib.sha256(data).hexdigest())
        return wire.artifact_id(await self._twirp("FinalizeArtifact", body))

    async def _twirp(self, method: str, body: bytes) -> Mapping[str, Any]:
        request = _Request("POST", self._origin + wire.SERVICE + method, self._headers, body)
        return await self._insist(request, wire.answer)

    async def _insist(self, request: _Request, read: Callable[[int, bytes], Answer | None]) -> Answer:
        """What `read` makes of the first answer that it does not call a passing fault. Raises RefusedError."""
        status = 0
        for attempt in range(self._patience.attempts):
            if attempt:
                await self._edges.sleep(self._pause(attempt - 1))
            status, body = await self._exchange(request)
            answer = read(status, body)
            if answer is not None:
                return answer
        words = f"the artifact service answered {status}, {self._patience.attempts} times without success"
        raise RefusedError(Refusal.UNAVAILABLE, words, hint=wire.FOLDER_STAYS)

    def _pause(self, number: int) -> float:
        """The first is fixed, each later one between two steps."""
        step = self._patience.first_pause * self._patience.growth**number
        return step if number == 0 else step * (1 + (self._patience.growth - 1) * self._edges.chance())

    async def _exchange(self, request: _Request) -> tuple[int, bytes]:
        """One attempt. Raises RefusedError when there is no answer: the official client tries no second time either."""
        try:
            made = self._client.build_request(
                request.method, request.url, headers=request.headers, content=request.body
            )
            response = await self._client.send(made, stream=True)
            try:
                return response.status_code, await _body(response)
            finally:
                await response.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            # Only the kind is told: the words of a library can quote an address, and with it its signature.
            words = f"the artifact service cannot be reached ({type(error).__name__})"
            raise RefusedError(Refusal.UNAVAILABLE, words, hint=f"{SELF_HOSTED}; {wire.FOLDER_STAYS}") from None


def _client(patience: Patience, agent: str) -> httpx.AsyncClient:
    try:
        return web.client({"User-Agent": agent}, read=patience.silence, connect=patience.connect, connections=1)
    except web.ConnectionSettingsError as error:
        raise RefusedError(Refusal.UNAVAILABLE, error.message, hint=error.hint) from None


async def _body(response: httpx.Response) -> bytes:
    body, flaw = await web.body_of(response, MOST_BYTES)
    if flaw:
        words = f"an answer of the artifact service was not read: {flaw}"
        raise RefusedError(Refusal.UNAVAILABLE, words, hint=wire.FOLDER_STAYS)
    return body

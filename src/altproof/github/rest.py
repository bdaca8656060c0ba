"""One way to GitHub's API for reading and for delivery: addresses, attempts, pages, and nothing done twice.

Every answer has a deadline and a cap. The token goes to one server: redirects and further pages are followed only
below the address of the API.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from altproof import web
from altproof.discreet import Discreet
from altproof.github.base import Refusal, RefusedError
from altproof.github.pacing import Clock, Pace, pause_asked, seconds_in
from altproof.github.refusals import Purpose, message_of, refusal
from altproof.patterns import lazy_regex

if TYPE_CHECKING:
    import httpx

SECONDS = 30.0
"""The longest that one attempt may take, from the first byte sent to the last byte read."""
MOST_BYTES = 16 << 20
"""The largest answer that is read: 100 files a page, each with a patch."""
MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 307, 308})
"""GitHub redirects what was renamed and asks to repeat the same request there, whatever its method."""
API_VERSION = "2022-11-28"

_NEXT = lazy_regex(r'<([^<>\s]{1,2000})>;\s{0,5}rel="next"')
_TOKEN = lazy_regex(r"[\x21-\x7e]*")
_ABOUT_VERSION = lazy_regex(rf"api[ -]version|{API_VERSION}|supported version", re.IGNORECASE)

Made = TypeVar("Made")


class Call(Struct, frozen=True):
    """One request."""

    purpose: Purpose
    path: str
    """Behind the address of the repository; a whole address for a further page and for GraphQL."""
    method: str = "GET"
    body: Mapping[str, Any] | None = None
    notifies: bool = False
    """True when people are told of it."""

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self.method in ("PATCH", "DELETE") or (self.method == "POST" and self.path.startswith("/"))


class Reply(Discreet, Struct, frozen=True):
    """An answer that could be read."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    data: Any
    """None: no JSON, which only an error may answer, or nothing at all."""


class _Fault(Struct, frozen=True):
    """No answer, or none that counts."""

    words: str
    """Ours: those of the libraries can quote headers."""
    may_be_done: bool = True
    """Whether GitHub may have done what it was asked."""
    final: bool = False
    """True when asking again would not help."""
    pause: float = 0.0
    """Seconds that the answer asks for."""

    @property
    def error(self) -> RefusedError:
        hint = "" if self.final else "see https://www.githubstatus.com, then run the job again"
        return RefusedError(Refusal.UNAVAILABLE, self.words, hint=hint)


class Rest:
    """One repository on one server, for one token. Use it in an `async with` block. Raises RefusedError."""

    def __init__(self, server: str, repository: str, token: str, agent: str, clock: Clock | None = None) -> None:
        self.server = server.rstrip("/")
        self._root = f"{self.server}/repos/{quote(repository)}"
        self._token = token
        self._headers = {"Accept": "application/vnd.github+json", "User-Agent": agent}
        self._headers |= {"Authorization": f"Bearer {token}"} if token else {}
        self._version = {"X-GitHub-Api-Version": API_VERSION}
        self._clock = clock or Clock()
        self._pace = Pace(self._clock)
        self._one_write = asyncio.Lock()
        self._client: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._client is not None:
            await self._client.aclose()

    async def read(self, call: Call) -> Reply:
        """The answer to a question; passing faults are tried again."""
        failures = 0
        while True:
            result = await self._once(call)
            if isinstance(result, Reply):
                return self._success(call, result)
            failures += 1
            await self._recover(result, failures)

    async def pages(self, call: Call, most: int) -> tuple[list[Any], bool]:
        """The items of a list of at most `most` pages, and whether these were all."""
        items: list[Any] = []
        for _ in range(most):
            reply = await self.read(call)
            if not isinstance(reply.data, list):
                raise RefusedError(Refusal.UNAVAILABLE, "GitHub's answer is not the list it should be")
            items += reply.data
            following = _NEXT.search(reply.headers.get("link", ""))
            if not following:
                return items, True
            if not self._is_ours(following[1]):
                break
            call = replace(call, path=following[1])
        return items, False

    async def write(
        self, call: Call, read: Callable[[Any], Made], already: Callable[[], Awaitable[Made | None]]
    ) -> Made:
        """What `read` makes of the answer; where an attempt may have been heard, `already` looks before the next."""
        async with self._one_write:
            failures = 0
            while True:
                result = await self._once(call)
                if isinstance(result, Reply):
                    is_deleted = failures and call.method == "DELETE" and result.status in (404, 410)
                    return read(None if is_deleted else self._success(call, result).data)
                failures += 1
                error = None
                try:
                    await self._recover(result, failures)
                except RefusedError as last:
                    error = last
                found = await already() if result.may_be_done else None
                if found is not None:
                    return found
                if error:
                    raise error

    async def _recover(self, fault: _Fault, failures: int) -> None:
        """Wait for the next attempt; raises RefusedError when there is to be none."""
        if fault.final:
            raise fault.error
        await self._pace.failed(failures, fault.pause, fault.error)

    async def _once(self, call: Call) -> Reply | _Fault:
        """One attempt that is not held up by a rate limit."""
        limits = 0
        while True:
            await self._pace.start(writes=call.writes, notifies=call.notifies)
            began = self._clock.now()
            result = await self._followed(call)
            self._pace.ended(writes=call.writes, notifies=call.notifies)
            if isinstance(result, _Fault):
                self._pace.lost(self._clock.now() - began)
                return result
            limits += 1
            wait = pause_asked(result.status, result.headers, self._message(result), self._clock.wall(), limits)
            if wait is None:
                return result
            await self._pace.limited(wait)

    async def _followed(self, call: Call) -> Reply | _Fault:
        """The answer behind redirects, and without the version where an old server knows none."""
        url = self._root + call.path if call.path.startswith("/") else call.path
        version = self._version
        result = await self._attempt(call, url, version)
        for _ in range(MOST_REDIRECTS):
            if not isinstance(result, Reply):
                break
            there = result.headers.get("location", "") if result.status in REDIRECTS else ""
            if result.status == 400 and version and _ABOUT_VERSION.search(self._message(result)):
                version = self._version = {}
            elif self._is_ours(there):
                url = there
            else:
                break
            result = await self._attempt(call, url, version)
        return result

    async def _attempt(self, call: Call, url: str, version: Mapping[str, str]) -> Reply | _Fault:
        import httpx

        # Lone surrogates, which no server takes, become question marks.
        sent = None if call.body is None else json.dumps(call.body, ensure_ascii=False).encode("utf-8", "replace")
        headers = {**version, **({} if sent is None else {"Content-Type": "application/json"})}
        try:
            async with asyncio.timeout(SECONDS):
                client = self._ready_client()
                request = client.build_request(call.method, url, headers=headers, content=sent)
                response = await client.send(request, stream=True)
                try:
                    body, flaw = await web.body_of(response, MOST_BYTES)
                finally:
                    await response.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            return _Fault(f"GitHub did not answer ({type(error).__name__})", may_be_done=False)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
            return _Fault(f"GitHub did not answer ({type(error).__name__})")
        return _judged(response.status_code, response.headers, body, flaw)

    def _ready_client(self) -> httpx.AsyncClient:
        if not _TOKEN.fullmatch(self._token):  # whoever cannot send it in a header quotes it in an error
            words = "the github-token input holds characters that no token has"
            raise RefusedError(Refusal.FORBIDDEN, words, hint="check the secret that it is taken from")
        if self._client is None:
            try:
                self._client = web.client(self._headers, read=SECONDS, connect=10, connections=4)
            except web.ConnectionSettingsError as error:
                raise RefusedError(Refusal.UNAVAILABLE, error.message, hint=error.hint) from None
        return self._client

    def _success(self, call: Call, reply: Reply) -> Reply:
        if 200 <= reply.status < 300:
            return reply
        raise refusal(call.purpose, reply.status, self._message(reply))

    def _message(self, reply: Reply) -> str:
        return message_of(reply.data, self._token)

    def _is_ours(self, url: str) -> bool:
        return url.startswith(f"{self.server}/")


def _judged(status: int, headers: Mapping[str, str], body: bytes, flaw: str) -> Reply | _Fault:
    named = {name.lower(): value for name, value in headers.items()}
    if status >= 500:
        return _Fault(f"GitHub failed ({status})", pause=seconds_in(named.get("retry-after")) or 0.0)
    if flaw and status < 300:
        return _Fault(f"GitHub's answer was not read: {flaw}", final=True)
    try:
        data = json.loads(body) if body else None
    except (ValueError, RecursionError):
        data = None
        if status < 300:
            return _Fault("GitHub's answer is no JSON", final=True)
    return Reply(status, named, data)

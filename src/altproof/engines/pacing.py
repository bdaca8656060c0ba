"""One paced way to the network for every engine: start times, attempts, deadlines, waiting and giving up.

A short 429 is pacing at work, so it costs waiting time and never an attempt; counting it as one is what loses pictures.
Nothing is read from the workspace, and only loopback is called without encryption.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from altproof import __version__, web
from altproof.discreet import Discreet
from altproof.engines.refusals import NetworkError, RateLimitedError, Refusal
from altproof.engines.retry_after import asked_wait
from altproof.engines.slots import Edges, SlotClock
from altproof.errors import EngineError, EngineStoppedError, ImageError
from altproof.spending import Usage

if TYPE_CHECKING:
    import httpx  # imported with the first call: a run whose answers are all kept pays nothing for it

RETRIED = frozenset({408, 500, 502, 503, 504})
"""Statuses of a passing fault."""
CONNECTIONS = 16


class Limits(Struct, frozen=True):
    """How long and how often a run tries; all times in seconds."""

    attempts: int = 4
    """For faults of the service or the connection; a 429 is not counted."""
    slow_attempts: int = 2
    """Of these, how many may run into the read timeout or the deadline: such a call may have been billed."""
    connect: float = 10
    read: float = 60
    """The longest silence while sending or receiving."""
    total: float = 60
    """For one attempt from connecting to the last byte; httpx itself has no such limit."""
    body: int = 2 << 20
    """Bytes of an answer; a page full of text takes about 650,000, and reading hostile ones takes time."""
    waiting: float = 120
    """What the pauses asked for by the service may cost the run in all."""
    longest_wait: float = 60
    """A longer pause is not waited for."""
    failures: int = 5
    """Failed images in a row after which the engine stops."""
    backoff: float = 1
    longest_backoff: float = 30


class Outgoing(Discreet, Struct, frozen=True):
    """One request; every attempt sends the same bytes and the same headers."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    method: str = "POST"
    longest_answer: int = 0
    """Bytes; 0: what `Limits.body` says."""


class Reply(Discreet, Struct, frozen=True):
    """The answer that counts, whatever its status."""

    status: int
    reason: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    attempts: int = 1
    """Requests sent for it, waits asked for by a 429 included."""
    flaw: str = ""
    """Why the body was not read, in words; it is empty then."""


class PauseTooLongError(RateLimitedError):
    """The service wants a longer pause than the run can give; `reply` is its answer, `why` goes on after "it"."""

    def __init__(self, reply: Reply, why: str) -> None:
        hint = "run again later, set the tier of the resource, or look at fewer images at a time"
        refusal = Refusal(reply.status, attempts=reply.attempts)
        super().__init__(f"rate limited: the service {why}", hint=hint, refusal=refusal)
        self.reply = reply
        self.why = why


class _Fault(Struct, frozen=True):
    """The connection failed; `words` are ours, since those of the libraries can quote headers."""

    words: str
    slow: bool = False
    final: bool = False


class Pacer:
    """Sends the calls of one run to one service."""

    def __init__(
        self,
        rate: float,
        *,
        limits: Limits | None = None,
        edges: Edges | None = None,
        connect: Callable[[Limits], httpx.AsyncClient] | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.edges = edges or Edges()
        self.slots = SlotClock(rate, self.edges)
        self._connect = connect or client_for
        self._client: httpx.AsyncClient | None = None
        self.usage = Usage()
        self._waited = 0.0
        self._failures = 0
        self._stopped: EngineStoppedError | None = None

    def check(self) -> None:
        """Raises EngineStoppedError when no further call makes sense."""
        if self._stopped is not None:
            raise EngineStoppedError(self._stopped.message, hint=self._stopped.hint)

    @contextmanager
    def image(self) -> Iterator[None]:
        """Around all that is done for one image: counts failures in a row, and remembers that the engine stopped."""
        self.check()
        try:
            yield
        except EngineStoppedError as error:
            self._stopped = self._stopped or error
            raise
        except RateLimitedError as error:
            # In place of what `call` said, which does not know the service's own words.
            self._stopped = EngineStoppedError(error.message, hint=error.hint)
            raise
        except EngineError as error:
            self._failures += 1
            if self._failures >= self.limits.failures:
                self._stop(f"{self._failures} images failed in a row, the last with: {error.message}", error.hint)
            raise
        except ImageError:
            self._failures = 0
            raise
        self._failures = 0

    async def call(self, outgoing: Outgoing) -> Reply:
        """The first answer that is neither a passing fault nor a 429, or the last answer when the attempts are spent.

        Its status counts even where its body could not be read: see `Reply.flaw`. Raises NetworkError (no answer on
        any attempt), PauseTooLongError (the engine stops with it) and EngineStoppedError.
        """
        faults = slow = limited = 0
        while True:
            await self.slots.slot()
            self.check()
            result = await self._attempt(outgoing)
            sent = faults + limited + 1
            if isinstance(result, _Fault):
                faults, slow = faults + 1, slow + result.slow
                if result.final or faults >= self.limits.attempts or slow >= self.limits.slow_attempts:
                    raise _network_error(result, sent)
                await self.edges.sleep(self._backoff(faults))
                continue
            reply = replace(result, attempts=sent)
            if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
                limited += 1
                self._wait_for(reply, limited)
                continue
            faults += 1
            if reply.status not in RETRIED or not await self._paused_after(reply, faults):
                return reply

    async def aclose(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _paused_after(self, reply: Reply, faults: int) -> bool:
        """Wait after a passing fault of the service; False when the attempts, or the waiting, are spent.

        A pause that the service asks for is one for all tasks: each of them is told of it.
        """
        asked = asked_wait(reply.headers, reply.body, self.edges.wall()) or 0.0
        if faults >= self.limits.attempts or asked > self.limits.longest_wait:
            return False
        if not asked:
            await self.edges.sleep(self._backoff(faults))
            return True
        self._waited += self.slots.paused(asked)
        return self._waited <= self.limits.waiting

    def _wait_for(self, reply: Reply, times: int) -> None:
        """Move everybody's next start; raises PauseTooLongError and stops when that is longer than allowed."""
        wait = asked_wait(reply.headers, reply.body, self.edges.wall()) or self._backoff(times)
        if wait > self.limits.longest_wait:
            raise self._limited(
                reply, f"asks for a pause of {wait:.0f} s, longer than {self.limits.longest_wait:.0f} s"
            )
        self._waited += self.slots.limited(wait)
        if self._waited > self.limits.waiting:
            raise self._limited(reply, f"asked for pauses of more than {self.limits.waiting:.0f} s in all")

    def _limited(self, reply: Reply, why: str) -> PauseTooLongError:
        error = PauseTooLongError(reply, why)
        self._stop(error.message, error.hint)
        return error

    def _stop(self, message: str, hint: str) -> None:
        self._stopped = self._stopped or EngineStoppedError(message, hint=hint)

    def _backoff(self, times: int) -> float:
        """Full jitter: anything up to a bound that doubles each time."""
        bound = min(self.limits.longest_backoff, self.limits.backoff * (1 << min(times - 1, 30)))
        return self.edges.chance() * bound

    async def _attempt(self, outgoing: Outgoing) -> Reply | _Fault:
        import httpx

        try:
            async with asyncio.timeout(self.limits.total):
                return await self._exchange(outgoing)
        except (TimeoutError, httpx.ReadTimeout, httpx.WriteTimeout):
            return _Fault("the service did not answer in time", slow=True)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return _Fault("the service cannot be reached")
        except httpx.ProxyError:
            return _Fault("the proxy named in the environment refuses the connection")
        except (httpx.NetworkError, httpx.RemoteProtocolError, OSError):
            return _Fault("the connection broke before the answer was complete")
        except (httpx.HTTPError, httpx.InvalidURL):
            return _Fault("the request cannot be sent", final=True)

    async def _exchange(self, outgoing: Outgoing) -> Reply:
        """One request, its body read as it comes (so that the deadline and the cap see every piece)."""
        client = self._ready_client()
        body_sent = outgoing.body or None
        self.usage = Usage(self.usage.calls + 1, self.usage.bytes_sent + len(outgoing.body))
        request = client.build_request(outgoing.method, outgoing.url, headers=outgoing.headers, content=body_sent)
        most = outgoing.longest_answer or self.limits.body
        response = await client.send(request, stream=True)
        try:
            body, flaw = await web.body_of(response, most)
        finally:
            await response.aclose()
        if response.is_success:
            self.slots.succeeded()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, response.reason_phrase, headers, body, flaw=flaw)

    def _ready_client(self) -> httpx.AsyncClient:
        if self._client is None:
            try:
                self._client = self._connect(self.limits)
            except web.ConnectionSettingsError as error:
                raise EngineStoppedError(error.message, hint=error.hint) from None
        return self._client


def client_for(limits: Limits) -> httpx.AsyncClient:
    """The client of a run (HTTP/1.1 is faster than HTTP/2 for uploads); see `altproof.web`."""
    headers = {"User-Agent": f"altproof/{__version__}", "Accept": "application/json"}
    return web.client(headers, read=limits.read, connect=limits.connect, connections=CONNECTIONS)


def _network_error(fault: _Fault, sent: int) -> NetworkError:
    tries = "1 attempt" if sent == 1 else f"{sent} attempts"
    return NetworkError(
        f"{fault.words} ({tries})",
        hint="check the address of the service and the network of the runner, then run again",
        refusal=Refusal(0, attempts=sent, timed_out=fault.slow),
    )

"""One paced way to the network for every engine: start times, attempts, deadlines, waiting and giving up.

`SlotClock` and its figures were measured against rate-limited doubles: a short 429 is pacing at work, so it costs
waiting time and never an attempt; counting it as an attempt is what loses pictures.
The environment's proxy and certificate variables (HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE) are honoured, because runners
behind a company proxy need them; nothing is read from the workspace.
"""

from __future__ import annotations

import asyncio
import email.utils
import logging
import random
import re
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC
from http import HTTPStatus

import httpx

from altproof import __version__
from altproof.engines.refusals import NetworkError, RateLimitedError, Refusal, unreadable
from altproof.errors import EngineError, EngineStoppedError, ImageError

SLOWEST_RATE = 0.5
"""Calls a second below which a 429 does not push the rate."""
RETRIED = frozenset({408, 500, 502, 503, 504})
"""Statuses of a passing fault."""
CONNECTIONS = 16

_SECONDS = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?", re.ASCII)
_IN_WORDS = re.compile(rb"(?:retry after|try again in) ([0-9]{1,9}) second", re.IGNORECASE)

Sleep = Callable[[float], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Limits:
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
    body: int = 4 << 20
    """Bytes of an answer."""
    waiting: float = 120
    """What the pauses asked for by the service may cost the run in all."""
    longest_wait: float = 60
    """A longer pause is not waited for."""
    failures: int = 5
    """Failed images in a row after which the engine stops."""
    backoff: float = 1
    longest_backoff: float = 30


@dataclass(frozen=True, slots=True)
class Edges:
    """Time and chance, handed in so that tests need neither."""

    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    """Seconds since 1970, for pauses given as a date."""
    sleep: Sleep = asyncio.sleep
    chance: Callable[[], float] = random.SystemRandom().random
    """From 0 to 1, for the jitter."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One POST; every attempt sends the same bytes and the same headers."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer that counts, whatever its status."""

    status: int
    reason: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes = field(repr=False)
    attempts: int = 1
    """Requests sent for it, waits asked for by a 429 included."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """The connection failed; `words` are ours, since those of the libraries can quote headers."""

    words: str
    slow: bool = False
    final: bool = False


class SlotClock:
    """Hands out one start time per call to all tasks of a run, and learns the rate the service really gives.

    Factors as measured: x 0.8 at most once a second on a 429, + 0.02 per success, never below 0.5 calls a second.
    """

    def __init__(self, rate: float, edges: Edges) -> None:
        self.rate = self._believed = rate
        self._edges = edges
        self._next = self._held = 0.0
        self._cut = float("-inf")

    async def slot(self) -> None:
        """Wait for a start time; a pause that is announced meanwhile moves it."""
        while True:
            start = max(self._next, self._edges.clock())
            self._next = start + 1 / self.rate
            await self._edges.sleep(max(0.0, start - self._edges.clock()))
            if self._held <= start:
                return

    def succeeded(self) -> None:
        """Creep up to the rate that was believed at first."""
        self.rate = min(self._believed, self.rate + 0.02)

    def limited(self, wait: float) -> float:
        """Everybody waits; returns the seconds that this costs the run (one slot at least)."""
        now = self._edges.clock()
        cost = max(now + wait - max(self._next, now), 1 / self.rate)
        self._held = max(self._held, now + wait)
        self._next = max(self._next, now + wait)
        if now - self._cut > 1:
            self.rate, self._cut = max(min(SLOWEST_RATE, self.rate), self.rate * 0.8), now
        return cost


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

        Raises NetworkError (no answer on any attempt), RateLimitedError (a longer pause than the run can give; the
        engine stops with it), AnswerError (too large, or compressed unasked) and EngineStoppedError.
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
        """Wait after a passing fault of the service; False when the attempts, or the waiting, are spent."""
        asked = asked_wait(reply, self.edges.wall()) or 0.0
        if faults >= self.limits.attempts or asked > self.limits.longest_wait:
            return False
        self._waited += asked
        if self._waited > self.limits.waiting:
            return False
        await self.edges.sleep(asked or self._backoff(faults))
        return True

    def _wait_for(self, reply: Reply, times: int) -> None:
        """Move everybody's next start; raises RateLimitedError and stops when that is longer than allowed."""
        wait = asked_wait(reply, self.edges.wall()) or self._backoff(times)
        if wait > self.limits.longest_wait:
            raise self._limited(
                reply, f"asks for a pause of {wait:.0f} s, longer than {self.limits.longest_wait:.0f} s"
            )
        self._waited += self.slots.limited(wait)
        if self._waited > self.limits.waiting:
            raise self._limited(reply, f"asked for pauses of more than {self.limits.waiting:.0f} s in all")

    def _limited(self, reply: Reply, why: str) -> RateLimitedError:
        hint = "run again later, set the tier of the resource, or look at fewer images at a time"
        self._stop(f"the service {why}", hint)
        refusal = Refusal(reply.status, attempts=reply.attempts)
        return RateLimitedError(f"rate limited: the service {why}", hint=hint, refusal=refusal)

    def _stop(self, message: str, hint: str) -> None:
        self._stopped = self._stopped or EngineStoppedError(message, hint=hint)

    def _backoff(self, times: int) -> float:
        """Full jitter: anything up to a bound that doubles each time."""
        bound = min(self.limits.longest_backoff, self.limits.backoff * (1 << min(times - 1, 30)))
        return self.edges.chance() * bound

    async def _attempt(self, outgoing: Outgoing) -> Reply | _Fault:
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
        request = client.build_request("POST", outgoing.url, headers=outgoing.headers, content=outgoing.body)
        response = await client.send(request, stream=True)
        try:
            if response.headers.get("content-encoding", "identity").lower() != "identity":
                raise unreadable("it is compressed, which was not asked for")
            body = bytearray()
            async for part in response.aiter_raw():
                body += part
                if len(body) > self.limits.body:
                    raise unreadable(f"it is larger than {self.limits.body} bytes")
        finally:
            await response.aclose()
        if response.is_success:
            self.slots.succeeded()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, response.reason_phrase, headers, bytes(body))

    def _ready_client(self) -> httpx.AsyncClient:
        if self._client is None:
            try:
                self._client = self._connect(self.limits)
            except (OSError, ValueError, ImportError, httpx.InvalidURL):
                # The cause is left out: it can quote a proxy address with its password.
                raise EngineStoppedError(
                    "the proxy or certificate settings of the environment cannot be used",
                    hint="check HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR",
                ) from None
        return self._client


def client_for(limits: Limits) -> httpx.AsyncClient:
    """The client of a run: HTTP/1.1 with keep-alive (faster than HTTP/2 for uploads), no redirects, no compression.

    Its log is cut to warnings: below them httpcore writes all headers of an answer, and a service may echo the key.
    """
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.AsyncClient(
        headers={"User-Agent": f"altproof/{__version__}", "Accept": "application/json", "Accept-Encoding": "identity"},
        timeout=httpx.Timeout(limits.read, connect=limits.connect),
        limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
        follow_redirects=False,
    )


def asked_wait(reply: Reply, now: float) -> float | None:
    """The pause in seconds that an answer asks for; None when it says nothing that can be followed.

    The header counts first (seconds, also fractional, or an HTTP date; RFC 9110, 10.2.3), then the words of the body.
    Zero, negative values, dates in the past and rubbish ask for nothing. `now` is in seconds since 1970.
    """
    wait = _header_wait(reply.headers.get("retry-after", "").strip(), now)
    if wait <= 0:
        words = _IN_WORDS.search(reply.body)
        wait = float(words[1]) if words else 0.0
    return wait if wait > 0 else None


def _header_wait(text: str, now: float) -> float:
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        date = email.utils.parsedate_to_datetime(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0.0


def _network_error(fault: _Fault, sent: int) -> NetworkError:
    tries = "1 attempt" if sent == 1 else f"{sent} attempts"
    return NetworkError(
        f"{fault.words} ({tries})",
        hint="check the address of the service and the network of the runner, then run again",
        refusal=Refusal(0, attempts=sent),
    )

"""The start times, pauses and attempts of a run, on a clock that only moves when someone sleeps."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar

import httpx
import pytest

from altproof.engines.pacing import Edges, Limits, Outgoing, Pacer, Reply, SlotClock, client_for
from altproof.engines.refusals import NetworkError, RateLimitedError
from altproof.engines.retry_after import asked_wait
from altproof.errors import EngineError, EngineStoppedError, ImageError

NOW = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC).timestamp()
CALL = Outgoing("http://127.0.0.1:9/x", {"Ocp-Apim-Subscription-Key": "s3cret"}, b"body")


@dataclass
class Time:
    """A clock moved by its own sleep."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)

    def edges(self, chance: float = 1.0) -> Edges:
        return Edges(clock=lambda: self.now, wall=lambda: NOW + self.now, sleep=self.sleep, chance=lambda: chance)


Step = int | type[Exception] | tuple[int, dict[str, str], bytes]


@dataclass
class Service:
    """Answers with one step after the other, then with 200."""

    steps: list[Step]
    ids: list[str] = field(default_factory=list)

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.ids.append(request.headers.get("x-ms-client-request-id", ""))
        step = self.steps.pop(0) if self.steps else 200
        if isinstance(step, type):
            raise step("Illegal header value b's3cret'")
        status, headers, body = step if isinstance(step, tuple) else (step, {}, b"{}")
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))


def paced(service: Service, time: Time, rate: float = 10, **limits: float) -> Pacer:
    def connect(_: Limits) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(service))

    return Pacer(rate, limits=Limits(**limits), edges=time.edges(), connect=connect)  # type: ignore[arg-type]


def run(pacer: Pacer, work: Callable[[], Awaitable[Reply]]) -> Reply:
    async def all_of_it() -> Reply:
        try:
            return await work()
        finally:
            await pacer.aclose()

    return asyncio.run(all_of_it())


def call(pacer: Pacer) -> Reply:
    return run(pacer, lambda: pacer.call(CALL))


def date(seconds: float) -> str:
    return datetime.fromtimestamp(NOW + seconds, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")


@pytest.mark.parametrize(
    ("header", "body", "wait"),
    [
        ("0", b"", None),
        ("-5", b"", None),
        ("soon", b"", None),
        ("nan", b"", None),
        ("inf", b"", None),
        ("1e3", b"", None),
        ("1" * 400, b"", None),
        ("\u0661", b"", None),
        (date(-30), b"", None),
        ("Fri, 99 Nov 2026 12:00:00 GMT", b"", None),
        ("", b"retry after 10 days", None),
        ("", b"\xff\xfe", None),
        ("1", b"", 1.0),
        (" 30 ", b"", 30.0),
        ("0.25", b"", 0.25),
        ("99999", b"", 99999.0),
        (date(30), b"", 30.0),
        ("1, 5", b"", 5.0),
        (f"{date(30)}, {date(40)}", b"", 40.0),
        (f"3, {date(40)}", b"", 40.0),
        ("soon, 5", b"", 5.0),
        ("7", b"Please retry after 40 seconds.", 7.0),
        ("soon", b"Please retry after 40 seconds.", 40.0),
        ("", b"Please Retry After 1 second.", 1.0),
        ("", b"Try again in 5 seconds.", 5.0),
    ],
)
def test_the_pause_that_is_asked_for(header: str, body: bytes, wait: float | None) -> None:
    headers = {"retry-after": header} if header else {}
    assert asked_wait(headers, body, NOW) == wait


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after-ms": "soon"}, None),
        ({"retry-after-ms": "0", "retry-after": "3"}, 3.0),
        ({"retry-after-ms": "250"}, 0.25),
        ({"x-ms-retry-after-ms": "1500"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after-ms": "100, 300"}, 0.3),
    ],
)
def test_the_pause_in_the_milliseconds_of_azure_is_finer_than_the_one_in_seconds(
    headers: dict[str, str], wait: float | None
) -> None:
    assert asked_wait(headers, b"", NOW) == wait


def test_a_date_without_a_zone_is_read_as_utc() -> None:
    assert asked_wait({"retry-after": "Fri, 20 Nov 2026 12:00:09 -0000"}, b"", NOW) == 9


def slots(clock: SlotClock, time: Time, count: int) -> list[float]:
    async def starts() -> list[float]:
        found = []
        for _ in range(count):
            await clock.slot()
            found.append(round(time.now, 6))
        return found

    return asyncio.run(starts())


def test_starts_are_spread_evenly() -> None:
    time = Time()
    assert slots(SlotClock(10, time.edges()), time, 4) == [100, 100.1, 100.2, 100.3]


def test_a_pause_moves_the_next_start_and_lowers_the_rate_once_a_second() -> None:
    time = Time()
    clock = SlotClock(10, time.edges())
    slots(clock, time, 1)
    cost = [round(clock.limited(1), 6) for _ in range(3)]
    assert clock.rate == pytest.approx(8)
    assert cost == [0.9, 0.125, 0.125]
    assert slots(clock, time, 2) == [101, 101.125]
    time.now += 1
    clock.limited(0)
    assert clock.rate == pytest.approx(6.4)


def test_the_rate_creeps_back_to_what_was_believed_and_no_further() -> None:
    clock = SlotClock(10, Time().edges())
    clock.limited(0)
    for _ in range(500):
        clock.succeeded()
    assert clock.rate == 10


@pytest.mark.parametrize(("rate", "lowest"), [(10.0, 0.5), (20 / 60, 20 / 60)])
def test_the_rate_does_not_fall_below_its_floor(rate: float, lowest: float) -> None:
    time = Time()
    clock = SlotClock(rate, time.edges())
    for _ in range(100):
        clock.limited(0)
        time.now += 2
    assert clock.rate == lowest


def test_a_task_that_was_waiting_already_heeds_a_new_pause() -> None:
    time = Time()
    clock = SlotClock(1, time.edges())
    started: list[float] = []

    async def task() -> None:
        await clock.slot()
        started.append(time.now)

    async def both() -> None:
        await clock.slot()
        waiting = asyncio.create_task(task())
        await asyncio.sleep(0)
        clock.limited(30)
        await waiting

    asyncio.run(both())
    assert started == [131.0]


def test_a_success_needs_one_request() -> None:
    service = Service([])
    assert call(paced(service, Time())).attempts == 1
    assert len(service.ids) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 415, 301, 302, 303, 307, 308, 202, 204, 501])
def test_no_second_request_follows_an_answer_that_will_not_change(status: int) -> None:
    service = Service([(status, {"Retry-After": "1", "Location": "http://127.0.0.1:9/y"}, b"")])
    assert call(paced(service, Time())).status == status
    assert len(service.ids) == 1


@pytest.mark.parametrize(
    "fault", [408, 500, 502, 503, 504, httpx.ConnectError, httpx.ReadError, httpx.RemoteProtocolError]
)
def test_a_passing_fault_is_tried_four_times_in_all(fault: Step) -> None:
    service = Service([fault] * 3)
    reply = call(paced(service, Time()))
    assert (reply.status, reply.attempts, len(service.ids)) == (200, 4, 4)


def test_after_four_faults_the_last_answer_counts() -> None:
    service = Service([500, 502, 504, 503, 200])
    reply = call(paced(service, Time()))
    assert (reply.status, reply.attempts, len(service.ids)) == (503, 4, 4)


def test_waits_between_faults_double_up_to_a_bound() -> None:
    time = Time()
    call(paced(Service([503] * 9), time, rate=1000, attempts=8, longest_backoff=5))
    assert [pause for pause in time.slept if pause > 0.5] == [1, 2, 4, 5, 5, 5, 5]


def test_a_fault_may_ask_for_its_own_pause() -> None:
    time = Time()
    service = Service([(503, {"Retry-After": "7"}, b"")])
    assert call(paced(service, time)).status == 200
    assert 7.0 in time.slept


@pytest.mark.parametrize("wait", ["61", "864000"])
def test_a_fault_that_asks_for_too_long_a_pause_is_not_tried_again(wait: str) -> None:
    service = Service([(503, {"Retry-After": wait}, b"")])
    assert call(paced(service, Time())).status == 503
    assert len(service.ids) == 1


def test_pauses_that_faults_ask_for_come_out_of_the_same_allowance() -> None:
    service = Service([(503, {"Retry-After": "50"}, b"")] * 9)
    assert call(paced(service, Time())).status == 503
    assert len(service.ids) == 3


class SharedTime(Time):
    """A clock on which those who sleep at once sleep side by side; it goes on when all others have come to rest."""

    def __init__(self) -> None:
        super().__init__()
        self.ends: list[float] = []

    async def sleep(self, seconds: float) -> None:
        end = self.now + seconds
        self.ends.append(end)
        while self.now < end:
            for _ in range(30):
                await asyncio.sleep(0)
            self.now = max(self.now, min(self.ends))
        self.ends.remove(end)


def test_a_pause_that_many_tasks_are_asked_for_at_once_costs_the_run_one_pause() -> None:
    together = asyncio.Barrier(8)
    seen: list[str] = []

    async def busy(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        if len(seen) > 8:
            return httpx.Response(200, stream=httpx.ByteStream(b"{}"))
        await together.wait()
        return httpx.Response(503, headers={"Retry-After": "20"}, stream=httpx.ByteStream(b""))

    def connect(_: Limits) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(busy))

    pacer = Pacer(10, edges=SharedTime().edges(), connect=connect)

    async def at_once() -> list[Reply]:
        try:
            return await asyncio.gather(*(pacer.call(CALL) for _ in range(8)))
        finally:
            await pacer.aclose()

    assert [reply.status for reply in asyncio.run(at_once())] == [200] * 8
    assert len(seen) == 16


@pytest.mark.parametrize("fault", [httpx.ReadTimeout, httpx.WriteTimeout])
def test_a_read_timeout_is_tried_once_more_only(fault: type[Exception]) -> None:
    service = Service([fault] * 4)
    with pytest.raises(NetworkError, match=r"did not answer in time \(2 attempts\)"):
        call(paced(service, Time()))
    assert len(service.ids) == 2


@pytest.mark.parametrize(
    ("fault", "requests"),
    [
        (httpx.ConnectError, 4),
        (httpx.ConnectTimeout, 4),
        (httpx.ProxyError, 4),
        (httpx.ReadError, 4),
        (OSError, 4),
        (httpx.LocalProtocolError, 1),
        (httpx.UnsupportedProtocol, 1),
        (httpx.InvalidURL, 1),
    ],
)
def test_a_network_error_does_not_quote_what_was_sent(fault: type[Exception], requests: int) -> None:
    service = Service([fault] * 4)
    with pytest.raises(NetworkError) as caught:
        call(paced(service, Time()))
    error: BaseException | None = caught.value
    while error is not None:
        assert "s3cret" not in f"{error} {error!r}"
        error = error.__cause__ or error.__context__
    assert len(service.ids) == requests
    assert caught.value.refusal.attempts == requests


def test_short_pauses_cost_no_attempts() -> None:
    time = Time()
    service = Service([(429, {"Retry-After": "1"}, b"")] * 20)
    reply = call(paced(service, time))
    assert (reply.status, reply.attempts) == (200, 21)


@pytest.mark.parametrize("header", ["0", "-5", "soon", date(-99)])
def test_a_pause_that_cannot_be_followed_ends_by_the_allowance(header: str) -> None:
    time = Time()
    service = Service([(429, {"Retry-After": header}, b"")] * 1000)
    with pytest.raises(RateLimitedError, match="pauses of more than 120 s in all"):
        call(paced(service, time))
    assert len(service.ids) < 130
    assert 120 < time.now - 100 < 260


def test_a_pause_longer_than_allowed_fails_the_image_and_stops_the_rest() -> None:
    service = Service([(429, {"Retry-After": "61"}, b"")])
    pacer = paced(service, Time())
    with pytest.raises(RateLimitedError, match="pause of 61 s"):
        call(pacer)
    with pytest.raises(EngineStoppedError, match="pause of 61 s"):
        call(pacer)
    assert len(service.ids) == 1


def test_the_allowance_holds_for_the_run_and_not_for_one_call() -> None:
    service = Service([(429, {"Retry-After": "50"}, b""), 200] * 5)
    pacer = paced(service, Time())

    async def calls() -> Reply:
        for _ in range(5):
            reply = await pacer.call(CALL)
        return reply

    with pytest.raises(RateLimitedError, match="in all"):
        run(pacer, calls)
    assert len(service.ids) == 5


def test_all_attempts_carry_the_same_id() -> None:
    service = Service([503, (429, {"Retry-After": "1"}, b""), httpx.ReadError])
    pacer = paced(service, Time())
    outgoing = Outgoing(CALL.url, {"x-ms-client-request-id": "one"}, b"")
    assert run(pacer, lambda: pacer.call(outgoing)).attempts == 4
    assert service.ids == ["one"] * 4


def test_an_answer_that_is_too_large_or_compressed_is_not_read_and_not_tried_again() -> None:
    for step in ((200, {}, b"x" * 101), (200, {"Content-Encoding": "gzip"}, b"x")):
        service = Service([step])
        reply = call(paced(service, Time(), body=100))
        assert (reply.flaw.partition(" ")[0], reply.body) == ("it", b"")
        assert len(service.ids) == 1


def test_an_error_is_judged_by_its_status_even_where_its_words_cannot_be_read() -> None:
    compressed = {"Content-Encoding": "gzip"}
    service = Service([(503, compressed, b"\x1f\x8b"), (429, {**compressed, "Retry-After": "2"}, b"\x1f\x8b")])
    time = Time()
    reply = call(paced(service, time))
    assert (reply.status, reply.attempts, reply.flaw) == (200, 3, "")
    assert 2.0 in time.slept


def images(pacer: Pacer, errors: list[Exception | None]) -> list[type[BaseException] | None]:
    """What comes out of one image after the other when its work ends as told."""
    outcomes: list[type[BaseException] | None] = []
    for error in errors:
        try:
            with pacer.image():
                if error is not None:
                    raise error
            outcomes.append(None)
        except (EngineError, ImageError) as caught:
            outcomes.append(type(caught))
    return outcomes


def test_five_failed_images_in_a_row_stop_the_engine() -> None:
    pacer = Pacer(10)
    outcomes = images(pacer, [EngineError("x")] * 7)
    assert outcomes == [EngineError] * 5 + [EngineStoppedError] * 2
    with pytest.raises(EngineStoppedError, match="5 images failed in a row, the last with: x"):
        pacer.check()


@pytest.mark.parametrize("between", [None, ImageError("bad picture")])
def test_a_success_or_a_bad_picture_ends_the_row(between: Exception | None) -> None:
    pacer = Pacer(10)
    images(pacer, [*[EngineError("x")] * 4, between, *[EngineError("x")] * 4])
    pacer.check()


def test_an_engine_that_stopped_says_so_to_every_later_image() -> None:
    outcomes = images(Pacer(10), [EngineStoppedError("key refused"), None, None])
    assert outcomes == [EngineStoppedError] * 3


def test_settings_of_the_environment_that_cannot_be_used_stop_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "ftp://user:s3cret@proxy")
    with pytest.raises(EngineStoppedError, match="proxy or certificate settings") as caught:
        call(Pacer(10, edges=Time().edges()))
    assert "s3cret" not in "".join(traceback.format_exception(caught.value)) + caught.value.hint


def test_the_client_follows_no_redirect_and_asks_for_plain_bytes() -> None:
    async def facts() -> tuple[bool, str, str, object]:
        async with client_for(Limits()) as client:
            headers = client.headers
            return client.follow_redirects, headers["accept-encoding"], headers["user-agent"], client.timeout.connect

    assert asyncio.run(facts()) == (False, "identity", "altproof/0.1.0", 10)


class Recorder(BaseHTTPRequestHandler):
    """Answers with cookies that no header may carry, and remembers what it was asked."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def do_POST(self) -> None:
        self.asked.append((self.path, self.headers.get("Cookie", "")))
        self.send_response(200)
        self.send_header("Set-Cookie", "a=plain")
        self.send_header("Set-Cookie", b"b=\xc3\xa9".decode("latin-1"))
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name is the base class's)
        """Nothing is printed."""


@pytest.fixture
def recorder() -> Iterator[str]:
    """The address of a server that is running."""
    Recorder.asked.clear()
    with HTTPServer(("127.0.0.1", 0), Recorder) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


async def two_calls(url: str) -> list[int]:
    pacer = Pacer(100, limits=Limits(attempts=1, connect=2))
    outgoing = Outgoing(f"{url}/analyse", {}, b"x")
    try:
        return [(await pacer.call(outgoing)).status for _ in range(2)]
    finally:
        await pacer.aclose()


def test_no_cookie_is_taken_and_none_ends_the_run(recorder: str) -> None:
    assert asyncio.run(two_calls(recorder)) == [200, 200]
    assert Recorder.asked == [("/analyse", "")] * 2


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_call_without_encryption_goes_past_the_proxy(
    recorder: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody listens there
    assert asyncio.run(two_calls(recorder)) == [200, 200]


def test_neither_call_nor_reply_shows_its_content() -> None:
    assert "s3cret" not in repr(CALL)
    assert "body" not in repr(Reply(200, "", {}, b"body")).partition("headers")[2]

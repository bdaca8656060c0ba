"""An upload from end to end against a loopback double: the sequence, every fault, and what is kept secret."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

import pytest

from altproof.github.artifacts import BLOCK, ArtifactService, Edges, Patience, Upload, Uploaded
from altproof.github.base import Refusal, RefusedError
from tests.fakes.results import NUMBER, QUERY, SIGNATURE, TOKEN, FakeResults

ZIP = b"PK\x05\x06" + bytes(18)
ONE_BLOCK = [
    ("POST", "CreateArtifact", 200),
    ("PUT", "block", 201),
    ("PUT", "blocklist", 201),
    ("POST", "FinalizeArtifact", 200),
]
"""What the official client sends, in this order (recorded from version 6.2.1)."""
WANTED = Upload("altproof-report", "altproof-report-docs-1-0a1b", ZIP)


@dataclass
class Calm:
    """Edges without time or chance, which remember the pauses that were asked for."""

    pauses: list[float] = field(default_factory=list)
    masked: list[str] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    @property
    def edges(self) -> Edges:
        return Edges(sleep=self.sleep, chance=lambda: 0.5)


def upload(
    results: FakeResults | str, wanted: Upload = WANTED, calm: Calm | None = None, patience: Patience | None = None
) -> Uploaded:
    calm = calm or Calm()
    url = results if isinstance(results, str) else results.url

    async def run() -> Uploaded:
        agent = "altproof/test"
        async with ArtifactService(
            url, TOKEN, agent, mask=calm.masked.append, edges=calm.edges, patience=patience
        ) as service:
            return await service.upload(wanted)

    return asyncio.run(run())


def refused(results: FakeResults | str, calm: Calm | None = None, patience: Patience | None = None) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        upload(results, calm=calm, patience=patience)
    said = f"{caught.value.message} {caught.value.hint}"
    for secret in (TOKEN, SIGNATURE, QUERY, "127.0.0.1"):
        assert secret not in said
    return caught.value


def test_an_upload_is_the_recorded_sequence() -> None:
    calm = Calm()
    with FakeResults() as results:
        assert upload(results, calm=calm) == Uploaded(NUMBER, "altproof-report")
        assert results.sequence == ONE_BLOCK
        assert results.artifacts == {"altproof-report": ZIP}
        assert {seen.headers["user-agent"] for seen in results.requests} == {"altproof/test"}
    assert calm.pauses == []


def test_a_large_file_goes_in_blocks_of_8_mib() -> None:
    data = bytes(range(256)) * (2 * BLOCK // 256) + b"the rest"
    with FakeResults() as results:
        upload(results, Upload("a", "b", data))
        assert results.artifacts == {"a": data}
        assert [len(seen.body) for seen in results.requests if seen.kind == "block"] == [BLOCK, BLOCK, 8]


def test_the_expiry_is_passed_on() -> None:
    with FakeResults() as results:
        upload(results, Upload("a", "b", ZIP, "2026-12-31T00:00:00.000Z"))
        assert results.created["a"]["expires_at"] == "2026-12-31T00:00:00.000Z"


def test_the_signature_is_masked_in_every_form_before_it_is_used() -> None:
    calm = Calm()
    with FakeResults() as results:
        upload(results, calm=calm)
    assert calm.masked == ["s1gnature%2Bof%2Fthe%3Ddouble", SIGNATURE]


@pytest.mark.parametrize("mode", ["flaky", "html"])
def test_a_passing_fault_of_the_service_is_tried_again(mode: str) -> None:
    calm = Calm()
    with FakeResults(mode) as results:
        assert upload(results, calm=calm).id == NUMBER
        first, *rest = results.sequence
    assert first[1] == "CreateArtifact"
    assert rest == ONE_BLOCK
    assert calm.pauses == [3.0]


def test_a_busy_storage_gets_the_same_block_again() -> None:
    with FakeResults("blob503") as results:
        upload(results)
        assert [status for _, kind, status in results.sequence if kind == "block"] == [503, 201]


def test_five_attempts_are_the_end_with_growing_pauses() -> None:
    calm = Calm()
    with FakeResults("down") as results:
        error = refused(results, calm)
        assert results.sequence == [("POST", "CreateArtifact", 503)] * 5
    assert (error.refusal, error.message) == (
        Refusal.UNAVAILABLE,
        "the artifact service answered 503, 5 times without success",
    )
    assert calm.pauses == [3.0, 3 * 1.5 * 1.25, 3 * 1.5**2 * 1.25, 3 * 1.5**3 * 1.25]


def test_a_taken_name_is_given_up_for_the_second_one() -> None:
    calm = Calm()
    with FakeResults("conflict", free=(WANTED.other_name,)) as results:
        assert upload(results, calm=calm) == Uploaded(NUMBER, WANTED.other_name)
        assert results.sequence == [("POST", "CreateArtifact", 409), *ONE_BLOCK]
        assert results.artifacts == {WANTED.other_name: ZIP}
    assert calm.pauses == []


def test_a_second_name_that_is_taken_too_is_the_end() -> None:
    with FakeResults("conflict") as results:
        assert "there already" in refused(results).message
        assert results.sequence == [("POST", "CreateArtifact", 409)] * 2


def test_two_steps_of_one_run_both_get_their_artifact() -> None:
    with FakeResults() as results:
        assert upload(results).name == "altproof-report"
        assert upload(results).name == WANTED.other_name
        assert set(results.artifacts) == {"altproof-report", WANTED.other_name}


@pytest.mark.parametrize(
    ("mode", "refusal", "words"),
    [
        ("quota", Refusal.BUSY, "quota"),
        ("forbidden", Refusal.FORBIDDEN, "answered 403"),
        ("refusing", Refusal.INVALID, "refuses"),
        ("elsewhere", Refusal.UNAVAILABLE, "elsewhere"),
    ],
)
def test_what_will_not_change_is_asked_once(mode: str, refusal: Refusal, words: str) -> None:
    with FakeResults(mode) as results:
        error = refused(results)
        assert len(results.requests) == 1
    assert error.refusal is refusal
    assert words in error.message


def test_an_answer_without_a_number_is_no_success() -> None:
    with FakeResults(number="no") as results:
        assert "no number" in refused(results).message


@pytest.mark.parametrize("url", ["https://[::::]/a?sig=x", "http://example.com/a?sig=secret", "ftp://127.0.0.1/a?b"])
def test_an_address_that_cannot_be_is_refused(url: str) -> None:
    with FakeResults(signed_url=url) as results:
        refused(results)
        assert len(results.requests) == 1


def test_a_service_that_is_not_there_is_asked_once() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    calm = Calm()
    error = refused(url, calm)
    assert (error.refusal, error.message) == (
        Refusal.UNAVAILABLE,
        "the artifact service cannot be reached (ConnectError)",
    )
    assert "self-hosted runner" in error.hint
    assert calm.pauses == []


@pytest.fixture
def silent() -> Iterator[Callable[[bytes], str]]:
    """Starts services that send these bytes to whoever connects, and then nothing."""
    servers: list[asyncio.AbstractServer | socket.socket] = []

    def start(words: bytes) -> str:
        import threading

        listener = socket.create_server(("127.0.0.1", 0))
        servers.append(listener)

        def answer() -> None:
            connection, _ = listener.accept()
            servers.append(connection)
            connection.recv(1 << 16)
            connection.sendall(words)

        threading.Thread(target=answer, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"

    yield start
    for server in servers:
        server.close()


def test_an_answer_without_end_is_cut_off(silent: Callable[[bytes], str]) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n"
    assert "larger than 1048576 bytes" in refused(silent(head + b" " * (2 << 20))).message


def test_the_whole_upload_has_an_end(silent: Callable[[bytes], str]) -> None:
    error = refused(silent(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"), patience=Patience(total=0.2))
    assert error.message == "the upload took longer than 0.2 seconds"


def test_silence_ends_the_attempt(silent: Callable[[bytes], str]) -> None:
    error = refused(silent(b""), patience=Patience(silence=0.2))
    assert error.message == "the artifact service cannot be reached (ReadTimeout)"


def test_pauses_count_for_the_whole() -> None:
    async def long_sleep(_: float) -> None:
        await asyncio.sleep(60)

    async def run(url: str, sleep: Callable[[float], Awaitable[object]]) -> Uploaded:
        async with ArtifactService(
            url, TOKEN, "a", mask=lambda _: None, edges=Edges(sleep=sleep), patience=Patience(total=0.2)
        ) as service:
            return await service.upload(WANTED)

    with FakeResults("down") as results, pytest.raises(RefusedError, match="took longer"):
        asyncio.run(run(results.url, long_sleep))


def test_a_proxy_that_cannot_be_is_refused_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "nonsense://user:secret@host")
    with FakeResults() as results:
        error = refused(results)
        assert results.requests == []
    assert "secret" not in error.message + error.hint

"""What is said to the artifact service, and what is believed of its answers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.github import artifacts_address_wire as address
from altproof.github import artifacts_wire as wire
from altproof.github.base import Refusal, RefusedError
from tests.fakes.results import JOB, RUN, TOKEN, token

IDS = wire.BackendIds(RUN, JOB)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no-token",
        "a.b.c",
        "a..c",
        "a.%%%.c",
        token(""),
        token("Actions.Results:only-one"),
        token(f"Actions.Results:{RUN}:{JOB}:more"),
        token("Actions.Results::"),
        token(f"Actions.ResultsX:{RUN}:{JOB}"),
        token(scp=[f"Actions.Results:{RUN}:{JOB}"]),
        token(scp=None),
        "a.W10.c",  # a list
        f"a.{'x' * (1 << 17)}.c",
        f"a.{'W1tb' * 20_000}.c",
    ],
    ids=lambda text: text[:20],
)
def test_a_token_that_names_no_job_is_refused_and_not_quoted(text: str) -> None:
    with pytest.raises(RefusedError, match="names no job") as caught:
        wire.backend_ids(text)
    assert not text or text not in f"{caught.value.message} {caught.value.hint}"


def test_the_ids_are_found_among_other_scopes() -> None:
    assert wire.backend_ids(TOKEN) == IDS
    assert wire.backend_ids(token(f"Actions.Results:{RUN}:{JOB}")) == IDS


def test_ids_are_not_shown_where_a_value_is_printed() -> None:
    assert RUN not in repr(IDS)
    assert JOB not in repr(IDS)


@pytest.mark.parametrize("name", ["", *'":<>|*?\r\n\\/', "a/b", "a\tb", "a\u202eb", "x" * 251], ids=repr)
def test_a_name_that_no_artifact_may_have_is_refused(name: str) -> None:
    with pytest.raises(RefusedError, match="artifact-name"):
        wire.checked_name(name)


@pytest.mark.parametrize("name", ["altproof-report", "Bericht (Größe 1.2)", "x" * 250])
def test_other_names_are_taken_as_they_are(name: str) -> None:
    assert wire.checked_name(name) == name


def test_the_second_name_tells_job_and_attempt_and_is_a_name() -> None:
    assert wire.other_name("altproof-report", "docs", "2", "0a1b") == "altproof-report-docs-2-0a1b"
    assert wire.checked_name(wire.other_name("x" * 250, "a/b:c", "1", "ffff")).endswith("-abc-1-ffff")
    assert wire.other_name("r", "", "", "0a1b") == "r-0a1b"


def test_bodies_are_those_of_the_official_client() -> None:
    named = {"workflow_run_backend_id": RUN, "workflow_job_run_backend_id": JOB, "name": "n"}
    assert json.loads(wire.creation(IDS, "n", None)) == {**named, "version": 7, "mime_type": "application/zip"}
    expiry = "2026-11-29T05:22:21.335Z"
    assert json.loads(wire.creation(IDS, "n", expiry))["expires_at"] == expiry
    assert json.loads(wire.finalisation(IDS, "n", 5267, "ab")) == {**named, "size": "5267", "hash": "sha256:ab"}


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b""), (200, b"<html>"), (403, b"<html>"), (200, b"[]"), (200, b"[" * 100_000), (200, b"\xff")]
    + [(status, b"{}") for status in (429, 500, 502, 503, 504)],
)
def test_a_passing_fault_is_worth_another_attempt(status: int, body: bytes) -> None:
    assert wire.answer(status, body) is None


@pytest.mark.parametrize(
    ("status", "body", "refusal", "words"),
    [
        (401, b'{"msg":"SECRET"}', Refusal.FORBIDDEN, "answered 401"),
        (403, b'{"msg":"SECRET"}', Refusal.FORBIDDEN, "answered 403"),
        (404, b'{"code":"bad_route"}', Refusal.INVALID, "answered 404"),
        (400, b'{"msg":["SECRET"]}', Refusal.INVALID, "answered 400"),
        (302, b"", Refusal.UNAVAILABLE, "elsewhere"),
        (307, b"{}", Refusal.UNAVAILABLE, "elsewhere"),
        (200, b'{"ok":false}', Refusal.INVALID, "refuses"),
        (200, b'{"ok":"true"}', Refusal.INVALID, "refuses"),
        (200, b"{}", Refusal.INVALID, "refuses"),
        (403, b'{"code":"resource_exhausted","msg":"insufficient usage to create"}', Refusal.BUSY, "quota"),
        (429, b'{"msg":"insufficient usage"}', Refusal.BUSY, "quota"),
    ],
)
def test_what_no_attempt_would_change_is_refused_in_our_words(
    status: int, body: bytes, refusal: Refusal, words: str
) -> None:
    with pytest.raises(RefusedError, match=words) as caught:
        wire.answer(status, body)
    assert caught.value.refusal is refusal
    assert "SECRET" not in caught.value.message + caught.value.hint


def test_a_name_that_is_taken_is_an_error_of_its_own() -> None:
    with pytest.raises(wire.NameTakenError):
        wire.answer(409, b'{"code":"already_exists"}')


@pytest.mark.parametrize("found", [None, "", "12a", "-1", "1.0", "1" * 21, 1.5, True, ["1"], "1\n", "١"], ids=repr)
def test_a_number_of_an_artifact_is_digits(found: object) -> None:
    with pytest.raises(RefusedError, match="no number"):
        wire.artifact_id({"artifact_id": found})


@pytest.mark.parametrize("found", ["1234567890", 1234567890])
def test_it_may_come_as_text_or_as_a_number(found: object) -> None:
    assert wire.artifact_id({"artifact_id": found}) == "1234567890"


@given(st.uuids().map(str), st.integers(0, 49_999), st.integers(0, 49_999))
def test_block_ids_have_one_length_and_differ(prefix: str, one: int, other: int) -> None:
    first, second = wire.block_id(prefix, one), wire.block_id(prefix, other)
    assert len(first) == len(second)
    assert (first == second) == (one == other)


# --- addresses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "server",
    [
        *("https://github.example.com", "https://ghe.com.example.org", "https://mygithub.com", "https://ghe.com"),
        *("https://github.com.example.org", "", "github.com", "https://[", "https://localhost.example.org"),
    ],
)
def test_other_servers_have_no_such_service(server: str) -> None:
    assert not address.is_supported(server)


@pytest.mark.parametrize(
    "server",
    [
        "https://github.com",
        "https://GitHub.com/",
        "https://corp.ghe.com",
        "http://a.localhost:80",
        "http://127.0.0.1:9",
    ],
)
def test_github_itself_ghe_com_and_this_machine_have(server: str) -> None:
    assert address.is_supported(server)


@pytest.mark.parametrize(
    "url",
    [
        *("", "results.example.com", "http://results.example.com/", "ftp://results.example.com/", "https://"),
        *("https://user@results.example.com/", "https://results.example.com:port/", "https://results.example.com/a b"),
        "https://results.example.com\r\nX: y",
    ],
)
def test_the_token_goes_only_where_it_is_encrypted(url: str) -> None:
    with pytest.raises(RefusedError, match="ACTIONS_RESULTS_URL"):
        address.origin(url)


def test_the_path_of_the_service_is_dropped() -> None:
    assert address.origin("https://results.example.com/a/b/") == "https://results.example.com"
    assert address.origin("http://127.0.0.1:8080/") == "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    "url",
    [
        *(
            None,
            5,
            "",
            "https://blob.example.com/a.zip",
            "http://blob.example.com/a?sig=x",
            "https://blob.example.com?s",
        ),
        *(
            "https://blob.example.com/a?sig=x#part",
            "https://u:p@blob.example.com/a?sig=x",
            "//blob.example.com/a?sig=x",
        ),
        *("https://blob.example.com/a?sig=x y", "https://blob.example.com/a?sig=x\n", "file:///etc/passwd?sig=x"),
        *("http://127.0.0.1/a?sig=x", "https://blob.example.com/a?sig=" + "x" * 8192),
    ],
    ids=lambda url: str(url)[:50],
)
def test_an_address_that_bytes_must_not_go_to_is_refused_and_not_quoted(url: object) -> None:
    with pytest.raises(RefusedError, match="no address") as caught:
        address.signed_url({"signed_upload_url": url}, loopback=False)
    assert "sig" not in caught.value.message + caught.value.hint


def test_the_signed_address_is_used_as_it_is() -> None:
    url = "https://blob.example.com/a/b.zip?sv=1&se=2026-11-22T06%3A00%3A00Z&sig=a%2Bb%3D"
    assert address.signed_url({"signed_upload_url": url}, loopback=False) == url
    assert address.block_url(url, "ab+/=") == url + "&comp=block&blockid=ab%2B%2F%3D"
    assert address.list_url(url) == url + "&comp=blocklist"


def test_every_form_of_the_signature_is_known() -> None:
    assert address.signatures("https://b/a?sv=1&sig=a%2bb%3D&x=2") == ("a%2bb%3D", "a+b=", "a%2Bb%3D")
    assert address.signatures("https://b/a?SIG=plain") == ("plain",)
    assert address.signatures("https://b/a?sv=1") == ()

"""What is taken from answers of sign-in services, and that no answer can do harm."""

import json
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.engines import entra_wire


def answer(**fields: object) -> bytes:
    return json.dumps(fields).encode()


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (answer(access_token="t", token_type="Bearer", expires_in=3599), 3599),
        (answer(access_token="t", token_type="bearer", expires_in="3599"), 3599),
        (answer(access_token="t"), 0),
        (answer(access_token="t", expires_in=-5), 0),
        (answer(access_token="t", expires_in=True), 0),
        (answer(access_token="t", expires_in="soon"), 0),
        (answer(access_token="t", expires_in=10**400), 86_400),
        (b'{"access_token": "t", "expires_in": NaN}', 0),
        (b'{"access_token": "t", "expires_in": 1e999}', 86_400),
    ],
)
def test_a_token_is_good_for_as_long_as_it_says_and_a_day_at_most(body: bytes, seconds: float) -> None:
    token = entra_wire.access_token(body)
    assert token is not None
    assert (token.value, token.seconds) == ("t", seconds)
    assert repr(token) == "Token(...)"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        answer(),
        answer(access_token=None),
        answer(access_token=["t"]),
        answer(access_token=""),
        answer(access_token="a\r\nX-Header: b"),
        answer(access_token="\u0442"),
        answer(access_token="x" * 16_385),
        answer(access_token="t", token_type="mac"),
        answer(access_token="t", token_type=7),
    ],
)
def test_what_cannot_go_into_a_header_is_no_token(body: bytes) -> None:
    assert entra_wire.access_token(body) is None


@given(
    st.binary(max_size=80)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps).map(str.encode)
)
def test_any_body_is_told_in_words_of_our_own(body: bytes) -> None:
    facts, hint = entra_wire.refused(400, body)
    assert facts == "HTTP 400"
    assert "azure-" in hint
    assert entra_wire.identity_token(body) is None


def test_a_refusal_is_told_by_its_codes_and_never_by_its_description() -> None:
    body = answer(error="invalid_client", error_description="AADSTS7000215: Invalid client secret s3cret provided.")
    facts, hint = entra_wire.refused(401, body)
    assert facts == "HTTP 401, invalid_client, AADSTS7000215"
    assert "azure-client-secret" in hint
    assert "s3cret" not in facts + hint


def jwt(**claims: object) -> str:
    return f"e30.{urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.c2ln"


@pytest.mark.parametrize(
    ("assertion", "shown"),
    [
        (jwt(iss="https://i", sub="repo:o/r:pull_request"), "issuer https://i, subject repo:o/r:pull_request"),
        (jwt(sub="repo:o@1/r@2:ref:refs/heads/main"), "subject repo:o@1/r@2:ref:refs/heads/main"),
        (jwt(sub="a\n::error::b"), "subject a ::error::b"),
        (jwt(sub=["a"]), ""),
        (jwt(), ""),
        ("", ""),
        ("a", ""),
        ("a.b", ""),
        ("a.\u0442.c", ""),
        ("a.e30=e30.c", ""),
    ],
)
def test_whose_identity_it_is_can_be_copied_and_the_rest_stays_hidden(assertion: str, shown: str) -> None:
    assert entra_wire.claims(assertion) == shown


def test_a_long_subject_is_cut() -> None:
    assert len(entra_wire.claims(jwt(sub="x" * 9_999))) < 400

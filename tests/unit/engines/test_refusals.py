"""Which error the service's refusals become, and that none of them can leak or crash."""

import json
from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.engines.azure_errors import error_from
from altproof.engines.refusals import (
    AnswerError,
    AuthError,
    BadImageError,
    BadRequestError,
    NotFoundError,
    QuotaError,
    RateLimitedError,
    RefusedError,
    RegionUnsupportedError,
    ServiceError,
    TooLargeError,
    one_line,
)
from altproof.errors import EngineError, EngineStoppedError, ImageError
from tests.fakes.azure import ERRORS
from tests.shared import SHARED

FACTS = SHARED / "facts" / "azure" / "errors.json"

EXPECTED = {
    "400_url_not_accessible": (BadImageError, "public"),
    "400_size": (TooLargeError, "20 MB"),
    "400_region_caption": (RegionUnsupportedError, "analysis.features"),
    "400_region_denseCaptions": (RegionUnsupportedError, "analysis.features"),
    "400_content_type": (BadImageError, "JPEG"),
    "400_no_features": (BadRequestError, "analysis.features"),
    "400_image_format": (BadImageError, "JPEG"),
    "400_image_dimension": (BadImageError, "pixels"),
    "400_feature": (BadRequestError, "analysis.features"),
    "400_language": (BadRequestError, "analysis.language"),
    "400_mode": (BadRequestError, "analysis"),
    "413": (TooLargeError, "20 MB"),
    "429_f0_no_header": (RateLimitedError, "vision-tier"),
    "400_ratio": (BadRequestError, "analysis.smart_crops_aspect_ratios"),
    "401_key": (AuthError, "vision-key"),
    "401_tier": (AuthError, "vision-endpoint"),
    "401_bearer_role": (AuthError, "role"),
    "403_quota": (QuotaError, "tier"),
    "403_network": (AuthError, "network rules"),
    "404_model": (NotFoundError, "vision-endpoint"),
    "404": (NotFoundError, "vision-endpoint"),
    "429_f0": (RateLimitedError, "vision-tier"),
    "429_s1": (RateLimitedError, "vision-tier"),
    "429_s1_no_header": (RateLimitedError, "vision-tier"),
    "429_legacy_apim": (RateLimitedError, "vision-tier"),
    "500_internal": (ServiceError, "later"),
    "500_failed_to_process": (ServiceError, "later"),
    "500_timeout": (ServiceError, "later"),
    "503_unavailable": (ServiceError, "later"),
    "502_html": (ServiceError, "later"),
}
OURS = [(name, answer.status, answer.encoded()) for name, answer in ERRORS.items() if answer.status != 200]


@pytest.mark.parametrize(("name", "status", "body"), OURS, ids=[case[0] for case in OURS])
def test_a_refusal_becomes_the_error_that_names_what_to_mend(name: str, status: int, body: bytes) -> None:
    kind, hint = EXPECTED[name]
    error = error_from(status, {"apim-request-id": "r-1"}, body, attempts=2)
    assert type(error) is kind
    assert hint in error.hint
    assert error.refusal.request_id == "r-1"
    assert f"HTTP {status}" in error.message
    assert "request r-1" in error.message
    assert "2 attempts" in error.message


@pytest.mark.skipif(not FACTS.exists(), reason="the collection of recorded answers is not at hand")
def test_every_recorded_answer_becomes_the_expected_error() -> None:
    for case in json.loads(FACTS.read_text()):
        body = case["body"] if isinstance(case["body"], str) else json.dumps(case["body"])
        headers = {name.lower(): value for name, value in case["headers"].items()}
        error = error_from(case["status"], headers, body.encode(), reason=case["reason"])
        kind, hint = EXPECTED[case["id"]]
        assert (case["id"], type(error)) == (case["id"], kind)
        assert hint in error.hint


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (202, AnswerError),
        (204, AnswerError),
        (301, ServiceError),
        (307, ServiceError),
        (400, BadRequestError),
        (401, AuthError),
        (402, BadRequestError),
        (403, AuthError),
        (405, BadRequestError),
        (408, ServiceError),
        (410, NotFoundError),
        (413, TooLargeError),
        (415, BadImageError),
        (418, BadRequestError),
        (429, RateLimitedError),
        (500, ServiceError),
        (599, ServiceError),
        (999, ServiceError),
    ],
)
def test_without_a_body_the_status_decides(status: int, kind: type[RefusedError]) -> None:
    assert type(error_from(status, {}, b"")) is kind


def test_only_the_refusals_that_hold_for_every_image_stop_the_engine() -> None:
    stopping = {kind.__name__ for kind, _ in EXPECTED.values() if issubclass(kind, EngineStoppedError)}
    assert stopping == {"AuthError", "QuotaError", "NotFoundError"}
    assert issubclass(BadImageError, ImageError)
    assert not issubclass(BadImageError, EngineError)


def test_the_innermost_code_is_kept_beside_the_outer_one() -> None:
    inner = {"code": "A", "innererror": {"code": "B", "message": "deep", "innererror": {"code": "InvalidImageSize"}}}
    body = json.dumps({"error": {"code": "InvalidRequest", "message": "m", "innererror": inner}}).encode()
    error = error_from(400, {}, body)
    assert isinstance(error, BadImageError)
    assert (error.refusal.code, error.refusal.inner_code) == ("InvalidRequest", "InvalidImageSize")
    assert "(HTTP 400, InvalidRequest/InvalidImageSize): m deep" in error.message


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'"text"',
        b"[" * 100_000,
        b'{"error":' * 50_000,
        b'{"error": null}',
        b'{"error": "text"}',
        b'{"error": {"code": 5, "message": []}}',
        b'{"error": {"innererror": "x"}}',
        b'{"error": ' + b'{"innererror": ' * 60 + b"{}" + b"}" * 61,
        b'{"error": {"code": "x", "message": "\\ud800\\u0000"}}',
        json.dumps({"error": {"innererror": {"innererror": {}}}}).encode(),
        b"9" * 10_000,
    ],
)
def test_no_body_makes_reading_it_fail(body: bytes) -> None:
    error = error_from(400, {}, body)
    assert type(error) is BadRequestError
    error.message.encode()


@given(st.integers(100, 999), st.binary(max_size=300))
def test_any_bytes_become_some_error(status: int, body: bytes) -> None:
    error_from(status, {}, body).message.encode()


def test_the_message_is_one_printable_line_of_bounded_length() -> None:
    said = "first\nsecond\r\x1b[31mred\u202eback\u2028end " + "x" * 5000
    error = error_from(500, {}, json.dumps({"error": {"code": "c" * 500, "message": said}}).encode())
    assert error.refusal.message.startswith("first second [31mred back end xxx")
    assert len(error.refusal.message) == 300
    assert len(error.refusal.code or "") == 80


@pytest.mark.parametrize("key", ["0123456789abcdef" * 2, 'we"ird%k\\ey&<1>', "k"])
@pytest.mark.parametrize("place", ["message", "code", "inner", "reason", "id", "echo"])
def test_an_echoed_key_is_never_shown(key: str, place: str) -> None:
    forms = f"{key} {quote(key, safe='')} {b64encode(key.encode()).decode()} {key * 40} {key}"
    envelope = {"code": "c", "message": "m", "innererror": {"code": "i", "message": "m"}}
    if place == "inner":
        envelope["innererror"] = {"code": forms, "message": forms}
    elif place in {"message", "code"}:
        envelope[place] = forms
    body = json.dumps({"error": envelope}).encode() if place != "echo" else forms.encode()
    headers = {"apim-request-id": forms if place == "id" else "1", "x-ms-error-code": forms if place == "id" else "1"}
    error = error_from(400, headers, body, reason=forms if place == "reason" else "", secrets=(key,))
    shown = f"{error.refusal!r}".replace("\\\\", "\\")
    if len(key) > 1:
        assert key not in shown
        assert quote(key, safe="") not in shown
        assert b64encode(key.encode()).decode() not in shown
        assert key[:8] not in shown
    else:
        assert "k" not in error.refusal.message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain words", "plain words"),
        ("  a\t\tb\r\nc ", "a b c"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\ud800b", "a b"),
        ("\u202eevil\u2066", "evil"),
        ("12345678", "12345"),
        ("😀 ok", "😀 ok"),
    ],
)
def test_one_line_keeps_words_and_drops_what_is_not_shown(text: str, line: str) -> None:
    assert one_line(text, 5 if text == "12345678" else 100) == line

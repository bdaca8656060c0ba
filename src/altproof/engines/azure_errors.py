"""The error envelope of Image Analysis 4.0: which typed error an answer that is not 200 stands for. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from msgspec import Struct

from altproof.engines.refusals import (
    LONGEST_CODE,
    LONGEST_MESSAGE,
    AnswerError,
    AuthError,
    BadImageError,
    BadRequestError,
    NotFoundError,
    QuotaError,
    RateLimitedError,
    Refusal,
    RefusedError,
    RegionUnsupportedError,
    ServiceError,
    TooLargeError,
    one_line,
    without_secrets,
)
from altproof.patterns import lazy_regex

DEEPEST_INNER_ERROR = 20


def error_from(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    reason: str = "",
    attempts: int = 1,
    secrets: Sequence[str] = (),
    inputs: str = "vision-key",
    why: str = "",
) -> RefusedError:
    """The typed error for an answer that is not 200; `headers` in lower case, `inputs` are those that sign the call.

    `why` says, after "it", why the answer was not waited for.
    Never raises, whatever the body holds.
    """

    def shown(text: str, longest: int) -> str:
        # Secrets go before anything is cut, so that no half of one is left at the end.
        return one_line(without_secrets(text, secrets), longest)

    code, inner_code, message = _envelope(body)
    found = _REGION.search(message)
    refusal = Refusal(
        status=status,
        code=shown(code or headers.get("x-ms-error-code", ""), LONGEST_CODE) or None,
        inner_code=shown(inner_code, LONGEST_CODE) or None,
        message=shown(message or reason, LONGEST_MESSAGE),
        request_id=shown(headers.get("apim-request-id", ""), LONGEST_CODE) or None,
        attempts=attempts,
        feature=found[1] if found else None,
    )
    case = next(case for case in _CASES if case.matches(refusal))
    what = f"{case.what}, and it {why}" if why else case.what
    return case.error(_sentence(what, refusal), hint=case.hint.format(inputs=inputs), refusal=refusal)


def _sentence(what: str, refusal: Refusal) -> str:
    said = f": {refusal.message}" if refusal.message else ""
    return f"{what} ({refusal.facts}){said}"


def _envelope(body: bytes) -> tuple[str, str, str]:
    """Code, innermost code and message; empty where the body (perhaps HTML, or nothing) does not say."""
    try:
        answer: Any = json.loads(body)
    except (ValueError, RecursionError):
        return "", "", ""
    if not isinstance(answer, dict):
        return "", "", ""
    error = answer.get("error")
    if not isinstance(error, dict):  # the older gateway: {"statusCode": 429, "message": "..."}
        return "", "", _string(answer, "message")
    code, messages, inner_code = _string(error, "code"), [_string(error, "message")], ""
    inner = error.get("innererror")
    for _ in range(DEEPEST_INNER_ERROR):
        if not isinstance(inner, dict):
            break
        inner_code = _string(inner, "code") or inner_code
        messages.append(_string(inner, "message"))
        inner = inner.get("innererror")
    return code, inner_code, " ".join(filter(None, messages))


def _string(answer: dict[str, Any], key: str) -> str:
    value = answer.get(key)
    return value if isinstance(value, str) else ""


_NOT_IN_REGION = r"feature '(\w{1,40})' is not supported in this region"
_REGION = lazy_regex(_NOT_IN_REGION, re.IGNORECASE)


class _Case(Struct, frozen=True):
    """One row of the table below: the first that matches names the error."""

    error: Callable[..., RefusedError]
    what: str
    hint: str
    statuses: range
    inner_codes: frozenset[str] = frozenset()
    words: str = ""

    def matches(self, refusal: Refusal) -> bool:
        if refusal.status not in self.statuses:
            return False
        if not self.inner_codes and not self.words:
            return True
        by_words = bool(self.words) and re.search(self.words, refusal.message, re.IGNORECASE) is not None
        return refusal.inner_code in self.inner_codes or by_words


def _only(status: HTTPStatus) -> range:
    return range(status, status + 1)


_KEY_HINT = "check that {inputs} and vision-endpoint belong to the same Azure AI Vision resource"
_PICTURE = "use JPEG, PNG, GIF, BMP, WEBP, ICO or TIFF, up to 20 MB, each side from 50 to 15,999 pixels"
_ADDRESS_HINT = "check the input vision-endpoint; it has to lead to the service itself"
_BAD = _only(HTTPStatus.BAD_REQUEST)
_CASES: tuple[_Case, ...] = (
    _Case(
        RegionUnsupportedError,
        "the region of the resource lacks a feature",
        "remove it from analysis.features, or use a resource in a region that has it",
        _BAD,
        words=_NOT_IN_REGION,
    ),
    _Case(TooLargeError, "the image is too large for the service", _PICTURE, _BAD, words=r"larger than \d+ bytes"),
    _Case(
        BadImageError,
        "the service cannot use the image",
        _PICTURE,
        _BAD,
        frozenset({"InvalidImageFormat", "InvalidImageSize", "NotSupportedImage"}),
        words=r"image size is not|image content type|image format is not|pixels in width",
    ),
    _Case(
        BadImageError,
        "the service cannot fetch the image",
        "the address has to be public, or the image has to be a file of the repository",
        _BAD,
        words=r"image url",
    ),
    _Case(
        BadRequestError,
        "the service does not know the language",
        "correct analysis.language",
        _BAD,
        frozenset({"NotSupportedLanguage"}),
    ),
    _Case(
        BadRequestError,
        "the service does not know a feature",
        "correct analysis.features",
        _BAD,
        frozenset({"NotSupportedVisualFeature"}),
        words=r"either 'features' or",
    ),
    _Case(
        BadRequestError,
        "the service refuses the crop ratios",
        "use ratios from 0.75 to 1.8 in analysis.smart_crops_aspect_ratios",
        _BAD,
        words=r"smartcrops-aspect-ratios",
    ),
    _Case(BadRequestError, "the service refuses what was asked for", "check the keys under analysis", _BAD),
    _Case(
        AuthError,
        "the key belongs to another kind of resource",
        "set {inputs} and vision-endpoint to those of an Azure AI Vision or multi-service resource",
        _only(HTTPStatus.UNAUTHORIZED),
        words=r"pricing tier",
    ),
    _Case(
        AuthError,
        "the identity may not use the service",
        "give the identity of {inputs} the role Cognitive Services User on the resource; that takes some minutes",
        range(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN + 1),
        words=r"principal does not have access",
    ),
    _Case(AuthError, "the service refuses the key or token", _KEY_HINT, _only(HTTPStatus.UNAUTHORIZED)),
    _Case(
        QuotaError,
        "the quota of the resource is used up",
        "wait for the next period, or use a paid tier with {inputs} and vision-endpoint",
        _only(HTTPStatus.FORBIDDEN),
        words=r"quota",
    ),
    _Case(
        AuthError,
        "the service does not let us in",
        f"check the network rules of the resource, and {_KEY_HINT}",
        _only(HTTPStatus.FORBIDDEN),
    ),
    _Case(
        NotFoundError,
        "the service is not at this address",
        "check the inputs vision-endpoint and vision-api-version, and analysis.model_name or segmentation_mode if set",
        _only(HTTPStatus.NOT_FOUND),
    ),
    _Case(NotFoundError, "the service is gone", "check the input vision-api-version", _only(HTTPStatus.GONE)),
    _Case(
        TooLargeError, "the image is too large for the service", _PICTURE, _only(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    ),
    _Case(BadImageError, "the service cannot use the image", _PICTURE, _only(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)),
    _Case(
        RateLimitedError,
        "the service's rate limit is reached",
        "set the input vision-tier to the tier of the resource, or run again later",
        _only(HTTPStatus.TOO_MANY_REQUESTS),
    ),
    _Case(
        ServiceError,
        "the service took too long to receive the image",
        "run again later",
        _only(HTTPStatus.REQUEST_TIMEOUT),
    ),
    _Case(AnswerError, "the service gave no result", _ADDRESS_HINT, range(100, 300)),
    _Case(ServiceError, "the service sent us elsewhere, which is never followed", _ADDRESS_HINT, range(300, 400)),
    _Case(BadRequestError, "the service refuses the request", _ADDRESS_HINT, range(400, 500)),
    _Case(ServiceError, "the service failed", "run again later", range(10_000)),
)

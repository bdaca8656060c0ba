"""What a vision service can refuse, as types: which input to mend, and whether a further call makes sense.

The classes are shared by the network engines.
"""

from __future__ import annotations

import unicodedata
from base64 import b64encode
from collections.abc import Mapping, Sequence
from enum import StrEnum
from urllib.parse import quote

from msgspec import Struct

from altproof.errors import AltproofError, EngineError, EngineStoppedError, ImageError

LONGEST_MESSAGE = 300
"""Characters of the service's own words that are shown."""
LONGEST_CODE = 80

_JOINERS = "\u200c\u200d"


class Reason(StrEnum):
    """Why there is no result; the vocabulary of Microsoft's clients (`ImageAnalysisErrorReason`)."""

    AUTHENTICATION_FAILURE = "authentication_failure"
    BAD_REQUEST = "bad_request"
    TOO_MANY_REQUESTS = "too_many_requests"
    FORBIDDEN = "forbidden"
    CONNECTION_FAILURE = "connection_failure"
    SERVICE_TIMEOUT = "service_timeout"
    SERVICE_ERROR = "service_error"
    SERVICE_UNAVAILABLE = "service_unavailable"
    RUNTIME_ERROR = "runtime_error"


_REASONS: Mapping[int, Reason] = {
    400: Reason.BAD_REQUEST,
    401: Reason.AUTHENTICATION_FAILURE,
    403: Reason.FORBIDDEN,
    429: Reason.TOO_MANY_REQUESTS,
    500: Reason.SERVICE_ERROR,
    503: Reason.SERVICE_UNAVAILABLE,
}
"""By HTTP status; every other one is a runtime error there, 404, 502 and 504 among them."""


class Refusal(Struct, frozen=True):
    """The facts of one refusal; every text is one printable line without secrets."""

    status: int
    """HTTP status; 0: there was no answer."""
    code: str | None = None
    inner_code: str | None = None
    """The innermost code of the envelope: the one that decides."""
    message: str = ""
    request_id: str | None = None
    """The service's id (`apim-request-id`), to quote in a support case."""
    attempts: int = 0
    feature: str | None = None
    """The feature that a region lacks, as the service spells it."""
    timed_out: bool = False
    """True when there was no answer in time."""

    @property
    def reason(self) -> Reason:
        """The kind of refusal, in the words of Microsoft's own clients."""
        if not self.status:
            return Reason.SERVICE_TIMEOUT if self.timed_out else Reason.CONNECTION_FAILURE
        return _REASONS.get(self.status, Reason.RUNTIME_ERROR)

    @property
    def facts(self) -> str:
        """Status, codes, request and attempts, as they stand in messages."""
        codes = "/".join(code for code in (self.code, self.inner_code) if code and code != str(self.status))
        request = f"request {self.request_id}" if self.request_id else ""
        attempts = f"{self.attempts} attempts" if self.attempts > 1 else ""
        return ", ".join(filter(None, (f"HTTP {self.status}", codes, request, attempts)))


class RefusedError(AltproofError):
    """Base of what a service refused; `refusal` holds the facts."""

    def __init__(self, message: str, *, hint: str = "", refusal: Refusal | None = None) -> None:
        super().__init__(message, hint=hint)
        self.refusal = refusal or Refusal(0)


class AuthError(RefusedError, EngineStoppedError):
    """The key, the role or the network rules do not let us in."""


class QuotaError(RefusedError, EngineStoppedError):
    """The quota of the pricing tier is used up."""


class NotFoundError(RefusedError, EngineStoppedError):
    """There is no such service, version or model at this address."""


class BadImageError(RefusedError, ImageError):
    """The service cannot use this image."""


class TooLargeError(BadImageError):
    """The picture has more bytes than the service takes; a smaller one may do."""


class BadRequestError(RefusedError, EngineError):
    """The service does not accept what was asked for."""


class RegionUnsupportedError(RefusedError, EngineError):
    """The region of the resource lacks a feature; `refusal.feature` names it."""


class RateLimitedError(RefusedError, EngineError):
    """The service wants a longer pause than the run can give."""


class ServiceError(RefusedError, EngineError):
    """The service failed, on every attempt."""


class NetworkError(RefusedError, EngineError):
    """The service could not be reached, or the connection broke, on every attempt."""


class AnswerError(RefusedError, EngineError):
    """An answer came that cannot be read."""


def unreadable(where: str) -> AnswerError:
    """The error for an answer whose field `where` is not what the service promises."""
    return AnswerError(
        f"the service's answer cannot be read: {where}",
        hint="run again; if it stays, check that the input vision-endpoint leads to Azure AI Vision",
    )


def told(error: AnswerError, refusal: Refusal) -> AnswerError:
    """The error of `unreadable` with the facts of the answer."""
    return AnswerError(f"{error.message} ({refusal.facts})", hint=error.hint, refusal=refusal)


def one_line(text: str, longest: int) -> str:
    """Printable text on one line, cut: controls, bidi marks and lone surrogates become blanks, blanks are joined."""
    # Each kept character may stand between dropped ones; eight times the length bounds the work on hostile text.
    shown = "".join(c if c in _JOINERS or unicodedata.category(c)[0] not in "CZ" else " " for c in text[: longest * 8])
    return " ".join(shown.split())[:longest]


def without_secrets(text: str, secrets: Sequence[str]) -> str:
    """The text with every secret (plain, percent-encoded or base64) replaced, for services that echo what they got."""
    for secret in filter(None, secrets):
        for form in {secret, quote(secret, safe=""), b64encode(secret.encode()).decode().rstrip("=")}:
            text = text.replace(form, "***")
    return text

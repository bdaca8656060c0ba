"""The JSON of signing in: tokens of Microsoft Entra ID and of GitHub's OpenID Connect provider. Pure.

Both answers are untrusted. What is taken from them is checked for its form, and what a refusal says is told by its
codes only: the description may repeat what was sent.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any, TypeGuard
from urllib.parse import urlencode

from msgspec import Struct

from altproof.discreet import Discreet
from altproof.engines.refusals import one_line
from altproof.patterns import lazy_regex

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
"""RFC 7523, 2.2."""
AUDIENCE = "api://AzureADTokenExchange"
"""Whom a token for the exchange is meant for, in every cloud that GitHub's identities can sign in to."""
LONGEST_SUBJECT = 300
LONGEST_LIFE = 86_400
"""Seconds; Entra's longest-lived access tokens last a day."""

_TOKEN = lazy_regex(r"[\x21-\x7e]{1,16384}", re.ASCII)
_CODE = lazy_regex(r"AADSTS[0-9]{4,9}", re.ASCII)
_ERROR = lazy_regex(r"[a-z_]{1,40}", re.ASCII)

_SECRET = "check the input azure-client-secret: it has to be the value of a secret of this app that has not expired"  # noqa: S105  (words, no secret)
_CLIENT = "check the inputs azure-client-id and azure-tenant-id: the app has to exist in that tenant"
_SCOPE = "check the input azure-scope: it has to fit the cloud of the input azure-authority"
_TRUST = "add a federated credential with this issuer and exactly this subject to the app in Azure"
_HINTS: Mapping[str, str] = {
    "AADSTS7000215": _SECRET,
    "AADSTS7000222": _SECRET,
    "AADSTS700016": _CLIENT,
    "AADSTS90002": "check the input azure-tenant-id: there is no such tenant in the cloud of azure-authority",
    "AADSTS900023": "check the input azure-tenant-id: it is neither an id nor a domain",
    "AADSTS500011": _SCOPE,
    "AADSTS70011": _SCOPE,
    "AADSTS1002012": _SCOPE,
    "AADSTS70021": _TRUST,
    "AADSTS700211": _TRUST,
    "AADSTS700212": _TRUST,
    "AADSTS700213": _TRUST,
}
"""By Microsoft's code of the error: which input to mend."""


class Token(Discreet, Struct, frozen=True):
    """An access token and how long it is good for, in seconds from now."""

    value: str
    seconds: float


def token_form(client_id: str, scope: str, proof: Mapping[str, str]) -> bytes:
    """The body of a token request by client credentials; `proof` is `client_secret` or the assertion's two fields."""
    return urlencode({"grant_type": "client_credentials", "client_id": client_id, "scope": scope, **proof}).encode()


def assertion_proof(assertion: str) -> Mapping[str, str]:
    """What stands for the secret when the identity is proved by a token of another issuer."""
    return {"client_assertion": assertion, "client_assertion_type": ASSERTION_TYPE}


def access_token(body: bytes) -> Token | None:
    """The token in an answer with status 200; None when there is none that could go into a header."""
    answer = _object(body)
    value, kind = answer.get("access_token"), answer.get("token_type", "Bearer")
    if not _is_token(value) or not isinstance(kind, str) or kind.lower() != "bearer":
        return None
    return Token(value, _seconds(answer.get("expires_in")))


def identity_token(body: bytes) -> str | None:
    """GitHub's answer `{"value": JWT}`; None when there is none."""
    value = _object(body).get("value")
    return value if _is_token(value) else None


def refused(status: int, body: bytes) -> tuple[str, str]:
    """What is said about a refusal of Entra, from its codes alone, and the hint that goes with it."""
    answer = _object(body)
    error, description = answer.get("error"), answer.get("error_description")
    word = error if isinstance(error, str) and _ERROR.fullmatch(error) else ""
    found = _CODE.search(description) if isinstance(description, str) else None
    code = found[0] if found else ""
    facts = ", ".join(filter(None, (f"HTTP {status}", word, code)))
    return facts, _HINTS.get(code, "check the inputs azure-tenant-id, azure-client-id and azure-authority")


def claims(assertion: str) -> str:
    """Issuer and subject of a JWT as one line, to be copied into Azure; "" when they cannot be read."""
    try:
        payload = assertion.split(".")[1]
        found = _object(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError):
        return ""
    said = {name: found.get(name) for name in ("iss", "sub")}
    named = {"iss": "issuer", "sub": "subject"}
    return ", ".join(
        f"{named[name]} {one_line(value, LONGEST_SUBJECT)}" for name, value in said.items() if isinstance(value, str)
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _is_token(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and _TOKEN.fullmatch(value) is not None


def _seconds(value: object) -> float:
    """`expires_in`, a number or (from older endpoints) its digits; 0 for anything else: good for this call only."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:9])
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        return 0.0
    return float(min(value, LONGEST_LIFE))

"""How the calls to Azure are signed: by key, by a ready token, or by signing in to Microsoft Entra ID.

Signing in needs a client secret, or, without any secret, the identity that GitHub gives to a job. Every call carries
exactly one kind of credential. What was got on the way (identity, token) is masked before it is used.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Protocol
from urllib.parse import quote

from altproof.engines import entra_wire
from altproof.engines.base import EngineOptions
from altproof.engines.endpoint import (
    checked_identity_url,
    checked_key,
    checked_origin,
    checked_part,
    checked_scope,
    checked_secret,
    is_regional,
)
from altproof.engines.pacing import RETRIED, Outgoing, Pacer
from altproof.engines.refusals import AuthError, RateLimitedError, Refusal, RefusedError, unreadable
from altproof.errors import AltproofError, UsageError

EARLY = 300.0
"""Seconds before its end at which a token is replaced, as Microsoft's own clients do."""


class Credential(Protocol):
    """What signs a call."""

    @property
    def inputs(self) -> str:
        """The inputs to check when the service refuses it, for hints."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not appear in any text, as far as it is known by now."""

    async def headers(self) -> Mapping[str, str]:
        """The one header that signs. Raises AuthError when there is nothing to sign with."""

    async def aclose(self) -> None:
        """Give back connections."""


def credential(options: EngineOptions, endpoint: str, pacer: Pacer) -> Credential:
    """The way to sign that the inputs stand for; `pacer` is for signing in.

    A key or a token wins over signing in, whose inputs may be in the environment for other steps. Raises UsageError,
    naming the input, when there is none, when there are two, or when one cannot be right.
    """
    if options.vision_key and options.vision_token:
        raise UsageError("vision-key and vision-token: only one of them can sign a call", hint="give only one of them")
    if options.vision_key or (not options.may_sign_in and not options.vision_token):
        return _Fixed("vision-key", "Ocp-Apim-Subscription-Key", checked_key(options.vision_key))
    if is_regional(endpoint):
        raise UsageError(
            "vision-endpoint: an address by region takes keys only",
            hint="use the address with the name of the resource, or give vision-key",
        )
    if options.vision_token:
        token = checked_secret(options.vision_token, "vision-token")
        return _Fixed("vision-token", "Authorization", token, "Bearer ")
    return _SignIn(options, pacer)


class _Fixed:
    """A key or a token that was given."""

    def __init__(self, name: str, header: str, value: str, prefix: str = "") -> None:
        self.inputs = name
        self.secrets = (value,)
        self._headers = {header: prefix + value}

    async def headers(self) -> Mapping[str, str]:
        return self._headers

    async def aclose(self) -> None:
        """Hold nothing."""


class _SignIn:
    """An app in Entra ID: its token is fetched when the first call needs it, and kept until it is about to end."""

    def __init__(self, options: EngineOptions, pacer: Pacer) -> None:
        origin = checked_origin(options.azure_authority, "azure-authority")
        tenant = checked_part(options.azure_tenant_id, "azure-tenant-id")
        self._url = f"{origin}/{quote(tenant, safe='')}/oauth2/v2.0/token"
        self._client_id = checked_part(options.azure_client_id, "azure-client-id")
        self._scope = checked_scope(options.azure_scope)
        self._client_secret = checked_secret(options.azure_client_secret, "azure-client-secret", needed=False)
        self._github = None if self._client_secret else _GitHubIdentity(options, pacer)
        self.inputs = "azure-tenant-id, azure-client-id" + (", azure-client-secret" if self._client_secret else "")
        self._pacer = pacer
        self._mask = options.mask
        self._token: str | None = None
        self._renew_at = 0.0
        self._known = [secret for secret in (self._client_secret, options.oidc_token) if secret]
        self._failed: AuthError | None = None
        self._one_at_a_time = asyncio.Lock()

    @property
    def secrets(self) -> tuple[str, ...]:
        return tuple(self._known)

    async def headers(self) -> Mapping[str, str]:
        async with self._one_at_a_time:
            if self._failed is not None:  # all tasks wait here; a refusal is asked for once
                raise AuthError(self._failed.message, hint=self._failed.hint, refusal=self._failed.refusal)
            if self._token is None or self._pacer.edges.clock() >= self._renew_at:
                try:
                    self._token = await self._new_token()
                except AuthError as error:
                    self._failed = error
                    raise
            return {"Authorization": f"Bearer {self._token}"}

    async def aclose(self) -> None:
        await self._pacer.aclose()

    async def _new_token(self) -> str:
        assertion = await self._github.token() if self._github else ""
        self._keep_secret(assertion)
        proof = entra_wire.assertion_proof(assertion) if assertion else {"client_secret": self._client_secret}
        form = entra_wire.token_form(self._client_id, self._scope, proof)
        content = {"Content-Type": "application/x-www-form-urlencoded"}
        status, body = await _asked(self._pacer, Outgoing(self._url, content, form), "Microsoft Entra ID")
        if status != HTTPStatus.OK:
            raise _no_token(status, body, assertion)
        token = entra_wire.access_token(body)
        if token is None:
            raise AuthError(
                "Microsoft Entra ID answered without a token",
                hint="check that the input azure-authority leads to Entra ID",
                refusal=Refusal(status),
            )
        self._keep_secret(token.value)
        # A token that lives shorter than the margin is used for half its life, or no call could be made with it.
        self._renew_at = self._pacer.edges.clock() + max(token.seconds - EARLY, token.seconds / 2)
        return token.value

    def _keep_secret(self, value: str) -> None:
        if value:
            self._mask(value)
            self._known.append(value)


class _GitHubIdentity:
    """The identity of a job in GitHub Actions, as GitHub vouches for it."""

    def __init__(self, options: EngineOptions, pacer: Pacer) -> None:
        if not (options.oidc_url and options.oidc_token):
            raise UsageError(
                "azure-client-secret: not given, and the job has no identity of its own to sign in with",
                hint="grant `permissions: id-token: write` to the job, or give the secret",
            )
        # The address has a query already; httpx would replace it if it were given parameters.
        self._url = f"{checked_identity_url(options.oidc_url)}&audience={quote(entra_wire.AUDIENCE, safe='')}"
        self._authorization = f"Bearer {checked_secret(options.oidc_token, 'ACTIONS_ID_TOKEN_REQUEST_TOKEN')}"
        self._pacer = pacer

    async def token(self) -> str:
        """A fresh one: they live for minutes. Raises AuthError."""
        outgoing = Outgoing(self._url, {"Authorization": self._authorization}, b"", "GET")
        status, body = await _asked(self._pacer, outgoing, "GitHub's identity service")
        token = entra_wire.identity_token(body) if status == HTTPStatus.OK else None
        if token is None:
            raise AuthError(
                f"GitHub's identity service gave no identity (HTTP {status})",
                hint="grant `permissions: id-token: write` to the job, or give azure-client-secret",
                refusal=Refusal(status),
            )
        return token


async def _asked(pacer: Pacer, outgoing: Outgoing, who: str) -> tuple[int, bytes]:
    """Status and body. Raises AuthError when no answer can be had: no call can be signed without it."""
    try:
        reply = await pacer.call(outgoing)
    except RateLimitedError as error:
        raise _unanswered(who, error, "run again later") from None
    except AltproofError as error:
        raise _unanswered(who, error, "check the network of the runner and the input azure-authority") from None
    if reply.status in RETRIED:
        refusal = Refusal(reply.status, attempts=reply.attempts)
        raise AuthError(
            f"signing in failed at {who}: the service failed ({refusal.facts})",
            hint="run again later",
            refusal=refusal,
        )
    if reply.flaw and reply.status == HTTPStatus.OK:
        raise _unanswered(who, unreadable(reply.flaw), "check that the input azure-authority leads to Entra ID")
    return reply.status, reply.body


def _unanswered(who: str, error: AltproofError, hint: str) -> AuthError:
    refusal = error.refusal if isinstance(error, RefusedError) else None
    return AuthError(f"signing in failed at {who}: {error.message}", hint=hint, refusal=refusal)


def _no_token(status: int, body: bytes, assertion: str) -> AuthError:
    facts, hint = entra_wire.refused(status, body)
    whose = entra_wire.claims(assertion) if assertion else ""
    shown = f"; the job's identity has the {whose}" if whose else ""
    return AuthError(f"Microsoft Entra ID gives no token ({facts}){shown}", hint=hint, refusal=Refusal(status))

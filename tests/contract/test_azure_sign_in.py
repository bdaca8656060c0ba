"""How calls are signed, against the doubles of the service, of Entra ID and of GitHub's identities."""

import asyncio
import logging
from typing import Any

import pytest

from altproof.engines.azure import AzureEngine
from altproof.engines.base import EngineOptions
from altproof.engines.pacing import Edges, Limits, Pacer
from altproof.engines.refusals import AuthError, Reason
from altproof.errors import AltproofError, EngineStoppedError, UsageError
from altproof.model import Analysis
from tests.contract.test_azure import CAPTION, Preparing, Time, picture, sent_as
from tests.fakes.azure import Answer, FakeAzure
from tests.fakes.entra import (
    AUDIENCE,
    CLIENT,
    CLIENT_SECRET,
    ISSUER,
    REQUEST_TOKEN,
    SCOPE,
    SUBJECT,
    TENANT,
    FakeEntra,
    refusal,
)

APP = {"azure_tenant_id": TENANT, "azure_client_id": CLIENT}
SECRET = {**APP, "azure_client_secret": CLIENT_SECRET}
TOKEN = "ready-token-0123456789"


def federated(entra: FakeEntra) -> dict[str, str]:
    return {**APP, "oidc_url": entra.identity_url, "oidc_token": REQUEST_TOKEN}


def results(
    service: FakeAzure, entra: FakeEntra, count: int = 1, *, time: Time | None = None, pause: float = 0, **given: Any
) -> list[Analysis | AltproofError]:
    """What becomes of so many pictures, one after the other, with `pause` seconds between them."""
    time = time or Time()
    edges = Edges(clock=lambda: time.now, wall=lambda: 1e9 + time.now, sleep=time.sleep, chance=lambda: 1.0)
    options = EngineOptions(**{"vision_endpoint": service.url, "azure_authority": entra.url, **given})

    async def work() -> list[Analysis | AltproofError]:
        prepare, pacers = Preparing(sent_as(80, 60)), [Pacer(10, edges=edges, limits=Limits()) for _ in range(2)]
        engine = AzureEngine(options, prepare, pacer=pacers[0], sign_in=pacers[1])
        found: list[Analysis | AltproofError] = []
        try:
            for _ in range(count):
                try:
                    found.append(await engine.analyse(picture(), CAPTION))
                except AltproofError as error:
                    found.append(error)
                time.now += pause
        finally:
            await engine.aclose()
        return found

    found = asyncio.run(work())
    service.assert_sane()
    return found


def error(service: FakeAzure, entra: FakeEntra, **given: Any) -> AuthError:
    (found,) = results(service, entra, **given)
    assert isinstance(found, AuthError), found
    assert service.requests == [], "without a token nothing is sent to the service"
    return found


def test_a_ready_token_signs_every_call_and_no_key_goes_with_it() -> None:
    with FakeEntra() as entra, FakeAzure(tokens={TOKEN}) as service:
        found = results(service, entra, 2, vision_token=TOKEN)
        assert all(isinstance(one, Analysis) for one in found)
        for request in service.requests:
            assert request.headers["authorization"] == f"Bearer {TOKEN}"
            assert "ocp-apim-subscription-key" not in request.headers
        assert entra.requests == []


def test_a_token_that_is_refused_stops_the_engine_and_its_input_is_named() -> None:
    with FakeEntra() as entra, FakeAzure() as service:
        found = results(service, entra, 3, vision_token=TOKEN)
        assert [type(one) for one in found] == [AuthError, EngineStoppedError, EngineStoppedError]
        assert isinstance(found[0], AuthError)
        assert "vision-token" in found[0].hint
        assert found[0].refusal.reason is Reason.AUTHENTICATION_FAILURE
        assert len(service.requests) == 1


@pytest.mark.parametrize("step", [Answer(503, b""), Answer(503, b"x", {"Content-Encoding": "gzip"})])
def test_a_sign_in_that_fails_for_the_moment_blames_no_input(step: Answer) -> None:
    with FakeEntra([step] * 4) as entra, FakeAzure() as service:
        found = error(service, entra, **SECRET)
    assert found.message == "signing in failed at Microsoft Entra ID: the service failed (HTTP 503, 4 attempts)"
    assert found.hint == "run again later"
    assert (found.refusal.status, found.refusal.attempts) == (503, 4)


def test_a_token_that_came_compressed_is_not_read() -> None:
    with FakeEntra([Answer(200, b"x", {"Content-Encoding": "gzip"})]) as entra, FakeAzure() as service:
        found = error(service, entra, **SECRET)
    assert "it is compressed" in found.message
    assert "azure-authority" in found.hint


def test_a_token_without_the_role_names_the_role() -> None:
    with FakeEntra() as entra, FakeAzure(tokens_without_role={TOKEN}) as service:
        (found,) = results(service, entra, vision_token=TOKEN)
        assert isinstance(found, AuthError)
        assert "Cognitive Services User" in found.hint


def test_a_client_secret_signs_in_once_for_many_images() -> None:
    with FakeEntra() as entra, FakeAzure() as service:
        service.tokens = entra.tokens
        found = results(service, entra, 5, **SECRET)
        assert all(isinstance(one, Analysis) for one in found)
        assert [request.target for request in entra.requests] == [f"/{TENANT}/oauth2/v2.0/token"]
        assert entra.forms == [
            {
                "grant_type": "client_credentials",
                "client_id": CLIENT,
                "client_secret": CLIENT_SECRET,
                "scope": SCOPE,
            }
        ]
        assert entra.requests[0].headers["content-type"] == "application/x-www-form-urlencoded"


def test_images_at_once_wait_for_one_sign_in() -> None:
    async def work(engine: AzureEngine) -> list[Analysis]:
        try:
            return await asyncio.gather(*(engine.analyse(picture(), CAPTION) for _ in range(6)))
        finally:
            await engine.aclose()

    with FakeEntra() as entra, FakeAzure() as service:
        service.tokens = entra.tokens
        options = EngineOptions(vision_endpoint=service.url, azure_authority=entra.url, **SECRET)
        asyncio.run(work(AzureEngine(options, Preparing(sent_as(80, 60)), pacer=Pacer(1000))))
        assert (len(entra.requests), len(service.requests)) == (1, 6)


@pytest.mark.parametrize(
    ("seconds", "pause", "sign_ins"),
    [
        (3599, 3000, 2),
        (3599, 3300, 4),
        (3599, 100, 1),
        (120, 50, 2),
        (120, 61, 4),
        ("3599", 100, 1),
        (0, 1, 4),
        (None, 1, 4),
    ],
)
def test_a_token_is_renewed_before_it_ends(seconds: object, pause: float, sign_ins: int) -> None:
    with FakeEntra() as entra, FakeAzure() as service:
        service.tokens, entra.seconds = entra.tokens, seconds
        found = results(service, entra, 4, pause=pause, **SECRET)
        assert all(isinstance(one, Analysis) for one in found)
        assert len(entra.requests) == sign_ins


def test_the_identity_of_a_job_signs_in_without_any_secret() -> None:
    masked: list[str] = []
    with FakeEntra() as entra, FakeAzure() as service:
        service.tokens = entra.tokens
        (found,) = results(service, entra, mask=masked.append, **federated(entra))
        assert isinstance(found, Analysis)
        identity, token = entra.requests
        assert identity.target == "/identity?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange"
        assert identity.headers["authorization"] == f"Bearer {REQUEST_TOKEN}"
        assert token.target == f"/{TENANT}/oauth2/v2.0/token"
        assert entra.forms[0]["client_assertion"] == entra.assertion()
        assert "client_secret" not in entra.forms[0]
        assert masked == [entra.assertion(), *entra.tokens], "what was got is masked before it is used"


def test_a_subject_that_azure_does_not_know_is_shown_to_be_copied() -> None:
    with FakeEntra(subjects=()) as entra, FakeAzure() as service:
        found = error(service, entra, **federated(entra))
        assert "AADSTS700213" in found.message
        assert f"issuer {ISSUER}, subject {SUBJECT}" in found.message
        assert "federated credential" in found.hint
        assert entra.assertion() not in f"{found.message} {found.hint}"
    assert AUDIENCE.startswith("api://")


@pytest.mark.parametrize(
    "identity",
    [Answer(401, {}), Answer(200, {}), Answer(200, {"value": ""}), Answer(200, {"value": "a b"}), Answer(200, b"[")],
)
def test_without_an_identity_the_permission_is_named(identity: Answer) -> None:
    with FakeEntra() as entra, FakeAzure() as service:
        entra.identity = identity
        assert "id-token: write" in error(service, entra, **federated(entra)).hint
        assert entra.forms == []


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ({"azure_client_secret": "wrong-secret"}, "AADSTS7000215", "azure-client-secret"),
        ({"azure_client_id": "another"}, "AADSTS700016", "azure-client-id"),
        ({"azure_tenant_id": "another"}, "AADSTS90002", "azure-tenant-id"),
        ({"azure_scope": "https://cognitiveservices.azure.us/.default"}, "AADSTS70011", "azure-scope"),
    ],
)
def test_a_refused_sign_in_names_the_input_and_is_asked_once(change: dict[str, str], code: str, named: str) -> None:
    with FakeEntra() as entra, FakeAzure() as service:
        found = results(service, entra, 3, **{**SECRET, **change})
        assert [isinstance(one, EngineStoppedError) for one in found] == [True] * 3
        first = found[0]
        assert isinstance(first, AuthError)
        assert code in first.message
        assert named in first.hint
        assert (len(entra.requests), len(service.requests)) == (1, 0)
        assert "wrong-secret" not in f"{first.message} {first.hint} {first!r}"


@pytest.mark.parametrize(
    ("script", "requests"),
    [
        ([Answer(503, b"")] * 9, 4),
        ([Answer(307, b"", {"Location": "http://127.0.0.1:9/"})], 1),
        ([Answer(200, b"{")], 1),
        ([Answer(200, {"access_token": "a b"})], 1),
        ([Answer(200, {"access_token": "x", "token_type": "mac"})], 1),
        ([Answer(200, {"access_token": "x" * 20_000})], 1),
        ([Answer(200, b"[" * 100_000)], 1),
        ([Answer(400, b"<html>")], 1),
        ([refusal(400, "<script>", "no code here")], 1),
        ([Answer(429, b"", {"Retry-After": "9999"})], 1),
    ],
)
def test_a_sign_in_that_fails_sends_nothing_to_the_service(script: list[Answer], requests: int) -> None:
    with FakeEntra(script) as entra, FakeAzure() as service:
        found = error(service, entra, **SECRET)
        assert len(entra.requests) == requests
        assert found.hint
        assert "script" not in found.message
        assert int(found.exit_code) == 3


def test_a_sign_in_that_fails_in_passing_is_tried_again() -> None:
    with FakeEntra([Answer(500, b""), Answer(429, b"", {"Retry-After": "2"})]) as entra, FakeAzure() as service:
        service.tokens = entra.tokens
        (found,) = results(service, entra, **SECRET)
        assert isinstance(found, Analysis)
        assert len(entra.requests) == 3


def everything_in(error: BaseException) -> str:
    """All that could be printed of an error and of those behind it."""
    shown, link = "", error.__cause__ or error.__context__
    while link is not None:
        shown, link = f"{shown}{link} {link!r} {vars(link)}", link.__cause__ or link.__context__
    return f"{error} {error!r} {vars(error)}{shown}"


@pytest.mark.parametrize("way", ["secret", "identity"])
def test_no_secret_of_signing_in_is_in_any_log_or_error(way: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with FakeEntra() as entra, FakeAzure() as service:
        service.tokens = entra.tokens
        given = SECRET if way == "secret" else federated(entra)
        own = [CLIENT_SECRET] if way == "secret" else [REQUEST_TOKEN, entra.assertion()]
        secrets = [*own, "access-token-1-of-the-double"]
        repeated = " ".join(secrets)
        service.script = [
            Answer(401, {"error": {"code": "401", "message": repeated}}, {"apim-request-id": secrets[-1]})
        ]
        (found,) = results(service, entra, **given)
        assert isinstance(found, AuthError)
        entra.script = [refusal(400, "invalid_client", f"AADSTS7000215 {repeated}")]
        (refused,) = results(service, entra, **given)
        assert isinstance(refused, AuthError)
    assert "***" in found.message, "the service did repeat them"
    shown = everything_in(found) + everything_in(refused) + caplog.text
    assert [secret for secret in secrets if secret in shown] == []


REGIONAL = "https://westeurope.api.cognitive.microsoft.com"
NAMED = "https://docs.cognitiveservices.azure.com"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"vision_key": "k3y-k3y-k3y", "vision_token": "s3cret-t0ken"}, "vision-key and vision-token"),
        ({"vision_token": "s3cret t0ken"}, "vision-token"),
        ({"vision_endpoint": REGIONAL, "vision_token": "s3cret-t0ken"}, "vision-endpoint"),
        ({"vision_endpoint": REGIONAL, **SECRET}, "vision-endpoint"),
        ({**SECRET, "azure_tenant_id": ""}, "azure-tenant-id"),
        ({**SECRET, "azure_tenant_id": "a/b"}, "azure-tenant-id"),
        ({**SECRET, "azure_client_id": ""}, "azure-client-id"),
        ({**SECRET, "azure_client_secret": "s3cret\ns3cret"}, "azure-client-secret"),
        (APP, "azure-client-secret"),
        ({**APP, "oidc_url": "https://runner.example/x?y"}, "azure-client-secret"),
        ({**APP, "oidc_url": "http://runner.example/x?y", "oidc_token": "t0ken"}, "ACTIONS_ID_TOKEN_REQUEST_URL"),
        ({**APP, "oidc_url": "https://a@runner.example/x?y", "oidc_token": "t0ken"}, "ACTIONS_ID_TOKEN_REQUEST_URL"),
        ({**SECRET, "azure_authority": "http://login.microsoftonline.com"}, "azure-authority"),
        ({**SECRET, "azure_authority": "https://a@login.microsoftonline.com"}, "azure-authority"),
        ({**SECRET, "azure_authority": "https://login.microsoftonline.com/tenant"}, "azure-authority"),
        ({**SECRET, "azure_authority": "https://login.microsoftonline.com?x=y"}, "azure-authority"),
        ({**SECRET, "azure_authority": ""}, "azure-authority"),
        ({**SECRET, "azure_scope": "https://cognitiveservices.azure.com"}, "azure-scope"),
        ({**SECRET, "azure_scope": "openid"}, "azure-scope"),
    ],
)
def test_inputs_that_cannot_sign_are_refused_before_anything_is_sent(given: dict[str, str], named: str) -> None:
    with pytest.raises(UsageError, match=f"^{named}: ") as caught:
        AzureEngine(EngineOptions(**{"vision_endpoint": NAMED, **given}), Preparing(sent_as(80, 60)))
    assert caught.value.hint
    for secret in ("s3cret", "k3y", "t0ken", CLIENT_SECRET):
        assert secret not in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    "authority",
    ["login.microsoftonline.us", "https://login.partner.microsoftonline.cn/", " https://LOGIN.example:443 "],
)
def test_the_sign_in_host_of_any_cloud_is_taken_as_an_https_origin(authority: str) -> None:
    options = EngineOptions(vision_endpoint=NAMED, azure_authority=authority, **SECRET)
    engine = AzureEngine(options, Preparing(sent_as(80, 60)))
    assert CLIENT_SECRET not in f"{options!r} {engine!r}"


def test_a_key_wins_over_an_app_that_stands_in_the_environment() -> None:
    with FakeEntra() as entra, FakeAzure() as service:
        (found,) = results(service, entra, vision_key=service.key, **SECRET)
        assert isinstance(found, Analysis)
        assert entra.requests == []

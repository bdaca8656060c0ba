"""Loopback doubles of signing in: Entra ID's token address, and the one where a runner hands out a job's identity.

What is not exactly as documented is refused: paths, form fields, the audience, the scope. `script` holds what happens
to the next token requests instead.
"""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.fakes.azure import Answer, Recorded

TENANT = "11111111-aaaa-bbbb-cccc-222222222222"
CLIENT = "33333333-dddd-eeee-ffff-444444444444"
CLIENT_SECRET = "cl1ent~secret.of-the-double/+="
SCOPE = "https://cognitiveservices.azure.com/.default"
AUDIENCE = "api://AzureADTokenExchange"
REQUEST_TOKEN = "request-token-of-the-runner"
ISSUER = "https://token.actions.githubusercontent.com"
SUBJECT = "repo:tidewatch/docs:pull_request"


def refusal(status: int, error: str, description: str) -> Answer:
    return Answer(status, {"error": error, "error_description": description})


class FakeEntra:
    """Both addresses on one free loopback port while the `with` block runs."""

    def __init__(self, script: list[Answer] | None = None, *, subjects: tuple[str, ...] = (SUBJECT,)) -> None:
        self.script = list(script or [])
        self.subjects = subjects
        """Whom a federated credential lets in."""
        self.tokens: list[str] = []
        """Those handed out, for a service that takes them."""
        self.seconds: Any = 3599
        self.identity: Answer | None = None
        """What the runner's address answers instead of an identity."""
        self.requests: list[Recorded] = []
        self.forms: list[dict[str, str]] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.fake = self

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def identity_url(self) -> str:
        return f"{self.url}/identity?api-version=2.0"

    def assertion(self) -> str:
        """A JWT by its form; nobody here checks signatures."""
        parts = ({"alg": "RS256"}, {"iss": ISSUER, "sub": SUBJECT, "aud": AUDIENCE})
        head, claims = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
        return f"{head}.{claims}.c2lnbmF0dXJl"

    def token(self, path: str, form: dict[str, str]) -> Answer:
        if path != f"/{TENANT}/oauth2/v2.0/token":
            return refusal(400, "invalid_request", "AADSTS90002: Tenant not found.")
        if form.get("client_id") != CLIENT:
            return refusal(400, "unauthorized_client", f"AADSTS700016: No application {form.get('client_id')}.")
        if form.get("grant_type") != "client_credentials" or form.get("scope") != SCOPE:
            return refusal(400, "invalid_scope", "AADSTS70011: The scope is not valid.")
        if "client_secret" in form:
            if form["client_secret"] != CLIENT_SECRET or len(form) != 4:
                return refusal(401, "invalid_client", f"AADSTS7000215: Invalid secret {form['client_secret']}.")
        elif not self._federated(form):
            return refusal(400, "invalid_request", f"AADSTS700213: No match for {form.get('client_assertion')}.")
        self.tokens.append(f"access-token-{len(self.tokens) + 1}-of-the-double")
        return Answer(200, {"token_type": "Bearer", "expires_in": self.seconds, "access_token": self.tokens[-1]})

    def _federated(self, form: dict[str, str]) -> bool:
        kind = form.get("client_assertion_type")
        right = kind == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        return (
            right and len(form) == 5 and form.get("client_assertion") == self.assertion() and SUBJECT in self.subjects
        )

    def identify(self, recorded: Recorded) -> Answer:
        if self.identity is not None:
            return self.identity
        query = parse_qs(urlsplit(recorded.target).query)
        if recorded.headers.get("authorization") != f"Bearer {REQUEST_TOKEN}" or query.get("api-version") != ["2.0"]:
            return Answer(401, {"message": "no"})
        return Answer(200, {"value": self.assertion()}) if query.get("audience") == [AUDIENCE] else Answer(400, {})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    fake: FakeEntra


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        fake = self.server.fake
        fake.requests.append(self._recorded(len(body)))
        form = {name: values[0] for name, values in parse_qs(body, strict_parsing=True).items()}
        fake.forms.append(form)
        self._send(fake.script.pop(0) if fake.script else fake.token(urlsplit(self.path).path, form))

    def do_GET(self) -> None:
        recorded = self._recorded(0)
        self.server.fake.requests.append(recorded)
        self._send(self.server.fake.identify(recorded))

    def _recorded(self, size: int) -> Recorded:
        return Recorded(self.path, {name.lower(): value for name, value in self.headers.items()}, "", size)

    def _send(self, answer: Answer) -> None:
        body = answer.encoded()
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the name of the base class)
        """Say nothing."""

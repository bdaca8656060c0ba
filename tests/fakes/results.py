"""A loopback double of the service that keeps the artifacts of a workflow run, and of the storage behind it.

It refuses what the real ones refuse, and more: everything that is not exactly as the official client sends it is
written down in `wrong`, and leaving the `with` block fails when there is something. `mode` says what goes amiss:

- `ok`: nothing
- `flaky`: the first call to the service is answered 503
- `html`: the first call to the service is answered by a page, as gateways do
- `down`: all of them are answered 503
- `conflict`: an artifact of every name but those in `free` is there already
- `quota`: the storage quota is used up
- `blob503`: the first block is answered 503
- `refusing`: `ok` is false
- `elsewhere`: answers are redirects
- `forbidden`: answered 403
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

RUN, JOB = "0f0e0d0c-1111-4222-8333-444455556666", "9a9b9c9d-7777-5888-9999-aaaabbbbcccc"
SIGNATURE = "s1gnature+of/the=double"
QUERY = "sv=2025-11-05&sr=b&sp=rcw&se=2026-11-22T06%3A00%3A00Z&sig=s1gnature%2Bof%2Fthe%3Ddouble"
NUMBER = "4711"
SERVICE = "/twirp/github.actions.results.api.v1.ArtifactService/"
BLOB = "/actions-results/run/artifact.zip"
BLOCK = 8 << 20
FORBIDDEN = re.compile(r'[":<>|*?\r\n\\/]')


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def token(scopes: str = f"Actions.Other Actions.Results:{RUN}:{JOB} Actions.Upload:1:2:3", **claims: object) -> str:
    """A token of a runner by its form; nobody here checks signatures."""
    return f"{_part({'typ': 'JWT', 'alg': 'RS256'})}.{_part({'scp': scopes, **claims})}.c2lnbmF0dXJlLW9mLW5vYm9keQ"


TOKEN = token()


@dataclass(frozen=True)
class Seen:
    """One request."""

    method: str
    kind: str
    """`CreateArtifact`, `FinalizeArtifact`, `block` or `blocklist`."""
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes
    status: int


@dataclass
class FakeResults:
    """One run. Use it in a `with` block."""

    mode: str = "ok"
    free: tuple[str, ...] = ()
    number: Any = NUMBER
    signed_url: str | None = None
    """Named instead of our own."""
    requests: list[Seen] = field(default_factory=list)
    artifacts: dict[str, bytes] = field(default_factory=dict)
    """Those that were finished."""
    created: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What CreateArtifact was sent, by name."""
    wrong: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._blocks: dict[str, bytes] = {}
        self._whole: bytes | None = None
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def _take(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, answer, more = fake._answer(self.command, self.path, headers, body)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(answer)), **more}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            def do_POST(self) -> None:
                self._take()

            def do_PUT(self) -> None:
                self._take()

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        if kind is None:
            assert self.wrong == []

    @property
    def url(self) -> str:
        """As the runner gives it: with a path, which counts for nothing."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/path/of/the/runner/"

    @property
    def sequence(self) -> list[tuple[str, str, int]]:
        return [(seen.method, seen.kind, seen.status) for seen in self.requests]

    def _answer(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, bytes, dict[str, str]]:
        url = urlsplit(path)
        if method == "POST" and url.path.startswith(SERVICE) and not url.query:
            kind = url.path.removeprefix(SERVICE)
            status, answer = self._twirp(kind, headers, body)
            more = {"Content-Type": "application/json"}
        elif method == "PUT" and path.startswith(f"{BLOB}?{QUERY}&"):
            more = {"x-ms-request-id": "0", "ETag": '"0x8D"', "Last-Modified": "Sun, 22 Nov 2026 05:00:00 GMT"}
            fields = dict(parse_qsl(path.removeprefix(f"{BLOB}?{QUERY}&")))
            kind = fields.pop("comp", "")
            status, answer = self._blob(kind, fields, headers, body)
            if status == 503:
                more["x-ms-error-code"] = "ServerBusy"
        else:
            self.wrong.append(f"{method} {path}: unknown")
            return 404, b"", {}
        if self.mode == "elsewhere":
            status, more = 307, {"Location": path}
        self.requests.append(Seen(method, kind, headers, body, status))
        return status, answer, more

    def _twirp(self, kind: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        self._expect(headers.get("authorization") == f"Bearer {TOKEN}", f"{kind}: no bearer token")
        self._expect(headers.get("content-type") == "application/json", f"{kind}: no JSON")
        if self.mode == "down" or (self.mode == "flaky" and not self.requests):
            return 503, json.dumps({"code": "unavailable", "msg": "try again"}).encode()
        if self.mode == "html" and not self.requests:
            return 200, b"<html>please wait</html>"
        if self.mode == "quota":
            return 403, b'{"code":"resource_exhausted","msg":"insufficient usage to create artifact"}'
        if self.mode == "forbidden":
            return 403, json.dumps({"code": "permission_denied", "msg": f"no, {TOKEN}"}).encode()
        asked = json.loads(body)
        ids = (asked.pop("workflow_run_backend_id", None), asked.pop("workflow_job_run_backend_id", None))
        self._expect(ids == (RUN, JOB), f"{kind}: the ids {ids}")
        status, answer = self._create(asked) if kind == "CreateArtifact" else self._finalize(kind, asked)
        return status, json.dumps({"ok": False} if self.mode == "refusing" else answer).encode()

    def _create(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        name = asked.get("name")
        self._expect(isinstance(name, str) and name and not FORBIDDEN.search(name), f"the name {name!r}")
        self._expect(asked.keys() - {"expires_at"} == {"name", "version", "mime_type"}, f"the keys {asked.keys()}")
        self._expect((asked.get("version"), asked.get("mime_type")) == (7, "application/zip"), f"{asked}")
        moment = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
        self._expect(re.fullmatch(moment, asked.get("expires_at", "2026-01-01T00:00:00.000Z")), f"{asked}")
        if name in self.created or (self.mode == "conflict" and name not in self.free):
            message = "an artifact with this name already exists on the workflow run"
            return 409, {"code": "already_exists", "msg": message}
        self.created[name] = asked
        self._blocks, self._whole = {}, None
        address = f"http://127.0.0.1:{self._server.server_address[1]}{BLOB}?{QUERY}"
        return 200, {"ok": True, "signed_upload_url": self.signed_url or address}

    def _finalize(self, kind: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self._expect(kind == "FinalizeArtifact", f"{kind}: unknown")
        self._expect(asked.keys() == {"name", "size", "hash"}, f"the keys {asked.keys()}")
        self._expect(asked.get("name") in self.created, f"{asked.get('name')} was never created")
        whole = self._whole or b""
        self._expect(self._whole is not None, "finalised before the list of blocks")
        self._expect(asked.get("size") == str(len(whole)), f"the size {asked.get('size')!r}")
        self._expect(asked.get("hash") == f"sha256:{hashlib.sha256(whole).hexdigest()}", "the hash")
        self.artifacts[str(asked.get("name"))] = whole
        return 200, {"ok": True, "artifact_id": self.number}

    def _blob(self, kind: str, fields: dict[str, str], headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        self._expect("authorization" not in headers and "cookie" not in headers, f"{kind}: a token for the storage")
        self._expect(re.fullmatch(r"\d{4}-\d\d-\d\d", headers.get("x-ms-version", "")), f"{kind}: no version")
        if kind == "block":
            if self.mode == "blob503" and not any(seen.kind == "block" for seen in self.requests):
                return 503, b""
            return self._block(fields, headers, body)
        self._expect(kind == "blocklist" and not fields, f"{kind}, {fields}: unknown")
        self._expect(headers.get("content-type", "").startswith("application/xml"), "the list is no XML")
        self._expect(headers.get("x-ms-blob-content-type") == "application/zip", "the type of the whole")
        named = re.findall("<Latest>([^<]*)</Latest>", body.decode())
        self._expect(named == list(self._blocks), "the list names other blocks, or in another order")
        self._whole = b"".join(self._blocks.values())
        return 201, b""

    def _block(self, fields: dict[str, str], headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        block = fields.pop("blockid", "")
        self._expect(not fields, f"block: {fields}")
        self._expect(headers.get("content-type") == "application/octet-stream", "the block is no bytes")
        base64.b64decode(block, validate=True)
        self._expect(len({len(one) for one in (*self._blocks, block)}) == 1, "block ids of different lengths")
        self._expect(0 < len(body) <= BLOCK, f"a block of {len(body)} bytes")
        self._blocks[block] = body
        return 201, b""

    def _expect(self, right: object, what: str) -> None:
        if not right:
            self.wrong.append(what)

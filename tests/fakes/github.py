"""A loopback double of the calls that Altproof makes to GitHub's REST API; an unknown request is a failure."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

TOKEN = "ghs_token-of-the-job"


@dataclass
class FakeGitHub:
    """One repository, `tidewatch/docs`. Use it in a `with` block."""

    merge_bases: dict[tuple[str, str], str] = field(default_factory=dict)
    files: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """By the number of the pull request, as the API lists them."""
    refusal: int | None = None
    """Answered to everything."""
    body: bytes | None = None
    """Answered to everything instead of JSON."""
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                fake.requests.append((self.path, headers))
                status, answer, more = fake.answer(self.path, headers)
                data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(status)
                for name, value in {
                    "Content-Type": "application/json",
                    "Content-Length": str(len(data)),
                    **more,
                }.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        assert self.unknown == []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        if self.refusal:
            location = {"Location": f"{self.url}/elsewhere"} if self.refusal // 100 == 3 else {}
            return self.refusal, {"message": "refused"}, location
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {"message": "Bad credentials"}, {}
        if self.body is not None:
            return 200, self.body, {}
        url = urlsplit(path)
        if found := re.fullmatch(r"/repos/tidewatch/docs/compare/(\w+)\.\.\.(\w+)", url.path):
            base = self.merge_bases.get((found[1], found[2]))
            return (200, {"merge_base_commit": {"sha": base}}, {}) if base else (404, {"message": "Not Found"}, {})
        if found := re.fullmatch(r"/repos/tidewatch/docs/pulls/(\d+)/files", url.path):
            return self._page(int(found[1]), parse_qs(url.query))
        self.unknown.append(path)
        return 404, {"message": "Not Found"}, {}

    def _page(self, number: int, query: dict[str, list[str]]) -> tuple[int, Any, dict[str, str]]:
        size, page = int(query["per_page"][0]), int(query.get("page", ["1"])[0])
        files = self.files.get(number)
        if files is None or not 1 <= size <= 100:
            return 404, {"message": "Not Found"}, {}
        following = (
            f'<{self.url}/repos/tidewatch/docs/pulls/{number}/files?per_page={size}&page={page + 1}>; rel="next"'
        )
        return 200, files[(page - 1) * size : page * size], {"Link": following} if page * size < len(files) else {}

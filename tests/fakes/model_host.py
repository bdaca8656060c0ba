"""A loopback double of a host for model files: it serves what it was given below one path, and refuses all else."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.fakes.tiny_florence import REVISION, manifest_of


def list_of(files: Mapping[str, bytes], place: Path) -> Path:
    """The manifest of these files, with the files beside it in a folder of their own."""
    original = place / "original"
    original.mkdir()
    for name, data in files.items():
        (original / name).write_bytes(data)
    return manifest_of(original)


class ModelHost:
    """Serves files at `<url>/<revision>/<name>`; `faults` says by name what to do instead."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.faults: dict[str, str] = {}
        """`cut`, `endless`, `compressed`, a status such as `404`, or the address to send on to."""
        self.requests: list[str] = []
        self.foreign: list[str] = []
        """Requests that nobody should make; empty at the end of every test."""
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                host._answer(self)

            def handle(self) -> None:
                with suppress(ConnectionError):  # the other side has seen enough
                    super().handle()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/models"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        self.requests.append(request.path)
        name = request.path.removeprefix(f"/models/{REVISION}/").removeprefix("/elsewhere/")
        told = {header.lower() for header in request.headers}
        if name not in self.files or told & {"authorization", "cookie"}:
            self.foreign.append(request.path)
            request.send_error(404)
            return
        fault = "" if request.path.startswith("/elsewhere/") else self.faults.get(name, "")
        if fault.isdigit():
            request.send_error(int(fault))
        elif "/" in fault:
            request.send_response(302)
            request.send_header("Location", fault)
            request.send_header("Content-Length", "0")
            request.end_headers()
        else:
            self._send(request, self.files[name], fault)

    @staticmethod
    def _send(request: BaseHTTPRequestHandler, data: bytes, fault: str) -> None:
        request.send_response(200)
        if fault == "compressed":
            request.send_header("Content-Encoding", "gzip")
        if fault == "endless":
            request.send_header("Connection", "close")
        else:
            request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.close_connection = fault in {"endless", "cut"}
        request.wfile.write(data[: len(data) // 2] if fault == "cut" else data)
        while fault == "endless":
            request.wfile.write(data)

"""Loopback HTTP for the double: requests in, answers out, also such as no server should give."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from msgspec import Struct

PIECE = 1 << 16


class Said(Struct, frozen=True):
    """An answer as it goes over the line."""

    status: int
    """0: the connection is closed without one."""
    data: Any
    """Bytes go out as they are, anything else as JSON, None as nothing."""
    headers: Mapping[str, str]
    size: int = 0
    """Bytes of blanks to send instead of the data."""


Answering = Callable[[str, str, dict[str, str], bytes], Said]
"""Method, target, headers by lower-case name, body."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        pass

    def _serve(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        sent = self.rfile.read(int(headers.get("content-length", 0)))
        said = self.server.answering(self.command, self.path, headers, sent)
        if said.status == 0:
            self.close_connection = True
            return
        data = (
            said.data if isinstance(said.data, bytes) else b"" if said.data is None else json.dumps(said.data).encode()
        )
        self.send_response(said.status)
        length = str(said.size or len(data))
        for name, value in {"Content-Type": "application/json", "Content-Length": length, **said.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            for _ in range(0, said.size, PIECE):
                self.wfile.write(b" " * PIECE)
            self.wfile.write(b"" if said.size else data)
        except OSError:
            self.close_connection = True  # the client has seen enough

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PATCH(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()


class Server(ThreadingHTTPServer):
    """Answers whatever `answering` says."""

    def __init__(self, answering: Answering) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answering = answering

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

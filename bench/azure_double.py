"""A loopback stand-in for Image Analysis that is only fast: a latency, a rate limit, faults, and counters.

It checks neither key nor query, so it says how fast and how loss-free a client is; whether its requests are right is
what `tests/fakes/azure.py` is for. It runs in a process of its own, lest it takes the client's processor time.

    python bench/azure_double.py      prints its port; POST /setting sets it and its counters anew, GET /told reads them
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections import Counter
from http import HTTPStatus

from msgspec import Struct, field

ANSWER = {
    "modelVersion": "2023-10-01",
    "metadata": {"width": 258, "height": 258},
    "captionResult": {"text": "a sheet of noise", "confidence": 0.8},
    "tagsResult": {"values": [{"name": "pattern", "confidence": 0.9}] * 10},
    "readResult": {
        "blocks": [{"lines": [{"text": "TIDE", "boundingPolygon": [{"x": 1, "y": 2}] * 4, "words": []}] * 20}]
    },
}
LIMITED = {"error": {"code": "429", "message": "Requests have exceeded the rate limit. Please retry after 1 second."}}
BUSY = {"error": {"code": "ServiceUnavailable", "message": "Try again later."}}


class Setting(Struct, frozen=True):
    """How the service behaves."""

    latency: float = 0.4
    """Seconds before an answer; a 429 comes at once."""
    rate: float | None = 10.0
    """Calls a second. None: no limit."""
    burst: float = 10.0
    """Calls that may come at once after a pause."""
    busy: float = 0.0
    """Share of the calls that are answered with 503."""


class Double(Struct):
    """One service; `counts` by status, and the bytes and different pictures that arrived."""

    setting: Setting = field(default_factory=Setting)
    counts: Counter[str] = field(default_factory=Counter)
    pictures: set[bytes] = field(default_factory=set)
    due: float = 0.0
    """What is owed of the next 503: evenly spread, so that all clients meet the same."""
    tokens: float = 0.0
    filled: float = 0.0

    def set_up(self, setting: Setting) -> None:
        self.setting, self.counts, self.pictures, self.due = setting, Counter(), set(), 0.0
        self.tokens, self.filled = setting.burst, time.monotonic()

    def may(self) -> bool:
        """Take a token when there is one."""
        if self.setting.rate is None:
            return True
        now = time.monotonic()
        self.tokens = min(self.setting.burst, self.tokens + (now - self.filled) * self.setting.rate)
        self.filled = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True

    async def analyse(self, body: bytes) -> tuple[int, object]:
        self.counts["bytes"] += len(body)
        if not self.may():
            self.counts["429"] += 1
            return 429, LIMITED
        self.due += self.setting.busy
        busy = self.due >= 1
        self.due -= busy
        await asyncio.sleep(self.setting.latency)
        self.counts["503" if busy else "200"] += 1
        if busy:
            return 503, BUSY
        self.pictures.add(hashlib.sha256(body).digest())
        return 200, ANSWER

    async def answer(self, path: str, body: bytes) -> tuple[int, object]:
        if path == "/setting":
            self.set_up(Setting(**json.loads(body)))
            return 200, {}
        if path == "/told":
            return 200, {**self.counts, "pictures": len(self.pictures)}
        return await self.analyse(body)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, kept alive."""
        try:
            while line := await reader.readline():
                headers = {}
                while (header := await reader.readline()).strip():
                    name, _, value = header.decode("latin-1").partition(":")
                    headers[name.lower()] = value.strip()
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                status, said = await self.answer(line.decode("latin-1").split(" ")[1].split("?")[0], body)
                writer.write(_reply(status, json.dumps(said).encode()))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def _reply(status: int, body: bytes) -> bytes:
    wait = "Retry-After: 1\r\n" if status == HTTPStatus.TOO_MANY_REQUESTS else ""
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Type: application/json\r\n{wait}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def main() -> None:
    server = await asyncio.start_server(Double().serve, "127.0.0.1", 0, limit=1 << 20)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())

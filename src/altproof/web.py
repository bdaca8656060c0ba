"""The one kind of HTTP client that the program has: for the engines and for GitHub.

The environment's proxy and certificate variables (HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE) are honoured, because runners
behind a company proxy need them. What is called without encryption goes past any proxy, which would read the key.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from altproof.errors import AltproofError

if TYPE_CHECKING:
    import httpx  # imported with the first call: a run that calls nobody pays nothing for it


class ConnectionSettingsError(AltproofError):
    """The proxy or certificates that the environment names cannot be used."""


def client(headers: Mapping[str, str], *, read: float, connect: float, connections: int) -> httpx.AsyncClient:
    """HTTP/1.1 with keep-alive, no redirects, no compression, no cookies; `read` and `connect` in seconds of silence.

    Its log is cut to warnings: below them httpcore writes all headers of an answer, and a service may echo the key.
    Cookies are neither read nor sent: httpx fails over one that no header can carry, and no service needs one.
    Raises ConnectionSettingsError.
    """
    from http.cookiejar import CookieJar

    import httpx

    class NoCookies(CookieJar):
        def extract_cookies(self, *_: object) -> None:
            """Read nothing."""

        def add_cookie_header(self, *_: object) -> None:
            """Send nothing."""

    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        return httpx.AsyncClient(
            headers={**headers, "Accept-Encoding": "identity"},  # so that a cap counts what is held in memory
            timeout=httpx.Timeout(read, connect=connect),
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
            follow_redirects=False,
            cookies=NoCookies(),
            mounts={"http://": None},  # no proxy there; see above
        )
    except (OSError, ValueError, ImportError, httpx.InvalidURL):
        # The cause is left out: it can quote a proxy address with its password.
        raise ConnectionSettingsError(
            "the proxy or certificate settings of the environment cannot be used",
            hint="check HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR",
        ) from None


async def body_of(response: httpx.Response, most: int) -> tuple[bytes, str]:
    """The body of a streamed answer, at most `most` bytes, or why it is left unread."""
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        return b"", "it is compressed, which was not asked for"
    body = bytearray()
    async for part in response.aiter_raw():
        body += part
        if len(body) > most:
            return b"", f"it is larger than {most} bytes"
    return bytes(body), ""

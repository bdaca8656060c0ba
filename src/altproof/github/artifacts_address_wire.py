"""Which addresses an artifact may be sent to, and how they are put together. Pure.

The token of the runner goes to the origin that the runner names; the bytes go to a signed address that the service
names. Both are matched against narrow forms, so that nothing of ours can be led to a third place unencrypted.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from altproof.github.base import Refusal, RefusedError
from altproof.patterns import lazy_regex

LONGEST_URL = 8192
"""Characters of a signed address; those of today have about 500."""
_AUTHORITY = r"(https?)://(\[[0-9a-fA-F:]{2,39}\]|[A-Za-z0-9.-]{1,253})(:[0-9]{1,5})?"
_ORIGIN = lazy_regex(rf"{_AUTHORITY}(?:/[\x21-\x7e]*)?", re.ASCII)
_SIGNED = lazy_regex(rf"{_AUTHORITY}/[\x21\x24-\x3e\x40-\x7e]*\?[\x21\x24-\x7e]+", re.ASCII)
"""With a query and without a fragment: what is appended has to become part of the query."""


def is_supported(server_url: str) -> bool:
    """Whether the server is GitHub.com or ghe.com (or this machine): others have no such service, or another one."""
    try:
        host = (urlsplit(server_url).hostname or "").lower()
    except ValueError:
        return False
    return host == "github.com" or host.endswith((".ghe.com", ".localhost")) or is_loopback(host)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def origin(results_url: str) -> str:
    """The address of the service without its path. Raises RefusedError unless it is https (http on loopback)."""
    match = _ORIGIN.fullmatch(results_url)
    if match is None or not _is_safe(match):
        raise RefusedError(Refusal.INVALID, "ACTIONS_RESULTS_URL is not the https address that a runner sets")
    return f"{match[1]}://{match[2]}{match[3] or ''}"


def _is_safe(match: re.Match[str]) -> bool:
    return match[1] == "https" or is_loopback(match[2])


def signed_url(found: Mapping[str, Any], *, loopback: bool) -> str:
    """Where the bytes go; `loopback` says whether that may be this machine. Raises RefusedError."""
    url = found.get("signed_upload_url")
    match = _SIGNED.fullmatch(url) if isinstance(url, str) and len(url) <= LONGEST_URL else None
    if match is None or not (match[1] == "https" or (loopback and is_loopback(match[2]))):
        raise RefusedError(Refusal.UNAVAILABLE, "the artifact service names no address to upload to")
    return match[0]


def signatures(url: str) -> tuple[str, ...]:
    """The secret of a signed address in every form in which it could be printed."""
    written = [part[4:] for part in url.partition("?")[2].split("&") if part.lower().startswith("sig=")]
    forms = ((text, unquote(text), quote(unquote(text), safe="")) for text in written)
    return tuple(dict.fromkeys(form for each in forms for form in each))


def block_url(url: str, block: str) -> str:
    """Where one block goes."""
    return f"{url}&comp=block&blockid={quote(block, safe='')}"


def list_url(url: str) -> str:
    """Where the list of blocks goes."""
    return f"{url}&comp=blocklist"

"""Which addresses the key may be sent to, and what a key may look like: decided before anything is connected.

Both values come from action inputs or the environment. They are trusted, but easily pasted wrong, and a wrong address
would be handed the key and the pictures; so the address is matched against a narrow form instead of being parsed.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

from altproof.errors import UsageError

AZURE_SUFFIXES = (
    "cognitiveservices.azure.com",
    "services.ai.azure.com",
    "api.cognitive.microsoft.com",
    "api.cognitive.microsoft.us",
    "api.cognitive.azure.cn",
    "cognitiveservices.azure.us",
    "cognitiveservices.azure.cn",
)
"""One label (the resource or the region) stands before each of them."""

HTTPS_PORT = 443
LARGEST_PORT = 65_535

_ADDRESS = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>\[[0-9a-f:]{2,39}\]|[a-z0-9.-]{1,253})"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>/[a-z0-9/_.:-]*)?",
    re.IGNORECASE | re.ASCII,
)
_LABEL = r"(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)
_EXTRA = re.compile(rf"(?:{_LABEL})(?:\.{_LABEL})*(?::[0-9]{{1,5}})?", re.ASCII)
_AZURE = re.compile(rf"{_LABEL}\.(?:{'|'.join(re.escape(suffix) for suffix in AZURE_SUFFIXES)})", re.ASCII)
_API_PATH = re.compile(r"/*(?:/computervision(?:/.*)?)?", re.IGNORECASE | re.ASCII)
_KEY = re.compile(r"[\x21-\x7e]+")

_HINT = (
    "set the input vision-endpoint to the address the Azure portal shows, such as "
    "https://NAME.cognitiveservices.azure.com; a private gateway has to be listed in the input vision-hosts"
)


def checked_endpoint(text: str, extra_hosts: Sequence[str]) -> str:
    """The origin to call, in lower case and without a trailing slash.

    Allowed are Azure's own hosts, loopback (there also http and any port, for tests) and exactly the `extra_hosts`
    (`host` or `host:port`). White space around the value and the path of the API itself are cut off, since both get
    pasted along. Raises UsageError for everything else; the value itself is not shown, it may be a misplaced key.
    """
    match = _ADDRESS.fullmatch(text.strip(" \t\r\n"))
    if match is None:
        raise _refused("is not a plain https address (no user name, query, fragment, blanks or escapes)")
    scheme, host, path = match["scheme"].lower(), match["host"].lower(), match["path"] or ""
    if not _API_PATH.fullmatch(path):
        raise _refused("has a path that is not the API's own; only the origin is needed")
    port = _port(match["port"], scheme)
    authority = host if port is None else f"{host}:{port}"
    if _is_loopback(host):
        return f"{scheme}://{authority}"
    if scheme != "https":
        raise _refused("has to start with https://, because the key is sent to it")
    if not _NAME.fullmatch(host):
        raise _refused("does not name a host in the usual form")
    if authority in _checked_hosts(extra_hosts):
        return f"https://{authority}"
    if not _AZURE.fullmatch(host):
        raise _refused(f"names the host {host}, which is neither Azure's nor listed in vision-hosts")
    if port is not None:
        raise _refused("names a port, but Azure answers on the port of https only")
    return f"https://{host}"


def checked_key(text: str) -> str:
    """The key without white space around it; raises UsageError, which never shows it, when it cannot be a key."""
    key = text.strip()
    if not key:
        raise UsageError(
            "vision-key: no key is given", hint="set the input vision-key to KEY 1 or KEY 2 of the resource"
        )
    if not _KEY.fullmatch(key):
        raise UsageError(
            "vision-key: the key holds blanks, line breaks or characters outside ASCII",
            hint="copy KEY 1 or KEY 2 of the resource again, and nothing else",
        )
    return key


def _refused(why: str) -> UsageError:
    return UsageError(f"vision-endpoint: the address {why}", hint=_HINT)


def _port(text: str | None, scheme: str) -> int | None:
    """The port when it is not the usual one of https."""
    if text is None:
        return None
    port = int(text)
    if not 0 < port <= LARGEST_PORT:
        raise _refused("names a port that does not exist")
    return None if (scheme, port) == ("https", HTTPS_PORT) else port


def _is_loopback(host: str) -> bool:
    """Only the canonical spellings: short, octal and mapped forms of 127.0.0.1 are for hiding, not for testing."""
    if host in {"localhost", "[::1]"}:
        return True
    try:
        return ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        return False


def _checked_hosts(hosts: Sequence[str]) -> frozenset[str]:
    """The further hosts in lower case; raises UsageError for anything but `host` or `host:port`."""
    checked = frozenset(host.strip().lower().removesuffix(f":{HTTPS_PORT}") for host in hosts if host.strip())
    if not all(_EXTRA.fullmatch(host) for host in checked):
        raise UsageError(
            "vision-hosts: an entry is not a host name",
            hint="write exact names such as gateway.example.com or gateway.example.com:8443; no https://, path or *",
        )
    return checked

"""Which addresses secrets may be sent to, and what secrets may look like: decided before anything is connected.

All of these values come from action inputs or the environment. They are trusted, but easily pasted wrong, and a
wrong address would be handed the key and the pictures; so addresses are matched against narrow forms instead of being
parsed.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

from altproof.errors import UsageError
from altproof.patterns import lazy_regex

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

_ADDRESS = lazy_regex(
    r"(?P<scheme>https?)://"
    r"(?P<host>\[[0-9a-f:]{2,39}\]|[a-z0-9.-]{1,253})"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>/[a-z0-9/_.:-]*)?",
    re.IGNORECASE | re.ASCII,
)
_LABEL = r"(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = lazy_regex(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)
_EXTRA = lazy_regex(rf"(?:{_LABEL})(?:\.{_LABEL})*(?::[0-9]{{1,5}})?", re.ASCII)
_AZURE = lazy_regex(rf"{_LABEL}\.(?:{'|'.join(re.escape(suffix) for suffix in AZURE_SUFFIXES)})", re.ASCII)
_API_PATH = lazy_regex(r"/*(?:/computervision(?:/.*)?)?", re.IGNORECASE | re.ASCII)
_KEY = lazy_regex(r"[\x21-\x7e]+")
_PART = lazy_regex(r"[A-Za-z0-9][A-Za-z0-9.-]{0,127}", re.ASCII)
_SCOPE = lazy_regex(r"(?:https|api)://[A-Za-z0-9][A-Za-z0-9.-]{0,127}/{1,2}\.default", re.ASCII)
_IDENTITY_URL = lazy_regex(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]{1,253})(?::[0-9]{1,5})?/[\x21-\x7e]*\?[\x21-\x7e]*", re.ASCII
)

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
    if not text.strip(" \t\r\n"):
        raise UsageError("vision-endpoint: not given", hint=_HINT)
    match = _ADDRESS.fullmatch(text.strip(" \t\r\n"))
    if match is None:
        raise _refused("is not a plain https address (no user name, query, fragment, blanks or escapes)")
    scheme, host, path = match["scheme"].lower(), match["host"].lower(), match["path"] or ""
    if not _API_PATH.fullmatch(path):
        raise _refused("has a path that is not the API's own; only the origin is needed")
    port = _port(match["port"], scheme)
    authority = host if port is None else f"{host}:{port}"
    if is_loopback(host):
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


def checked_secret(text: str, name: str, *, needed: bool = True) -> str:
    """A secret for a header or a form, without white space around it; raises UsageError, which never shows it."""
    secret = text.strip()
    if not secret and not needed:
        return ""
    if not _KEY.fullmatch(secret):
        raise UsageError(
            f"{name}: empty, or holds blanks, line breaks or characters outside ASCII",
            hint="copy it again, and nothing else",
        )
    return secret


def checked_part(text: str, name: str) -> str:
    """An id or a domain of Entra ID; raises UsageError for what cannot be one."""
    if not _PART.fullmatch(text.strip()):
        raise UsageError(f"{name}: not an id", hint=f"set the input {name} to the id that the Azure portal shows")
    return text.strip()


def checked_origin(text: str, name: str) -> str:
    """The https address of a host (http on loopback, for tests) without a path; raises UsageError naming the input."""
    text = text.strip()
    match = _ADDRESS.fullmatch(text if "://" in text else f"https://{text}")
    if match is None or (match["path"] or "/") != "/" or not _is_safe(match):
        raise UsageError(f"{name}: not a plain https address", hint="write it like https://login.microsoftonline.com")
    port = _port(match["port"], match["scheme"].lower())
    return f"{match['scheme']}://{match['host']}".lower() + (f":{port}" if port else "")


def checked_identity_url(text: str) -> str:
    """The address at which the runner hands out identities, with its query; raises UsageError when it is no https."""
    match = _IDENTITY_URL.fullmatch(text.strip())
    if match is None or (match["scheme"] != "https" and not is_loopback(match["host"])):
        raise UsageError(
            "ACTIONS_ID_TOKEN_REQUEST_URL: not the https address that a runner sets",
            hint="grant `permissions: id-token: write` to the job instead of setting it yourself",
        )
    return match[0]


def checked_scope(text: str) -> str:
    """What a token is asked for; raises UsageError for what is no scope of a service."""
    if not _SCOPE.fullmatch(text.strip()):
        raise UsageError(
            "azure-scope: not the scope of a service", hint="use https://cognitiveservices.azure.com/.default"
        )
    return text.strip()


def is_regional(endpoint: str) -> bool:
    """Whether a checked endpoint names a region instead of a resource; Entra ID does not work there."""
    return ".api.cognitive." in endpoint


def _is_safe(match: re.Match[str]) -> bool:
    host = match["host"].lower()
    if match["port"] is not None and not 0 < int(match["port"]) <= LARGEST_PORT:
        return False
    return is_loopback(host) or (match["scheme"].lower() == "https" and _NAME.fullmatch(host) is not None)


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


def is_loopback(host: str) -> bool:
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

"""How long a service asks to wait, from the header or the words of its answer."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Mapping
from datetime import UTC

from altproof.patterns import lazy_regex

_MILLISECONDS = ("retry-after-ms", "x-ms-retry-after-ms")
"""As services of Azure also say it, and as Microsoft's own clients read it: before `Retry-After`."""
_LONGEST = 400
"""Characters of a header; a date has 29."""
_NEXT = lazy_regex(r",\s*(?=[A-Za-z]{3,9},|[0-9.]+\s*(?:,|$))", re.ASCII)
"""The commas between repeated headers, as HTTP clients join them, and not those in dates."""
_SECONDS = lazy_regex(r"[0-9]{1,12}(?:\.[0-9]{1,12})?", re.ASCII)
_IN_WORDS = lazy_regex(rb"(?:retry after|try again in) ([0-9]{1,9}) second", re.IGNORECASE)


def asked_wait(headers: Mapping[str, str], body: bytes, now: float) -> float | None:
    """The pause in seconds that an answer asks for; None when it says nothing that can be followed.

    Headers count first: in milliseconds, then in seconds (also fractional) or as an HTTP date (RFC 9110, 10.2.3); of
    several the longest. Then come the words of the body. Zero, negative values, dates in the past and rubbish ask for
    nothing. `now` is in seconds since 1970.
    """
    wait = next(filter(None, (_header_wait(headers.get(name, ""), now) / 1000 for name in _MILLISECONDS)), 0.0)
    wait = wait or _header_wait(headers.get("retry-after", ""), now)
    if wait <= 0:
        words = _IN_WORDS.search(body)
        wait = float(words[1]) if words else 0.0
    return wait if wait > 0 else None


def _header_wait(text: str, now: float) -> float:
    """0 when nothing in it can be followed."""
    return max(0.0, *(_one_wait(part.strip(), now) for part in _NEXT.split(text[:_LONGEST])))


def _one_wait(text: str, now: float) -> float:
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        date = email.utils.parsedate_to_datetime(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0.0

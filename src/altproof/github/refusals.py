"""From an answer that refuses to the error that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from altproof.github.base import Refusal, RefusedError
from altproof.patterns import lazy_regex

LONGEST_QUOTE = 300
"""Characters of GitHub's own words that are shown."""

_UNSHOWN = lazy_regex(r"[^\x21-\x7e]+")
"""GitHub writes its messages in English."""


class Purpose(Struct, frozen=True):
    """What a request is for: the words of its errors."""

    words: str
    """Behind "GitHub refused to"."""
    permission: str
    """What the job has to be given, as in a workflow file."""
    missing: Refusal = Refusal.GONE
    """What a 404 means. FORBIDDEN where the thing is known to exist: GitHub hides what a token may not see."""


def message_of(data: Any, secret: str) -> str:
    """GitHub's words in an answer, without the secret: its message, and what it says of single fields."""
    said = ": ".join(_said(data))
    said = said.replace(secret, "***") if secret else said  # before it is cut, which could leave a part of it
    return _UNSHOWN.sub(" ", said[: LONGEST_QUOTE * 8])[:LONGEST_QUOTE].strip()


def refusal(purpose: Purpose, status: int, message: str) -> RefusedError:
    """The error for an answer other than success; `message` as `message_of` gives it."""
    kind = _kind(purpose, status)
    told = f"GitHub refused to {purpose.words} ({status}{': ' if message else ''}{message})"
    return RefusedError(kind, told, hint=_hint(kind, purpose, status, message))


def _kind(purpose: Purpose, status: int) -> Refusal:
    if status in (401, 403, 451):
        return Refusal.FORBIDDEN
    if status in (404, 410):
        return purpose.missing if status == 404 else Refusal.GONE
    return Refusal.INVALID if 400 <= status < 500 else Refusal.UNAVAILABLE


def _hint(kind: Refusal, purpose: Purpose, status: int, message: str) -> str:
    if status == 401:
        return "check the github-token input"
    if kind is Refusal.FORBIDDEN and "locked" in message:
        return "the conversation is locked: only who may write to the repository can comment on it"
    if kind is Refusal.FORBIDDEN or status == 404:
        return f"give the job `permissions: {purpose.permission}`; a run for a fork cannot have more than read"
    return ""


def _said(data: Any) -> Iterator[str]:
    if not isinstance(data, dict):
        return
    if isinstance(data.get("message"), str):
        yield data["message"]
    errors = data.get("errors")
    for error in errors[:5] if isinstance(errors, list) else ():
        words = error.get("message") or error.get("code") if isinstance(error, dict) else error
        if isinstance(words, str):
            yield words

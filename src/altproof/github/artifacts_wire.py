"""What is said to the artifact service of a workflow run, and how its answers are read. Pure.

The interface is private (artifacts of version 4, as GitHub's own upload-artifact speaks to it): Twirp calls in JSON
create and finalise an artifact, and between them its bytes go to a signed address in blocks.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from altproof.discreet import Discreet
from altproof.github.base import Refusal, RefusedError
from altproof.patterns import lazy_regex

SERVICE = "/twirp/github.actions.results.api.v1.ArtifactService/"
VERSION = 7
"""Of an artifact, as the official client sends it since 6.0."""
ZIP = "application/zip"
BLOB_VERSION = "2021-12-02"
"""Of the storage interface (x-ms-version): block upload needs no later one."""
RETRIED = frozenset({429, 500, 502, 503, 504})
"""Statuses of a passing fault, as the official client counts them."""
FORBIDDEN_IN_NAMES = lazy_regex(r'[":<>|*?\r\n\\/]')
"""Characters that no artifact may have in its name (rules of the official client, path validation)."""
LONGEST_NAME = 250
"""Characters; the service has no documented limit, a file system has 255 bytes."""
LARGEST_TOKEN = 64 << 10
FOLDER_STAYS = "the files stay in the output folder, where actions/upload-artifact can take them"

_NUMBER = lazy_regex(r"[0-9]{1,20}", re.ASCII)


class BackendIds(Discreet, Struct, frozen=True):
    """By what the service knows a run and the job in it."""

    run: str
    job: str


class NameTakenError(RefusedError):
    """An artifact of this name is there already: names are given once in a run, and never again."""

    def __init__(self) -> None:
        words = "an artifact of this name is there already in this run"
        super().__init__(Refusal.INVALID, words, hint="give each step and each job of a matrix its own artifact-name")


def backend_ids(token: str) -> BackendIds:
    """What the claims of the runtime token say; nobody here checks its signature. Raises RefusedError."""
    for scope in _scopes(token):
        kind, *ids = scope.split(":")
        if kind == "Actions.Results" and len(ids) == 2 and all(ids):
            return BackendIds(*ids)
    raise RefusedError(Refusal.FORBIDDEN, "the token of the runner names no job to upload for", hint=FOLDER_STAYS)


def _scopes(token: str) -> list[str]:
    parts = token.split(".") if len(token) <= LARGEST_TOKEN else []
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (IndexError, ValueError, RecursionError, binascii.Error):
        return []
    scopes = claims.get("scp") if isinstance(claims, dict) else None
    return scopes.split() if isinstance(scopes, str) else []


def checked_name(name: str) -> str:
    """A name that the service takes. Raises RefusedError."""
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or FORBIDDEN_IN_NAMES.search(name):
        words = f'artifact-name: not a name for an artifact: empty, too long, or with one of " : < > | * ? {chr(92)} /'
        raise RefusedError(Refusal.INVALID, words, hint="use letters, digits, blanks, dots, hyphens and underscores")
    return name


def other_name(name: str, job: str, attempt: str, chance: str) -> str:
    """The name to take when the first is taken; `chance` are hexadecimal digits."""
    added = "-".join(re.sub(r"[^A-Za-z0-9_.-]", "", part) for part in (job, attempt, chance) if part)
    return f"{name[: LONGEST_NAME - len(added) - 1]}-{added}"


def creation(ids: BackendIds, name: str, expires_at: str | None) -> bytes:
    """The body of CreateArtifact; `expires_at` in the form of RFC 3339, None: as long as the repository keeps them."""
    expiry = {"expires_at": expires_at} if expires_at else {}
    return _body({**_named(ids, name), **expiry, "version": VERSION, "mime_type": ZIP})


def finalisation(ids: BackendIds, name: str, size: int, sha256: str) -> bytes:
    """The body of FinalizeArtifact; the size goes as text, for it is an int64."""
    return _body({**_named(ids, name), "size": str(size), "hash": f"sha256:{sha256}"})


def _named(ids: BackendIds, name: str) -> dict[str, str]:
    return {"workflow_run_backend_id": ids.run, "workflow_job_run_backend_id": ids.job, "name": name}


def _body(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def answer(status: int, body: bytes) -> Mapping[str, Any] | None:
    """The object of a Twirp answer; None: a passing fault, worth another attempt. Raises RefusedError.

    Nothing of what the service says is quoted: it may hold what a log should not.
    """
    if 300 <= status < 400:
        raise RefusedError(Refusal.UNAVAILABLE, "the artifact service wants to send us elsewhere", hint=FOLDER_STAYS)
    found = _object(body)
    if found is None:
        return None
    if 200 <= status < 300:
        if found.get("ok") is not True:
            raise RefusedError(Refusal.INVALID, "the artifact service refuses, without a reason", hint=FOLDER_STAYS)
        return found
    if "insufficient usage" in str(found.get("msg")):
        hint = "delete old artifacts or raise the limit; " + FOLDER_STAYS
        raise RefusedError(Refusal.BUSY, "the storage quota for artifacts is used up", hint=hint)
    if status in RETRIED:
        return None
    if status == 409:
        raise NameTakenError
    refusal = Refusal.FORBIDDEN if status in {401, 403} else Refusal.INVALID
    raise RefusedError(refusal, f"the artifact service answered {status}", hint=FOLDER_STAYS)


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def stored(status: int) -> bool | None:
    """True when the storage took what was sent; None: worth another attempt. Raises RefusedError."""
    if status == 201:
        return True
    if status in RETRIED:
        return None
    raise RefusedError(Refusal.UNAVAILABLE, f"the artifact storage answered {status}", hint=FOLDER_STAYS)


def block_id(prefix: str, index: int) -> str:
    """The id of a block; those of one artifact have one length (as the storage asks), for the prefix is the same."""
    return base64.b64encode(f"{prefix}{index:012d}".encode()).decode()


def block_list(blocks: Sequence[str]) -> bytes:
    """What makes one file of the blocks, in this order."""
    latest = "".join(f"<Latest>{block}</Latest>" for block in blocks)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><BlockList>{latest}</BlockList>'.encode()


def artifact_id(found: Mapping[str, Any]) -> str:
    """The number of a finished artifact. Raises RefusedError."""
    number = found.get("artifact_id")
    text = str(number) if isinstance(number, str | int) else ""
    if not _NUMBER.fullmatch(text):
        raise RefusedError(Refusal.UNAVAILABLE, "the artifact service gives no number", hint=FOLDER_STAYS)
    return text

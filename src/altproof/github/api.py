"""What a run reads of GitHub's REST API to learn what changed."""

from __future__ import annotations

from typing import Any, Self
from urllib.parse import quote

from msgspec import Struct

from altproof.errors import GitHubError
from altproof.github.delivery_wire import field_of
from altproof.github.event import COMMIT
from altproof.github.pacing import Clock
from altproof.github.refusals import Purpose
from altproof.github.rest import Call, Rest
from altproof.hunks import added_lines
from altproof.model import ChangedFile, Lines, Status

MOST_FILE_PAGES = 30
"""GitHub lists at most 3,000 files of a pull request, 100 a page (REST description, pulls/list-files)."""
STATUSES = {"added": Status.ADDED, "copied": Status.ADDED, "modified": Status.MODIFIED, "changed": Status.MODIFIED}
ALL_LINES = (Lines(1, 1 << 30),)


class PullFiles(Struct, frozen=True):
    """The files of a pull request as the API lists them."""

    files: tuple[ChangedFile, ...]
    complete: bool
    """False when GitHub listed its maximum and there are more."""


class GitHubApi:
    """One repository on one server. Use it in an `async with` block."""

    def __init__(self, server: str, repository: str, token: str, agent: str, *, clock: Clock | None = None) -> None:
        self._rest = Rest(server, repository, token, agent, clock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._rest.__aexit__(*error)

    async def merge_base(self, base: str, head: str) -> str:
        """The commit id at which `head` left `base`. Raises GitHubError."""
        purpose = Purpose("compare two commits", "contents: read")
        answer = await self._rest.read(Call(purpose, f"/compare/{quote(base)}...{quote(head)}?per_page=1"))
        found = field_of(answer.data, "merge_base_commit", "sha")
        if not isinstance(found, str) or not COMMIT.fullmatch(found):
            raise GitHubError("GitHub's comparison names no merge base")
        return found

    async def pull_files(self, number: int) -> PullFiles:
        """Every file of a pull request that still exists at its head. Raises GitHubError."""
        purpose = Purpose("list the files of the pull request", "contents: read, pull-requests: read")
        listed, complete = await self._rest.pages(Call(purpose, f"/pulls/{number}/files?per_page=100"), MOST_FILE_PAGES)
        files = [found for item in listed if (found := _changed_file(item))]
        # GitHub names no further page behind its last one.
        return PullFiles(tuple(files), complete=complete and len(listed) < MOST_FILE_PAGES * 100)


def _changed_file(item: Any) -> ChangedFile | None:
    if not isinstance(item, dict) or not isinstance(item.get("filename"), str):
        return None
    status, patch = item.get("status"), item.get("patch")
    if status == "removed":
        return None
    # Images and very large diffs come without a patch: then no line can be ruled out.
    lines = added_lines(patch) if isinstance(patch, str) else ALL_LINES
    if status == "renamed" and item.get("changes") == 0:
        return ChangedFile(item["filename"], Status.RENAMED)
    if status == "renamed":
        return ChangedFile(item["filename"], Status.ADDED, lines)
    return ChangedFile(item["filename"], STATUSES.get(str(status), Status.MODIFIED), lines)

"""The calls that Altproof makes to GitHub's REST API: typed, paged, with a deadline and a cap on every answer."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote

import httpx

from altproof.errors import GitHubError
from altproof.github.event import COMMIT
from altproof.hunks import added_lines
from altproof.model import ChangedFile, Lines, Status

SECONDS = 60.0
"""The longest that one call may take, from the first byte sent to the last byte read."""
MOST_BYTES = 16 << 20
"""The largest answer that is read: 100 files a page, each with a patch."""
MOST_PAGES = 30
"""GitHub lists at most 3,000 files of a pull request, 100 a page (REST description, pulls/list-files)."""
NEXT = re.compile(r'<([^<>\s]{1,2000})>;\s{0,5}rel="next"')
STATUSES = {"added": Status.ADDED, "copied": Status.ADDED, "modified": Status.MODIFIED, "changed": Status.MODIFIED}
ALL_LINES = (Lines(1, 1 << 30),)


@dataclass(frozen=True, slots=True)
class PullFiles:
    """The files of a pull request as the API lists them."""

    files: tuple[ChangedFile, ...]
    complete: bool
    """False when GitHub listed its maximum and there are more."""


class GitHubApi:
    """One repository on one server. Use it in an `async with` block."""

    def __init__(self, server: str, repository: str, token: str, agent: str) -> None:
        headers = {
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
            "User-Agent": agent,
            "Accept-Encoding": "identity",  # so that the cap on an answer counts what is held in memory
        }
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._root = f"{server.rstrip('/')}/repos/{quote(repository)}"
        self._client = httpx.AsyncClient(headers=headers, follow_redirects=False, timeout=httpx.Timeout(30, connect=10))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def merge_base(self, base: str, head: str) -> str:
        """The commit id at which `head` left `base`. Raises GitHubError."""
        answer, _ = await self._get(f"{self._root}/compare/{quote(base)}...{quote(head)}?per_page=1")
        commit = answer.get("merge_base_commit") if isinstance(answer, dict) else None
        found = commit.get("sha") if isinstance(commit, dict) else None
        if not isinstance(found, str) or not COMMIT.fullmatch(found):
            raise GitHubError("GitHub's comparison names no merge base")
        return found

    async def pull_files(self, number: int) -> PullFiles:
        """Every file of a pull request that still exists at its head. Raises GitHubError."""
        listed = [item async for item in self._pages(f"{self._root}/pulls/{number}/files?per_page=100")]
        files = [found for item in listed if (found := _changed_file(item))]
        return PullFiles(tuple(files), complete=len(listed) < MOST_PAGES * 100)

    async def _pages(self, url: str) -> AsyncIterator[Any]:
        for _ in range(MOST_PAGES):
            answer, following = await self._get(url)
            for item in answer if isinstance(answer, list) else ():
                yield item
            if following is None:
                return
            url = following

    async def _get(self, url: str) -> tuple[Any, str | None]:
        """The parsed answer and the address of the next page."""
        try:
            async with asyncio.timeout(SECONDS):
                response = await self._client.send(self._client.build_request("GET", url), stream=True)
                try:
                    body = await _body(response)
                finally:
                    await response.aclose()
        except (httpx.HTTPError, TimeoutError) as error:
            raise GitHubError(f"GitHub did not answer ({type(error).__name__})") from error
        if response.status_code != 200:  # a redirect too: the token goes to one server only
            raise _refused(response.status_code)
        try:
            return json.loads(body), self._next(response.headers.get("link", ""))
        except (ValueError, RecursionError) as error:
            raise GitHubError("GitHub's answer is no JSON") from error

    def _next(self, link: str) -> str | None:
        found = NEXT.search(link)
        same_server = found and found[1].startswith(self._root.rsplit("/repos/", 1)[0] + "/")
        return found[1] if found and same_server else None


async def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    async for part in response.aiter_raw():
        body += part
        if len(body) > MOST_BYTES:
            raise GitHubError(f"GitHub's answer is larger than {MOST_BYTES:,} bytes")
    return bytes(body)


def _refused(status: int) -> GitHubError:
    hints = {
        401: "check the github-token input",
        403: "give the job `permissions: contents: read, pull-requests: read`",
        404: "give the job `permissions: contents: read, pull-requests: read`",
    }
    return GitHubError(f"GitHub answered {status}", hint=hints.get(status, ""))


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

"""What is asked of GitHub, against a loopback double."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from altproof.errors import GitHubError
from altproof.github.api import ALL_LINES, GitHubApi
from altproof.model import ChangedFile, Lines, Status
from tests.fakes.github import TOKEN, FakeGitHub

Answer = TypeVar("Answer")
A, B, C = "a" * 40, "b" * 40, "c" * 40


def ask(server: str, question: Callable[[GitHubApi], Awaitable[Answer]], token: str = TOKEN) -> Answer:
    async def run() -> Answer:
        async with GitHubApi(server, "tidewatch/docs", token, "altproof/test") as api:
            return await question(api)

    return asyncio.run(run())


def test_the_merge_base_is_asked_once_with_the_token() -> None:
    with FakeGitHub(merge_bases={(A, B): C}) as github:
        assert ask(github.url, lambda api: api.merge_base(A, B)) == C
        ((path, headers),) = github.requests
    assert path == f"/repos/tidewatch/docs/compare/{A}...{B}?per_page=1"
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert headers["x-github-api-version"] == "2022-11-28"


def test_every_page_of_files_is_read() -> None:
    listed = [{"filename": f"{n}.md", "status": "added", "patch": "@@ -0,0 +1 @@\n+x"} for n in range(250)]
    with FakeGitHub(files={7: listed}) as github:
        found = ask(github.url, lambda api: api.pull_files(7))
        assert len(github.requests) == 3
    assert [file.path for file in found.files] == [f"{n}.md" for n in range(250)]
    assert found.complete


def test_statuses_and_lines_are_those_of_the_change() -> None:
    listed = [
        {"filename": "gone.md", "status": "removed", "patch": "@@ -1 +0,0 @@\n-x"},
        {"filename": "a.md", "status": "modified", "patch": "@@ -1,2 +1,3 @@\n x\n+y\n z"},
        {"filename": "b.png", "status": "added"},
        {"filename": "c.png", "status": "renamed", "changes": 0, "previous_filename": "old.png"},
        {"filename": "d.md", "status": "renamed", "changes": 2, "patch": "@@ -1 +1 @@\n-x\n+y"},
        {"filename": 5},
        "nonsense",
    ]
    with FakeGitHub(files={7: listed}) as github:
        found = ask(github.url, lambda api: api.pull_files(7))
    assert found.files == (
        ChangedFile("a.md", Status.MODIFIED, (Lines(2, 2),)),
        ChangedFile("b.png", Status.ADDED, ALL_LINES),
        ChangedFile("c.png", Status.RENAMED, ()),
        ChangedFile("d.md", Status.ADDED, (Lines(1, 1),)),
    )


@pytest.mark.parametrize("status", [301, 307, 401, 403, 404, 500, 503])
def test_a_refusal_is_one_request_and_an_error_with_its_number(status: int) -> None:
    with FakeGitHub(refusal=status) as github:
        with pytest.raises(GitHubError, match=str(status)) as raised:
            ask(github.url, lambda api: api.merge_base(A, B))
        assert len(github.requests) == 1
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize(
    "body", [b"<html>", b"", b"[" * 100_000, b'{"merge_base_commit": {"sha": "HEAD"}}', b"[]", b"null"]
)
def test_an_answer_that_says_nothing_is_an_error(body: bytes) -> None:
    with FakeGitHub(body=body) as github, pytest.raises(GitHubError):
        ask(github.url, lambda api: api.merge_base(A, B))


def test_an_endless_answer_is_cut_off() -> None:
    with FakeGitHub(body=b" " * (17 << 20)) as github, pytest.raises(GitHubError, match="larger than"):
        ask(github.url, lambda api: api.merge_base(A, B))


def test_a_server_that_is_not_there_is_an_error() -> None:
    with pytest.raises(GitHubError, match="did not answer"):
        ask("http://127.0.0.1:9", lambda api: api.merge_base(A, B))


def test_the_next_page_is_fetched_from_the_same_server_only() -> None:
    with FakeGitHub() as elsewhere, FakeGitHub(files={7: [{"filename": "a.md", "status": "added"}] * 150}) as github:
        answer = github.answer
        github.answer = lambda path, headers: (*answer(path, headers)[:2], {"Link": f'<{elsewhere.url}/x>; rel="next"'})  # type: ignore[method-assign]
        found = ask(github.url, lambda api: api.pull_files(7))
        assert elsewhere.requests == []
    assert len(found.files) == 100

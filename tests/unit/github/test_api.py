"""What is asked of GitHub, against a loopback double."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from altproof.errors import GitHubError
from altproof.github.api import ALL_LINES, GitHubApi
from altproof.model import ChangedFile, Lines, Status
from tests.fakes.github import TOKEN, Fault, GitHubDouble, Pull, Time

Answer = TypeVar("Answer")
A, B, C = "a" * 40, "b" * 40, "c" * 40


def ask(server: str, question: Callable[[GitHubApi], Awaitable[Answer]], token: str = TOKEN) -> Answer:
    async def run() -> Answer:
        async with GitHubApi(server, "tidewatch/docs", token, "altproof/test", clock=Time().clock) as api:
            return await question(api)

    return asyncio.run(run())


def test_the_merge_base_is_asked_once_with_the_token() -> None:
    with GitHubDouble(merge_bases={(A, B): C}) as github:
        assert ask(github.address, lambda api: api.merge_base(A, B)) == C
        (request,) = github.requests
    assert request.path == f"/repos/tidewatch/docs/compare/{A}...{B}"
    assert request.query == {"per_page": "1"}
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["x-github-api-version"] == "2022-11-28"


def test_every_page_of_files_is_read() -> None:
    listed = [{"filename": f"{n}.md", "status": "added", "patch": "@@ -0,0 +1 @@\n+x"} for n in range(250)]
    with GitHubDouble(pulls={7: Pull(files=listed)}) as github:
        found = ask(github.address, lambda api: api.pull_files(7))
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
    with GitHubDouble(pulls={7: Pull(files=listed)}) as github:
        found = ask(github.address, lambda api: api.pull_files(7))
    assert found.files == (
        ChangedFile("a.md", Status.MODIFIED, (Lines(2, 2),)),
        ChangedFile("b.png", Status.ADDED, ALL_LINES),
        ChangedFile("c.png", Status.RENAMED, ()),
        ChangedFile("d.md", Status.ADDED, (Lines(1, 1),)),
    )


@pytest.mark.parametrize(("status", "requests"), [(401, 1), (403, 1), (404, 1), (500, 4), (503, 4)])
def test_a_refusal_is_an_error_with_its_number_and_only_a_failing_server_is_asked_again(
    status: int, requests: int
) -> None:
    with GitHubDouble(faults=[Fault(status, times=-1)]) as github:
        with pytest.raises(GitHubError, match=str(status)) as raised:
            ask(github.address, lambda api: api.merge_base(A, B))
        assert len(github.requests) == requests
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_followed_on_the_same_server_only(status: int) -> None:
    with GitHubDouble() as elsewhere, GitHubDouble(merge_bases={(A, B): C}) as github:
        there = f"/repos/tidewatch/docs/compare/{A}...{B}?per_page=1"
        github.faults.append(Fault(status, headers={"Location": github.address + there}))
        assert ask(github.address, lambda api: api.merge_base(A, B)) == C
        github.faults.append(Fault(status, headers={"Location": elsewhere.address + there}))
        with pytest.raises(GitHubError, match=str(status)):
            ask(github.address, lambda api: api.merge_base(A, B))
        assert (len(github.requests), elsewhere.requests) == (3, [])


@pytest.mark.parametrize(
    "body", [b"<html>", b"", b"[" * 100_000, b'{"merge_base_commit": {"sha": "HEAD"}}', b"[]", b"null"]
)
def test_an_answer_that_says_nothing_is_an_error(body: bytes) -> None:
    with GitHubDouble(faults=[Fault(200, body=body, times=-1)]) as github, pytest.raises(GitHubError):
        ask(github.address, lambda api: api.merge_base(A, B))


def test_an_endless_answer_is_cut_off() -> None:
    with GitHubDouble(faults=[Fault(200, size=1 << 30)]) as github, pytest.raises(GitHubError, match="larger than"):
        ask(github.address, lambda api: api.merge_base(A, B))


def test_a_server_that_is_not_there_is_an_error() -> None:
    with pytest.raises(GitHubError, match="did not answer"):
        ask("http://127.0.0.1:9", lambda api: api.merge_base(A, B))


def test_the_next_page_is_fetched_from_the_same_server_only() -> None:
    with GitHubDouble() as elsewhere, GitHubDouble() as github:
        page = [{"filename": "a.md", "status": "added"}] * 100
        github.faults.append(Fault(200, body=page, headers={"Link": f'<{elsewhere.address}/x>; rel="next"'}))
        found = ask(github.address, lambda api: api.pull_files(7))
        assert elsewhere.requests == []
    assert len(found.files) == 100

"""The double refuses what GitHub refuses, and fails a test that asks for what GitHub does not know."""

from typing import Any

import httpx
import pytest

from tests.fakes.github import BOT, TOKEN, Comment, GitHubDouble, Pull, changed_file

HEAD = "a" * 40
PATCH = (
    "@@ -1,3 +1,4 @@\n a\n+b\n c\n d\n\\ No newline at end of file\n@@ -10,2 +11 @@\n x\n-y\n@@ -20,2 +19,0 @@\n-a\n-b"
)
HEADERS = {
    "Authorization": f"Bearer {TOKEN}",
    "Accept": "application/vnd.github+json",
    "User-Agent": "altproof/test",
    "X-GitHub-Api-Version": "2022-11-28",
}
AT = {"path": "docs/a.md", "body": "words", "line": 2, "side": "RIGHT"}
NOTE = {"path": "a", "start_line": 1, "end_line": 1, "annotation_level": "warning", "message": "m"}


def repository() -> GitHubDouble:
    return GitHubDouble(pulls={7: Pull(HEAD, [changed_file("docs/a.md", PATCH), changed_file("a.png")])})


def send(hub: GitHubDouble, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
    content = {} if body is None else {"json": body}
    return httpx.request(method, f"{hub.address}/repos/tidewatch/docs{path}", headers={**HEADERS, **headers}, **content)


def review(**more: Any) -> dict[str, Any]:
    return {"commit_id": HEAD, "event": "COMMENT", "body": "words", "comments": [AT], **more}


def run(**output: Any) -> dict[str, Any]:
    shown = {"title": "t", "summary": "s", "annotations": [NOTE], **output}
    return {"name": "n", "head_sha": HEAD, "status": "completed", "conclusion": "neutral", "output": shown}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/pulls/7/reviews", review(), 200),
        ("/pulls/7/reviews", review(comments=[{**AT, "line": 4, "start_line": 1, "start_side": "RIGHT"}]), 200),
        ("/pulls/7/reviews", review(comments=[AT, {**AT, "line": 5}]), 422),
        ("/pulls/7/reviews", review(comments=[{**AT, "line": 11}]), 200),
        ("/pulls/7/reviews", review(comments=[{**AT, "line": 12}]), 422),
        ("/pulls/7/reviews", review(comments=[{**AT, "line": 19}]), 422),
        ("/pulls/7/reviews", review(comments=[{**AT, "line": 11, "start_line": 4}]), 422),
        ("/pulls/7/reviews", review(comments=[{**AT, "start_line": 2}]), 422),
        ("/pulls/7/reviews", review(comments=[{**AT, "side": "UP"}]), 422),
        ("/pulls/7/reviews", review(comments=[{**AT, "path": "a.png"}]), 422),
        ("/pulls/7/reviews", review(comments=[{**AT, "path": "b.md"}]), 422),
        ("/pulls/7/reviews", review(comments=[{**AT, "line": "2"}]), 422),
        ("/pulls/7/reviews", review(comments=[AT] * 31), 403),
        ("/pulls/7/reviews", review(body=""), 422),
        ("/pulls/7/reviews", review(body="x" * 65_537), 422),
        ("/pulls/7/reviews", review(commit_id="b" * 40), 422),
        ("/pulls/8/reviews", review(), 404),
        ("/pulls/7/comments", {**AT, "commit_id": HEAD}, 201),
        ("/pulls/7/comments", {**AT, "commit_id": HEAD, "line": 5}, 422),
        ("/pulls/7/comments", {"path": "a.png", "body": "b", "commit_id": HEAD, "subject_type": "file"}, 201),
        ("/pulls/7/comments", {"path": "b.md", "body": "b", "commit_id": HEAD, "subject_type": "file"}, 422),
        ("/pulls/7/comments", {"path": "docs/a.md", "body": "b", "commit_id": HEAD}, 422),
        ("/pulls/7/comments", {**AT}, 422),
        ("/issues/7/comments", {"body": "b"}, 201),
        ("/issues/7/comments", {"body": "é" * 65_536}, 201),
        ("/issues/7/comments", {"body": "x" * 65_537}, 422),
        ("/issues/7/comments", {"body": 5}, 422),
        ("/issues/7/comments", {}, 422),
        ("/check-runs", run(), 201),
        ("/check-runs", run(annotations=[NOTE] * 50), 201),
        ("/check-runs", run(annotations=[NOTE] * 51), 422),
        ("/check-runs", run(annotations=[{**NOTE, "annotation_level": "error"}]), 422),
        ("/check-runs", run(annotations=[{**NOTE, "end_line": 2, "start_column": 1}]), 422),
        ("/check-runs", run(summary="s" * 65_536), 422),
        ("/check-runs", {**run(), "head_sha": "c" * 40}, 422),
        ("/check-runs", {k: v for k, v in run().items() if k != "conclusion"}, 422),
    ],
)
def test_a_body_is_taken_or_refused_as_github_does(path: str, body: Any, status: int) -> None:
    with repository() as hub:
        assert send(hub, "POST", path, body).status_code == status
        posted = [*hub.pulls[7].reviews, *hub.pulls[7].review_comments, *hub.pulls[7].comments, *hub.check_runs]
    assert bool(posted) == (status < 300)


def test_a_review_is_refused_in_githubs_words() -> None:
    with repository() as hub:
        answer = send(hub, "POST", "/pulls/7/reviews", review(comments=[{**AT, "line": 5}])).json()
        alone = send(hub, "POST", "/pulls/7/comments", {**AT, "commit_id": HEAD, "line": 5}).json()
    assert answer["message"] == "Unprocessable Entity"
    assert answer["errors"][0].startswith("Pull request review thread line must be part of the diff")
    assert alone["errors"][0]["field"] == "pull_request_review_thread.line"


def test_a_review_without_an_event_is_a_draft_that_nobody_sees() -> None:
    draft = review()
    del draft["event"]
    with repository() as hub:
        assert send(hub, "POST", "/pulls/7/reviews", draft).status_code == 200
        assert [r.state for r in hub.pulls[7].reviews] == ["PENDING"]
        assert send(hub, "GET", "/pulls/7/reviews").json() == []
        assert send(hub, "GET", "/pulls/7/comments").json() == []


@pytest.mark.parametrize(
    ("method", "path", "body", "headers"),
    [
        ("GET", "/branches", None, {}),
        ("PUT", "/contents/a.md", {"message": "m"}, {}),
        ("GET", "/pulls/7/files?size=100", None, {}),
        ("GET", "/pulls/7/files?per_page=101", None, {}),
        ("POST", "/pulls/7/reviews", review(event="APPROVE"), {}),
        ("POST", "/pulls/7/reviews", review(comments=[{**AT, "lin": 2}]), {}),
        ("POST", "/issues/7/comments", {"body": "b", "text": "b"}, {}),
        ("POST", "/check-runs", {**run(), "outputs": {}}, {}),
        ("PATCH", "/issues/comments/1", {"body": "b"}, {}),
        ("DELETE", "/issues/comments/1", None, {}),
        ("GET", "/pulls/7", None, {"Cookie": "a=b"}),
        ("GET", "/pulls/7", None, {"Accept": "*/*"}),
        ("GET", "/pulls/7", None, {"User-Agent": "python"}),
        ("GET", "/pulls/7", None, {"X-GitHub-Api-Version": "2026-03-10"}),
        ("POST", "/../../../graphql", {"query": "mutation { deleteEverything }"}, {}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_github_does_not_know_and_what_we_must_not_send_fails_the_test(
    method: str, path: str, body: Any, headers: dict[str, str]
) -> None:
    hub = repository()
    hub.pulls[7].comments = [Comment(1, "mallory", "hers")]
    with pytest.raises(AssertionError), hub:
        send(hub, method, path, body, **headers)
    assert len(hub.wrong) == 1


@pytest.mark.parametrize(
    ("permissions", "path", "status"),
    [
        ({}, "/pulls/7", 403),
        ({"pull-requests": "read"}, "/pulls/7", 200),
        ({"issues": "read"}, "/issues/7/comments", 200),
        ({"contents": "read"}, "/issues/7/comments", 403),
    ],
)
def test_a_token_reads_only_what_it_may(permissions: dict[str, str], path: str, status: int) -> None:
    with repository() as hub:
        hub.permissions = permissions
        answer = send(hub, "GET", path)
    assert answer.status_code == status
    assert status == 200 or answer.json() == {"message": "Resource not accessible by integration"}


def test_a_token_of_a_job_is_no_user_and_a_wrong_token_is_nobody() -> None:
    with repository() as hub:
        assert httpx.get(f"{hub.address}/user", headers=HEADERS).status_code == 403
        assert send(hub, "GET", "/pulls/7", Authorization="Bearer other").status_code == 401


def test_comments_on_an_earlier_commit_are_outdated() -> None:
    with repository() as hub:
        hub.pulls[7].push("b" * 40)
        assert send(hub, "POST", "/pulls/7/comments", {**AT, "commit_id": HEAD}).json()["line"] is None


def test_writes_that_follow_too_closely_are_noted() -> None:
    now = [0.0]
    with repository() as hub:
        hub.clock = lambda: now[0]
        hub.pulls[7].comments = [Comment(1, BOT, "ours")]
        for seconds, method, path in [
            (0.0, "POST", "/issues/7/comments"),
            (1.0, "PATCH", "/issues/comments/1"),
            (1.5, "PATCH", "/issues/comments/1"),
            (2.9, "POST", "/issues/7/comments"),
            (5.9, "POST", "/issues/7/comments"),
        ]:
            now[0] = seconds
            send(hub, method, path, {"body": "b"})
        assert len(hub.hasty) == 2

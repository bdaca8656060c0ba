"""Every way in which GitHub refuses, fails or lies: which error, how many requests, nothing twice, and no token anywhere."""

import asyncio
import json
import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import pytest

from altproof.github.base import CheckOutput, GitHub, LineComment, Posted, Refusal, RefusedError
from altproof.github.delivery_api import DeliveryApi
from altproof.github.pacing import Clock
from tests.contract.test_github import HEAD, OLD, Question, annotations, ask, hub_with, refused
from tests.fakes.github import BOT, TOKEN, Comment, Fault, GitHubDouble, Review, Time, secondary_limit

COMMENT = LineComment("docs/a.md", "at a line", 2)
OUTPUT = CheckOutput("t", "s", annotations(60))
Post = Callable[[GitHub], Awaitable[Posted]]
POSTS: dict[str, Post] = {
    "review": lambda api: api.post_review(7, commit=HEAD, body="words", comments=[COMMENT]),
    "bare review": lambda api: api.post_review(7, commit=HEAD, body="words", comments=[]),
    "line comment": lambda api: api.post_line_comment(7, commit=HEAD, comment=COMMENT),
    "file comment": lambda api: api.post_file_comment(7, commit=HEAD, path="logo.png", body="at a file"),
    "comment": lambda api: api.post_issue_comment(7, "in the\nconversation"),
    "check run": lambda api: api.create_check_run(name="a b", commit=HEAD, conclusion="neutral", output=OUTPUT),
}
CALLS: dict[str, Question[Any]] = {
    **POSTS,
    "login": lambda api: api.login(),
    "pull": lambda api: api.pull(7),
    "pulls from": lambda api: api.pulls_from("tidewatch", "topic"),
    "patches": lambda api: api.patches(7),
    "review comments": lambda api: api.review_comments(7),
    "comments": lambda api: api.issue_comments(7),
    "edit a review comment": lambda api: api.edit_review_comment(1, "new"),
    "delete a review comment": lambda api: api.delete_review_comment(1),
    "edit a comment": lambda api: api.edit_issue_comment(2, "new"),
    "delete a comment": lambda api: api.delete_issue_comment(2),
}
every_post = pytest.mark.parametrize("post", POSTS.values(), ids=POSTS)


def full_hub(*faults: Fault, **more: Any) -> GitHubDouble:
    hub = hub_with()
    hub.pulls[7].review_comments = [Comment(1, BOT, "old", "docs/a.md", 2)]
    hub.pulls[7].comments = [Comment(2, BOT, "old")]
    hub.faults = list(faults)
    for name, value in more.items():
        setattr(hub, name, value)
    return hub


def made(hub: GitHubDouble) -> list[int]:
    """The ids of what was posted: a review stands for the comments in it."""
    pull = hub.pulls[7]
    alone = [
        c for c in (*pull.comments, *pull.review_comments) if c.id > 2 and c.review not in {r.id for r in pull.reviews}
    ]
    return [thing.id for thing in (*pull.reviews, *alone, *hub.check_runs)]


class Row(NamedTuple):
    """One refusal: what GitHub answers, the kind it is told as, a word of the hint, and the requests that it cost."""

    status: int
    kind: Refusal
    hint: str
    requests: int
    message: str = "No."


REFUSALS = [
    Row(400, Refusal.INVALID, "", 1),
    Row(401, Refusal.FORBIDDEN, "github-token", 1, "Bad credentials"),
    Row(403, Refusal.FORBIDDEN, "permissions: pull-requests: write", 1, "Resource not accessible by integration"),
    Row(403, Refusal.FORBIDDEN, "conversation is locked", 1, "Unable to create comment because issue is locked."),
    Row(404, Refusal.GONE, "permissions: pull-requests: write", 1, "Not Found"),
    Row(410, Refusal.GONE, "", 1, "This issue was deleted"),
    Row(413, Refusal.INVALID, "", 1),
    Row(422, Refusal.INVALID, "", 1, "Validation Failed"),
    Row(429, Refusal.BUSY, "later", 2),
    Row(451, Refusal.FORBIDDEN, "permissions", 1),
    Row(500, Refusal.UNAVAILABLE, "githubstatus", 9),
    Row(502, Refusal.UNAVAILABLE, "githubstatus", 9),
    Row(503, Refusal.UNAVAILABLE, "githubstatus", 9),
    Row(0, Refusal.UNAVAILABLE, "githubstatus", 9),
]


@pytest.mark.parametrize("row", REFUSALS, ids=lambda row: f"{row.status} {row.message}")
def test_every_refusal_has_its_kind_its_hint_and_its_price(row: Row) -> None:
    with full_hub(Fault(row.status, "POST", "/repos/", body={"message": row.message}, times=-1)) as hub:
        error = refused(hub, POSTS["comment"])
        assert len(hub.requests) == row.requests
        assert made(hub) == []
    assert (error.refusal, row.hint in error.hint) == (row.kind, True)
    if row.status in range(400, 500) and row.status != 429:
        assert (str(row.status) in error.message, row.message in error.message) == (True, True)


def test_a_pull_request_that_was_seen_is_hidden_not_gone() -> None:
    async def look_and_post(api: GitHub) -> None:
        await api.pull(7)
        await POSTS["comment"](api)

    with full_hub(Fault(404, "POST", body={"message": "Not Found"})) as hub:
        assert refused(hub, look_and_post).refusal is Refusal.FORBIDDEN
    with full_hub() as hub:
        hub.pulls.clear()
        assert refused(hub, POSTS["comment"]).refusal is Refusal.GONE
        assert refused(hub, CALLS["pull"]).refusal is Refusal.GONE


@pytest.mark.parametrize(
    "call", ["edit a comment", "delete a comment", "edit a review comment", "delete a review comment"]
)
def test_a_comment_that_somebody_removed_is_gone(call: str) -> None:
    with hub_with() as hub:
        error = refused(hub, CALLS[call])
        assert (error.refusal, len(hub.requests)) == (Refusal.GONE, 1)


@pytest.mark.parametrize(
    ("scope", "level", "calls"),
    [
        ("pull-requests", "read", ["review", "line comment", "file comment", "edit a review comment"]),
        ("checks", "", ["check run"]),
    ],
)
def test_a_token_that_may_only_read_is_told_which_permission_is_missing(
    scope: str, level: str, calls: list[str]
) -> None:
    with full_hub() as hub:
        hub.permissions = {**hub.permissions, scope: level, "issues": ""}
        for call in calls:
            error = refused(hub, CALLS[call])
            assert error.refusal is Refusal.FORBIDDEN
            assert f"{scope}: write" in error.hint
        assert len(hub.requests) == len(calls)
        assert made(hub) == []
        if scope == "pull-requests":
            assert ask(hub, CALLS["patches"]).keys() == {"docs/a.md", "logo.png"}


@pytest.mark.parametrize(
    "comment",
    [
        LineComment("docs/a.md", "b", 5),
        LineComment("docs/a.md", "b", 11, 4),
        LineComment("docs/a.md", "b", 12, 5),
        LineComment("logo.png", "b", 1),
        LineComment("other.md", "b", 1),
    ],
    ids=["between hunks", "across hunks", "from between hunks", "a file without a patch", "a file that is not in it"],
)
def test_one_line_outside_the_diff_refuses_the_whole_review_and_nothing_else(comment: LineComment) -> None:
    async def fall_back(api: GitHub) -> list[str]:
        kinds = []
        for attempt in (
            lambda: api.post_review(7, commit=HEAD, body="words", comments=[COMMENT, comment]),
            lambda: api.post_line_comment(7, commit=HEAD, comment=comment),
            lambda: api.post_line_comment(7, commit=HEAD, comment=COMMENT),
        ):
            try:
                await attempt()
            except RefusedError as error:
                kinds.append(error.refusal)
        return kinds

    with hub_with() as hub:
        assert ask(hub, fall_back) == [Refusal.INVALID, Refusal.INVALID]
        assert len(hub.requests) == 3
        assert hub.pulls[7].reviews == []
        assert [c.body for c in hub.pulls[7].review_comments] == ["at a line"]


def test_a_commit_that_was_pushed_away_is_refused() -> None:
    with hub_with() as hub:
        hub.pulls[7].force_push(OLD)
        for post in ("review", "line comment", "file comment"):
            assert refused(hub, POSTS[post]).refusal is Refusal.INVALID
        hub.pulls.clear()
        assert refused(hub, POSTS["check run"]).refusal is Refusal.INVALID


def test_a_locked_pull_request_takes_no_comment() -> None:
    with hub_with() as hub:
        hub.pulls[7].is_locked = True
        for post in ("review", "line comment", "comment"):
            error = refused(hub, POSTS[post])
            assert (error.refusal, "locked" in error.hint) == (Refusal.FORBIDDEN, True)


@pytest.mark.parametrize("body", ["", "x" * 65_537])
def test_a_comment_of_a_wrong_length_is_refused(body: str) -> None:
    with full_hub() as hub:
        for call in (lambda api: api.post_issue_comment(7, body), lambda api: api.edit_issue_comment(2, body)):
            assert refused(hub, call).refusal is Refusal.INVALID
        assert len(hub.requests) == 2


# Rate limits

RESET = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(1_700_000_000 + 1_000 + 40)}
LIMITS = [
    pytest.param([secondary_limit(7)], [7.0], id="a pause that is named"),
    pytest.param([secondary_limit(7, status=429)], [7.0], id="429"),
    pytest.param([secondary_limit()], [60.0], id="a pause that is not named"),
    pytest.param([Fault(429)], [60.0], id="429 and nothing else"),
    pytest.param([Fault(403, headers=RESET)], [41.0], id="an hour that is used up"),
    pytest.param([secondary_limit(30, times=3)], [30.0] * 3, id="several in a row"),
    pytest.param([secondary_limit(0)], [0.0], id="no pause at all"),
]


@pytest.mark.parametrize(("faults", "slept"), LIMITS)
@every_post
def test_a_short_limit_is_waited_out_and_nothing_is_lost(post: Post, faults: list[Fault], slept: list[float]) -> None:
    time = Time()
    faults = [Fault(f.status, "POST", body=f.body, headers=f.headers, times=f.times) for f in faults]
    with full_hub(*faults) as hub:
        posted = ask(hub, post, time)
        assert made(hub) == [posted.id]
        assert time.slept[: len(slept)] == slept
        assert len([r for r in hub.requests if r.method == "POST"]) == len(slept) + 1


@pytest.mark.parametrize(
    ("fault", "requests"),
    [
        (secondary_limit(121), 1),
        (secondary_limit(3_600, times=-1), 1),
        (secondary_limit(10**11), 1),
        (secondary_limit(50, times=-1), 3),
        (secondary_limit(times=-1), 2),
        (Fault(403, headers={**RESET, "x-ratelimit-reset": "1900000000"}, times=-1), 1),
    ],
)
def test_a_long_limit_ends_delivery_and_no_further_request_is_sent(fault: Fault, requests: int) -> None:
    async def go_on(api: GitHub) -> list[Refusal]:
        kinds = []
        for post in POSTS.values():
            with pytest.raises(RefusedError) as raised:
                await post(api)
            kinds.append(raised.value.refusal)
        return kinds

    time = Time()
    with full_hub(fault) as hub:
        assert ask(hub, go_on, time) == [Refusal.BUSY] * len(POSTS)
        assert len(hub.requests) == requests
    assert sum(time.slept) <= 120


def test_a_review_of_more_than_thirty_comments_meets_the_secondary_limit() -> None:
    comments = [LineComment("docs/a.md", f"{n}", 2) for n in range(31)]
    with hub_with() as hub:
        error = refused(hub, lambda api: api.post_review(7, commit=HEAD, body="words", comments=comments))
    assert error.refusal is Refusal.BUSY


@pytest.mark.parametrize("header", ["-1", "1e9", "nan", "soon", "", "9" * 5_000, "\xa0", "٣"])
def test_a_pause_that_is_no_number_counts_as_none_named(header: str) -> None:
    time = Time()
    with full_hub(Fault(429, headers={"Retry-After": header.encode().decode("latin-1")})) as hub:
        ask(hub, CALLS["pull"], time)
    assert time.slept == [60.0]


# Nothing is done twice

HALF_DONE = {
    "502": Fault(502, "POST", after=True),
    "504 in HTML": Fault(504, "POST", body=b"<html>", after=True),
    "the line breaks": Fault(0, "POST", after=True),
    "an answer in HTML": Fault(200, "POST", body=b"<html>", after=True),
    "an answer that is cut off": Fault(201, "POST", body=b'{"id":', headers={"Content-Length": "99"}, after=True),
    "an answer that is compressed": Fault(201, "POST", body=b"x", headers={"Content-Encoding": "gzip"}, after=True),
}


@pytest.mark.parametrize("fault", HALF_DONE.values(), ids=HALF_DONE)
@every_post
def test_what_was_posted_before_the_fault_is_not_posted_again(post: Post, fault: Fault) -> None:
    with full_hub(Fault(**vars(fault))) as hub:
        posted = ask(hub, post)
        assert made(hub) == [posted.id]
        assert sum(len(run.annotations) for run in hub.check_runs) in (0, 60)


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("status", [0, 500, 502, 503])
@every_post
def test_what_was_not_posted_is_posted_once_the_fault_is_over(post: Post, status: int, times: int) -> None:
    time = Time()
    with full_hub(Fault(status, "POST", r"/repos/", times=times)) as hub:
        posted = ask(hub, post, time)
        assert made(hub) == [posted.id]
        assert hub.hasty == []
    assert sum(time.slept) < 20


def test_a_look_back_that_fails_leaves_it_unposted_rather_than_twice() -> None:
    with full_hub(Fault(502, "POST", r"/issues", after=True), Fault(403, "GET", body={"message": "No."})) as hub:
        assert refused(hub, POSTS["comment"]).refusal is Refusal.FORBIDDEN
        assert len(made(hub)) == 1


def test_what_a_stranger_wrote_is_not_taken_for_ours() -> None:
    with full_hub(Fault(502, "POST", r"/repos/")) as hub:
        hub.pulls[7].comments.append(Comment(999, "mallory", "in the\nconversation"))
        posted = ask(hub, POSTS["comment"])
        assert posted.id != 999
        assert [c.author for c in hub.pulls[7].comments] == [BOT, "mallory", BOT]


def test_only_a_review_of_ours_with_the_same_comments_is_taken_for_the_one_that_was_sent() -> None:
    async def another(api: GitHub) -> Posted:
        comments = [LineComment("docs/a.md", "another line", 3)]
        return await api.post_review(7, commit=HEAD, body="words", comments=comments)

    with full_hub() as hub:
        first = ask(hub, another)
        strangers = Review(998, "mallory", "words", HEAD)
        hub.pulls[7].reviews.append(strangers)
        hub.pulls[7].review_comments.append(Comment(999, "mallory", "at a line", "docs/a.md", 2, review=998))
        hub.faults = [Fault(502, "POST", r"/repos/")]
        second = ask(hub, POSTS["review"])
        assert [review.id for review in hub.pulls[7].reviews] == [first.id, 998, second.id]


def test_line_ends_that_github_wrote_anew_are_still_our_words() -> None:
    hub = full_hub()

    def rewrite() -> None:
        hub.pulls[7].comments[-1].body = "in the\r\nconversation\r\n"

    hub.faults = [Fault(502, "POST", after=True), Fault(None, "GET", act=rewrite)]
    with hub:
        posted = ask(hub, POSTS["comment"])
        assert made(hub) == [posted.id]


@pytest.mark.parametrize("status", [0, 502])
def test_annotations_that_arrived_before_the_fault_are_not_sent_again(status: int) -> None:
    with full_hub(Fault(status, "PATCH", after=True)) as hub:
        output = CheckOutput("t", "s", annotations(120))
        ask(hub, lambda api: api.create_check_run(name="n", commit=HEAD, conclusion="neutral", output=output))
        assert [a["message"] for a in hub.check_runs[0].annotations] == [a.message for a in output.annotations]


def test_an_equal_check_run_of_an_earlier_run_is_not_taken_for_ours() -> None:
    with full_hub() as hub:
        first = ask(hub, POSTS["check run"])
        hub.faults = [Fault(502, "POST")]
        second = ask(hub, POSTS["check run"])
        assert [run.id for run in hub.check_runs] == [first.id, second.id]
        assert [len(run.annotations) for run in hub.check_runs] == [60, 60]


@pytest.mark.parametrize("status", [0, 500])
@pytest.mark.parametrize("after", [False, True])
def test_edits_and_removals_are_repeated_until_they_are_done(status: int, after: bool) -> None:
    faults = [Fault(status, method, after=after) for method in ("PATCH", "DELETE")]
    with full_hub(*faults) as hub:
        ask(hub, CALLS["edit a comment"])
        assert hub.pulls[7].comments[0].body == "new"
        ask(hub, CALLS["delete a comment"])
        assert hub.pulls[7].comments == []


def test_a_server_that_fails_for_good_ends_the_waiting() -> None:
    async def go_on(api: GitHub) -> None:
        for _ in range(40):
            with pytest.raises(RefusedError) as raised:
                await api.pull(7)
            assert raised.value.refusal is Refusal.UNAVAILABLE

    time = Time()
    with full_hub(Fault(500, times=-1)) as hub:
        ask(hub, go_on, time)
        assert len(hub.requests) < 40
    assert sum(time.slept) <= 120


def test_a_server_that_is_not_there_is_told_as_such() -> None:
    async def run() -> None:
        async with DeliveryApi(
            "http://127.0.0.1:9", "tidewatch/docs", TOKEN, "altproof/test", clock=Time().clock
        ) as api:
            await POSTS["comment"](api)

    with pytest.raises(RefusedError, match="did not answer") as raised:
        asyncio.run(run())
    assert raised.value.refusal is Refusal.UNAVAILABLE


@pytest.mark.parametrize(
    "setting",
    [
        ("HTTPS_PROXY", "ftp://user:s3cret@proxy"),
        ("ALL_PROXY", "http://user:s3cret@a:b"),
        ("SSL_CERT_FILE", "/nowhere/s3cret.pem"),
    ],
)
def test_settings_of_the_environment_that_cannot_be_used_are_told_without_their_secrets(
    setting: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(*setting)
    with hub_with() as hub:
        error = refused(hub, CALLS["pull"])
        assert hub.requests == []
    assert (error.refusal, setting[0] in error.hint) == (Refusal.UNAVAILABLE, True)
    assert "s3cret" not in "".join(traceback.format_exception(error)) + error.hint


def test_a_run_that_is_cancelled_while_it_waits_ends_at_once() -> None:
    async def run(hub: GitHubDouble) -> None:
        waits, never = asyncio.Event(), asyncio.Event()

        async def sleep(_: float) -> None:
            waits.set()
            await never.wait()

        names = (hub.address, "tidewatch/docs", TOKEN, "altproof/test")
        async with DeliveryApi(*names, clock=Clock(sleep=sleep)) as api:
            task = asyncio.create_task(api.post_issue_comment(7, "words"))
            await waits.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    with full_hub(secondary_limit(100, times=-1)) as hub:
        asyncio.run(run(hub))
        assert len(hub.requests) == 1
        assert made(hub) == []


# Hostile answers

DEEP = b"[" * 100_000
LIES: dict[str, Any] = {
    "HTML": b"<html><title>Sign in</title>",
    "no UTF-8": b'{"id": "\xff\xfe"}',
    "nothing": b"",
    "null": b"null",
    "a number": b"5",
    "deep": DEEP,
    "a list of nonsense": [None, 5, "a", [], {}, {"id": None}],
    "ids that are none": [{"id": "5"}, {"id": True}, {"id": 1.5}],
    "an object of nonsense": {"id": "5", "number": "7", "user": 3, "head": [], "data": [], "state": 1},
    "a huge number": b'{"id": ' + b"9" * 5_000 + b"}",
    "not a number": b'{"id": NaN}',
    "null everywhere": {"id": None, "number": None, "user": None, "head": None, "base": None, "body": None},
    "half a pull request": {"number": 7, "head": {"sha": 5}, "state": "open"},
}
LYING = [pytest.param(Fault(200, body=body, times=-1), id=name) for name, body in LIES.items()]
COOKIE = {"Set-Cookie": "a=\xfc\xf6; b=\x80"}
TWISTED = [
    *(
        pytest.param(Fault(status, headers={"Location": where}, times=-1), id=f"{status} to {where[:30]!r}")
        for status in (302, 303, 307)
        for where in (
            "https://evil.example/",
            "//evil.example/",
            "http://[",
            "http://\x80/",
            "javascript:a",
            "/user",
            "",
        )
    ),
    pytest.param(Fault(200, size=1 << 30, times=-1), id="an answer of 1 GiB"),
    pytest.param(Fault(500, size=1 << 30, times=2), id="an error of 1 GiB"),
    pytest.param(
        Fault(200, body=[], headers={"Link": '<https://evil.example/>; rel="next"'}, times=-1), id="a link away"
    ),
    pytest.param(Fault(200, body=[], headers={"Link": "<" * 60_000}, times=-1), id="a long link"),
    pytest.param(
        Fault(422, body={"message": TOKEN, "errors": [TOKEN, {"message": TOKEN}]}, times=-1), id="the token back"
    ),
    pytest.param(Fault(422, body={"message": "x" * 280 + TOKEN}, times=-1), id="the token back, cut"),
    pytest.param(Fault(422, body={"message": "\n::error::a\u202e\x1b[31m", "errors": 5}, times=-1), id="commands"),
    pytest.param(Fault(404, body=DEEP, times=-1), id="a deep refusal"),
    pytest.param(Fault(418, body=b"\xff", headers=COOKIE, times=-1), id="a teapot"),
]


@pytest.mark.parametrize("fault", [*LYING, *TWISTED])
def test_a_hostile_answer_neither_leads_astray_nor_leaks_nor_crashes(
    fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []

    async def all_calls(api: GitHub) -> None:
        for call in CALLS.values():
            try:
                told.append(repr(await call(api)))
            except RefusedError as error:
                told.extend((repr(error), error.message, error.hint, *traceback.format_exception(error)))

    with caplog.at_level(logging.DEBUG), full_hub(Fault(**vars(fault))) as hub:
        ask(hub, all_calls)
    words = "".join((*told, caplog.text))
    assert TOKEN[:10] not in words
    assert not any(ord(c) < 32 and c != "\n" for c in "".join(told))
    assert "\n::" not in words


def test_a_list_that_never_ends_is_not_followed_for_ever() -> None:
    with hub_with() as hub:
        around = {"Link": f'<{hub.address}/repos/tidewatch/docs/issues/7/comments?per_page=100>; rel="next"'}
        hub.faults = [Fault(200, "GET", body=[], headers=around, times=-1)]
        assert refused(hub, CALLS["comments"]).refusal is Refusal.UNAVAILABLE
        assert len(hub.requests) == 50


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/repos/tidewatch/docs/issues/7/comments", "ftp://a.example"])
def test_a_list_that_goes_on_at_another_server_is_not_followed_and_not_taken_for_whole(address: str) -> None:
    with hub_with() as hub:
        hub.faults = [Fault(200, "GET", body=[], headers={"Link": f'<{address}>; rel="next"'}, times=-1)]
        assert refused(hub, CALLS["comments"]).refusal is Refusal.UNAVAILABLE
        assert len(hub.requests) == 1


def test_cookies_are_neither_kept_nor_a_reason_to_fail() -> None:
    async def twice(api: GitHub) -> None:
        await api.pull(7)
        await api.pull(7)

    with hub_with() as hub:
        answer = json.dumps(hub.pulls[7].shown(7)).encode()
        hub.faults = [Fault(200, body=answer, headers=COOKIE), Fault(200, body=answer, headers={"Set-Cookie": "a=b"})]
        ask(hub, twice)
        assert not any("cookie" in request.headers for request in hub.requests)


@pytest.mark.parametrize("token", ["ghs_a\nb", "ghs_é", "ghs a", "\0", "ghs_a\r\nX-Evil: b", "ghs_a\n"])
@pytest.mark.parametrize("call", ["pull", "comment"])
def test_a_token_that_no_header_can_carry_is_refused_without_showing_it(call: str, token: str) -> None:
    with hub_with() as hub:
        with pytest.raises(RefusedError, match="github-token") as raised:
            ask(hub, CALLS[call], token=token)
        assert hub.requests == []
    assert raised.value.refusal is Refusal.FORBIDDEN
    assert token not in "".join(traceback.format_exception(raised.value)) + raised.value.hint


def test_the_client_shows_no_token() -> None:
    api = DeliveryApi("http://127.0.0.1:9", "tidewatch/docs", TOKEN, "altproof/test")
    assert TOKEN not in repr(api) + str(api)

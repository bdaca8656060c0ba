"""Every call of delivery against the double: what it does there, and what it costs."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from altproof.github.base import (
    CheckAnnotation,
    CheckImage,
    CheckOutput,
    GitHub,
    LineComment,
    Posted,
    PostedComment,
    PullRequest,
    Refusal,
    RefusedError,
)
from altproof.github.delivery_api import DeliveryApi, graphql_address
from tests.fakes.github import BOT, TOKEN, Comment, GitHubDouble, Pull, Request, Time, changed_file

HEAD, OLD = "a" * 40, "b" * 40
PATCH = "@@ -1,3 +1,4 @@\n a\n+b\n c\n d\n@@ -10,2 +11,2 @@\n x\n-y\n+z"
"""Shows the lines 1 to 4 and 11 to 12."""
Answer = TypeVar("Answer")
Question = Callable[[GitHub], Awaitable[Answer]]


def hub_with(pull: Pull | None = None) -> GitHubDouble:
    files = [changed_file("docs/a.md", PATCH), changed_file("logo.png"), changed_file("gone.md", "", "removed")]
    return GitHubDouble(pulls={7: pull or Pull(HEAD, files)})


def ask(hub: GitHubDouble, question: Question[Answer], time: Time | None = None, token: str = TOKEN) -> Answer:
    """The answer to one question of a fresh client, on a clock that only waiting moves."""
    time = time or Time()
    hub.clock = time.read

    async def run() -> Answer:
        names = (hub.address, "tidewatch/docs", token, "altproof/test")
        async with DeliveryApi(*names, graphql=hub.graphql, clock=time.clock) as api:
            return await question(api)

    return asyncio.run(run())


def refused(hub: GitHubDouble, question: Question[object], time: Time | None = None) -> RefusedError:
    with pytest.raises(RefusedError) as raised:
        ask(hub, question, time)
    return raised.value


def annotations(count: int) -> tuple[CheckAnnotation, ...]:
    return tuple(
        CheckAnnotation("docs/a.md", n, n, "warning", "Missing alt", f"image {n}") for n in range(1, count + 1)
    )


def test_the_token_of_a_job_speaks_for_the_bot_and_is_asked_once() -> None:
    async def twice(api: GitHub) -> tuple[str, str]:
        return await api.login(), await api.login()

    with hub_with() as hub:
        assert ask(hub, twice) == (BOT, BOT)
        assert hub.asked() == ["POST /graphql"]


def test_a_token_of_a_person_speaks_for_the_person() -> None:
    with GitHubDouble(speaker="octocat") as hub:
        assert ask(hub, lambda api: api.login()) == "octocat"


def test_a_token_that_may_not_say_whose_it_is_is_taken_for_that_of_a_job() -> None:
    with GitHubDouble(tells_viewer=False) as hub:
        assert ask(hub, lambda api: api.login()) == BOT


@pytest.mark.parametrize(
    ("pull", "expected"),
    [
        (Pull(HEAD), PullRequest(7, HEAD, True, False, False, "octocat", False, False)),
        (Pull(HEAD, is_open=False), PullRequest(7, HEAD, False, False, False, "octocat", False, False)),
        (Pull(HEAD, is_locked=True), PullRequest(7, HEAD, True, True, False, "octocat", False, False)),
        (Pull(HEAD, is_draft=True), PullRequest(7, HEAD, True, False, True, "octocat", False, False)),
        (
            Pull(HEAD, author="dependabot[bot]"),
            PullRequest(7, HEAD, True, False, False, "dependabot[bot]", True, False),
        ),
        (Pull(HEAD, author=None), PullRequest(7, HEAD, True, False, False, "", False, False)),
        (Pull(HEAD, head_repository="b/docs"), PullRequest(7, HEAD, True, False, False, "octocat", False, True)),
        (Pull(HEAD, head_repository=None), PullRequest(7, HEAD, True, False, False, "octocat", False, True)),
    ],
    ids=["open", "closed", "locked", "draft", "of a bot", "of nobody", "of a fork", "of a deleted fork"],
)
def test_a_pull_request_is_shown_as_it_stands(pull: Pull, expected: PullRequest) -> None:
    with hub_with(pull) as hub:
        assert ask(hub, lambda api: api.pull(7)) == expected
        assert len(hub.requests) == 1


def test_a_push_meanwhile_is_seen() -> None:
    async def before_and_after(api: GitHub) -> list[str]:
        first = await api.pull(7)
        hub.pulls[7].force_push(OLD)
        return [first.head, (await api.pull(7)).head]

    with hub_with() as hub:
        assert ask(hub, before_and_after) == [HEAD, OLD]


def test_only_open_pull_requests_of_that_branch_and_owner_are_found() -> None:
    pulls = {
        1: Pull(HEAD, head_repository="passer-by/docs", branch="a b&c#é"),
        2: Pull(HEAD, head_repository="passer-by/docs", branch="a b&c#é", is_open=False),
        3: Pull(HEAD, head_repository="another/docs", branch="a b&c#é"),
        4: Pull(HEAD, head_repository="passer-by/docs", branch="other"),
    }
    with GitHubDouble(pulls=pulls) as hub:
        assert [p.number for p in ask(hub, lambda api: api.pulls_from("passer-by", "a b&c#é"))] == [1]
        # GitHub drops a filter that it cannot read, and lists every pull request
        assert ask(hub, lambda api: api.pulls_from("passer-by", "")) == []


def test_patches_are_those_of_the_files_at_head() -> None:
    with hub_with() as hub:
        assert ask(hub, lambda api: api.patches(7)) == {"docs/a.md": PATCH, "logo.png": None}


def test_every_page_of_patches_and_comments_is_read() -> None:
    files = [changed_file(f"{n}.md", PATCH) for n in range(250)]
    pull = Pull(HEAD, files)
    pull.comments = [Comment(n, "octocat", f"{n}") for n in range(201)]
    pull.review_comments = [Comment(n, "octocat", f"{n}", "0.md", 1) for n in range(1_000, 1_101)]
    with hub_with(pull) as hub:
        assert list(ask(hub, lambda api: api.patches(7))) == [f"{n}.md" for n in range(250)]
        assert len(hub.requests) == 3
        assert [c.id for c in ask(hub, lambda api: api.issue_comments(7))] == list(range(201))
        assert len(hub.requests) == 6
        assert [c.id for c in ask(hub, lambda api: api.review_comments(7))] == list(range(1_000, 1_101))
        assert len(hub.requests) == 8


def test_comments_are_told_with_author_place_and_thread() -> None:
    pull = Pull(HEAD)
    pull.comments = [Comment(1, "octocat", "hello\r\nthere")]
    pull.review_comments = [
        Comment(2, BOT, "at a line", "docs/a.md", 3),
        Comment(3, "octocat", "why?", "docs/a.md", 3, reply_to=2),
        Comment(4, BOT, "at the file", "docs/a.md", None, subject="file"),
    ]
    with hub_with(pull) as hub:
        assert ask(hub, lambda api: api.issue_comments(7)) == [PostedComment(1, "octocat", "hello\r\nthere")]
        assert ask(hub, lambda api: api.review_comments(7)) == [
            PostedComment(2, BOT, "at a line", "docs/a.md", 3),
            PostedComment(3, "octocat", "why?", "docs/a.md", 3, 2),
            PostedComment(4, BOT, "at the file", "docs/a.md"),
        ]


def test_a_review_is_one_request_that_only_comments() -> None:
    comments = [LineComment("docs/a.md", "one", 2), LineComment("docs/a.md", "two", 4, 1)]
    with hub_with() as hub:
        posted = ask(hub, lambda api: api.post_review(7, commit=HEAD, body="words", comments=comments))
        assert hub.asked() == ["POST /pulls/7/reviews"]
        (review,) = hub.pulls[7].reviews
        shown = [(c.body, c.line, c.start_line, c.author) for c in hub.pulls[7].review_comments]
    assert posted == Posted(review.id, f"https://github.com/tidewatch/docs/pull/7#pullrequestreview-{review.id}")
    assert (review.state, review.commit, review.body) == ("COMMENTED", HEAD, "words")
    assert shown == [("one", 2, None, BOT), ("two", 4, 1, BOT)]


def test_a_range_of_one_line_is_sent_as_that_line() -> None:
    comment = LineComment("docs/a.md", "one", 2, start_line=2)
    with hub_with() as hub:
        ask(hub, lambda api: api.post_line_comment(7, commit=HEAD, comment=comment))
        assert hub.pulls[7].review_comments[0].start_line is None


def test_single_comments_stand_at_lines_files_and_in_the_conversation() -> None:
    async def all_three(api: GitHub) -> list[Posted]:
        comment = LineComment("docs/a.md", "at lines", 12, 11)
        return [
            await api.post_line_comment(7, commit=HEAD, comment=comment),
            await api.post_file_comment(7, commit=HEAD, path="logo.png", body="at a file"),
            await api.post_issue_comment(7, "in the conversation"),
        ]

    with hub_with() as hub:
        posted = ask(hub, all_three)
        at_files, talk = hub.pulls[7].review_comments, hub.pulls[7].comments
        found = [(c.id, c.path, c.line, c.start_line, c.body) for c in (*at_files, *talk)]
    assert found == [
        (posted[0].id, "docs/a.md", 12, 11, "at lines"),
        (posted[1].id, "logo.png", None, None, "at a file"),
        (posted[2].id, None, None, None, "in the conversation"),
    ]
    assert all(made.url.startswith("https://github.com/tidewatch/docs/pull/7#") for made in posted)


def test_comments_are_edited_and_removed() -> None:
    async def change(api: GitHub) -> None:
        await api.edit_review_comment(1, "new at the file")
        await api.edit_issue_comment(3, "new in the conversation")
        await api.delete_review_comment(2)
        await api.delete_issue_comment(4)

    pull = Pull(HEAD)
    pull.review_comments = [Comment(1, BOT, "old", "docs/a.md", 2), Comment(2, BOT, "old", "docs/a.md", 2)]
    pull.comments = [Comment(3, BOT, "old"), Comment(4, BOT, "old")]
    with hub_with(pull) as hub:
        ask(hub, change)
    assert [c.body for c in (*pull.review_comments, *pull.comments)] == ["new at the file", "new in the conversation"]


@pytest.mark.parametrize(("count", "requests"), [(0, 1), (1, 1), (50, 1), (51, 2), (120, 3)])
def test_a_check_run_gets_all_annotations_fifty_a_request(count: int, requests: int) -> None:
    output = CheckOutput("3 images", "words", annotations(count), (CheckImage("a logo", "https://a.example/b.png"),))
    with hub_with() as hub:
        posted = ask(
            hub, lambda api: api.create_check_run(name="Altproof", commit=HEAD, conclusion="neutral", output=output)
        )
        assert len(hub.requests) == requests
        (run,) = hub.check_runs
    assert posted == Posted(run.id, f"https://github.com/tidewatch/docs/runs/{run.id}")
    assert [a["message"] for a in run.annotations] == [f"image {n}" for n in range(1, count + 1)]
    assert (run.name, run.commit, run.conclusion) == ("Altproof", HEAD, "neutral")
    assert (run.title, run.summary) == ("3 images", "words")
    assert run.images == [{"alt": "a logo", "image_url": "https://a.example/b.png"}]


def test_columns_are_sent_only_where_an_annotation_is_on_one_line() -> None:
    one, two = (CheckAnnotation("a.md", 1, last, "failure", "t", "m", 3, 9) for last in (1, 2))
    with hub_with() as hub:
        output = CheckOutput("t", "s", (one, two))
        ask(hub, lambda api: api.create_check_run(name="n", commit=HEAD, conclusion="failure", output=output))
        first, second = hub.check_runs[0].annotations
    assert (first["start_column"], first["end_column"]) == (3, 9)
    assert not {"start_column", "end_column"} & second.keys()


def test_a_summary_that_is_too_long_is_refused_before_it_is_sent() -> None:
    def run(characters: int) -> Question[Posted]:
        output = CheckOutput("t", "é" * characters)
        return lambda api: api.create_check_run(name="n", commit=HEAD, conclusion="neutral", output=output)

    with hub_with() as hub:
        assert refused(hub, run(65_536)).refusal is Refusal.INVALID
        assert hub.requests == []
        ask(hub, run(65_535))


def test_what_no_server_takes_is_sent_as_question_marks() -> None:
    with hub_with() as hub:
        ask(hub, lambda api: api.post_issue_comment(7, "a\ud800b \udcff é 日本"))
    assert hub.pulls[7].comments[0].body == "a?b ? é 日本"


@pytest.mark.parametrize("enterprise", [False, True])
def test_graphql_is_found_from_the_address_of_the_api(enterprise: bool) -> None:
    with GitHubDouble(enterprise=enterprise) as hub:
        assert graphql_address(hub.address) == hub.graphql
    assert graphql_address("https://api.github.com") == "https://api.github.com/graphql"
    assert graphql_address("https://git.example/api/v3/") == "https://git.example/api/graphql"


def test_github_enterprise_server_is_asked_below_its_own_address() -> None:
    async def several(api: GitHub) -> str:
        await api.patches(7)
        await api.post_issue_comment(7, "words")
        return await api.login()

    files = [changed_file(f"{n}.md") for n in range(101)]
    with GitHubDouble(pulls={7: Pull(HEAD, files)}, enterprise=True) as hub:
        assert ask(hub, several) == BOT
        assert [r.path for r in hub.requests] == [
            "/api/v3/repos/tidewatch/docs/pulls/7/files",
            "/api/v3/repos/tidewatch/docs/pulls/7/files",
            "/api/v3/repos/tidewatch/docs/issues/7/comments",
            "/api/graphql",
        ]


def test_an_old_server_that_knows_no_version_is_asked_without_one() -> None:
    async def twice(api: GitHub) -> None:
        await api.pull(7)
        await api.post_issue_comment(7, "words")

    with GitHubDouble(pulls={7: Pull(HEAD)}, unversioned=True) as hub:
        ask(hub, twice)
        assert len(hub.requests) == 3
        assert [r.body for r in hub.pulls[7].comments] == ["words"]


def test_a_renamed_repository_is_found_behind_its_redirect() -> None:
    from tests.fakes.github import Fault

    with hub_with() as hub:
        there = {"Location": f"{hub.address}/repos/tidewatch/docs/issues/7/comments"}
        hub.faults.append(Fault(307, method="POST", headers=there))
        ask(hub, lambda api: api.post_issue_comment(7, "words"))
        sent: list[Request] = hub.requests
        assert [(r.method, r.body) for r in sent] == [("POST", {"body": "words"})] * 2
    assert len(hub.pulls[7].comments) == 1


def test_writes_are_a_second_apart_and_those_that_people_hear_of_three() -> None:
    async def many(api: GitHub) -> None:
        first = await api.post_issue_comment(7, "one")
        await asyncio.gather(
            api.post_issue_comment(7, "two"),
            api.edit_issue_comment(first.id, "1"),
            api.post_file_comment(7, commit=HEAD, path="logo.png", body="three"),
            api.create_check_run(
                name="n", commit=HEAD, conclusion="neutral", output=CheckOutput("t", "s", annotations(60))
            ),
        )
        await api.post_review(7, commit=HEAD, body="four", comments=[])

    time = Time()
    with hub_with() as hub:
        ask(hub, many, time)
        assert hub.hasty == []
        assert len(hub.writes) == 7
    assert sum(time.slept) <= 10


def test_reading_waits_for_nothing() -> None:
    async def many(api: GitHub) -> None:
        for _ in range(5):
            await api.pull(7)

    time = Time()
    with hub_with() as hub:
        ask(hub, many, time)
    assert time.slept == []

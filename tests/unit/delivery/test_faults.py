"""The faults of R09 to R12 between delivery and the real client: requests, waiting, and what is left to other ways."""

import asyncio

import pytest
from msgspec import Struct
from msgspec.structs import replace

from altproof.delivery.base import Outcome, Wanted, Wish
from altproof.delivery.rounds import deliver
from altproof.github.delivery_api import DeliveryApi
from altproof.model import Severity
from altproof.report import Channel
from tests.fakes.github import TOKEN, Fault, GitHubDouble, Pull, Time, changed_file, secondary_limit
from tests.fakes.pull_request import added
from tests.unit.reporters.reviewed import HEAD, finding, report

LINE = "![](b.png)"
SOURCE = {"a.md": dict.fromkeys(range(1, 41), LINE)}
REPORT = report(finding(2, replacement="A"), finding(5, severity=Severity.WARNING), finding(1, document="b.md"))
ALL = dict.fromkeys((Channel.REVIEW, Channel.CHECK_RUN, Channel.COMMENT), Wish.TRUE)
BAD_LINE = {"message": "Unprocessable Entity", "errors": ["line must be part of the diff"]}


def hub(*faults, **more):
    files = [changed_file("a.md", added(1, *[LINE] * 40)), changed_file("b.md")]
    time = Time()
    return GitHubDouble(pulls={12: Pull(head=HEAD, files=files)}, faults=list(faults), clock=time.read, **more), time


def run(github, time, what=REPORT, wishes=ALL):
    async def go() -> Outcome:
        async with DeliveryApi(github.address, "tidewatch/docs", TOKEN, "altproof/test", clock=time.clock) as api:
            return await deliver(api, what, Wanted("Altproof", "error", dict(wishes)), SOURCE)

    return asyncio.run(go())


class Case(Struct, frozen=True):
    """A fault, and what is left of the three ways: review, check run, comment."""

    fault: Fault
    done: tuple[bool, bool, bool]
    most_requests: int
    most_waiting: float = 120.0


CASES = {
    "R09 secondary limit, then fine": Case(secondary_limit(30, path="reviews"), (True, True, True), 12, 60),
    "R09 secondary limit that stays": Case(secondary_limit(60, times=-1, method="POST"), (False, False, False), 9),
    "R09 a pause longer than there is": Case(secondary_limit(3600, times=-1, method="POST"), (False, False, False), 7),
    "R09 429 on reading": Case(secondary_limit(9, status=429, path="files"), (True, True, True), 12, 30),
    "R09 remaining 0": Case(
        Fault(
            403,
            path="/pulls/12$",
            body={"message": "API rate limit exceeded"},
            headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1700099999"},
            times=-1,
        ),
        (False, False, False),
        1,
        0,
    ),
    "R10 the review is refused for a line": Case(Fault(422, path="reviews", body=BAD_LINE), (True, True, True), 14, 30),
    "R10 no line is taken": Case(Fault(422, path=r"/pulls/12/(reviews|comments)", method="POST", body=BAD_LINE, times=-1), (False, True, True), 14, 30),
    "R11 the pull request is gone": Case(Fault(404, path="/pulls/12$", times=-1), (False, False, False), 1, 0),
    "R11 gone while we looked": Case(Fault(404, path="/pulls/12/files", times=-1), (False, True, True), 9, 30),
    "R11 locked meanwhile": Case(Fault(403, path="reviews|issues", body={"message": "Unable to create comment because issue is locked."}, method="POST", times=-1), (False, True, False), 10, 30),
    "a server in trouble": Case(Fault(502, times=-1), (False, False, False), 4, 30),
    "a server that hangs up": Case(Fault(0, times=-1), (False, False, False), 4, 60),
    "nonsense for an answer": Case(Fault(200, path="/pulls/12$", body=b"<html>", times=-1), (False, False, False), 4, 30),
    "a read-only token": Case(Fault(403, method="POST", body={"message": "Resource not accessible by integration"}, times=-1), (False, False, False), 9, 10),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_fault_costs_its_own_way_only_and_ends_in_time(case):
    github, time = hub(case.fault)
    with github:
        outcome = run(github, time)
        assert tuple(one.done for one in outcome.deliveries) == case.done
        assert len(github.requests) <= case.most_requests, github.asked()
        assert sum(time.slept) <= case.most_waiting
        assert github.hasty == []
    told = {one.fingerprint for one in REPORT.findings}
    assert outcome.on_lines == told or outcome.needs_annotations
    for one in outcome.deliveries:
        assert one.done or (one.message and one.instead)


def test_the_usual_run_makes_ten_requests_four_of_them_writes():
    github, time = hub()
    with github:
        run(github, time)
        assert len(github.requests) == 10, github.asked()
        assert len(github.writes) == 4
        assert github.hasty == []


def test_five_reruns_of_the_same_commit_write_nothing():
    github, time = hub()
    wishes = dict.fromkeys((Channel.REVIEW, Channel.COMMENT), Wish.TRUE)
    with github:
        run(github, time, wishes=wishes)
        before = len(github.writes)
        bodies = [one.body for one in (*github.pulls[12].comments, *github.pulls[12].review_comments)]
        for _ in range(5):
            run(github, time, wishes=wishes)
        assert len(github.writes) == before
        assert [one.body for one in (*github.pulls[12].comments, *github.pulls[12].review_comments)] == bodies


@pytest.mark.parametrize("when", ["reviews", "check-runs", "issues/12/comments"])
def test_an_answer_that_is_lost_doubles_nothing(when):
    github, time = hub(Fault(0, method="POST", path=when, after=True))
    with github:
        run(github, time)
        pull = github.pulls[12]
        assert (len(pull.reviews), len(pull.comments), len(github.check_runs)) == (1, 1, 1)
        assert len(pull.review_comments) == 3


def test_what_a_push_outdated_while_it_was_posted_is_replaced_by_the_next_run():
    github, time = hub()
    pull = github.pulls[12]
    github.faults = [Fault(None, path="reviews", method="POST", act=lambda: pull.push("2" * 40))]
    with github:
        run(github, time, wishes={Channel.REVIEW: Wish.TRUE})
        assert [one.line for one in pull.review_comments] == [None, None, None]
        assert "moved on" in run(github, time).deliveries[0].message
        run(github, time, replace(REPORT, run=replace(REPORT.run, head="2" * 40)))
        assert [(one.path, one.line) for one in pull.review_comments] == [("b.md", None), ("a.md", 2), ("a.md", 5)]


def test_a_thousand_findings_are_thirty_comments_ten_pages_of_annotations_and_one_comment():
    github, time = hub()
    many = report(*[finding(n % 40 + 1, column=3 * n + 3) for n in range(1000)])
    with github:
        outcome = run(github, time, many)
        assert len(github.pulls[12].review_comments) == 30
        assert [len(one.annotations) for one in github.check_runs] == [500]
        assert len(github.writes) == 12
        (comment,) = github.pulls[12].comments
    assert len(comment.body) < 60_000
    assert len(comment.body.encode()) < 240_000
    assert "left out here for their size" in comment.body
    assert [one.done for one in outcome.deliveries] == [True, True, True]
    assert outcome.needs_annotations

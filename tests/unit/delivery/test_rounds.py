"""Delivery against a pull request in memory: what is posted, what a refusal leads to, and that nothing is lost or doubled."""

import asyncio

import pytest
from msgspec.structs import replace

from altproof.delivery.base import Wanted, Wish
from altproof.delivery.rounds import deliver
from altproof.github.base import PostedComment, Refusal
from altproof.model import Severity
from altproof.report import Channel
from altproof.reporters import comment
from tests.fakes.pull_request import ME, OPEN, MemoryGitHub, added
from tests.unit.reporters.reviewed import finding, report

LINE = "![](b.png)"
FILES = {"a.md": added(1, *[LINE] * 50), "b.md": None}
SOURCE = {"a.md": dict.fromkeys(range(1, 51), LINE)}
THREE = report(finding(2, replacement="A"), finding(5, severity=Severity.WARNING), finding(1, document="b.md"))
CLEAN = report()
REVIEW, CHECK, COMMENT = Channel.REVIEW, Channel.CHECK_RUN, Channel.COMMENT
ALL = dict.fromkeys((REVIEW, CHECK, COMMENT), Wish.TRUE)


def wanted(wishes=ALL, **more):
    return Wanted("Altproof", "error", dict(wishes), **more)


def run(github, what=THREE, wishes=None):
    return asyncio.run(deliver(github, what, wishes or wanted(), SOURCE))


def hub(**more):
    return MemoryGitHub(files=dict(FILES), **more)


def by_channel(outcome):
    return {one.channel: one for one in outcome.deliveries}


# --- what must not be done ---


def test_nothing_is_asked_where_nothing_is_wanted():
    github = hub()
    outcome = run(github, wishes=wanted({REVIEW: Wish.FALSE}))
    assert (github.calls, outcome.deliveries, outcome.needs_annotations) == ([], (), False)


def test_a_token_known_to_be_read_only_is_not_tried_where_nobody_insists():
    github = hub()
    assert run(github, wishes=wanted({REVIEW: Wish.AUTO}, read_only=True)).deliveries == ()
    assert github.calls == []
    assert run(github, wishes=wanted({REVIEW: Wish.TRUE}, read_only=True)).deliveries != ()


def test_a_push_has_no_pull_request_to_comment_on_and_still_a_check_run():
    github = hub()
    push = replace(THREE, run=replace(THREE.run, pull_request=None, event="push"))
    outcome = run(github, push)
    assert github.calls == ["create_check_run"]
    assert by_channel(outcome)[CHECK].count == 3


@pytest.mark.parametrize(
    ("pull", "reason"),
    [
        (replace(OPEN, head="2" * 40), "moved on"),
        (replace(OPEN, is_open=False), "closed"),
        (replace(OPEN, is_locked=True), "locked"),
        (replace(OPEN, author_is_bot=True), "bots"),
        (replace(OPEN, is_draft=True), "drafts"),
    ],
    ids=["pushed meanwhile", "closed", "locked", "of a bot", "draft"],
)
def test_nothing_is_posted_to_a_pull_request_that_is_not_as_it_should_be(pull, reason):
    github = hub(pull_request=pull)
    outcome = run(github, wishes=wanted(skips_bots=True, skips_drafts=True))
    assert github.calls == ["pull"]
    assert len(outcome.deliveries) == 3
    assert all(reason in one.message and not one.done and one.count == 0 for one in outcome.deliveries)
    assert outcome.needs_annotations
    assert outcome.on_lines == frozenset()


def test_bots_and_drafts_are_not_skipped_unless_asked():
    github = hub(pull_request=replace(OPEN, author_is_bot=True, is_draft=True))
    assert all(one.done for one in run(github).deliveries)


# --- the usual ---


def test_everything_is_posted_once_in_few_requests():
    github = hub()
    outcome = run(github)
    assert github.writes == ["post_review", "post_file_comment", "create_check_run", "post_issue_comment"]
    assert [one.path for one in github.at_files] == ["a.md", "a.md", "b.md"]
    assert github.reviews == ["Altproof: 2 errors and 1 warning."]
    assert [(one.channel, one.done, one.count, one.message) for one in outcome.deliveries] == [
        (REVIEW, True, 3, ""),
        (CHECK, True, 3, ""),
        (COMMENT, True, 3, ""),
    ]
    assert outcome.on_lines == {one.fingerprint for one in THREE.findings}
    assert not outcome.needs_annotations


def test_five_more_runs_change_nothing():
    github = hub()
    wishes = wanted({REVIEW: Wish.TRUE, COMMENT: Wish.TRUE})
    run(github, wishes=wishes)
    state = (list(github.at_files), list(github.in_conversation), list(github.reviews))
    before = len(github.writes)
    for _ in range(5):
        outcome = run(github, wishes=wishes)
        assert [one.count for one in outcome.deliveries] == [3, 3]
        assert outcome.on_lines == {one.fingerprint for one in THREE.findings}
    assert len(github.writes) == before
    assert (github.at_files, github.in_conversation, github.reviews) == state


def test_a_mended_pull_request_is_left_without_our_comments():
    github = hub()
    run(github)
    outcome = run(github, CLEAN)
    assert (github.at_files, github.in_conversation) == ([], [])
    assert github.checks[-1][2] == "success"
    assert all(one.done for one in outcome.deliveries)


def test_a_clean_pull_request_gets_no_comment_at_all():
    github = hub()
    run(github, CLEAN)
    assert github.writes == ["create_check_run"]


def test_a_second_push_edits_what_changed_and_leaves_discussions_alone():
    github = hub()
    run(github, wishes=wanted({REVIEW: Wish.TRUE}))
    answered = github.at_files[1]
    github.at_files.append(PostedComment(900, "octocat", "Why?", answered.path, answered.line, reply_to=answered.id))
    run(github, report(finding(2, replacement="B"), finding(9)), wanted({REVIEW: Wish.TRUE}))
    assert "![B](b.png)" in github.at_files[0].body
    assert answered in github.at_files
    assert [one.line for one in github.at_files] == [2, 5, 5, 9]
    assert github.writes[-3:] == ["post_review", "edit_review_comment", "delete_review_comment"]


@pytest.mark.parametrize(("fail_on", "conclusion"), [("error", "failure"), ("never", "neutral")])
def test_the_conclusion_follows_the_threshold(fail_on, conclusion):
    github = hub()
    run(github, wishes=replace(wanted({CHECK: Wish.TRUE}), fail_on=fail_on))
    assert [one[:3] for one in github.checks] == [("Altproof", "1" * 40, conclusion)]


# --- refusals: R09 to R11 ---


@pytest.mark.parametrize("refusal", list(Refusal))
@pytest.mark.parametrize("call", ["pull", "patches", "review_comments", "post_review"])
def test_a_review_that_is_refused_leaves_the_findings_to_the_annotations(call, refusal):
    github = hub(faults={call: [refusal], "post_line_comment": [refusal], "post_file_comment": [refusal]})
    outcome = run(github, wishes=wanted({REVIEW: Wish.TRUE}))
    (told,) = outcome.deliveries
    assert (told.done, told.count, told.instead) == (False, 0, Channel.ANNOTATIONS)
    assert told.message
    assert outcome.needs_annotations
    assert github.at_files == []


def test_a_check_run_stands_in_for_a_review():
    github = hub(faults={"post_review": [Refusal.FORBIDDEN]})
    outcome = run(github, wishes=wanted({REVIEW: Wish.TRUE, CHECK: Wish.TRUE}))
    assert by_channel(outcome)[REVIEW].instead is CHECK
    assert by_channel(outcome)[CHECK].done
    assert not outcome.needs_annotations


@pytest.mark.parametrize(
    ("channel", "call", "instead"),
    [(CHECK, "create_check_run", Channel.ANNOTATIONS), (COMMENT, "post_issue_comment", Channel.SUMMARY)],
)
@pytest.mark.parametrize("refusal", list(Refusal))
def test_a_refused_check_run_or_comment_has_its_next_best(channel, call, instead, refusal):
    outcome = run(hub(faults={call: [refusal]}), wishes=wanted({channel: Wish.TRUE}))
    (told,) = outcome.deliveries
    assert (told.done, told.count, told.instead) == (False, 0, instead)
    assert "give the job rights" in told.message


def test_one_channel_that_is_refused_does_not_keep_the_others():
    github = hub(faults={"post_review": [Refusal.FORBIDDEN], "create_check_run": [Refusal.UNAVAILABLE]})
    done = {one.channel: one.done for one in run(github).deliveries}
    assert done == {REVIEW: False, CHECK: False, COMMENT: True}


@pytest.mark.parametrize("call", ["pull", "post_review"])
def test_nothing_is_said_of_a_right_that_nobody_asked_to_use(call):
    outcome = run(hub(faults={call: [Refusal.FORBIDDEN]}), wishes=wanted({REVIEW: Wish.AUTO}))
    assert outcome.deliveries == ()
    assert outcome.needs_annotations
    busy = run(hub(faults={call: [Refusal.BUSY]}), wishes=wanted({REVIEW: Wish.AUTO}))
    assert [one.done for one in busy.deliveries] == [False]


def test_a_line_that_github_does_not_take_costs_that_comment_only():
    github = hub(faults={"post_review": [Refusal.INVALID], "post_line_comment": [None, Refusal.INVALID, None]})
    four = report(*[finding(n) for n in (2, 4, 6, 8)])
    outcome = run(github, four, wanted({REVIEW: Wish.TRUE}))
    assert [one.line for one in github.at_files] == [2, 6, 8]
    (told,) = outcome.deliveries
    assert (told.done, told.count, told.instead) == (True, 3, Channel.ANNOTATIONS)
    assert "1 of its comments" in told.message
    assert outcome.needs_annotations
    assert len(outcome.on_lines) == 3


def test_comments_that_are_all_refused_are_not_tried_to_the_last():
    github = hub(faults={"post_review": [Refusal.INVALID], "post_line_comment": [Refusal.INVALID]})
    outcome = run(github, report(*[finding(n) for n in range(1, 31)]), wanted({REVIEW: Wish.TRUE}))
    assert github.calls.count("post_line_comment") == 5
    assert "30 of its comments" in outcome.deliveries[0].message
    assert outcome.on_lines == frozenset()


def test_what_was_posted_before_a_limit_counts_as_posted():
    faults = {"post_review": [Refusal.INVALID], "post_line_comment": [None, Refusal.BUSY]}
    outcome = run(hub(faults=faults), wishes=wanted({REVIEW: Wish.TRUE}))
    (told,) = outcome.deliveries
    assert (told.done, told.count) == (True, 1)
    assert len(outcome.on_lines) == 1
    assert outcome.needs_annotations


@pytest.mark.parametrize("refusal", [Refusal.GONE, Refusal.FORBIDDEN, Refusal.INVALID])
def test_a_comment_that_cannot_be_edited_or_removed_costs_nothing_else(refusal):
    github = hub()
    run(github, wishes=wanted({REVIEW: Wish.TRUE}))
    github.faults = {"edit_review_comment": [refusal], "delete_review_comment": [refusal]}
    outcome = run(github, report(finding(2, replacement="B"), finding(9)), wanted({REVIEW: Wish.TRUE}))
    assert [one.line for one in github.at_files][-1] == 9
    assert outcome.needs_annotations  # the edit did not reach its comment


# --- the comment in the conversation: T42, R12 ---


def sticky(**more):
    return hub(**more), wanted({COMMENT: Wish.TRUE})


def test_somebody_elses_comment_with_our_marker_is_neither_edited_nor_removed():
    github, wishes = sticky()
    planted = PostedComment(1, "mallory", comment.render(THREE, "Altproof"))
    github.in_conversation.append(planted)
    run(github, wishes=wishes)
    assert github.in_conversation[0] == planted
    assert len(github.in_conversation) == 2
    run(github, CLEAN, wishes)
    assert github.in_conversation == [planted]


def test_a_comment_far_down_a_long_conversation_is_found_again():
    github, wishes = sticky()
    github.in_conversation += [PostedComment(n, "octocat", "talk") for n in range(1, 60)]
    run(github, wishes=wishes)
    github.in_conversation += [PostedComment(900 + n, "octocat", "talk") for n in range(60)]
    other = report(finding(7))
    run(github, other, wishes)
    ours = [one for one in github.in_conversation if one.author == ME]
    assert [one.body for one in ours] == [comment.render(other, "Altproof")]


def test_two_runs_that_post_at_once_leave_one_comment():
    github, wishes = sticky()
    github.meanwhile = PostedComment(50, ME, comment.render(report(finding(7)), "Altproof"))
    run(github, wishes=wishes)
    assert [(one.id, one.body) for one in github.in_conversation] == [(50, comment.render(THREE, "Altproof"))]


def test_a_comment_that_somebody_removed_meanwhile_is_posted_anew():
    github, wishes = sticky()
    run(github, wishes=wishes)
    github.faults = {"edit_issue_comment": [Refusal.GONE]}
    (told,) = run(github, report(finding(7)), wishes).deliveries
    assert told.done
    assert github.in_conversation[-1].body == comment.render(report(finding(7)), "Altproof")


def test_a_comment_that_may_not_be_removed_says_that_all_is_well():
    github, wishes = sticky()
    run(github, wishes=wishes)
    github.faults = {"delete_issue_comment": [Refusal.FORBIDDEN]}
    for _ in range(2):
        run(github, CLEAN, wishes)
    assert [one.body for one in github.in_conversation] == [comment.all_clear("Altproof")]
    assert github.calls.count("edit_issue_comment") == 1


def test_reports_of_other_names_keep_their_own_comments():
    github, wishes = sticky()
    run(github, wishes=wishes)
    run(github, wishes=replace(wishes, name="Handbook"))
    assert len(github.in_conversation) == 2
    run(github, CLEAN, wishes)
    assert "altproof:report:Handbook" in github.in_conversation[0].body

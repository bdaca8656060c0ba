"""Answers of the wrong form are refused, those with something left out are understood."""

from typing import Any

import pytest

from altproof.github import delivery_wire as wire
from altproof.github.base import CheckOutput, Posted, PostedComment, Refusal, RefusedError

PULL: dict[str, Any] = {"number": 7, "state": "open", "head": {"sha": "a" * 40}, "user": {"login": "octocat"}}


@pytest.mark.parametrize("number", [None, "7", 7.0, True, [7]])
def test_an_id_that_is_no_whole_number_is_refused(number: Any) -> None:
    for read, item in ((wire.posted_of, {"id": number}), (wire.comment_of, {"id": number, "body": "b"})):
        with pytest.raises(RefusedError, match="it has no id") as raised:
            read(item)
        assert raised.value.refusal is Refusal.UNAVAILABLE


@pytest.mark.parametrize("field", ["number", "state", "head"])
@pytest.mark.parametrize("value", [None, [], 1.5])
def test_a_pull_request_without_what_counts_is_refused(field: str, value: Any) -> None:
    with pytest.raises(RefusedError, match=f"it has no {field}"):
        wire.pull_of({**PULL, field: value})


@pytest.mark.parametrize("item", [None, 5, "a", [], [PULL]])
def test_what_is_no_object_is_refused(item: Any) -> None:
    for read in (wire.pull_of, wire.patch_of, wire.comment_of, wire.posted_of):
        with pytest.raises(RefusedError):
            read(item)
    assert (wire.viewer_of(item), wire.is_from(item, "a", "b")) == (None, False)


def test_what_is_not_known_of_a_comment_is_left_out() -> None:
    item = {"id": 1, "body": None, "user": None, "path": 5, "line": "3", "in_reply_to_id": True}
    assert wire.comment_of(item) == PostedComment(1, "", "")
    assert wire.posted_of({"id": 1, "html_url": None}) == Posted(1, "")


def test_a_pull_request_whose_origin_cannot_be_told_counts_as_of_a_fork() -> None:
    assert wire.pull_of(PULL).from_fork
    assert wire.pull_of({**PULL, "head": {"sha": "a", "repo": {"full_name": "a/b"}}}).from_fork


def test_no_further_request_is_made_for_annotations_that_fit_in_one() -> None:
    assert wire.more_annotations(CheckOutput("t", "s")) == []

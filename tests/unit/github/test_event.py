"""What an event asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.github.event import Comparison, TriggeringRun, from_event, triggering_run

BASE, HEAD, MERGE = "a" * 40, "b" * 40, "c" * 40
REPOSITORY = {"full_name": "o/r", "default_branch": "main"}


def pull_request(head_repository: object = "o/r", **extra: object) -> dict[str, object]:
    head = {"sha": HEAD, "repo": {"full_name": head_repository} if head_repository else None}
    return {"pull_request": {"number": 5, "base": {"sha": BASE}, "head": head, **extra}, "repository": REPOSITORY}


def test_a_pull_request_is_compared_from_where_it_left_its_base() -> None:
    context = from_event("pull_request", pull_request(), MERGE, "o/r")
    assert (context.comparison, context.base, context.head) == (Comparison.MERGE_BASE, BASE, HEAD)
    assert (context.merge_commit, context.pull_request, context.from_fork, context.distrusted) == (
        MERGE,
        5,
        False,
        False,
    )


@pytest.mark.parametrize("head_repository", ["stranger/r", None])
def test_a_pull_request_from_elsewhere_is_a_fork(head_repository: object) -> None:
    context = from_event("pull_request", pull_request(head_repository), MERGE, "o/r")
    assert context.from_fork
    assert context.distrusted


def test_pull_request_target_trusts_no_configuration_and_has_no_merge() -> None:
    context = from_event("pull_request_target", pull_request(), MERGE, "o/r")
    assert (context.from_fork, context.distrusted, context.merge_commit) == (False, True, None)


def test_a_push_is_compared_with_what_was_there() -> None:
    context = from_event(
        "push", {"before": BASE, "after": HEAD, "repository": REPOSITORY, "ref": "refs/heads/x"}, HEAD, "o/r"
    )
    assert (context.comparison, context.base, context.head) == (Comparison.DIRECT, BASE, HEAD)


@pytest.mark.parametrize(
    ("ref", "comparison"), [("refs/heads/main", Comparison.EVERYTHING), ("refs/heads/x", Comparison.MERGE_BASE)]
)
def test_the_first_push_of_a_branch(ref: str, comparison: Comparison) -> None:
    context = from_event("push", {"before": "0" * 40, "after": HEAD, "repository": REPOSITORY, "ref": ref}, HEAD, "o/r")
    assert (context.comparison, context.base, context.head) == (comparison, None, HEAD)


@pytest.mark.parametrize(
    "payload", [{"deleted": True, "before": BASE, "after": "0" * 40}, {"before": BASE, "after": "0" * 64}]
)
def test_a_deleted_branch_leaves_nothing_to_do(payload: dict[str, object]) -> None:
    assert from_event("push", payload, HEAD, "o/r").comparison is Comparison.NOTHING


def test_a_merge_group_is_compared_directly() -> None:
    context = from_event("merge_group", {"merge_group": {"base_sha": BASE, "head_sha": HEAD}}, HEAD, "o/r")
    assert (context.comparison, context.base, context.head, context.pull_request) == (
        Comparison.DIRECT,
        BASE,
        HEAD,
        None,
    )


@pytest.mark.parametrize("name", ["schedule", "workflow_dispatch", "something_new"])
def test_other_events_look_at_everything(name: str) -> None:
    context = from_event(name, {}, HEAD, "o/r")
    assert (context.comparison, context.head) == (Comparison.EVERYTHING, HEAD)


@pytest.mark.parametrize("sha", ["--upload-pack=x", "HEAD", "A" * 40, "a" * 39, "a" * 40 + "\n", 5, None])
def test_what_is_no_commit_id_is_dropped(sha: object) -> None:
    payload = {"pull_request": {"base": {"sha": sha}, "head": {"sha": sha}, "number": True}}
    context = from_event("pull_request", payload, "", "../..")
    assert (context.base, context.head, context.pull_request, context.merge_commit) == (None, None, None, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(
                [
                    "pull_request",
                    "base",
                    "head",
                    "sha",
                    "before",
                    "after",
                    "merge_group",
                    "repository",
                    "number",
                    "repo",
                ]
            ),
            inner,
        )
    ),
    max_leaves=20,
)


@given(
    st.sampled_from(["pull_request", "push", "merge_group", "pull_request_target"]),
    st.dictionaries(
        st.sampled_from(["pull_request", "before", "after", "merge_group", "repository", "deleted", "ref"]), JSON
    ),
)
def test_no_payload_breaks_it(name: str, payload: dict[str, object]) -> None:
    assert from_event(name, payload, HEAD, "o/r").event == name


TRIGGER = {
    "event": "pull_request",
    "head_sha": HEAD,
    "head_branch": "a branch; with $(signs)",
    "head_repository": {"owner": {"login": "stranger"}},
    "pull_requests": [{"number": 3}],
}


def test_the_run_that_started_this_one_names_its_commit_and_where_it_comes_from() -> None:
    found = triggering_run({"workflow_run": TRIGGER})
    assert found == TriggeringRun(HEAD, "stranger", "a branch; with $(signs)")


@pytest.mark.parametrize(
    "change",
    [
        {"event": "push"},
        {"head_sha": "main"},
        {"head_sha": None},
        {"head_branch": ""},
        {"head_repository": None},
        {"head_repository": {"owner": {"login": "a:b/c"}}},
    ],
)
def test_a_run_that_is_not_on_a_pull_request_or_malformed_is_none(change: dict[str, object]) -> None:
    assert triggering_run({"workflow_run": {**TRIGGER, **change}}) is None
    assert triggering_run({}) is None


@pytest.mark.parametrize(("private", "expected"), [(False, True), (True, False), (None, False), ("no", False)])
def test_a_repository_is_public_only_when_the_event_says_so(private: object, expected: bool) -> None:
    payload = {"repository": {**REPOSITORY, "private": private}}
    assert from_event("push", payload, HEAD, "o/r").is_public is expected

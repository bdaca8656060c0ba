"""From the event that started a workflow to what should be compared: payload in, `RunContext` out."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from altproof.patterns import lazy_regex

COMMIT = lazy_regex(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
ZEROS = lazy_regex(r"0+")
OWNER = lazy_regex(r"[A-Za-z0-9_.-]{1,100}")
SLUG = lazy_regex(r"[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}")


PULL_REQUEST_EVENTS = ("pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment")


class Comparison(StrEnum):
    """How base and head make a change."""

    MERGE_BASE = "merge-base"
    """What head has since it left base: pull requests."""
    DIRECT = "direct"
    """What head has and base has not: pushes, merge queues."""
    EVERYTHING = "everything"
    """The whole tree at head: audits, and the first push of the default branch."""
    NOTHING = "nothing"
    """There is nothing at head: a deleted branch."""


class RunContext(Struct, frozen=True):
    """What a run is about. Every text in here was checked for its form; branch names and titles are not kept."""

    comparison: Comparison
    event: str | None = None
    """None: a local run."""
    repository: str | None = None
    """owner/name."""
    base: str | None = None
    """Commit id, or (local runs) whatever the user wrote."""
    head: str | None = None
    merge_commit: str | None = None
    """The test merge that GitHub made of a pull request, and that the checkout step checks out."""
    default_branch: str | None = None
    pull_request: int | None = None
    named: bool = False
    """True when a person named base or head: a revision that cannot be had is then an error, not worked around."""
    from_fork: bool = False
    """True when the head of the pull request belongs to another repository: no secrets, a read-only token."""
    is_public: bool = False
    """True when everybody may see the repository."""
    distrusted: bool = False
    """True when the configuration must not come from what was checked out: a stranger may have written it."""


def from_event(name: str, payload: Mapping[str, Any], sha: str, repository: str) -> RunContext:
    """What the event `name` asks for. `sha` is GITHUB_SHA; anything missing or malformed in the payload is None."""
    common = RunContext(
        Comparison.EVERYTHING,
        event=name,
        repository=repository if SLUG.fullmatch(repository) else None,
        head=_commit(sha),
        default_branch=_text(payload, "repository", "default_branch"),
        is_public=_at(payload, "repository", "private") is False,
        # Only who may push to the repository makes these; any other event may come with a stranger's files.
        distrusted=name not in ("push", "merge_group", "schedule", "workflow_dispatch"),
    )
    if name in PULL_REQUEST_EVENTS:
        return _pull_request(common, payload)
    if name == "push":
        return _push(common, payload)
    if name == "merge_group":
        base, head = (_commit(_text(payload, "merge_group", key)) for key in ("base_sha", "head_sha"))
        return replace(common, comparison=Comparison.DIRECT, base=base, head=head or common.head)
    return common


class TriggeringRun(Struct, frozen=True):
    """The run of another workflow, whose end started this one (event `workflow_run`)."""

    head: str
    """Commit id."""
    owner: str
    """Of the repository that the commit comes from."""
    branch: str
    """Whatever the owner called it: for questions to GitHub only, never for a path or a command."""


def triggering_run(payload: Mapping[str, Any]) -> TriggeringRun | None:
    """The run on a pull request that the event is about; None when it is about another one, or is malformed."""
    head = _commit(_text(payload, "workflow_run", "head_sha"))
    owner = _text(payload, "workflow_run", "head_repository", "owner", "login")
    branch = _text(payload, "workflow_run", "head_branch")
    on_pull_request = _text(payload, "workflow_run", "event") == "pull_request"
    if not (on_pull_request and head and branch and owner and OWNER.fullmatch(owner)):
        return None
    return TriggeringRun(head, owner, branch)


def _pull_request(common: RunContext, payload: Mapping[str, Any]) -> RunContext:
    head_repository = _text(payload, "pull_request", "head", "repo", "full_name")
    from_fork = head_repository is None or head_repository != _text(payload, "repository", "full_name")
    number = _at(payload, "pull_request", "number")
    return replace(
        common,
        comparison=Comparison.MERGE_BASE,
        base=_commit(_text(payload, "pull_request", "base", "sha")),
        head=_commit(_text(payload, "pull_request", "head", "sha")),
        # On pull_request_target GITHUB_SHA is the default branch, not a merge.
        merge_commit=common.head if common.event != "pull_request_target" else None,
        pull_request=number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else None,
        from_fork=from_fork,
        distrusted=from_fork or common.event == "pull_request_target",
    )


def _push(common: RunContext, payload: Mapping[str, Any]) -> RunContext:
    before, after = _text(payload, "before") or "", _text(payload, "after") or ""
    if _at(payload, "deleted") is True or ZEROS.fullmatch(after):
        return replace(common, comparison=Comparison.NOTHING, head=None)
    head = _commit(after) or common.head
    if not ZEROS.fullmatch(before):
        return replace(common, comparison=Comparison.DIRECT, base=_commit(before), head=head)
    # The first push of a branch: compare with the default branch, unless this is the default branch itself.
    first = _text(payload, "ref") == f"refs/heads/{common.default_branch}" or not common.default_branch
    return replace(common, comparison=Comparison.EVERYTHING if first else Comparison.MERGE_BASE, head=head)


def _at(payload: Any, *keys: str) -> Any:
    for key in keys:
        payload = payload.get(key) if isinstance(payload, Mapping) else None
    return payload


def _text(payload: Mapping[str, Any], *keys: str) -> str | None:
    value = _at(payload, *keys)
    return value if isinstance(value, str) else None


def _commit(text: str | None) -> str | None:
    return text if text and COMMIT.fullmatch(text) and not ZEROS.fullmatch(text) else None

"""What a request may hold: GitHub's own description as typed models, and no field beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

MODELS = {
    "review": ("ReposOwnerRepoPullsPullNumberReviewsPostBody",),
    "review comment": ("ReposOwnerRepoPullsPullNumberCommentsPostBody",),
    "edit of a review comment": ("ReposOwnerRepoPullsCommentsCommentIdPatchBody",),
    "comment": ("ReposOwnerRepoIssuesIssueNumberCommentsPostBody",),
    "edit of a comment": ("ReposOwnerRepoIssuesCommentsCommentIdPatchBody",),
    "check run": ("ReposOwnerRepoCheckRunsPostBodyOneof0", "ReposOwnerRepoCheckRunsPostBodyOneof1"),
    "edit of a check run": (
        "ReposOwnerRepoCheckRunsCheckRunIdPatchBodyAnyof0",
        "ReposOwnerRepoCheckRunsCheckRunIdPatchBodyAnyof1",
    ),
}


def faults(kind: str, body: Mapping[str, Any] | None) -> tuple[list[str], list[str]]:
    """What GitHub refuses in a body, and which fields it does not know; both empty when it is right."""
    from githubkit_schemas.v2022_11_28 import models

    found: list[list[Any]] = []
    for name in MODELS[kind]:
        try:
            getattr(models, name).model_validate(body, strict=True, extra="forbid")
        except ValidationError as error:
            found.append([problem for problem in error.errors() if "literal[<UNSET>]" not in problem["loc"]])
        else:
            return [], []
    closest = min(found, key=len)
    told = [(problem["type"], ".".join(map(str, problem["loc"])), problem["msg"]) for problem in closest]
    return [f"{where}: {words}" for _, where, words in told], [at for what, at, _ in told if what == "extra_forbidden"]

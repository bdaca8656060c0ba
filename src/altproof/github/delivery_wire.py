"""Between the values of delivery and GitHub's JSON: bodies out, answers in. An answer of the wrong form is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from altproof.github.base import (
    CheckAnnotation,
    CheckImage,
    CheckOutput,
    LineComment,
    Posted,
    PostedComment,
    PullRequest,
    Refusal,
    RefusedError,
)

MOST_ANNOTATIONS = 50
"""In one request (REST description, checks/create)."""
LONGEST_SUMMARY = 65_535
"""Characters (same place)."""


def field_of(item: Any, *keys: str) -> Any:
    """Any field of an answer, however deep; None where it is not there."""
    for key in keys:
        item = item.get(key) if isinstance(item, dict) else None
    return item


def review_body(commit: str, body: str, comments: Sequence[LineComment]) -> dict[str, Any]:
    """What posts a review. Without `event` it would stay a draft that only its author sees."""
    listed = [_line_comment(comment) for comment in comments]
    return {"commit_id": commit, "event": "COMMENT", "body": body, "comments": listed}


def line_comment_body(commit: str, comment: LineComment) -> dict[str, Any]:
    """What posts one comment at lines."""
    return {"commit_id": commit, **_line_comment(comment)}


def file_comment_body(commit: str, path: str, body: str) -> dict[str, Any]:
    """What posts one comment at a whole file."""
    return {"commit_id": commit, "path": path, "body": body, "subject_type": "file"}


def check_run_body(name: str, commit: str, conclusion: str, key: str, output: CheckOutput) -> dict[str, Any]:
    """What creates a completed check run with the first annotations; `key` is ours to know it by."""
    shown = _output(output, output.annotations[:MOST_ANNOTATIONS])
    if output.images:
        shown["images"] = [_image(image) for image in output.images]
    facts = {"name": name, "head_sha": commit, "status": "completed", "conclusion": conclusion, "external_id": key}
    return {**facts, "output": shown}


def more_annotations(output: CheckOutput) -> list[tuple[int, dict[str, Any]]]:
    """The further requests of a check run: how many annotations it has after each, and the body."""
    parts = range(MOST_ANNOTATIONS, len(output.annotations), MOST_ANNOTATIONS)
    chunks = [output.annotations[start : start + MOST_ANNOTATIONS] for start in parts]
    return [(start + len(part), {"output": _output(output, part)}) for start, part in zip(parts, chunks, strict=True)]


def pull_of(item: Any) -> PullRequest:
    """A pull request, from its own answer or from a list."""
    author = item.get("user") if isinstance(item, dict) else None
    home, origin = field_of(item, "base", "repo", "full_name"), field_of(item, "head", "repo", "full_name")
    return PullRequest(
        number=_whole(item, "number"),
        head=_text(item, "head", "sha"),
        is_open=_text(item, "state") == "open",
        is_locked=field_of(item, "locked") is True,
        is_draft=field_of(item, "draft") is True,
        author=_text(item, "user", "login") if author else "",  # whose account is deleted has no user
        author_is_bot=field_of(item, "user", "type") == "Bot",
        from_fork=origin is None or origin != home,  # a deleted fork is no repository any more
    )


def is_from(item: Any, owner: str, branch: str) -> bool:
    """Whether the head of a pull request is this branch; a list narrowed by `head` may hold others all the same."""
    whose = field_of(item, "head", "repo", "owner", "login")
    return isinstance(whose, str) and whose.lower() == owner.lower() and field_of(item, "head", "ref") == branch


def patch_of(item: Any) -> tuple[str, str | None] | None:
    """The path and patch of a file of a pull request; None: it does not exist at head."""
    if _text(item, "status") == "removed":
        return None
    patch = field_of(item, "patch")
    return _text(item, "filename"), patch if isinstance(patch, str) else None


def comment_of(item: Any) -> PostedComment:
    """A comment, at a file or in the conversation."""
    path, line, thread = (field_of(item, key) for key in ("path", "line", "in_reply_to_id"))
    return PostedComment(
        id=_whole(item, "id"),
        author=author_of(item),
        body=body_of(item),
        path=path if isinstance(path, str) else None,
        line=line if type(line) is int else None,
        reply_to=thread if type(thread) is int else None,
    )


def author_of(item: Any) -> str:
    """The login of whoever wrote a comment or review; empty where the account is deleted."""
    login = field_of(item, "user", "login")
    return login if isinstance(login, str) else ""


def body_of(item: Any) -> str:
    """The text of a comment or review; GitHub may say null for an empty one."""
    body = field_of(item, "body")
    return body if isinstance(body, str) else ""


def posted_of(item: Any) -> Posted:
    """What was made."""
    url = field_of(item, "html_url")
    return Posted(_whole(item, "id"), url if isinstance(url, str) else "")


def viewer_of(answer: Any) -> str | None:
    """The account in an answer of GraphQL; None: it was refused, which GraphQL says with status 200."""
    login = field_of(answer, "data", "viewer", "login")
    return login if isinstance(login, str) and login else None


def _line_comment(comment: LineComment) -> dict[str, Any]:
    wire = {"path": comment.path, "body": comment.body, "line": comment.line, "side": "RIGHT"}
    if comment.start_line is not None and comment.start_line < comment.line:  # equal ones are refused
        wire |= {"start_line": comment.start_line, "start_side": "RIGHT"}
    return wire


def _output(output: CheckOutput, annotations: Sequence[CheckAnnotation]) -> dict[str, Any]:
    return {"title": output.title, "summary": output.summary, "annotations": [_annotation(a) for a in annotations]}


def _annotation(annotation: CheckAnnotation) -> dict[str, Any]:
    wire: dict[str, Any] = {
        "path": annotation.path,
        "start_line": annotation.start_line,
        "end_line": annotation.end_line,
        "annotation_level": annotation.level,
        "message": annotation.message,
        "title": annotation.title,
    }
    columns = {"start_column": annotation.start_column, "end_column": annotation.end_column}
    if annotation.start_line == annotation.end_line:
        wire |= {name: column for name, column in columns.items() if column is not None}
    return wire


def _image(image: CheckImage) -> dict[str, Any]:
    caption = {"caption": image.caption} if image.caption else {}
    return {"alt": image.alt, "image_url": image.url, **caption}


def _text(item: Any, *keys: str) -> str:
    value = field_of(item, *keys)
    if not isinstance(value, str):
        raise _unreadable(*keys)
    return value


def _whole(item: Any, key: str) -> int:
    value = field_of(item, key)
    if type(value) is not int:  # True is an int to isinstance
        raise _unreadable(key)
    return value


def _unreadable(*keys: str) -> RefusedError:
    return RefusedError(Refusal.UNAVAILABLE, f"GitHub's answer cannot be read: it has no {'.'.join(keys)}")

"""What delivery asks of GitHub, in values: the double of the tests and the client of the API both answer to it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from altproof.errors import GitHubError


class Refusal(StrEnum):
    """Why GitHub did not do what it was asked."""

    FORBIDDEN = "forbidden"
    """The token may not (401, 403, or 404 where the thing is known to exist)."""
    GONE = "gone"
    """The comment, pull request or commit is not there any more (404, 410)."""
    INVALID = "invalid"
    """The request itself was refused (400, 413, 422)."""
    BUSY = "busy"
    """A rate limit that outlasts the time there is to wait."""
    UNAVAILABLE = "unavailable"
    """No answer, or none that makes sense."""


class RefusedError(GitHubError):
    """One request that GitHub refused; the run goes on and the next best way of delivery takes over."""

    def __init__(self, refusal: Refusal, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.refusal = refusal


class PullRequest(Struct, frozen=True):
    """A pull request as it stands now, which may be other than when the run began."""

    number: int
    head: str
    """Commit id."""
    is_open: bool
    is_locked: bool
    is_draft: bool
    author: str
    author_is_bot: bool
    from_fork: bool


class LineComment(Struct, frozen=True):
    """A comment on lines of the new side of a diff."""

    path: str
    body: str
    line: int
    """The last one, 1-based."""
    start_line: int | None = None
    """None: one line only."""


class PostedComment(Struct, frozen=True):
    """A comment that is there."""

    id: int
    author: str
    body: str
    path: str | None = None
    """None: it stands in the conversation, not at a file."""
    line: int | None = None
    """None: on the whole file, or outdated."""
    reply_to: int | None = None
    """The comment that began its thread. None: itself."""


class CheckAnnotation(Struct, frozen=True):
    """A message at a place; columns only where start and end are on the same line."""

    path: str
    start_line: int
    end_line: int
    level: str
    """`notice`, `warning` or `failure`."""
    title: str
    message: str
    start_column: int | None = None
    end_column: int | None = None


class CheckImage(Struct, frozen=True):
    """A picture that GitHub's image proxy can fetch."""

    alt: str
    url: str
    caption: str = ""


class CheckOutput(Struct, frozen=True):
    """What a check run shows."""

    title: str
    summary: str
    """Markdown, at most 65,535 characters (REST description, checks/create)."""
    annotations: tuple[CheckAnnotation, ...] = ()
    images: tuple[CheckImage, ...] = ()


class Posted(Struct, frozen=True):
    """What was made, and where a person sees it."""

    id: int
    url: str


class GitHub(Protocol):
    """One repository. Every call raises RefusedError; writes are serial and paced by whoever implements this."""

    async def login(self) -> str:
        """The account that the token speaks for, such as `github-actions[bot]`."""

    async def pull(self, number: int) -> PullRequest:
        """A pull request as it stands now."""

    async def pulls_from(self, owner: str, branch: str) -> list[PullRequest]:
        """The open pull requests whose head is this branch of this owner."""

    async def patches(self, number: int) -> dict[str, str | None]:
        """The patch of each file of a pull request by path at head; None: GitHub shows none (binary, too large)."""

    async def review_comments(self, number: int) -> list[PostedComment]:
        """All comments at files, oldest first."""

    async def post_review(self, number: int, *, commit: str, body: str, comments: Sequence[LineComment]) -> Posted:
        """One review that only comments. Refused as a whole when one comment is on no line of the diff."""

    async def post_line_comment(self, number: int, *, commit: str, comment: LineComment) -> Posted:
        """One comment at lines, outside a review."""

    async def post_file_comment(self, number: int, *, commit: str, path: str, body: str) -> Posted:
        """One comment at a whole file of the pull request."""

    async def edit_review_comment(self, comment: int, body: str) -> None:
        """Replace the text of a comment at a file."""

    async def delete_review_comment(self, comment: int) -> None:
        """Remove a comment at a file."""

    async def issue_comments(self, number: int) -> list[PostedComment]:
        """All comments in the conversation, oldest first."""

    async def post_issue_comment(self, number: int, body: str) -> Posted:
        """One comment in the conversation."""

    async def edit_issue_comment(self, comment: int, body: str) -> None:
        """Replace the text of a comment in the conversation."""

    async def delete_issue_comment(self, comment: int) -> None:
        """Remove a comment in the conversation."""

    async def create_check_run(self, *, name: str, commit: str, conclusion: str, output: CheckOutput) -> Posted:
        """A completed check run; annotations beyond 50 are sent in further requests."""

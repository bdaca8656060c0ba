"""One pull request in memory, which answers to the protocol of delivery and refuses what GitHub refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from altproof.github.base import (
    CheckOutput,
    LineComment,
    Posted,
    PostedComment,
    PullRequest,
    Refusal,
    RefusedError,
)
from altproof.hunks import commentable

HEAD = "1" * 40
ME = "github-actions[bot]"
OPEN = PullRequest(
    number=12,
    head=HEAD,
    is_open=True,
    is_locked=False,
    is_draft=False,
    author="octocat",
    author_is_bot=False,
    from_fork=False,
)
WRITES = ("post", "edit", "delete", "create")


@dataclass
class MemoryGitHub:
    """`faults`: by the name of a call, what it is refused with, one after the other; the last one goes on for ever."""

    files: dict[str, str | None] = field(default_factory=dict)
    pull_request: PullRequest = OPEN
    others: list[PullRequest] = field(default_factory=list)
    me: str = ME
    faults: dict[str, list[Refusal | None]] = field(default_factory=dict)
    at_files: list[PostedComment] = field(default_factory=list)
    in_conversation: list[PostedComment] = field(default_factory=list)
    checks: list[tuple[str, str, str, CheckOutput]] = field(default_factory=list)
    reviews: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    meanwhile: PostedComment | None = None
    """Posted by another run, right before our own comment in the conversation."""
    ids: int = 100

    @property
    def writes(self) -> list[str]:
        return [call for call in self.calls if call.startswith(WRITES)]

    def _call(self, name: str) -> None:
        self.calls.append(name)
        script = self.faults.get(name, [])
        refusal = (script.pop(0) if len(script) > 1 else script[0]) if script else None
        if refusal:
            raise RefusedError(refusal, f"GitHub refused to {name.replace('_', ' ')}", hint="give the job rights")

    def _posted(self, where: str) -> Posted:
        self.ids += 1
        return Posted(self.ids, f"https://github.example/{where}/{self.ids}")

    async def login(self) -> str:
        self._call("login")
        return self.me

    async def pull(self, number: int) -> PullRequest:
        self._call("pull")
        assert number == self.pull_request.number
        return self.pull_request

    async def pulls_from(self, owner: str, branch: str) -> list[PullRequest]:
        self._call("pulls_from")
        return [self.pull_request, *self.others]

    async def patches(self, number: int) -> dict[str, str | None]:
        self._call("patches")
        return dict(self.files)

    async def review_comments(self, number: int) -> list[PostedComment]:
        self._call("review_comments")
        return list(self.at_files)

    async def post_review(self, number: int, *, commit: str, body: str, comments: Sequence[LineComment]) -> Posted:
        self._call("post_review")
        assert body
        assert 1 <= len(comments) <= 30
        for comment in comments:
            self._check(comment, commit)
        self.reviews.append(body)
        for comment in comments:
            self._keep(comment.path, comment.body, comment.line)
        return self._posted("review")

    async def post_line_comment(self, number: int, *, commit: str, comment: LineComment) -> Posted:
        self._call("post_line_comment")
        self._check(comment, commit)
        self._keep(comment.path, comment.body, comment.line)
        return self._posted("comment")

    async def post_file_comment(self, number: int, *, commit: str, path: str, body: str) -> Posted:
        self._call("post_file_comment")
        self._check_body(body)
        if path not in self.files or commit != self.pull_request.head:
            raise RefusedError(Refusal.INVALID, "path is not in the pull request")
        self._keep(path, body, None)
        return self._posted("comment")

    async def edit_review_comment(self, comment: int, body: str) -> None:
        self._call("edit_review_comment")
        self._check_body(body)
        self.at_files = self._edited(self.at_files, comment, body)

    async def delete_review_comment(self, comment: int) -> None:
        self._call("delete_review_comment")
        self.at_files = self._without(self.at_files, comment)

    async def issue_comments(self, number: int) -> list[PostedComment]:
        self._call("issue_comments")
        return list(self.in_conversation)

    async def post_issue_comment(self, number: int, body: str) -> Posted:
        self._call("post_issue_comment")
        self._check_body(body)
        if self.meanwhile:
            self.in_conversation.append(self.meanwhile)
            self.meanwhile = None
        posted = self._posted("comment")
        self.in_conversation.append(PostedComment(posted.id, self.me, body))
        return posted

    async def edit_issue_comment(self, comment: int, body: str) -> None:
        self._call("edit_issue_comment")
        self._check_body(body)
        self.in_conversation = self._edited(self.in_conversation, comment, body)

    async def delete_issue_comment(self, comment: int) -> None:
        self._call("delete_issue_comment")
        self.in_conversation = self._without(self.in_conversation, comment)

    async def create_check_run(self, *, name: str, commit: str, conclusion: str, output: CheckOutput) -> Posted:
        self._call("create_check_run")
        assert output.title
        assert len(output.summary) <= 65_535
        for one in output.annotations:
            assert one.level in {"notice", "warning", "failure"}
            assert 1 <= one.start_line <= one.end_line
            assert one.message
            assert len(one.title) <= 255
            assert one.start_column is None or one.start_line == one.end_line
        self.checks.append((name, commit, conclusion, output))
        return self._posted("check")

    def _keep(self, path: str, body: str, line: int | None) -> None:
        self.ids += 1
        self.at_files.append(PostedComment(self.ids, self.me, body, path, line))

    def _check(self, comment: LineComment, commit: str) -> None:
        self._check_body(comment.body)
        first = comment.start_line if comment.start_line is not None else comment.line
        hunks = commentable(self.files.get(comment.path) or "")
        inside = any(hunk.first <= first and comment.line <= hunk.last for hunk in hunks)
        if commit != self.pull_request.head or not inside or comment.start_line == comment.line:
            raise RefusedError(Refusal.INVALID, "line must be part of the diff")

    def _check_body(self, body: str) -> None:
        if not body or len(body) > 65_536 or "\0" in body:
            raise RefusedError(Refusal.INVALID, "Body is too long (maximum is 65536 characters)")

    def _edited(self, comments: list[PostedComment], wanted: int, body: str) -> list[PostedComment]:
        self._without(comments, wanted)
        return [replace(one, body=body) if one.id == wanted else one for one in comments]

    def _without(self, comments: list[PostedComment], wanted: int) -> list[PostedComment]:
        found = [one for one in comments if one.id == wanted]
        if not found:
            raise RefusedError(Refusal.GONE, "Not Found")
        if found[0].author != self.me:
            raise RefusedError(Refusal.FORBIDDEN, "Resource not accessible by integration")
        return [one for one in comments if one.id != wanted]


def added(first: int, *lines: str) -> str:
    """The patch of a file of which these lines are new."""
    return f"@@ -{first},0 +{first},{len(lines)} @@\n" + "\n".join(f"+{line}" for line in lines)

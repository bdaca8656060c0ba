"""What the double remembers, and how GitHub shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

REPOSITORY = "tidewatch/docs"
BOT = "github-actions[bot]"
FORK = "passer-by/docs"
HEADER = re.compile(r"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")


def changed_file(path: str, patch: str | None = None, status: str = "modified", **more: Any) -> dict[str, Any]:
    """A file of a pull request as the API lists it; without a patch as for images and large files."""
    return {"filename": path, "status": status, **({} if patch is None else {"patch": patch}), **more}


@dataclass
class Comment:
    """A comment, at a file or in the conversation."""

    id: int
    author: str
    body: str
    path: str | None = None
    line: int | None = None
    start_line: int | None = None
    commit: str = ""
    reply_to: int | None = None
    review: int | None = None
    subject: str = "line"

    def shown(self, number: int) -> dict[str, Any]:
        kind = "issuecomment-" if self.path is None else "discussion_r"
        url = f"https://github.com/{REPOSITORY}/pull/{number}#{kind}{self.id}"
        common = {"id": self.id, "user": user(self.author), "body": self.body, "html_url": url}
        if self.path is None:
            return common
        thread = {} if self.reply_to is None else {"in_reply_to_id": self.reply_to}
        where = {"path": self.path, "line": self.line, "start_line": self.start_line, "subject_type": self.subject}
        facts = {"pull_request_review_id": self.review, "commit_id": self.commit, "side": "RIGHT"}
        return {**common, **where, **facts, **thread}


@dataclass
class Review:
    """A review; `state` PENDING is a draft that only its author sees."""

    id: int
    author: str
    body: str
    commit: str
    state: str = "COMMENTED"

    def shown(self, number: int) -> dict[str, Any]:
        url = f"https://github.com/{REPOSITORY}/pull/{number}#pullrequestreview-{self.id}"
        facts = {"commit_id": self.commit, "state": self.state, "html_url": url}
        return {"id": self.id, "user": user(self.author), "body": self.body, **facts}


@dataclass
class Pull:
    """A pull request."""

    head: str = "a" * 40
    files: list[Any] = field(default_factory=list)
    """As the API lists them; `changed_file` makes one."""
    is_open: bool = True
    is_locked: bool = False
    is_draft: bool = False
    author: str | None = "octocat"
    """None: the account is deleted."""
    head_repository: str | None = REPOSITORY
    """None: the fork is deleted."""
    branch: str = "topic"
    commits: list[str] = field(default_factory=list)
    """Earlier commits that are part of it still."""
    reviews: list[Review] = field(default_factory=list)
    review_comments: list[Comment] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    """In the conversation."""

    def force_push(self, head: str) -> None:
        self.head, self.commits = head, []

    def push(self, head: str) -> None:
        self.commits, self.head = [*self.commits, self.head], head

    def shown(self, number: int) -> dict[str, Any]:
        repository = None
        if self.head_repository:
            repository = {"full_name": self.head_repository, "owner": {"login": self.head_repository.split("/")[0]}}
        head = {"sha": self.head, "ref": self.branch, "repo": repository}
        base = {"sha": "0" * 39 + "1", "ref": "main", "repo": {"full_name": REPOSITORY}}
        flags = {"state": "open" if self.is_open else "closed", "locked": self.is_locked, "draft": self.is_draft}
        return {"number": number, "user": user(self.author), "head": head, "base": base, **flags}

    def patch(self, path: str) -> str | None:
        """None: the file is not part of it, or it is shown without lines."""
        return next((f.get("patch") for f in self.files if f["filename"] == path), None)

    def has(self, path: str) -> bool:
        return any(f["filename"] == path for f in self.files)

    def hunk(self, path: str, line: int) -> int | None:
        """Which hunk of a file shows a line of its new side; counted line by line, as a reader of the page would."""
        number = left = 0
        hunk = -1
        for shown in (self.patch(path) or "").split("\n"):
            if left <= 0 and (header := HEADER.match(shown)):
                number, left, hunk = int(header[1]), int(header[2] or 1), hunk + 1
            elif left > 0 and shown[:1] not in {"-", "\\"}:
                if number == line:
                    return hunk
                number, left = number + 1, left - 1
        return None


@dataclass
class CheckRun:
    """A check run."""

    id: int
    name: str
    commit: str
    conclusion: str | None
    external_id: str
    title: str = ""
    summary: str = ""
    annotations: list[dict[str, Any]] = field(default_factory=list)
    images: list[dict[str, Any]] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        output = {"title": self.title, "summary": self.summary, "annotations_count": len(self.annotations)}
        url = f"https://github.com/{REPOSITORY}/runs/{self.id}"
        facts = {"external_id": self.external_id, "html_url": url, "conclusion": self.conclusion, "output": output}
        return {"id": self.id, "name": self.name, "head_sha": self.commit, "status": "completed", **facts}


def user(login: str | None) -> dict[str, Any] | None:
    if login is None:
        return None
    return {"login": login, "type": "Bot" if login.endswith("[bot]") else "User"}

"""What delivery asks of GitHub's REST API; the contract is `altproof.github.base.GitHub`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Self
from urllib.parse import quote, urlencode

from altproof.github import delivery_wire as wire
from altproof.github.base import CheckOutput, LineComment, Posted, PostedComment, PullRequest, Refusal, RefusedError
from altproof.github.pacing import Clock
from altproof.github.refusals import Purpose
from altproof.github.rest import Call, Rest

MOST_PAGES = 50
"""Of comments, 100 each. With more of them ours might be among those not seen, so that nothing is posted then."""
MOST_FILE_PAGES = 30
"""GitHub lists at most 3,000 files of a pull request (REST description, pulls/list-files)."""
ACTIONS_BOT = "github-actions[bot]"
"""Whom the token of a job speaks for."""

READ, REVIEW, CHECKS = "pull-requests: read", "pull-requests: write", "checks: write"


class DeliveryApi:
    """One repository on one server. Use it in an `async with` block; it answers to `altproof.github.base.GitHub`.

    `graphql` is the address of GitHub's GraphQL API; empty: it is taken from `server`, the address of the REST API.
    """

    def __init__(
        self, server: str, repository: str, token: str, agent: str, *, graphql: str = "", clock: Clock | None = None
    ) -> None:
        self._rest = Rest(server, repository, token, agent, clock)
        self._graphql = graphql or graphql_address(server)
        self._login: str | None = None
        self._seen: set[int] = set()
        """Pull requests that are known to exist."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._rest.__aexit__(*error)

    async def login(self) -> str:
        """The account that the token speaks for; a token that may not ask is taken for that of a job."""
        if self._login is None:
            purpose = Purpose("say whose token this is", "contents: read")
            call = Call(purpose, self._graphql, "POST", {"query": "query { viewer { login } }"})
            try:
                answer = (await self._rest.read(call)).data
            except RefusedError as error:
                if error.refusal in (Refusal.BUSY, Refusal.UNAVAILABLE):
                    raise
                answer = None
            self._login = wire.viewer_of(answer) or ACTIONS_BOT
        return self._login

    async def pull(self, number: int) -> PullRequest:
        """A pull request as it stands now."""
        found = wire.pull_of((await self._rest.read(_get("show the pull request", f"/pulls/{number}"))).data)
        self._seen.add(number)
        return found

    async def pulls_from(self, owner: str, branch: str) -> list[PullRequest]:
        """The open pull requests whose head is this branch of this owner."""
        query = urlencode({"state": "open", "head": f"{owner}:{branch}", "per_page": 100})
        listed = await self._all("list pull requests", f"/pulls?{query}")
        return [wire.pull_of(item) for item in listed if wire.is_from(item, owner, branch)]

    async def patches(self, number: int) -> dict[str, str | None]:
        """The patch of each file of a pull request by path at head; None: GitHub shows none."""
        call = _get("list the files of the pull request", f"/pulls/{number}/files?per_page=100")
        listed, _ = await self._rest.pages(call, MOST_FILE_PAGES)
        return dict(found for item in listed if (found := wire.patch_of(item)))

    async def review_comments(self, number: int) -> list[PostedComment]:
        """All comments at files, oldest first."""
        return await self._comments(f"/pulls/{number}/comments")

    async def post_review(self, number: int, *, commit: str, body: str, comments: Sequence[LineComment]) -> Posted:
        """One review that only comments."""

        async def already() -> Posted | None:
            login = await self.login()
            for item in reversed(await self._all("list reviews", f"/pulls/{number}/reviews?per_page=100")):
                ours = wire.author_of(item) == login and wire.field_of(item, "commit_id") == commit
                if ours and _same(wire.body_of(item), body):
                    made = wire.posted_of(item)
                    if await self._holds(number, made.id, comments):
                        return made
            return None

        call = self._post(number, "post a review", f"/pulls/{number}/reviews", wire.review_body(commit, body, comments))
        return await self._rest.write(call, wire.posted_of, already)

    async def post_line_comment(self, number: int, *, commit: str, comment: LineComment) -> Posted:
        """One comment at lines, outside a review."""
        sent = wire.line_comment_body(commit, comment)
        return await self._comment(number, f"/pulls/{number}/comments", sent)

    async def post_file_comment(self, number: int, *, commit: str, path: str, body: str) -> Posted:
        """One comment at a whole file of the pull request."""
        return await self._comment(number, f"/pulls/{number}/comments", wire.file_comment_body(commit, path, body))

    async def edit_review_comment(self, comment: int, body: str) -> None:
        """Replace the text of a comment at a file."""
        await self._change("edit a comment", f"/pulls/comments/{comment}", "PATCH", {"body": body})

    async def delete_review_comment(self, comment: int) -> None:
        """Remove a comment at a file."""
        await self._change("delete a comment", f"/pulls/comments/{comment}", "DELETE")

    async def issue_comments(self, number: int) -> list[PostedComment]:
        """All comments in the conversation, oldest first."""
        return await self._comments(f"/issues/{number}/comments")

    async def post_issue_comment(self, number: int, body: str) -> Posted:
        """One comment in the conversation."""
        return await self._comment(number, f"/issues/{number}/comments", {"body": body})

    async def edit_issue_comment(self, comment: int, body: str) -> None:
        """Replace the text of a comment in the conversation."""
        await self._change("edit a comment", f"/issues/comments/{comment}", "PATCH", {"body": body})

    async def delete_issue_comment(self, comment: int) -> None:
        """Remove a comment in the conversation."""
        await self._change("delete a comment", f"/issues/comments/{comment}", "DELETE")

    async def create_check_run(self, *, name: str, commit: str, conclusion: str, output: CheckOutput) -> Posted:
        """A completed check run; annotations beyond 50 are sent in further requests."""
        if len(output.summary) > wire.LONGEST_SUMMARY:
            message = f"the summary of a check run has more than {wire.LONGEST_SUMMARY:,} characters"
            raise RefusedError(Refusal.INVALID, message)
        key = uuid.uuid4().hex

        async def created() -> Posted | None:
            query = urlencode({"check_name": name, "filter": "all", "per_page": 100})
            found = await self._rest.read(_get("list check runs", f"/commits/{quote(commit)}/check-runs?{query}"))
            runs = wire.field_of(found.data, "check_runs")
            ours = (run for run in runs or () if wire.field_of(run, "external_id") == key)
            return next((wire.posted_of(run) for run in ours), None)

        sent = wire.check_run_body(name, commit, conclusion, key, output)
        purpose = Purpose("create a check run", CHECKS, missing=Refusal.FORBIDDEN)
        made = await self._rest.write(Call(purpose, "/check-runs", "POST", sent), wire.posted_of, created)
        for total, more in wire.more_annotations(output):
            await self._annotate(made, total, more)
        return made

    async def _annotate(self, made: Posted, total: int, sent: Mapping[str, Any]) -> None:
        """Add annotations to a check run, which has `total` of them afterwards."""

        async def added() -> Posted | None:
            run = (await self._rest.read(_get("show a check run", f"/check-runs/{made.id}"))).data
            counted = wire.field_of(run, "output", "annotations_count")
            return made if isinstance(counted, int) and counted >= total else None

        call = Call(Purpose("add to a check run", CHECKS), f"/check-runs/{made.id}", "PATCH", sent)
        await self._rest.write(call, lambda _: made, added)

    async def _comment(self, number: int, path: str, sent: Mapping[str, Any]) -> Posted:
        async def already() -> Posted | None:
            login, where = await self.login(), (sent.get("path"), sent.get("line"))
            for item in reversed(await self._all("list comments", f"{path}?per_page=100")):
                found = wire.comment_of(item)
                if (found.author, (found.path, found.line)) == (login, where) and _same(found.body, sent["body"]):
                    return wire.posted_of(item)
            return None

        return await self._rest.write(self._post(number, "post a comment", path, sent), wire.posted_of, already)

    async def _change(self, words: str, path: str, method: str, sent: Mapping[str, Any] | None = None) -> None:
        """What can be repeated without harm."""

        async def never() -> bool | None:
            return None

        await self._rest.write(Call(Purpose(words, REVIEW), path, method, sent), lambda _: True, never)

    async def _comments(self, path: str) -> list[PostedComment]:
        return [wire.comment_of(item) for item in await self._all("list comments", f"{path}?per_page=100")]

    async def _all(self, words: str, path: str) -> list[Any]:
        items, complete = await self._rest.pages(_get(words, path), MOST_PAGES)
        if not complete:
            raise RefusedError(Refusal.UNAVAILABLE, f"there are more than {len(items):,} items to look through")
        return items

    async def _holds(self, number: int, review: int, comments: Sequence[LineComment]) -> bool:
        """Whether a review is the one with these comments; GitHub takes all of them or none."""
        if not comments:
            return True
        listed = await self._all("list comments", f"/pulls/{number}/reviews/{review}/comments?per_page=100")
        first = comments[0]
        return any(wire.field_of(i, "path") == first.path and _same(wire.body_of(i), first.body) for i in listed)

    def _post(self, number: int, words: str, path: str, sent: Mapping[str, Any]) -> Call:
        missing = Refusal.FORBIDDEN if number in self._seen else Refusal.GONE
        return Call(Purpose(words, REVIEW, missing), path, "POST", sent, notifies=True)


def graphql_address(server: str) -> str:
    """Where GraphQL is on a server whose REST API has this address; GitHub Enterprise Server has both below /api."""
    server = server.rstrip("/")
    return f"{server.removesuffix('/v3')}/graphql"


def _get(words: str, path: str) -> Call:
    return Call(Purpose(words, READ), path)


def _same(theirs: str, ours: str) -> bool:
    """Whether GitHub gives back the text that was sent; it may write line ends anew."""
    return theirs.replace("\r\n", "\n").strip() == ours.replace("\r\n", "\n").strip()

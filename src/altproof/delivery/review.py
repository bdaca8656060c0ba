"""Comments at the files: one review of what is new, edits of what reads otherwise, and nothing that is outdated."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from altproof.github.base import GitHub, LineComment, Refusal, RefusedError
from altproof.report import Channel, Delivery, Report
from altproof.reporters import review, review_changes
from altproof.reporters.remark import Remark
from altproof.reporters.review import Patches, SourceLines
from altproof.reporters.review_changes import ReviewChanges

MOST_REFUSED = 5
"""Comments refused one after the other, after which the others are not tried: then it is not about single lines."""
PASSING = (Refusal.GONE, Refusal.INVALID, Refusal.FORBIDDEN)
"""Refusals of an edit or a removal that say nothing about the next one."""


class Reviewing(Struct):
    """One attempt; what it has brought across is known at any time, also after a refusal."""

    github: GitHub
    report: Report
    number: int
    head: str
    name: str
    carried: set[str] = field(default_factory=set)
    """Fingerprints of the findings that people can see at the files."""
    url: str | None = None
    refused: int = 0
    """Comments that GitHub did not take where they belong."""

    async def run(self, source: SourceLines, patches: Patches | None = None) -> None:
        """Make the comments say what the report says. Raises RefusedError.

        `patches`: of the pull request, where they are known already.
        """
        if patches is None:
            patches = await self.github.patches(self.number) if self.report.findings else {}
        plan = review.plan(self.report, patches, source, self.name)
        posted = await self.github.review_comments(self.number)
        login = await self.github.login() if review_changes.has_own(posted) else ""
        todo = review_changes.changes(plan, posted, login, self.name)
        self._carry(todo.kept)
        await self._post(todo)
        await self._mend(todo)

    @property
    def delivery(self) -> Delivery:
        """What came of it."""
        left = len(self.report.findings) - len(self.carried)
        count = len(self.carried)
        if self.refused:
            message = f"GitHub took {self.refused} of its comments on no line"
            instead = Channel.ANNOTATIONS
            return Delivery(
                Channel.REVIEW, done=bool(count), count=count, message=message, instead=instead, url=self.url
            )
        rest = Channel.ANNOTATIONS if left else None
        return Delivery(Channel.REVIEW, done=True, count=count, instead=rest, url=self.url)

    async def _post(self, todo: ReviewChanges) -> None:
        if todo.on_lines:
            comments = [_comment(remark) for remark in todo.on_lines]
            body = review.body(self.report, [finding for remark in todo.remarks for finding in remark.findings])
            try:
                posted = await self.github.post_review(self.number, commit=self.head, body=body, comments=comments)
            except RefusedError as error:
                if error.refusal is not Refusal.INVALID:
                    raise
                await self._post_each(todo.on_lines)
            else:
                self.url = posted.url
                self._carry(todo.on_lines)
        await self._post_each(todo.on_files)

    async def _post_each(self, remarks: Sequence[Remark]) -> None:
        """One by one: a review is refused as a whole for one line that is not in the diff."""
        in_a_row = 0
        for number, remark in enumerate(remarks):
            if in_a_row == MOST_REFUSED:
                self.refused += len(remarks) - number
                return
            try:
                url = await self._post_one(remark)
            except RefusedError as error:
                if error.refusal is not Refusal.INVALID:
                    raise
                self.refused += 1
                in_a_row += 1
            else:
                in_a_row = 0
                self.url = self.url or url
                self._carry([remark])

    async def _post_one(self, remark: Remark) -> str:
        if remark.lines is None:
            path, body = remark.path, remark.body
            posted = await self.github.post_file_comment(self.number, commit=self.head, path=path, body=body)
        else:
            posted = await self.github.post_line_comment(self.number, commit=self.head, comment=_comment(remark))
        return posted.url

    async def _mend(self, todo: ReviewChanges) -> None:
        for comment, remark in todo.edits:
            try:
                await self.github.edit_review_comment(comment, remark.body)
            except RefusedError as error:
                if error.refusal not in PASSING:
                    raise
            else:
                self._carry([remark])
        for comment in todo.outdated:
            try:
                await self.github.delete_review_comment(comment)
            except RefusedError as error:
                if error.refusal not in PASSING:
                    raise

    def _carry(self, remarks: Sequence[Remark]) -> None:
        self.carried.update(finding.fingerprint for remark in remarks for finding in remark.findings)


def _comment(remark: Remark) -> LineComment:
    """A range of one line has no start: GitHub refuses one that equals the end."""
    first, last = (remark.lines.first, remark.lines.last) if remark.lines else (1, 1)
    return LineComment(remark.path, remark.body, last, first if first < last else None)

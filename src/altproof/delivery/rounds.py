"""One round of delivery: may anything be posted now, then every way that is wanted, each with what stands in for it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from altproof.delivery import comment
from altproof.delivery.base import NotPostedError, Outcome, Wanted, Wish
from altproof.delivery.review import Reviewing
from altproof.github.base import GitHub, PullRequest, Refusal, RefusedError
from altproof.report import Channel, Delivery, Report
from altproof.reporters import check_run
from altproof.reporters.review import Patches, SourceLines

INSTEAD: Mapping[Channel, Channel] = {
    Channel.REVIEW: Channel.ANNOTATIONS,
    Channel.CHECK_RUN: Channel.ANNOTATIONS,
    Channel.COMMENT: Channel.SUMMARY,
}
"""The next best way, for which no permission is needed."""


async def deliver(
    github: GitHub, report: Report, wanted: Wanted, source: SourceLines, patches: Patches | None = None
) -> Outcome:
    """Bring the findings where they are wanted. Nothing that GitHub refuses is raised: it is in the outcome.

    The report's `run` names the pull request and the commit that it is about.
    """
    channels = [channel for channel in wanted.channels if _is_possible(channel, report)]
    if not channels:
        return Outcome()
    round_ = _Round(github, report, wanted)
    try:
        await round_.check()
    except (NotPostedError, RefusedError) as error:
        return round_.nothing(channels, error)
    for channel in channels:
        await round_.attempt(channel, source, patches)
    return round_.outcome(channels)


def _is_possible(channel: Channel, report: Report) -> bool:
    return bool(report.run.head) and (channel is Channel.CHECK_RUN or report.run.pull_request is not None)


class _Round:
    def __init__(self, github: GitHub, report: Report, wanted: Wanted) -> None:
        self._github = github
        self._report = report
        self._wanted = wanted
        self._number = report.run.pull_request or 0
        self._head = report.run.head or ""
        self._deliveries: list[Delivery] = []
        self._on_lines: set[str] = set()

    async def check(self) -> None:
        """Look at the pull request as it stands now. Raises NotPostedError and RefusedError."""
        if self._number:
            reason = _why_not(await self._github.pull(self._number), self._head, self._wanted)
            if reason:
                raise NotPostedError(reason)

    async def attempt(self, channel: Channel, source: SourceLines, patches: Patches | None) -> None:
        """Try one way and note what became of it."""
        if channel is Channel.REVIEW:
            await self._review(source, patches)
            return
        try:
            done = await (self._check_run() if channel is Channel.CHECK_RUN else self._comment())
        except RefusedError as error:
            self._refused(channel, error)
        else:
            self._deliveries.append(done)

    async def _review(self, source: SourceLines, patches: Patches | None) -> None:
        reviewing = Reviewing(self._github, self._report, self._number, self._head, self._wanted.name)
        try:
            await reviewing.run(source, patches)
        except RefusedError as error:
            self._refused(Channel.REVIEW, error, len(reviewing.carried))
        else:
            self._deliveries.append(reviewing.delivery)
        self._on_lines |= reviewing.carried

    async def _check_run(self) -> Delivery:
        output = check_run.output(self._report, shows_images=self._wanted.shows_images)
        conclusion = check_run.conclusion(self._report, self._wanted.fail_on)
        posted = await self._github.create_check_run(
            name=self._wanted.name, commit=self._head, conclusion=conclusion, output=output
        )
        told = self._report.findings[: check_run.MOST_ANNOTATIONS]
        self._on_lines |= {finding.fingerprint for finding in told}
        more = len(self._report.findings) - len(told)
        rest = Channel.SUMMARY if more else None
        return Delivery(Channel.CHECK_RUN, done=True, count=len(told), instead=rest, url=posted.url)

    async def _comment(self) -> Delivery:
        return await comment.post(self._github, self._report, self._number, self._wanted.name)

    def _refused(self, channel: Channel, error: RefusedError, count: int = 0) -> None:
        if self._wanted.wishes[channel] is Wish.AUTO and error.refusal is Refusal.FORBIDDEN and not count:
            return  # nobody asked for it in so many words, and the token was not given for it
        self._deliveries.append(
            Delivery(channel, done=bool(count), count=count, message=_reason(error), instead=INSTEAD[channel])
        )

    def nothing(self, channels: list[Channel], error: NotPostedError | RefusedError) -> Outcome:
        """The outcome when nothing was posted at all."""
        if isinstance(error, RefusedError):
            for channel in channels:
                self._refused(channel, error)
            return self.outcome(channels)
        reason = error.reason
        return Outcome(
            tuple(Delivery(channel, done=False, message=reason, instead=INSTEAD[channel]) for channel in channels),
            needs_annotations=True,
        )

    def outcome(self, channels: list[Channel]) -> Outcome:
        """What became of everything; a check run stands in for a review before annotations do."""
        carries_all = any(one.channel is Channel.CHECK_RUN and one.done for one in self._deliveries)
        deliveries = [
            replace(one, instead=Channel.CHECK_RUN) if carries_all and one.instead is Channel.ANNOTATIONS else one
            for one in self._deliveries
        ]
        left = any(finding.fingerprint not in self._on_lines for finding in self._report.findings)
        wanted_lines = any(channel is not Channel.COMMENT for channel in channels)
        return Outcome(tuple(deliveries), frozenset(self._on_lines), needs_annotations=wanted_lines and left)


def _why_not(pull: PullRequest, head: str, wanted: Wanted) -> str:
    """Why nothing may be posted now, as half a sentence; "" when it may."""
    if pull.head != head:
        return "the pull request has moved on to another commit"
    if not pull.is_open:
        return "the pull request is closed"
    if pull.is_locked:
        return "the conversation of the pull request is locked"
    if pull.author_is_bot and wanted.skips_bots:
        return "pull requests of bots are skipped"
    if pull.is_draft and wanted.skips_drafts:
        return "drafts are skipped"
    return ""


def _reason(error: RefusedError) -> str:
    return "; ".join(filter(None, (error.message, error.hint)))

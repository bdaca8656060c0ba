"""Delivery to GitHub for the verbs: what the workflow wants of it, and the client that does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from altproof import __version__
from altproof.delivery.base import Outcome, Wanted, Wish
from altproof.errors import UsageError
from altproof.github.event import RunContext
from altproof.patterns import lazy_regex
from altproof.report import Channel, Delivery, Report
from altproof.settings import GITHUB, Settings

if TYPE_CHECKING:
    from altproof.github.delivery_api import DeliveryApi
    from altproof.reporters.review import SourceLines

Answer = TypeVar("Answer")

INPUTS = {Channel.REVIEW: "review", Channel.COMMENT: "comment", Channel.CHECK_RUN: "check-run"}
NAME = lazy_regex(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,49}")
NO_TOKEN = "there is no github-token"  # noqa: S105  (words, not a token)


def wanted(settings: Settings, context: RunContext, fail_on: str) -> Wanted:
    """What the inputs ask for; nothing outside the runner. Raises UsageError for a report-name that cannot be one."""
    if not NAME.fullmatch(settings["report-name"]):
        raise UsageError(
            "report-name: not a name", hint="use letters, digits, blanks, dots, hyphens and underscores, at most 50"
        )
    wishes = {channel: Wish(settings[name]) for channel, name in INPUTS.items()} if settings.runner.in_actions else {}
    return Wanted(
        name=settings["report-name"],
        fail_on=fail_on,
        wishes=wishes,
        # GitHub lowers the token of every event on a fork's pull request but this one (Events that trigger workflows).
        read_only=context.from_fork and context.event != "pull_request_target",
        skips_bots=settings.switch("skip-bots"),
        skips_drafts=settings.switch("skip-drafts"),
        shows_images=context.is_public and settings.runner.server_url == GITHUB,
    )


def post(report: Report, settings: Settings, wishes: Wanted, source: SourceLines) -> Outcome:
    """Bring a report to GitHub as far as it is wanted and GitHub lets us; never raises for what it does not."""
    if not wishes.channels:
        return Outcome()
    if not (settings["github-token"] and report.run.repository):
        asked = [channel for channel in wishes.channels if wishes.wishes[channel] is Wish.TRUE]
        instead = Channel.ANNOTATIONS
        told = tuple(Delivery(one, done=False, message=NO_TOKEN, instead=instead) for one in asked)
        return Outcome(told, needs_annotations=bool(asked))
    from altproof.delivery.rounds import deliver

    return ask(settings, report.run.repository, lambda github: deliver(github, report, wishes, source))


def ask(settings: Settings, repository: str, question: Callable[[DeliveryApi], Awaitable[Answer]]) -> Answer:
    """Something done with GitHub's client. Raises what `question` raises."""
    from altproof.event_loop import run
    from altproof.github.delivery_api import DeliveryApi

    async def asked() -> Answer:
        runner, agent = settings.runner, f"altproof/{__version__}"
        token, graphql = settings["github-token"], settings.runner.graphql_url
        async with DeliveryApi(runner.api_url, repository, token, agent, graphql=graphql) as github:
            return await question(github)

    return run(asked())

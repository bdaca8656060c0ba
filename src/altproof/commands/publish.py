"""`altproof publish`: deliver what a run without rights found out, in a job that has them and runs nothing of it.

The report comes from a job that may have run a stranger's code, so nothing in it is believed: which pull request it is
for comes from GitHub, the commit has to be the one whose run started this job, and places and edits are held against
what GitHub shows of the pull request.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from altproof.actions_io import Console, FileCommands
from altproof.commands import posting
from altproof.commands.context import payload
from altproof.delivery.base import NotPostedError, Wanted
from altproof.errors import ExitCode, GitHubError, ReportError, UnreadableFileError, UsageError
from altproof.folder import Folder
from altproof.github.event import RunContext, TriggeringRun, from_event, triggering_run
from altproof.links import FORKS_PAGE
from altproof.model import ChangeSet
from altproof.report import NEVER, Channel, Delivery, Report, RunFacts
from altproof.reporters import markdown, table
from altproof.reporters.escaping import escape_markdown
from altproof.settings import Settings

if TYPE_CHECKING:
    from altproof.github.base import GitHub, PullRequest
    from altproof.report_reading import ReadReport

NOTHING_READ = Report(RunFacts(mode="check", engine="none"), ChangeSet(None, None))


def publish(settings: Settings, console: Console) -> int:
    """Deliver the report that `from` names; 0, also when nothing may be posted, for findings fail the first run.

    Raises UsageError where the workflow itself is wrong.
    """
    runner = settings.runner
    if not runner.in_actions or runner.event_name != "workflow_run":
        raise UsageError("publish: only in a workflow that another one started (on: workflow_run)", hint=FORKS_PAGE)
    event = payload(runner.event_path)
    context = from_event(runner.event_name, event, runner.sha, runner.repository)
    wishes = posting.wanted(settings, context, settings["fail-on"] or NEVER)
    run = triggering_run(event)
    try:
        report = _delivered(settings, context, wishes, run)
    except NotPostedError as error:
        summary = _nothing(console, error.reason)
    except (ReportError, GitHubError) as error:
        summary = _nothing(console, "; ".join(filter(None, (error.message, error.hint))))
    else:
        console.write(table.render(report))
        summary = markdown.render(report)
    problem = FileCommands(None, runner.summary_path).append_summary(summary)
    if problem:
        console.annotation("warning", problem)
    return ExitCode.FINE


def _nothing(console: Console, reason: str) -> str:
    """Say why nothing was posted; the same for the job summary."""
    console.annotation("notice", f"Nothing was posted: {reason}.")
    return f"## Altproof: nothing was posted\n\n{escape_markdown(reason)}.\n"


def _delivered(settings: Settings, context: RunContext, wishes: Wanted, run: TriggeringRun | None) -> Report:
    """The report with what became of it. Raises NotPostedError, ReportError and GitHubError."""
    if run is None:
        raise NotPostedError("the run that started this one was on no pull request")
    if not (settings["github-token"] and context.repository):
        raise NotPostedError(posting.NO_TOKEN)
    repository, found = context.repository, _read(settings)
    if found.head != run.head:
        raise ReportError("the report is about another commit than the run that started this one")
    source = f"{settings.runner.server_url}/{repository}/blob/{run.head}/"
    facts = replace(NOTHING_READ.run, head=run.head, event=context.event, repository=repository, source_url=source)
    return posting.ask(settings, repository, lambda github: _deliver(github, found, facts, wishes, run))


async def _deliver(github: GitHub, found: ReadReport, facts: RunFacts, wishes: Wanted, run: TriggeringRun) -> Report:
    from altproof.delivery.rounds import deliver
    from altproof.rederiving import held_against

    pull = _one(await github.pulls_from(run.owner, run.branch), run)
    patches = await github.patches(pull.number)
    findings, source = held_against(found.findings, patches)
    facts = replace(facts, pull_request=pull.number, documents_read=len({f.reference.document for f in findings}))
    references = tuple(dict.fromkeys(finding.reference for finding in findings))
    report = Report(facts, ChangeSet(None, run.head), references=references, findings=findings)
    outcome = await deliver(github, report, wishes, source, patches)
    return replace(report, deliveries=tuple(_as_summary(one) for one in outcome.deliveries))


def _one(pulls: Sequence[PullRequest], run: TriggeringRun) -> PullRequest:
    """The pull request whose head is the commit of the run; the number in a report would be anybody's to choose."""
    found = [pull for pull in pulls if pull.head == run.head]
    if len(found) != 1:
        many = "several open pull requests are" if found else "no open pull request is"
        raise NotPostedError(f"{many} at the commit of the run that started this one")
    return found[0]


def _as_summary(one: Delivery) -> Delivery:
    """Annotations of this job would stand at the default branch: here the summary carries what is left."""
    return replace(one, instead=Channel.SUMMARY) if one.instead is Channel.ANNOTATIONS else one


def _read(settings: Settings) -> ReadReport:
    """The report in the file that `from` names. Raises UsageError for the name, ReportError for what is in it."""
    from altproof.report_reading import MOST_BYTES, loads
    from altproof.rules import RULES
    from altproof.schemas import schema_text

    roots = [root for root in (settings.workspace, settings.runner.temporary) if root]
    path = Path(settings.workspace, settings["from"])
    root = next((root for root in roots if path.is_relative_to(root)), None)
    if not settings["from"] or root is None or ".." in path.parts:
        raise UsageError("from: no file in the workspace or in ${{ runner.temp }}", hint=FORKS_PAGE)
    try:
        data = Folder(root).read(path.relative_to(root).as_posix(), MOST_BYTES)
    except UnreadableFileError as error:
        raise ReportError("the report could not be read: it is missing, a link, or too large") from error
    summaries = {name: rule.SUMMARY for name, rule in RULES.items()}
    return loads(data, json.loads(schema_text("report")), summaries)

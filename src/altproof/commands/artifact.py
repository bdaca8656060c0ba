"""The files of the report as an artifact of the workflow run, where that was asked for. It never fails the step."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from altproof import __version__
from altproof.actions_io import Console
from altproof.errors import AltproofError
from altproof.report import Channel, Delivery, Report
from altproof.settings import Settings

if TYPE_CHECKING:
    from datetime import datetime

    from altproof.github.artifacts import Upload, Uploaded

MOST_DAYS = 400
"""The longest that any repository can be set to (GitHub's documentation, artifact and log retention)."""


def upload(
    report: Report, folder: Path | None, names: Iterable[str], settings: Settings, console: Console
) -> Delivery | None:
    """Upload the files of these names, relative to the folder, and say what came of it; None: nobody asked."""
    runner = settings.runner
    if not (runner.in_actions and settings.switch("upload-artifact")):
        return None
    if not (runner.runtime_token and runner.results_url):
        message = "the runner hands out no token for artifacts, as when the action is run by hand"
        console.debug(f"upload-artifact: {message}")
        return Delivery(Channel.ARTIFACT, done=False, message=message)
    if report.run.cancelled:
        return Delivery(Channel.ARTIFACT, done=False, message="the run was cancelled")
    return _tried(report, folder, names, settings, console)


def _tried(report: Report, folder: Path | None, names: Iterable[str], settings: Settings, console: Console) -> Delivery:
    from altproof.github.artifacts_address_wire import is_supported

    if not is_supported(settings.runner.server_url):
        message = "this server has no service for artifacts that Altproof can use; use actions/upload-artifact v3"
        console.annotation("notice", f"upload-artifact: {message}")
        return Delivery(Channel.ARTIFACT, done=False, message=message)
    try:
        uploaded, notes = _uploaded(folder, names, settings, console)
    except AltproofError as error:
        message = error.message + (f" ({error.hint})" if error.hint else "")
        console.annotation("warning", f"upload-artifact: {message}")
        return Delivery(Channel.ARTIFACT, done=False, message=message)
    for note in notes:
        console.annotation("warning", f"upload-artifact: {note}")
    url = _url(settings, uploaded.id)
    console.say(f"The files of the report are the artifact {uploaded.name}: {url}")
    return Delivery(Channel.ARTIFACT, done=True, count=report.totals.findings, message="; ".join(notes), url=url)


def outputs(delivery: Delivery | None) -> dict[str, str]:
    """The outputs of the step that tell of an artifact."""
    if delivery is None or not (delivery.done and delivery.url):
        return {}
    return {"artifact-id": delivery.url.rpartition("/")[2], "artifact-url": delivery.url}


def _uploaded(
    folder: Path | None, names: Iterable[str], settings: Settings, console: Console
) -> tuple[Uploaded, tuple[str, ...]]:
    """What is there now, and what a person should know of it. Raises GitHubError and UnreadableFileError."""
    from datetime import UTC, datetime

    from altproof.event_loop import run
    from altproof.folder import Folder
    from altproof.github.archive import archive
    from altproof.github.artifacts import ArtifactService, Edges, Upload
    from altproof.github.artifacts_wire import checked_name, other_name

    runner, edges = settings.runner, Edges()
    name = checked_name(settings["artifact-name"])
    days, note = kept_days(settings["artifact-retention-days"], runner.retention_days)
    packed = archive(names if folder else (), Folder(folder or Path()).read)
    other = other_name(name, runner.job, runner.run_attempt, edges.unique()[:4])
    wanted = Upload(name, other, packed.data, expires_at(datetime.now(UTC), days) if days else None)

    async def upload_it(wanted: Upload) -> Uploaded:
        agent = f"altproof/{__version__}"
        async with ArtifactService(
            runner.results_url, runner.runtime_token, agent, mask=console.mask, edges=edges
        ) as service:
            return await service.upload(wanted)

    left_out = tuple(f"{file} is no regular file and was left out" for file in packed.left_out)
    return run(upload_it(wanted)), (*note, *left_out)


def kept_days(wished: str, most: str) -> tuple[int | None, tuple[str, ...]]:
    """For how many days to ask, and what to say about it; None: for as long as the repository is set to.

    Raises RefusedError for a wish that is no number of days.
    """
    from altproof.github.base import Refusal, RefusedError

    if not wished:
        return None, ()
    if not (wished.isascii() and wished.isdigit() and len(wished) <= 4 and 1 <= int(wished) <= MOST_DAYS):
        hint = f"write a whole number from 1 to {MOST_DAYS}, or leave it empty"
        raise RefusedError(Refusal.INVALID, "artifact-retention-days: not a number of days", hint=hint)
    allowed = int(most) if most.isascii() and most.isdigit() and 0 < len(most) <= 4 and int(most) else MOST_DAYS
    if int(wished) <= allowed:
        return int(wished), ()
    return allowed, (f"artifact-retention-days: {wished} is more than the {allowed} days that the repository allows",)


def expires_at(now: datetime, days: int) -> str:
    """The moment so many days from now, in the form that the service takes: RFC 3339 with milliseconds."""
    from datetime import timedelta

    return (now + timedelta(days=days)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _url(settings: Settings, number: str) -> str:
    runner = settings.runner
    return f"{runner.server_url}/{runner.repository}/actions/runs/{runner.run_id}/artifacts/{number}"

"""`altproof check` and `altproof audit`: the main job, from the event to the exit code."""

from __future__ import annotations

from altproof.actions_io import Console
from altproof.commands import engines
from altproof.commands.context import Scene, scene
from altproof.commands.deliver import deliver, nothing_to_do, output_folder
from altproof.errors import Cancelled, ExitCode
from altproof.pipeline import Run, Task
from altproof.report import Report, RunFacts, exit_code
from altproof.settings import Settings


def check(settings: Settings, console: Console) -> int:
    """Look, judge, deliver. Raises AltproofError when nothing can be looked at, Cancelled after delivering."""
    settings.switch("annotations"), settings.switch("summary")
    output_folder(settings)
    for secret in (settings["vision-key"], settings["github-token"]):
        console.mask(secret)
    with scene(settings) as set_out:
        if set_out.changes is None:
            return nothing_to_do(settings, console)
        choice = engines.choose(settings, set_out.config, from_fork=set_out.context.from_fork)
        run = Run(set_out.workspace, _task(settings, set_out, choice))
        try:
            _steps(run, settings, console, choice.name)
        except Cancelled:
            deliver(run.report(cancelled=True), settings, console, set_out.config)
            raise
        if settings.dry_run:
            return ExitCode.FINE
        report = run.report()
    deliver(report, settings, console, set_out.config)
    return _code(report, settings, set_out)


def _steps(run: Run, settings: Settings, console: Console, engine: str) -> None:
    run.read()
    run.choose_images()
    if settings.dry_run:
        count = len(run.images)
        console.say(f"{run.report().totals.references} references read; {count} images to look at with {engine}:")
        for image in run.images:
            console.say(f"  {image.path}")
        return
    if run.images:
        import asyncio

        console.debug(f"looking at {len(run.images)} images with {engine}")
        asyncio.run(run.look(engines.eyes(settings, engine)))
    run.judge()


def _task(settings: Settings, set_out: Scene, choice: engines.Choice) -> Task:
    context, changes = set_out.context, set_out.changes
    facts = RunFacts(
        mode="audit" if settings.everything else "check",
        engine=choice.name,
        base=changes.base if changes else None,
        head=changes.head if changes else None,
        event=context.event,
        repository=context.repository,
        pull_request=context.pull_request,
        source_url=_source_url(settings, set_out),
    )
    if changes is None:  # pragma: no cover  (asked before)
        raise AssertionError("no changes")
    return Task(changes, set_out.config, facts, settings.paths, (*set_out.problems, *choice.problems))


def _source_url(settings: Settings, set_out: Scene) -> str | None:
    repository, changes = set_out.context.repository, set_out.changes
    if not (repository and changes and changes.head):
        return None
    return f"{settings.runner.server_url}/{repository}/blob/{changes.head}/"


def _code(report: Report, settings: Settings, set_out: Scene) -> int:
    if report.run.engine_failed and set_out.config.on_engine_error == "fail":
        return ExitCode.ENGINE
    return exit_code(report, settings["fail-on"] or set_out.config.fail_on)

"""`altproof check` and `altproof audit`: the main job, from the event to the exit code."""

from __future__ import annotations

from altproof.actions_io import Console
from altproof.commands import engine_choice
from altproof.commands.context import Setup, set_up
from altproof.commands.deliver import deliver, output_folder
from altproof.errors import Cancelled, ExitCode
from altproof.model import ChangeSet
from altproof.pipeline import Run
from altproof.report import Report, RunFacts, exit_code
from altproof.reporters import words
from altproof.settings import Settings
from altproof.task import Task

NO_ENGINE = "none"
RETIREMENT = "Azure AI Vision Image Analysis 4.0 stops answering on 2028-09-25."
"""Microsoft's announcement of 2026-01-29 (image-analysis-deprecation)."""


def check(settings: Settings, console: Console) -> int:
    """Look, judge, deliver. Raises AltproofError when nothing can be looked at, Cancelled after delivering."""
    output_folder(settings)  # a folder that cannot be is refused before anything costs time
    engine_choice.mask(settings, console)
    with set_up(settings) as setup:
        if setup.changes is None:
            console.say("Nothing to look at: the branch was deleted.")
            return ExitCode.FINE
        choice = engine_choice.choose(settings, setup.config, from_fork=setup.context.from_fork)
        run = Run(setup.workspace, _task(settings, setup, setup.changes, choice))
        fail_on = settings["fail-on"] or setup.config.fail_on
        try:
            _steps(run, settings, console, choice.name)
        except Cancelled:
            deliver(run.report(cancelled=True), settings, console, fail_on)
            raise
        if settings.dry_run:
            return ExitCode.FINE
        report = run.report()
    deliver(report, settings, console, fail_on)
    return _code(report, setup, fail_on)


def _steps(run: Run, settings: Settings, console: Console, engine: str) -> None:
    run.read()
    run.choose_images()
    if settings.dry_run:
        _say_plan(run, console, engine)
        return
    if run.images and engine != NO_ENGINE:
        import asyncio

        if engine == "azure":
            console.note(RETIREMENT)
        console.debug(f"looking at {words.count(len(run.images), 'image')} with the {engine} engine")
        asyncio.run(run.look(engine_choice.eyes(settings, engine)))
    run.judge()


def _say_plan(run: Run, console: Console, engine: str) -> None:
    totals = run.report().totals
    console.say(
        f"{words.count(totals.references, 'place')} with an image, "
        f"{words.count(len(run.images), 'image')} to look at with the {engine} engine"
    )
    for image in run.images:
        console.say(f"  {image.path}")
    for problem in run.report().all_problems:
        console.say(f"  not {problem.subject}: {problem.message}")


def _task(settings: Settings, setup: Setup, changes: ChangeSet, choice: engine_choice.Choice) -> Task:
    context = setup.context
    source = f"{settings.runner.server_url}/{context.repository}/blob/{changes.head}/"
    facts = RunFacts(
        mode="audit" if settings.everything else "check",
        engine=choice.name,
        base=changes.base,
        head=changes.head,
        event=context.event,
        repository=context.repository,
        pull_request=context.pull_request,
        source_url=source if context.repository and changes.head else None,
    )
    return Task(changes, setup.config, facts, setup.paths, (*setup.problems, *choice.problems))


def _code(report: Report, setup: Setup, fail_on: str) -> int:
    if report.run.engine_failed and setup.config.on_engine_error == "fail":
        return ExitCode.ENGINE
    return exit_code(report, fail_on)

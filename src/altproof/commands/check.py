"""`altproof check` and `altproof audit`: the main job, from the event to the exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from altproof.actions_io import Console, write_file
from altproof.commands import engine_choice, posting
from altproof.commands.configuration import DEFAULT_BASELINE
from altproof.commands.context import Setup, set_up
from altproof.commands.deliver import Material, deliver, output_folder
from altproof.config import Annotate, Config
from altproof.delivery.base import Wanted
from altproof.errors import Cancelled, ExitCode, UsageError
from altproof.model import ChangeSet
from altproof.pipeline import Run
from altproof.report import NEVER, Channel, Report, RunFacts, exit_code
from altproof.reporters import REPORTERS, words
from altproof.settings import Settings
from altproof.task import Task, Workspace

NO_ENGINE = "none"
SHOWING_MORE = ("sarif", "html")
"""The reporters that show something beside the report."""


def check(settings: Settings, console: Console) -> int:
    """Look, judge, deliver. Raises AltproofError when nothing can be looked at, Cancelled after delivering."""
    output_folder(settings)  # a folder that cannot be is refused before anything costs time
    engine_choice.mask(settings, console)
    engine_choice.check_limits(settings)
    known, fail_on = _nothing_known(settings), NEVER
    try:
        with set_up(settings) as setup:
            if setup.changes is None:
                console.say("Nothing to look at: the branch was deleted.")
                return ExitCode.FINE
            choice = engine_choice.choose(settings, setup.config, from_fork=setup.context.from_fork)
            run = Run(setup.workspace, _task(settings, setup, setup.changes, choice))
            if settings.dry_run:
                _foresee(run, settings, console, choice.name)
                return ExitCode.FINE
            known, fail_on = run.report, settings["fail-on"] or setup.config.fail_on
            wishes = posting.wanted(settings, setup.context, fail_on)
            cache = _steps(run, settings, console, choice.name)
            report = run.report()
            material = _material(report, setup.workspace, settings, wishes)
    except Cancelled:
        if not settings.dry_run:
            deliver(known(cancelled=True), settings, console, fail_on)
        raise
    deliver(report, settings, console, fail_on, cache=cache, material=material, wishes=wishes)
    if settings.update_baseline:
        return _update_baseline(report, settings, setup.config, console)
    return _code(report, setup, fail_on)


def _nothing_known(settings: Settings) -> Callable[..., Report]:
    """The report of a run that has not learnt yet what changed."""
    mode = "audit" if settings.everything else "check"
    return lambda *, cancelled: Report(RunFacts(mode, NO_ENGINE, cancelled=cancelled), ChangeSet(None, None))


def _material(report: Report, workspace: Workspace, settings: Settings, wishes: Wanted) -> Material:
    """What the reports that this run writes show beside the report; nothing where none of them would."""
    to_folder = output_folder(settings) is not None
    commented = wishes.asks_for(Channel.REVIEW) and report.run.pull_request is not None
    if not (to_folder or commented or settings.format in SHOWING_MORE):
        return Material()
    from altproof.commands.material import gather, source_lines

    shows_it = to_folder or settings.format in SHOWING_MORE
    material = gather(report, workspace, to_folder=to_folder) if shows_it else Material()
    return replace(material, source=source_lines(report, workspace)) if commented else material


def _steps(run: Run, settings: Settings, console: Console, engine: str) -> Path | None:
    """Everything up to the judgement; the path of the cache, when one was asked and could be used."""
    run.read()
    run.choose_images()
    cache = None
    if run.images and engine != NO_ENGINE:
        from altproof import event_loop

        engine_choice.tell_notices(engine, run.asked, console)
        console.debug(f"looking at {words.count(len(run.images), 'image')} with the {engine} engine")
        eyes = engine_choice.eyes(settings, engine, console)
        event_loop.run(run.look(eyes))
        engine_choice.told_trouble(eyes, console)
        cache = eyes.cache.path if eyes.cache and eyes.engine.identity and not eyes.cache.trouble else None
    _compare(run)
    run.judge()
    return cache


def _compare(run: Run) -> None:
    """Compare pictures where that tells more than names: with what they were, and dark with light."""
    stale, versions = run.may_be_stale, run.versions_to_see
    if not stale and not versions:
        return
    from altproof.images.workshop import Workshop

    with Workshop() as workshop:
        run.compare(stale, workshop.changed_share)
        run.glance_at(versions, workshop.appearance)


def _foresee(run: Run, settings: Settings, console: Console, engine: str) -> None:
    run.read()
    run.choose_images()
    if run.images and engine != NO_ENGINE:
        eyes = engine_choice.eyes(settings, engine)
        run.foresee(eyes)
        engine_choice.told_trouble(eyes, console)
    console.write(REPORTERS[settings.format or "table"].render(run.report(dry_run=True)))


def _task(settings: Settings, setup: Setup, changes: ChangeSet, choice: engine_choice.Choice) -> Task:
    context = setup.context
    prices = engine_choice.prices(settings)
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
    remote = choice.name == "azure" and settings.switch("remote-images")
    problems = (*setup.problems, *choice.problems)
    return Task(
        changes,
        _config(settings, setup.config),
        facts,
        setup.paths,
        setup.baseline,
        problems,
        remote_images=remote,
        prices=prices,
    )


def _config(settings: Settings, config: Config) -> Config:
    """The repository's wishes, with what the workflow overrides."""
    if not settings["annotate"]:
        return config
    return replace(config, report=replace(config.report, annotate=Annotate(settings["annotate"])))


def _update_baseline(report: Report, settings: Settings, config: Config, console: Console) -> int:
    """Write what was found as known. Raises UsageError where that would not do what it says."""
    from altproof import baseline

    path = Path(config.baseline or DEFAULT_BASELINE)
    try:
        write_file(settings.folder / path.parent, path.name, baseline.dumps(report.findings))
    except OSError as error:
        raise UsageError(f"baseline: {path} could not be written: {error.strerror or type(error).__name__}") from error
    console.say(f"{path}: {words.count(len(report.findings), 'finding')} known from now on")
    return ExitCode.FINE


def _code(report: Report, setup: Setup, fail_on: str) -> int:
    if report.run.engine_failed and setup.config.on_engine_error == "fail":
        return ExitCode.ENGINE
    return exit_code(report, fail_on)

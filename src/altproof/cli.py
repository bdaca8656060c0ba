"""From arguments to an exit code: the verbs, the signals, and what a person is told when something goes wrong."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from altproof import __version__, settings
from altproof.actions_io import Console, guarded
from altproof.errors import AltproofError, Cancelled, ConfigError, ExitCode
from altproof.links import ISSUES
from altproof.reporters import REPORTERS
from altproof.settings import Settings

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

Verb = Callable[[Settings, Console], int]


def _check(chosen: Settings, console: Console) -> int:
    from altproof.commands.check import check

    return check(chosen, console)


def _describe(chosen: Settings, console: Console) -> int:
    from altproof.commands.describe import describe

    return describe(chosen, console)


def _explain(chosen: Settings, console: Console) -> int:
    from altproof.commands.explain import explain

    return explain(chosen, console)


def _publish(chosen: Settings, console: Console) -> int:
    from altproof.commands.publish import publish

    return publish(chosen, console)


def _fetch_models(chosen: Settings, console: Console) -> int:
    from altproof.commands.fetch_models import fetch_models

    return fetch_models(chosen, console)


def _schema(chosen: Settings, console: Console) -> int:
    from altproof.commands.schema import schema

    return schema(chosen, console)


VERBS: Mapping[str, Verb] = {
    "check": _check,
    "audit": _check,
    "describe": _describe,
    "publish": _publish,
    "explain": _explain,
    "fetch-models": _fetch_models,
    "schema": _schema,
}


def main(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Run one verb and answer the exit code; nothing but SystemExit from --help and --version gets out."""
    with guarded() as console:
        try:
            console.configure(in_actions=settings.in_actions(environment), verbose=False)
            chosen = settings.read(arguments, tuple(REPORTERS), environment)
            console.configure(in_actions=chosen.runner.in_actions, verbose=chosen.verbose)
            with cancellable():
                return int(VERBS[chosen.verb](chosen, console))
        except Cancelled as cancelled:
            return ExitCode(128 + cancelled.signal_number)
        except AltproofError as error:
            _tell(console, error)
            return int(error.exit_code)
        except Exception as error:  # noqa: BLE001  (the last resort of the program: a bug is told as one)
            return _tell_bug(console, error)


def script() -> NoReturn:
    """What the console script calls."""
    raise SystemExit(main(sys.argv[1:]))


@contextmanager
def cancellable() -> Iterator[None]:
    """SIGINT and SIGTERM end the run as Cancelled; as process 1 of a container Python would ignore SIGTERM."""

    def cancel(number: int, _: FrameType | None) -> None:
        cancelled = Cancelled(number)
        loop = _running_loop()
        if loop is None:
            raise cancelled
        # Between two steps of the loop. Raised where it happens to stand it would be one callback's error, which the
        # loop logs and forgets, or break the connections of a library in the middle of its work.
        loop.call_soon_threadsafe(_raise, cancelled)

    before = {number: signal.signal(number, cancel) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _running_loop() -> AbstractEventLoop | None:
    # Most runs never load asyncio, and in one that just does so it is not whole yet.
    running = getattr(sys.modules.get("asyncio"), "get_running_loop", None)
    try:
        return running() if running else None
    except RuntimeError:
        return None


def _raise(cancelled: Cancelled) -> NoReturn:
    raise cancelled


def _tell(console: Console, error: AltproofError) -> None:
    lines = error.message.splitlines() or [type(error).__name__]
    if isinstance(error, ConfigError):
        from altproof.model import Span

        places = [Span(line, column, line, column) for line, column in error.places]
        for text, place in zip(lines, [*places, *[None] * len(lines)], strict=False):
            console.annotation("error", text, path=error.path, span=place, title="Wrong configuration")
        console.note(error.hint)
        return
    console.annotation("error", "\n".join(filter(None, (*lines, error.hint))))


def _tell_bug(console: Console, error: Exception) -> int:
    import traceback

    console.annotation("error", f"Altproof {__version__} failed with {type(error).__name__}: this is a bug in Altproof")
    console.note(f"please report it with the lines below: {ISSUES}")
    # No values and no message: either may hold a stranger's text or a secret.
    for frame in traceback.extract_tb(error.__traceback__):
        console.note(f"  {frame.filename}:{frame.lineno} in {frame.name}")
    return int(ExitCode.ENGINE)

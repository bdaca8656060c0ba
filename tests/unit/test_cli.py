"""How a signal ends a run: at once, with everything given back, and never forgotten."""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine
from types import ModuleType

import pytest

from altproof.cli import cancellable
from altproof.errors import Cancelled

SIGNALS = [signal.SIGINT, signal.SIGTERM]


def cancelled_by(work: Coroutine[object, object, object]) -> Cancelled:
    with cancellable(), pytest.raises(Cancelled) as caught:
        asyncio.run(work)
    return caught.value


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_outside_of_a_loop_is_raised_at_once(number: signal.Signals) -> None:
    with cancellable(), pytest.raises(Cancelled) as caught:
        os.kill(os.getpid(), number)
    assert caught.value.signal_number == number


def test_a_signal_while_asyncio_is_being_loaded_is_a_signal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncio", ModuleType("asyncio"))  # what is there until its last line was run
    with cancellable(), pytest.raises(Cancelled) as caught:
        os.kill(os.getpid(), signal.SIGTERM)
    assert caught.value.signal_number == signal.SIGTERM


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_in_a_callback_of_the_loop_is_not_forgotten(number: signal.Signals) -> None:
    problems: list[dict[str, object]] = []

    async def work() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, problem: problems.append(problem))
        loop.call_soon(os.kill, os.getpid(), number)
        await asyncio.sleep(600)

    assert cancelled_by(work()).signal_number == number
    assert problems == []


def test_a_signal_in_the_middle_of_a_task_lets_its_step_end_and_its_waiting_be_called_off() -> None:
    steps = []

    async def one(number: int) -> None:
        try:
            if number == 2:
                os.kill(os.getpid(), signal.SIGTERM)
                steps.append("went on")
            await asyncio.sleep(600)
        finally:
            steps.append(f"closed {number}")

    async def work() -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for number in range(4):
                    group.create_task(one(number))
        finally:
            await asyncio.to_thread(steps.append, "all closed")

    assert cancelled_by(work()).signal_number == signal.SIGTERM
    assert steps[0] == "went on"
    assert sorted(steps[1:-1]) == [f"closed {number}" for number in range(4)]
    assert steps[-1] == "all closed"


def test_a_second_signal_ends_the_closing_too() -> None:
    closed = []

    async def work() -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(600)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(600)
            closed.append("in peace")

    assert cancelled_by(work()).signal_number == signal.SIGTERM
    assert closed == []


def test_afterwards_signals_are_what_they_were() -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    with cancellable():
        assert [signal.getsignal(number) for number in SIGNALS] != before
    assert [signal.getsignal(number) for number in SIGNALS] == before

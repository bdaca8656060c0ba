"""The process that holds the model: what ends it, what it may take, and what is said then. Programs stand in for it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from altproof.engines.florence_model import FAILURES, FlorenceModel, Seconds
from altproof.engines.florence_wire import Answer, Task
from altproof.errors import AltproofError, EngineError, EngineStoppedError
from tests.fakes.florence import ECHO, LIST, READY, program

Found = TypeVar("Found")
SOON = Seconds(load=60, task=0, grace=1)
"""A second for an answer, which is enough for no program that sleeps."""
SLEEP = "time.sleep(600)\n"


def with_model(path: Path, work: Callable[[FlorenceModel], Awaitable[Found]], seconds: Seconds | None = None) -> Found:
    async def run() -> Found:
        model = FlorenceModel(path.parent, LIST, program=path, seconds=seconds)
        try:
            return await work(model)
        finally:
            await model.aclose()
            await model.aclose()

    return asyncio.run(run())


async def outcomes(model: FlorenceModel, count: int = 1) -> list[Answer | AltproofError]:
    found: list[Answer | AltproofError] = []
    for _ in range(count):
        try:
            found.append(await model.say(Task.CAPTION, b"picture"))
        except AltproofError as error:
            found.append(error)
    return found


def one(path: Path, seconds: Seconds | None = None) -> Answer | AltproofError:
    return with_model(path, outcomes, seconds)[0]


def test_no_process_is_started_before_the_first_picture(tmp_path: Path) -> None:
    async def look(model: FlorenceModel) -> int | None:
        return model.pid

    assert with_model(program(tmp_path, READY, ECHO), look) is None


def test_all_answers_come_from_one_process(tmp_path: Path) -> None:
    async def several(model: FlorenceModel) -> list[Answer]:
        return await asyncio.gather(*(model.say(Task.READ, b"picture") for _ in range(3)))

    answers = with_model(program(tmp_path, READY, ECHO), several)
    assert len({answer.parts for answer in answers}) == 1
    assert "<OCR_WITH_REGION> of 7 bytes" in str(answers[0].parts)


def test_the_process_gets_neither_our_environment_nor_our_folder(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("VISION_KEY", "canary")
    tell = 'request()\nanswer({"parts": [[f"{sorted(os.environ)} {os.getcwd()}", 1]], "finished": True})\n'
    said = one(program(tmp_path, READY, tell, SLEEP))
    assert isinstance(said, Answer)
    assert "VISION_KEY" not in str(said.parts)
    assert "HF_HUB_OFFLINE" in str(said.parts)
    assert "] /" in str(said.parts)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("wrong-files", "not those of its list"),
        ("no-packages", "torch or transformers cannot be loaded"),
        ("not-loaded", "cannot be loaded"),
        ("##[error]made up", "the Florence-2 model cannot be loaded"),
    ],
)
def test_a_model_that_cannot_be_loaded_stops_the_engine_in_words_of_ours(
    tmp_path: Path, reason: str, words: str
) -> None:
    refusal = f'reply({{"status": "failed", "reason": {reason!r}}})\n'
    first, second = with_model(program(tmp_path, refusal), lambda model: outcomes(model, 2))
    for error in (first, second):
        assert isinstance(error, EngineStoppedError)
        assert words in error.message
        assert "made up" not in error.message
        assert error.hint


FAULTS = {
    "it ends": "sys.exit(3)\n",
    "it is killed": "os.kill(os.getpid(), 9)\n",
    "it says nothing": SLEEP,
    "it says too much": 'reply({"status": "done"}, b"x" * (2 << 20))\n' + SLEEP,
    "it speaks no protocol": 'os.write(1, b"Traceback (most recent call last)")\n' + SLEEP,
    "it answers no JSON": 'reply({"status": "done"}, b"a cat")\n' + SLEEP,
    "it could not": 'reply({"status": "failed", "reason": "failed"})\n' + SLEEP,
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_process_that_fails_costs_one_answer(tmp_path: Path, fault: str) -> None:
    error = one(program(tmp_path, READY, "request()\n", fault), SOON)
    assert isinstance(error, EngineError)
    assert not isinstance(error, EngineStoppedError)
    assert error.hint


def test_a_task_that_takes_too_long_is_told_with_what_helps(tmp_path: Path) -> None:
    slow = 'reply({"status": "failed", "reason": "slow"})\n'
    error = one(program(tmp_path, READY, "request()\n", slow, SLEEP))
    assert isinstance(error, EngineError)
    assert error.message == "the model took longer than 240 seconds for a task"
    assert "fewer features" in error.hint


def test_after_a_failure_a_new_process_is_started(tmp_path: Path) -> None:
    mark = tmp_path / "was-here"
    once = f"if not os.path.exists({str(mark)!r}):\n    open({str(mark)!r}, 'w').close()\n    sys.exit(3)\n"
    first, second = with_model(program(tmp_path, READY, once, ECHO), lambda model: outcomes(model, 2))
    assert isinstance(first, EngineError)
    assert isinstance(second, Answer)


def test_failures_in_a_row_stop_the_engine(tmp_path: Path) -> None:
    path = program(tmp_path, READY, "request()\nsys.exit(3)\n")
    found = with_model(path, lambda model: outcomes(model, FAILURES + 1))
    assert [isinstance(error, EngineStoppedError) for error in found] == [False] * (FAILURES - 1) + [True] * 2
    last = found[-1]
    assert isinstance(last, EngineStoppedError)
    assert "3 tasks failed in a row" in last.message
    assert "exit status 3" in last.message


def test_a_program_that_cannot_be_run_ends_no_run(tmp_path: Path) -> None:
    error = one(tmp_path / "none.py")
    assert isinstance(error, EngineError)
    assert "ended while loading" in error.message


@pytest.mark.parametrize("steps", [(SLEEP,), (READY, SLEEP)], ids=["while it loads", "while it answers"])
def test_closing_does_not_wait_for_a_process_that_is_stuck(tmp_path: Path, steps: tuple[str, ...]) -> None:
    async def called_off(model: FlorenceModel) -> tuple[int | None, list[bool]]:
        tasks = [asyncio.create_task(model.say(Task.CAPTION, b"picture")) for _ in range(3)]
        while model.pid is None:  # noqa: ASYNC110  (there is nobody to set an event)
            await asyncio.sleep(0.01)
        pid = model.pid
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await model.aclose()
        return pid, [task.cancelled() for task in tasks]

    pid, cancelled = with_model(program(tmp_path, *steps), called_off)
    assert all(cancelled)
    assert not Path(f"/proc/{pid}").exists()

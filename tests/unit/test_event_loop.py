"""A name server that does not answer holds up neither the end of a run nor that of the process."""

import asyncio
import os
import signal
import subprocess
import sys
import threading

import pytest

from altproof.cli import cancellable
from altproof.errors import Cancelled
from altproof.event_loop import run

LEAVES_A_THREAD = """
import asyncio, threading
from altproof.event_loop import run

async def work():
    asyncio.get_running_loop().run_in_executor(None, threading.Event().wait)
    return "answer"

print(run(work()))
"""


def test_neither_the_loop_nor_the_process_waits_for_a_thread_that_never_ends() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEAVES_A_THREAD], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "answer\n", "")


def test_a_signal_ends_the_waiting_for_such_a_thread() -> None:
    answered = threading.Event()

    async def work() -> None:
        asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGTERM)
        await asyncio.to_thread(answered.wait, 60)

    with cancellable(), pytest.raises(Cancelled):
        run(work())
    assert not answered.is_set()
    answered.set()


def test_what_a_thread_answers_or_raises_arrives() -> None:
    async def work() -> int:
        with pytest.raises(ZeroDivisionError):
            await asyncio.to_thread(divmod, 1, 0)
        return await asyncio.to_thread(max, 1, 2)

    assert run(work()) == 2

"""Running what waits for the network, so that the end of a run waits for nobody."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread
from typing import Any, ParamSpec, TypeVar

Answer = TypeVar("Answer")
Given = ParamSpec("Given")


class _LeftBehind(ThreadPoolExecutor):
    """Threads that neither the end of the loop nor that of the process waits for.

    asyncio asks the name server in such a thread. Nothing can call that off, and the C library may wait for a minute.
    """

    def submit(self, fn: Callable[Given, Answer], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Answer]:
        """Begin at once, in a thread of its own."""
        future: Future[Answer] = Future()

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                answer = fn(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001  (whoever waits for the answer gets it)
                future.set_exception(error)
            else:
                future.set_result(answer)

        Thread(target=work, daemon=True).start()
        return future


def run(work: Coroutine[Any, Any, Answer]) -> Answer:
    """What `work` answers, as with asyncio.run; threads of the loop's own that are still at it then are left behind."""
    import asyncio  # most runs wait for nobody

    async def begun() -> Answer:
        asyncio.get_running_loop().set_default_executor(_LeftBehind())
        return await work

    return asyncio.run(begun())

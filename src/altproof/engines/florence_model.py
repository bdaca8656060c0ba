"""The program's side of the process that holds the model: when it starts, how long it may take, and what ends it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, TypeVar

from msgspec import Struct

from altproof.engines.florence_files import Manifest, read_manifest
from altproof.engines.florence_wire import MOST_BYTES, MOST_TOKENS, Answer, Task
from altproof.errors import EngineError, EngineStoppedError, UsageError
from altproof.images.child import Child, ChildDiedError
from altproof.images.protocol import DONE, READY, Header, ProtocolError

WORKER = Path(__file__).resolve().with_name("florence_worker.py")
ENVIRONMENT = {
    **dict.fromkeys(("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"), "1"),
    "HF_HOME": "/nonexistent",
}
"""Of the process: the libraries are told to stay off the network, and find no files but those in the folder."""
PACKAGES = ("torch", "transformers")
INSTALL = "pip install 'torch>=2.13,<3' 'transformers>=5.23,<6'"
"""The extra `florence`, without the name of a package that a registry may give to somebody else."""
FAILURES = 3
"""Of the process in a row, after which the engine stops."""

_PROCESS = "the process of the florence engine"
_REASONS = {
    "wrong-files": ("the files of the Florence-2 model are not those of its list", "run `altproof fetch-models` again"),
    "no-packages": (
        "torch or transformers cannot be loaded",
        f"install them again with `{INSTALL}`",
    ),
    "not-loaded": (
        "the Florence-2 model cannot be loaded",
        "it needs 2 GB of memory, transformers 5.23 or newer, and no torchvision made for another torch",
    ),
}
"""Message and hint for each reason why there is no model."""

T = TypeVar("T")


class Model(Protocol):
    """What answers tasks about pictures, one at a time."""

    @property
    def identity(self) -> str:
        """What decides its answers: the revision and the hashes of its files."""

    @property
    def revision(self) -> str:
        """The commit of its repository."""

    def say(self, task: Task, picture: bytes, /) -> Awaitable[Answer]:
        """The answer to one task. Raises EngineError and EngineStoppedError."""

    async def aclose(self) -> None:
        """End its process."""


class Seconds(Struct, frozen=True):
    """How long the process may take."""

    load: int = 300
    """To hash and load the files, and to look at one blank picture; 10 s on an idle machine."""
    task: int = 240
    """For one task, after which the process gives up by itself; the longest takes half of it on two processors."""
    grace: int = 30
    """What it gets beyond that, before it is ended."""


class FlorenceModel:
    """Keeps one process, which starts with the first picture and is started again after it had to be ended."""

    def __init__(
        self,
        folder: Path,
        manifest: tuple[Manifest, bytes],
        *,
        program: Path = WORKER,
        seconds: Seconds | None = None,
        threads: int = 0,
    ) -> None:
        """`manifest` as `read_manifest` gives it; `threads` 0: one for each processor."""
        self._folder = folder
        self._manifest, self._list = manifest
        self._program = program
        self._seconds = seconds or Seconds()
        self._threads = threads
        self._thread = ThreadPoolExecutor(1, "florence")
        self._child: Child | None = None
        self._closed = False
        self._failures = 0
        self._stopped: EngineStoppedError | None = None

    @classmethod
    def installed(cls, folder: str, manifest: str, *, has: Callable[[str], object] = find_spec) -> FlorenceModel:
        """The model in a folder. Raises UsageError when packages, files or hashes are missing; loads nothing.

        `has` says whether a package is there.
        """
        missing = [name for name in PACKAGES if not has(name)]
        if missing:
            raise UsageError(
                f"engine: florence needs {' and '.join(missing)}, not installed here",
                hint=f"install them with `{INSTALL}`; the container image does not have them",
            )
        read = read_manifest(Path(manifest) if manifest else None)
        if not folder or not Path(folder).is_dir():
            raise UsageError(
                f"florence-folder: {folder or 'not given, and there is no usual place'}: there is no such folder",
                hint="run `altproof fetch-models`, or give the folder that holds the model",
            )
        return cls(Path(folder).resolve(), read)

    @property
    def pid(self) -> int | None:
        """The id of the process; None: there is none now."""
        child = self._child
        return child.pid if child is not None and child.alive else None

    @property
    def identity(self) -> str:
        """The digest of the list of files."""
        return self._manifest.digest

    @property
    def revision(self) -> str:
        """The commit in the list."""
        return self._manifest.revision

    async def say(self, task: Task, picture: bytes, /) -> Answer:
        """As `Model` says; other tasks wait meanwhile, in the order they came."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._said, task, picture)

    async def aclose(self) -> None:
        """End the process, even in the middle of an answer."""
        self._closed = True
        if self._child is not None:
            self._child.kill()
        self._thread.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._thread.shutdown)
        self._discard()

    # --- in the thread ---

    def _said(self, task: Task, picture: bytes) -> Answer:
        if self._stopped is not None:
            raise EngineStoppedError(self._stopped.message, hint=self._stopped.hint)
        try:
            answer = Answer.from_json(self._exchanged(task, picture))
        except EngineStoppedError as error:
            self._stopped = error
            raise
        except EngineError as error:
            self._failures += 1
            if self._failures < FAILURES:
                raise
            words = f"{self._failures} tasks failed in a row, the last with: {error.message}"
            self._stopped = EngineStoppedError(words, hint=error.hint)
            raise self._stopped from error
        self._failures = 0
        return answer

    def _exchanged(self, task: Task, picture: bytes) -> bytes:
        child = self._ready()
        limits = {"most_tokens": MOST_TOKENS[task], "seconds": self._seconds.task}
        allowed = self._seconds.task + self._seconds.grace
        order: Header = {"task": task.value, **limits}
        header, body = self._guarded(
            lambda: child.exchange(order, picture, reply_limit=MOST_BYTES, seconds=allowed), "answering", allowed
        )
        if header.get("status") != DONE and header.get("reason") == "slow":
            words = f"the model took longer than {self._seconds.task} seconds for a task"
            raise EngineError(words, hint="ask for fewer features, or use a faster machine")
        if header.get("status") != DONE:
            raise EngineError("the model could not look at the picture", hint="run again; report it if it stays")
        return body

    def _ready(self) -> Child:
        """A process that holds the model. Raises EngineError and EngineStoppedError."""
        if self._child is None and not self._closed:
            self._start()
        if self._child is None or self._closed:  # closed by another thread, perhaps just now
            self._discard()
            raise EngineStoppedError("the run is ending, so the picture was not looked at")
        return self._child

    def _start(self) -> None:
        try:
            child = self._child = Child(self._program, environment=ENVIRONMENT)
        except OSError as error:
            words = f"{_PROCESS} could not be started"
            raise EngineStoppedError(words, hint="the system may forbid new processes") from error
        if self._closed:
            return
        allowed = self._seconds.load
        order: Header = {"folder": str(self._folder), "threads": self._threads, "seconds": allowed}
        header, _ = self._guarded(
            lambda: child.exchange(order, self._list, reply_limit=0, seconds=allowed), "loading", allowed
        )
        if header.get("status") != READY:
            self._discard()
            message, hint = _REASONS.get(str(header.get("reason")), _REASONS["not-loaded"])
            raise EngineStoppedError(message, hint=hint)

    def _guarded(self, work: Callable[[], T], doing: str, seconds: int) -> T:
        """Raises EngineError, after which the process is gone."""
        try:
            return work()
        except (TimeoutError, ChildDiedError, ProtocolError) as error:
            self._discard()
            if isinstance(error, TimeoutError):
                words = f"took longer than {seconds} seconds for {doing}, and was ended"
            elif isinstance(error, ChildDiedError):
                words = f"ended while {doing} ({error})"
            else:
                words = "gave an answer that makes no sense, and was ended"
            hint = "it needs 2 GB of memory; run again, with less beside it"
            raise EngineError(f"{_PROCESS} {words}", hint=hint) from error

    def _discard(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.close()

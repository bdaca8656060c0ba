"""Looking at images: the engine, the offline engine behind it, and one outcome per image whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from altproof.engines.base import Engine, Picture
from altproof.errors import AltproofError, EngineError, EngineStoppedError, ImageError
from altproof.model import Analysis, ImageFile, Problem, Request, Stage


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of one image: an analysis, the reason why the engine gave none, or both (the fall-back's)."""

    analysis: Analysis | None = None
    problem: Problem | None = None


class Eyes:
    """Looks at images with an engine and, for those it cannot do, with the fall-back; the same bytes only once."""

    def __init__(self, engine: Engine, fallback: Engine) -> None:
        self.engine = engine
        self._fallback = fallback
        self._stopped: EngineStoppedError | None = None
        self.stops: list[Problem] = []
        """At most one: why the engine went out of use for the rest of the run."""
        self.failed = False
        """True when the engine, not an image, was the reason for a problem."""
        self.seen: dict[str, Seen] = {}
        """By the content's sha256; filled as the answers come, so that a cancelled run keeps what it has."""

    async def look(self, files: Iterable[ImageFile], load: Callable[[ImageFile], bytes], request: Request) -> None:
        """Fill `seen` for every file; `load` gives the bytes just before they are needed. Raises UsageError only."""
        import asyncio  # a run without images does not pay for it

        self.engine.check(request)
        different = {file.sha256: file for file in files if file.sha256 not in self.seen}
        gate = asyncio.Semaphore(self.engine.concurrency)

        async def one(file: ImageFile) -> None:
            async with gate:
                self.seen[file.sha256] = await self._seen(file, load, request)

        try:
            async with asyncio.TaskGroup() as group:
                for file in different.values():
                    group.create_task(one(file))
        except BaseExceptionGroup as several:
            raise several.exceptions[0] from several
        finally:
            await self.engine.aclose()
            await self._fallback.aclose()

    async def _seen(self, file: ImageFile, load: Callable[[ImageFile], bytes], request: Request) -> Seen:
        try:
            picture = Picture(file, load(file))
        except AltproofError as error:
            return Seen(problem=_problem(file, error))
        if self._stopped is None and file.media_type not in self.engine.passes_on:
            try:
                return Seen(await self.engine.analyse(picture, request))
            except EngineStoppedError as error:
                self._stop(error)
            except EngineError as error:
                self.failed = True
                return Seen(await self._second(picture, request), _problem(file, error))
            except ImageError as error:
                return Seen(await self._second(picture, request), _problem(file, error))
        return Seen(await self._second(picture, request))

    async def _second(self, picture: Picture, request: Request) -> Analysis | None:
        try:
            return await self._fallback.analyse(picture, request)
        except (ImageError, EngineError):
            return None

    def _stop(self, error: EngineStoppedError) -> None:
        self.failed = True
        if self._stopped is None:
            self._stopped = error
            words = f"{error.message}; the remaining images were looked at with the {self._fallback.name} engine"
            self.stops.append(Problem(Stage.LOOK, self.engine.name, words, error.hint))


def _problem(file: ImageFile, error: AltproofError) -> Problem:
    message = error.message.removeprefix(f"{file.path}: ")
    return Problem(Stage.LOOK, file.path, message, error.hint)

"""Looking at images: what is kept from earlier runs, the engine, the engine behind it, and one outcome per image."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from altproof.engines import calls_each
from altproof.engines.base import ByAddress, Choosy, Engine, PartlyAnsweredError, Picture
from altproof.engines.cache import AnalysisCache, key_of
from altproof.errors import AltproofError, EngineError, EngineStoppedError, ImageError
from altproof.model import Analysis, ImageFile, Problem, Request, Stage
from altproof.progress import Progress
from altproof.spending import Prices, Spending, foreseen, transactions

OUT_OF_USE = "not looked at: the engine is out of use"
MOST_CUT_OUT = 256 << 20
"""Bytes of the pictures that an engine cut out in a run: they are in memory until the report is written."""


class Seen(Struct, frozen=True):
    """What became of one image: an analysis, the reason why the engine gave none, or both (the fall-back's)."""

    analysis: Analysis | None = None
    problem: Problem | None = None


class Budget(Struct, frozen=True):
    """When a run stops to begin with further images; those under way, and their repeats, are brought to an end."""

    calls: int | None = None
    """Requests to the engine's service. None: no limit."""
    seconds: float | None = None
    """Since the looking began. None: no limit."""


def content_key(file: ImageFile) -> str:
    """What stands for the content of an image: its sha256, or the address of one that only a service can fetch."""
    return file.sha256 or file.path


class Eyes:
    """Looks at images with an engine and, for those it cannot do, with the fall-back; the same bytes only once."""

    def __init__(
        self,
        engine: Engine,
        fallback: Engine,
        *,
        cache: AnalysisCache | None = None,
        budget: Budget | None = None,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`cache` None: nothing is kept and nothing known from earlier runs. `tell` gets a line now and then."""
        self.engine = engine
        self._fallback = fallback
        self.cache = cache
        self._budget = budget or Budget()
        self._tell = tell
        self._stopped = False
        self._begun = 0
        """Calls that the images begun so far take at least; some may not have been made yet."""
        self._deadline: float | None = None
        self._fresh: list[tuple[ImageFile, Analysis]] = []
        """What the engine answered in this run."""
        self._from_cache = 0
        self._cut_out = 0
        """Bytes of pictures so far."""
        self.stops: list[Problem] = []
        """At most one: why the engine went out of use for the rest of the run."""
        self.failed = False
        """True when the engine, not an image and not the budget, was the reason for a problem."""
        self.seen: dict[str, Seen] = {}
        """By `content_key`; filled as the answers come, so that a cancelled run keeps what it has."""

    async def look(self, files: Iterable[ImageFile], load: Callable[[ImageFile], bytes], request: Request) -> None:
        """Fill `seen` for every file; `load` gives the bytes just before they are needed. Raises UsageError only."""
        self.engine.check(request)
        different = {content_key(file): file for file in files if content_key(file) not in self.seen}
        new = [file for file in different.values() if not self._remembered(file, request)]
        try:
            if new:
                await self._look(new, load, request)
        finally:
            if self.cache is not None:
                self.cache.close()
            await self.engine.aclose()
            await self._fallback.aclose()

    async def _look(self, files: Sequence[ImageFile], load: Callable[[ImageFile], bytes], request: Request) -> None:
        import asyncio  # a run without images does not pay for it

        gate = asyncio.Semaphore(self.engine.concurrency)
        clock = asyncio.get_running_loop().time
        self._deadline = None if self._budget.seconds is None else clock() + self._budget.seconds

        progress = Progress("looked at", len(files), self._tell, clock)

        async def one(file: ImageFile) -> None:
            async with gate:
                if self._is_for_engine(file):
                    self._spare(clock(), request)
                self.seen[content_key(file)] = await self._guarded(file, load, request)
                progress.one_more()

        try:
            async with asyncio.TaskGroup() as group:
                for file in files:
                    group.create_task(one(file))
        except BaseExceptionGroup as several:
            raise several.exceptions[0] from several

    async def _guarded(self, file: ImageFile, load: Callable[[ImageFile], bytes], request: Request) -> Seen:
        """What became of an image; an error nobody foresaw is one image's, not the end of all the others."""
        try:
            return await self._seen(file, load, request)
        except AltproofError:
            raise
        except Exception as error:  # noqa: BLE001  (whatever an image or an answer sets off; its words can quote secrets)
            self.failed = True
            words = f"looking failed with {type(error).__name__}: this is a bug in Altproof"
            return Seen(problem=Problem(Stage.LOOK, file.path, words, "report it, with the image if you may share it"))

    async def _seen(self, file: ImageFile, load: Callable[[ImageFile], bytes], request: Request) -> Seen:
        if not file.sha256:
            return await self._by_address(file, request)
        try:
            picture = Picture(file, load(file))
        except AltproofError as error:
            return Seen(problem=_problem(file, error))
        if self._is_for_engine(file) and not self._stopped:
            try:
                return Seen(await self._first(picture, request))
            except PartlyAnsweredError as error:
                return self._seen_in_part(file, error)
            except (EngineError, ImageError) as error:
                self._failed_with(error)
                if not isinstance(error, EngineStoppedError):
                    return Seen(await self._second(picture, request), _problem(file, error))
        return Seen(await self._second(picture, request))

    def _is_for_engine(self, file: ImageFile) -> bool:
        return file.media_type not in self.engine.passes_on

    async def _first(self, picture: Picture, request: Request) -> Analysis:
        if self._cut_out >= MOST_CUT_OUT:
            words = f"the pictures cut out so far take {MOST_CUT_OUT >> 20} MiB, and no more are asked for"
            raise ImageError(words, hint="look at fewer images at a time")
        self._begin(picture.file, request)
        analysis = await self.engine.analyse(picture, request)
        self._cut_out += len(analysis.segmentation.data) if analysis.segmentation else 0
        self._fresh.append((picture.file, analysis))
        key = key_of(picture.file.sha256, self.engine, request) if self.cache else ""
        if self.cache and key:
            self.cache.put(key, analysis)
        return analysis

    def _begin(self, file: ImageFile, request: Request) -> None:
        if self._would_call(file):
            self._begun += calls_each(self.engine.name, request)

    async def _by_address(self, file: ImageFile, request: Request) -> Seen:
        """An image that only the service can fetch; there is no second look at what is not here."""
        if not isinstance(self.engine, ByAddress):
            words = f"the {self.engine.name} engine opens no addresses"
            return Seen(problem=Problem(Stage.LOOK, file.path, words, "download the image, or use azure"))
        out_of_use = Seen(problem=Problem(Stage.LOOK, file.path, OUT_OF_USE, "see the other problems"))
        if self._stopped:
            return out_of_use
        self._begin(file, request)
        try:
            analysis = await self.engine.analyse_url(file.path, request)
            self._fresh.append((file, analysis))
            return Seen(analysis)
        except PartlyAnsweredError as error:
            return self._seen_in_part(file, error)
        except (EngineError, ImageError) as error:
            self._failed_with(error)
            return out_of_use if isinstance(error, EngineStoppedError) else Seen(problem=_problem(file, error))

    def _seen_in_part(self, file: ImageFile, partly: PartlyAnsweredError) -> Seen:
        """What was answered has been paid for, so it counts and is shown; it is not kept across runs."""
        self._fresh.append((file, partly.analysis))
        self._failed_with(partly.error)
        return Seen(partly.analysis, _problem(file, partly))

    def _failed_with(self, error: AltproofError) -> None:
        """An engine that stops is told of once for all images; a bad image is no failure of the engine."""
        self.failed = self.failed or isinstance(error, EngineError)
        if isinstance(error, EngineStoppedError):
            self._stop(error.message, error.hint)

    async def _second(self, picture: Picture, request: Request) -> Analysis | None:
        try:
            return await self._fallback.analyse(picture, request)
        except (ImageError, EngineError):
            return None

    # --- what earlier runs know ---

    def _remembered(self, file: ImageFile, request: Request) -> bool:
        if self.cache is None or not self._is_for_engine(file):
            return False
        key = key_of(file.sha256, self.engine, request)
        known = self.cache.get(key, self.engine, request) if key else None
        if known is None:
            return False
        self._from_cache += 1
        self.seen[content_key(file)] = Seen(known)
        return True

    # --- the end of the engine, and what it cost ---

    def _spare(self, now: float, request: Request) -> None:
        """Go on without the engine when the budget is spent."""
        calls = self._budget.calls if calls_each(self.engine.name, request) else None
        if calls is not None and max(self.engine.usage.calls, self._begun) >= calls:
            self._stop(f"the {calls} calls that a run may make are spent", "raise max-calls, or run again")
        elif self._deadline is not None and now >= self._deadline:
            self._stop(f"the {self._budget.seconds:g} seconds for looking are over", "raise max-seconds, or run again")

    def _stop(self, message: str, hint: str) -> None:
        if not self._stopped:
            self._stopped = True
            rest = f"looked at with the {self._fallback.name} engine" if self._fallback.features else "not looked at"
            words = f"{message}; the remaining images were {rest}"
            self.stops.append(Problem(Stage.LOOK, self.engine.name, words, hint))

    def spending(self, prices: Prices | None = None) -> Spending:
        """What the looking has cost so far."""
        billed = transactions(self.engine.name, (analysis for _, analysis in self._fresh))
        sizes = ((file.byte_count, analysis.details.sent_bytes) for file, analysis in self._fresh)
        return Spending(
            calls=self.engine.usage.calls,
            images_from_cache=self._from_cache,
            transactions=billed,
            bytes_sent=self.engine.usage.bytes_sent,
            bytes_saved=sum(max(0, had - sent) for had, sent in sizes if sent),
            cost=prices.cost(billed) if prices else None,
        )

    def expected(self, files: Iterable[ImageFile], request: Request, prices: Prices | None = None) -> Spending:
        """What looking at these would cost at least; nothing is called. Raises UsageError where `look` does."""
        self.engine.check(request)
        different = {content_key(file): file for file in files if self._would_call(file)}
        kept = self.cache is not None and self.cache.is_there
        new = [file for file in different.values() if not (kept and self._remembered(file, request))]
        if self.cache is not None:
            self.cache.leave()
        each = calls_each(self.engine.name, request)
        if self._budget.calls is not None and each:
            new = new[: math.ceil(self._budget.calls / each)]  # an image that is begun is brought to its end
        billed = foreseen(self.engine.name, request, len(new))
        return Spending(
            calls=each * len(new),
            images_from_cache=self._from_cache,
            transactions=billed,
            bytes_sent=each * sum(file.byte_count for file in new),
            cost=prices.cost(billed) if prices else None,
        )

    def _would_call(self, file: ImageFile) -> bool:
        if not self._is_for_engine(file) or not (file.sha256 or isinstance(self.engine, ByAddress)):
            return False
        return not (isinstance(self.engine, Choosy) and self.engine.declines(file))


def _problem(file: ImageFile, error: AltproofError) -> Problem:
    message = error.message.removeprefix(f"{file.path}: ")
    return Problem(Stage.LOOK, file.path, message, error.hint)

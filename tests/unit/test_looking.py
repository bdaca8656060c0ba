"""One outcome per image, whatever the engine does."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from altproof import looking
from altproof.engines.base import PartlyAnsweredError, Picture
from altproof.engines.cache import AnalysisCache
from altproof.engines.none import NoEngine
from altproof.errors import EngineError, EngineStoppedError, ImageError, UnreadableFileError, UsageError
from altproof.looking import Budget, Eyes
from altproof.model import Analysis, Caption, Feature, ImageFile, Request, Segmentation, SegmentationMode, Status
from altproof.spending import Prices, Transactions, Usage

CAPTION = Request((Feature.CAPTION,))


class Scripted:
    """An engine that answers by what its script says for a path."""

    uses_context = False
    identity = ""
    usage = Usage()
    features = frozenset(Feature)
    passes_on = frozenset({"image/svg+xml"})

    def __init__(self, name: str, script: dict[str, Exception] | None = None, concurrency: int = 4) -> None:
        self.name = name
        self.concurrency = concurrency
        self.script = script or {}
        self.asked: list[str] = []
        self.at_once = self.most_at_once = 0
        self.closed = 0

    def check(self, request: Request) -> None:
        if request.language == "xx":
            raise UsageError("analysis.language: not spoken")

    async def analyse(self, picture: Picture, request: Request) -> Analysis:
        self.asked.append(picture.file.path)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        if picture.file.path in self.script:
            raise self.script[picture.file.path]
        return Analysis(self.name)

    async def aclose(self) -> None:
        self.closed += 1


def file(path: str, content: str = "") -> ImageFile:
    return ImageFile(path, content or path, "image/png", 1, 1, 1, Status.ADDED)


def look(eyes: Eyes, *files: ImageFile, load: Callable[[ImageFile], bytes] = lambda _: b"x") -> None:
    asyncio.run(eyes.look(files, load, Request((Feature.CAPTION,))))


def test_every_image_is_looked_at_within_the_concurrency_and_the_engines_are_closed() -> None:
    engine, spare = Scripted("first", concurrency=3), Scripted("spare")
    eyes = Eyes(engine, spare)
    look(eyes, *(file(f"{n}.png") for n in range(20)))
    assert len(eyes.seen) == 20
    assert all(seen.analysis and seen.problem is None for seen in eyes.seen.values())
    assert engine.most_at_once == 3
    assert (engine.closed, spare.closed, spare.asked, eyes.failed) == (1, 1, [], False)


def test_the_same_bytes_are_looked_at_once() -> None:
    engine = Scripted("first")
    look(Eyes(engine, Scripted("spare")), file("a.png", "same"), file("b.png", "same"), file("c.png"))
    assert len(engine.asked) == 2


def test_a_bad_image_is_one_problem_and_no_failure_of_the_engine() -> None:
    eyes = Eyes(Scripted("first", {"bad.png": ImageError("broken", hint="save it again")}), Scripted("spare"))
    look(eyes, file("good.png"), file("bad.png"))
    problem = eyes.seen["bad.png"].problem
    assert problem is not None
    assert (problem.subject, problem.message, problem.hint) == ("bad.png", "broken", "save it again")
    assert not eyes.failed
    assert eyes.seen["good.png"].problem is None


def test_an_error_nobody_foresaw_is_a_problem_of_its_image_that_names_its_type_and_no_value() -> None:
    eyes = Eyes(Scripted("first", {"bad.png": UnicodeError("s3cret")}), Scripted("spare"))
    look(eyes, file("good.png"), file("bad.png"), file("better.png"))
    problem = eyes.seen["bad.png"].problem
    assert problem is not None
    assert "UnicodeError" in problem.message
    assert "s3cret" not in problem.message + problem.hint
    assert eyes.failed
    assert eyes.seen["good.png"].problem is eyes.seen["better.png"].problem is None


class Cutter(Scripted):
    """Cuts out a large picture of each."""

    async def analyse(self, picture: Picture, request: Request) -> Analysis:
        self.asked.append(picture.file.path)
        mode = SegmentationMode.BACKGROUND_REMOVAL
        return Analysis(self.name, segmentation=Segmentation(mode, "a.png", 1, 1, b"x" * 100))


def test_pictures_that_are_cut_out_are_bounded_together_and_no_more_are_paid_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(looking, "MOST_CUT_OUT", 250)
    engine = Cutter("first", concurrency=1)
    eyes = Eyes(engine, Scripted("spare"))
    look(eyes, *(file(f"{n}.png") for n in range(5)))
    assert engine.asked == ["0.png", "1.png", "2.png"]
    problem = eyes.seen["4.png"].problem
    assert problem is not None
    assert "cut out" in problem.message


def test_a_failed_call_is_answered_by_the_spare_and_counts_as_a_failure() -> None:
    eyes = Eyes(Scripted("first", {"a.png": EngineError("timed out")}), Scripted("spare"))
    look(eyes, file("a.png"), file("b.png"))
    seen = eyes.seen["a.png"]
    assert seen.analysis == Analysis("spare")
    assert seen.problem is not None
    assert eyes.failed


def test_an_engine_that_stops_is_said_once_and_not_asked_again() -> None:
    engine = Scripted(
        "first",
        {f"{n}.png": EngineStoppedError("key refused", hint="check vision-key") for n in range(9)},
        concurrency=1,
    )
    eyes = Eyes(engine, Scripted("spare"))
    look(eyes, *(file(f"{n}.png") for n in range(9)))
    assert engine.asked == ["0.png"]
    (problem,) = eyes.stops
    assert problem.message.startswith("key refused; the remaining images")
    assert problem.hint == "check vision-key"
    assert [seen.analysis for seen in eyes.seen.values()] == [Analysis("spare")] * 9
    assert eyes.failed


def test_an_image_that_is_not_for_the_engine_goes_to_the_spare_without_a_problem() -> None:
    engine = Scripted("first")
    eyes = Eyes(engine, Scripted("spare"))
    look(eyes, replace(file("a.svg"), media_type="image/svg+xml"))
    assert eyes.seen["a.svg"].analysis == Analysis("spare")
    assert eyes.seen["a.svg"].problem is None
    assert engine.asked == []


def test_a_file_that_cannot_be_loaded_is_a_problem() -> None:
    def load(wanted: ImageFile) -> bytes:
        raise UnreadableFileError(f"{wanted.path}: gone")

    eyes = Eyes(Scripted("first"), Scripted("spare"))
    look(eyes, file("a.png"), load=load)
    problem = eyes.seen["a.png"].problem
    assert problem is not None
    assert problem.message == "gone"


def test_a_request_that_cannot_work_ends_the_run_before_any_image() -> None:
    engine = Scripted("first")
    with pytest.raises(UsageError, match="not spoken"):
        asyncio.run(
            Eyes(engine, Scripted("spare")).look([file("a.png")], lambda _: b"x", Request((Feature.TAGS,), "xx"))
        )
    assert engine.asked == []


# --- kept across runs, and what it costs ---


class Paid(Scripted):
    """A scripted engine whose calls are counted."""

    identity = "resource"

    async def analyse(self, picture: Picture, request: Request) -> Analysis:
        self.usage = Usage(self.usage.calls + 1, self.usage.bytes_sent + len(picture.data))
        await super().analyse(picture, request)
        return Analysis(self.name, caption=Caption(picture.file.path, 0.5))


def warm(path: Path, *files: ImageFile, script: dict[str, Exception] | None = None, **how: Any) -> tuple[Paid, Eyes]:
    engine = Paid("azure", script, concurrency=how.pop("concurrency", 4))
    eyes = Eyes(engine, Scripted("spare"), cache=AnalysisCache(path), **how)
    look(eyes, *files)
    return engine, eyes


def test_a_second_run_over_the_same_bytes_calls_nobody_and_reads_no_file(tmp_path: Path) -> None:
    files = [file(f"{n}.png") for n in range(30)]
    first, _ = warm(tmp_path / "c", *files)
    engine = Paid("azure")
    eyes = Eyes(engine, Scripted("spare"), cache=AnalysisCache(tmp_path / "c"))
    loaded: list[ImageFile] = []
    renamed = [replace(one, path=f"moved/{one.path}") for one in files]
    look(eyes, *renamed, load=lambda one: loaded.append(one) or b"x")  # type: ignore[func-returns-value]
    assert (len(first.asked), engine.asked, loaded, engine.closed) == (30, [], [], 1)
    assert len(eyes.seen) == 30
    assert all(seen.analysis and seen.analysis.details.from_cache for seen in eyes.seen.values())
    assert (eyes.spending().calls, eyes.spending().images_from_cache) == (0, 30)


def test_after_the_quota_is_used_up_the_next_run_asks_only_for_the_rest(tmp_path: Path) -> None:
    files = [file(f"{n}.png") for n in range(9)]
    stop = {"5.png": EngineStoppedError("quota used up")}
    first, _ = warm(tmp_path / "c", *files, script=stop, concurrency=1)
    second, eyes = warm(tmp_path / "c", *files)
    assert len(first.asked) == 6
    assert sorted(second.asked) == [f"{n}.png" for n in range(5, 9)]
    assert eyes.spending().images_from_cache == 5


def test_neither_problems_nor_the_answers_of_the_spare_are_kept(tmp_path: Path) -> None:
    warm(tmp_path / "c", file("a.png"), script={"a.png": ImageError("broken")})
    again, _ = warm(tmp_path / "c", file("a.png"))
    assert again.asked == ["a.png"]


@pytest.mark.parametrize(
    ("cause", "failed", "stops"),
    [(EngineError("down"), True, 0), (EngineStoppedError("down"), True, 1), (ImageError("down"), False, 0)],
)
def test_a_part_of_an_answer_is_shown_and_counted_and_asked_for_again(
    tmp_path: Path, cause: EngineError | ImageError, failed: bool, stops: int
) -> None:
    part = Analysis("azure", caption=Caption("a boat", 0.8))
    failing: dict[str, Exception] = {"a.png": PartlyAnsweredError(part, cause)}
    _, eyes = warm(tmp_path / "c", file("a.png"), script=failing)
    seen = eyes.seen["a.png"]
    assert (seen.analysis, seen.problem and seen.problem.message) == (part, "down")
    assert eyes.spending().transactions == (Transactions((Feature.CAPTION,), 1),)
    assert (eyes.failed, len(eyes.stops)) == (failed, stops)
    again, _ = warm(tmp_path / "c", file("a.png"))
    assert again.asked == ["a.png"]


def test_where_nothing_stands_behind_an_engine_the_rest_is_said_not_to_be_looked_at() -> None:
    eyes = Eyes(Scripted("first"), NoEngine(), budget=Budget(seconds=0))
    look(eyes, file("a.png"), file("b.png"))
    (stop,) = eyes.stops
    assert stop.message == "the 0 seconds for looking are over; the remaining images were not looked at"
    assert {seen.analysis.engine for seen in eyes.seen.values() if seen.analysis} == {"none"}


def test_what_is_not_for_the_engine_is_not_kept(tmp_path: Path) -> None:
    drawing = replace(file("a.svg"), media_type="image/svg+xml")
    warm(tmp_path / "c", drawing)
    assert not (tmp_path / "c").exists()


def test_the_calls_of_a_run_can_be_limited_and_the_rest_goes_to_the_spare(tmp_path: Path) -> None:
    files = [file(f"{n}.png") for n in range(9)]
    engine, eyes = warm(tmp_path / "c", *files, budget=Budget(calls=4))
    (stop,) = eyes.stops
    assert len(engine.asked) == 4
    assert stop.message.startswith("the 4 calls that a run may make are spent; the remaining images were looked at")
    assert "max-calls" in stop.hint
    assert not eyes.failed
    assert [seen.analysis.engine for seen in eyes.seen.values() if seen.analysis].count("spare") == 5
    more, _ = warm(tmp_path / "c", *files, budget=Budget(calls=4))
    last, eyes = warm(tmp_path / "c", *files, budget=Budget(calls=4))
    assert (len(more.asked), len(last.asked), eyes.stops) == (4, 1, [])


def test_the_seconds_of_a_run_can_be_limited(tmp_path: Path) -> None:
    engine, eyes = warm(tmp_path / "c", file("a.png"), file("b.png"), budget=Budget(seconds=0))
    assert engine.asked == []
    assert eyes.stops[0].message.startswith("the 0 seconds for looking are over; ")


@pytest.mark.parametrize("identity", ["", "what decides its answers"])
def test_a_budget_of_calls_does_not_concern_engines_that_call_nobody(identity: str) -> None:
    engine = Scripted("florence" if identity else "offline")
    engine.identity = identity
    eyes = Eyes(engine, Scripted("spare"), budget=Budget(calls=0))
    look(eyes, file("a.png"))
    assert (engine.asked, eyes.stops) == (["a.png"], [])


def test_a_dry_run_refuses_what_the_run_would_refuse() -> None:
    with pytest.raises(UsageError, match="not spoken"):
        Eyes(Paid("azure"), Scripted("spare")).expected([file("a.png")], Request((Feature.TAGS,), "xx"))


def test_a_dry_run_foresees_nothing_for_what_is_not_for_the_engine() -> None:
    drawing = replace(file("a.svg"), media_type="image/svg+xml")
    foreseen = Eyes(Paid("azure"), Scripted("spare")).expected([drawing, file("a.png")], Request((Feature.CAPTION,)))
    assert (foreseen.calls, foreseen.bytes_sent) == (1, 1)
    assert foreseen.transactions == (Transactions((Feature.CAPTION,), 1),)


class Picky(Paid):
    """Declines what is small."""

    def declines(self, wanted: ImageFile) -> bool:
        return wanted.width == 1

    async def analyse(self, picture: Picture, request: Request) -> Analysis:
        before = self.usage
        try:
            return await super().analyse(picture, request)
        finally:
            self.usage = before if self.declines(picture.file) else self.usage


def test_a_dry_run_does_not_count_images_that_the_engine_declines_unasked() -> None:
    files = [file("a.png"), replace(file("b.png"), width=2), replace(file("https://x/c.png"), sha256="")]
    foreseen = Eyes(Picky("azure"), Scripted("spare")).expected(files, Request((Feature.CAPTION,)))
    assert (foreseen.calls, foreseen.bytes_sent) == (1, 1)


def test_an_image_that_the_engine_declines_unasked_takes_no_call_from_the_others() -> None:
    engine = Picky("azure", {"a.png": ImageError("too small")}, concurrency=1)
    eyes = Eyes(engine, Scripted("spare"), budget=Budget(calls=1))
    look(eyes, file("a.png"), replace(file("b.png"), width=2))
    assert (engine.asked, eyes.stops) == (["a.png", "b.png"], [])


@pytest.mark.parametrize(("most", "language", "calls"), [(0, "en", 0), (3, "en", 3), (9, "en", 6), (3, "es", 4)])
def test_a_dry_run_keeps_to_the_calls_that_a_run_may_make(most: int, language: str, calls: int) -> None:
    request = Request((Feature.CAPTION, Feature.TAGS), language)
    eyes = Eyes(Paid("azure"), Scripted("spare"), budget=Budget(calls=most))
    assert eyes.expected([file(f"{n}.png") for n in range(6)], request).calls == calls


def test_a_dry_run_makes_no_cache_and_leaves_the_one_that_is_there_as_it_is(tmp_path: Path) -> None:
    def foresee(now: float) -> int:
        cache = AnalysisCache(tmp_path / "c" / "kept", clock=lambda: now)
        return Eyes(Paid("azure"), Scripted("spare"), cache=cache).expected([file("a.png")], CAPTION).images_from_cache

    assert foresee(0) == 0
    assert list(tmp_path.iterdir()) == []
    warm(tmp_path / "c" / "kept", file("a.png"))
    before = (tmp_path / "c" / "kept").read_bytes()
    assert foresee(9e9) == 1
    assert (tmp_path / "c" / "kept").read_bytes() == before


def test_what_a_dry_run_foresees_is_what_the_run_makes(tmp_path: Path) -> None:
    files = [file(f"{n}.png") for n in range(6)]
    warm(tmp_path / "c", *files[:2])
    engine = Paid("azure")
    eyes = Eyes(engine, Scripted("spare"), cache=AnalysisCache(tmp_path / "c"))
    foreseen = eyes.expected([*files, *files], Request((Feature.CAPTION,)), Prices.parse("2"))
    assert engine.asked == []
    _, after = warm(tmp_path / "c", *files)
    assert foreseen == after.spending(Prices.parse("2"))
    assert (foreseen.calls, foreseen.images_from_cache, foreseen.cost) == (4, 2, 0.008)
    assert foreseen.transactions == (Transactions((Feature.CAPTION,), 4),)

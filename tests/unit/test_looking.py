"""One outcome per image, whatever the engine does."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from altproof.engines.base import Picture
from altproof.errors import EngineError, EngineStoppedError, ImageError, UnreadableFileError, UsageError
from altproof.looking import Eyes
from altproof.model import Analysis, Feature, ImageFile, Request, Status


class Scripted:
    """An engine that answers by what its script says for a path."""

    uses_context = False
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

"""What every engine keeps to, whatever it sees with: the same assertions over each entry of ENGINES."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from altproof.engines import AUTO, ENGINES, automatic
from altproof.engines.base import Engine, EngineOptions, Picture
from altproof.engines.florence import LIMITS, FlorenceEngine
from altproof.engines.preparing import Preparing
from altproof.errors import EngineError, ImageError, UsageError
from altproof.images.identify import SVG
from altproof.model import Analysis, EmbeddedText, Feature, ImageFile, Request, Status
from altproof.options import OPTIONS
from tests.fakes.azure import FakeAzure
from tests.fakes.florence import FakeModel
from tests.unit.images import samples

Answer = TypeVar("Answer")
SCHEMA = Path(__file__).parents[2] / "schema" / "config.schema.json"
FIELDS = {
    Feature.CAPTION: "caption",
    Feature.DENSE_CAPTIONS: "dense_captions",
    Feature.TAGS: "tags",
    Feature.OBJECTS: "objects",
    Feature.PEOPLE: "people",
    Feature.READ: "text_lines",
    Feature.SMART_CROPS: "crops",
}
"""Where an analysis holds the answer to each feature."""
ALL = Request(tuple(Feature), smart_crops_aspect_ratios=(1.0, 1.5))
REQUESTS = [ALL, *(Request((feature,)) for feature in Feature), Request((Feature.READ, Feature.TAGS))]


def raster(data: bytes, media_type: str = "image/png") -> Picture:
    return Picture(ImageFile("docs/a.png", "a" * 64, media_type, 96, 64, len(data), Status.ADDED), data)


def drawing() -> Picture:
    data = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="90" height="40"/><text y="90">Tide</text></svg>'
    words = EmbeddedText(texts=("Tide",))
    return Picture(ImageFile("docs/b.svg", "b" * 64, SVG, None, None, len(data), Status.ADDED, words), data)


@pytest.fixture
def service() -> Iterator[FakeAzure]:
    with FakeAzure() as azure:
        yield azure
        azure.assert_sane()


@pytest.fixture(params=ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def make(name: str, service: FakeAzure) -> Callable[[], Engine]:
    """Makes an engine that reaches nothing but the double of its service or of its model."""
    options = EngineOptions(vision_endpoint=service.url, vision_key=service.key)
    doubles: dict[str, Callable[[], Engine]] = {"florence": lambda: FlorenceEngine(Preparing(LIMITS), FakeModel())}
    return doubles.get(name, lambda: ENGINES[name](options))


def using(make: Callable[[], Engine], work: Callable[[Engine], Awaitable[Answer]]) -> Answer:
    """What `work` answers for a fresh engine, which is closed afterwards, twice."""

    async def run() -> Answer:
        engine = make()
        try:
            return await work(engine)
        finally:
            await engine.aclose()
            await engine.aclose()

    return asyncio.run(run())


def accounts(analysis: Analysis, request: Request) -> None:
    """Every feature is either filled or named as unsupported, never both, and none that was not asked for is there."""
    for feature, field in FIELDS.items():
        filled = getattr(analysis, field) is not None
        unsupported = analysis.unsupported.count(feature)
        assert filled + unsupported == (feature in request.features), feature


# --- the table ----------------------------------------------------------------------------------------------------


def test_the_engines_are_those_of_the_schema_and_of_the_option() -> None:
    named = {AUTO, *ENGINES}
    analysis = json.loads(SCHEMA.read_text("utf-8"))["properties"]["analysis"]["properties"]
    assert len(analysis["engine"]["enum"]) == len(named)
    assert set(analysis["engine"]["enum"]) == named
    (option,) = [option for option in OPTIONS if option.name == "engine"]
    assert len(option.choices) == len(named)
    assert set(option.choices) == named


def test_every_feature_has_its_field() -> None:
    assert FIELDS.keys() == set(Feature)
    assert set(FIELDS.values()) <= set(Analysis.__struct_fields__)


def test_auto_is_an_engine_and_takes_azure_only_with_both_of_what_it_needs() -> None:
    assert AUTO not in ENGINES
    assert automatic(EngineOptions(vision_endpoint="https://a", vision_key="b")) == "azure"
    assert automatic(EngineOptions(vision_endpoint="https://a")) == "offline"
    assert automatic(EngineOptions(vision_key="b")) == "offline"
    assert automatic(EngineOptions()) == "offline"


# --- each engine --------------------------------------------------------------------------------------------------


def test_an_engine_bears_the_name_of_its_entry(name: str, make: Callable[[], Engine]) -> None:
    assert make().name == name


def test_an_engine_says_what_it_can_do(make: Callable[[], Engine]) -> None:
    engine = make()
    assert isinstance(engine.features, frozenset)
    assert all(isinstance(feature, Feature) for feature in engine.features)
    assert isinstance(engine.passes_on, frozenset)
    assert all("/" in media_type for media_type in engine.passes_on)
    assert engine.concurrency >= 1
    assert isinstance(engine.uses_context, bool)


def test_an_engine_says_what_decides_its_answers_without_its_secrets(
    name: str, make: Callable[[], Engine], service: FakeAzure
) -> None:
    identity = make().identity
    assert identity == make().identity
    assert service.key not in identity
    assert bool(identity) == (name != "none"), "what costs time or money is worth keeping"


def test_an_engine_counts_every_call_it_makes(make: Callable[[], Engine], service: FakeAzure) -> None:
    service.script = [503]
    engine = make()
    assert (engine.usage.calls, engine.usage.bytes_sent) == (0, 0)

    async def look(engine: Engine) -> int:
        await engine.analyse(raster(samples.plain()), ALL)
        return engine.usage.calls

    assert using(lambda: engine, look) == len(service.requests)
    assert engine.usage.bytes_sent == sum(request.size for request in service.requests)


def test_closing_an_engine_that_was_never_used_is_fine(make: Callable[[], Engine]) -> None:
    async def nothing(_: Engine) -> bool:
        return True

    assert using(make, nothing)


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: ",".join(request.features)[:30])
def test_an_analysis_accounts_for_every_feature_that_was_asked_for(
    name: str, make: Callable[[], Engine], request_: Request
) -> None:
    pictures = [raster(samples.plain()), raster(samples.plain("JPEG"), "image/jpeg"), drawing()]

    async def analyses(engine: Engine) -> list[Analysis]:
        engine.check(request_)
        wanted = [picture for picture in pictures if picture.file.media_type not in engine.passes_on]
        return [await engine.analyse(picture, request_) for picture in wanted]

    made = using(make, analyses)
    assert len(made) >= 2
    for analysis in made:
        assert analysis.engine == name
        accounts(analysis, request_)


def test_an_engine_fills_for_some_image_every_feature_that_it_claims(make: Callable[[], Engine]) -> None:
    async def filled(engine: Engine) -> set[Feature]:
        pictures = (raster(samples.plain()), raster(samples.camera()), drawing())
        wanted = [p for p in pictures if p.file.media_type not in engine.passes_on]
        made = [await engine.analyse(picture, ALL) for picture in wanted]
        return {f for f, field in FIELDS.items() for analysis in made if getattr(analysis, field) is not None}

    assert using(make, filled) == make().features


def test_an_analysis_holds_something_exactly_when_a_feature_is_filled(make: Callable[[], Engine]) -> None:
    async def analysis(engine: Engine) -> Analysis:
        return await engine.analyse(raster(samples.plain()), ALL)

    made = using(make, analysis)
    assert made.holds_anything is any(getattr(made, field) is not None for field in FIELDS.values())


BROKEN = {
    "empty": b"",
    "text": b"no image",
    "cut": samples.plain()[:60],
    "header only": samples.png(96, 64),
    "one pixel": samples.plain(size=(1, 1)),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_image_is_an_image_error_or_gets_an_analysis(make: Callable[[], Engine], data: bytes) -> None:
    async def outcomes(engine: Engine) -> list[Analysis | ImageError]:
        found: list[Analysis | ImageError] = []
        for picture in (raster(data), raster(samples.plain())):
            try:
                found.append(await engine.analyse(picture, ALL))
            except ImageError as error:
                found.append(error)
        return found

    broken, sound = using(make, outcomes)
    if isinstance(broken, ImageError):
        assert broken.message
        assert not isinstance(broken, EngineError)
    else:
        accounts(broken, ALL)
    assert isinstance(sound, Analysis), "a broken image must not cost the next one"


def test_images_at_once_are_answered_each_for_itself(make: Callable[[], Engine]) -> None:
    pictures = [raster(samples.plain(size=(60 + number, 60))) for number in range(4)]

    async def analyses(engine: Engine) -> list[Analysis]:
        return await asyncio.gather(*(engine.analyse(picture, ALL) for picture in pictures))

    for analysis in using(make, analyses):
        accounts(analysis, ALL)


def test_a_request_is_refused_before_any_image_or_works_for_all(make: Callable[[], Engine], service: FakeAzure) -> None:
    odd = Request((Feature.CAPTION,), language="xx")

    async def outcome(engine: Engine) -> Analysis | UsageError:
        try:
            engine.check(odd)
        except UsageError as error:
            return error
        return await engine.analyse(raster(samples.plain()), odd)

    found = using(make, outcome)
    if isinstance(found, UsageError):
        assert found.message.startswith("analysis."), "the key to change is named"
        assert service.requests == []
    else:
        accounts(found, odd)


def test_an_engine_does_not_show_its_key(name: str, make: Callable[[], Engine], service: FakeAzure) -> None:
    options = EngineOptions(vision_endpoint=service.url, vision_key=service.key)
    assert service.key not in repr(options)
    assert service.key not in repr(make())

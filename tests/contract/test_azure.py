"""The engine against the double of the service, over real loopback connections: refusals and faults first."""

import asyncio
import hashlib
import io
import logging
import threading
import tracemalloc
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image

from altproof.engines.azure import AzureEngine
from altproof.engines.base import EngineOptions, PartlyAnsweredError, Picture
from altproof.engines.pacing import Edges, Limits, Pacer
from altproof.engines.refusals import (
    AnswerError,
    AuthError,
    BadImageError,
    BadRequestError,
    NetworkError,
    NotFoundError,
    QuotaError,
    RateLimitedError,
    Refusal,
    RegionUnsupportedError,
    ServiceError,
    TooLargeError,
)
from altproof.errors import AltproofError, EngineStoppedError, ImageError
from altproof.model import Analysis, Box, Caption, Crop, CustomResult, Feature, ImageFile, Request, Status, Tag
from tests.fakes.azure import KEY, REQUEST_ID, Answer, FakeAzure, Recorded, invalid, refusal

ALL = Request(tuple(Feature), smart_crops_aspect_ratios=(1.0, 1.5))
CAPTION = Request((Feature.CAPTION,))


@dataclass(frozen=True)
class Sent:
    """A prepared picture."""

    data: bytes
    width: int
    height: int
    original_width: int
    original_height: int
    media_type: str = "image/png"


@dataclass
class Time:
    """A clock that only sleeping moves."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


def png(width: int = 80, height: int = 60, shade: int = 200) -> bytes:
    out = io.BytesIO()
    Image.new("L", (width, height), shade).save(out, "PNG")
    return out.getvalue()


def picture(data: bytes | None = None) -> Picture:
    data = png() if data is None else data
    digest = hashlib.sha256(data).hexdigest()
    return Picture(ImageFile("docs/a.png", digest, "image/png", 80, 60, len(data), Status.ADDED), data)


def sent_as(width: int, height: int, original: tuple[int, int] | None = None) -> Callable[[Picture], Awaitable[Sent]]:
    async def prepare(picture: Picture) -> Sent:
        return Sent(picture.data, width, height, *(original or (width, height)))

    return prepare


def engine_for(service: FakeAzure, time: Time | None = None, **changes: Any) -> AzureEngine:
    time = time or Time()
    limits = Limits(**changes.pop("limits", {}))
    edges = Edges(clock=lambda: time.now, wall=lambda: 1e9 + time.now, sleep=time.sleep, chance=lambda: 1.0)
    prepare = Preparing(changes.pop("prepare", sent_as(80, 60)))
    options = EngineOptions(**{"vision_endpoint": service.url + "/", "vision_key": KEY, **changes})
    return AzureEngine(options, prepare, pacer=Pacer(10, limits=limits, edges=edges))


@dataclass
class Preparing:
    """A preparer from a function."""

    work: Callable[[Picture], Awaitable[Sent]]
    closed: bool = False

    async def __call__(self, picture: Picture, /) -> Sent:
        return await self.work(picture)

    async def smaller(self, picture: Picture, refused: Sent, /) -> Sent:
        if len(refused.data) < 2:
            raise ImageError("cannot be made smaller")
        return await self.work(replace(picture, data=refused.data[: len(refused.data) // 2]))

    async def aclose(self) -> None:
        self.closed = True


Outcome = Analysis | AltproofError


def outcomes(engine: AzureEngine, request: Request, pictures: Sequence[Picture]) -> list[Outcome]:
    """One after the other."""

    async def work() -> list[Outcome]:
        found: list[Outcome] = []
        try:
            for one in pictures:
                try:
                    found.append(await engine.analyse(one, request))
                except AltproofError as error:
                    found.append(error)
        finally:
            await engine.aclose()
        return found

    return asyncio.run(work())


def outcome(service: FakeAzure, request: Request = CAPTION, **changes: Any) -> Outcome:
    found = outcomes(engine_for(service, **changes), request, [picture()])[0]
    service.assert_sane()
    return found


def analysis(service: FakeAzure, request: Request = CAPTION, **changes: Any) -> Analysis:
    found = outcome(service, request, **changes)
    assert isinstance(found, Analysis), found
    return found


def echo(status: int) -> Answer:
    """A service that repeats the key wherever it can."""
    return refusal(status, f"c-{KEY}", f"your key {KEY} is \x00{KEY}", (KEY, KEY), apim_request_id=KEY)


REFUSED: list[tuple[int | str | Answer, type[AltproofError]]] = [
    ("400_url_not_accessible", BadImageError),
    ("400_content_type", BadImageError),
    ("400_image_format", BadImageError),
    ("400_image_dimension", BadImageError),
    ("400_no_features", BadRequestError),
    ("400_feature", BadRequestError),
    ("400_language", BadRequestError),
    ("400_ratio", BadRequestError),
    ("401_key", AuthError),
    ("401_tier", AuthError),
    ("401_bearer_role", AuthError),
    ("403_quota", QuotaError),
    ("403_network", AuthError),
    ("404", NotFoundError),
    (invalid("The feature 'People' is not supported in this region."), RegionUnsupportedError),
    (202, AnswerError),
    (301, ServiceError),
    (302, ServiceError),
    (303, ServiceError),
    (308, ServiceError),
    (405, BadRequestError),
    (415, BadImageError),
    ("redirect", ServiceError),
    ("html", AnswerError),
    ("empty", AnswerError),
    ("nan", AnswerError),
    ("deep", AnswerError),
    ("truncated", AnswerError),
    ("gzip_bomb", AnswerError),
    ("endless", AnswerError),
    (Answer(200, {}), AnswerError),
    (Answer(200, []), AnswerError),
    (Answer(200, {"metadata": {"width": 80, "height": 60}}), AnswerError),
    (Answer(200, {"metadata": {"width": 80, "height": 60}, "tagsResult": {"values": []}}), AnswerError),
    (
        Answer(200, {"metadata": {"width": 80, "height": 60}, "captionResult": {"text": "x", "confidence": 2}}),
        AnswerError,
    ),
    ("429_f0_too_long", RateLimitedError),
    *((echo(status), AltproofError) for status in (400, 401, 403, 404)),
]
LONG_429 = refusal(429, "429", "Please retry after 99999 seconds.", Retry_After="99999")


@pytest.mark.parametrize(("step", "kind"), REFUSED, ids=[str(step)[:60] for step, _ in REFUSED])
def test_an_answer_that_will_not_change_costs_one_request(step: int | str | Answer, kind: type[AltproofError]) -> None:
    with FakeAzure([LONG_429 if step == "429_f0_too_long" else step]) as service:
        error = outcome(service)
        assert isinstance(error, kind)
        assert len(service.requests) == 1
        assert KEY not in f"{error.message} {error.hint} {error!r}"


SHORT = {"read": 0.7, "total": 1.0}
"""Seconds, for the faults that only a deadline ends; everything else is far from any."""

PASSING: list[tuple[int | str, int, type[AltproofError]]] = [
    (408, 4, ServiceError),
    (500, 4, ServiceError),
    (502, 4, ServiceError),
    ("502_html", 4, ServiceError),
    (503, 4, ServiceError),
    (504, 4, ServiceError),
    ("close", 4, NetworkError),
    ("cut", 4, NetworkError),
    ("hang", 2, NetworkError),
    ("slow", 2, NetworkError),
    ("slow_header", 2, NetworkError),
]


@pytest.mark.parametrize(("step", "requests", "kind"), PASSING, ids=[str(case[0]) for case in PASSING])
def test_a_fault_that_stays_ends_after_its_attempts(step: int | str, requests: int, kind: type[AltproofError]) -> None:
    with FakeAzure([step] * 9) as service:
        error = outcome(service, limits=SHORT if requests == 2 else {})
        assert isinstance(error, kind)
        assert len(service.requests) == requests
        assert KEY not in f"{error.message} {error.hint} {error!r}"


@pytest.mark.parametrize(("step", "requests", "kind"), PASSING, ids=[str(case[0]) for case in PASSING])
def test_a_fault_that_passes_leaves_no_trace_but_attempts(
    step: int | str, requests: int, kind: type[AltproofError]
) -> None:
    with FakeAzure([step] * (requests - 1)) as service:
        found = analysis(service, limits=SHORT if requests == 2 else {})
        assert found.details.attempts == len(service.requests) == requests
        assert len({request.headers["x-ms-client-request-id"] for request in service.requests}) == 1
        assert len({request.body_sha256 for request in service.requests}) == 1


LIMITED = [("429_s1", 1), ("429_s1_no_header", 1), ("429_legacy_apim", 5), ("429_f0", 40)]


@pytest.mark.parametrize(("step", "wait"), LIMITED)
def test_the_pause_that_the_service_asks_for_is_made(step: str, wait: float) -> None:
    time = Time()
    with FakeAzure([step]) as service:
        assert analysis(service, time=time).details.attempts == 2
    assert max(time.slept) == pytest.approx(wait)


def test_many_short_pauses_lose_no_image() -> None:
    with FakeAzure(["429_s1"] * 30) as service:
        assert analysis(service).details.attempts == 31


def test_a_pause_that_is_too_long_ends_the_run_after_one_request() -> None:
    with FakeAzure([LONG_429]) as service:
        found = outcomes(engine_for(service), CAPTION, [picture()] * 3)
        assert [type(one) for one in found] == [RateLimitedError, EngineStoppedError, EngineStoppedError]
        assert len(service.requests) == 1


def test_a_rate_limit_is_told_with_everything_that_the_service_said() -> None:
    told = refusal(429, "TooManyRequests", "Slow down, please.", Retry_After="3600", apim_request_id="rid-1")
    with FakeAzure([told]) as service:
        first, second = outcomes(engine_for(service), CAPTION, [picture()] * 2)
    assert isinstance(first, RateLimitedError)
    assert first.message == (
        "the service's rate limit is reached, and it asks for a pause of 3600 s, longer than 60 s "
        "(HTTP 429, TooManyRequests, request rid-1): Slow down, please."
    )
    assert "vision-tier" in first.hint
    assert (first.refusal.status, first.refusal.request_id) == (429, "rid-1")
    assert isinstance(second, EngineStoppedError)
    assert (second.message, second.hint) == (first.message, first.hint)


@pytest.mark.parametrize(
    "body",
    [b"<html>", b"[]", b'{"metadata":{"width":80,"height":60}}', b"compressed"],
    ids=["html", "[]", "{}", "gzip"],
)
def test_an_answer_that_cannot_be_read_is_told_with_status_and_request(body: bytes) -> None:
    headers = {"apim-request-id": f"rid-{KEY}", **({"Content-Encoding": "gzip"} if body == b"compressed" else {})}
    with FakeAzure([503, Answer(200, body, headers)]) as service:
        error = outcome(service)
    assert isinstance(error, AnswerError)
    assert error.message.endswith(" (HTTP 200, request rid-***, 2 attempts)")
    assert error.refusal == Refusal(200, request_id="rid-***", attempts=2)


@pytest.mark.parametrize(("status", "kind"), [(401, AuthError), (403, AuthError), (404, NotFoundError)])
def test_a_refusal_that_came_compressed_is_still_that_refusal(status: int, kind: type[AltproofError]) -> None:
    with FakeAzure([Answer(status, b"\x1f\x8b", {"Content-Encoding": "gzip"})]) as service:
        error = outcome(service)
    assert isinstance(error, kind)
    assert f"HTTP {status}" in error.message


@pytest.mark.parametrize("step", ["401_key", "403_quota", "404"])
def test_what_holds_for_every_image_is_asked_once(step: str) -> None:
    with FakeAzure([step]) as service:
        found = outcomes(engine_for(service), CAPTION, [picture()] * 4)
        assert all(isinstance(one, EngineStoppedError) for one in found)
        assert len(service.requests) == 1


def test_a_wrong_key_is_a_refusal_that_names_the_input() -> None:
    with FakeAzure() as service:
        error = outcome(service, vision_key="another-key")
        assert isinstance(error, AuthError)
        assert "vision-key" in error.hint


def test_after_five_failed_images_no_more_are_sent() -> None:
    with FakeAzure([503] * 100) as service:
        found = outcomes(engine_for(service), CAPTION, [picture()] * 8)
        assert [type(one) for one in found] == [ServiceError] * 5 + [EngineStoppedError] * 3
        assert len(service.requests) == 20


def test_bad_pictures_do_not_stop_the_engine() -> None:
    with FakeAzure() as service:
        found = outcomes(engine_for(service), CAPTION, [picture(b"no image")] * 7 + [picture()])
        assert [type(one) for one in found[:7]] == [BadImageError] * 7
        assert isinstance(found[7], Analysis)


def test_a_redirect_to_another_host_never_gets_a_request() -> None:
    with FakeAzure() as other, FakeAzure(["redirect"]) as service:
        service.redirect_to = other.url + "/computervision/imageanalysis:analyze"
        assert isinstance(outcome(service), ServiceError)
        assert other.requests == []


def test_a_refused_connection_is_tried_four_times() -> None:
    with FakeAzure() as service:
        engine = engine_for(service)
    error = outcomes(engine, CAPTION, [picture()])[0]
    assert isinstance(error, NetworkError)
    assert "cannot be reached (4 attempts)" in error.message


def test_a_gibibyte_behind_gzip_is_not_unpacked() -> None:
    with FakeAzure(["gzip_bomb"]) as service:
        tracemalloc.start()
        try:
            assert isinstance(outcome(service), AnswerError)
            assert tracemalloc.get_traced_memory()[1] < 64 << 20
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("step", ["400_size", 413])
def test_a_picture_that_is_too_large_is_shrunk_and_sent_once_more(step: int | str) -> None:
    with FakeAzure([step]) as service:
        found = analysis(service)
        first, second = service.requests
        assert second.size == first.size // 2
        assert found.details.attempts == 2
        assert found.details.sent_bytes == second.size


def test_a_picture_that_stays_too_large_is_a_problem_after_two_requests() -> None:
    with FakeAzure(most_bytes=10) as service:
        error = outcome(service)
        assert isinstance(error, TooLargeError)
        assert "20 MB" in error.hint
        assert len(service.requests) == 2


def test_a_picture_that_cannot_be_shrunk_is_refused_after_one_request() -> None:
    with FakeAzure([413]) as service:
        found = outcomes(engine_for(service), CAPTION, [picture(b"x")])
        assert [type(one) for one in found] == [TooLargeError]
        assert len(service.requests) == 1


@pytest.mark.parametrize("size", [(49, 60), (60, 49), (16_000, 60), (60, 16_000)])
def test_a_picture_of_a_size_that_is_refused_is_not_sent(size: tuple[int, int]) -> None:
    with FakeAzure() as service:
        assert isinstance(outcome(service, prepare=sent_as(*size)), BadImageError)
        assert service.requests == []


def test_a_picture_of_too_many_bytes_is_not_sent() -> None:
    async def prepare(picture: Picture) -> Sent:
        return Sent(b"\0" * 20_971_521, 80, 60, 80, 60)

    with FakeAzure() as service:
        assert isinstance(outcome(service, prepare=prepare), BadImageError)
        assert service.requests == []


def test_a_picture_that_cannot_be_prepared_is_its_own_problem() -> None:
    async def prepare(picture: Picture) -> Sent:
        raise ImageError("broken")

    with FakeAzure() as service:
        found = outcomes(engine_for(service, prepare=prepare), CAPTION, [picture()] * 6)
        assert [type(one) for one in found] == [ImageError] * 6
        assert service.requests == []


def test_a_request_that_cannot_work_is_refused_before_any_call() -> None:
    with FakeAzure() as service:
        error = outcome(service, Request((Feature.TAGS,), language="xx"))
        assert isinstance(error, AltproofError)
        assert "analysis.language" in error.message
        assert service.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a.png",
        "https://user@example.com/a.png",
        "https://example.com/a b.png",
        "https://",
        "https:///a.png",
        "https://[::1/a.png",
        "https://example.com/a.png#x",
        "https://example.com\\@evil/a.png",
        "ftp://example.com/a.png",
        "https://example.com/" + "a" * 2048,
        "",
    ],
)
def test_an_address_that_is_not_plain_https_is_not_handed_on(url: str) -> None:
    async def work(engine: AzureEngine) -> None:
        try:
            await engine.analyse_url(url, CAPTION)
        finally:
            await engine.aclose()

    with FakeAzure() as service:
        with pytest.raises(ImageError, match="address of the image"):
            asyncio.run(work(engine_for(service)))
        assert service.requests == []


def test_a_picture_by_address_is_fetched_by_the_service() -> None:
    async def work(engine: AzureEngine) -> Analysis:
        try:
            return await engine.analyse_url("https://example.com/a.png", ALL)
        finally:
            await engine.aclose()

    with FakeAzure() as service:
        service.pictures["https://example.com/a.png"] = png(300, 200)
        found = asyncio.run(work(engine_for(service)))
        assert found.caption == Caption("a close-up of a computer screen", 0.8503)
        assert found.dense_captions is not None
        assert found.dense_captions[0].box == Box(0, 0, 300, 200)
        assert (found.details.sent_width, found.details.sent_bytes) == (None, 0)
        assert service.requests[0].headers["content-type"] == "application/json"


def test_the_key_appears_in_one_header_and_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with FakeAzure([echo(401)]) as service:
        error = outcome(service)
        request = service.requests[0]
        assert [name for name, value in request.headers.items() if KEY in value] == ["ocp-apim-subscription-key"]
        assert KEY not in request.target
    assert KEY not in caplog.text + "".join(str(record.args) for record in caplog.records)
    link: BaseException | None = error if isinstance(error, AltproofError) else None
    assert link is not None
    while link is not None:
        assert KEY not in f"{link} {link!r} {vars(link)}"
        link = link.__cause__ or link.__context__


def test_the_key_is_not_taken_into_an_analysis_either() -> None:
    body = {
        "modelVersion": KEY,
        "metadata": {"width": 80, "height": 60},
        "captionResult": {"text": f"a page with {KEY}", "confidence": 0.8},
    }
    with FakeAzure([Answer(200, body, {"apim-request-id": KEY})]) as service:
        found = analysis(service)
        assert KEY not in repr(found)
        assert found.caption == Caption("a page with ***", 0.8)


def test_all_features_are_asked_for_and_filled_in_one_call() -> None:
    with FakeAzure() as service:
        found = analysis(service, ALL)
        assert found.caption == Caption("a close-up of a computer screen", 0.8503)
        assert found.dense_captions is not None
        assert [caption.text for caption in found.dense_captions] == ["a close-up of a computer screen", "a button"]
        assert found.tags is not None
        assert found.tags[0] == Tag("text", 0.99)
        assert found.objects is not None
        assert found.objects[0].name == "Laptop"
        assert found.people is not None
        assert len(found.people) == 1
        assert found.text_lines is not None
        assert found.text_lines[0].words[0].text == "Save"
        assert found.crops == (Crop(1.0, Box(10, 0, 60, 60)), Crop(1.5, Box(0, 3, 80, 53)))
        assert (found.engine, found.model, found.custom, found.unsupported) == ("azure", None, None, ())
        request = service.requests[0]
        assert len(service.requests) == 1
        assert request.target == (
            "/computervision/imageanalysis:analyze?api-version=2024-02-01"
            "&features=caption,denseCaptions,tags,objects,people,read,smartCrops&smartcrops-aspect-ratios=1.0,1.5"
        )
        assert request.body_sha256 == hashlib.sha256(png()).hexdigest()
        assert request.headers["content-type"] == "application/octet-stream"
        assert request.headers["accept"] == "application/json"
        assert request.headers["accept-encoding"] == "identity"
        assert request.headers["user-agent"].startswith("altproof/")


def test_the_details_say_how_it_came_about() -> None:
    time = Time()
    with FakeAzure(["429_s1"]) as service:
        details = analysis(service, time=time).details
    assert (details.request_id, details.model_version, details.api_version) == (REQUEST_ID, "2024-02-01", "2024-02-01")
    assert (details.sent_width, details.sent_height, details.sent_bytes) == (80, 60, len(png()))
    assert (details.attempts, details.milliseconds) == (2, 1000)


def test_one_connection_is_used_for_picture_after_picture() -> None:
    with FakeAzure([None, "400_image_format", "429_s1", 503]) as service:
        outcomes(engine_for(service), CAPTION, [picture()] * 5)
        assert (len(service.requests), service.connections) == (7, 1)


def test_no_more_connections_are_opened_than_calls_are_made_at_once() -> None:
    with FakeAzure() as service:
        engine = engine_for(service)

        async def twice() -> None:
            try:
                for _ in range(4):
                    await asyncio.gather(*(engine.analyse(picture(png(shade=n)), CAPTION) for n in range(8)))
            finally:
                await engine.aclose()

        asyncio.run(twice())
        assert len(service.requests) == 32
        assert service.connections <= engine.concurrency


def test_an_engine_that_is_closed_closes_its_preparer() -> None:
    prepare = Preparing(sent_as(80, 60))
    options = EngineOptions(vision_endpoint="http://127.0.0.1:9", vision_key=KEY)
    asyncio.run(AzureEngine(options, prepare).aclose())
    assert prepare.closed


def test_boxes_are_those_of_the_original() -> None:
    with FakeAzure() as service:
        found = analysis(service, ALL, prepare=sent_as(80, 60, (800, 600)))
        assert found.objects is not None
        assert found.objects[0].box == Box(0, 0, 400, 300)
        assert found.dense_captions is not None
        assert found.dense_captions[0].box == Box(0, 0, 800, 600)
        assert (found.details.sent_width, found.details.sent_height) == (80, 60)


def test_a_gender_neutral_caption_is_asked_of_the_service() -> None:
    captions = {hashlib.sha256(png()).hexdigest(): "a man at a desk"}
    with FakeAzure(captions=captions) as service:
        found = analysis(service, Request((Feature.CAPTION,), gender_neutral_caption=True))
        assert found.caption is not None
        assert found.caption.text == "a person at a desk"
        assert service.requests[0].query["gender-neutral-caption"] == "true"


def test_tags_in_another_language_beside_a_caption_take_two_calls() -> None:
    with FakeAzure() as service:
        found = analysis(service, Request((Feature.CAPTION, Feature.TAGS, Feature.READ), language="es"))
        assert found.caption is not None
        assert found.tags is not None
        assert found.tags[0].name == "texto"
        assert found.text_lines is not None
        assert [request.query.get("language") for request in service.requests] == [None, "es"]
        assert [request.query["features"] for request in service.requests] == ["caption,read", "tags"]
        assert found.details.attempts == 2
        assert found.details.request_id == f"{REQUEST_ID}, {REQUEST_ID}"


def test_a_region_without_captions_is_learnt_once() -> None:
    with FakeAzure(captions_in_region=False) as service:
        request = Request((Feature.CAPTION, Feature.DENSE_CAPTIONS, Feature.TAGS), gender_neutral_caption=True)
        found = outcomes(engine_for(service), request, [picture()] * 3)
        for one in found:
            assert isinstance(one, Analysis)
            assert (one.caption, one.dense_captions) == (None, None)
            assert one.unsupported == (Feature.CAPTION, Feature.DENSE_CAPTIONS)
            assert one.tags
        asked = [request.query["features"] for request in service.requests]
        assert asked == ["caption,denseCaptions,tags", "tags", "tags", "tags"]
        assert "gender-neutral-caption" not in service.requests[1].query


async def all_at_once(engine: AzureEngine, request: Request, pictures: Sequence[Picture]) -> list[Outcome]:
    try:
        found = await asyncio.gather(*(engine.analyse(one, request) for one in pictures), return_exceptions=True)
    finally:
        await engine.aclose()
    assert all(isinstance(one, Analysis | AltproofError) for one in found), found
    return [one for one in found if isinstance(one, Analysis | AltproofError)]


@pytest.mark.parametrize("script", [[], ["400_image_format"]], ids=["refused first", "a bad picture first"])
def test_of_many_pictures_at_once_one_is_refused_for_the_region(script: list[Any]) -> None:
    pictures = [picture(png(shade=n)) for n in range(12)]
    with FakeAzure(script, captions_in_region=False) as service:
        request = Request((Feature.CAPTION, Feature.TAGS))
        found = asyncio.run(all_at_once(engine_for(service), request, pictures))
        refused = [request for request in service.requests[len(script) :] if "caption" in request.query["features"]]
        assert len(refused) == 1
        assert sum(isinstance(one, Analysis) and bool(one.tags) for one in found) == 12 - len(script)


def test_a_service_that_fails_at_first_does_not_make_the_pictures_wait_for_each_other() -> None:
    held = Held(hold=8)
    pictures = [picture(png(shade=n)) for n in range(9)]
    with held as service:
        service.script = [500] * 4
        found = asyncio.run(all_at_once(engine_for(service), CAPTION, pictures))
        assert [type(one) for one in found].count(ServiceError) == 1
        assert [type(one) for one in found].count(Analysis) == 8


class Held(FakeAzure):
    """Answers only when so many calls are there at once."""

    def __init__(self, hold: int) -> None:
        super().__init__()
        self._together = threading.Barrier(hold, timeout=20)

    def answer(self, recorded: Recorded, body: bytes) -> Answer:
        self._together.wait()
        return super().answer(recorded, body)


@pytest.mark.parametrize(
    ("steps", "cause"),
    [([500] * 4, ServiceError), (["401_key"], AuthError), (["413"], TooLargeError), ([LONG_429], RateLimitedError)],
)
def test_what_the_first_of_two_calls_answered_is_kept_when_the_second_fails(
    steps: list[Any], cause: type[AltproofError]
) -> None:
    with FakeAzure([None, *steps]) as service:
        error = outcome(service, Request((Feature.CAPTION, Feature.TAGS, Feature.READ), language="es"))
    assert isinstance(error, PartlyAnsweredError)
    assert isinstance(error.error, cause)
    assert (error.message, error.hint) == (error.error.message, error.error.hint)
    assert error.analysis.caption == Caption("a close-up of a computer screen", 0.8503)
    assert error.analysis.answered == (Feature.CAPTION, Feature.READ)
    assert (error.analysis.tags, error.analysis.unsupported) == (None, ())


def test_a_region_without_captions_leaves_nothing_to_ask_for_captions_alone() -> None:
    with FakeAzure(captions_in_region=False) as service:
        found = outcomes(engine_for(service), CAPTION, [picture()] * 3)
        assert [one.details.attempts for one in found if isinstance(one, Analysis)] == [1, 0, 0]
        assert [one.unsupported for one in found if isinstance(one, Analysis)] == [(Feature.CAPTION,)] * 3
        assert len(service.requests) == 1


def test_captions_that_a_region_lacks_do_not_keep_tags_in_another_language_back() -> None:
    with FakeAzure(captions_in_region=False) as service:
        found = analysis(service, Request((Feature.CAPTION, Feature.TAGS), language="es"))
        assert found.unsupported == (Feature.CAPTION,)
        assert found.tags is not None
        assert found.tags[0].name == "texto"


def test_a_feature_that_is_missing_from_the_answer_is_not_taken_for_nothing_found() -> None:
    body = {"metadata": {"width": 80, "height": 60}, "tagsResult": {"values": []}}
    with FakeAzure([Answer(200, body)]) as service:
        found = analysis(service, Request((Feature.TAGS, Feature.READ)))
        assert (found.tags, found.text_lines, found.unsupported) == ((), None, (Feature.READ,))


def test_what_was_not_asked_for_is_not_taken_into_the_analysis() -> None:
    caption = {"text": "a cat", "confidence": 0.8}
    body = {"metadata": {"width": 80, "height": 60}, "captionResult": caption, "tagsResult": {"values": []}}
    with FakeAzure([Answer(200, {**body, "customModelResult": {"tagsResult": {"values": []}}})]) as service:
        found = analysis(service, Request((Feature.TAGS,)))
    assert (found.answered, found.custom, found.unsupported) == ((Feature.TAGS,), None, ())


@pytest.mark.parametrize(
    ("changes", "declined"),
    [
        ({}, False),
        ({"width": 49}, True),
        ({"height": 49}, True),
        ({"width": None}, False),
        ({"width": 16, "height": 16, "media_type": "image/svg+xml"}, False),
        ({"width": 1600, "height": 20, "media_type": "image/svg+xml"}, True),
        ({"sha256": "", "path": "https://img.example/a.png"}, False),
        ({"sha256": "", "path": "http://img.example/a.png"}, True),
    ],
)
def test_images_that_will_be_refused_before_any_call_are_known_by_their_facts(
    changes: dict[str, Any], declined: bool
) -> None:
    with FakeAzure() as service:
        assert engine_for(service).declines(replace(picture().file, **changes)) is declined


def test_a_custom_model_of_a_gateway_is_asked_for_alone() -> None:
    result = {"tagsResult": {"values": [{"name": "diagram", "confidence": 0.9}]}}
    with FakeAzure(models={"Ours": result}) as service:
        request = Request((), model_name="Ours")
        found = analysis(service, request, vision_api_version="2023-02-01-preview")
        assert found.custom == CustomResult(tags=(Tag("diagram", 0.9),))
        assert (found.model, found.caption, found.unsupported) == ("Ours", None, ())
        assert service.requests[0].target.partition("?")[2] == "api-version=2023-02-01-preview&model-name=Ours"


def test_a_preview_version_of_the_public_service_is_gone() -> None:
    with FakeAzure() as service:
        error = outcome(service, Request((), model_name="Ours"), vision_api_version="2023-02-01-preview")
        assert isinstance(error, NotFoundError)
        assert "vision-api-version" in error.hint


def test_many_images_at_once_under_a_rate_limit_lose_none() -> None:
    time = Time()

    async def work(engine: AzureEngine) -> list[Analysis]:
        try:
            return await asyncio.gather(*(engine.analyse(picture(png(shade=n)), CAPTION) for n in range(24)))
        finally:
            await engine.aclose()

    with FakeAzure(rate=(6, 1.0), clock=lambda: time.now) as service:
        found = asyncio.run(work(engine_for(service, time)))
        service.assert_sane()
        answered = {request.body_sha256 for request in service.requests}
        assert len(found) == len(answered) == 24

"""Microsoft's own client as a yardstick: it sends what we send, and it reads what our double answers."""

import asyncio
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from azure.ai.vision.imageanalysis import ImageAnalysisClient
from azure.ai.vision.imageanalysis.models import ImageAnalysisResult, VisualFeatures
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError

from altproof.engines.azure import AzureEngine
from altproof.errors import AltproofError
from altproof.model import Analysis, Feature, Request
from tests.contract.test_azure import engine_for, outcome, picture, png
from tests.fakes.azure import ERRORS, KEY, FakeAzure, Recorded

VERSION = "2023-10-01"
"""The one that the client is made for; both sides are told to use it."""
ADDRESS = "https://pictures.example/a%20b.png?size=1"
NAMED = ("content-type", "content-length", "accept", "ocp-apim-subscription-key")
"""Headers that have to be equal; x-ms-client-request-id has to be there."""

FEATURES = [(feature,) for feature in Feature] + [
    tuple(Feature),
    (Feature.TAGS, Feature.READ, Feature.PEOPLE, Feature.SMART_CROPS),
]
RATIOS: list[tuple[float, ...]] = [(), (1,), (0.9, 1.33), (0.75, 1.8, 16 / 9)]
LANGUAGES = (None, "es")
VERSIONS = (None, "latest", "2024-02-01")


def is_meant(features: tuple[Feature, ...], language: str | None, ratios: tuple[float, ...]) -> bool:
    """Whether we send this in one call; what the service is known to refuse is not sent at all."""
    english_only = {Feature.CAPTION, Feature.DENSE_CAPTIONS, Feature.OBJECTS}
    spoken = language is None or (Feature.TAGS in features and not english_only & {*features})
    return spoken and (not ratios or Feature.SMART_CROPS in features)


CASES = [
    (features, language, neutral, ratios, version)
    for features, language, neutral, ratios, version in product(FEATURES, LANGUAGES, (False, True), RATIOS, VERSIONS)
    if is_meant(features, language, ratios) and (not neutral or {Feature.CAPTION, Feature.DENSE_CAPTIONS} & {*features})
]


@pytest.fixture
def service() -> Iterator[FakeAzure]:
    with FakeAzure() as fake:
        fake.pictures[ADDRESS] = png(300, 200)
        yield fake
        fake.assert_sane()


def theirs(service: FakeAzure, ask: Callable[[ImageAnalysisClient], ImageAnalysisResult]) -> ImageAnalysisResult:
    with ImageAnalysisClient(service.url, AzureKeyCredential(KEY)) as client:
        return ask(client)


def options(request: Request) -> dict[str, Any]:
    """The request in the client's own words; what is not said is left out."""
    return {
        "visual_features": [VisualFeatures(feature.value) for feature in request.features],
        "language": None if request.language == "en" else request.language,
        "gender_neutral_caption": request.gender_neutral_caption or None,
        "smart_crops_aspect_ratios": list(request.smart_crops_aspect_ratios) or None,
        "model_version": request.model_version,
    }


def compared(recorded: Recorded) -> tuple[str, list[tuple[str, str]], Mapping[str, str | None], str, bool]:
    parts = urlsplit(recorded.target)
    query = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)
    named = {name: recorded.headers.get(name) for name in NAMED}
    return parts.path, query, named, recorded.body_sha256, bool(recorded.headers.get("x-ms-client-request-id"))


def asked(engine: AzureEngine, work: Callable[[AzureEngine], Any]) -> Any:
    async def run() -> Any:
        try:
            return await work(engine)
        finally:
            await engine.aclose()

    return asyncio.run(run())


@pytest.mark.parametrize("form", ["bytes", "address"])
def test_our_request_is_that_of_their_client_for_every_combination_of_options(service: FakeAzure, form: str) -> None:
    assert len(CASES) > 80

    async def ours(engine: AzureEngine) -> None:
        for features, language, neutral, ratios, version in CASES:
            request = Request(features, language or "en", neutral, ratios, model_version=version)
            await (engine.analyse(picture(), request) if form == "bytes" else engine.analyse_url(ADDRESS, request))

    asked(engine_for(service, vision_api_version=VERSION), ours)
    mine, service.requests = service.requests, []
    with ImageAnalysisClient(service.url, AzureKeyCredential(KEY)) as client:
        for features, language, neutral, ratios, version in CASES:
            given = options(Request(features, language or "en", neutral, ratios, model_version=version))
            if form == "bytes":
                client.analyze(png(), **given)
            else:
                client.analyze_from_url(ADDRESS, **given)
    assert len(mine) == len(service.requests) == len(CASES)
    for case, one, other in zip(CASES, mine, service.requests, strict=True):
        assert compared(one) == compared(other), case


def test_their_client_reads_every_result_of_the_double_as_we_do(service: FakeAzure) -> None:
    request = Request(tuple(Feature), smart_crops_aspect_ratios=(0.9, 1.33))
    found: Analysis = asked(engine_for(service), lambda engine: engine.analyse(picture(), request))
    read = theirs(service, lambda client: client.analyze(png(), **options(request)))
    assert read.metadata is not None
    assert (read.metadata.width, read.metadata.height) == (80, 60)
    assert found.caption is not None
    assert (read.caption.text, read.caption.confidence) == (found.caption.text, found.caption.confidence)
    assert [(c.text, c.confidence, box(c.bounding_box)) for c in read.dense_captions.list] == [
        (c.text, c.confidence, (c.box.x, c.box.y, c.box.width, c.box.height)) for c in found.dense_captions or ()
    ]
    assert [(t.name, t.confidence) for t in read.tags.list] == [(t.name, t.confidence) for t in found.tags or ()]
    assert [(o.tags[0].name, o.tags[0].confidence, box(o.bounding_box)) for o in read.objects.list] == [
        (o.name, o.confidence, (o.box.x, o.box.y, o.box.width, o.box.height)) for o in found.objects or ()
    ]
    sure = [person for person in read.people.list if person.confidence >= 0.5]
    assert [(p.confidence, box(p.bounding_box)) for p in sure] == [
        (p.confidence, (p.box.x, p.box.y, p.box.width, p.box.height)) for p in found.people or ()
    ]
    lines = [line for block in read.read.blocks for line in block.lines]
    assert [(line.text, [word.text for word in line.words]) for line in lines] == [
        (line.text, [word.text for word in line.words]) for line in found.text_lines or ()
    ]
    corners = [[(point.x, point.y) for point in line.bounding_polygon] for line in lines]
    assert corners == [[(point.x, point.y) for point in line.polygon] for line in found.text_lines or ()]
    assert [(c.aspect_ratio, box(c.bounding_box)) for c in read.smart_crops.list] == [
        (c.aspect_ratio, (c.box.x, c.box.y, c.box.width, c.box.height)) for c in found.crops or ()
    ]


def box(theirs: Any) -> tuple[int, int, int, int]:
    return theirs.x, theirs.y, theirs.width, theirs.height


@pytest.mark.parametrize(
    ("given", "words"),
    [({"gender_neutral_caption": True}, "a person at a desk"), ({"gender_neutral_caption": False}, "a man at a desk")],
)
def test_both_read_a_gender_neutral_caption(given: dict[str, bool], words: str) -> None:
    with FakeAzure(captions={hashlib.sha256(png()).hexdigest(): "a man at a desk"}) as service:
        found = asked(
            engine_for(service), lambda engine: engine.analyse(picture(), Request((Feature.CAPTION,), **given))
        )
        read = theirs(service, lambda client: client.analyze(png(), [VisualFeatures.CAPTION], **given))
    assert (found.caption.text, read.caption.text) == (words, words)


def test_both_read_tags_in_another_language(service: FakeAzure) -> None:
    request = Request((Feature.TAGS,), language="es")
    found = asked(engine_for(service), lambda engine: engine.analyse(picture(), request))
    read = theirs(service, lambda client: client.analyze(png(), [VisualFeatures.TAGS], language="es"))
    assert [tag.name for tag in found.tags] == [tag.name for tag in read.tags.list]
    assert "texto" in [tag.name for tag in found.tags]


def test_both_take_an_endpoint_that_ends_in_a_slash(service: FakeAzure) -> None:
    # Their client sends a doubled slash then, which the double takes as the service does; ours cuts it off.
    with ImageAnalysisClient(service.url + "/", AzureKeyCredential(KEY)) as client:
        read = client.analyze(io.BytesIO(png()), [VisualFeatures.CAPTION])
    found = asked(engine_for(service), lambda engine: engine.analyse(picture(), Request((Feature.CAPTION,))))
    assert read.caption.text == found.caption.text
    assert service.requests[0].body_sha256 == service.requests[1].body_sha256


REFUSED = sorted(name for name, answer in ERRORS.items() if answer.status in {400, 401, 403, 404, 413})


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_has_the_same_status_and_code_for_both(name: str) -> None:
    with FakeAzure([name, name]) as service:
        error = outcome(service)
    if name.startswith("400_region"):
        assert isinstance(error, Analysis), "we go on without captions"
        return
    with FakeAzure([name]) as service:
        # Without retries: the wait that 403 asks for would be ten days for their client.
        client = ImageAnalysisClient(service.url, AzureKeyCredential(KEY), retry_total=0)
        with client, pytest.raises(HttpResponseError) as caught:
            client.analyze(png(), [VisualFeatures.CAPTION])
    assert isinstance(error, AltproofError)
    refusal = error.refusal  # type: ignore[attr-defined]
    assert refusal.status == caught.value.status_code
    their_code = caught.value.error.code if caught.value.error else None
    assert refusal.code == their_code
    inner = caught.value.error.innererror if caught.value.error else None
    assert refusal.inner_code == (inner.get("code") if inner else None)

"""What is refused before any call, and how a request becomes calls."""

from typing import Any

import pytest

from altproof.engines.azure import AzureEngine
from altproof.engines.azure_ask_wire import Ask
from altproof.engines.azure_request import TAG_LANGUAGES, asks, check_request, notices
from altproof.engines.base import Engine, EngineOptions, Picture
from altproof.errors import UsageError
from altproof.model import Feature, Request, SegmentationMode

GA = "2024-02-01"
PREVIEW = "2023-02-01-preview"
CUT = SegmentationMode.BACKGROUND_REMOVAL
KEY = "s3cret-s3cret"


class Untouched:
    """A preparer that nobody may use."""

    async def __call__(self, picture: Picture, /) -> Any:
        raise AssertionError("nothing is prepared here")

    async def aclose(self) -> None:
        """Hold nothing."""


prepare = Untouched()


def options(**changes: Any) -> EngineOptions:
    return EngineOptions(**{"vision_endpoint": "https://a.cognitiveservices.azure.com", "vision_key": KEY, **changes})


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"vision_endpoint": "https://evil.example"}, "vision-endpoint"),
        ({"vision_endpoint": ""}, "vision-endpoint"),
        ({"vision_key": ""}, "vision-key"),
        ({"vision_key": "s3cret s3cret"}, "vision-key"),
        ({"vision_api_version": "latest&x=1"}, "vision-api-version"),
        ({"vision_api_version": ""}, "vision-api-version"),
        ({"vision_tier": "free"}, "vision-tier"),
        ({"vision_hosts": ("*",), "vision_endpoint": "https://x.example"}, "vision-hosts"),
    ],
)
def test_an_engine_is_not_built_from_inputs_that_cannot_be_right(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(UsageError, match=f"^{named}: ") as caught:
        AzureEngine(options(**changes), prepare)
    assert "s3cret" not in caught.value.message + caught.value.hint


def test_an_engine_has_all_features_and_does_not_show_its_key() -> None:
    engine: Engine = AzureEngine(options(vision_tier="F0"), prepare)
    assert (engine.name, engine.features, engine.uses_context, engine.concurrency) == (
        "azure",
        frozenset(Feature),
        False,
        8,
    )
    assert KEY not in f"{engine!r} {options()!r}"


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        (Request(()), "analysis.features"),
        (Request((Feature.TAGS,), language="xx"), "analysis.language"),
        (Request((Feature.TAGS,), language=""), "analysis.language"),
        (Request((Feature.TAGS,), language="be"), "analysis.language"),
        (Request((Feature.SMART_CROPS,), smart_crops_aspect_ratios=(0.5,)), "analysis.smart_crops_aspect_ratios"),
        (Request((Feature.SMART_CROPS,), smart_crops_aspect_ratios=(1.0, 2.0)), "analysis.smart_crops_aspect_ratios"),
        (
            Request((Feature.SMART_CROPS,), smart_crops_aspect_ratios=(float("nan"),)),
            "analysis.smart_crops_aspect_ratios",
        ),
        (Request((Feature.TAGS,), model_version="newest"), "analysis.model_version"),
        (Request((Feature.TAGS,), model_version="latest&model-name=x"), "analysis.model_version"),
        (Request((), model_name="Ours"), "analysis.model_name"),
        (Request((Feature.TAGS,), smart_crops_aspect_ratios=(1.0,)), "analysis.smart_crops_aspect_ratios"),
        (Request((), segmentation_mode=CUT), "analysis.segmentation_mode"),
    ],
)
def test_what_the_service_is_known_to_refuse_is_refused_before_any_call(request_: Request, named: str) -> None:
    with pytest.raises(UsageError, match=f"^{named}: "):
        check_request(request_, GA)


def test_a_custom_model_without_a_preview_version_names_the_day_of_its_end() -> None:
    with pytest.raises(UsageError, match=r"analysis\.model_name") as caught:
        check_request(Request((), model_name="Ours"), GA)
    assert "2025-03-31" in caught.value.hint


BESIDE = [
    ({"features": (Feature.CAPTION,)}, "features"),
    ({"language": "es"}, "language"),
    ({"gender_neutral_caption": True}, "gender_neutral_caption"),
    ({"smart_crops_aspect_ratios": (1.0,)}, "smart_crops_aspect_ratios"),
    ({"model_version": "latest"}, "model_version"),
]


@pytest.mark.parametrize("alone", [{"model_name": "Ours"}, {"segmentation_mode": CUT}], ids=["model", "segmentation"])
@pytest.mark.parametrize(("beside", "named"), BESIDE, ids=[named for _, named in BESIDE])
def test_what_has_to_stand_alone_names_what_stands_beside_it(
    alone: dict[str, Any], beside: dict[str, Any], named: str
) -> None:
    with pytest.raises(UsageError, match=f"^analysis.{next(iter(alone))}: cannot stand beside {named}: ") as caught:
        check_request(Request(**{"features": (), **alone, **beside}), PREVIEW)
    assert caught.value.hint == f"remove analysis.{named}"


def test_a_custom_model_does_not_cut_out_pictures() -> None:
    with pytest.raises(UsageError, match="segmentation_mode: cannot stand beside model_name"):
        check_request(Request((), model_name="Ours", segmentation_mode=CUT), PREVIEW)


def test_segmentation_is_let_through_with_a_preview_version_and_is_one_call() -> None:
    request = Request((), segmentation_mode=CUT)
    check_request(request, PREVIEW)
    (ask,) = asks(request)
    assert f"{ask.path}?{ask.query(PREVIEW)}" == (
        "/computervision/imageanalysis:segment?api-version=2023-02-01-preview&mode=backgroundRemoval"
    )


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (Request((Feature.CAPTION, Feature.TAGS)), ()),
        (Request((Feature.TAGS, Feature.READ, Feature.PEOPLE, Feature.SMART_CROPS), "es"), ()),
        (Request((Feature.CAPTION,), "es"), ("captions exist in English only",)),
        (
            Request((Feature.CAPTION, Feature.DENSE_CAPTIONS, Feature.OBJECTS, Feature.TAGS), "es"),
            ("captions, dense captions and objects exist in English only",),
        ),
        (Request((Feature.READ,), "es"), ("text is read in whatever language",)),
        (Request((Feature.TAGS,), gender_neutral_caption=True), ("gender_neutral_caption: has no effect",)),
        (Request((Feature.DENSE_CAPTIONS,), gender_neutral_caption=True), ()),
        (Request((), model_name="Ours"), ("retired custom models on 2025-03-31",)),
        (Request((), segmentation_mode=CUT), ("retired segmentation on 2025-03-31",)),
    ],
)
def test_what_a_person_should_know_is_known_before_the_first_call(request_: Request, words: tuple[str, ...]) -> None:
    found = notices(request_)
    assert len(found) == len(words)
    for notice, word in zip(found, words, strict=True):
        assert word in notice
        assert notice.endswith(".")


@pytest.mark.parametrize("name", ["", "a b", "a&features=tags", "x" * 129, "\u00e9"])
def test_a_custom_model_needs_a_plain_name(name: str) -> None:
    with pytest.raises(UsageError, match=r"analysis\.model_name: not a name"):
        check_request(Request((), model_name=name), "2023-02-01-preview")


@pytest.mark.parametrize(
    "request_",
    [
        Request((Feature.CAPTION,), language="xx"),
        Request((Feature.READ,), language="be"),
        Request((Feature.TAGS,), language="sr-Cyrl"),
        Request((Feature.TAGS,), language="PT-br"),
        Request((Feature.SMART_CROPS,), smart_crops_aspect_ratios=(0.75, 1.8, 16 / 9)),
        Request((Feature.TAGS,), model_version="2024-02-01-preview"),
    ],
)
def test_what_the_service_takes_is_let_through(request_: Request) -> None:
    check_request(request_, GA)


def test_a_custom_model_is_let_through_with_a_preview_version() -> None:
    check_request(Request((), model_name="Ours_1.2-x"), "2023-02-01-preview")


def test_english_needs_one_call_and_no_language() -> None:
    request = Request((Feature.CAPTION, Feature.TAGS, Feature.CAPTION), gender_neutral_caption=True)
    assert asks(request) == (Ask((Feature.CAPTION, Feature.TAGS), gender_neutral_caption=True),)


def test_settings_that_nothing_uses_are_not_sent() -> None:
    request = Request((Feature.READ,), "es", gender_neutral_caption=True, smart_crops_aspect_ratios=(1.0,))
    assert asks(request) == (Ask((Feature.READ,)),)


def test_another_language_goes_to_tags_and_what_has_no_language() -> None:
    assert asks(Request((Feature.TAGS, Feature.READ), "es")) == (Ask((Feature.TAGS, Feature.READ), "es"),)


def test_another_language_beside_english_features_makes_two_calls() -> None:
    request = Request((Feature.TAGS, Feature.CAPTION, Feature.READ), "sr-cyrl", model_version="latest")
    assert asks(request) == (
        Ask((Feature.CAPTION, Feature.READ), model_version="latest"),
        Ask((Feature.TAGS,), "sr-Cryl", model_version="latest"),
    )


def test_a_custom_model_is_one_call_of_its_own() -> None:
    assert asks(Request((), model_name="Ours")) == (Ask(model_name="Ours"),)


def test_fifty_two_languages_have_tags() -> None:
    assert len(set(TAG_LANGUAGES)) == 52

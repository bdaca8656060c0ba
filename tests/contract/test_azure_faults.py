"""Every refusal and fault of the service: which error, which exit code, how many requests, and no secret anywhere."""

import asyncio
import io
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PIL import Image

from altproof.cli import main
from altproof.describing import described
from altproof.engines.azure import AzureEngine
from altproof.engines.offline import OfflineEngine
from altproof.engines.refusals import (
    AnswerError,
    AuthError,
    BadImageError,
    BadRequestError,
    NetworkError,
    NotFoundError,
    QuotaError,
    RateLimitedError,
    Reason,
    RefusedError,
    ServiceError,
    TooLargeError,
)
from altproof.errors import EngineStoppedError, ExitCode
from altproof.looking import Eyes
from altproof.model import Analysis, ChangeSet, DescribedImage, Feature, Request, SegmentationMode
from altproof.report import Report, RunFacts
from altproof.reporters import REPORTERS
from tests.contract.test_azure import (
    CAPTION,
    LONG_429,
    SHORT,
    Time,
    echo,
    engine_for,
    outcome,
    outcomes,
    picture,
    png,
)
from tests.fakes.azure import ERRORS, KEY, Answer, FakeAzure


class Row(NamedTuple):
    """One answer of the service and what becomes of it."""

    kind: type[RefusedError]
    reason: Reason
    hint: str
    """A word of the hint: the input or setting to mend."""
    requests: int
    code: str | None
    inner_code: str | None = None


FAILED, MOST = Reason.RUNTIME_ERROR, 4
INVALID = "InvalidRequest"
RECORDED: dict[str, Row] = {
    "400_url_not_accessible": Row(BadImageError, Reason.BAD_REQUEST, "public", 1, INVALID),
    "400_size": Row(TooLargeError, Reason.BAD_REQUEST, "20 MB", 2, INVALID),
    "400_content_type": Row(BadImageError, Reason.BAD_REQUEST, "JPEG", 1, INVALID),
    "400_no_features": Row(BadRequestError, Reason.BAD_REQUEST, "analysis.features", 1, INVALID),
    "400_image_format": Row(BadImageError, Reason.BAD_REQUEST, "JPEG", 1, INVALID, "InvalidImageFormat"),
    "400_image_dimension": Row(BadImageError, Reason.BAD_REQUEST, "pixels", 1, INVALID, "InvalidImageSize"),
    "400_feature": Row(
        BadRequestError, Reason.BAD_REQUEST, "analysis.features", 1, INVALID, "NotSupportedVisualFeature"
    ),
    "400_language": Row(BadRequestError, Reason.BAD_REQUEST, "analysis.language", 1, INVALID, "NotSupportedLanguage"),
    "400_ratio": Row(
        BadRequestError, Reason.BAD_REQUEST, "analysis.smart_crops_aspect_ratios", 1, INVALID, "BadArgument"
    ),
    "401_key": Row(AuthError, Reason.AUTHENTICATION_FAILURE, "vision-key", 1, "401"),
    "401_tier": Row(AuthError, Reason.AUTHENTICATION_FAILURE, "vision-endpoint", 1, "401"),
    "401_bearer_role": Row(AuthError, Reason.AUTHENTICATION_FAILURE, "Cognitive Services User", 1, "PermissionDenied"),
    "403_quota": Row(QuotaError, Reason.FORBIDDEN, "paid tier", 1, "403"),
    "403_network": Row(AuthError, Reason.FORBIDDEN, "network rules", 1, "403"),
    "404": Row(NotFoundError, FAILED, "vision-endpoint", 1, "404"),
    "413": Row(TooLargeError, FAILED, "20 MB", 2, None),
    "500_internal": Row(ServiceError, Reason.SERVICE_ERROR, "later", MOST, "InternalServerError"),
    "500_failed_to_process": Row(ServiceError, Reason.SERVICE_ERROR, "later", MOST, "FailedToProcess"),
    "500_timeout": Row(ServiceError, Reason.SERVICE_ERROR, "later", MOST, "Timeout"),
    "502_html": Row(ServiceError, FAILED, "later", MOST, None),
    "503_unavailable": Row(ServiceError, Reason.SERVICE_UNAVAILABLE, "later", MOST, "ServiceUnavailable"),
}
PASSED_OVER = {
    "400_region_caption": "we go on without captions",
    "400_region_denseCaptions": "we go on without captions",
    "400_mode": "only segmentation gets it",
    **dict.fromkeys([name for name in ERRORS if name.startswith("429")], "a pause, not a refusal"),
    **dict.fromkeys(["html", "empty", "nan", "deep"], "no refusal but an answer that cannot be read"),
}


def test_every_answer_of_the_double_is_in_one_of_the_tables() -> None:
    assert RECORDED.keys() | PASSED_OVER.keys() == ERRORS.keys()
    assert not RECORDED.keys() & PASSED_OVER.keys()


@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_refusal_is_the_typed_error_with_all_its_facts(name: str) -> None:
    row = RECORDED[name]
    with FakeAzure([name] * 9) as service:
        error = outcome(service)
        assert type(error) is row.kind
        assert len(service.requests) == row.requests
    assert isinstance(error, RefusedError)
    facts = error.refusal
    assert (facts.reason, facts.code, facts.inner_code) == (row.reason, row.code, row.inner_code)
    assert facts.status == int(name[:3])
    assert facts.request_id
    assert facts.request_id in error.message
    assert facts.message in error.message
    assert row.hint in error.hint


# --- the exit code, by the command itself -------------------------------------------------------------------------

STOPPED = (AuthError, QuotaError, NotFoundError)
QUICK: list[tuple[str | int | Answer, ExitCode]] = [
    *(
        (name, ExitCode.ENGINE if issubclass(row.kind, (*STOPPED, BadRequestError)) else ExitCode.FINDINGS)
        for name, row in RECORDED.items()
        if row.requests < MOST
    ),
    *((step, ExitCode.ENGINE) for step in (202, 301, 308, "redirect", "html", "empty", "nan", "deep", "truncated")),
    *((step, ExitCode.ENGINE) for step in ("gzip_bomb", "endless", LONG_429, echo(401), echo(404))),
    (echo(400), ExitCode.ENGINE),
]


@pytest.mark.parametrize(("step", "code"), QUICK, ids=[str(step)[:40] for step, _ in QUICK])
def test_the_exit_code_tells_a_failed_engine_from_a_bad_image_and_debug_shows_no_key(
    step: str | int | Answer, code: ExitCode, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.png").write_bytes(png(300, 200))
    (tmp_path / "c.yml").write_text("analysis: {features: [caption]}\non_engine_error: fail\n")
    with FakeAzure([step] * 9) as service:
        environment = {
            "VISION_ENDPOINT": service.url,
            "VISION_KEY": KEY,
            "GITHUB_ACTIONS": "true",
            "RUNNER_DEBUG": "1",
            "GITHUB_WORKSPACE": str(tmp_path),
        }
        arguments = ["describe", "--json", "-v", "--config", str(tmp_path / "c.yml"), str(tmp_path / "a.png")]
        assert main(arguments, environment) == code
        assert service.requests
    said = capfd.readouterr()
    shown = said.out.replace(f"::add-mask::{KEY}\n", "", 1) + said.err
    assert KEY not in shown
    assert "Traceback" not in shown
    assert '"problems": []' not in said.out


# --- pauses (R01) -------------------------------------------------------------------------------------------------

NEVER = None
PAUSES: list[tuple[str | None, str, float | None]] = [
    ("0", "", 1.0),
    ("1", "", 1.0),
    ("30", "", 30.0),
    ("2.5", "", 2.5),
    ("-5", "", 1.0),
    ("soon", "", 1.0),
    ("", "", 1.0),
    ("\u0664", "", 1.0),
    ("1e9", "", 1.0),
    (None, "", 1.0),
    (None, "Please retry after 7 seconds.", 7.0),
    ("0", "Try again in 9 seconds.", 9.0),
    ("Sun, 09 Sep 2001 01:48:46 GMT", "", 26.0),
    ("Sun, 09 Sep 1990 01:48:46 GMT", "", 1.0),
    ("60", "", 60.0),
    ("61", "", NEVER),
    ("99999", "", NEVER),
    ("864000", "", NEVER),
    (None, "Please retry after 864000 seconds.", NEVER),
]


@pytest.mark.parametrize(("header", "words", "pause"), PAUSES)
def test_a_429_is_waited_for_as_long_as_it_says_or_ends_the_engine(
    header: str | None, words: str, pause: float | None
) -> None:
    named = {} if header is None else {"Retry-After": header}
    step = Answer(429, {"error": {"code": "429", "message": words}}, named)
    time = Time()
    with FakeAzure([step]) as service:
        found = outcomes(engine_for(service, time), CAPTION, [picture(), picture()])
        if pause is NEVER:
            assert [type(one) for one in found] == [RateLimitedError, EngineStoppedError]
            assert len(service.requests) == 1
            assert sum(time.slept) == 0
        else:
            assert all(isinstance(one, Analysis) for one in found)
            assert len(service.requests) == 3
            assert max(time.slept) == pytest.approx(pause, abs=0.2)


# Pauses may cost a run 120 s, and each costs what it takes beyond the pace, which every 429 slows down (to 0.5 a second).
@pytest.mark.parametrize(
    ("step", "requests"),
    [("429_s1", 75), ("429_s1_no_header", 75), ("429_f0", 4), ("429_f0_no_header", 4), ("429_legacy_apim", 34)],
)
def test_pauses_without_end_end_the_engine(step: str, requests: int) -> None:
    with FakeAzure([step] * 300) as service:
        found = outcomes(engine_for(service), CAPTION, [picture(), picture()])
        assert [type(one) for one in found] == [RateLimitedError, EngineStoppedError]
        assert len(service.requests) == requests


# --- connections (R02, R03, R04) ----------------------------------------------------------------------------------

FAULTS: list[tuple[str | int, int, Reason]] = [
    (408, 4, FAILED),
    (500, 4, Reason.SERVICE_ERROR),
    (502, 4, FAILED),
    (503, 4, Reason.SERVICE_UNAVAILABLE),
    (504, 4, FAILED),
    ("close", 4, Reason.CONNECTION_FAILURE),
    ("reset", 4, Reason.CONNECTION_FAILURE),
    ("cut", 4, Reason.CONNECTION_FAILURE),
    ("hang", 2, Reason.SERVICE_TIMEOUT),
    ("slow", 2, Reason.SERVICE_TIMEOUT),
    ("slow_header", 2, Reason.SERVICE_TIMEOUT),
]


@pytest.mark.parametrize(("step", "requests", "reason"), FAULTS, ids=[str(row[0]) for row in FAULTS])
def test_a_fault_says_its_reason_after_its_attempts(step: str | int, requests: int, reason: Reason) -> None:
    with FakeAzure([step] * 9) as service:
        error = outcome(service, limits=SHORT if requests == 2 else {})
        assert len(service.requests) == requests
    assert isinstance(error, ServiceError | NetworkError)
    assert (error.refusal.reason, error.refusal.attempts, error.exit_code) == (reason, requests, ExitCode.ENGINE)


def test_a_redirect_gets_neither_key_nor_picture_on_any_status() -> None:
    for status in (301, 302, 303, 307, 308):
        with FakeAzure() as other:
            step = Answer(status, b"", {"Location": f"{other.url}/computervision/imageanalysis:analyze"})
            with FakeAzure([step]) as service:
                assert isinstance(outcome(service), ServiceError)
                assert len(service.requests) == 1
            assert other.requests == []


# --- answers that are not as promised (R05) -----------------------------------------------------------------------

SIZE = {"width": 80, "height": 60}


def result(**fields: Any) -> Answer:
    return Answer(200, {"modelVersion": "x", "metadata": SIZE, **fields})


ODD: list[tuple[str, Answer]] = [
    ("no metadata", Answer(200, {"captionResult": {"text": "a", "confidence": 0.5}})),
    ("metadata of text", Answer(200, {"metadata": "80x60", "captionResult": {"text": "a", "confidence": 0.5}})),
    ("no width", Answer(200, {"metadata": {"height": 60}, "captionResult": {"text": "a", "confidence": 0.5}})),
    ("no result", result()),
    ("null result", result(captionResult=None)),
    ("result of a list", result(captionResult=[])),
    ("caption without text", result(captionResult={"confidence": 0.5})),
    ("empty caption", result(captionResult={"text": "", "confidence": 0.5})),
    ("caption of a number", result(captionResult={"text": 5, "confidence": 0.5})),
    ("confidence of text", result(captionResult={"text": "a", "confidence": "high"})),
    ("confidence of 2", result(captionResult={"text": "a", "confidence": 2})),
    ("confidence below 0", result(captionResult={"text": "a", "confidence": -1})),
    (
        "endless confidence",
        Answer(200, b'{"metadata":{"width":80,"height":60},"captionResult":{"text":"a","confidence":1e999}}'),
    ),
    (
        "width of 0",
        Answer(200, {"metadata": {"width": 0, "height": 60}, "captionResult": {"text": "a", "confidence": 1}}),
    ),
    ("a picture", Answer(200, png(), {"Content-Type": "image/png"})),
    ("text", Answer(200, b"fine", {"Content-Type": "text/plain"})),
]


@pytest.mark.parametrize("answer", [answer for _, answer in ODD], ids=[name for name, _ in ODD])
def test_an_odd_answer_is_one_error_after_one_request(answer: Answer) -> None:
    with FakeAzure([answer]) as service:
        assert isinstance(outcome(service), AnswerError)
        assert len(service.requests) == 1


def test_a_caption_of_a_megabyte_is_cut_and_a_box_outside_the_picture_is_empty() -> None:
    objects = {
        "values": [{"boundingBox": {"x": 900, "y": 900, "w": 50, "h": 50}, "tags": [{"name": "a", "confidence": 1}]}]
    }
    answer = result(captionResult={"text": "word " * 200_000, "confidence": 0.5}, objectsResult=objects)
    with FakeAzure([answer]) as service:
        found = outcome(service, Request((Feature.CAPTION, Feature.OBJECTS)))
    assert isinstance(found, Analysis)
    assert found.caption is not None
    assert len(found.caption.text) <= 1000
    assert found.objects is not None
    assert (found.objects[0].box.width, found.objects[0].box.height) == (0, 0)


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("L", (80, 60)).save(out, "JPEG")
    return out.getvalue()


CUTS: list[tuple[str, Answer | str]] = [
    ("JSON", result(captionResult={"text": "a", "confidence": 1})),
    ("HTML", "html"),
    ("nothing", "empty"),
    ("a JPEG", Answer(200, jpeg(), {"Content-Type": "image/png"})),
    ("half a header", Answer(200, png()[:20], {"Content-Type": "image/png"})),
    ("too many bytes", Answer(200, png() + b"\0" * (21 << 20), {"Content-Type": "image/png"})),
    ("a gibibyte", "gzip_bomb"),
]


@pytest.mark.parametrize("answer", [answer for _, answer in CUTS], ids=[name for name, _ in CUTS])
def test_what_is_no_picture_is_not_saved_as_one(answer: Answer | str) -> None:
    request = Request((), segmentation_mode=SegmentationMode.BACKGROUND_REMOVAL)
    with FakeAzure([answer], models={}) as service:
        error = outcome(service, request, vision_api_version="2023-02-01-preview")
        assert isinstance(error, AnswerError)
        assert len(service.requests) == 1


def test_a_picture_that_is_cut_out_may_be_larger_than_words() -> None:
    picture = io.BytesIO()
    Image.new("RGBA", (1300, 1000)).save(picture, "PNG", compress_level=0)
    answer = Answer(200, picture.getvalue(), {"Content-Type": "image/png"})
    request = Request((), segmentation_mode=SegmentationMode.FOREGROUND_MATTING)
    with FakeAzure([answer], models={}) as service:
        found = outcome(service, request, vision_api_version="2023-02-01-preview")
        assert service.requests[0].headers["accept"] == "image/png, application/json"
    assert isinstance(found, Analysis)
    assert found.segmentation is not None
    assert (found.segmentation.width, found.segmentation.height) == (1300, 1000)
    assert found.holds_anything


# --- the quota in the middle of a run (R08), and no secret in any report ---------------------------------------------


def test_what_was_seen_before_the_quota_ended_is_kept() -> None:
    with FakeAzure([None, None, "403_quota"]) as service:
        found = outcomes(engine_for(service), CAPTION, [picture()] * 6)
        assert [type(one) for one in found] == [Analysis, Analysis, QuotaError, *[EngineStoppedError] * 3]
        assert len(service.requests) == 3


def report_of(engine: AzureEngine, request: Request) -> Report:
    """The report of a run over one picture, with the offline engine behind."""
    shown = picture()
    eyes = Eyes(engine, OfflineEngine())
    asyncio.run(eyes.look([shown.file], lambda _: shown.data, request))
    image: DescribedImage = described(shown.file, eyes.seen.get(shown.file.sha256))
    facts = RunFacts(mode="describe", engine="azure", engine_failed=eyes.failed)
    return Report(facts, ChangeSet(None, None), images=(image,), problems=tuple(eyes.stops))


EVERY: list[str | int | Answer] = [
    *RECORDED,
    "429_s1",
    *(row[0] for row in FAULTS if row[1] == MOST),
    *(echo(status) for status in (400, 401, 403, 404, 413, 418, 429, 500, 503)),
    result(captionResult={"text": f"a page with {KEY}", "confidence": 0.9}),
]


@pytest.mark.parametrize("step", EVERY, ids=[str(step)[:40] for step in EVERY])
def test_no_reporter_and_no_log_shows_the_key_whatever_the_service_says(
    step: str | int | Answer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with FakeAzure([step] * 200) as service:
        report = report_of(engine_for(service), CAPTION)
    renders: list[Callable[[Report], str]] = [reporter.render for reporter in REPORTERS.values()]
    assert renders
    for render in renders:
        assert KEY not in render(report)
    assert KEY not in caplog.text + "".join(
        f"{record.args!r}{record.__dict__.get('extra')!r}" for record in caplog.records
    )
    assert json.loads(REPORTERS["json"].render(report))["schema_version"] == 1


def test_a_refusal_without_an_answer_has_a_reason_too() -> None:
    with FakeAzure() as service:
        engine = engine_for(service)
    (error,) = outcomes(engine, CAPTION, [picture()])
    assert isinstance(error, NetworkError)
    assert error.refusal.reason is Reason.CONNECTION_FAILURE

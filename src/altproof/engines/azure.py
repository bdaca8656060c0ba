"""Azure AI Vision Image Analysis 4.0: captions, tags, objects, people, text and crops.

The service stops on 2028-09-25. Captions and dense captions exist in English and in eight regions only; where a region
lacks them the engine goes on without, and says so in `Analysis.unsupported`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TypeVar
from uuid import uuid4

from msgspec import Struct, field

from altproof.engines.azure_ask_wire import Ask
from altproof.engines.azure_auth import credential
from altproof.engines.azure_cut_out_wire import LARGEST_SEGMENTATION, segmentation
from altproof.engines.azure_errors import error_from
from altproof.engines.azure_picture import Prepared, Preparer, Source, is_too_small
from altproof.engines.azure_request import CAPTIONS, asks, check_request, checked_api_version, without
from altproof.engines.azure_wire import AnalyzeResponse, load_json
from altproof.engines.base import EngineOptions, PartlyAnsweredError, Picture
from altproof.engines.endpoint import checked_endpoint
from altproof.engines.pacing import Outgoing, Pacer, PauseTooLongError, Reply
from altproof.engines.refusals import (
    LONGEST_CODE,
    AnswerError,
    Refusal,
    RefusedError,
    RegionUnsupportedError,
    TooLargeError,
    one_line,
    told,
    unreadable,
    without_secrets,
)
from altproof.errors import EngineError, ImageError, UsageError
from altproof.model import Analysis, AnalysisDetails, Feature, ImageFile, Request
from altproof.spending import Usage

CALLS_A_SECOND = {"S1": 10.0, "F0": 20 / 60}
"""By pricing tier; Microsoft's pages disagree on S1 (10 or 20), so the smaller figure starts the pacing."""
SIGN_INS_A_SECOND = 10.0
"""A run signs in once or twice; the pacer there is for its deadlines and attempts."""
CALLS_AT_ONCE = 8

T = TypeVar("T")


class _Answer(Struct, frozen=True):
    """One answer and how it came about."""

    response: AnalyzeResponse
    request_id: str | None
    attempts: int


class _Work(Struct):
    """What has been done for one picture so far."""

    request: Request
    source: Source
    started: float
    answers: list[_Answer] = field(default_factory=list)
    asked: set[Feature] = field(default_factory=set)
    """Of the calls that are done; what the region is known to lack counts as asked."""
    refused: int = 0
    """Attempts that ended in a refusal after which the work went on."""


class AzureEngine:
    """Calls one resource; satisfies `Engine`. Secrets go into one header of the calls and nowhere else."""

    name = "azure"
    features = frozenset(Feature)
    passes_on: frozenset[str] = frozenset()
    uses_context = False
    concurrency = CALLS_AT_ONCE

    def __init__(
        self, options: EngineOptions, prepare: Preparer, *, pacer: Pacer | None = None, sign_in: Pacer | None = None
    ) -> None:
        """Raises UsageError, naming the input, when endpoint, credential, api-version or tier cannot be right."""
        self._endpoint = checked_endpoint(options.vision_endpoint, options.vision_hosts)
        self._credential = credential(options, self._endpoint, sign_in or Pacer(SIGN_INS_A_SECOND))
        self._api_version = checked_api_version(options.vision_api_version)
        rate = CALLS_A_SECOND.get(options.vision_tier)
        if rate is None:
            raise UsageError("vision-tier: no such tier is known", hint=f"use {' or '.join(CALLS_A_SECOND)}")
        self._pacer = pacer or Pacer(rate)
        self._prepare = prepare
        self._missing: frozenset[Feature] = frozenset()
        """What the region lacks, learnt from the first call that was refused for it."""
        self._knows_region = False
        self._learning = asyncio.Lock()
        """Held by the call that finds out about the region, so that not every picture under way is refused."""

    @property
    def identity(self) -> str:
        """The resource and the version: regions know different features."""
        return f"{self._endpoint} {self._api_version}"

    @property
    def usage(self) -> Usage:
        """What the pacer has sent."""
        return self._pacer.usage

    def check(self, request: Request) -> None:
        """Raises UsageError as `check_request` does."""
        check_request(request, self._api_version)

    def declines(self, file: ImageFile) -> bool:
        """Whether the image is refused before any call: too small, or an address that is not handed on."""
        if file.sha256:
            return is_too_small(file)
        try:
            Source.at(file.path)
        except ImageError:
            return True
        return False

    async def analyse(self, picture: Picture, request: Request) -> Analysis:
        """What the image shows, with boxes in pixels of the original.

        A picture that the service finds too large is shrunk and sent once more. Raises ImageError, EngineError,
        EngineStoppedError and PartlyAnsweredError as `Engine` says, and UsageError as `check_request` does.
        """
        check_request(request, self._api_version)
        self._pacer.check()
        prepared = await self._prepare(picture)
        source = Source.of(picture, prepared)
        with self._work(request, source) as work:
            try:
                return await self._analysis(work)
            except TooLargeError as error:
                if work.answers:
                    raise
                refused = error
            work.refused += refused.refusal.attempts
            work.source = await self._smaller(picture, prepared, refused)
            return await self._analysis(work)

    async def analyse_url(self, url: str, request: Request) -> Analysis:
        """The same for a public image that the service fetches itself; only for runs that allow it by an input."""
        check_request(request, self._api_version)
        with self._work(request, Source.at(url)) as work:
            return await self._analysis(work)

    async def aclose(self) -> None:
        """Close the connections and the preparer."""
        try:
            await self._pacer.aclose()
            await self._credential.aclose()
        finally:
            await self._prepare.aclose()

    async def _smaller(self, picture: Picture, prepared: Prepared, refused: TooLargeError) -> Source:
        """Raises `refused` again when the picture cannot be made smaller."""
        try:
            return Source.of(picture, await self._prepare.smaller(picture, prepared))
        except ImageError:
            raise refused from None

    @contextmanager
    def _work(self, request: Request, source: Source) -> Iterator[_Work]:
        """Around all that is done for one picture; what was answered before a failure goes with the error."""
        work = _Work(request, source, self._pacer.edges.clock())
        try:
            with self._pacer.image():
                yield work
        except (EngineError, ImageError) as error:
            if not work.answers:
                raise
            raise PartlyAnsweredError(_merged(work, self._details(work)), error) from error

    async def _analysis(self, work: _Work) -> Analysis:
        for ask in asks(work.request):
            await self._ask(work, ask)
            work.asked |= {*ask.features}
        return _merged(work, self._details(work))

    async def _ask(self, work: _Work, ask: Ask) -> None:
        """Add the answer to one ask, without what the region lacks; nothing when nothing is left to ask."""
        if CAPTIONS & {*ask.features} and not self._knows_region:
            async with self._learning:
                if not self._knows_region and await self._first_answer(work, ask):
                    return
        while not await self._answered(work, ask):
            pass

    async def _first_answer(self, work: _Work, ask: Ask) -> bool:
        """The same as `_answered`, while the other pictures wait for what it tells about the region."""
        try:
            done = await self._answered(work, ask)
        except EngineError:
            # Nothing was learnt, but waiting for a failing service one by one would take too long.
            self._knows_region = True
            raise
        self._knows_region = True
        return done

    async def _answered(self, work: _Work, ask: Ask) -> bool:
        """False when the region turned out to lack a part of the ask, which is left out from now on."""
        if ask.wants_features and not (ask := without(ask, self._missing)).features:
            return True
        try:
            work.answers.append(await self._call(work.source, ask))
        except RegionUnsupportedError as error:
            lacking = (error.refusal.feature or "").lower()
            if lacking not in {feature.lower() for feature in CAPTIONS} or not CAPTIONS & {*ask.features}:
                raise
            self._missing = CAPTIONS
            work.refused += error.refusal.attempts
            return False
        return True

    async def _call(self, source: Source, ask: Ask) -> _Answer:
        reply = await self._sent(source, ask)
        named = without_secrets(reply.headers.get("apim-request-id", ""), self._credential.secrets)
        request_id = one_line(named, LONGEST_CODE) or None
        try:
            return _Answer(self._read(reply, source, ask), request_id, reply.attempts)
        except AnswerError as error:
            raise told(error, Refusal(reply.status, request_id=request_id, attempts=reply.attempts)) from error

    async def _sent(self, source: Source, ask: Ask) -> Reply:
        """The answer with status 200. Raises what the service's refusal stands for."""
        cut_out = ask.segmentation_mode is not None
        signed = await self._credential.headers()
        outgoing = Outgoing(
            f"{self._endpoint}{ask.path}?{ask.query(self._api_version)}",
            {
                "Content-Type": source.content_type,
                **({"Accept": "image/png, application/json"} if cut_out else {}),
                **signed,
                "x-ms-client-request-id": str(uuid4()),
            },
            source.body,
            longest_answer=LARGEST_SEGMENTATION if cut_out else 0,
        )
        try:
            reply = await self._pacer.call(outgoing)
        except PauseTooLongError as error:
            raise self._refused(error.reply, error.why) from None
        if reply.status != HTTPStatus.OK:
            raise self._refused(reply)
        return reply

    def _refused(self, reply: Reply, why: str = "") -> RefusedError:
        return error_from(
            reply.status,
            reply.headers,
            reply.body,
            reason=reply.reason,
            attempts=reply.attempts,
            secrets=self._credential.secrets,
            inputs=self._credential.inputs,
            why=why,
        )

    def _read(self, reply: Reply, source: Source, ask: Ask) -> AnalyzeResponse:
        """Raises AnswerError for an answer that holds nothing of what was asked for."""
        if reply.flaw:
            raise unreadable(reply.flaw)
        if ask.segmentation_mode is not None:
            found = segmentation(reply.body, ask.segmentation_mode, f"segments/{source.name}")
            return AnalyzeResponse(None, found.width, found.height, segmentation=found)
        value = load_json(reply.body, self._credential.secrets)
        response = AnalyzeResponse.from_json(value, source.original)
        if not (response.custom if ask.model_name is not None else response.answered & {*ask.features}):
            raise unreadable("none of the results that were asked for is in it")
        return response

    def _details(self, work: _Work) -> AnalysisDetails:
        source, answers = work.source, work.answers
        ids = [answer.request_id for answer in answers if answer.request_id]
        width, height = source.sent or (None, None)
        return AnalysisDetails(
            request_id=", ".join(ids) or None,
            model_version=answers[0].response.model_version if answers else None,
            api_version=self._api_version,
            sent_width=width,
            sent_height=height,
            sent_bytes=len(source.body) if source.sent else 0,
            attempts=work.refused + sum(answer.attempts for answer in answers),
            milliseconds=round((self._pacer.edges.clock() - work.started) * 1000),
        )


def _merged(work: _Work, details: AnalysisDetails) -> Analysis:
    """One analysis from at most two answers; the second holds nothing but tags."""
    asked = tuple(feature for feature in dict.fromkeys(work.request.features) if feature in work.asked)
    if not work.answers:
        return Analysis("azure", unsupported=asked, details=details)
    first, last = work.answers[0].response, work.answers[-1].response

    def wanted(feature: Feature, answer: T | None) -> T | None:
        """What was not asked for is dropped: it is not billed, and would not be known again in the cache."""
        return answer if feature in asked else None

    return Analysis(
        engine="azure",
        model=work.request.model_name,
        caption=wanted(Feature.CAPTION, first.caption),
        dense_captions=wanted(Feature.DENSE_CAPTIONS, first.dense_captions),
        tags=wanted(Feature.TAGS, last.tags),
        objects=wanted(Feature.OBJECTS, first.objects),
        people=wanted(Feature.PEOPLE, first.people),
        text_lines=wanted(Feature.READ, first.text_lines),
        crops=wanted(Feature.SMART_CROPS, first.crops),
        custom=first.custom if work.request.model_name is not None else None,
        segmentation=first.segmentation,
        unsupported=tuple(feature for feature in asked if feature not in first.answered | last.answered),
        details=details,
    )

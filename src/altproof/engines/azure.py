"""Azure AI Vision Image Analysis 4.0: captions, tags, objects, people, text and crops, by key.

The service stops on 2028-09-25. Captions and dense captions exist in English and in eight regions only; where a region
lacks them the engine goes on without, and says so in `Analysis.unsupported`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlsplit
from uuid import uuid4

from altproof.engines.azure_request import CAPTIONS, asks, check_request, checked_api_version, without
from altproof.engines.azure_wire import ANALYZE_PATH, AnalyzeResponse, Ask, load_json
from altproof.engines.base import EngineOptions, Picture
from altproof.engines.endpoint import checked_endpoint, checked_key
from altproof.engines.pacing import Outgoing, Pacer
from altproof.engines.refusals import (
    BadImageError,
    RegionUnsupportedError,
    error_from,
    one_line,
    unreadable,
    without_secrets,
)
from altproof.errors import ImageError, UsageError
from altproof.images.identify import SVG
from altproof.model import Analysis, AnalysisDetails, Feature, Request

CALLS_A_SECOND = {"S1": 10.0, "F0": 20 / 60}
"""By pricing tier; Microsoft's pages disagree on S1 (10 or 20), so the smaller figure starts the pacing."""
CALLS_AT_ONCE = 8
MOST_BYTES = 20 * 1024 * 1024
SHORTEST_SIDE = 50
SIDE_LIMIT = 16_000
"""Pixels; each side has to be shorter."""
LONGEST_URL = 2_048
_PLAIN_URL = re.compile(r"https://[\x21-\x7e]+", re.ASCII | re.IGNORECASE)


class Prepared(Protocol):
    """A picture made fit for the service: oriented, within its limits, without metadata."""

    @property
    def data(self) -> bytes:
        """The bytes to send."""

    @property
    def media_type(self) -> str:
        """Of `data`."""

    @property
    def width(self) -> int:
        """Pixels of `data`."""

    @property
    def height(self) -> int:
        """Pixels of `data`."""

    @property
    def original_width(self) -> int:
        """Pixels of the image in the repository, oriented as people see it."""

    @property
    def original_height(self) -> int:
        """Pixels of the image in the repository, oriented as people see it."""


class Preparer(Protocol):
    """Makes a picture fit; raises ImageError when that cannot be done. It belongs to the engine it is given to."""

    def __call__(self, picture: Picture, /) -> Awaitable[Prepared]:
        """Prepare one picture."""

    async def aclose(self) -> None:
        """Give back its processes."""


@dataclass(frozen=True, slots=True)
class _Source:
    """What a call is about: bytes or an address, and the size to answer in."""

    content_type: str
    body: bytes = field(repr=False)
    original: tuple[int, int] | None = None
    sent: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer and how it came about."""

    response: AnalyzeResponse
    request_id: str | None
    attempts: int


class AzureEngine:
    """Calls one resource; satisfies `Engine`. The key goes into one header of the calls and nowhere else."""

    name = "azure"
    features = frozenset(Feature)
    passes_on = frozenset({SVG})
    """The service knows pixels only, and a drawing has words of its own."""
    uses_context = False
    concurrency = CALLS_AT_ONCE

    def __init__(self, options: EngineOptions, prepare: Preparer, *, pacer: Pacer | None = None) -> None:
        """Raises UsageError, naming the input, when endpoint, key, api-version or tier cannot be right."""
        self._endpoint = checked_endpoint(options.vision_endpoint, options.vision_hosts)
        self._key = checked_key(options.vision_key)
        self._api_version = checked_api_version(options.vision_api_version)
        rate = CALLS_A_SECOND.get(options.vision_tier)
        if rate is None:
            raise UsageError("vision-tier: no such tier is known", hint=f"use {' or '.join(CALLS_A_SECOND)}")
        self._pacer = pacer or Pacer(rate)
        self._prepare = prepare
        self._missing: frozenset[Feature] = frozenset()
        """What the region lacks, learnt from the first call that was refused for it."""

    def check(self, request: Request) -> None:
        """Raises UsageError as `check_request` does."""
        check_request(request, self._api_version)

    async def analyse(self, picture: Picture, request: Request) -> Analysis:
        """What the image shows, with boxes in pixels of the original.

        Raises ImageError, EngineError, EngineStoppedError as `Engine` says, and UsageError as `check_request` does.
        """
        check_request(request, self._api_version)
        self._pacer.check()
        prepared = await self._prepare(picture)
        sent = (prepared.width, prepared.height)
        _check_size(len(prepared.data), sent)
        original = (prepared.original_width, prepared.original_height)
        return await self._analysis(_Source("application/octet-stream", prepared.data, original, sent), request)

    async def analyse_url(self, url: str, request: Request) -> Analysis:
        """The same for a public image that the service fetches itself; only for runs that allow it by an input."""
        check_request(request, self._api_version)
        _check_url(url)
        return await self._analysis(_Source("application/json", json.dumps({"url": url}).encode()), request)

    async def aclose(self) -> None:
        """Close the connections and the preparer."""
        try:
            await self._pacer.aclose()
        finally:
            await self._prepare.aclose()

    async def _analysis(self, source: _Source, request: Request) -> Analysis:
        started = self._pacer.edges.clock()
        with self._pacer.image():
            answers = [answer for ask in asks(request) for answer in await self._asked(source, ask)]
        milliseconds = round((self._pacer.edges.clock() - started) * 1000)
        return _merged(answers, request, self._details(source, answers, milliseconds))

    async def _asked(self, source: _Source, ask: Ask) -> list[_Answer]:
        """The answer to one ask, without what the region lacks; empty when nothing is left to ask."""
        if ask.model_name is None and not (ask := without(ask, self._missing)).features:
            return []
        attempts = 0
        try:
            return [await self._call(source, ask)]
        except RegionUnsupportedError as error:
            if (error.refusal.feature or "").lower() not in {f.lower() for f in CAPTIONS} or not CAPTIONS & {
                *ask.features
            }:
                raise
            self._missing, attempts = CAPTIONS, error.refusal.attempts
        answers = await self._asked(source, ask)
        return [replace(answer, attempts=answer.attempts + attempts) for answer in answers]

    async def _call(self, source: _Source, ask: Ask) -> _Answer:
        outgoing = Outgoing(
            f"{self._endpoint}{ANALYZE_PATH}?{ask.query(self._api_version)}",
            {
                "Content-Type": source.content_type,
                "Ocp-Apim-Subscription-Key": self._key,
                "x-ms-client-request-id": str(uuid4()),
            },
            source.body,
        )
        reply = await self._pacer.call(outgoing)
        secrets = (self._key,)
        if reply.status != HTTPStatus.OK:
            raise error_from(
                reply.status,
                reply.headers,
                reply.body,
                reason=reply.reason,
                attempts=reply.attempts,
                secrets=secrets,
            )
        response = AnalyzeResponse.from_json(load_json(reply.body, secrets), source.original)
        if not (response.custom if ask.model_name is not None else response.answered & {*ask.features}):
            raise unreadable("none of the results that were asked for is in it")
        request_id = one_line(without_secrets(reply.headers.get("apim-request-id", ""), secrets), 80)
        return _Answer(response, request_id or None, reply.attempts)

    def _details(self, source: _Source, answers: list[_Answer], milliseconds: int) -> AnalysisDetails:
        ids = [answer.request_id for answer in answers if answer.request_id]
        width, height = source.sent or (None, None)
        return AnalysisDetails(
            request_id=", ".join(ids) or None,
            model_version=answers[0].response.model_version if answers else None,
            api_version=self._api_version,
            sent_width=width,
            sent_height=height,
            sent_bytes=len(source.body) if source.sent else 0,
            attempts=sum(answer.attempts for answer in answers),
            milliseconds=milliseconds,
        )


def _merged(answers: list[_Answer], request: Request, details: AnalysisDetails) -> Analysis:
    """One analysis from at most two answers; the second holds nothing but tags."""
    asked = () if request.model_name is not None else tuple(dict.fromkeys(request.features))
    if not answers:
        return Analysis("azure", unsupported=asked, details=details)
    first, last = answers[0].response, answers[-1].response
    return Analysis(
        engine="azure",
        model=request.model_name,
        caption=first.caption,
        dense_captions=first.dense_captions,
        tags=last.tags,
        objects=first.objects,
        people=first.people,
        text_lines=first.text_lines,
        crops=first.crops,
        custom=first.custom,
        unsupported=tuple(feature for feature in asked if feature not in first.answered | last.answered),
        details=details,
    )


def _check_size(byte_count: int, size: tuple[int, int]) -> None:
    """Spares a call that is known to be refused; raises BadImageError."""
    if not 1 <= byte_count <= MOST_BYTES:
        raise BadImageError(f"the picture to send has {byte_count} bytes", hint="the service takes 1 to 20,971,520")
    if not all(SHORTEST_SIDE <= side < SIDE_LIMIT for side in size):
        raise BadImageError(
            f"the picture to send has {size[0]} x {size[1]} pixels",
            hint=f"the service takes pictures whose sides have {SHORTEST_SIDE} to {SIDE_LIMIT - 1} pixels",
        )


def _check_url(url: str) -> None:
    """Raises ImageError for an address that the service is not to be given; the address itself is not shown."""
    hint = "only public https addresses without user name are handed to the service"
    if len(url) > LONGEST_URL or not _PLAIN_URL.fullmatch(url):
        raise ImageError("the address of the image is not a plain https address", hint=hint)
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ImageError("the address of the image cannot be read", hint=hint) from None
    if not parts.hostname or "@" in parts.netloc or "\\" in url or parts.fragment:
        raise ImageError("the address of the image holds a user name, a fragment or no host", hint=hint)

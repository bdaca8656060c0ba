"""Florence-2, a small vision model on this machine: captions, regions, objects, people and text, without any network.

Optional: it needs torch, transformers and a folder with the model's files (docs/florence.md). What its captions are
worth on documentation images was never measured; its confidences are the model's own probabilities, not calibrated.
"""

from __future__ import annotations

import asyncio
from typing import Final

from altproof.engines.base import PartlyAnsweredError, Picture
from altproof.engines.florence_model import Model
from altproof.engines.florence_wire import CAPTIONS, FEATURES, NAME, Answer, Task, analysis, tasks
from altproof.engines.preparing import Preparing
from altproof.errors import EngineError, UsageError
from altproof.images.identify import SVG
from altproof.images.workshop import Limits
from altproof.model import Analysis, AnalysisDetails, Feature, Request
from altproof.spending import Usage

LIMITS: Final = Limits(max_side=1536, max_bytes=8 << 20, min_side=16, hard_side=8192, media_types=frozenset[str]())
"""The model sees 768 x 768 pixels whatever it is given; twice that keeps the short side of a wide picture. No media
type: every picture is drawn anew by the decoding child, so that no stranger's file is decoded beside the model."""


class FlorenceEngine:
    """Asks a model one task after the other; satisfies `Engine`."""

    name: Final = NAME
    features: Final = FEATURES
    uses_context: Final = False
    usage: Final = Usage()
    concurrency: Final = 1
    passes_on: Final = frozenset({SVG})

    def __init__(self, prepare: Preparing, model: Model, caption: str = "brief") -> None:
        """`caption` is a word of `CAPTIONS`. Raises UsageError for another one."""
        if caption not in CAPTIONS:
            raise UsageError("florence-caption: not an allowed word", hint=f"use one of {', '.join(CAPTIONS)}")
        self._prepare = prepare
        self._model = model
        self._caption = CAPTIONS[caption]

    @property
    def identity(self) -> str:
        """The model's files, and how captions are asked for."""
        return f"{self._model.identity} {self._caption.value}"

    def check(self, request: Request) -> None:
        """Raises UsageError for what the model does not know; captions are English in every language."""
        for name, given in (("model_name", request.model_name), ("segmentation_mode", request.segmentation_mode)):
            if given is not None:
                raise UsageError(f"analysis.{name}: the florence engine has none", hint="leave it out, or use azure")
        if request.gender_neutral_caption and {Feature.CAPTION, Feature.DENSE_CAPTIONS} & {*request.features}:
            words = "analysis.gender_neutral_caption: the florence engine cannot promise it"
            raise UsageError(words, hint="leave it out, or ask for no captions; objects and people are neutral")

    async def analyse(self, picture: Picture, request: Request) -> Analysis:
        """What the image shows, with boxes in pixels of the original; what no task fills is unsupported.

        Raises ImageError, EngineError, EngineStoppedError and PartlyAnsweredError as `Engine` says.
        """
        self.check(request)
        wanted = tasks(request.features, self._caption)
        if not wanted:
            return Analysis(NAME, unsupported=tuple(dict.fromkeys(request.features)))
        clock = asyncio.get_running_loop().time
        started = clock()
        prepared = await self._prepare(picture)
        size = prepared.original_width, prepared.original_height
        answers: dict[Task, Answer] = {}

        def seen(features: tuple[Feature, ...]) -> Analysis:
            taken = round((clock() - started) * 1000)
            return analysis(features, answers, size, AnalysisDetails(None, self._model.revision, milliseconds=taken))

        for task in wanted:
            try:
                answers[task] = await self._model.say(task, prepared.data)
            except EngineError as error:
                if not answers:
                    raise
                done = tuple(one for one in request.features if {*tasks((one,), self._caption)} <= answers.keys())
                raise PartlyAnsweredError(seen(done), error) from error
        return seen(request.features)

    async def aclose(self) -> None:
        """End the processes of the model and of the preparer."""
        try:
            await self._model.aclose()
        finally:
            await self._prepare.aclose()

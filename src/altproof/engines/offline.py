"""The engine that needs no key and no network: it reads drawings as text, and looks at pictures in a confined child."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from altproof.engines.base import Picture
from altproof.model import Analysis, Feature, Request, TextLine
from altproof.seeing import models
from altproof.spending import Usage

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from altproof.engines.offline_looking import Looking

SVG: Final = "image/svg+xml"
VERSION: Final = 2
"""Part of the identity: raised when the same libraries would now give another answer."""
BARE: Final = frozenset({Feature.READ, Feature.TAGS})
"""What can be filled without `altproof[offline]`: the text of drawings, and what the pixels say by themselves."""
WHOLE: Final = BARE | {Feature.DENSE_CAPTIONS, Feature.PEOPLE, Feature.SMART_CROPS}


class OfflineEngine:
    """Sees what can be seen without understanding: text, faces in photos, marks, and what a picture is made of."""

    name: Final = "offline"
    uses_context: Final = False
    usage: Final = Usage()
    concurrency: Final = 1
    passes_on: Final[frozenset[str]] = frozenset()

    def __init__(self, looking: Looking | None = None) -> None:
        """`looking` is made when the first picture comes, unless it is handed over."""
        self._looking = looking
        self._thread: ThreadPoolExecutor | None = None
        self._closed = False

    @property
    def features(self) -> frozenset[Feature]:
        """What this engine can fill for at least some images, with what is installed."""
        return WHOLE if models.installed() else BARE

    @property
    def identity(self) -> str:
        """The versions of all that it sees with."""
        return f"{VERSION}; {models.NAME}; {models.versions()}; {self._sight().tesseract.version}"

    def check(self, request: Request) -> None:
        """Nothing is refused: what cannot be done is named as unsupported."""

    async def analyse(self, picture: Picture, request: Request) -> Analysis:
        """What is seen; the texts of an SVG have no places. Captions and objects are always unsupported.

        Raises ImageError, and EngineStoppedError when what it reads with is installed but incomplete.
        """
        if picture.file.media_type == SVG:
            return _drawing(picture, request)
        sight = self._sight()
        if self._thread is None:
            from concurrent.futures import ThreadPoolExecutor

            self._thread = ThreadPoolExecutor(1, "seeing")  # one at a time, as the children do
        return await asyncio.get_running_loop().run_in_executor(self._thread, sight.analysis, picture, request)

    async def aclose(self) -> None:
        """End the children, even in the middle of their work."""
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)
        if self._looking is not None:
            await asyncio.to_thread(self._looking.close)

    def _sight(self) -> Looking:
        if self._looking is None:
            from altproof.engines.offline_looking import Looking

            self._looking = Looking()
        return self._looking


def _drawing(picture: Picture, request: Request) -> Analysis:
    """The visible texts of an SVG, from the file itself."""
    reads = Feature.READ in request.features
    lines = tuple(TextLine(text) for text in picture.file.embedded.texts) if reads else None
    unsupported = tuple(feature for feature in request.features if feature is not Feature.READ)
    return Analysis(engine=OfflineEngine.name, text_lines=lines, unsupported=unsupported)

"""How the offline engine looks at one picture: made plain by one child, seen by another, put together here."""

from __future__ import annotations

import threading

from msgspec import Struct

from altproof.engines import offline_analysis, scripts
from altproof.engines.base import Picture
from altproof.engines.onlooker import IMAGE_SECONDS, Onlooker, Wanted
from altproof.engines.tesseract import Tesseract
from altproof.errors import EngineStoppedError
from altproof.images.identify import identify
from altproof.images.workshop import Limits, Prepared, Workshop
from altproof.model import Analysis, Appearance, Feature, Request, TextReader
from altproof.seeing import models
from altproof.seeing.sighting import Sighting

LIMITS = Limits(max_side=1920, min_side=1, media_types=frozenset())
"""As many pixels as text is read at; nothing is too small to be seen, and no picture is seen as it was committed."""


class _Reading(Struct, frozen=True):
    """Who reads a picture; neither: nobody can."""

    by_model: bool = False
    pack: str | None = None
    """The languages that Tesseract is told."""

    @property
    def possible(self) -> bool:
        """Whether anybody can."""
        return self.by_model or self.pack is not None


class Looking:
    """Owns the children. Any thread may call; calls wait for each other."""

    def __init__(
        self,
        workshop: Workshop | None = None,
        tesseract: Tesseract | None = None,
        *,
        seconds: float = IMAGE_SECONDS,
    ) -> None:
        """Nothing starts before the first picture, which may take `seconds`."""
        self._seconds = seconds
        self._workshop = workshop or Workshop()
        self.tesseract = tesseract or Tesseract()
        self._onlooker: Onlooker | None = None
        self._reads = False
        """Whether the present onlooker can read."""
        self._lock = threading.Lock()
        self._closed = False

    def analysis(self, picture: Picture, request: Request) -> Analysis:
        """What is seen. Raises ImageError and EngineStoppedError."""
        reading = self._reading(request) if _needs_text(request) else _Reading()
        plain, appearance = self._workshop.portray(picture.data, identify(picture.data), LIMITS)
        seen = self._seen(plain, appearance, request, reading)
        return offline_analysis.assembled(
            request, appearance, seen, offline_analysis.Frame.of(plain), reads=reading.possible
        )

    def close(self) -> None:
        """End the children, even in the middle of a call, which then raises ImageError."""
        self._closed = True
        onlooker = self._onlooker
        if onlooker is not None:
            onlooker.close()
        self._workshop.close()

    def _reading(self, request: Request) -> _Reading:
        """Who reads, by what the configuration wishes and what is there."""
        if request.text_reader is TextReader.NONE:
            return _Reading()
        if request.text_reader is TextReader.TESSERACT:
            return _Reading(pack=self.tesseract.pack(request.language))
        if scripts.is_readable(request.language):
            return _Reading(by_model=models.installed())
        readable_by_tesseract = request.text_reader is TextReader.AUTO
        return _Reading(pack=self.tesseract.pack(request.language) if readable_by_tesseract else None)

    def _seen(self, plain: Prepared, appearance: Appearance, request: Request, reading: _Reading) -> Sighting:
        crops = Feature.SMART_CROPS in request.features
        if appearance.blank and not crops:  # nothing to find, and no reason to wake anybody
            return Sighting(lines=() if reading.possible else None)
        seen = Sighting()
        if models.installed():
            faces = Feature.PEOPLE in request.features
            wanted = Wanted(reading.by_model, faces, crops, request.smart_crops_aspect_ratios)
            seen = self._watching(reads=reading.by_model).look(plain.data, wanted)
        if reading.pack is None:
            return seen
        lines = self.tesseract.read(plain.data, reading.pack)
        return Sighting(seen.photo, lines, seen.faces, seen.marks, seen.crops)

    def _watching(self, *, reads: bool) -> Onlooker:
        """The child that can do what is wanted; one that can read does for everything."""
        with self._lock:
            if self._onlooker is not None and reads and not self._reads:
                self._onlooker.close()
                self._onlooker = None
            if self._onlooker is None:
                if reads and models.missing():
                    words = f"offline: the models {', '.join(models.missing())} are not where RapidOCR keeps them"
                    raise EngineStoppedError(words, hint="install rapidocr again; nothing is ever downloaded")
                self._onlooker, self._reads = Onlooker(reads=reads, seconds=self._seconds), reads
            if self._closed:
                self._onlooker.close()
            return self._onlooker


def _needs_text(request: Request) -> bool:
    """Whether any feature is filled with words that are read."""
    return not {Feature.READ, Feature.DENSE_CAPTIONS, Feature.TAGS}.isdisjoint(request.features)

"""Altproof for scripts: one image in, one analysis out, with the engines, limits and errors of the program.

Nothing is read from the environment or from a configuration file: what is not given is at its default.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypedDict, Unpack

from altproof.config import AnalysisConfig, load, request
from altproof.engines import ENGINES, automatic
from altproof.engines.base import Engine, EngineOptions, Picture
from altproof.engines.cache import AnalysisCache, key_of
from altproof.errors import UnreadableFileError, UsageError
from altproof.model import Analysis, Status
from altproof.patterns import lazy_regex
from altproof.pipeline import IMAGE_BYTES, image_file

AUTO = "auto"
OFFLINE = "offline"
MEMORY = "image"
"""What an image that was handed over as bytes is called in messages."""

_ADDRESS = lazy_regex(r"https?:/", re.IGNORECASE)
"""One slash is left of two where an address was taken for a path."""

Image = bytes | str | os.PathLike[str]
"""The bytes of an image file, or its path."""


class AnalysisOptions(TypedDict, total=False):
    """What to ask, by the names and with the limits of the section `analysis` of the configuration."""

    features: Sequence[str]
    """Such as `caption`, `read` or `Feature.TAGS`."""
    language: str
    gender_neutral_caption: bool
    smart_crops_aspect_ratios: Sequence[float | str]
    """Width divided by height, as a number or as `16:9`."""
    text_reader: str
    model_version: str
    model_name: str
    segmentation_mode: str


class Analyser:
    """Looks at many images with one engine: its pace, its connections and its cache are shared by all of them.

    An asynchronous context manager; `analyse` may be called from several tasks of one event loop at once. It belongs to
    the loop that used it first, and is of no use once it was closed.
    """

    def __init__(
        self,
        engine: str = AUTO,
        *,
        access: EngineOptions | None = None,
        cache: str | os.PathLike[str] | None = None,
        **options: Unpack[AnalysisOptions],
    ) -> None:
        """`engine` is a name in the configuration; `access` is its endpoint and key; `cache` a file, None for none.

        Raises UsageError and ConfigError for what cannot work.
        """
        if not isinstance(engine, str):
            raise _wrong("engine", "no text", "give the name of an engine, such as azure")
        _check_access(access)
        chosen = _options(engine, options)
        given = access or EngineOptions()
        self._request = request(chosen)
        try:
            self._engine = ENGINES[automatic(given) if chosen.engine == AUTO else chosen.engine](given)
            self._engine.check(self._request)
        except UsageError as error:
            raise UsageError(_in_words_of_scripts(error.message), hint=_in_words_of_scripts(error.hint)) from None
        self._offline = ENGINES[OFFLINE](given)
        self._gate = asyncio.Semaphore(self._engine.concurrency)
        self._cache = AnalysisCache(_cache_path(cache)) if cache is not None else None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    @property
    def cache_trouble(self) -> str:
        """Why the cache was not used or not written, in words; "" when it was, or when none was asked for.

        It is never an error: the answers are the same. Complete after `aclose`.
        """
        return self._cache.trouble if self._cache is not None else ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def analyse(self, image: Image) -> Analysis:
        """What the image shows; boxes and points are in its own pixels.

        Raises UnreadableFileError, ImageError (this image cannot be used), EngineError (this call failed),
        EngineStoppedError (no further call can succeed) and UsageError (no image, closed, or another event loop).
        """
        self._check_loop()
        if self._closed:
            raise UsageError("the analyser is closed", hint="make a new one")
        data = image if isinstance(image, bytes) else read_image(_path(image, "image"))
        file = image_file(MEMORY if isinstance(image, bytes) else str(image), data, Status.UNCHANGED)
        # Such as a drawing, whose own words the offline engine reads.
        engine = self._offline if file.media_type in self._engine.passes_on else self._engine
        async with self._gate:
            return await self._answer(engine, Picture(file, data))

    async def aclose(self) -> None:
        """Give back connections and processes, and write the cache. Raises UsageError in another event loop."""
        self._closed = True
        if self._cache is not None:
            self._cache.close()
        self._check_loop()
        await self._engine.aclose()
        await self._offline.aclose()

    def _check_loop(self) -> None:
        loop = asyncio.get_running_loop()
        self._loop = self._loop or loop
        if self._loop is not loop:
            raise UsageError("the analyser was used in another event loop", hint="make one in each event loop")

    async def _answer(self, engine: Engine, picture: Picture) -> Analysis:
        key = key_of(picture.file.sha256, engine, self._request) if self._cache else ""
        known = self._cache.get(key, engine, self._request) if self._cache and key else None
        if known is not None:
            return known
        analysis = await engine.analyse(picture, self._request)
        if self._cache and key:
            self._cache.put(key, analysis)
        return analysis


async def analyse_async(
    image: Image,
    engine: str = AUTO,
    *,
    access: EngineOptions | None = None,
    cache: str | os.PathLike[str] | None = None,
    **options: Unpack[AnalysisOptions],
) -> Analysis:
    """What one image shows. For many images take an `Analyser`: only calls of one engine share its pace.

    Raises what `Analyser` and its `analyse` raise; every one of them is an AltproofError with a `hint`.
    """
    async with Analyser(engine, access=access, cache=cache, **options) as analyser:
        return await analyser.analyse(image)


def analyse(
    image: Image,
    engine: str = AUTO,
    *,
    access: EngineOptions | None = None,
    cache: str | os.PathLike[str] | None = None,
    **options: Unpack[AnalysisOptions],
) -> Analysis:
    """The same for code without an event loop. Raises what `analyse_async` raises, and UsageError inside a loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(analyse_async(image, engine, access=access, cache=cache, **options))
    raise UsageError("analyse() cannot be called inside an event loop", hint="await altproof.analyse_async() there")


def read_image(path: Path) -> bytes:
    """The bytes of an image file. Raises UnreadableFileError."""
    if _ADDRESS.match(str(path)):
        words = "an address, which is never opened; an image is the path or the bytes of a file"
        raise UnreadableFileError(words, hint="download the image and hand over its bytes")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableFileError(f"{path}: not a regular file", hint="give the path of an image file")
        with path.open("rb") as stream:
            data = stream.read(IMAGE_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no such path can be"
        raise UnreadableFileError(f"{path}: cannot be opened: {why}", hint="check the path") from error
    if len(data) > IMAGE_BYTES:
        raise UnreadableFileError(f"{path}: more than the {IMAGE_BYTES:,} bytes that are read")
    return data


def _wrong(name: str, what: str, hint: str) -> UsageError:
    return UsageError(f"{name}: {what}", hint=hint)


def _path(given: object, name: str) -> Path:
    """Raises UsageError for what is no path."""
    text = os.fspath(given) if isinstance(given, str | os.PathLike) else None
    if not isinstance(text, str):
        raise _wrong(
            name, f"a path is wanted, not {type(given).__name__}", "give a text or a Path; an image also as bytes"
        )
    return Path(text)


def _cache_path(given: object) -> Path:
    """Raises UsageError for what can be no file."""
    path = _path(given, "cache")
    if not path.name or "\0" in str(path) or path.is_dir():
        raise _wrong("cache", "no path of a file", "give the path of a file, which need not be there")
    return path


def _check_access(access: object) -> None:
    """Raises UsageError for another type, which it names; a value may be a secret."""
    if access is None:
        return
    if not isinstance(access, EngineOptions):
        raise _wrong("access", f"EngineOptions are wanted, not {type(access).__name__}", "see docs/library.md")
    for name in access.__struct_fields__:
        value: object = getattr(access, name)
        if name == "mask":
            right = callable(value)
        elif name == "vision_hosts":
            right = isinstance(value, tuple) and all(isinstance(host, str) for host in value)
        else:
            right = isinstance(value, str)
        if not right:
            words = f"not of the type it has to be, but {type(value).__name__}"
            raise _wrong(f"access.{name}", words, "see docs/library.md")


def _options(engine: str, options: AnalysisOptions) -> AnalysisConfig:
    """The options as the configuration would hold them, checked by its schema."""
    if not options and engine in (AUTO, *ENGINES):
        return AnalysisConfig(engine=engine)  # nothing to check, and the checker takes a tenth of a second to load
    analysis = {"engine": engine, **{name: _listed(value) for name, value in options.items()}}
    try:
        text = json.dumps({"version": 1, "analysis": analysis}, allow_nan=False)
    except (TypeError, ValueError) as error:
        words = "an option is no text, number, boolean or list of these"
        raise UsageError(words, hint="see docs/library.md") from error
    return load(text.encode(), "options").analysis


def _in_words_of_scripts(text: str) -> str:
    """What names the inputs of the action names the fields of `access` instead."""
    for name in EngineOptions.__struct_fields__:
        text = text.replace(name.replace("_", "-"), name)
    return text.replace("the input ", "the field ")


def _listed(value: object) -> object:
    """Any sequence but a text as a list, which is what a configuration can hold."""
    return [*value] if isinstance(value, Sequence) and not isinstance(value, str) else value

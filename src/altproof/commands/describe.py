"""`altproof describe`: look at single images, without a repository around them."""

from __future__ import annotations

import asyncio
import stat
import sys
from pathlib import Path

from altproof import links
from altproof.actions_io import Console
from altproof.commands import engine_choice
from altproof.commands.configuration import CONFIG_BYTES
from altproof.config import Config, load, request
from altproof.engines.base import Engine
from altproof.errors import AltproofError, EngineError, ExitCode, UnreadableFileError, UsageError
from altproof.looking import Seen
from altproof.model import ChangeSet, DescribedImage, ImageFile, Problem, Request, Stage, Status
from altproof.options import DEFAULT_CONFIG
from altproof.pipeline import IMAGE_BYTES, described, image_file
from altproof.report import Report, RunFacts
from altproof.reporters import REPORTERS
from altproof.settings import Settings


def describe(settings: Settings, console: Console) -> int:
    """Print what each image shows.

    0 when every image was looked at, 1 when one could not be, 3 when the engine failed and `on_engine_error` is
    `fail`. Raises UsageError and ConfigError.
    """
    engine_choice.mask(settings, console)
    config = _config(settings)
    choice = engine_choice.choose(settings, config, from_fork=False)
    report = asyncio.run(_report(settings, choice.name, request(config.analysis)))
    console.write(REPORTERS[settings.format or "table"].render(report))
    if report.run.engine_failed and config.on_engine_error == "fail":
        return ExitCode.ENGINE
    return ExitCode.FINDINGS if report.problems else ExitCode.FINE


async def _report(settings: Settings, engine: str, asked: Request) -> Report:
    eyes = engine_choice.eyes(settings, engine)
    files: list[ImageFile] = []
    content: dict[str, bytes] = {}
    images: list[DescribedImage] = []
    problems: list[Problem] = []
    eyes.engine.check(asked)
    for name in settings.images:
        try:
            if "://" in name:
                images.append(await _by_address(name, eyes.engine, asked))
                continue
            data = _read(name)
            file = image_file(name, data, Status.UNCHANGED)
        except AltproofError as error:
            problems.append(Problem(Stage.IMAGES, name, error.message, error.hint))
        else:
            files.append(file)
            content[file.sha256] = data
    await eyes.look(files, lambda file: content[file.sha256], asked)
    images += [described(file, eyes.seen.get(file.sha256, Seen())) for file in files]
    problems += [*eyes.stops, *(image.problem for image in images if image.problem)]
    seen = sum(image.analysis is not None and image.analysis.holds_anything for image in images)
    facts = RunFacts(mode="describe", engine=engine, images_looked_at=seen, engine_failed=eyes.failed)
    return Report(facts, ChangeSet(None, None), images=tuple(images), problems=tuple(problems))


async def _by_address(address: str, engine: Engine, asked: Request) -> DescribedImage:
    """The image that the service fetches itself. Raises EngineError and ImageError."""
    from altproof.engines.azure import AzureEngine

    if not isinstance(engine, AzureEngine):
        raise EngineError(f"the {engine.name} engine opens no addresses", hint="download the image, or use azure")
    analysis = await engine.analyse_url(address, asked)
    return described(ImageFile(address, "", "", None, None, 0, Status.UNCHANGED), Seen(analysis))


def _config(settings: Settings) -> Config:
    """The configuration below the current folder; the defaults when there is none and none was named."""
    path = Path(settings["config"])
    if not path.is_file():
        if settings["config"] != DEFAULT_CONFIG:
            raise UsageError(f"config: {path}: there is no such file", hint=links.CONFIG_PAGE)
        return Config()
    with path.open("rb") as stream:
        return load(stream.read(CONFIG_BYTES + 1), str(path))


def _read(name: str) -> bytes:
    """The bytes of a file or of standard input. Raises UnreadableFileError."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(IMAGE_BYTES + 1)
        elif not stat.S_ISREG(Path(name).stat().st_mode):
            raise UnreadableFileError("not a regular file")
        else:
            with Path(name).open("rb") as stream:
                data = stream.read(IMAGE_BYTES + 1)
    except OSError as error:
        raise UnreadableFileError(f"cannot be opened: {error.strerror}", hint="check the path") from error
    if len(data) > IMAGE_BYTES:
        raise UnreadableFileError(f"more than the {IMAGE_BYTES:,} bytes that are read")
    return data

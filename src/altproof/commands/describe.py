"""`altproof describe`: look at single images, without a repository around them."""

from __future__ import annotations

import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from altproof.actions_io import Console
from altproof.commands import engines
from altproof.config import Config, load, request
from altproof.errors import AltproofError, ExitCode, UnreadableFileError
from altproof.model import ChangeSet, DescribedImage, ImageFile, Problem, Stage, Status
from altproof.pipeline import IMAGE_BYTES, described, image_file
from altproof.report import Report, RunFacts
from altproof.reporters import REPORTERS
from altproof.settings import Settings


@dataclass(frozen=True, slots=True)
class _Given:
    file: ImageFile
    data: bytes


def describe(settings: Settings, console: Console) -> int:
    """Print what each image shows; 1 when one of them could not be read. Raises UsageError."""
    import asyncio

    config = _config(settings)
    choice = engines.choose(settings, config, from_fork=False)
    given: list[_Given] = []
    problems: list[Problem] = []
    for name in settings.images:
        try:
            given.append(_given(name))
        except AltproofError as error:
            problems.append(Problem(Stage.IMAGES, name, error.message, error.hint))
    eyes = engines.eyes(settings, choice.name)
    bytes_of = {one.file.path: one.data for one in given}
    asyncio.run(eyes.look([one.file for one in given], lambda file: bytes_of[file.path], request(config.analysis)))
    images: list[DescribedImage] = [described(one.file, eyes.seen.get(one.file.sha256)) for one in given]
    report = Report(
        RunFacts(mode="describe", engine=choice.name, images_looked_at=len(images), engine_failed=eyes.failed),
        ChangeSet(None, None),
        images=tuple(images),
        problems=(*eyes.stops, *problems),
    )
    console.write(REPORTERS[settings.format or "table"].render(report))
    return ExitCode.FINDINGS if problems else ExitCode.FINE


def _config(settings: Settings) -> Config:
    """The configuration of the current folder, when there is one."""
    path = Path(settings["config"])
    if not path.is_file():
        return Config()
    return load(path.read_bytes(), str(path))


def _given(name: str) -> _Given:
    data = sys.stdin.buffer.read(IMAGE_BYTES + 1) if name == "-" else _read(Path(name))
    if len(data) > IMAGE_BYTES:
        raise UnreadableFileError(f"more than the {IMAGE_BYTES:,} bytes that are read")
    return _Given(image_file("standard input" if name == "-" else name, data, Status.UNCHANGED), data)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            if not stat.S_ISREG(path.stat().st_mode):
                raise UnreadableFileError("no regular file")
            return stream.read(IMAGE_BYTES + 1)
    except OSError as error:
        raise UnreadableFileError(f"cannot be opened: {error.strerror}", hint="check the path") from error

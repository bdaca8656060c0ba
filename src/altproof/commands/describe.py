"""`altproof describe`: look at single images, without a repository around them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from altproof import event_loop, links
from altproof.actions_io import Console
from altproof.commands import crops, cutting, engine_choice, pictures
from altproof.commands.configuration import CONFIG_BYTES
from altproof.commands.deliver import output_folder
from altproof.config import Config, load, request
from altproof.describing import described, with_relatives
from altproof.errors import AltproofError, ExitCode, UnreadableFileError, UsageError
from altproof.library import read_image
from altproof.looking import Eyes, Seen, content_key
from altproof.model import ChangeSet, ImageFile, Problem, Stage, Status
from altproof.options import DEFAULT_CONFIG
from altproof.pipeline import IMAGE_BYTES, fetched_file, image_file
from altproof.relatives import Relatives
from altproof.report import Report, RunFacts
from altproof.reporters import REPORTERS
from altproof.settings import Settings
from altproof.wording.base import Wishes

ADDRESS = "://"
"""What tells an address from a path."""


def describe(settings: Settings, console: Console) -> int:
    """Print what each image shows.

    0 when every image was looked at, 1 when one could not be, 3 when the engine failed and `on_engine_error` is
    `fail`. Raises UsageError and ConfigError.
    """
    folder = output_folder(settings)  # a folder that cannot be is refused before anything costs time
    engine_choice.mask(settings, console)
    engine_choice.check_limits(settings)
    config = _config(settings)
    choice = engine_choice.choose(settings, config, from_fork=False)
    eyes = engine_choice.eyes(settings, choice.name, console)
    report, content = event_loop.run(_report(settings, eyes, config, console))
    engine_choice.told_trouble(eyes, console)
    pictures.save_segments(report, folder, console)
    if folder:
        parts = cutting.cut(report, lambda image: content.get(image.file.sha256, b""))
        report = crops.named(report, pictures.save(parts, folder, console))
    console.write(REPORTERS[settings.format or "table"].render(report))
    if report.run.engine_failed and config.on_engine_error == "fail":
        return ExitCode.ENGINE
    return ExitCode.FINDINGS if report.problems else ExitCode.FINE


async def _report(
    settings: Settings, eyes: Eyes, config: Config, console: Console
) -> tuple[Report, Mapping[str, bytes]]:
    """The report, and the bytes of its images by their SHA-256."""
    asked, wishes = request(config.analysis), Wishes.of(config)
    eyes.engine.check(asked)
    engine_choice.tell_notices(eyes.engine.name, asked, console)
    files: list[ImageFile] = []
    content: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name in settings.images:
        if ADDRESS in name:
            files.append(fetched_file(name))
            continue
        try:
            data = _read(name)
            file = image_file(name, data, Status.UNCHANGED)
        except AltproofError as error:
            problems.append(Problem(Stage.IMAGES, name, error.message.removeprefix(f"{name}: "), error.hint))
        else:
            files.append(file)
            content[file.sha256] = data
    await eyes.look(files, lambda file: content[file.sha256], asked)
    images = [described(file, eyes.seen.get(content_key(file), Seen()), wishes) for file in files]
    relatives = Relatives(lambda: settings.images)
    relatives.look_at((image.file, image.analysis) for image in images)
    images = [with_relatives(image, relatives) for image in images]
    problems += [*eyes.stops, *(image.problem for image in images if image.problem)]
    seen = sum(image.analysis is not None and image.analysis.holds_anything for image in images)
    facts = RunFacts(
        mode="describe",
        engine=eyes.engine.name,
        images_looked_at=seen,
        spending=eyes.spending(engine_choice.prices(settings)),
        engine_failed=eyes.failed,
    )
    return Report(facts, ChangeSet(None, None), images=tuple(images), problems=tuple(problems)), content


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
    if name != "-":
        return read_image(Path(name))
    data = sys.stdin.buffer.read(IMAGE_BYTES + 1)
    if len(data) > IMAGE_BYTES:
        raise UnreadableFileError(f"more than the {IMAGE_BYTES:,} bytes that are read")
    return data

"""Bringing the report to where people look: the log, the lines of the change, the job summary, files, outputs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from altproof.actions_io import Console, FileCommands, write_file
from altproof.errors import ExitCode, UsageError
from altproof.report import Report, exit_code
from altproof.reporters import REPORTERS
from altproof.settings import Settings

if TYPE_CHECKING:
    from altproof.reporters.sarif import WideLines

DEFAULT_FOLDER = "altproof-report"
"""Inside the workspace, so that a later step finds it; not hidden, for upload-artifact leaves hidden files out."""


class Material(NamedTuple):
    """What the reports that are pages or files show beside `Report` (`commands.material` gathers it)."""

    thumbnails: Mapping[str, bytes] = MappingProxyType({})
    """By the path of their image."""
    wide_lines: WideLines = MappingProxyType({})
    """For `sarif.render_with`."""


NOTHING_MORE = Material()


def deliver(
    report: Report,
    settings: Settings,
    console: Console,
    fail_on: str,
    *,
    cache: Path | None = None,
    material: Material = NOTHING_MORE,
) -> None:
    """Write everything that was asked for; what cannot be written is said, and the rest is written all the same.

    `cache` is the file that keeps analyses, when this run used one.
    """
    files = FileCommands(settings.runner.output_path, settings.runner.summary_path)
    written = _files(report, material, settings, console)
    if settings.runner.in_actions:
        if settings.switch("annotations"):
            from altproof.reporters import github

            github.annotate(report, console, "the job summary" if settings.switch("summary") else "report.json")
        if settings.switch("summary"):
            _said(console, files.append_summary(rendered("markdown", report, material)))
    if not (settings.runner.in_actions and settings.format == "github"):  # those are written already
        console.write(rendered(settings.format or "table", report, material))
    values = outputs(report, written, fail_on, cache)
    for name, value in values.items():
        _said(console, files.set_output(name, value))


def rendered(name: str, report: Report, material: Material) -> str:
    """The output of one reporter, with what it shows beside the report."""
    if name == "sarif":
        from altproof.reporters import sarif

        return sarif.render_with(report, material.wide_lines)
    if name == "html":
        from altproof.reporters import html

        return html.render_with(report, material.thumbnails)
    return REPORTERS[name].render(report)


def output_folder(settings: Settings) -> Path | None:
    """Where files go; None: nowhere (a local run without --output). Raises UsageError when it leaves the workspace.

    In the runner the folder lies inside the workspace or the runner's temporary folder, and no part of it is a
    symbolic link: a pull request may have planted one, and the container writes as root.
    """
    if not settings.runner.in_actions:
        return Path(settings["output"]) if settings["output"] else None
    folder = Path(settings.workspace, settings["output"] or DEFAULT_FOLDER)
    roots = [root for root in (settings.workspace, settings.runner.temporary) if root]
    root = next((root for root in roots if folder.is_relative_to(root)), None)
    if root is None or ".." in folder.parts:
        raise UsageError(
            "output: outside the workspace", hint="give a folder in the workspace or in ${{ runner.temp }}"
        )
    inside = folder.relative_to(root)
    for part in (root / Path(*inside.parts[:count]) for count in range(1, len(inside.parts) + 1)):
        if part.is_symlink() or (part.exists() and not part.is_dir()):
            raise UsageError("output: a part of the path is a link or a file", hint="choose another folder")
    return folder


FILES: Mapping[str, str] = {
    "report.json": "json",
    "summary.md": "markdown",
    "report.sarif": "sarif",
    "report.html": "html",
}
"""What lies in the output folder, and which reporter writes it."""


def _files(report: Report, material: Material, settings: Settings, console: Console) -> dict[str, Path]:
    folder = output_folder(settings)
    if folder is None:
        return {}
    written = {}
    for name, reporter in FILES.items():
        try:
            written[name] = write_file(folder, name, rendered(reporter, report, material))
        except OSError as error:
            _said(console, f"{name} could not be written: {error.strerror or type(error).__name__}")
    save_segments(report, folder, console)
    return written


def save_segments(report: Report, folder: Path | None, console: Console) -> None:
    """Write the pictures that a service cut out into the output folder; what cannot be written is said."""
    found = {
        image.analysis.segmentation.file: image.analysis.segmentation.data
        for image in report.images
        if image.analysis and image.analysis.segmentation
    }
    if found and folder is None:
        _said(console, "the pictures that were cut out are not kept: no output folder was named")
        return
    for file, data in found.items() if folder else ():
        place = Path(folder or "", file)
        if place.parent.is_symlink():  # a pull request may have planted it, and the container writes as root
            _said(console, f"{file} is not written: its folder is a symbolic link")
            continue
        try:
            write_file(place.parent, place.name, data)
        except OSError as error:
            _said(console, f"{file} could not be written: {error.strerror or type(error).__name__}")


def outputs(report: Report, written: Mapping[str, Path], fail_on: str, cache: Path | None = None) -> dict[str, str]:
    """The outputs of the action by name, in the order of action.yml; `written` holds the files by their name."""
    totals = report.totals
    counts = {
        "findings": totals.findings,
        "errors": totals.errors,
        "warnings": totals.warnings,
        "notices": totals.notices,
        "suggestions": totals.suggestions,
        "images": totals.images,
        "changed-images": totals.changed_images,
        "problems": totals.problems,
    }
    texts = {name: str(count) for name, count in counts.items()}
    passed = exit_code(report, fail_on) is ExitCode.FINE
    paths = {name.replace(".", "-"): str(path) for name, path in written.items()}
    kept = {"cache-path": str(cache)} if cache else {}
    calls = str(report.run.spending.calls)
    return {**texts, "passed": str(passed).lower(), "engine": report.run.engine, **paths, "calls": calls, **kept}


def _said(console: Console, problem: str | None) -> None:
    if problem:
        console.annotation("warning", problem)

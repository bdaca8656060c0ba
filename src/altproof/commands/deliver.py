"""Bringing the report to where people look: the log, the lines of the change, the job summary, files, outputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from altproof.actions_io import Console, FileCommands, write_file
from altproof.commands import artifact
from altproof.commands.posting import post
from altproof.delivery.base import Outcome, Wanted
from altproof.discreet import Discreet
from altproof.errors import ExitCode, UsageError
from altproof.report import Report, exit_code
from altproof.reporters import REPORTERS
from altproof.settings import Settings

if TYPE_CHECKING:
    from altproof.reporters.review import SourceLines
    from altproof.reporters.sarif import WideLines

DEFAULT_FOLDER = "altproof-report"
"""Inside the workspace, so that a later step finds it; not hidden, for upload-artifact leaves hidden files out."""


class Material(Discreet, Struct, frozen=True):
    """What the reports that are pages or files show beside `Report` (`commands.material` gathers it)."""

    thumbnails: Mapping[str, bytes] = MappingProxyType({})
    """By the path of their image."""
    wide_lines: WideLines = MappingProxyType({})
    """For `sarif.render_with`."""
    crops: Mapping[str, bytes] = MappingProxyType({})
    """Pictures for the output folder by the name of their file."""
    source: SourceLines = MappingProxyType({})
    """The lines that edits touch, for suggestions in a review."""


NOTHING_MORE = Material()
NOTHING_POSTED = Wanted(name="", fail_on="")


def deliver(
    report: Report,
    settings: Settings,
    console: Console,
    fail_on: str,
    *,
    cache: Path | None = None,
    material: Material = NOTHING_MORE,
    wishes: Wanted = NOTHING_POSTED,
) -> None:
    """Write everything that was asked for; what cannot be written is said, and the rest is written all the same.

    `cache` is the file that keeps analyses, when this run used one. Raises Cancelled when the run is ended meanwhile,
    after delivering what needs nobody else.
    """
    folder = output_folder(settings)
    written: dict[str, Path] = {}
    try:
        report, kept = _pictures(report, material, folder, console)
        _files(report, material, folder, console, written=written)  # first: whatever happens later, the report is there
        outcome = post(report, settings, wishes, material.source)
        if outcome.deliveries:
            report = replace(report, deliveries=outcome.deliveries)
            _files(report, material, folder, console, written=written)
        uploaded = artifact.upload(report, folder, (*written, *kept), settings, console)
    except BaseException:  # ended from outside, or a defect: either way the findings must not go with it
        _tell(report, settings, console, Outcome())
        try:
            missing = [name for name in FILES if name not in written]
            _files(report, material, folder, console, written=written, names=missing)
        finally:
            _outputs(outputs(report, written, fail_on, cache), settings, console)
        raise
    report = replace(report, deliveries=(*report.deliveries, uploaded)) if uploaded else report
    _tell(report, settings, console, outcome)
    if not (settings.runner.in_actions and settings.format == "github"):  # those are written already
        console.write(rendered(settings.format or "table", report, material))
    _outputs({**outputs(report, written, fail_on, cache), **artifact.outputs(uploaded)}, settings, console)


def _tell(report: Report, settings: Settings, console: Console, outcome: Outcome) -> None:
    """Annotations for what people do not see on its line already, and the job summary."""
    if not settings.runner.in_actions:
        return
    # Findings that should have come to their lines and did not come there are annotated whatever the input says.
    if settings.switch("annotations") or outcome.needs_annotations:
        from altproof.reporters import github

        left = tuple(finding for finding in report.findings if finding.fingerprint not in outcome.on_lines)
        elsewhere = "the job summary" if settings.switch("summary") else "report.json"
        github.annotate(replace(report, findings=left), console, elsewhere)
    if settings.switch("summary"):
        files = FileCommands(None, settings.runner.summary_path)
        _said(console, files.append_summary(REPORTERS["markdown"].render(report)))


def _outputs(values: Mapping[str, str], settings: Settings, console: Console) -> None:
    files = FileCommands(settings.runner.output_path, None)
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


def _files(
    report: Report,
    material: Material,
    folder: Path | None,
    console: Console,
    *,
    written: dict[str, Path],
    names: Iterable[str] = FILES,
) -> None:
    """Write the files of these names, and add each to `written` once it is there."""
    if folder is None:
        return
    for name in names:
        try:
            written[name] = write_file(folder, name, rendered(FILES[name], report, material))
        except OSError as error:
            _said(console, f"{name} could not be written: {error.strerror or type(error).__name__}")


def _pictures(
    report: Report, material: Material, folder: Path | None, console: Console
) -> tuple[Report, tuple[str, ...]]:
    """Write the pictures; the report that tells of those that are there, and their names."""
    if not (material.crops or any(image.analysis for image in report.images)):
        return report, ()
    from altproof.commands import crops, pictures

    segments = pictures.save_segments(report, folder, console)
    kept = (*segments, *(pictures.save(material.crops, folder, console) if folder else ()))
    return crops.named(report, kept), kept


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
    passed = exit_code(report, fail_on) is ExitCode.FINE and not report.run.cancelled
    paths = {name.replace(".", "-"): str(path) for name, path in written.items()}
    kept = {"cache-path": str(cache)} if cache else {}
    calls = str(report.run.spending.calls)
    return {**texts, "passed": str(passed).lower(), "engine": report.run.engine, **paths, "calls": calls, **kept}


def _said(console: Console, problem: str | None) -> None:
    if problem:
        console.annotation("warning", problem)

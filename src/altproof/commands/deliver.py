"""Bringing the report to where people look: the log, the lines of the change, the job summary, files, outputs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from altproof.actions_io import Console, FileCommands, write_file
from altproof.errors import ExitCode, UsageError
from altproof.report import Report, exit_code
from altproof.reporters import REPORTERS, github, json, markdown, table
from altproof.settings import Settings

DEFAULT_FOLDER = "altproof-report"
"""Inside the workspace, so that a later step finds it; not hidden, for upload-artifact leaves hidden files out."""


def deliver(report: Report, settings: Settings, console: Console, fail_on: str) -> None:
    """Write everything that was asked for; what cannot be written is said, and the rest is written all the same."""
    files = FileCommands(settings.runner.output_path, settings.runner.summary_path)
    written = _files(report, settings, console)
    if settings.runner.in_actions:
        if settings.switch("annotations"):
            github.annotate(report, console, "the job summary" if settings.switch("summary") else "report.json")
        if settings.switch("summary"):
            _said(console, files.append_summary(markdown.render(report)))
    if not (settings.runner.in_actions and settings.format == github.NAME):  # those are written already
        console.write(REPORTERS[settings.format or table.NAME].render(report))
    values = outputs(report, written, fail_on)
    for name, value in values.items():
        _said(console, files.set_output(name, value))


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


def _files(report: Report, settings: Settings, console: Console) -> dict[str, Path]:
    folder = output_folder(settings)
    if folder is None:
        return {}
    texts = {"report.json": json.render(report), "summary.md": markdown.render(report)}
    written = {}
    for name, text in texts.items():
        try:
            written[name] = write_file(folder, name, text)
        except OSError as error:
            _said(console, f"{name} could not be written: {error.strerror or type(error).__name__}")
    return written


def outputs(report: Report, written: Mapping[str, Path], fail_on: str) -> dict[str, str]:
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
    return {**texts, "passed": str(passed).lower(), "engine": report.run.engine, **paths}


def _said(console: Console, problem: str | None) -> None:
    if problem:
        console.annotation("warning", problem)

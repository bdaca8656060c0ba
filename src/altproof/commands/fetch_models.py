"""`altproof fetch-models`: bring the model of the florence engine to this machine, once, by the hashes of a list."""

from __future__ import annotations

from pathlib import Path

from altproof.actions_io import Console
from altproof.engines.florence_fetch import fetch
from altproof.engines.florence_files import read_manifest
from altproof.errors import ExitCode, UsageError
from altproof.settings import Settings


def fetch_models(settings: Settings, console: Console) -> int:
    """Fetch what is missing. Raises UsageError, for one when the list lacks a hash, and EngineError."""
    listed = settings["florence-manifest"]
    wanted, _ = read_manifest(Path(listed) if listed else None)
    folder = settings.florence_folder
    if folder is None:
        raise UsageError("florence-folder: not given, and there is no usual place", hint="give --florence-folder")
    fetched = fetch(wanted, folder, source=settings.mirror, tell=console.note)
    console.note(
        f"{folder}: {len(fetched)} of {len(wanted.files)} files fetched, all of them have the hashes of the list"
    )
    return ExitCode.FINE

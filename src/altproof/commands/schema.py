"""`altproof schema`: print the JSON Schema of the configuration or of report.json."""

from __future__ import annotations

from altproof.actions_io import Console
from altproof.errors import ExitCode
from altproof.schemas import schema_text
from altproof.settings import Settings


def schema(settings: Settings, console: Console) -> int:
    """Print it; the exit code is always 0."""
    console.write(schema_text(settings.document))
    return ExitCode.FINE

"""Every error raised on purpose: what cannot be done, what to do about it, and the exit code it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum


class ExitCode(IntEnum):
    """What the process answers; documented in docs/exit-codes.md."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    ENGINE = 3
    INTERRUPTED = 130
    TERMINATED = 143


class AltproofError(Exception):
    """Base of every expected error. `hint` says what to do; both are shown to people, so neither holds a secret."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AltproofError):
    """An argument or action input is wrong."""


class ConfigError(AltproofError):
    """The configuration file is wrong; `message` holds one `file:line:column: key: what` line per mistake.

    `places` has the line and column, both 1-based, of each of these lines; `path` is the file.
    """

    def __init__(self, message: str, *, hint: str = "", path: str = "", places: Sequence[tuple[int, int]] = ()) -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.places = tuple(places)


class RepositoryError(AltproofError):
    """The repository or a revision in it cannot be read."""


class UnreadableFileError(AltproofError):
    """One document or image cannot be read (too large, gone, not a regular file): becomes a Problem."""


class DocumentError(AltproofError):
    """One document cannot be understood (encoding, syntax): becomes a Problem."""


class ImageError(AltproofError):
    """One image cannot be used (unknown format, broken, over a limit): becomes a Problem."""


class EngineError(AltproofError):
    """The engine could not analyse one image: becomes a Problem, the run goes on."""

    exit_code = ExitCode.ENGINE


class EngineStoppedError(EngineError):
    """The engine cannot go on at all (key refused, quota used up): raised once, the run goes on without it."""


class ReportError(AltproofError):
    """A report.json cannot be used: it is malformed, too large, or not about what it should be about."""


class GitHubError(AltproofError):
    """GitHub's API refused or did not answer."""


class Cancelled(KeyboardInterrupt):
    """The runner or the user ended the run; `signal_number` decides between 130 and 143.

    A KeyboardInterrupt because asyncio lets only that and SystemExit out of a callback: any other exception raised
    there, be it a BaseException, is logged and forgotten.
    """

    def __init__(self, signal_number: int) -> None:
        super().__init__(signal_number)
        self.signal_number = signal_number

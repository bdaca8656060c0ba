"""The only writer to stdout, stderr, the job summary and the step outputs, and the only importer of actions-toolkit.

The runner obeys commands that it finds in what a step prints: `::name::` after leading white space, and `##[name]`
anywhere in a line, on both streams. Everything that leaves here is therefore either a command of our own, with every
part of it escaped, or text in which the runner sees no command.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from altproof.patterns import lazy_regex

if TYPE_CHECKING:
    from altproof.model import Span

LONGEST_MESSAGE = 4096
"""UTF-16 units of an annotation's message; the runner cuts there without a word (`_maxIssueMessageLength`)."""
LARGEST_SUMMARY = 1024 * 1024
"""Bytes of a step's job summary; the runner drops a larger one whole (`CreateStepSummaryCommand`)."""
SHORTEST_SECRET = 8
"""Characters. A shorter value would blot out ordinary words all over the log."""
TITLE = "Altproof"

# Printable for Python, but "default ignorable" in Unicode: .NET compares strings as if these were not there.
_IGNORED = "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]*"
_OLD_COMMAND = lazy_regex(rf"#({_IGNORED})#({_IGNORED})\[")
_NEW_COMMAND = lazy_regex(rf"(?: |{_IGNORED[:-1]})*:{_IGNORED}:")


def visible(text: str) -> str:
    """The text as one printable line: controls, bidi marks, odd spaces and lone surrogates are shown as escapes."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def plain(text: str) -> str:
    """One printable line in which the runner sees no command; what had to be changed stays visible."""
    # An invisible character would not do here: the runner's search may look through it.
    shown = _OLD_COMMAND.sub(r"#\1#\2\\[", visible(text))
    return "\\" + shown if _NEW_COMMAND.match(shown) else shown


def command(name: str, message: str, properties: Mapping[str, str] | None = None) -> str:
    """A workflow command, escaped: one line without its line end."""
    from actions_toolkit.command import Command

    return str(Command(name, dict(properties or {}), message))


def annotation_command(
    level: str, message: str, *, path: str | None = None, span: Span | None = None, title: str | None = None
) -> str:
    """The command that puts `message` on a line of a file; `level` is error, warning or notice.

    `path` is relative to the repository, with `/`. A message of several lines stays one command.
    """
    properties = {"file": _property(path, "./"), **_position(span)} if path else {}
    # Never empty and always last: the runner drops empty properties, and blanks at the end of the list.
    properties["title"] = _property(" ".join((title or "").split()), "\\") or TITLE
    lines = "\n".join(visible(line) for line in _lines(message))
    return command(level, _cut(lines), properties)


def _property(text: str, prefix: str) -> str:
    # The runner eats equals signs at the start of a value.
    return prefix + visible(text) if text.startswith("=") else visible(text)


def _position(span: Span | None) -> dict[str, str]:
    if span is None:
        return {}
    lines = {"line": str(span.line), "endLine": str(span.last_line)}
    if span.end_line != span.line:
        return lines  # the runner drops columns of an annotation that covers more than one line
    return {**lines, "col": str(span.column), "endColumn": str(max(span.column, span.end_column))}


def _lines(text: str) -> list[str]:
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def _cut(text: str) -> str:
    data = text.encode("utf-16-le")
    if len(data) <= 2 * LONGEST_MESSAGE:
        return text
    return data[: 2 * (LONGEST_MESSAGE - 1)].decode("utf-16-le", "ignore") + "…"


class Console:
    """What a person reads while the program runs, in the runner's log or in a terminal."""

    def __init__(self, stdout: TextIO, stderr: TextIO, *, in_actions: bool, verbose: bool) -> None:
        self.stdout = _utf8(stdout)
        self.stderr = _utf8(stderr)
        self._in_actions = in_actions
        self._verbose = verbose

    def configure(self, *, in_actions: bool, verbose: bool) -> None:
        """What is known only after the settings were read."""
        self._in_actions = in_actions
        self._verbose = verbose

    def write(self, text: str) -> None:
        """Print exactly this text: what a reporter rendered, or our own file. Never anything else."""
        _put(self.stdout, text)

    def say(self, text: str) -> None:
        """Print a result."""
        _put(self.stdout, _plain_lines(text))

    def note(self, text: str) -> None:
        """Tell about the progress, on stderr."""
        _put(self.stderr, _plain_lines(text))

    def debug(self, text: str) -> None:
        """Tell a detail: in the runner's debug log, elsewhere when the run is verbose."""
        if self._in_actions:
            self._command("debug", "\n".join(visible(line) for line in _lines(text)))
        elif self._verbose:
            self.note(text)

    def annotation(
        self, level: str, message: str, *, path: str | None = None, span: Span | None = None, title: str | None = None
    ) -> None:
        """Put a message on a line of the change; elsewhere print `path:line:column: level: message` on stderr."""
        if self._in_actions:
            self.write(annotation_command(level, message, path=path, span=span, title=title) + "\n")
            return
        place = [path, *((str(span.line), str(span.column)) if span else ())] if path else []
        # A message that names its place already needs it once only.
        placed = [":".join(place)] if place and not message.startswith(f"{path}:") else []
        self.note(": ".join([*placed, level, message]))

    def mask(self, secret: str) -> None:
        """Have the runner blot out a secret wherever it is printed; outside the runner nothing is printed."""
        for line in secret.splitlines() if self._in_actions else ():
            if len(line.strip()) >= SHORTEST_SECRET:
                self._command("add-mask", line.strip())

    def _command(self, name: str, message: str) -> None:
        self.write(command(name, message) + "\n")


def _plain_lines(text: str) -> str:
    # A tab shows as itself, for diffs and indented text; each stretch between tabs is made harmless by itself.
    return "".join("\t".join(plain(part) for part in line.split("\t")) + "\n" for line in _lines(text))


def _utf8(stream: TextIO) -> TextIO:
    if isinstance(stream, io.TextIOWrapper):
        # The image and many runners have no locale; a name or caption must not end the run for that.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return stream


def _put(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # Nobody reads on (`altproof … | head`). Python would stumble over the rest once more when it exits.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


class _Filtered(io.TextIOBase):
    """A text stream that makes every line harmless before it reaches the real one."""

    def __init__(self, real: TextIO) -> None:
        self._real = real
        self._begun = ""

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a plain attribute in the type stubs, read-only in CPython
        return "utf-8"

    @property
    def errors(self) -> str:  # type: ignore[override]  # as above
        return "backslashreplace"

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._real.isatty()

    def fileno(self) -> int:
        return self._real.fileno()

    def write(self, text: str, /) -> int:
        # Only whole lines go on: two harmless halves could make a command together.
        whole, end, self._begun = (self._begun + text).rpartition("\n")
        if end:
            _put(self._real, _plain_lines(whole + end))
        return len(text)

    def finish(self) -> None:
        """Write a line that was begun and not ended."""
        if self._begun:
            _put(self._real, _plain_lines(self._begun))
            self._begun = ""


@contextmanager
def guard(console: Console) -> Iterator[None]:
    """Make harmless whatever anybody else prints by Python's streams: warnings, logging, tracebacks, libraries.

    After an exception that Python is going to print, the streams stay as they are, so that it is harmless as well.
    """
    before = sys.stdout, sys.stderr
    filters = _Filtered(console.stdout), _Filtered(console.stderr)
    sys.stdout, sys.stderr = filters
    silent = True
    try:
        yield
    except BaseException as error:
        silent = isinstance(error, SystemExit) and not isinstance(error.code, str)
        raise
    finally:
        for stream in filters:
            stream.finish()
        if silent:
            sys.stdout, sys.stderr = before


@contextmanager
def guarded() -> Iterator[Console]:
    """A console over this process's own streams, guarded."""
    console = Console(sys.stdout, sys.stderr, in_actions=False, verbose=False)
    with guard(console):
        yield console


class FileCommands:
    """The files in which a step hands results to the runner; a path that is None is passed over in silence.

    Both methods answer what went wrong in words, or None: a lost output is no reason to lose the run.
    """

    def __init__(self, output_path: Path | None, summary_path: Path | None) -> None:
        self._output_path = output_path
        self._summary_path = summary_path

    def set_output(self, name: str, value: str) -> str | None:
        """Set an output of the step. Raises ValueError for a name that the runner would read as something else."""
        if not name or re.search(r"[\r\n=]|<<", name):
            raise ValueError(f"no name of an output: {name!r}")
        if self._output_path is None:
            return None  # never the old command on stdout, which actions-toolkit would fall back to
        from actions_toolkit.file_command import prepare_key_value_message

        entry = f"{prepare_key_value_message(name, value)}\n"
        return _append(self._output_path, entry.encode("utf-8", "backslashreplace"), f"the output {name}")

    def append_summary(self, markdown: str) -> str | None:
        """Add to the job summary, whole lines only, as far as there is room."""
        if self._summary_path is None:
            return None
        data = markdown.encode("utf-8", "backslashreplace")
        try:
            used = self._summary_path.stat().st_size
        except OSError:
            used = 0
        room = max(0, LARGEST_SUMMARY - 1 - used)
        kept = data if len(data) <= room else data[: data.rfind(b"\n", 0, room) + 1]
        problem = _append(self._summary_path, kept, "the job summary")
        return problem or (None if kept == data else "the job summary was cut: there is no room for more")


def _append(path: Path, data: bytes, what: str) -> str | None:
    try:
        with path.open("ab") as file:
            file.write(data)
    except OSError as error:
        return f"{what} could not be written: {error.strerror or type(error).__name__}"
    return None


def write_file(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file of a report at once or not at all, and answer its path; makes the folder. Raises OSError.

    Text becomes UTF-8 with the line ends it has. When root writes (as in a container), files and new folders get the
    owner of the place they are put in, so that later steps can remove them.
    """
    if name in {"", ".."} or name != Path(name).name:
        raise ValueError(f"no plain file name: {name!r}")
    data = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    import tempfile  # most runs write none

    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".altproof-", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(data)
            file.flush()
            temporary.chmod(0o644)  # a temporary file is for its owner only, a report for everybody
            _hand_over(temporary, *reversed(missing))
            temporary.replace(folder / name)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    return folder / name


def _hand_over(file: Path, *folders: Path) -> None:
    if os.geteuid() != 0:
        return
    owner = (folders[0] if folders else file).parent.stat()
    for path in (*folders, file):
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)

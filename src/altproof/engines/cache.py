"""Analyses kept across runs: one SQLite file, so that the same image is never paid for twice.

The file may come from anywhere: a pull request's job may have saved it. So nothing in it is believed. A file of ours
that is not exactly as this module makes it is made anew, an entry that is not exactly as it was written is a miss, and
neither ever fails a run. It holds what engines saw, never an image, a path, an address or a key.

SQLite obeys what lies beside a database: a journal may name files that are to be deleted. Ours keeps its journal in
memory, so whatever lies there is a stranger's, and is gone before the file is opened.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import to_builtins
from msgspec.structs import replace

from altproof.engines.base import Engine
from altproof.engines.cache_wire import MOST_BYTES, decoded, encoded
from altproof.model import Analysis, Request

if TYPE_CHECKING:
    import sqlite3

VERSION = 1
"""Part of every key: raised when the same engine would now answer otherwise (preparation, reading of its answers)."""
APPLICATION = 0x416C7470
"""SQLite's application_id of our files: "Altp"."""
TABLE = "CREATE TABLE analyses(key TEXT PRIMARY KEY, used INTEGER NOT NULL, value TEXT NOT NULL) WITHOUT ROWID"
MOST_ENTRIES = 20_000
MOST_TEXT = 64 << 20
"""Characters of all values together; those that were not used for longest go first."""
MOST_FILE = 160 << 20
"""Bytes; a larger file is none of ours: the text, and at most a page of 4 KiB lost with each entry."""
MOST_FOUND = 2 * MOST_ENTRIES
"""Entries; a file with more is none of ours, and to shrink it would take long."""
BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite reads beside a database, wherever it comes from (its file format, 3 and 4)."""
PATIENCE = 1.0
"""Seconds of waiting for another run that writes."""
BATCH = 20
"""Answers after which they are written, so that a run that is killed loses few."""
DAY = 86_400
STEPS = 20_000_000
"""Of SQLite's machine for one statement; a made-up file could keep it busy for ever."""

_HEADER = 72
_MODE_AT = slice(18, 20)
"""Where it stands whether a log is read beside the file (SQLite's file format, 1.3)."""
_NO_LOG = b"\1\1"
_ID_AT = slice(68, 72)
"""Where the application_id stands."""


def key_of(sha256: str, engine: Engine, request: Request) -> str:
    """The key of an answer: content, engine and everything of the request that can change it; "": nothing is kept."""
    if not (sha256 and engine.identity):
        return ""
    asked = to_builtins(request, order="deterministic")
    asked["features"] = sorted(request.features)
    if not engine.uses_context:
        del asked["surroundings"]
    named = json.dumps([VERSION, sha256, engine.name, engine.identity, asked], sort_keys=True)
    return hashlib.sha256(named.encode("ascii")).hexdigest()


class AnalysisCache:
    """The analyses in one file, opened when something is first asked. Not for several threads."""

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        """`clock` gives seconds since 1970."""
        self.path = path
        self.trouble = ""
        """Why the file could not be used or written, in words; "": it could."""
        self._clock = clock
        self._connection: sqlite3.Connection | None = None
        self._opened = False
        self._fresh: dict[str, str] = {}
        self._used: set[str] = set()

    def get(self, key: str, engine: Engine, request: Request) -> Analysis | None:
        """What is kept under a key, marked as such; None: nothing that can be believed."""
        row = self._row(key)
        if row is None:
            return None
        try:
            analysis = decoded(row[0])
        except (ValueError, TypeError):
            return None
        if not _answers(analysis, engine, request):
            return None
        if row[1] != self._today():
            self._used.add(key)
        return replace(analysis, details=replace(analysis.details, from_cache=True, attempts=0, milliseconds=0))

    def put(self, key: str, analysis: Analysis) -> None:
        """Keep an answer."""
        text = encoded(analysis)
        if text is not None:
            self._fresh[key] = text
        if len(self._fresh) >= BATCH:
            self._write()

    @property
    def is_there(self) -> bool:
        """Whether there is a file, of whatever kind."""
        return os.path.lexists(self.path)

    def leave(self) -> None:
        """Close the file as it was found."""
        self._fresh, self._used = {}, set()
        self.close()

    def close(self) -> None:
        """Write what is new, drop what is too much, and close the file; it may be used again afterwards."""
        self._write()
        connection, self._connection, self._opened = self._connection, None, False
        if connection is not None:
            connection.close()

    # --- the file ---

    def _row(self, key: str) -> tuple[object, int] | None:
        if key in self._fresh:
            return self._fresh[key].encode(), self._today()
        connection = self._open()
        if connection is None:
            return None
        import sqlite3

        try:
            found = connection.execute("SELECT value, used FROM analyses WHERE key = ?", (key,)).fetchone()
        except sqlite3.DataError:  # larger than any that is written here
            return None
        except sqlite3.Error as error:
            self._give_up(error)
            return None
        return (found[0], found[1]) if found else None

    def _write(self) -> None:
        fresh, used, self._fresh, self._used = self._fresh, self._used, {}, set()
        connection = self._open() if fresh or used else None
        if connection is None:
            return
        import sqlite3

        today = self._today()
        try:
            with connection:
                connection.executemany("UPDATE analyses SET used = ? WHERE key = ?", [(today, key) for key in used])
                connection.executemany(
                    "INSERT OR REPLACE INTO analyses VALUES (?, ?, ?)", [(key, today, fresh[key]) for key in fresh]
                )
                _shrink(connection, today)
        except (sqlite3.Error, ValueError) as error:
            self._give_up(error)

    def _open(self) -> sqlite3.Connection | None:
        """The open file; None when it cannot be used, which is tried once."""
        if self._opened:
            return self._connection
        self._opened = True
        import sqlite3

        try:
            self._connection = _opened(self.path)
        except (OSError, sqlite3.Error, ValueError) as error:
            self._give_up(error)
        return self._connection

    def _give_up(self, error: Exception) -> None:
        """Go on without the file; one that turns out to be damaged is gone for the next run."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        if connection is not None and _is_damage(error):
            with suppress(OSError):
                _remove(self.path)
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        self.trouble = self.trouble or why or type(error).__name__

    def _today(self) -> int:
        return int(self._clock() // DAY)


def _answers(analysis: Analysis, engine: Engine, request: Request) -> bool:
    """Whether it is this engine's answer to this request: each feature filled or unsupported, and no other there."""
    if analysis.engine != engine.name:
        return False
    if request.model_name is not None:
        return analysis.custom is not None
    filled = {*analysis.answered}
    return filled.isdisjoint(analysis.unsupported) and filled | {*analysis.unsupported} == {*request.features}


def _shrink(connection: sqlite3.Connection, today: int) -> None:
    """Drop the entries that were not used for longest, until what is left is within the limits.

    An entry that was last used tomorrow is forged, and goes first. Raises ValueError when there are far too many.
    """
    held = connection.execute("SELECT count(*) FROM (SELECT 1 FROM analyses LIMIT ?)", (MOST_FOUND + 1,)).fetchone()[0]
    if held > MOST_FOUND:
        raise ValueError("the file holds far too many entries")
    connection.execute(
        "DELETE FROM analyses WHERE key IN (SELECT key FROM (SELECT key, "
        "sum(length(value)) OVER newest AS size, row_number() OVER newest AS place "
        "FROM analyses WINDOW newest AS (ORDER BY iif(used > ?, 0, used) DESC, key)) WHERE size > ? OR place > ?)",
        (today, MOST_TEXT, MOST_ENTRIES),
    )


def _opened(path: Path) -> sqlite3.Connection:
    """The file, made when it is not there, made anew when it is ours and broken. Raises OSError and sqlite3.Error."""
    import sqlite3

    _make_sure_it_is_ours(path)
    try:
        return _connected(path)
    except (sqlite3.Error, ValueError) as error:
        if not _is_damage(error):
            raise
        _remove(path)
        _make_sure_it_is_ours(path)
        return _connected(path)


def _clear_beside(path: Path) -> None:
    """Take away what SQLite would read beside the file. Raises OSError, also for a folder with such a name."""
    for suffix in BESIDE:
        place = path.with_name(path.name + suffix)
        if os.path.lexists(place):
            place.unlink(missing_ok=True)


def _remove(path: Path) -> None:
    """Take the file away with what SQLite may have left beside it. Raises OSError."""
    path.unlink(missing_ok=True)
    _clear_beside(path)


def _is_damage(error: Exception) -> bool:
    """Whether the file is at fault, and not another run that holds it, a missing right or a full disk."""
    import sqlite3

    if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
        return True  # it kept SQLite busy beyond STEPS
    return isinstance(error, (sqlite3.DatabaseError, ValueError)) and not isinstance(error, sqlite3.OperationalError)


def _make_sure_it_is_ours(path: Path) -> None:
    """Make a new file, or see that the one there is ours. Raises OSError, sqlite3.Error and ValueError."""
    missing = [folder for folder in path.parents if not folder.exists()]
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _hand_over(*reversed(missing))
    if not os.path.lexists(path):
        _make(path)
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as stream:
        regular = stat.S_ISREG(os.fstat(descriptor).st_mode)
        header = stream.read(_HEADER) if regular else b"a device"
    if header and int.from_bytes(header[_ID_AT], "big") != APPLICATION:
        raise ValueError("the file is no cache of Altproof")


def _make(path: Path) -> None:
    """Make the file under another name and give it its own when it is whole, since another run may do the same."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix=f".{path.name[:40]}-", dir=path.parent) as place:
        new = Path(place) / "new"
        os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _connected(new).close()
        _hand_over(new, owner=path.parent)
        try:
            path.hardlink_to(new)
        except FileExistsError:
            return
        except OSError:  # a file system without links
            new.replace(path)


def _hand_over(*made: Path, owner: Path | None = None) -> None:
    """In a container root makes the file, and the runner's own user has to be able to save it."""
    if os.geteuid() != 0 or not made:
        return
    whose = (owner or made[0].parent).stat()
    for path in made:
        os.chown(path, whose.st_uid, whose.st_gid, follow_symlinks=False)


def _connected(path: Path) -> sqlite3.Connection:
    """A connection to a file with our table and nothing else. Raises OSError, sqlite3.Error and ValueError."""
    import sqlite3

    if path.stat().st_size > MOST_FILE:
        raise ValueError("the file is too large")
    _clear_beside(path)
    with path.open("rb") as stream:
        header = stream.read(_HEADER)
    if header and header[_MODE_AT] != _NO_LOG:
        raise ValueError("the file has a log, which none of ours has")
    # Waiting lies in SQLite's own hands: a short moment, during which the loop of the run stands still.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=PATIENCE)
    try:
        connection.text_factory = bytes  # that no entry can be undecodable
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 4 * MOST_BYTES)
        connection.set_progress_handler(lambda: 1, STEPS)
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "synchronous = OFF", "journal_mode = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the table in a new file; refuse a file that holds anything else."""
    found = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchmany(3)
    if not found:
        connection.execute("PRAGMA auto_vacuum = FULL")  # the file shrinks when entries are dropped
        with connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(TABLE.replace("TABLE", "TABLE IF NOT EXISTS"))  # another run may just have made it
    elif found != [(b"table", b"analyses", TABLE.encode())]:
        raise ValueError("the file holds other tables than those of this version")

"""Analyses kept across runs: what comes back is what was put in, and whatever else the file holds is a miss."""

import json
import os
import random
import sqlite3
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from altproof.engines import cache
from altproof.engines.cache import AnalysisCache, key_of
from altproof.engines.cache_wire import _checker, decoded, encoded
from altproof.model import Analysis, Box, Caption, Crop, Feature, Request, Surroundings
from altproof.spending import Usage
from tests.golden.shared_report import BY_MODEL, LITTLE
from tests.golden.shared_report import EVERYTHING as WITH_CUT_OUT

DAY = 86_400
EVERYTHING = replace(
    WITH_CUT_OUT, segmentation=None, crops=tuple(replace(crop, file=None) for crop in WITH_CUT_OUT.crops or ())
)
"""A cut-out picture is bytes, and never kept; what a run wrote is none of the next run's business."""


class Stub:
    """As much of an engine as the cache asks about."""

    features = frozenset(Feature)
    concurrency = 1
    passes_on: frozenset[str] = frozenset()
    usage = Usage()

    def __init__(self, name: str = "azure", identity: str = "resource", uses_context: bool = False) -> None:
        self.name, self.identity, self.uses_context = name, identity, uses_context


ENGINE: Any = Stub()
REQUEST = Request((Feature.CAPTION, Feature.TAGS))
ANSWER = Analysis("azure", caption=Caption("a pier", 0.5), unsupported=(Feature.TAGS,))
KEY = key_of("a" * 64, ENGINE, REQUEST)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "analyses.sqlite3"


def kept(path: Path, key: str = KEY, **how: Any) -> Analysis | None:
    """What a new run finds."""
    store = AnalysisCache(path, **how)
    try:
        return store.get(key, ENGINE, REQUEST)
    finally:
        store.close()


def keep(path: Path, *keys: str, analysis: Analysis = ANSWER, **how: Any) -> AnalysisCache:
    store = AnalysisCache(path, **how)
    for key in keys or (KEY,):
        store.put(key, analysis)
    store.close()
    return store


def count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM analyses").fetchone()[0])


def overwrite(path: Path, value: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE analyses SET value = ?", (value,))


# --- the key ---


@pytest.mark.parametrize(
    "other",
    [
        ("b" * 64, ENGINE, REQUEST),
        ("a" * 64, Stub("openai"), REQUEST),
        ("a" * 64, Stub(identity="another resource"), REQUEST),
        *(
            ("a" * 64, ENGINE, request)
            for request in (
                Request((Feature.CAPTION,)),
                replace(REQUEST, language="es"),
                replace(REQUEST, gender_neutral_caption=True),
                replace(REQUEST, smart_crops_aspect_ratios=(1.0,)),
                replace(REQUEST, model_version="2024-02-01"),
                replace(REQUEST, model_name="pumps"),
            )
        ),
    ],
)
def test_everything_that_can_change_an_answer_changes_the_key(other: tuple[str, Any, Request]) -> None:
    assert key_of(*other) != KEY


def test_the_order_of_the_features_does_not_change_the_key() -> None:
    assert key_of("a" * 64, ENGINE, Request((Feature.TAGS, Feature.CAPTION))) == KEY


def test_surroundings_count_only_for_engines_that_use_them() -> None:
    elsewhere = replace(REQUEST, surroundings=Surroundings(heading="Tides"))
    seeing: Any = Stub(uses_context=True)
    assert key_of("a" * 64, ENGINE, elsewhere) == KEY
    assert key_of("a" * 64, seeing, elsewhere) != key_of("a" * 64, seeing, REQUEST)


def test_nothing_is_kept_without_content_or_where_answers_cost_nothing() -> None:
    free: Any = Stub("offline", identity="")
    assert key_of("", ENGINE, REQUEST) == key_of("a" * 64, free, REQUEST) == ""


# --- there and back ---


@pytest.mark.parametrize("analysis", [EVERYTHING, LITTLE, ANSWER], ids=["full", "little", "small"])
def test_an_analysis_comes_back_as_it_was(analysis: Analysis) -> None:
    text = encoded(analysis)
    assert text is not None
    assert text.isascii()
    assert decoded(text.encode()) == analysis


def test_the_name_of_a_file_to_write_is_not_taken_from_the_cache() -> None:
    text = encoded(replace(EVERYTHING, crops=(Crop(1.0, Box(0, 0, 1, 1), "../../planted.png"),)))
    assert text is not None
    with pytest.raises(ValueError, match="a file"):
        decoded(text.encode())


def test_words_that_no_service_could_have_brought_in_are_not_taken_from_the_file() -> None:
    text = encoded(BY_MODEL)
    assert text is not None
    with pytest.raises(ValueError, match="printable line"):
        decoded(text.encode())


def test_another_run_finds_what_was_kept_and_knows_that_nothing_was_sent(path: Path) -> None:
    assert kept(path) is None
    keep(path, analysis=replace(ANSWER, details=replace(ANSWER.details, attempts=2, milliseconds=9, sent_bytes=5)))
    found = kept(path)
    assert found is not None
    assert (found.details.from_cache, found.details.attempts, found.details.milliseconds) == (True, 0, 0)
    assert replace(found, details=ANSWER.details) == ANSWER
    assert found.details.sent_bytes == 5


def test_what_was_put_is_there_before_it_is_written(path: Path) -> None:
    store = AnalysisCache(path)
    store.put(KEY, ANSWER)
    assert store.get(KEY, ENGINE, REQUEST) is not None
    assert not path.exists()


def test_a_run_that_is_killed_loses_less_than_a_batch(path: Path) -> None:
    store = AnalysisCache(path)
    for number in range(cache.BATCH + 3):
        store.put(f"{number}", ANSWER)
    assert count(path) == cache.BATCH


def test_the_file_is_one_file_that_only_its_owner_reads(path: Path) -> None:
    keep(path)
    assert [*path.parent.iterdir()] == [path]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_an_analysis_that_is_too_large_is_not_kept(path: Path) -> None:
    keep(path, analysis=replace(ANSWER, caption=Caption("x" * 300_000, 0.5)))
    assert not path.exists()


def test_a_cut_out_picture_is_not_kept(path: Path) -> None:
    keep(path, analysis=WITH_CUT_OUT)
    assert not path.exists()


def test_an_analysis_with_what_json_has_not_is_not_kept(path: Path) -> None:
    for odd in (b"bytes", float("nan")):
        strange: Any = odd
        keep(path, analysis=replace(ANSWER, alt_text=strange))
    assert not path.exists()


def test_a_type_that_is_never_kept_is_refused_and_none_in_its_place_is_not() -> None:
    checker = _checker(bytes | None)
    assert checker(None) is None
    with pytest.raises(ValueError, match="never kept"):
        checker("Ynl0ZXM=")


def test_a_warm_run_writes_nothing(path: Path) -> None:
    keep(path)
    before = path.read_bytes()
    assert kept(path) is not None
    assert path.read_bytes() == before


# --- strangers' entries ---


def plain() -> dict[str, Any]:
    value = json.loads(encoded(EVERYTHING) or "")
    assert isinstance(value, dict)
    return value


def without(key: str) -> dict[str, Any]:
    value = plain()
    del value[key]
    return value


def put_in(*steps: Any) -> dict[str, Any]:
    """The full analysis with the last of these in the place that the others name."""
    *way, last, new = steps
    value: Any = plain()
    there = value
    for step in way:
        there = there[step]
    there[last] = new
    return dict(value)


FORGED: list[Any] = [
    *(None, 7, [], {}, "text", without("tags"), {**plain(), "extra": 1}),
    put_in("engine", 5),
    put_in("engine", None),
    put_in("caption", "text", ["a"]),
    *(
        put_in("caption", "text", text)
        for text in ("x" * 1_001, "a\nb", "a\u202eb", " a", "a  b", "a\x1b[2J", "\ud800")
    ),
    put_in("caption", "confidence", 1.5),
    put_in("caption", "confidence", -0.1),
    put_in("caption", "confidence", "0.5"),
    put_in("caption", "confidence", True),
    put_in("caption", "confidence", 10**400),
    put_in("tags", [{"name": "a", "confidence": 0.5}] * 2_001),
    put_in("tags", {"0": 1}),
    put_in("objects", 0, "box", "x", 1.5),
    put_in("objects", 0, "box", "x", -1),
    put_in("objects", 0, "box", "width", 10**10),
    put_in("objects", 0, "box", None),
    put_in("text_lines", 0, "polygon", None),
    put_in("unsupported", ["caption2"]),
    put_in("unsupported", [["caption"]]),
    put_in("details", "attempts", False),
    put_in("details", "from_cache", 1),
]


@pytest.mark.parametrize("value", FORGED)
def test_a_forged_entry_is_no_analysis(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        decoded(json.dumps(value).encode())


@pytest.mark.parametrize("text", ["a quay", "", "x" * 1_000, "x" * 999 + " ", "\U0001f468\u200d\U0001f469", "é ü 港"])
def test_a_text_as_the_service_gives_it_is_kept(text: str) -> None:
    analysis = decoded(json.dumps(put_in("caption", "text", text)).encode())
    assert analysis.caption is not None
    assert analysis.caption.text == text


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 200_000,
        b" " * 300_000,
        json.dumps(plain()).replace("0.8125", "NaN").encode(),
        json.dumps(plain()).replace("0.8125", "1e999").encode(),
        None,
        7,
        "a text that is not bytes",
    ],
)
def test_a_damaged_entry_is_no_analysis(text: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        decoded(text)


@pytest.mark.parametrize(
    "analysis",
    [
        replace(ANSWER, engine="openai"),
        replace(ANSWER, unsupported=()),
        replace(ANSWER, tags=()),
        replace(ANSWER, people=()),
        replace(ANSWER, caption=None),
    ],
    ids=["engine", "missing", "both", "unasked", "empty"],
)
def test_an_answer_to_something_else_is_a_miss(path: Path, analysis: Analysis) -> None:
    keep(path, analysis=analysis)
    assert kept(path) is None


@pytest.mark.parametrize("value", ["{}", "", b"\xff", 7, "x" * 3_000_000], ids=str)
def test_an_overwritten_entry_is_a_miss_and_is_mended(path: Path, value: object) -> None:
    keep(path)
    overwrite(path, value)
    store = AnalysisCache(path)
    assert store.get(KEY, ENGINE, REQUEST) is None
    store.put(KEY, ANSWER)
    store.close()
    assert store.trouble == ""
    assert kept(path) is not None


# --- strangers' files ---


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:700])


def scribbled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:] = b"\xa5" * (len(data) - 100)
    path.write_bytes(data)


def with_sql(*statements: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    return change


ENDLESS = (
    "DROP TABLE analyses",
    """CREATE VIEW analyses(key, used, value) AS
       WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x, x, x FROM n""",
)
DAMAGE = {
    "truncated": truncated,
    "scribbled": scribbled,
    "empty": lambda path: path.write_bytes(b""),
    "older": with_sql("DROP TABLE analyses", "CREATE TABLE answers(key, value)"),
    "other columns": with_sql("DROP TABLE analyses", "CREATE TABLE analyses(key, value)"),
    "trigger": with_sql("CREATE TRIGGER t AFTER INSERT ON analyses BEGIN DELETE FROM analyses; END"),
    "endless view": with_sql(*ENDLESS),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_of_ours_is_a_miss_and_the_run_after_it_finds_a_good_one(
    path: Path, damage: Callable[[Path], object]
) -> None:
    keep(path)
    damage(path)
    assert kept(path) is None
    store = keep(path)
    assert store.trouble == ""
    assert kept(path) is not None


def test_a_file_damaged_inside_is_a_miss_and_gone_for_the_next_run(path: Path) -> None:
    keep(path, *(f"{number}" for number in range(200)), KEY)
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xa5" * (len(data) - 8192)
    path.write_bytes(data)
    found = [kept(path, f"{number}") for number in range(200)]
    assert None in found
    keep(path)
    assert kept(path) is not None


@pytest.mark.parametrize("content", [b"a letter to my mother", b"x" * 5_000, b"SQLite format 3\0" + b"\0" * 4_080])
def test_a_file_that_is_not_ours_is_never_touched(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    store = keep(path)
    assert store.trouble == "the file is no cache of Altproof"
    assert kept(path) is None
    assert path.read_bytes() == content


def test_a_database_of_someone_else_is_never_touched(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE analyses(mine)")
    before = path.read_bytes()
    assert keep(path).trouble
    assert path.read_bytes() == before


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("/dev/zero"), os.mkfifo])
def test_what_is_no_file_is_not_opened(path: Path, make: Callable[[Path], object]) -> None:
    path.parent.mkdir()
    make(path)
    assert keep(path).trouble
    assert kept(path) is None


def test_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert keep(tmp_path / "file" / "deeper" / "analyses.sqlite3").trouble == "Not a directory"


def test_a_file_that_is_far_too_large_is_made_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(path)
    os.truncate(path, cache.MOST_FILE + 1)  # a sparse file, which takes no room
    assert kept(path) is None
    keep(path)
    assert path.stat().st_size < 1 << 20


# --- several runs ---


def test_a_file_that_another_run_holds_is_a_miss_and_said_once(path: Path) -> None:
    keep(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        store = AnalysisCache(path)
        assert store.get(KEY, ENGINE, REQUEST) is None
        assert store.get(KEY, ENGINE, REQUEST) is None
        store.put(KEY, ANSWER)
        store.close()
        assert store.trouble == "database is locked"
    assert kept(path) is not None


def test_two_runs_at_once_keep_the_answers_of_both(path: Path) -> None:
    first, second = AnalysisCache(path), AnalysisCache(path)
    assert first.get(KEY, ENGINE, REQUEST) is second.get(KEY, ENGINE, REQUEST) is None
    first.put("first", ANSWER)
    second.put("second", ANSWER)
    first.close()
    second.close()
    assert kept(path, "first") == kept(path, "second")
    assert first.trouble == second.trouble == ""
    assert kept(path, "first") is not None


@contextmanager
def as_somebody() -> Iterator[Path]:
    """A folder that may be read only, for a process that is not root while this lasts."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)
        Path(name).chmod(0o700)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give its rights up and take them back")
def test_a_file_that_may_only_be_read_is_read() -> None:
    with as_somebody() as folder:
        path = folder / "analyses.sqlite3"
        keep(path)
        path.chmod(0o444)
        folder.chmod(0o555)
        os.seteuid(65534)
        try:
            store = AnalysisCache(path)
            found = store.get(KEY, ENGINE, REQUEST)
            store.put("new", ANSWER)
            store.close()
        finally:
            os.seteuid(0)
    assert found is not None
    assert store.trouble == "attempt to write a readonly database"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_root_makes_belongs_to_the_owner_of_the_place(tmp_path: Path) -> None:
    os.chown(tmp_path, 1234, 2345)
    path = tmp_path / "new" / "newer" / "analyses.sqlite3"
    keep(path)
    made = (path, path.parent, path.parent.parent)
    assert {(place.stat().st_uid, place.stat().st_gid) for place in made} == {(1234, 2345)}
    assert kept(path) is not None


@pytest.mark.parametrize("suffix", ["-journal", "-wal", "-shm"])
def test_what_a_damaged_file_left_beside_it_does_not_damage_the_new_one(path: Path, suffix: str) -> None:
    keep(path)
    scribbled(path)
    path.with_name(path.name + suffix).write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\xff" * 4_088)
    assert kept(path) is None
    assert keep(path).trouble == ""
    assert kept(path) is not None


MAGIC = bytes.fromhex("d9d505f920a163d7")


def journal_that_names(victim: Path, database: Path) -> bytes:
    """A journal that SQLite believes to be a crashed transaction over several files, with `victim` as their list."""
    name = str(victim).encode()
    pages = database.stat().st_size // 4096
    head = MAGIC + struct.pack(">IIIII", 0, 0, pages, 512, 4096)
    end = struct.pack(">I", 0x40000000 // 4096 + 1) + name + struct.pack(">II", len(name), sum(name)) + MAGIC
    return head.ljust(512, b"\0") + end


def test_a_journal_that_names_a_file_does_not_delete_it(path: Path) -> None:
    keep(path)
    victim = path.with_name("letter.txt")
    victim.write_text("dear mother")
    path.with_name(path.name + "-journal").write_bytes(journal_that_names(victim, path))
    assert kept(path) is not None
    assert victim.read_text() == "dear mother"
    assert {*path.parent.iterdir()} == {path, victim}


@pytest.mark.parametrize("suffix", cache.BESIDE)
def test_what_lies_beside_a_good_file_is_removed_and_never_read(path: Path, suffix: str) -> None:
    keep(path)
    target = path.with_name("letter.txt")
    target.write_text("dear mother")
    path.with_name(path.name + suffix).symlink_to(target)
    assert kept(path) is not None
    assert target.read_text() == "dear mother"
    assert {*path.parent.iterdir()} == {path, target}


@pytest.mark.parametrize("suffix", cache.BESIDE)
def test_a_folder_beside_the_file_is_said_and_left_alone(path: Path, suffix: str) -> None:
    keep(path)
    folder = path.with_name(path.name + suffix)
    folder.mkdir()
    assert keep(path).trouble
    assert folder.is_dir()


def test_a_file_that_wants_a_log_beside_it_is_made_anew(path: Path) -> None:
    keep(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    assert kept(path) is None
    assert keep(path).trouble == ""
    assert kept(path) is not None
    assert [*path.parent.iterdir()] == [path]


def test_a_run_that_writes_has_nothing_beside_the_file(path: Path) -> None:
    keep(path)
    store = AnalysisCache(path)
    store.get(KEY, ENGINE, REQUEST)
    mode = store._connection.execute("PRAGMA journal_mode").fetchone() if store._connection else None
    store.close()
    assert mode == (b"memory",)


def test_first_writers_at_once_find_a_whole_file(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from altproof.engines.cache import AnalysisCache\n"
        "store = AnalysisCache(Path(sys.argv[1])); store._open(); store.close(); sys.exit(store.trouble or 0)"
    )
    for number in range(4):
        place = str(path.with_name(f"{number}.sqlite3"))
        runs = [subprocess.Popen([sys.executable, "-c", program, place]) for _ in range(3)]
        assert [run.wait(30) for run in runs] == [0, 0, 0]
    assert len([*path.parent.iterdir()]) == 4


# --- size ---


def forged(path: Path, count: int, used: object) -> None:
    """Put in as many entries without content."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO analyses VALUES (?, ?, '')", ((f" {number}", used) for number in range(count))
        )


@pytest.mark.parametrize("used", [2**60, "tomorrow", b"x"], ids=str)
def test_entries_used_in_the_future_do_not_drive_out_new_ones(
    path: Path, used: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRIES", 30)
    keep(path, "other")
    forged(path, 30, used)
    store = keep(path, "z")
    assert (store.trouble, count(path)) == ("", 30)
    assert kept(path, "z") is not None


def test_a_file_with_far_too_many_entries_is_made_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_FOUND", 50)
    keep(path)
    forged(path, 60, 1)
    assert "far too many" in keep(path).trouble
    assert keep(path).trouble == ""
    assert kept(path) is not None


def test_a_file_that_cannot_be_shrunk_in_time_is_made_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(path)
    forged(path, 3_000, 1)
    with monkeypatch.context() as short:
        short.setattr(cache, "STEPS", 5_000)
        assert keep(path).trouble == "interrupted"
    assert keep(path).trouble == ""
    assert kept(path) is not None


def test_what_was_not_used_for_longest_goes_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRIES", 3)
    for day, key in enumerate(["old", KEY, "younger"]):
        keep(path, key, clock=lambda day=day: day * DAY)
    assert kept(path, "old", clock=lambda: 9 * DAY) is not None  # and so it is used last
    keep(path, "youngest", clock=lambda: 10 * DAY)
    assert [kept(path, key) is not None for key in ("old", KEY, "younger", "youngest")] == [True, False, True, True]


def test_the_text_of_all_entries_together_is_bounded_and_the_file_shrinks(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = replace(ANSWER, caption=Caption("x" * 9_000, 0.5))
    keep(path, *(f"{number}" for number in range(100)), analysis=large)
    assert path.stat().st_size > 900_000
    monkeypatch.setattr(cache, "MOST_TEXT", 100_000)
    keep(path, KEY)
    assert 5 < count(path) < 12
    assert path.stat().st_size < 200_000


def test_no_damage_ends_a_run(path: Path) -> None:
    keep(path, KEY, *(f"{number}" for number in range(40)), analysis=replace(EVERYTHING, engine="azure"))
    good = path.read_bytes()
    chance = random.Random(11)
    troubles = set()
    for _ in range(150):
        data = bytearray(good)
        for _ in range(chance.choice([1, 3, 30])):
            # mostly where SQLite's own words stand: the header and the beginnings of pages
            place = chance.randrange(108) if chance.random() < 0.5 else chance.randrange(len(data))
            data[place] = chance.randrange(256)
        path.write_bytes(data[: chance.choice([len(data)] * 3 + [chance.randrange(len(data))])])
        store = AnalysisCache(path)
        for key in (KEY, "7", "new"):
            store.get(key, ENGINE, REQUEST)
        store.put("new", ANSWER)
        store.close()
        troubles.add(store.trouble)
    assert "" in troubles

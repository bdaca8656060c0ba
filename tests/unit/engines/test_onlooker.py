"""The seeing child from the outside: what it may do, how it ends, and what is believed of its answers."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image

pytest.importorskip("rapidocr", reason="altproof[offline] is not installed")

from altproof.engines.onlooker import WORKER, Onlooker, Wanted
from altproof.errors import ImageError
from altproof.model import Box, Highlight, Marking
from altproof.seeing.sighting import Sighting
from tests.unit.images import samples
from tests.unit.images.test_workshop import PROC, gone, impostor
from tests.unit.seeing import drawn

READ = Wanted(text=True, faces=True, crops=True, ratios=(1.0, 1.5))
EMPTY = '{"photo": false, "lines": null, "faces": null, "marks": [], "crops": null}'


def png(picture: Image.Image) -> bytes:
    return samples.saved(picture, "PNG")


@pytest.fixture(scope="module")
def reading():
    with Onlooker(reads=True, seconds=120) as shared:
        yield shared


@drawn.needs_font
def test_text_marks_and_crops_come_from_one_look(reading):
    picture, box = drawn.framed(text="Create report")
    seen = reading.look(png(picture), READ)
    assert [line.text for line in seen.lines] == ["Create report"]
    assert seen.marks == (Highlight(Marking.BOX, Box(*box)),)
    assert [crop.aspect_ratio for crop in seen.crops] == [1.0, 1.5]
    assert (seen.photo, seen.faces) == (False, None)


def test_nothing_is_told_that_was_not_asked_for(reading):
    assert reading.look(samples.plain(), Wanted()) == Sighting()


def test_faces_are_looked_for_in_photos_only(reading):
    assert reading.look(samples.camera(), Wanted(faces=True)) == Sighting(photo=True, faces=())
    assert reading.look(samples.plain(), Wanted(faces=True)) == Sighting()


def test_the_child_has_given_up_all_it_does_not_need_in_every_thread(reading):
    reading.look(samples.plain(), READ)
    pid = reading.pid
    assert pid is not None
    threads = [
        dict(line.partition(":")[::2] for line in (task / "status").read_text().splitlines())
        for task in (PROC / str(pid) / "task").iterdir()
    ]
    assert len(threads) > 1, "the models run with two threads"
    for thread in threads:
        assert thread["NoNewPrivs"].strip() == "1"
        if os.geteuid() == 0:
            assert thread["Uid"].split() == thread["Gid"].split() == ["65534"] * 4
            assert int(thread["CapEff"], 16) == 0
    limits = (PROC / str(pid) / "limits").read_text()
    rows = {line[:26].strip(): line[26:].split()[:2] for line in limits.splitlines()}
    assert rows["Max file size"] == rows["Max core file size"] == rows["Max processes"] == ["0", "0"]
    assert rows["Max address space"] == [str(3 << 30)] * 2
    assert int(rows["Max cpu time"][0]) < 3300
    open_files = int(rows["Max open files"][0])
    assert {int(one.name) for one in (PROC / str(pid) / "fd").iterdir()} >= set(range(open_files)), "no number is free"
    assert (PROC / str(pid) / "environ").read_bytes() == b""
    assert (PROC / str(pid) / "cwd").readlink() == Path("/")


@pytest.mark.parametrize(
    "data", [b"", b"no picture", samples.plain("GIF"), samples.plain()[:60], samples.png(60_000, 60_000)]
)
def test_what_is_no_plain_picture_is_one_error_and_the_child_lives_on(reading, data):
    reading.look(samples.plain(), Wanted())
    pid = reading.pid
    with pytest.raises(ImageError, match="could not be looked at"):
        reading.look(data, READ)
    assert reading.look(samples.plain(), Wanted()) == Sighting()
    assert reading.pid == pid


def test_a_child_that_dies_is_replaced(reading):
    reading.look(samples.plain(), Wanted())
    first = reading.pid
    os.kill(first, signal.SIGKILL)
    assert reading.look(samples.plain(), Wanted()) == Sighting()
    assert reading.pid not in {None, first}


def test_a_child_that_need_not_read_loads_no_models():
    with Onlooker(reads=False) as onlooker:
        assert onlooker.look(samples.plain(), Wanted(text=True)).lines is None
        maps = (PROC / str(onlooker.pid) / "maps").read_text()
        assert "onnxruntime" not in maps
        pid = onlooker.pid
    assert gone(pid)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "null",
        "[]",
        "{}",
        "[" * 100_000,
        EMPTY.replace("false", "1"),
        EMPTY.replace("}", ', "more": 1}'),
        EMPTY.replace('"faces": null', '"faces": [[1, 2, 3, 4]]'),
        EMPTY.replace('"faces": null', '"faces": [{"x": -1, "y": 0, "width": 1, "height": 1}]'),
        EMPTY.replace('"faces": null', '"faces": [{"x": 1e99, "y": 0, "width": 1, "height": 1}]'),
        EMPTY.replace('"lines": null', '"lines": [{"text": "a\\u001b[31m", "polygon": [], "words": []}]'),
        EMPTY.replace('"lines": null', '"lines": [{"text": "%s", "polygon": [], "words": []}]' % ("a" * 1001)),
        EMPTY.replace('"crops": null', '"crops": [{"aspect_ratio": NaN, "box": null}]'),
        EMPTY.replace('"marks": []', '"marks": [{"marking": "star", "box": null, "text": ""}]'),
    ],
)
def test_an_answer_that_makes_no_sense_is_not_believed_and_ends_the_child(tmp_path, answer):
    program = impostor(
        tmp_path,
        f'send({{"status": "ready"}})\nreceive()\nsend({{"status": "done"}}, {answer!r}.encode())\nreceive()\n',
    )
    with Onlooker(reads=True, program=program) as onlooker:
        with pytest.raises(ImageError, match="makes no sense"):
            onlooker.look(samples.plain(), READ)
        assert onlooker.pid is None


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("receive(); time.sleep(60)", "took longer than 1 seconds"),
        ("receive(); os.kill(os.getpid(), signal.SIGSEGV)", "crashed its reader of images .signal 11, SIGSEGV"),
        ("receive(); sys.exit(3)", "crashed its reader of images .exit status 3"),
        ('receive(); os.write(1, struct.pack(">II", 2, 1 << 30))', "makes no sense"),
        ('receive(); send({"status": "failed", "reason": "memory"}); receive()', "needs more memory"),
        ('receive(); send({"status": "failed", "reason": "::error::"}); receive()', "could not be looked at"),
    ],
)
def test_a_child_that_hangs_crashes_or_refuses_is_one_error(tmp_path, deed, words):
    program = impostor(tmp_path, f'send({{"status": "ready"}})\n{deed}\n')
    with Onlooker(reads=True, seconds=1, program=program) as onlooker, pytest.raises(ImageError, match=words):
        onlooker.look(samples.plain(), READ)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("sys.exit(1)", "could not be started"),
        ('send({"status": "failed", "reason": "not-confined"})', "give up its rights"),
    ],
)
def test_a_child_that_does_not_get_ready_is_told_in_words(tmp_path, code, words):
    with Onlooker(reads=True, program=impostor(tmp_path, code)) as onlooker, pytest.raises(ImageError, match=words):
        onlooker.look(samples.plain(), READ)


def test_closing_ends_a_look_under_way(tmp_path):
    onlooker = Onlooker(
        reads=True, program=impostor(tmp_path, 'send({"status": "ready"})\nreceive()\ntime.sleep(60)\n')
    )
    timer = threading.Timer(0.5, onlooker.close)
    timer.start()
    with pytest.raises(ImageError, match=r"crashed|ending"):
        onlooker.look(samples.plain(), READ)
    timer.join()
    assert onlooker.pid is None


WATCHED = """
import json, sys
seen = []
def watch(event, arguments):
    if event.startswith("socket.") or event in {"urllib.Request", "subprocess.Popen", "os.system"}:
        seen.append(event)
sys.addaudithook(watch)
sys.path.append(SOURCE)
from altproof.seeing.seer import Seer
seer = Seer(reads=True)
header = {"text": 1, "faces": 1, "crops": 1, "ratios": "1.0"}
reply = seer.look(header, sys.stdin.buffer.read())
print(json.dumps([seen, len(reply)]))
"""


def watched(command: list[str], folder: Path) -> tuple[list[str], int]:
    program = folder / "watched.py"
    program.write_text(WATCHED.replace("SOURCE", repr(str(WORKER.parents[2]))))
    picture = png(drawn.framed()[0])
    done = subprocess.run(
        [*command, sys.executable, "-I", str(program)], input=picture, capture_output=True, check=True
    )
    seen, size = json.loads(done.stdout.splitlines()[-1])
    return seen, size


def test_loading_and_looking_opens_no_socket_and_starts_no_process(tmp_path):
    with socket.create_server(("127.0.0.1", 0)):  # where there is a network to reach
        seen, size = watched([], tmp_path)
    assert seen == []
    assert size > 50


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="only root can take the network away")
def test_all_is_seen_where_there_is_no_network(tmp_path):
    assert watched(["unshare", "-n"], tmp_path)[0] == []

"""What a confined child can still do, tried from the inside of one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[3] / "src"
PROGRAM = """
import ctypes, json, os, resource, signal, socket, sys, threading
sys.path.append(sys.argv[1])
from altproof.images.confinement import Allowance, confine
allowed, other, threads = sys.argv[2], sys.argv[3], sys.argv[4] == "threads"

def outcome(action):
    try:
        action()
    except BaseException as error:
        return type(error).__name__
    return "done"

def thread():
    started = threading.Thread(target=lambda: None)
    started.start()
    started.join()

def child():
    if os.fork() == 0:
        os._exit(0)

def lasting(name, *arguments):
    libc = ctypes.CDLL(None)
    made = getattr(libc, name)(*arguments)
    if made < 0:
        raise PermissionError
    getattr(libc, {"shmget": "shmctl", "msgget": "msgctl"}[name])(made, 0, 0)  # takes it away again

files = (allowed,) if allowed else ()
sealed = confine(3, Allowance(files=files, threads=threads))
tries = {
    "allowed": lambda: os.close(os.open(allowed, os.O_RDONLY)),
    "other": lambda: os.close(os.open(other, os.O_RDONLY)),
    "write": lambda: os.close(os.open(allowed, os.O_WRONLY)),
    "remove": lambda: os.unlink(allowed),
    "cut": lambda: os.truncate(allowed, 0),
    "new": lambda: os.close(os.open(other + ".new", os.O_CREAT | os.O_WRONLY)),
    "folder": lambda: os.listdir(os.path.dirname(other)),
    "socket": lambda: socket.socket(socket.AF_INET).close(),
    "datagram": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close(),
    "local": lambda: socket.socket(socket.AF_UNIX).close(),
    "pipe": lambda: os.pipe(),
    "fork": child,
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "kill": lambda: os.kill(os.getppid(), 0),
    "thread": thread,
    "memory": lambda: lasting("shmget", 0, 4096, 0o600),
    "queue": lambda: lasting("msgget", 0, 0o600),
}
told = {name: outcome(action) for name, action in tries.items()}
told["sealed"] = sealed
os.write(1, json.dumps(told).encode())
"""


def tried(tmp_path: Path, *, grants: bool, threads: bool = False, missing: bool = False) -> dict[str, object]:
    """What became of each try in a child that may open one file, or none; a `missing` file cannot be granted."""
    allowed, other = tmp_path / "allowed", tmp_path / "other"
    for path in (allowed, other):
        path.write_text("kept")
        path.chmod(0o644)
    for folder in [tmp_path, *tmp_path.parents][:3]:
        folder.chmod(folder.stat().st_mode | 0o755)
    program = [sys.executable, "-I", "-B", "-c", PROGRAM]
    arguments = [
        str(SOURCE),
        str(allowed) + ".missing" * missing if grants else "",
        str(other),
        "threads" if threads else "-",
    ]
    done = subprocess.run([*program, *arguments], capture_output=True, check=True, timeout=60)
    assert (allowed.read_text(), other.read_text()) == ("kept", "kept")
    assert not other.with_suffix(".new").exists()
    return json.loads(done.stdout)


@pytest.mark.parametrize("threads", [False, True])
def test_nothing_can_be_reached_but_what_was_granted(tmp_path, threads):
    told = tried(tmp_path, grants=True, threads=threads)
    if not told["sealed"]:
        pytest.skip("this kernel has no Landlock or no system call filter")
    assert told.pop("allowed") == "done"
    assert told.pop("thread") == ("done" if threads else "RuntimeError")
    told.pop("sealed")
    assert {name for name, outcome in told.items() if outcome == "done"} == set()


def test_nothing_at_all_can_be_reached_where_nothing_was_granted(tmp_path):
    told = tried(tmp_path, grants=False)
    told.pop("sealed")
    assert {name for name, outcome in told.items() if outcome == "done"} == set()


def test_without_a_lock_for_files_there_is_still_the_one_for_calls(tmp_path):
    if not tried(tmp_path, grants=True)["sealed"]:
        pytest.skip("this kernel has no Landlock or no system call filter")
    told = tried(tmp_path, grants=True, threads=True, missing=True)
    assert told.pop("sealed") is False
    assert {name for name, outcome in told.items() if outcome == "done"} == set()
    assert told["exec"] == "PermissionError"

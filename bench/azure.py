"""What sending many pictures to a rate-limited service costs: ours, Microsoft's client, and the bound of both.

    python bench/azure.py [--images N] [--skip-slow | --ours]

The service is `azure_double.py`: 400 ms an answer, 10 calls a second, 3 % answered with 503; then one that allows 6 a
second to clients that believe in 10. The bound is (pictures + repeats after a 503) / rate: nobody can be faster without
losing pictures, and a client that is has lost some. Peak memory is that of the whole process, interpreter included.
The official client takes part when azure-ai-vision-imageanalysis and aiohttp are installed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import struct
import subprocess
import sys
import tempfile
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import measure

HERE = Path(__file__).resolve().parent
SIDE = 258
"""Pixels; of noise, so that a picture has 200 KB."""
LIMITED = {"latency": 0.4, "rate": 10.0, "burst": 10.0, "busy": 0.03}
TIGHTER = {"latency": 0.4, "rate": 6.0, "burst": 6.0, "busy": 0.0}
ROW = "{:22} {:>8} {:>8} {:>6} {:>6} {:>6} {:>8} {:>8} {:>8}"
HEAD = ("", "seconds", "x bound", "lost", "429s", "503s", "x bytes", "cpu s", "peak MB")


class Place(NamedTuple):
    """Where the pictures are, and where they go."""

    endpoint: str
    folder: Path
    size: int
    """Bytes of all pictures."""


class Result(NamedTuple):
    """One client against one setting."""

    seconds: float
    lost: int
    told: dict[str, int]
    """What the service counted."""
    cpu: float
    peak: float
    """Megabytes."""


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--images", type=int, default=200, metavar="N", help="pictures to send (default 200)")
    parser.add_argument("--skip-slow", action="store_true", help="leave the one-by-one client out: it takes 90 s")
    parser.add_argument("--ours", action="store_true", help="leave every other client out")
    options = parser.parse_args()
    print(f"{options.images} pictures of 200 KB; Python {platform.python_version()}, {measure.machine()}")
    with tempfile.TemporaryDirectory() as name, double() as endpoint:
        folder = Path(name)
        place = Place(endpoint, folder, pictures(folder, options.images))
        peers = [] if options.ours else installed()
        slow = [] if options.skip_slow else ["SDK, one by one"]
        table("10 calls a second, 3 % 503", LIMITED, ["altproof", *[*slow, *peers] * bool(peers)], place)
        table("6 a second, believed to be 10", TIGHTER, ["altproof", *peers[1:2]], place)
        table("a cold cache, then a warm one", LIMITED, ["altproof, cache"] * 2, place)
    return 0


def installed() -> list[str]:
    """The rows of the official client; none, said by name, when it is not here."""
    imported = [sys.executable, "-P", "-c", "import aiohttp, azure.ai.vision.imageanalysis"]
    if subprocess.run(imported, stderr=subprocess.DEVNULL, check=False).returncode:
        print("left out: SDK (azure-ai-vision-imageanalysis and aiohttp are not installed)")
        return []
    return ["SDK, 8 threads", "SDK aio, 8 tasks", "SDK aio, 32 tasks"]


def pictures(folder: Path, count: int) -> int:
    """Fill the folder with different pictures; the bytes of all of them."""
    chance = random.Random(20260101)
    return sum((folder / f"{n:04}.png").write_bytes(png(chance)) for n in range(count))


def png(chance: random.Random) -> bytes:
    """A picture of noise, which does not compress."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + chance.randbytes(3 * SIDE) for _ in range(SIDE))
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@contextmanager
def double() -> Iterator[str]:
    """The service in a process of its own; its address."""
    with subprocess.Popen([sys.executable, HERE / "azure_double.py"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def ask(address: str, body: Any = None) -> dict[str, int]:
    """One question to the double."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(address, data=data), timeout=10) as reply:
        return dict(json.load(reply))


def table(title: str, setting: dict[str, float], names: list[str], place: Place) -> None:
    """Run each client and print its row."""
    print(f"\n{title}")
    print(ROW.format(*HEAD))
    for name in names:
        ask(f"{place.endpoint}/setting", setting)
        result = run(name, place)
        told = {**dict.fromkeys(("200", "429", "503", "bytes", "pictures"), 0), **result.told}
        bound = (told["200"] + told["503"]) / setting["rate"]
        figures = (
            f"{result.seconds:.2f}",
            f"{result.seconds / bound:.3f}" if bound and not result.lost else "-",
            *(f"{count}" for count in (result.lost, told["429"], told["503"])),
            f"{told['bytes'] / place.size:.3f}",
            f"{result.cpu:.2f}",
            f"{result.peak:.0f}",
        )
        print(ROW.format(name, *figures), flush=True)


def run(name: str, place: Place) -> Result:
    """One client in its own process."""
    # -P: this folder holds a module named azure, too.
    command = [sys.executable, "-P", str(HERE / "azure_clients.py"), name, place.endpoint, str(place.folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)  # Popen has not seen the process end
    if process.returncode:
        raise RuntimeError(f"{name} ended with {process.returncode}")
    figures = json.loads(said)
    told = ask(f"{place.endpoint}/told")
    return Result(figures["seconds"], figures["lost"], told, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    raise SystemExit(main())

"""What hostile pictures cost: every file of some folders through the decoding child, one after the other.

    .venv/bin/python bench/hostile_images.py FOLDER...

Tries bombs of its own besides. Prints for each folder how many files became a picture or one error, the slowest, and
the most memory that the program and any child ever held (VmHWM, which for a child that died is that of the last look
at it). Ends with 1 when a file crashed the program, took over 10 s, or the two together needed more than 512 MiB.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from struct import pack
from threading import Event, Thread
from typing import Self

from altproof.errors import ImageError
from altproof.images.identify import MAX_BYTES, identify
from altproof.images.workshop import Limits, Workshop

MOST_SECONDS, MOST_MEMORY = 10.0, 512 << 10
"""Seconds (9 for the image, one to see that they are over and to start a new child) and kB."""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900">{}</svg>'
MUTATIONS = 300


def png(width: int, height: int) -> bytes:
    """A PNG of one colour, packed as well as it can be."""
    rows = zlib.compress(bytes((width + 1) * height), 9)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def own() -> Iterator[tuple[str, bytes]]:
    """Bombs and mutations, the same every time."""
    yield "large", png(9_000, 5_500)
    yield "too large", png(9_000, 9_000)
    doubled = "".join(f'<g id="a{n + 1}"><use href="#a{n}"/><use href="#a{n}"/></g>' for n in range(40))
    filtered = '<filter id="f">{}</filter><path d="M0 0h900v900" filter="url(#f)"/>'
    bodies = {
        "use": f'<rect id="a0" width="9" height="9"/>{doubled}<use href="#a40"/>',
        "depth": "<g>" * 150_000,
        "noise": filtered.format('<feTurbulence numOctaves="99999"/>'),
        "blur": filtered.format('<feMorphology operator="dilate" radius="900"/>'),
        "many": '<circle r="9"/>' * 190_000,
    }
    for name, body in bodies.items():
        yield name, DRAWING.format(body).encode()
    dice = random.Random(1)
    sources = [
        png(90, 90),
        DRAWING.format('<g fill="#b00"><path d="M0 0L90 90V9z"/></g><text y="9">a</text>').encode(),
    ]
    for number, source in itertools.product(range(MUTATIONS // 2), sources):
        data = bytearray(source)
        for _ in range(dice.randint(1, 8)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        yield f"mutation {number}", bytes(data)


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder that is small enough to be looked at."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size <= MAX_BYTES:
            yield str(path.relative_to(folder)), path.read_bytes()


def peak(pid: int | str) -> int:
    """Highest resident memory of a process in kB; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


class Watch:
    """Looks at the child every 20 ms, so that one that dies has been seen."""

    def __init__(self, workshop: Workshop) -> None:
        self.highest = 0
        self._over = Event()
        self._workshop = workshop
        self._thread = Thread(target=self._run)

    def _run(self) -> None:
        while not self._over.wait(0.02):
            if (pid := self._workshop.pid) is not None:
                self.highest = max(self.highest, peak(pid))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def tried(name: str, inputs: Iterator[tuple[str, bytes]]) -> bool:
    """Try them all and print one line; whether everything was within bounds."""
    outcomes: Counter[str] = Counter()
    slowest, slowest_name = 0.0, ""
    with Workshop() as workshop, Watch(workshop) as watch:
        for file, data in inputs:
            start = time.monotonic()
            try:
                workshop.prepare(data, identify(data), Limits(media_types=frozenset(), min_side=1))
                outcomes["pictures"] += 1
            except ImageError as error:
                ended = "crashed" in error.message or "longer than" in error.message
                outcomes["ended children" if ended else "refused"] += 1
            if (took := time.monotonic() - start) > slowest:
                slowest, slowest_name = took, file
    child, program = watch.highest, peak("self")
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(outcomes.items()))
    print(f"{name}: {told}; slowest {slowest:.1f} s ({slowest_name})")
    print(f"  program {program / 1024:.0f} MiB + child {child / 1024:.0f} MiB")
    return slowest <= MOST_SECONDS and program + child <= MOST_MEMORY


def main() -> int:
    """The exit code."""
    results = [tried("own", own())]
    results += [tried(folder, files(Path(folder))) for folder in sys.argv[1:]]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())

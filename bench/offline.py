"""What looking offline takes: time for each image, memory, and what a second run still looks at.

    python bench/offline.py FOLDER [--most 100]

Looks at the images below FOLDER (at most so many, the first by name), then again with the answers kept. Memory is the
largest that was ever resident, of the program and of each child, read from /proc while it runs.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import statistics
import tempfile
import time
from pathlib import Path

from altproof.engines.base import Picture
from altproof.engines.cache import AnalysisCache, key_of
from altproof.engines.offline import OfflineEngine
from altproof.errors import AltproofError
from altproof.model import Feature, Request, Status
from altproof.pipeline import IMAGE_BYTES, image_file

SUFFIXES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".avif", ".tif", ".ico"}
ASKED = Request((Feature.READ, Feature.TAGS, Feature.PEOPLE, Feature.SMART_CROPS))


def images(folder: Path, most: int) -> list[Path]:
    """The images below a folder."""
    found = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES and path.is_file())
    return [path for path in found if path.stat().st_size <= IMAGE_BYTES][:most]


def children_peak() -> int:
    """MiB: the largest resident memory of the children that run now, added up."""
    children = Path("/proc/self/task").glob("*/children")
    pids = [pid for listing in children for pid in listing.read_text().split()]
    sizes = [line.split()[1] for pid in pids for line in status(pid) if line.startswith("VmHWM")]
    return sum(map(int, sizes)) // 1024


def status(pid: str) -> list[str]:
    """The lines of what the system says of a process."""
    try:
        return Path("/proc", pid, "status").read_text().splitlines()
    except OSError:
        return []


async def look(paths: list[Path], cache: AnalysisCache) -> tuple[list[float], int, int, int]:
    """Seconds of each image that was looked at; how many were known, how many could not be used, and children's MiB."""
    engine, seconds, known, refused, peak = OfflineEngine(), [], 0, 0, 0
    for path in paths:
        data = path.read_bytes()
        try:
            picture = Picture(image_file(path.name, data, Status.ADDED), data)
            key = key_of(picture.file.sha256, engine, ASKED)
            if cache.get(key, engine, ASKED) is not None:
                known += 1
                continue
            start = time.perf_counter()
            cache.put(key, await engine.analyse(picture, ASKED))
            seconds.append(time.perf_counter() - start)
        except AltproofError as error:
            refused += 1
            print(f"  {path.name}: {error.message}")
        peak = max(peak, children_peak())
    await engine.aclose()
    cache.close()
    return seconds, known, refused, peak


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=100)
    given = parser.parse_args()
    paths = images(given.folder, given.most)
    with tempfile.TemporaryDirectory() as folder:
        for run in ("first run", "second run"):
            seconds, known, refused, peak = asyncio.run(look(paths, AnalysisCache(Path(folder) / "cache.sqlite")))
            print(f"{run}: {len(paths)} images, {len(seconds)} looked at, {known} known, {refused} refused")
            tell(seconds, peak)


def tell(seconds: list[float], peak: int) -> None:
    """Print the figures of one run."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    if len(seconds) > 1:
        tenth = statistics.quantiles(seconds, n=10)[-1]
        median = statistics.median(seconds)
        print(f"  seconds for one: median {median:.2f}, p90 {tenth:.2f}, most {max(seconds):.2f}")
    spent = own.ru_utime + own.ru_stime, children.ru_utime + children.ru_stime
    print(f"  processor seconds so far: {spent[0]:.1f} of the program, {spent[1]:.1f} of its children")
    print(f"  resident at most: {own.ru_maxrss // 1024} MiB of the program, {peak} MiB of its children together")


if __name__ == "__main__":
    main()

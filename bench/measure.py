"""The measuring core of every benchmark here: two commands side by side, started in turn, compared by their medians.

A time on a shared machine says nothing by itself; the ratio of two that ran in the same minutes does. Trust cpu rather
than wall there. Nothing in this folder fails a build.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct


class Sample(Struct, frozen=True):
    """One run of one command."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of the process and the children it waited for, user and system together."""
    peak: float
    """Resident megabytes at most; starts with the parent's size, so compare it only within one benchmark."""


class Comparison(Struct, frozen=True):
    """Both sides of a benchmark, in the order of their runs; there may be more of ours."""

    ours: tuple[Sample, ...]
    reference: tuple[Sample, ...]

    def ratio(self, field: str) -> float:
        """Median of ours divided by median of the reference; below 1 ours takes less."""
        return middle(self.ours, field) / middle(self.reference, field)


def middle(samples: Sequence[Sample], field: str) -> float:
    """The median of one field."""
    return float(statistics.median(getattr(sample, field) for sample in samples))


def once(
    command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None, expected: int = 0
) -> Sample:
    """Run a command with its output thrown away. Raises RuntimeError when it does not end as expected."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=cwd, env=env)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    # Popen has not seen the process end, and would wait for it again.
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != expected:
        raise RuntimeError(f"{command} ended with {process.returncode}: a wrong answer is not worth timing")
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(
    ours: Sequence[str], reference: Sequence[str], *, runs: int = 7, often: int = 1, cwd: Path | None = None
) -> Comparison:
    """Start the two in turn, `runs` times after one turn that does not count.

    `often`: how many times ours is started in each turn. Half a second swings by a quarter from one moment to the next,
    which a reference of a minute evens out by itself.
    """
    turns = [([once(ours, cwd=cwd) for _ in range(often)], once(reference, cwd=cwd)) for _ in range(runs + 1)][1:]
    return Comparison(tuple(sample for some, _ in turns for sample in some), tuple(sample for _, sample in turns))


def compile_all() -> None:
    """Write the compiled files of the package, as its image has them: pip compiles what it is compared with, too."""
    package = Path(__file__).parents[1] / "src"
    subprocess.run([sys.executable, "-m", "compileall", "-q", package], check=True)


def machine() -> str:
    """What a table needs beside it to be read: cores and load, and the number says whether to trust wall time."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"

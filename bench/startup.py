"""What a run costs before it does anything: `altproof --version` and a check that finds nothing to do.

    python bench/startup.py [--runs N]

Each is started in turn with a Python that imports httpx and yaml, which is what most tools of this kind do first.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import measure

REFERENCE = [sys.executable, "-c", "import httpx, yaml"]
ALTPROOF = [str(Path(sys.executable).parent / "altproof")]
TOLD = "import atexit, sys; atexit.register(lambda: print(len(sys.modules), file=sys.stderr))"
ROW = "{:34} {:>9} {:>9} {:>9} {:>11} {:>11} {:>9}"


def empty_change(folder: Path) -> None:
    """A repository whose last commit changes no document and no image."""

    def git(*arguments: str) -> None:
        settings = ["-c", "user.name=Bench", "-c", "user.email=bench@example.org", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)

    git("init", "--quiet")
    for text in ("one\n", "two\n"):
        (folder / "notes.txt").write_text(text, "utf-8")
        git("add", ".")
        git("commit", "--quiet", "--message", text.strip())


def modules_loaded(command: list[str], folder: Path) -> int:
    """How many modules the interpreter has loaded by the end, those of its own start included."""
    code = "" if command[0] != sys.executable else command[-1]
    program = f"{TOLD}\n{code or 'from altproof.cli import script; script()'}"
    arguments = () if code else command[1:]
    told = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    return int(told.stderr.splitlines()[-1])


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="measured runs of each command (default 7)")
    runs = parser.parse_args().runs
    measure.compile_all()
    print(f"Python {platform.python_version()}, {measure.machine()}, {runs} runs each, medians\n")
    print(ROW.format("", "wall ms", "cpu ms", "peak MB", "wall ratio", "cpu ratio", "modules"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty_change(folder)
        for title, arguments in (("altproof --version", ["--version"]), ("altproof check, nothing to do", ["check"])):
            command = [*ALTPROOF, *arguments]
            result = measure.compare(command, REFERENCE, runs=runs, cwd=folder)
            print(row(title, result.ours, modules_loaded(command, folder), result))
            print(row("  import httpx, yaml", result.reference, modules_loaded(REFERENCE, folder)))
    print("\nratio: ours divided by the reference beside it; below 1 ours is cheaper")
    return 0


def row(title: str, samples: tuple[measure.Sample, ...], modules: int, result: measure.Comparison | None = None) -> str:
    """One line of the table; the ratios only where there is something to compare with."""
    ratios = [f"{result.ratio(field):.2f}" if result else "" for field in ("wall", "cpu")]
    wall, cpu, peak = (measure.middle(samples, field) for field in ("wall", "cpu", "peak"))
    return ROW.format(title, f"{wall * 1000:.0f}", f"{cpu * 1000:.0f}", f"{peak:.0f}", *ratios, modules)


if __name__ == "__main__":
    raise SystemExit(main())

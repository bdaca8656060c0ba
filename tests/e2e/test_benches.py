"""Every benchmark still runs and prints its table: small, since what it measures is no matter of a test."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = str(ROOT / "examples")
WITHOUT_A_TEST = {
    "hostile_images.py": "minutes",
    "measure.py": "no command",
    "azure_clients.py": "no command",
    "azure_double.py": "no command",
    "draft_scores.py": "no command",
    "references_alone.py": "run by references.py",
}
RUNS = {
    "azure.py": (["--images", "2", "--ours"], r"(?m)^altproof, cache +[\d.]+ "),
    "drafts.py": (["--no-engine"], r"(?m)^file name +2 "),
    "likeness.py": ([EXAMPLES, "--most", "4"], r"pairs of different files: 0 alike"),
    "marks.py": ([EXAMPLES], r"alarm-settings\.png: box \d+"),
    "offline.py": ([EXAMPLES, "--most", "1"], r"second run: 1 images, 0 looked at, 1 known"),
    "references.py": (["--runs", "1", "--files", "60"], r"(?m)^git grep, markers only +\d+ "),
    "rules.py": (["--runs", "1", "--references", "40"], r"(?m)^every rule +\d+ "),
    "scaling.py": (["--reader", "rst", "--size", "2000"], r"(?m)^\d+ inputs of 2,000 and 4,000 characters; "),
    "startup.py": (["--runs", "1"], r"(?m)^altproof --version +\d+ "),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_benchmark_prints_its_table(name: str) -> None:
    arguments, shown = RUNS[name]
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / name, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1} if name == "scaling.py" else done.returncode == 0, done.stderr
    assert re.search(shown, done.stdout), done.stdout


def test_every_benchmark_is_run_here_or_has_a_reason() -> None:
    assert {path.name for path in (ROOT / "bench").glob("*.py")} == RUNS.keys() | WITHOUT_A_TEST.keys()

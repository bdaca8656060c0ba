"""What finding every image of a large documentation tree costs, beside a bare scan for markers and beside a linter.

    python bench/references.py [--runs N] [--files N] [--markdownlint PATH]

The tree is made here: Markdown pages of which 2.9 % hold an image, the share measured in a large public documentation
repository, each of the size and with the headings, links, code, lists and tables that such pages have. The references:
`git grep` and, when installed, ripgrep, which only list the files that hold a marker; markdownlint-cli2 with its one
rule about alt text, when a path to it is given (`npm install markdownlint-cli2`).
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import measure

SHARE = 0.029
"""Of the pages that hold an image."""
MARKERS = ("![", "<img", ":::image")
WORDS = ("the", "pump", "level", "alarm", "reads", "harbour", "gauge", "when", "water", "and", "sensor", "a", "report")
SECTIONS = 6
"""Of a page, with one heading each. A page has 4.6 KB, the mean of the pages measured."""
OURS = {
    "references alone": [sys.executable, str(Path(__file__).with_name("references_alone.py"))],
    "altproof check --all": [
        *(str(Path(sys.executable).parent / "altproof"), "check", "--all", "--engine", "none", "--format", "json")
    ],
}
"""What is measured: without any rule, and with those of the default profile."""
SLOW_RUNS = 3
"""Of what takes a minute each time; ours is run `--runs` times before each of them."""
ROW = "{:34} {:>9} {:>9} {:>9} {:>11} {:>11}"


def page(chance: random.Random, number: int) -> str:
    """One page, made up as those of two public documentation repositories; about one in 34 shows three images.

    In 4.6 KB: front matter, 7 headings, 8 links, 12 spans of code, 4 in bold, 12 items, 3 blocks of code with 7 lines,
    a table of 4 rows.
    """
    parts = [f"---\ntitle: Page {number}\ndescription: {said(chance, 12)}\n---", f"# Page {number}"]
    for section in range(SECTIONS):
        link = f"[{said(chance, 3)}](../area-{section}/page-{section}.md#{chance.choice(WORDS)})"
        span = f"`{chance.choice(WORDS)}.{chance.choice(WORDS)}()`"
        parts += [
            f"## {said(chance, 4).capitalize()}",
            f"{said(chance, 24)} {link}, {said(chance, 12)} {span} {said(chance, 20)}.",
            "\n".join(f"- {said(chance, 9)} `{chance.choice(WORDS)}`" for _ in range(2)),
        ]
        if section % 2:
            lines = (f"    if (pump.{chance.choice(WORDS)} > {chance.randrange(100)}) {{ stop(); }}" for _ in range(5))
            parts.append("\n".join(("```cpp", "void check() {", *lines, "}", "```")))
        else:
            parts.append(f"**{said(chance, 2).capitalize()}**: {said(chance, 32)} {link}.")
    rows = (f"| `{chance.choice(WORDS)}` | {said(chance, 6)} | {chance.randrange(100)} |" for _ in range(4))
    parts.append("\n".join(("| Name | Meaning | Value |", "|---|---|---|", *rows)))
    if chance.random() < SHARE:
        for image in range(3):
            parts.insert(chance.randrange(2, len(parts)), f"![Gauge {image} of station {number}](img/{image}.png)")
    return "\n\n".join(parts) + "\n"


def said(chance: random.Random, words: int) -> str:
    """Some words."""
    return " ".join(chance.choices(WORDS, k=words))


def tree(folder: Path, files: int) -> int:
    """Fill a git repository; the number of bytes in it."""
    chance = random.Random(20260101)
    size = 0
    for number in range(files):
        path = folder / f"area-{number % 40}" / f"page-{number}.md"
        if not path.parent.exists():
            (path.parent / "img").mkdir(parents=True)
            for image in range(3):
                (path.parent / "img" / f"{image}.png").write_bytes(b"")
        size += path.write_text(page(chance, number), "utf-8")
    # Packed, as a clone is
    steps = (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "pages"], ["gc", "--quiet"])
    for command in steps:
        identity = ["-c", "user.name=Bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0"]
        subprocess.run(["git", *identity, *command], cwd=folder, check=True)
    return size


def to_file(command: str) -> list[str]:
    """The command with its output kept: a grep that writes to nowhere may stop at its first match."""
    return ["sh", "-c", f"{command} > ../found || true"]


def references(folder: Path, markdownlint: str) -> dict[str, list[str]]:
    """What we are measured against."""
    patterns = " ".join(f"-e '{marker}'" for marker in MARKERS)
    found = {"git grep, markers only": to_file(f"git grep -l -z -F {patterns} HEAD")}
    if shutil.which("rg"):
        found["ripgrep, markers only"] = to_file(f"rg -l -F {patterns} .")
    if markdownlint:
        rules = {"config": {"default": False, "MD045": True}, "globs": ["**/*.md"]}
        (folder / ".markdownlint-cli2.jsonc").write_text(json.dumps(rules), "utf-8")
        found["markdownlint-cli2, MD045 only"] = to_file(f"{markdownlint} 2>&1")
    return found


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="measured runs (default 5; of slow ones 3)")
    parser.add_argument("--files", type=int, default=10_000, metavar="N", help="pages in the tree (default 10,000)")
    parser.add_argument("--markdownlint", default="", metavar="PATH", help="the markdownlint-cli2 to compare with")
    options = parser.parse_args()
    measure.compile_all()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "tree")
        folder.mkdir()
        size = tree(folder, options.files)
        print(
            f"{options.files:,} pages, {size / 1e6:.1f} MB; Python {platform.python_version()}, {measure.machine()}\n"
        )
        for ours_title, ours in OURS.items():
            report = json.loads(subprocess.run(ours, cwd=folder, capture_output=True, check=True).stdout)
            print(f"{len(report['references']):,} references found\n")
            print(ROW.format(f"{ours_title} beside", "wall ms", "cpu ms", "peak MB", "wall ratio", "cpu ratio"))
            for title, command in references(folder, options.markdownlint).items():
                slow = "markdownlint" in title
                runs, often = (min(options.runs, SLOW_RUNS), options.runs) if slow else (options.runs, 1)
                result = measure.compare(ours, command, runs=runs, often=often, cwd=folder)
                print(row(title, result))
            print()
    return 0


def row(title: str, result: measure.Comparison) -> str:
    """Our own figures, and how many times the reference's they are."""
    middle = [measure.middle(result.ours, field) for field in ("wall", "cpu", "peak")]
    ratios = [f"{result.ratio(field):.3g}" for field in ("wall", "cpu")]
    return ROW.format(title, f"{middle[0] * 1000:.0f}", f"{middle[1] * 1000:.0f}", f"{middle[2]:.0f}", *ratios)


if __name__ == "__main__":
    raise SystemExit(main())

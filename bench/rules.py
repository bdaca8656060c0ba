"""What judging every place by every rule costs, beside reading the documents that show the images.

    python bench/rules.py [--runs N] [--references N]

The documents are made here: pages of Markdown, HTML, reStructuredText and AsciiDoc with four images each among a mean
page's prose; two thirds of the alt texts are good, the others poor or missing. Both sides run in this process, in turn,
and the processor time of each is compared.
"""

from __future__ import annotations

import argparse
import platform
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import measure

from altproof.model import Analysis, Caption, ImageReference, RuleChoice, Severity, Status, Tag, TextLine
from altproof.readers import reader_for
from altproof.rules import RULES, judge
from altproof.rules.base import Subject
from altproof.rules.page import Page
from altproof.rules.profiles import DEFAULT, Policy, policy

IMAGES_PER_PAGE = 4
PARAGRAPHS = 8
"""Of 85 words: about 3.7 KB, near the mean of the pages measured in a large public documentation repository."""
WORDS = ("the", "pump", "level", "alarm", "reads", "harbour", "gauge", "when", "water", "and", "sensor", "a", "report")
SUFFIXES = ("md", "md", "md", "md", "md", "html", "rst", "adoc")
ALTS = (
    (44, "Screenshot of the alarm page with the report of gauge {n} open"),
    (14, "Level of the harbour over the week, rising from {n} cm to 140 cm in the night of the storm"),
    (8, "Gauge {n}"),
    (12, None),
    (3, ""),
    (5, "image"),
    (4, "gauge-{n}.png"),
    (3, "Image of the pump with the number {n}"),
    (2, "Bildschirmfoto 2026-04-28 um 11.21.{n}"),
    (2, "水位計{n}の警報画面のスクリーンショット"),
    (2, "The report of the pump, the level and the alarm, " * 8),
    (1, "https://example.org/gauge/{n}"),
)
"""Of a hundred alt texts; `None`: left out."""
ROW = "{:44} {:>10} {:>10} {:>10}"


def image(suffix: str, number: int, alt: str | None) -> str:
    """One image in the syntax of its document."""
    name = f"img/gauge-{number}.png"
    if suffix == "html" or (suffix == "md" and number % 5 == 0):
        return f'<img src="{name}">' if alt is None else f'<img src="{name}" alt="{alt}" width="600">'
    if suffix == "rst":
        return f".. image:: {name}\n" + ("" if alt is None else f"   :alt: {alt}\n")
    if suffix == "adoc":
        quoted = "" if alt is None else f'"{alt}"'
        return f"image::{name}[{quoted}]"
    shown = f"![{alt or ''}]({name})"
    return f"[{shown}](gauge-{number}.md)" if number % 9 == 0 else shown


def document(chance: random.Random, number: int) -> tuple[str, str]:
    """The path and the text of one page."""
    suffix = SUFFIXES[number % len(SUFFIXES)]
    parts = [" ".join(chance.choices(WORDS, k=85)).capitalize() + "." for _ in range(PARAGRAPHS)]
    for shown in range(IMAGES_PER_PAGE):
        alt = chance.choices([alt for _, alt in ALTS], [weight for weight, _ in ALTS])[0]
        own = number * IMAGES_PER_PAGE + shown
        parts.insert(2 * shown + 1, image(suffix, own, alt and alt.format(n=own % 60)))
    title = {"html": "<h1>{}</h1>", "adoc": "= {}", "rst": "{}\n========"}.get(suffix, "# {}")
    text = title.format(f"Page {number}") + "\n\n" + "\n\n".join(parts) + "\n"
    return f"docs/page-{number}.{suffix}", text


def read(documents: Sequence[tuple[str, str]]) -> list[list[ImageReference]]:
    """The references of each document."""
    readers = ((reader_for(path), path, text) for path, text in documents)
    return [reader.references(path, text) for reader, path, text in readers if reader is not None]


def judged(pages: Sequence[Sequence[ImageReference]], wanted: Policy, analysis: Analysis | None) -> Counter[str]:
    """How often each rule spoke."""
    said: Counter[str] = Counter()
    for references in pages:
        page = Page(references)
        for reference in references:
            subject = Subject(
                reference, analysis=analysis, page=page, image_status=Status.MODIFIED, find_kind=lambda: "screenshot"
            )
            said.update(verdict.rule for verdict in judge(subject, wanted))
    return said


def cpu(work: Callable[[], object]) -> float:
    """Processor seconds of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="measured runs of each side (default 5)")
    parser.add_argument("--references", type=int, default=10_000, metavar="N", help="places in all (default 10,000)")
    options = parser.parse_args()
    chance = random.Random(20260101)
    documents = [document(chance, number) for number in range(options.references // IMAGES_PER_PAGE)]
    pages = read(documents)
    every = {name: RuleChoice(names_severity=True, severity=Severity.NOTICE) for name in RULES}
    seen = Analysis(
        "bench",
        caption=Caption("a graph of a pump", 0.8),
        tags=(Tag("text", 0.99), Tag("screenshot", 0.95)),
        text_lines=(TextLine("Level of the pump"),) * 10,
    )
    sides: dict[str, tuple[Policy, Analysis | None]] = {
        f"the profile {DEFAULT}": (policy(DEFAULT), None),
        "every rule": (policy("editoria", every, min_length=40), None),
        "every rule, an engine's answer at hand": (policy("editoria", every, min_length=40), seen),
    }
    said = judged(pages, *sides["every rule"])
    size = sum(len(text.encode()) for _, text in documents)
    print(
        f"{sum(map(len, pages)):,} references in {len(documents):,} documents, {size / 1e6:.1f} MB; {len(RULES)} "
        f"rules, {len(said)} of them speak, {said.total():,} findings; Python {platform.python_version()}, "
        f"{measure.machine()}\n"
    )
    print(ROW.format("judging by", "judge ms", "read ms", "cpu ratio"))
    for title, side in sides.items():
        ours_now = partial(judged, pages, *side)
        pairs = [(cpu(ours_now), cpu(partial(read, documents))) for _ in range(options.runs + 1)][
            1:
        ]  # the first warms up
        ours, reading = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(ROW.format(title, f"{ours * 1000:.0f}", f"{reading * 1000:.0f}", f"{ours / reading:.2f}"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Whether every reader takes twice as long for a document twice as large, whatever is in it: `python bench/scaling.py`.

For each reader and hostile input it prints the processor time at both sizes and their ratio, and ends with 1 when one
is above 2.6. Times under a hundredth of a second are too coarse to judge and only printed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from altproof.readers import READERS, markdown, notebook
from altproof.readers.base import Generator, Reader, Site

MOST = 2.6
"""Doubling may cost this; what is quadratic costs 4."""
COARSE = 0.01
"""Seconds of processor time."""
SIZE = 100_000
"""Characters of the smaller document."""

Input = Callable[[int], str]


def _repeated(part: str) -> Input:
    return lambda size: part * (size // len(part))


def _deep(part: str, end: str = "\n") -> Input:
    """Lines of which each lies one `part` deeper than the one before."""

    def lines(size: int) -> str:
        depth = int((2 * size / max(1, len(part))) ** 0.5)
        return "".join(part * level + "a" + end for level in range(depth))

    return lines


REPEATED = (
    *(
        "![",
        "![a](b.png) ",
        '![a](b.png "t") ',
        "![a](",
        "![a][",
        "![a][b]\n",
        "[a]: b\n",
        "[[[[",
        "![[a.png]] ",
        "]]]]",
    ),
    *(
        "(((",
        "`",
        "``a` ",
        "*a_",
        "\\",
        "&",
        "&#",
        "&amp;",
        "<",
        "<a ",
        "<img ",
        "<img src=a>",
        "<img src=",
        '<img alt="',
    ),
    *("<!--", "<!-- -->", "-->", "<div>", "</div>", "<div>\n", "<p", "<script>", "<pre><code>", "<svg role=img>"),
    *("<picture>", "<a href=b>", "<figure>", '<b id="a" aria-labelledby="a">a', "<?", "<% ", "<![CDATA["),
    *(
        "{{",
        "{{ ",
        "{{ a }}",
        "{%",
        "{% raw %}",
        "{% comment %}",
        "{% include image.html ",
        "{{<",
        "{{< figure ",
        "{{% ",
    ),
    *('{{< img src="a" >}}', "{{< highlight >}}", "{#", "{", "}", "{a}", "{alt=", '![](a.png){alt="', "![a]({{ b }}) "),
    *(
        ":::",
        ":::image",
        ":::image source=",
        ':::image source="a":::',
        ':::image source="a"\n',
        ":::{image} a\n",
        "::::{note}\n",
    ),
    *(
        "```{image} a\n",
        "```{note}\n",
        "```\n",
        "~~~\n",
        "```{eval-rst}\n",
        "$",
        "^",
        "|",
        "| a ",
        "|\n",
        "|---|\n",
        "% a\n",
    ),
    *(
        "image::",
        "image::a.png[]\n",
        "image::a[",
        "image:a[",
        "image:a[b] ",
        "image:",
        "\n[alt=a]\n",
        "|===\n",
        "|===\n|a\n",
    ),
    *(
        "----\n",
        "====\n",
        "--\n",
        "++++\n",
        "+++a",
        "pass:[",
        "+\n",
        "* a\n+\n",
        ":a: {a}\n",
        "{a} ",
        ":imagesdir: a\n",
        "a::\n",
    ),
    *(
        ".. image::",
        ".. image:: a\n",
        ".. image:: a\n   :alt: b\n\n",
        ".. |a| image:: b\n",
        ".. figure:: a\n\n   b\n\n",
        ".. ",
    ),
    *(
        ".. raw:: html\n\n   <img src=a>\n\n",
        "|a| ",
        "::\n\n",
        "+---+\n",
        "== ==\n",
        ".. note:: ",
        ".. csv-table::\n\n   a\n\n",
    ),
    *(
        "> ",
        "- ",
        "1. ",
        "- a\n",
        "> a\n",
        "    a\n",
        "# a\n",
        "a\n",
        "\n",
        "\r\n",
        " ",
        "\t",
        "a",
        "a ",
        "é",
        "猫 ",
        "\x00",
    ),
    *(
        "<Image src={",
        "<Image {...a} />",
        "{/*",
        "import a from 'b'\n",
        "export ",
        "`${",
        "{`",
        "<A.",
        '<img alt={"',
        "=> ",
    ),
    *(
        "!!! note\n    a\n\n",
        '=== "a"\n',
        "<div markdown>\n",
        "![a](b c) ",
        ":::note[",
        "---\na: b\n",
        "a: &a [*a, *a]\n",
    ),
)
SECTIONS = (
    *("## a\n\n![a](b)\n\n", "## a\n\na\n\n", "## a\n\n![a](b)\n\n## a\n\n", "## a\n\n<b>\n\n", "\n#", "#\n\n"),
    *("```\n\n## a\n```\n", "  ```\n  a\n  ```\n", "a ``` a\n", "```\n\n## a\n\n", "~~~\n```\n"),
    *("## a\n\n| a |\n|-|\n\n", "## a\n\n![a](b)\r\n\r\n", "## &nbsp;\n\n"),
)
"""Of a page that begins with its title: so it may be parsed in parts."""
SHAPES: dict[str, Input] = {
    **{json.dumps(part, ensure_ascii=False)[1:-1]: _repeated(part) for part in REPEATED},
    **{f"title, {part!r}": lambda size, part=part: f"# a\n\n{_repeated(part)(size)}" for part in SECTIONS},
    "quotes, deeper": _deep("> "),
    "items, deeper": _deep("- "),
    "indented items, deeper": lambda size: "".join("  " * n + "- a\n" for n in range(int(size**0.5))),
    "brackets, closed": lambda size: "![" * (size // 4) + "](a)" * (size // 8),
    "tags, closed": lambda size: "<b>" * (size // 8) + "</b>" * (size // 8),
    "braces, closed": lambda size: "{" * (size // 2) + "}" * (size // 2),
    "front matter": lambda size: "---\n" + "image: a\n" * (size // 9) + "---\n",
    "images behind a long word": lambda size: "a" * (size // 2) + "![](b.png) " * (size // 22),
    "directives, deeper": lambda size: "".join("   " * n + ".. note::\n\n" for n in range(int((size / 3) ** 0.5))),
}
SITES = {
    "": Site(front_matter=(("image", "image-alt"),)),
    **{
        name.value: Site(generator=name)
        for name in (Generator.MKDOCS, Generator.JEKYLL, Generator.SPHINX, Generator.OBSIDIAN)
    },
}


class Result(NamedTuple):
    """One input at both sizes, in seconds of processor time."""

    reader: str
    shape: str
    once: float
    twice: float

    @property
    def ratio(self) -> float:
        """What doubling costs."""
        return self.twice / max(self.once, 1e-6)

    @property
    def fails(self) -> bool:
        """Whether it says for certain that reading is not linear."""
        return self.twice > COARSE and self.ratio > MOST


def _seconds(reader: Reader, text: str, site: Site, runs: int) -> float:
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        reader.references(f"a{reader.SUFFIXES[0]}", text, site)
        best = min(best, time.process_time() - start)
    return best


def _measured(reader: Reader, name: str, shape: Input, site: Site, size: int) -> Result:
    def text(length: int) -> str:
        made = shape(length)
        return json.dumps({"cells": [{"cell_type": "markdown", "source": made}]}) if reader is notebook else made

    for runs in (1, 3, 7):  # a busy machine says 3 now and then; what is not linear says it every time
        once, twice = (_seconds(reader, text(length), site, runs) for length in (size, 2 * size))
        result = Result(reader.NAME, name, once, twice)
        if not result.fails:
            break
    return result


def results(only: str, shapes: str, size: int) -> Iterator[Result]:
    """Every input for every reader whose name begins with `only`; `shapes` is part of the input's name."""
    for reader in READERS:
        for site_name, site in SITES.items() if reader is markdown else [("", SITES[""])]:
            label = f"{site_name} " if site_name else ""
            for name, shape in SHAPES.items():
                if reader.NAME.startswith(only) and shapes in name:
                    result = _measured(reader, f"{label}{name}", shape, site, size)
                    if result.fails:  # the whole takes long: who ends it early has seen these
                        print(_line(result), file=sys.stderr, flush=True)
                    yield result


def _line(result: Result) -> str:
    mark = "FAIL" if result.fails else "    "
    return f"{mark} {result.ratio:5.2f}  {result.once:7.3f} s {result.twice:7.3f} s  {result.reader:9} {result.shape}"


def main() -> int:
    """Measure, print the worst and the slowest, and say with the exit code whether all are linear."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", default="", help="only readers whose name begins so")
    parser.add_argument("--input", default="", help="only inputs whose name holds this")
    parser.add_argument("--size", type=int, default=SIZE, help="characters of the smaller document")
    parser.add_argument("--all", action="store_true", help="print every input, not only the twenty worst")
    given = parser.parse_args()
    found = sorted(results(given.reader, given.input, given.size), key=lambda r: (r.fails, r.twice > COARSE, r.ratio))[
        ::-1
    ]
    for result in found if given.all else found[:20]:
        print(_line(result))
    for result in sorted(found, key=lambda r: -r.twice)[:8]:
        print(f"slowest    {result.twice:7.3f} s  {result.reader:9} {result.shape}")
    failed = sum(result.fails for result in found)
    print(f"{len(found)} inputs of {given.size:,} and {2 * given.size:,} characters; {failed} above {MOST}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

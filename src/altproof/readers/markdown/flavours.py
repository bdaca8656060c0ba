"""Which alt text counts in each dialect of Markdown when a label and an attribute list both stand at an image."""

from __future__ import annotations

from msgspec import Struct

from altproof.readers.base import Generator, Site


class Flavour(Struct, frozen=True):
    """What a dialect does with `![label](x.png){alt="…"}`."""

    names: tuple[str, ...] = ("fig-alt", "alt")
    """Attributes that give the alt text, the stronger one first; empty: the label alone counts."""
    reads_lists: bool = True
    """False: a list behind an image is text."""
    one_line: bool = False
    """True: a list ends on the line where it begins."""
    shows_label: bool = True
    """True: a label beside an alt attribute is the caption; False: the attribute takes its place."""
    figure: str | None = None
    """The syntax of an image alone in its paragraph, whose label is a caption and whose alt text goes into the list."""
    sizes: bool = False
    """True: a label may end in `|100` or `|100x145`, which is no alt text."""


_QUARTO = Flavour(figure="quarto-figure")
_PANDOC = Flavour(names=("alt", "fig-alt"), figure="pandoc-figure")
_LABEL_ONLY = Flavour(names=())
_BY_GENERATOR = {
    Generator.QUARTO: _QUARTO,
    Generator.CARPENTRIES: _PANDOC,
    Generator.MKDOCS: Flavour(names=("alt",), one_line=True, shows_label=False),
    Generator.MYSTMD: _LABEL_ONLY,
    Generator.SPHINX: _LABEL_ONLY,
    Generator.HUGO: Flavour(names=(), reads_lists=False),
    Generator.OBSIDIAN: Flavour(sizes=True),
}
_UNKNOWN = Flavour()
FIGURE_ATTRIBUTES = {"quarto-figure": "fig-alt", "pandoc-figure": "alt"}
"""What new alt text is called in the list of such a figure."""


def flavour(document: str, site: Site) -> Flavour:
    """The dialect of one document; where nothing says so, any alt text counts, so that none is called missing."""
    if site.generator is None:
        name = document.lower()
        return _QUARTO if name.endswith(".qmd") else _PANDOC if name.endswith(".rmd") else _UNKNOWN
    return _BY_GENERATOR.get(site.generator, _UNKNOWN)

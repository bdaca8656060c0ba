"""Document formats: text in, image references out, and the way back. One package per format, listed in `READERS`."""

from __future__ import annotations

from itertools import chain
from typing import Final, NamedTuple

from altproof.readers import asciidoc, html, markdown, mdx, notebook, rst
from altproof.readers.base import Reader
from altproof.readers.proof import Proof, prove, proven_edit, proven_edits
from altproof.sites import Generator, Site

__all__ = [
    "MARKERS",
    "READERS",
    "SUFFIXES",
    "Proof",
    "Search",
    "prove",
    "proven_edit",
    "proven_edits",
    "reader_for",
    "searches",
]

READERS: Final[tuple[Reader, ...]] = (markdown, mdx, html, rst, asciidoc, notebook)

SUFFIXES: Final = tuple(chain.from_iterable(reader.SUFFIXES for reader in READERS))
"""Every file name ending that some reader takes."""

MARKERS: Final = tuple(dict.fromkeys(chain.from_iterable(reader.MARKERS for reader in READERS)))
"""A document without any of these strings (letter case ignored) shows no image in any format."""


class Search(NamedTuple):
    """What finds the documents of one format: those with any of these endings that hold any of these strings."""

    markers: tuple[str, ...]
    suffixes: tuple[str, ...]
    """Letter case is ignored for both."""


def searches(site: Site = Site()) -> tuple[Search, ...]:
    """One search for each format: a page is not looked through for the signs of the others.

    Markdown is looked through for those of MDX as well (see `reader_for`), and everything for what `site` adds.
    """
    signs = {reader.NAME: reader.MARKERS for reader in READERS}
    signs[markdown.NAME] = tuple(dict.fromkeys((*markdown.MARKERS, *mdx.MARKERS)))
    return tuple(Search((*signs[reader.NAME], *site.markers), reader.SUFFIXES) for reader in READERS)


def reader_for(path: str, site: Site = Site()) -> Reader | None:
    """The reader for a file by its name, letter case ignored; None: Altproof reads no such documents.

    Docusaurus reads `.md` files as MDX, too (its `markdown.format` is `mdx` unless set otherwise).
    """
    name = path.lower()
    reader = next((reader for reader in READERS if name.endswith(reader.SUFFIXES)), None)
    return mdx if reader is markdown and site.generator is Generator.DOCUSAURUS else reader

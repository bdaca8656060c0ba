"""Markdown in all its dialects, with the HTML that people write in it.

`reader` does the work; it is loaded with the first such document.
"""

from __future__ import annotations

from typing import Final

from altproof.model import Edit, ImageReference
from altproof.readers import markers
from altproof.readers.base import Site

NAME: Final = "markdown"
SUFFIXES: Final = (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd")
MARKERS: Final = (
    *(markers.MARKDOWN, *markers.HTML, markers.DOCFX, *markers.MYST),
    *(*markers.SHORTCODES, markers.LIQUID),
)


def references(document: str, text: str, site: Site = Site()) -> list[ImageReference]:
    """Every image the document shows, in order; see `Reader.references`."""
    from altproof.readers.markdown import reader

    return reader.references(document, text, site)


def edit(text: str, reference: ImageReference, alt: str, site: Site = Site()) -> Edit | None:
    """The edit that makes `alt` the alt text of this reference; see `Reader.edit`."""
    from altproof.readers.markdown import reader

    return reader.edit(text, reference, alt, site)

"""Jupyter notebooks: the Markdown of their cells by the Markdown reader, and, when wanted, the figures code has made.

`reader` does the work; it is loaded with the first such document.
"""

from __future__ import annotations

from typing import Final

from altproof.model import Edit, ImageReference
from altproof.readers import markdown, markers
from altproof.readers.base import Site

NAME: Final = "notebook"
SUFFIXES: Final = (".ipynb",)
MARKERS: Final = (*markdown.MARKERS, markers.OUTPUTS, *markers.JSON_ESCAPES)


def references(document: str, text: str, site: Site = Site()) -> list[ImageReference]:
    """Every image the document shows, in order; see `Reader.references`."""
    from altproof.readers.notebook import reader

    return reader.references(document, text, site)


def edit(text: str, reference: ImageReference, alt: str, site: Site = Site()) -> Edit | None:
    """The edit that makes `alt` the alt text of this reference; see `Reader.edit`."""
    from altproof.readers.notebook import reader

    return reader.edit(text, reference, alt, site)


def unescaped(text: str) -> str:
    """The source of a notebook with its ASCII signs unescaped: no JSON any more, but its markers can be counted."""
    from altproof.readers.notebook import reader

    return reader.unescaped(text)

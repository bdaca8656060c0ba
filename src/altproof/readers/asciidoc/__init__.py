"""AsciiDoc: block and inline image macros, and the HTML that is passed through.

`reader` does the work; it is loaded with the first such document.
"""

from __future__ import annotations

from typing import Final

from altproof.model import Edit, ImageReference
from altproof.readers import markers
from altproof.readers.base import Site

NAME: Final = "asciidoc"
SUFFIXES: Final = (".adoc", ".asciidoc", ".asc", ".ad")
MARKERS: Final = (markers.ASCIIDOC, *markers.ASCIIDOC_SPLIT, *markers.HTML)


def references(document: str, text: str, site: Site = Site()) -> list[ImageReference]:
    """Every image the document shows, in order; see `Reader.references`."""
    from altproof.readers.asciidoc import reader

    return reader.references(document, text, site)


def edit(text: str, reference: ImageReference, alt: str, site: Site = Site()) -> Edit | None:
    """The edit that makes `alt` the alt text of this reference; see `Reader.edit`."""
    from altproof.readers.asciidoc import reader

    return reader.edit(text, reference, alt, site)

"""Text that looks like an image and is none, so that the page shows the signs instead of the picture.

`leftovers` is asked besides `Reader.references`, whose answers it never repeats. Only what is certainly no image for
the format is found: Markdown (CommonMark and what the site's program adds) and reStructuredText.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from altproof.model import ImageReference, Surroundings
from altproof.patterns import lazy_regex
from altproof.readers import markdown, rst
from altproof.readers.base import Positions, Reader, Site
from altproof.readers.leftover_kinds import Leftover
from altproof.readers.markers import DOCFX, MARKDOWN

_HTML_LINE = lazy_regex(r"^(?:[\ufeff \t>*+.)\d-]++|\[\^[^\]\n]++\]:)*+<", re.MULTILINE)
"""What may begin a block of HTML, also in quotes, lists and footnotes."""
_PLAIN = lazy_regex(r"!\[[^\[\]\n]{0,300}\]\([^\s()<>]{1,300}(?: \"[^\"\n]{0,300}\")?\)")
"""An image whose address holds neither blanks nor parentheses."""


def leftovers(document: str, text: str, reader: Reader, site: Site = Site()) -> list[ImageReference]:
    """Everything in the document that looks like an image and is none, in order; never raises on any text.

    `reader` is the one that reads the document. Each is a reference without alt text to judge (`fixed_alt`), whose
    `syntax` says what is wrong; `surroundings.label` is the undefined label or the unknown name.
    """
    found = list(_found(text, reader, site))
    positions = Positions(text) if found else None
    return [
        ImageReference(
            document=document,
            span=positions.span(one.start, one.end),
            syntax=one.syntax,
            target=one.target,
            alt=None,
            alt_span=None,
            surroundings=Surroundings(label=one.label),
            fixed_alt=True,
        )
        for one in found
        if positions
    ]


def _found(text: str, reader: Reader, site: Site) -> Iterable[Leftover]:
    if reader is markdown and _is_worth_reading(text):
        from altproof.readers.markdown.leftovers import in_markdown

        return in_markdown(text, site)
    if reader is rst:
        from altproof.readers.rst.leftovers import in_rst

        return in_rst(text)
    return ()


def _is_worth_reading(text: str) -> bool:
    """Whether there may be anything but plain images in plain text; most documents need no second reading."""
    at = text.find(MARKDOWN)
    if at >= 0 and "<" in text and _HTML_LINE.search(text):
        return True
    while at >= 0:
        if not _PLAIN.match(text, at):
            return True
        at = text.find(MARKDOWN, at + len(MARKDOWN))
    return DOCFX in text

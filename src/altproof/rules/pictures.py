"""Which addresses show the same picture, and which pictures are badges."""

from __future__ import annotations

import re

from altproof.model import ImageReference
from altproof.patterns import lazy_regex
from altproof.text import CAMEL, LONGEST_ADDRESS, word_set
from altproof.themes import shown_in

NEAR = 8
"""Lines between two neighbours at most: two paragraphs, as documents are commonly wrapped."""
_SPLIT = lazy_regex(r"[\W_]+")
_SUFFIX = lazy_regex(r"\.\w{2,5}\Z", re.ASCII)
# One picture drawn for two backgrounds or screens rightly has one alt text.
_VARIANTS = word_set(
    "dark light night day darkmode lightmode mode theme themed black white invert inverted gh only "
    "1x 2x 3x retina hidpi small medium large mobile desktop tablet thumb thumbnail"
)
_BADGE = lazy_regex(
    r"badge|shields\.io|badgen\.net|codecov\.io|coveralls\.io|travis-ci\.|circleci\.com|appveyor\.com|pepy\.tech|"
    r"bintray\.com|readthedocs\.org/projects/[^/]{1,100}/|zenodo\.org/|repology\.org/|opencollective\.com/|"
    r"deepwiki\.com/|colab\.research\.google\.com/|mybinder\.org/|[?&]style=(?:flat|plastic|social|shield)",
    re.IGNORECASE,
)


def same_picture(one: ImageReference, other: ImageReference) -> bool:
    """Whether two references show one picture, be it in another format, size or for another background."""
    addresses = [reference.image or reference.target for reference in (one, other)]
    if addresses[0] == addresses[1] or _subject(addresses[0]) == _subject(addresses[1]):
        return True
    return one.document == other.document and _are_halves(one, other)


def _are_halves(one: ImageReference, other: ImageReference) -> bool:
    """Whether one of two places, close by, is shown on dark pages only and the other on light ones only."""
    themes = shown_in(one), shown_in(other)
    near = abs(one.span.line - other.span.line) <= NEAR
    return near and None not in themes and themes[0] is not themes[1]


def is_badge(reference: ImageReference) -> bool:
    """Whether the address is that of a badge: a label drawn by a service, whose words are its alt text."""
    return _BADGE.search(reference.target[:LONGEST_ADDRESS]) is not None


def _subject(address: str) -> list[str]:
    """The words of an address without those that tell variants of one picture apart."""
    path, _, fragment = address[:LONGEST_ADDRESS].partition("#")
    words = _SPLIT.split(CAMEL.sub(" ", f"{_SUFFIX.sub('', path)} {fragment}").lower())
    return [word for word in words if word and word not in _VARIANTS]

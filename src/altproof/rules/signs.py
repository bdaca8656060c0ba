"""Images that are signs rather than pictures: icons, badges and logos, whose alt text is rightly one word.

And the topics of a page, whose name is a word that says nothing elsewhere.
"""

from __future__ import annotations

import re
from typing import Final

from altproof.patterns import lazy_regex
from altproof.rules.base import Subject
from altproof.rules.phrases import names_a_link, without_query
from altproof.rules.pictures import is_badge
from altproof.text import LONGEST_ADDRESS, norm

SIGNS: Final = frozenset({"logo", "icon"})
"""Kinds of image that are named rather than described."""

_LARGEST_ICON = 64  # pixels; toolbars and inline icons stay below (section on empty alt texts of the rules' design)
_LARGEST_CALLED_ICON = 256  # pixels; the same, drawn for dense screens: counts only if the path calls it an icon
_VECTOR = "image/svg+xml"  # its size is that of its coordinates: icons of 512 are common

_ICON = lazy_regex(r"(?<![^\W_])(?:icons?|ico|buttons?|btn|emojis?|glyphs?|flags?)(?![^\W_])", re.IGNORECASE)
_FOLDER_OF_ICONS = lazy_regex(r"(?:[\w-]{0,80}[_-])?icons?|ico|buttons?|btn|emojis?|glyphs?|flags?", re.IGNORECASE)
_LOGO = lazy_regex(r"(?<![^\W_])(?:logos?|logotype|favicon|wordmark)(?![^\W_])", re.IGNORECASE)


def is_icon(subject: Subject) -> bool:
    """Whether a word nearby, the size or else the path says that the image is an icon, a flag or an emoji."""
    if subject.kind == "icon":
        return True
    image = subject.image
    if image is None or image.width is None or image.height is None:
        return _is_called_icon(subject.reference.target)
    size = max(image.width, image.height)
    if size <= _LARGEST_ICON:
        return True
    may_be = size <= _LARGEST_CALLED_ICON or image.media_type == _VECTOR
    return may_be and _is_called_icon(subject.reference.target)


def _is_called_icon(target: str) -> bool:
    """Whether its own name or its folder, and none further up, calls the image an icon."""
    path, _, name = without_query(target[:LONGEST_ADDRESS]).replace("\\", "/").rpartition("/")
    return _ICON.search(name) is not None or _FOLDER_OF_ICONS.fullmatch(path.rpartition("/")[2]) is not None


def is_logo(subject: Subject) -> bool:
    """Whether a word nearby or the path says that the image is a logo."""
    return subject.kind == "logo" or _LOGO.search(subject.reference.target[:LONGEST_ADDRESS]) is not None


def is_sign(subject: Subject) -> bool:
    """Whether one word that names an action or a thing is enough: an icon, a badge, or the name of a link."""
    return is_icon(subject) or is_badge(subject.reference) or names_a_link(subject.reference)


def is_topic(subject: Subject, word: str) -> bool:
    """Whether the heading, the caption or the title above the image is about the word: "Table" in a list of widgets."""
    around = subject.reference.surroundings
    titles = (around.heading, around.caption, around.page_title)
    return any(word in norm(title[:LONGEST_ADDRESS]).split() for title in titles if title)

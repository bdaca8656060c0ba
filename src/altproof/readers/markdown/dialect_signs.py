"""Signs that a document holds more than CommonMark, found without reading it."""

from __future__ import annotations

import re

from altproof.readers import markers
from altproof.readers.base import Generator, Site

_DIRECTIVES = {mark: re.compile(mark + r"[ \t]*+\{") for mark in ("```", "~~~", ":::")}
_MARKS = (markers.DOCFX, *markers.SHORTCODES, markers.LIQUID)
_MYST = frozenset({Generator.SPHINX, Generator.MYSTMD})


def needs_code_map(text: str, site: Site) -> bool:
    """Whether there may be anything that counts only outside code."""
    return (
        any(mark in text for mark in _MARKS)
        or may_have_directives(text)
        or (has_wikilinks(site) and markers.WIKILINK in text)
        or (site.generator in _MYST and "%" in text)  # comments
    )


def may_have_directives(text: str) -> bool:
    """Whether a fence may be a directive of MyST."""
    # One pattern for all three marks, which begins with no fixed text, takes ten times as long
    return "{" in text and any(mark in text and sign.search(text) for mark, sign in _DIRECTIVES.items())


def has_wikilinks(site: Site) -> bool:
    """Whether `![[x]]` shows the file x."""
    return site.generator is Generator.OBSIDIAN

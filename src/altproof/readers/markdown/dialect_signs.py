"""Signs that a document holds more than CommonMark, found without reading it."""

from __future__ import annotations

import re

from altproof.readers import markers
from altproof.readers.base import Generator, Site

MYST = frozenset({Generator.SPHINX, Generator.MYSTMD})
"""The programs that read MyST."""

_HTML_WITH_MARKDOWN = frozenset({Generator.MKDOCS, Generator.JEKYLL})
_EXPRESSIONS = re.compile(r"\{[{%]")
_CALLS = re.compile("|".join(map(re.escape, (*markers.SHORTCODES, markers.LIQUID))))
_DIRECTIVES = {sign: re.compile(sign * 3 + r"[ \t]*+\{") for sign in "`~:"}


def may_hold_dialects(text: str, site: Site) -> bool:
    """Whether there may be anything that CommonMark does not know."""
    return site.generator in _HTML_WITH_MARKDOWN or _EXPRESSIONS.search(text) is not None or needs_code_map(text, site)


def needs_code_map(text: str, site: Site) -> bool:
    """Whether there may be anything that counts only outside code."""
    return (
        markers.DOCFX in text
        or _CALLS.search(text) is not None
        or may_have_directives(text)
        or (has_wikilinks(site) and markers.WIKILINK in text)
        or (site.generator in MYST and "%" in text)  # comments
    )


def may_have_directives(text: str) -> bool:
    """Whether a fence may be a directive of MyST."""
    # One pattern for all three marks, which begins with no fixed text, takes ten times as long
    return "{" in text and any(sign in text and fence.search(text) for sign, fence in _DIRECTIVES.items())


def has_wikilinks(site: Site) -> bool:
    """Whether `![[x]]` shows the file x."""
    return site.generator is Generator.OBSIDIAN

"""Signs that a document holds more than CommonMark, found without reading it."""

from __future__ import annotations

import re

from altproof.patterns import lazy_regex
from altproof.readers import markers
from altproof.readers.base import Generator, Site

MYST = frozenset({Generator.SPHINX, Generator.MYSTMD})
"""The programs that read MyST."""

_HTML_WITH_MARKDOWN = frozenset({Generator.MKDOCS, Generator.JEKYLL})
_EXPRESSIONS = lazy_regex(r"\{[{%]")
_CALLS = lazy_regex("|".join(map(re.escape, (*markers.SHORTCODES, markers.LIQUID))))
# One pattern for all three marks, which begins with no fixed text, takes ten times as long
_FENCES = {mark: lazy_regex(mark + r"[ \t]*+\{") for mark in ("```", "~~~")}
_COLONS = lazy_regex(r":::[ \t]*+\{")


def may_hold_dialects(text: str, site: Site) -> bool:
    """Whether there may be anything that CommonMark does not know."""
    return (
        site.generator in _HTML_WITH_MARKDOWN
        or _EXPRESSIONS.search(text) is not None  # calls are among them
        or markers.DOCFX in text
        or _has_further_signs(text, site)
    )


def needs_code_map(text: str, site: Site) -> bool:
    """Whether there may be anything that counts only outside code."""
    return _CALLS.search(text) is not None or markers.DOCFX in text or _has_further_signs(text, site)


def _has_further_signs(text: str, site: Site) -> bool:
    return (
        _has_fenced_directives(text)
        or (has_wikilinks(site) and markers.WIKILINK in text)
        or (site.generator in MYST and "%" in text)  # comments
    )


def may_have_directives(text: str) -> bool:
    """Whether a fence may be a directive of MyST."""
    return _has_fenced_directives(text) or (":::" in text and _COLONS.search(text) is not None)


def _has_fenced_directives(text: str) -> bool:
    return "{" in text and any(mark[0] in text and fence.search(text) for mark, fence in _FENCES.items())


def has_wikilinks(site: Site) -> bool:
    """Whether `![[x]]` shows the file x."""
    return site.generator is Generator.OBSIDIAN

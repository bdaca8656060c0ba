"""A document made ready for the Markdown parser; dialects are loaded with the first document that may hold any."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from altproof.readers import markers
from altproof.readers.base import Generator, Site
from altproof.readers.markdown.code_map import FenceLine
from altproof.readers.markdown.disguise import Addresses, Disguise, covered, without_signs
from altproof.readers.markdown.shown import CoveredTag, ShownImage

_DIRECTIVES = {mark: re.compile(mark + r"[ \t]*+\{") for mark in ("```", "~~~", ":::")}
_MARKS = (markers.DOCFX, *markers.SHORTCODES, markers.LIQUID)
_EXPRESSION = "{{"
_MYST = frozenset({Generator.SPHINX, Generator.MYSTMD})
_HTML_WITH_MARKDOWN = frozenset({Generator.MKDOCS, Generator.JEKYLL})


class Prepared(Struct, frozen=True):
    """A document ready for the parser."""

    disguise: Disguise
    covered: tuple[ShownImage | CoveredTag, ...] = ()
    """What the parser will not see, in order."""
    rst: tuple[tuple[FenceLine, ...], ...] = ()
    """Bodies of directives that are reStructuredText."""
    others: tuple[str, ...] = ()
    """What other parsers may see in place of the disguise's text; an image that any of them shows counts."""


def prepared(source: str, start: int, site: Site) -> Prepared:
    """The document from `start` on, with every dialect's own forms found and covered."""
    text = without_signs(source)
    if site.generator in _HTML_WITH_MARKDOWN or _EXPRESSION in text or needs_code_map(text, site):
        from altproof.readers.markdown import dialects

        return dialects.prepared(source, text, start, site)
    return Prepared(Disguise(source, text, Addresses()), others=tuple(behind_tables(text, start, site)))


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


def behind_tables(text: str, start: int, site: Site) -> Iterator[str]:
    """The text as GFM tells its tables, where that makes a difference."""
    if "|" not in text or site.generator is Generator.MKDOCS:
        return
    from altproof.readers.markdown import tables

    behind = covered(text, tables.paragraphs_before_tables(text, start))
    if behind != text:
        yield behind

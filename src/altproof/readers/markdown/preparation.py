"""A document made ready for the Markdown parser; dialects are loaded with the first document that may hold any."""

from __future__ import annotations

from altproof.readers.base import Generator, Site
from altproof.readers.markdown.dialect_signs import needs_code_map
from altproof.readers.markdown.disguise import Addresses, Disguise, Prepared, without_signs

_EXPRESSION = "{{"
_HTML_WITH_MARKDOWN = frozenset({Generator.MKDOCS, Generator.JEKYLL})


def prepared(source: str, start: int, site: Site) -> Prepared:
    """The document from `start` on, with every dialect's own forms found and covered."""
    text = without_signs(source)
    if site.generator in _HTML_WITH_MARKDOWN or _EXPRESSION in text or needs_code_map(text, site):
        from altproof.readers.markdown import dialects

        return dialects.prepared(source, text, start, site)
    if "|" not in text:
        return Prepared(Disguise(source, text, Addresses()))
    from altproof.readers.markdown import tables

    return Prepared(Disguise(source, text, Addresses()), others=tuple(tables.behind_tables(text, start)))

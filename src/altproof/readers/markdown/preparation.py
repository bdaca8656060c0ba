"""A document made ready for the Markdown parser; dialects are loaded with the first document that may hold any."""

from __future__ import annotations

from altproof.readers.base import Site
from altproof.readers.markdown.dialect_signs import may_hold_dialects
from altproof.readers.markdown.disguise import Addresses, Disguise, Prepared, without_signs


def prepared(source: str, start: int, site: Site) -> Prepared:
    """The document from `start` on, with every dialect's own forms found and covered."""
    text = without_signs(source)
    if may_hold_dialects(text, site):
        from altproof.readers.markdown import dialects

        return dialects.prepared(source, text, start, site)
    others: tuple[str, ...] = ()
    if "|" in text:
        from altproof.readers.markdown import tables

        others = tuple(tables.behind_tables(text, start))
    return Prepared(Disguise(source, text, Addresses()), others=others)

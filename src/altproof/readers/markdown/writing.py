"""The way back: what stands in a Markdown document once an image has new alt text."""

from __future__ import annotations

from collections.abc import Callable

from altproof.model import Edit, ImageReference, Span
from altproof.readers.base import Positions, Site
from altproof.readers.escaping import html_attribute, markdown_label, one_line
from altproof.readers.html_tags import replacement
from altproof.readers.markdown import docfx_image, front_matter, liquid, myst, shortcodes, wikilinks
from altproof.readers.markdown.attribute_list import list_edit
from altproof.readers.markdown.label import COLLAPSED, SHORTCUT, SIZE_AHEAD
from altproof.readers.markdown.myst_options import option_edit
from altproof.readers.markdown.shown import Replacement, Slot

_Writer = Callable[[Slot, str, Site], Replacement | None]
_WRITERS: dict[str, _Writer] = {
    docfx_image.BLOCK: lambda slot, words, _: docfx_image.docfx_edit(slot, words),
    docfx_image.INLINE: lambda slot, words, _: docfx_image.docfx_edit(slot, words),
    front_matter.SYNTAX: front_matter.front_matter_edit,
    shortcodes.SYNTAX: shortcodes.shortcode_edit,
    liquid.SYNTAX: liquid.include_edit,
    **dict.fromkeys(myst.IMAGES.values(), lambda slot, words, _: option_edit(slot, words)),
    wikilinks.SYNTAX: lambda slot, words, _: wikilinks.wikilink_edit(slot, words),
}


def written(text: str, reference: ImageReference, alt: str, site: Site) -> Edit | None:
    """The edit that makes `alt` the alt text of this reference; None where the syntax cannot hold it."""
    where = reference.alt_span
    if where is None:
        return None
    positions = Positions(text)
    slot = Slot(
        text=text,
        construct=positions.offset(reference.span.line, reference.span.column),
        start=positions.offset(where.line, where.column),
        end=positions.offset(where.end_line, where.end_column),
    )
    words = one_line(alt)
    writer = _WRITERS.get(reference.syntax)
    made = _in_markdown(slot, words, reference) if writer is None else writer(slot, words, site)
    if made is None:
        return None
    span = Span(*positions.line_column(made.start), *positions.line_column(made.end))
    return Edit(reference.document, span, made.words)


def _in_markdown(slot: Slot, words: str, reference: ImageReference) -> Replacement:
    text, syntax = slot.text, reference.syntax
    if syntax.startswith("html-"):
        return slot.replaced(replacement(text, (slot.start, slot.end), reference.alt, words, html_attribute))
    if slot.start != slot.construct + len("!["):
        return list_edit(slot, words, syntax)
    if slot.start == slot.end and SIZE_AHEAD.match(text, slot.start):
        return slot.replaced(f"{markdown_label(words)}|")
    key = text[slot.start : slot.end]
    if syntax == SHORTCUT:
        return slot.replaced(f"{markdown_label(words)}][{key}")
    if syntax == COLLAPSED:
        return Replacement(slot.start, slot.end + len("]["), f"{markdown_label(words)}][{key}")
    return slot.replaced(markdown_label(words))

"""HTML files, also those that a template engine fills in.

`masks` blanks what the engine takes out, `walk` goes over the tokens once and notes every image, and here
what other parts of the document say about an image (aria-labelledby, a map, the title of a graphic) is added to it.
"""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from altproof.model import Edit, ImageReference
from altproof.patterns import lazy_regex
from altproof.readers.base import Generator, Positions, Site
from altproof.readers.escaping import one_line
from altproof.readers.html.masks import masked, without_liquid
from altproof.readers.html.scene import one_gap
from altproof.readers.html.walk import Found, Walk
from altproof.readers.html_tags import (
    BROWSER,
    Rules,
    TagImage,
    aria_label,
    holds_code,
    labelled,
    may_hide,
    plain,
    replacement,
)
from altproof.readers.page_head import front_matter, is_toml
from altproof.readers.templates import holds_expression, is_computed

_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;"})
_ATTRIBUTE: Final = str.maketrans({"&": "&amp;", "<": "&lt;", "{": "&#123;", "}": "&#125;"})
_QUOTES: Final = {'"': "&quot;", "'": "&#39;"}
_TAGS = lazy_regex(r"<[^<>]*>")
_WHITE = "\t\n\f\r "


def references(document: str, text: str, site: Site = Site()) -> list[ImageReference]:
    """Every image the document shows, in order; see `Reader.references`."""
    start, page_title = front_matter(text)
    source = " " * start + text[start:]
    is_xhtml = document.lower().endswith(".xhtml")
    xml = is_xhtml or text.startswith("<?xml", start)
    if site.generator is Generator.JEKYLL and start > 1:
        source = without_liquid(source)  # Jekyll copies what has no front matter as it is
    walk = Walk(masked(source), page_title, Rules(), xml=xml)
    positions = Positions(text)
    references = [_reference(document, source, walk, found, positions) for found in walk.found]
    if site.generator is None and is_toml(text):
        source = text
    elif not may_hide(source):
        return references
    # Nobody knows which engine fills the file in, if any: what a browser would show without one counts as well
    bare = Walk(source, page_title, replace(BROWSER, xml=is_xhtml), xml=xml)
    doubtful = [_reference(document, source, bare, found, positions) for found in bare.found if _is_new(found, walk)]
    references += [replace(reference, alt_span=None) for reference in doubtful]
    return sorted(references, key=lambda reference: (reference.span.line, reference.span.column))


def edit(
    text: str,
    reference: ImageReference,
    alt: str,
    site: Site = Site(),  # noqa: ARG001  (no generator changes how HTML is written)
) -> Edit | None:
    """The edit that makes `alt` the alt text of this reference; see `Reader.edit`.

    None also where the element has no alt text to write: `<object>`, `<video>`, a graphic named by other elements.
    """
    slot = reference.alt_span
    if slot is None:
        return None
    positions = Positions(text)
    start = positions.offset(slot.line, slot.column)
    end = positions.offset(slot.end_line, slot.end_column)
    words = one_line(alt)
    if reference.syntax == "html-svg":
        return Edit(reference.document, slot, _graphic_replacement(text, start, end, words))
    return Edit(reference.document, slot, replacement(text, (start, end), reference.alt, words, _attribute))


def _is_new(found: Found, walk: Walk) -> bool:
    return found.tag.start not in walk.starts


def _attribute(words: str, quote: str) -> str:
    # Braces open expressions of every template engine; nothing else needs hiding in an HTML file
    return words.translate(_ATTRIBUTE).replace(quote, _QUOTES[quote])


def _graphic_replacement(text: str, start: int, end: int, words: str) -> str:
    opening = text.rfind("<", 0, start)
    if text[opening + 1 : opening + 6].lower() == "title":
        return words.translate(_TEXT)
    if text[start - 1] == ">":
        return f"<title>{words.translate(_TEXT)}</title>"
    return replacement(text, (start, end), "", words, _attribute)


def _reference(document: str, source: str, walk: Walk, found: Found, positions: Positions) -> ImageReference:
    label = walk.names.of(found.tag)
    shown = _graphic(source, found, label) if found.shown is None else found.shown
    around = walk.page.scene.around(found.place, title=found.tag.text("title"), caption=None, tag=found.tag)
    return ImageReference(
        document=document,
        span=positions.span(found.tag.start, found.end),
        syntax=shown.syntax,
        target=walk.maps.get(found.map_name, "") if found.map_name else shown.target,
        alt=shown.alt,
        alt_span=None if shown.slot is None else positions.span(*shown.slot),
        surroundings=replace(
            around,
            page_title=walk.title or around.page_title,
            description=walk.names.described(found.tag),
            # The name of an inline graphic is its alt text already
            aria_label=None if found.shown is None else label or aria_label(found.tag),
            hidden=around.hidden or found.hidden,
        ),
        fixed_alt=shown.computed,
    )


def _graphic(source: str, found: Found, label: str | None) -> TagImage:
    """What an inline graphic says: aria-labelledby before aria-label before its `<title>` (SVG-AAM 1.0, 8.1)."""
    title = _titled(source, found)
    if label is not None:
        owns = title is not None and found.tag.text("aria-labelledby") == found.title_id
        return title if owns and title is not None else TagImage("html-svg", "", label, None, computed=False)
    if (named := labelled(found.tag)) is not None:
        return named
    if title is not None:
        return title
    attribute = found.tag.find("aria-labelledby")
    computed = found.tag.templated or (attribute is not None and holds_code(attribute))
    closed = computed or found.tag.self_closing
    return TagImage("html-svg", "", None, None if closed else (found.tag.end, found.tag.end), computed=computed)


def _titled(source: str, found: Found) -> TagImage | None:
    """The name that the `<title>` of a graphic gives it; None: it has none. A blank one names nothing."""
    if found.title is None:
        return None
    start, end = found.title
    raw = source[start:end]
    if raw.strip(_WHITE):
        start, end = end - len(raw.lstrip(_WHITE)), start + len(raw.rstrip(_WHITE))
    editable = "<" not in raw and not holds_expression(raw)
    alt = one_gap(plain(_TAGS.sub("", raw)))
    return TagImage(
        "html-svg", "", alt if alt.strip() else None, (start, end) if editable else None, computed=is_computed(raw)
    )

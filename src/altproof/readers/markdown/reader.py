"""Markdown in all its dialects, with the HTML that people write in it.

What is not CommonMark is found first and covered (`preparation`); one pyromark event stream then becomes blocks of
pieces (`stream`), a `Walk` over them notes every image and its surroundings, and `writing` is the way back.
"""

from __future__ import annotations

from collections.abc import Iterator

from altproof.model import Edit, ImageReference
from altproof.readers.base import Site
from altproof.readers.markdown.disguise import Disguise, Prepared
from altproof.readers.markdown.flavours import flavour
from altproof.readers.markdown.preparation import prepared
from altproof.readers.markdown.sections import stretches
from altproof.readers.markdown.stream import Block, blocks, blocks_near
from altproof.readers.markdown.walk import Walk, reaches_far
from altproof.readers.markdown.weaving import woven
from altproof.readers.page_head import front_matter, is_toml


def references(document: str, text: str, site: Site = Site()) -> list[ImageReference]:
    """Every image the document shows, in order; see `Reader.references`."""
    start, page_title = front_matter(text)
    ready = prepared(text, start, site)
    how = flavour(document, site)
    walk = Walk(ready, how, page_title)
    if site.front_matter:
        from altproof.readers.markdown.front_matter import front_matter_images

        for image in front_matter_images(text, start, site):
            walk.show(image)
    for block in _blocks(ready, start, has_title=page_title is not None):
        walk.block(block)
    found = list(walk.references(document))
    if ready.rst:
        from altproof.readers.markdown.eval_rst import rst_references

        found += rst_references(document, text, ready.rst)
    others = [(other, start) for other in ready.others]
    if start and site.generator is None and is_toml(text):
        others.append((text, 0))
    for other, begin in others:
        known = {_place(reference) for reference in found}
        again = Walk(Prepared(Disguise(text, other, ready.disguise.addresses)), how, page_title)
        for block in blocks(other, begin):
            again.block(block)
        found += (reference for reference in again.references(document) if _place(reference) not in known)
    return sorted(found, key=_place) if ready.rst or others else found


def _blocks(ready: Prepared, start: int, *, has_title: bool) -> Iterator[Block]:
    """What the walk has to go over."""
    text = ready.disguise.text
    if ready.covered:
        return woven(blocks(text, start), ready.covered)
    if reaches_far(text):
        return blocks(text, start)
    return blocks_near(text, stretches(text, start, has_title=has_title))


def _place(reference: ImageReference) -> tuple[int, int]:
    return reference.span.line, reference.span.column


def edit(text: str, reference: ImageReference, alt: str, site: Site = Site()) -> Edit | None:
    """The edit that makes `alt` the alt text of this reference; see `Reader.edit`.

    `site` tells what the alt text is called where a line or argument of its own has to be inserted.
    """
    if reference.syntax.startswith("rst-"):
        from altproof.readers.markdown.eval_rst import rst_edit

        return rst_edit(text, prepared(text, front_matter(text)[0], site).rst, reference, alt)
    from altproof.readers.markdown.writing import written

    return written(text, reference, alt, site)

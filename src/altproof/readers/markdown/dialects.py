"""Everything beside CommonMark, read before the Markdown parser runs and covered for it.

Loaded with the first document that may hold any of it (`preparation`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from altproof.readers.base import Generator, Site
from altproof.readers.markdown import docfx_image, liquid, mkdocs, myst, python_markdown, shortcodes, tables, wikilinks
from altproof.readers.markdown.code_map import CodeMap
from altproof.readers.markdown.dialect_signs import MYST, has_wikilinks, may_have_directives, needs_code_map
from altproof.readers.markdown.disguise import FILL, Addresses, Cover, Disguise, Prepared, covered
from altproof.readers.markdown.shown import CoveredTag, ShownImage

_DEEPEST_DIRECTIVE = 24
"""Directives in each other; one step is one more reading of the document."""


def prepared(source: str, plain: str, start: int, site: Site) -> Prepared:
    """See `preparation.prepared`; `plain` is the source without signs of our own."""
    text, tags = _for_python_markdown(plain, start, site)
    things: list[ShownImage | CoveredTag] = [*tags]
    found = myst.Directives()
    if needs_code_map(text, site):
        text = covered(text, _from(start, _examples(text, CodeMap(text, start), site)))
        plain = text if site.generator in MYST else plain
        text, code, found = _without_directives(text, start, site)
        calls = [call for call in _calls(text, code, site) if call.image.start >= start]
        text = covered(text, ((call.image.start, call.image.end, FILL) for call in calls if call.covered))
        if site.generator in {Generator.DOCFX, None}:
            text = covered(text, _from(start, docfx_image.docfx_marks(text)))
        things += (*(call.image for call in calls), *found.images)
    # Last, since what looks like an address may be an argument
    addresses = Addresses()
    if site.generator is Generator.MKDOCS:
        text = covered(text, _from(start, mkdocs.blanks_in_addresses(text, addresses)))
    text = covered(text, _from(start, liquid.expressions_in_addresses(text, addresses, site)))
    if site.generator in MYST:
        plain = covered(plain, _from(start, found.colons))
    return Prepared(
        Disguise(source, text, addresses),
        tuple(_apart(sorted(things, key=lambda thing: thing.start))),
        tuple(found.rst),
        tuple(_others(text, plain, start, site)),
    )


def _others(text: str, plain: str, start: int, site: Site) -> Iterator[str]:
    """How else the document may be read: without any dialect where none is known, and as GFM tells its tables."""
    if (plain != text or ":::" in text) and site.generator in {None, *MYST}:
        # What a directive leaves open ends with it in MyST
        yield python_markdown.open_ends(plain, start) if site.generator in MYST else plain
    if site.generator is not Generator.MKDOCS:
        yield from tables.behind_tables(text, start)


def _for_python_markdown(source: str, start: int, site: Site) -> tuple[str, list[CoveredTag]]:
    """The source with what MkDocs reads by itself covered; kramdown shares Markdown in HTML with it."""
    is_mkdocs = site.generator is Generator.MKDOCS
    if not is_mkdocs and site.generator is not Generator.JEKYLL:
        return source, []
    text = mkdocs.indented_blocks(source) if is_mkdocs else source
    tags = list(mkdocs.markdown_in_html(text)) if "markdown" in text else []
    text = covered(text, _from(start, [mkdocs.tag_covers(text, tag) for tag in tags]))
    if is_mkdocs:
        text = python_markdown.as_python_markdown(python_markdown.open_ends(text, start))
        code = CodeMap(text, start)
        raw = [*python_markdown.raw_html(text, code)] if "<" in text else []
        raw += (tag for tag in python_markdown.comments(text) if code.end_of_fence(tag.start) is None)
        text = covered(text, _from(start, (cover for tag in raw for cover in python_markdown.html_cover(tag))))
        tags += raw
    return text, tags


def _examples(text: str, code: CodeMap, site: Site) -> Iterator[Cover]:
    yield from liquid.liquid_examples(text, code, site)
    yield from shortcodes.shortcode_examples(text, code, site)
    yield from myst.comments(text, code, site)


def _without_directives(text: str, start: int, site: Site) -> tuple[str, CodeMap, myst.Directives]:
    """The text with its directives covered, from the outer ones to those in them; and where code is then left."""
    found = myst.Directives(known=site.generator in MYST)
    code = CodeMap(text, start)
    if not may_have_directives(text) or site.generator not in {None, *MYST}:
        return text, code, found
    for _ in range(_DEEPEST_DIRECTIVE):
        for fence in code.fences:
            found.fence(fence, text)
        if not found.covers:
            break
        text = covered(text, found.covers)
        found.covers = []
        code = CodeMap(text, start)
    myst.colon_fences(text, code, found)
    found.colons = found.covers
    text = covered(text, _from(start, found.covers))
    found.images = [image for image in found.images if image.start >= start]
    return text, CodeMap(text, start), found


class _Call(Struct, frozen=True):
    image: ShownImage
    covered: bool
    """False: the program that makes the site does not know the form, and shows its words as Markdown."""


def _calls(text: str, code: CodeMap, site: Site) -> Iterator[_Call]:
    def known(*generators: Generator) -> bool:
        return site.generator in {None, *generators}

    for image in docfx_image.docfx_images(text, code):
        yield _Call(image, known(Generator.DOCFX))
    for image in shortcodes.shortcode_images(text, code, site):
        yield _Call(image, known(Generator.HUGO))
    for image in liquid.include_images(text, code, site):
        yield _Call(image, known(Generator.JEKYLL))
    if has_wikilinks(site):
        for image in wikilinks.wikilink_images(text, code):
            yield _Call(image, covered=True)


def _from(start: int, covers: Iterable[Cover]) -> Iterator[Cover]:
    return (cover for cover in covers if cover[0] >= start)


def _apart(images: Iterable[ShownImage | CoveredTag]) -> Iterator[ShownImage | CoveredTag]:
    """Without those that begin inside another."""
    end = 0
    for image in images:
        if image.start >= end:
            yield image
            end = image.end

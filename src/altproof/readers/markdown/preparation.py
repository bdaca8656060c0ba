"""Everything beside CommonMark, read before the Markdown parser runs and covered for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from altproof.readers.base import Generator, Site
from altproof.readers.markdown import docfx_image, liquid, mkdocs, myst, shortcodes, wikilinks
from altproof.readers.markdown.code_map import CodeMap, FenceLine
from altproof.readers.markdown.disguise import FILL, Addresses, Cover, Disguise, covered
from altproof.readers.markdown.mkdocs import CoveredTag
from altproof.readers.markdown.shown import ShownImage

_DEEPEST_DIRECTIVE = 8
_DIRECTIVE = re.compile(r"[`~:]{3}[ \t]{0,9}\{")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready for the parser."""

    disguise: Disguise
    covered: tuple[ShownImage | CoveredTag, ...] = ()
    """What the parser will not see, in order."""
    rst: tuple[tuple[FenceLine, ...], ...] = ()
    """Bodies of directives that are reStructuredText."""


def prepared(source: str, start: int, site: Site) -> Prepared:
    """The document from `start` on, with every dialect's own forms found and covered."""
    text, tags = _for_python_markdown(source, site)
    things: list[ShownImage | CoveredTag] = [*tags]
    rst: tuple[tuple[FenceLine, ...], ...] = ()
    if _needs_code_map(text, site):
        text = covered(text, _from(start, _examples(text, CodeMap(text, start), site)))
        text, code, directives = _without_directives(text, start)
        found = [image for image in _calls(text, code, site) if image.start >= start]
        text = covered(text, ((image.start, image.end, FILL) for image in found))
        text = covered(text, _from(start, docfx_image.docfx_marks(text)))
        things += (*found, *directives.images)
        rst = tuple(directives.rst)
    # Last, since what looks like an address may be an argument
    addresses = Addresses(source)
    if site.generator is Generator.MKDOCS:
        text = covered(text, _from(start, mkdocs.blanks_in_addresses(text, addresses)))
    text = covered(text, _from(start, liquid.expressions_in_addresses(text, addresses)))
    return Prepared(
        Disguise(source, text, addresses), tuple(_apart(sorted(things, key=lambda thing: thing.start))), rst
    )


def _for_python_markdown(source: str, site: Site) -> tuple[str, list[CoveredTag]]:
    """The source with what MkDocs reads by itself covered; kramdown shares Markdown in HTML with it."""
    is_mkdocs = site.generator is Generator.MKDOCS
    if not is_mkdocs and site.generator is not Generator.JEKYLL:
        return source, []
    text = mkdocs.indented_blocks(source) if is_mkdocs else source
    tags = list(mkdocs.markdown_in_html(text)) if "markdown" in text else []
    return covered(text, [mkdocs.tag_covers(text, tag) for tag in tags]), tags


def _needs_code_map(text: str, site: Site) -> bool:
    marks = (docfx_image.MARK, *shortcodes.MARKS, liquid.MARK, *([wikilinks.MARK] if _has_wikilinks(site) else []))
    return any(mark in text for mark in marks) or _DIRECTIVE.search(text) is not None or _may_have_comments(text, site)


def _may_have_comments(text: str, site: Site) -> bool:
    return site.generator in {Generator.SPHINX, Generator.MYSTMD} and "%" in text


def _has_wikilinks(site: Site) -> bool:
    return site.generator is Generator.OBSIDIAN


def _examples(text: str, code: CodeMap, site: Site) -> Iterator[Cover]:
    yield from liquid.liquid_examples(text, code)
    yield from shortcodes.shortcode_examples(text, code)
    yield from myst.comments(text, code, site)


def _without_directives(text: str, start: int) -> tuple[str, CodeMap, myst.Directives]:
    """The text with its directives covered, from the outer ones to those in them; and where code is then left."""
    found = myst.Directives()
    code = CodeMap(text, start)
    if _DIRECTIVE.search(text) is None:
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
    text = covered(text, _from(start, found.covers))
    found.images = [image for image in found.images if image.start >= start]
    return text, CodeMap(text, start), found


def _calls(text: str, code: CodeMap, site: Site) -> Iterator[ShownImage]:
    yield from docfx_image.docfx_images(text, code)
    yield from shortcodes.shortcode_images(text, code, site)
    yield from liquid.include_images(text, code, site)
    if _has_wikilinks(site):
        yield from wikilinks.wikilink_images(text, code)


def _from(start: int, covers: Iterable[Cover]) -> Iterator[Cover]:
    return (cover for cover in covers if cover[0] >= start)


def _apart(images: Iterable[ShownImage | CoveredTag]) -> Iterator[ShownImage | CoveredTag]:
    """Without those that begin inside another."""
    end = 0
    for image in images:
        if image.start >= end:
            yield image
            end = image.end

"""MDX: Markdown with JSX in it, as Docusaurus, Astro, Next.js and others read it.

What is JSX or JavaScript is cut out (`holes`); the Markdown reader reads the rest at the same offsets; the tags
that were cut out are read here. An image stands in for each of them, so that the Markdown reader tells what is around.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from altproof.model import Edit, ImageReference, Source, Span, Surroundings, Trait
from altproof.patterns import lazy_regex
from altproof.readers import markdown
from altproof.readers.base import Positions, Site
from altproof.readers.escaping import html_attribute, one_line
from altproof.readers.mdx.holes import Hole, Kind, filler, holes, markdown_of
from altproof.readers.mdx.jsx import Tag
from altproof.readers.mdx.jsx_image import (
    COMPONENT,
    ELEMENT,
    HTML,
    JsxImage,
    Reading,
    calls,
    imported,
    script_string,
)
from altproof.readers.page_head import front_matter
from altproof.readers.surroundings import MOST_SOURCES

_PREFIX = "mdx-"
_QUOTES = frozenset("\"'`")
_COMMONMARK = lazy_regex(
    r"^mdx:[ \t\r]*\n(?:[ \t]+[^\n]*\n){0,20}?[ \t]+format:[ \t]*[\"']?md[\"']?[ \t\r]*$", re.MULTILINE
)
"""How the front matter of a page of Docusaurus says that it is plain Markdown."""


class _Shown(Struct):
    """An image in JSX and what its ancestors in JSX say."""

    image: JsxImage
    hole: Hole
    link_target: str | None = None
    figure: list[str] = field(default_factory=list)
    """The captions of the figure around it: none, or one."""
    sources: tuple[Source, ...] = ()
    """Of the `<picture>` around it."""


def references(document: str, text: str, site: Site = Site()) -> list[ImageReference]:
    """Every image the document shows, in order; see `Reader.references`."""
    start, _ = front_matter(text)
    if _COMMONMARK.search(text, 0, start):
        return markdown.references(document, text, site)
    cut = holes(text, start)
    shown = _in_tags(text, cut, site)
    fill = filler(text)
    copy = markdown_of(text, cut, {image.hole.start for image in shown}, fill, start)
    inner_positions, positions = Positions(copy), Positions(text)
    found: list[tuple[int, ImageReference]] = []
    around: dict[int, Surroundings] = {}
    probes = {image.hole.start for image in shown}
    words = _Words(text, cut, fill)
    for inner in markdown.references(document, copy, Site(front_matter=site.front_matter)):
        low, high = _offsets(inner_positions, inner.span)
        if low in probes:
            around[low] = words.cleaned(inner.surroundings)
        elif high <= len(text) and inner.syntax.startswith("html-"):
            # No MDX; but Docusaurus may be told to read such files as CommonMark (`format: detect`)
            if document.lower().endswith(markdown.SUFFIXES):
                slot = None if inner.alt_span is None else _offsets(inner_positions, inner.alt_span)
                place = None if slot is None else positions.span(*slot)
                found.append((low, replace(inner, span=positions.span(low, high), alt_span=place)))
        elif high <= len(text):
            slot = None if inner.alt_span is None else _offsets(inner_positions, inner.alt_span)
            outer = replace(
                inner,
                syntax=_PREFIX + inner.syntax,
                span=positions.span(low, high),
                alt=words.label(inner.alt, low if slot is None else slot[0]),
                alt_span=None if slot is None else positions.span(*slot),
                surroundings=words.cleaned(inner.surroundings),
            )
            found.append((low, outer))
    labels = [_offsets(positions, reference.span) for _, reference in found]
    found += [
        (image.image.tag.start, _reference(document, image, around, positions))
        for image in shown
        if not _is_within(labels, image.image.tag.start)
    ]
    return [reference for _, reference in sorted(found, key=lambda pair: pair[0])]


def edit(text: str, reference: ImageReference, alt: str, site: Site = Site()) -> Edit | None:
    """The edit that makes `alt` the alt text of this reference; see `Reader.edit`."""
    slot = reference.alt_span
    if slot is None:
        return None
    if not reference.syntax.startswith(_PREFIX):
        return markdown.edit(text, reference, alt, site)
    if not reference.syntax.startswith((ELEMENT, COMPONENT, HTML)):
        # Its escapes hold here too: braces and `<` become character references
        return markdown.edit(text, replace(reference, syntax=reference.syntax.removeprefix(_PREFIX)), alt, site)
    return Edit(reference.document, slot, _in_tag(text, reference, _offsets(Positions(text), slot), one_line(alt)))


def _in_tag(text: str, reference: ImageReference, slot: tuple[int, int], words: str) -> str:
    """What stands in the slot of a tag of JSX once its alt text is `words`."""
    start, end = slot
    quoted = '"' + html_attribute(words, '"') + '"'
    if reference.alt is None:
        if start < end:
            return quoted  # in place of `{undefined}` and its like
        name = reference.syntax.removeprefix(f"{COMPONENT}-") if reference.syntax.startswith(f"{COMPONENT}-") else "alt"
        return f" {'aria-label' if reference.syntax == f'{HTML}svg' else name}={quoted}"
    quote = text[start - 1]
    if quote not in _QUOTES or not text.startswith(quote, end):
        return f"={quoted}"
    in_script = text[: start - 1].rstrip().endswith("{")
    return script_string(words, quote) if in_script else html_attribute(words, quote)


def _in_tags(text: str, cut: Sequence[Hole], site: Site) -> list[_Shown]:
    """The images in the tags of the holes, with the links and figures of JSX around them."""
    modules = (text[hole.start : hole.end] for hole in cut if hole.kind is Kind.MODULE)
    reading = Reading(text, calls(site.components), dict(pair for module in modules for pair in imported(module)))
    ancestors = _Ancestors(text, cut, reading)
    shown: list[_Shown] = []
    for number, hole in enumerate(cut):
        for tag in sorted(hole.tags, key=lambda tag: tag.start):
            image = reading.image(tag, quoted=hole.quoted)
            if image is not None:
                shown.append(_Shown(image, hole, ancestors.link, ancestors.figure, ancestors.sources))
        if hole.kind is Kind.TAG:
            ancestors.pass_tag(hole.tags[-1], number)
    return shown


def _is_within(labels: Sequence[tuple[int, int]], start: int) -> bool:
    """Whether a tag stands in the label of a Markdown image, where it shows nothing."""
    index = bisect_left(labels, (start, 0)) - 1
    return index >= 0 and start < labels[index][1]


class _Ancestors:
    """Follows the tags that stand in Markdown: the open link, the open figure, the open `<picture>`."""

    def __init__(self, text: str, cut: Sequence[Hole], reading: Reading) -> None:
        self.link: str | None = None
        self.figure: list[str] = []
        self.sources: tuple[Source, ...] = ()
        """Of the `<picture>` that is open, those so far."""
        self._text, self._cut, self._reading = text, cut, reading
        self._caption_from = 0
        """Number of the hole that opens the caption; 0 as well while none is open."""

    def pass_tag(self, tag: Tag, number: int) -> None:
        """Take note of a tag; `number` is that of its hole."""
        self_closing = self._text.endswith("/>", tag.start, tag.end)
        if tag.name in {"a", "Link"} and not self_closing:
            self.link = None if tag.closing else self._reading.word(tag.find("href") or tag.find("to"))
        elif tag.name in {"figure", "Figure"} and not self_closing:
            self.figure = []
        elif tag.name == "figcaption" and not tag.closing:
            self._caption_from = number
        elif tag.name == "figcaption" and self._caption_from:
            self.figure.append(self._between(self._caption_from, number))
            self._caption_from = 0
        elif tag.name == "picture":
            self.sources = ()
        elif tag.name == "source" and len(self.sources) < MOST_SOURCES:
            self.sources += self._reading.sources(tag)

    def _between(self, first: int, last: int) -> str:
        """The words from one hole to another."""
        pairs = zip(self._cut[first:last], self._cut[first + 1 : last + 1], strict=True)
        return " ".join(" ".join(self._text[left.end : right.start] for left, right in pairs).split())


def _reference(document: str, shown: _Shown, around: dict[int, Surroundings], positions: Positions) -> ImageReference:
    image = shown.image
    surroundings = around.get(shown.hole.start, Surroundings())
    return ImageReference(
        document=document,
        span=positions.span(image.tag.start, image.tag.end),
        syntax=image.syntax,
        target=image.target,
        alt=image.alt,
        alt_span=None if image.slot is None else positions.span(*image.slot),
        fixed_alt=image.computed,
        surroundings=replace(
            surroundings,
            caption=image.caption or next(iter(shown.figure), None),
            title=image.title,
            link_target=shown.link_target if surroundings.link_target is None else surroundings.link_target,
            aria_label=image.aria_label,
            role=image.role,
            hidden=image.hidden,
            theme=image.theme,
            sources=(*shown.sources, *image.sources),
            traits=surroundings.traits | ({Trait.ARIA_HIDDEN} if image.aria_hidden else frozenset()),
        ),
    )


class _Words:
    """Puts the words that MDX sees in place of the filler."""

    def __init__(self, text: str, cut: Sequence[Hole], fill: str) -> None:
        self._text, self._fill = text, fill
        self._cut = cut
        self._starts = [hole.start for hole in cut]
        self._runs = re.compile(f"{fill}++")

    def cleaned(self, around: Surroundings) -> Surroundings:
        """The surroundings without filler."""
        return replace(
            around,
            page_title=self._clean(around.page_title),
            heading=self._clean(around.heading),
            text_before=self._clean(around.text_before),
            text_after=self._clean(around.text_after),
            caption=self._clean(around.caption),
            title=self._clean(around.title),
            link_text=None if around.link_text is None else self._clean(around.link_text) or "",
        )

    def _clean(self, words: str | None) -> str | None:
        if words is None or self._fill not in words:
            return words
        return " ".join(words.replace(self._fill, " ").split()) or None

    def label(self, alt: str | None, start: int) -> str | None:
        """The alt text of a label: the source of an expression counts as its words, a tag has none."""
        if alt is None or self._fill not in alt:
            return alt
        number = bisect_left(self._starts, start)

        def words(run: re.Match[str]) -> str:
            nonlocal number
            parts, end = [], self._cut[number].start + len(run.group())
            while number < len(self._cut) and self._cut[number].end <= end:
                hole = self._cut[number]
                parts.append(self._text[hole.start + 1 : hole.end - 1] if hole.kind is Kind.EXPRESSION else "")
                number += 1
            return "".join(parts)

        return self._runs.sub(words, alt) or None


def _offsets(positions: Positions, span: Span) -> tuple[int, int]:
    return positions.offset(span.line, span.column), positions.offset(span.end_line, span.end_column)

"""Text in Markdown that looks like an image and is none, in CommonMark and in what the site's program adds to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from altproof import image_names
from altproof.patterns import lazy_regex
from altproof.readers.base import Generator, Site
from altproof.readers.html_tags import Words, tokens
from altproof.readers.leftover_kinds import (
    BLANKS,
    IN_HTML,
    NO_SOURCE,
    PARENTHESIS,
    UNDEFINED,
    UNKNOWN_NAME,
    Leftover,
)
from altproof.readers.markdown.docfx_image import KNOWN_NAMES
from altproof.readers.markdown.preparation import prepared
from altproof.readers.markdown.stream import Block, Kind, LineMap, blocks
from altproof.readers.markers import DOCFX
from altproof.readers.page_head import front_matter

_SUFFIX = image_names.pattern()
_OPEN = lazy_regex(r"!\[(?P<words>[^\[\]\n]{0,300})\](?:\((?P<rest>[^\n]{0,400})|\[(?P<label>[^\[\]\n]{0,200})\])")
_BLANKS_INSIDE = lazy_regex(rf"(?P<target>[^\s<>()\"'][^<>()\"'\n]{{0,300}}{_SUFFIX})\)", re.IGNORECASE)
_UNCLOSED = lazy_regex(rf"(?P<target>[^\s<>()\"']{{0,300}}\([^\s<>()\"']{{0,300}}{_SUFFIX})\)(?!\))", re.IGNORECASE)
_WHOLE = lazy_regex(rf"(?P<target>[^\s<>()\"']{{1,300}}{_SUFFIX})\)", re.IGNORECASE)
_INCLUDES = ("{%", "{{", "--8<--", "{!", "[!include", "{include", "@import")
"""What may bring in the definition of a reference from another file, letter case ignored."""
_DOCFX = lazy_regex(r":::[ \t]{0,9}image[ \t]+(?P<rest>[^\n]{1,600})", re.IGNORECASE)
_DOCFX_VALUE = lazy_regex(r"([A-Za-z-]{1,40})[ \t]{0,9}=[ \t]{0,9}\"([^\"\n]{0,400})\"", re.ASCII)
_NOT_WORDS = ("<pre", "<code", "<script", "<style", "<textarea", "<template", "<svg", "<math")
_MARKDOWN_IN_HTML = frozenset({Generator.MKDOCS, Generator.JEKYLL, Generator.CARPENTRIES, Generator.QUARTO})
"""Programs that read Markdown in HTML, always or where they are told to."""


def in_markdown(text: str, site: Site) -> Iterator[Leftover]:
    """Everything of that kind, in order; `text` is the whole document."""
    start, _ = front_matter(text)
    source = prepared(text, start, site).disguise.text
    lowered = text.lower()
    defined_here = site.generator not in _MARKDOWN_IN_HTML and not any(sign in lowered for sign in _INCLUDES)
    for block in blocks(source, start):
        if block.name == "HtmlBlock":
            if site.generator not in _MARKDOWN_IN_HTML:
                yield from _in_html(block, source)
        elif block.name != "CodeBlock":
            yield from _in_words(block, source, defined_here=defined_here)


def _in_words(block: Block, source: str, *, defined_here: bool) -> Iterator[Leftover]:
    done = labels = 0
    for piece in block.pieces:
        labels += (piece.kind is Kind.IMAGE) - (piece.kind is Kind.IMAGE_END)
        # A piece without text stands for the whole of an emphasis, whose words are pieces of their own
        if labels or piece.kind is not Kind.TEXT or not piece.text or source.startswith("`", piece.start):
            continue
        at = max(piece.start, done)
        while (at := _next(source, at, piece.end)) >= 0:
            found = _docfx(source, at) if source[at] == ":" else _image(source, at, defined_here=defined_here)
            if found is not None:
                yield found
                done = found.end
            at = max(at + 1, done)


def _next(source: str, start: int, end: int) -> int:
    """Where the next sign of an image stands."""
    places = [place for sign in ("!", DOCFX) if (place := source.find(sign, start, end + len(sign) - 1)) >= 0]
    return min((place for place in places if place < end), default=-1)


def _image(source: str, at: int, *, defined_here: bool) -> Leftover | None:
    opened = _OPEN.match(source, at)
    before = source[at - 1 : at]
    if opened is None or before in {"\\", "#"} or before.isalnum():
        return None
    if opened["label"] is not None:
        label = opened["label"].strip() or opened["words"].strip()
        is_escaped = opened["words"].endswith("\\") or label.endswith("\\")
        certain = defined_here and label and not is_escaped
        return Leftover(at, opened.end(), UNDEFINED, "", label) if certain else None
    rest = _BLANKS_INSIDE.match(source, opened.start("rest"))
    if rest is not None:
        return Leftover(at, rest.end(), BLANKS, rest["target"]) if " " in rest["target"] else None
    rest = _UNCLOSED.match(source, opened.start("rest"))
    return None if rest is None else Leftover(at, rest.end(), PARENTHESIS, rest["target"])


def _docfx(source: str, at: int) -> Leftover | None:
    opened = _DOCFX.match(source, at)
    if opened is None or source[at - 1 : at] in {"\\", ":"}:
        return None
    written = opened["rest"].partition(DOCFX)[0]
    values = {match[1].lower(): match[2] for match in _DOCFX_VALUE.finditer(written)}
    end = opened.start("rest") + len(written)
    unknown = next((name for name in values if name not in KNOWN_NAMES), None)
    if unknown is not None and "source" in values:
        return Leftover(at, end, UNKNOWN_NAME, values["source"], unknown)
    return Leftover(at, end, NO_SOURCE, "") if "alt-text" in values and not values.get("source") else None


def _in_html(block: Block, source: str) -> Iterator[Leftover]:
    """Images of Markdown inside a block of HTML, which lasts to the next blank line."""
    line_map = LineMap(block.pieces, source)
    lowered = line_map.text.lower()
    if "![" not in lowered or any(tag in lowered for tag in _NOT_WORDS):
        return
    for token in tokens(line_map.text):
        if not isinstance(token, Words):
            continue
        for opened in _OPEN.finditer(line_map.text, token.start, token.end):
            rest = None if opened["rest"] is None else _WHOLE.match(line_map.text, opened.start("rest"))
            if rest is not None:
                place = line_map.start(opened.start()), line_map.end(rest.end())
                yield Leftover(*place, IN_HTML, rest["target"])

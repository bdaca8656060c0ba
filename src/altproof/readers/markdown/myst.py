"""MyST directives: `{image}` and `{figure}` between backticks, tildes or colons, and directives that hold Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from altproof.patterns import lazy_regex
from altproof.readers.base import Generator, Site
from altproof.readers.markdown.code_map import CodeMap, Fence, FenceLine
from altproof.readers.markdown.disguise import FILL, GONE, Cover
from altproof.readers.markdown.myst_options import Options, options
from altproof.readers.markdown.shown import ShownImage
from altproof.readers.markdown.stream import Kind, blocks

IMAGES = {"image": "myst-image", "figure": "myst-figure"}
RST = "eval-rst"

_MARKDOWN_INSIDE = frozenset(
    {
        *("note", "tip", "important", "warning", "caution", "attention", "danger", "error", "hint", "seealso", "todo"),
        *("admonition", "topic", "sidebar", "margin", "aside", "epigraph", "pull-quote", "highlights", "compound"),
        *("div", "container", "class", "rst-class", "grid", "grid-item", "grid-item-card", "centered", "hlist"),
        *("card", "card-carousel", "card-header", "card-footer", "carousel", "dropdown", "details", "toggle", "panels"),
        *("tab-set", "tab-item", "tabbed", "tabs", "tab", "group-tab", "only", "ifconfig", "figure-md", "list-table"),
        *("table", "proof", "exercise", "solution", "versionadded", "versionchanged", "deprecated", "versionremoved"),
        *("glossary", "abstract", "blockquote", "line-block", "subfigure", "embed", "field-list", "footer", "header"),
        *("button-link", "button-ref", "article-info", "tab-item-panel", "iframe-figure", "compact-paragraph"),
        *("exercise-start", "exercise-end", "solution-start", "solution-end", "interactive", "marginnote", "sidenote"),
    }
)
"""Directives of docutils, Sphinx, sphinx-design and mystmd whose body is read as Markdown; those with a colon in their
name, `prf:theorem` or `py:function`, are, too."""
_RAW = "raw"
_DEEPEST = 20
"""Lines of colons told apart in each other; those around them are taken as text then."""
_DIRECTIVE = lazy_regex(r"\{([\w:.-]{1,60})\}[ \t]*([^\r\n]*)")
_CODE_NAMES = lazy_regex(
    r"code|literalinclude|sourcecode|raw|math|mermaid|graphviz|plot|prompt|doctest|parsed-literal|eval-rst|include"
    r"|toctree|bibliography|jupyter-|ipython|testcode|testoutput|testsetup|testcleanup|highlight|csv-table|digraph|graph"
    r"|uml|plantuml|tikz|embed:|widget|tableofcontents|contents|autodoc|auto|currentmodule|index|meta|thebe|exec|program"
)
"""How the names of directives begin whose body is no Markdown."""
_COLONS = lazy_regex(
    r"^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(:{3,})(?:[ \t]*(\{[^\r\n]*))?[ \t]*\r?$", re.MULTILINE
)
_FRONT = lazy_regex(r"[ \t>]*")
_NO_FRONT = lazy_regex("")
_CLOSING = lazy_regex(r"[ \t>]*(`{3,}|~{3,})[ \t\r]*$")
_COMMENT = lazy_regex(r"^[ \t>]{0,50}(%[^\r\n]*)", re.MULTILINE)
_CAPTION_REACH = 2000
"""Characters of a figure's body looked at for its caption, which is the first paragraph."""


class Directives(Struct):
    """What the directives of a document amount to."""

    images: list[ShownImage] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    rst: list[tuple[FenceLine, ...]] = field(default_factory=list)
    """The bodies that are reStructuredText."""
    known: bool = False
    """Whether the site reads MyST, so that braces never mean the language of an example."""
    colons: list[Cover] = field(default_factory=list)
    """Covers of directives between colons, which are no fences for CommonMark."""

    def _is_markdown(self, name: str) -> bool:
        if name in _MARKDOWN_INSIDE or (":" in name and not name.startswith("embed:")):
            return True
        return self.known and _CODE_NAMES.match(name) is None

    def fence(self, fence: Fence, text: str) -> None:
        """Read a fenced block, if it is a directive."""
        match = _DIRECTIVE.match(fence.info)
        if match is None:
            return
        head_end = _line_end(text, fence.start, fence.end)
        closing_start = text.rfind("\n", fence.start, fence.end) + 1
        closing = _CLOSING.match(text[closing_start : fence.end]) if closing_start > fence.start else None
        tail = None if closing is None else (closing_start + closing.start(1), fence.end)
        self.directive(match.group(1), match.group(2), (fence.start, head_end), fence.lines, tail)

    def directive(
        self,
        name: str,
        argument: str,
        head: tuple[int, int],
        lines: tuple[FenceLine, ...],
        tail: tuple[int, int] | None,
    ) -> None:
        """Read one directive: its name, argument, own line, the lines in it and its closing line."""
        if name == RST:
            self.rst.append(lines)
        if _is_html(name, argument):
            # The tags are left to the parser, and no indentation may make code of them
            tags = (line for line in lines if line.text.lstrip()[:1] == "<")
            fronts = ((line.offset, line.end - len(line.text.lstrip()), FILL) for line in tags)
            self.covers += [(*head, GONE), *fronts]
            self.covers += [] if tail is None else [(*tail, GONE)]
            return
        if name not in IMAGES and not self._is_markdown(name):
            return
        read = options(lines, head[1])
        sign = FILL if name in IMAGES else GONE
        self.covers += [(*head, sign), *((line.offset, line.end, sign) for line in lines[: read.count])]
        if tail is not None:
            self.covers.append((*tail, GONE))
        if name not in IMAGES:
            return
        if name == "image":
            self.covers += [(line.offset, line.end, GONE) for line in lines[read.count :]]
        self._image(name, argument, head, read, lines)

    def _image(
        self, name: str, argument: str, head: tuple[int, int], read: Options, lines: tuple[FenceLine, ...]
    ) -> None:
        alt, link = read.values.get("alt"), read.values.get("target")
        classes = (read.values[key].text for key in ("class", "figclass") if key in read.values)
        known = alt is None or alt.text is not None
        self.images.append(
            ShownImage(
                start=head[0],
                end=max(head[1], lines[read.count - 1].end if read.count else 0),
                syntax=IMAGES[name],
                target=argument.strip(),
                alt=None if alt is None else alt.text,
                slot=((read.place, read.place) if alt is None else (alt.start, alt.end)) if known else None,
                computed=not known,
                caption=_caption(lines[read.count :]) if name == "figure" else None,
                link=None if link is None else link.text,
                classes=" ".join(filter(None, classes)),
            )
        )


def colon_fences(text: str, code: CodeMap, found: Directives) -> None:
    """Read the directives between lines of colons, which are plain paragraphs for CommonMark."""
    open_: list[tuple[str, str, re.Match[str]]] = []
    for match in _COLONS.finditer(text):
        if code.end_of_code(match.start(2)) is not None:
            continue
        if match.group(3) is not None:
            if directive := _DIRECTIVE.match(match.group(3)):
                open_ = [*open_[-_DEEPEST:], (directive.group(1), directive.group(2), match)]
            continue
        while open_ and len(open_[-1][2].group(2)) > len(match.group(2)):
            open_.pop()
        if open_:
            opened = open_.pop()
            # Each line belongs to the outermost body that is not Markdown
            if not any(name == RST or name in IMAGES for name, _, _ in open_):
                _close(text, opened, match, found)


def _close(text: str, opened: tuple[str, str, re.Match[str]], closing: re.Match[str], found: Directives) -> None:
    name, argument, opener = opened
    head = (opener.start(2), opener.end(3))
    if name not in IMAGES and name != RST and _CODE_NAMES.match(name) and not _is_html(name, argument):
        found.covers.append((head[0], closing.end(2), GONE))
        return
    lines: tuple[FenceLine, ...] = ()
    if _is_html(name, argument):
        lines = tuple(_lines(text, text.find("\n", head[1]) + 1, closing.start(), _NO_FRONT))
    elif name in IMAGES or name == RST:
        lines = tuple(_lines(text, text.find("\n", head[1]) + 1, closing.start()))
    else:
        lines = tuple(_option_lines(text, text.find("\n", head[1]) + 1, closing.start()))
    found.directive(name, argument, head, lines, closing.span(2))


def comments(text: str, code: CodeMap, site: Site) -> Iterator[Cover]:
    """MyST's own comments, lines that begin with a percent sign."""
    if site.generator in {Generator.SPHINX, Generator.MYSTMD}:
        for match in _COMMENT.finditer(text):
            if code.end_of_code(match.start(1)) is None:
                yield match.start(1), match.end(1), GONE


def _lines(text: str, start: int, end: int, marks: re.Pattern[str] = _FRONT) -> Iterator[FenceLine]:
    while start < end:
        line_end = text.find("\n", start)
        line_end = end if line_end < 0 else min(line_end, end)
        front = marks.match(text, start, line_end)
        at = start if front is None else front.end()
        yield FenceLine(text[at:line_end].rstrip("\r"), at)
        start = line_end + 1


def _option_lines(text: str, start: int, end: int) -> Iterator[FenceLine]:
    for line in _lines(text, start, end):
        if not line.text.startswith(":") or line.text.startswith(":::"):
            return
        yield line


def _line_end(text: str, start: int, end: int) -> int:
    at = text.find("\n", start, end)
    return end if at < 0 else at - (text[at - 1] == "\r")


def _is_html(name: str, argument: str) -> bool:
    return name == _RAW and "html" in argument.lower().split()


def _caption(lines: tuple[FenceLine, ...]) -> str | None:
    """The words of the first paragraph."""
    text = "\n".join(line.text for line in lines)[:_CAPTION_REACH]
    first = next(iter(blocks(text, 0)), None)
    if first is None or first.name != "Paragraph":
        return None
    return " ".join("".join(p.text for p in first.pieces if p.kind in {Kind.TEXT, Kind.BREAK}).split()) or None

"""Which elements of an HTML document are open, what their ids name, and what stands around its images."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.readers.html_tags import RAW_TEXT, Tag
from altproof.readers.surroundings import Place, Scene

VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track"),
        "wbr",
    }
)
"""Elements that have no end tag (HTML standard, 13.1.2)."""

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "legend", "li"),
        *("main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul", "h1", "h2", "h3", "h4", "h5", "h6"),
    }
)
_CELLS = frozenset({"td", "th"})
_ENDED_BY = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "td": _CELLS,
    "th": _CELLS,
    "tr": _CELLS | {"tr"},
}
"""Which open elements a start tag ends when they have no end tag of their own; a block ends a paragraph as well."""
_PARAGRAPH = frozenset({"p"})
_HEADING = lazy_regex(r"h[1-6]")
_GAPS = lazy_regex(r"[\t\n\f\r ]+")
_LONGEST_NAME = 1000
"""Characters of the words that an id names."""
_MOST_NAMES = 20
"""Ids that one aria-labelledby leads to; each costs a look-up."""


class Element(Struct):
    """An open element."""

    name: str
    tag: Tag
    hides: bool
    said: int
    """How many stretches of words came before it."""


class Elements:
    """The elements that are open, as browsers would see them but for their rarer repairs."""

    def __init__(self, *, xml: bool) -> None:
        self._xml = xml
        self._open: list[Element] = []
        self._names: Counter[str] = Counter()
        self._hiding = 0

    @property
    def hidden(self) -> bool:
        """Whether any open element hides what comes now from assistive technology."""
        return self._hiding > 0

    def inside(self, name: str) -> bool:
        """Whether an element of that name is open."""
        return self._names[name] > 0

    @property
    def innermost(self) -> Element | None:
        """The element that what comes now is a direct child of."""
        return self._open[-1] if self._open else None

    def end(self, tag: Tag) -> Iterator[Element]:
        """The elements that this tag ends, innermost first."""
        if tag.closing:
            if self.inside(tag.name):
                while (ended := self._pop()).name != tag.name:
                    yield ended
                yield ended
            return
        ended_by_it = _ENDED_BY.get(tag.name, frozenset()) | (_PARAGRAPH if tag.name in _BLOCKS else frozenset())
        while self._open and self._open[-1].name in ended_by_it:
            yield self._pop()

    def rest(self) -> Iterator[Element]:
        """The elements that the end of the document ends, innermost first."""
        while self._open:
            yield self._pop()

    def begin(self, tag: Tag, said: int) -> None:
        """A start tag opens an element, unless it has no content; elements it ends must be ended before."""
        if tag.name in VOID or (tag.self_closing and self._can_close_itself(tag)):
            return
        element = Element(tag.name, tag, is_hidden(tag), said)
        self._open.append(element)
        self._names[tag.name] += 1
        self._hiding += element.hides

    def _can_close_itself(self, tag: Tag) -> bool:
        return self._xml or tag.name in RAW_TEXT or tag.name == "svg" or self.inside("svg")

    def _pop(self) -> Element:
        element = self._open.pop()
        self._names[element.name] -= 1
        self._hiding -= element.hides
        return element


class Names:
    """The words of elements by their id, for aria-labelledby, aria-describedby and longdesc."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._places: dict[str, tuple[int, int]] = {}
        self._read: dict[str, str] = {}

    @property
    def said(self) -> int:
        """How many stretches of words there were so far."""
        return len(self._said)

    def say(self, words: str) -> None:
        """Words of the document."""
        self._said.append(words)

    def keep(self, element: Element) -> None:
        """An element has ended; of two with the same id the first one counts."""
        name = (element.tag.text("id") or "").strip()
        if name and element.said < self._places.get(name, (self.said, 0))[0]:
            self._places[name] = (element.said, self.said)

    def of(self, tag: Tag) -> str | None:
        """The words that the aria-labelledby of a tag leads to; ask at the end of the document."""
        return self._all(tag.text("aria-labelledby"))

    def described(self, tag: Tag) -> str | None:
        """How the long description on the same page begins; ask at the end of the document."""
        address = (tag.text("longdesc") or "").strip()
        return self._all(tag.text("aria-describedby")) or self._all(address[1:] if address.startswith("#") else None)

    def _all(self, ids: str | None) -> str | None:
        named = (ids or "").split()[:_MOST_NAMES]
        return " ".join(filter(None, map(self._words, named))) or None

    def _words(self, name: str) -> str:
        if name not in self._read:
            start, end = self._places.get(name, (0, 0))
            pieces = self._said[start : min(end, start + _LONGEST_NAME)]
            self._read[name] = one_gap("".join(piece[:_LONGEST_NAME] for piece in pieces))[:_LONGEST_NAME]
        return self._read[name]


class HtmlScene:
    """Follows one document from top to bottom and tells blocks, links and headings to a `Scene`."""

    def __init__(self, page_title: str | None) -> None:
        self.scene = Scene(page_title)
        self._spoken = False
        """Whether the current block holds anything yet."""
        self._gap = False
        """Whether the last thing said was a blank for a tag; one says as much as many."""

    def say(self, words: str) -> None:
        """Words that a reader sees."""
        self._spoken = self._spoken or not words.isspace()
        self._gap = False
        self.scene.say(words)

    def tag(self, tag: Tag) -> None:
        """A tag that may open or close a block, a link, a button, a figure or its caption."""
        if _HEADING.fullmatch(tag.name):
            self.scene.tag(tag)
            self._spoken = False
        elif tag.name in _BLOCKS and self._spoken:
            self.scene.begin_block()
            self._spoken = False
        if tag.name in {"a", "button", "figure", "figcaption"}:
            self.scene.tag(tag)
            return
        self.scene.picture(tag)
        if not self._gap and (tag.name in VOID or tag.name in _BLOCKS):
            self._gap = True
            self.scene.say(" ")

    def here(self) -> Place:
        """The place of an image that is met now, which fills its block as words do."""
        self._spoken = True
        return self.scene.here()


def is_hidden(tag: Tag) -> bool:
    """Whether the element hides itself and its content from assistive technology."""
    return tag.find("hidden") is not None or (tag.text("aria-hidden") or "").strip().lower() == "true"


def one_gap(text: str) -> str:
    """`text` with each run of HTML's white space made one blank, and none at its ends."""
    return _GAPS.sub(" ", text).strip(" ")

"""One pass over the tokens of an HTML document that notes every image and what the rest of it says about them."""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from altproof.readers.html.scene import Element, Elements, HtmlScene, Names, one_gap
from altproof.readers.html_tags import Rules, Tag, TagImage, Words, image, is_graphic, plain, sources, tokens
from altproof.readers.surroundings import Place
from altproof.readers.templates import holds_expression


class Found(Struct):
    """An image at its offsets; settled once the document has been read to its end."""

    tag: Tag
    place: Place
    end: int
    hidden: bool
    """Whether an element around it hides it."""
    in_noscript: bool
    shown: TagImage | None
    """None: an inline graphic, whose name the tag alone does not tell."""
    map_name: str | None = None
    """Of an area: the map it is in."""
    title: tuple[int, int] | None = None
    """Of a graphic: where the content of its `<title>` stands."""
    title_id: str | None = None


class Walk:
    """Reads one document. `html` is the text with everything blanked that a template engine takes out."""

    def __init__(self, html: str, page_title: str | None, rules: Rules, *, xml: bool) -> None:
        self.page = HtmlScene(page_title)
        self.names = Names()
        self.maps: dict[str, str] = {}
        """The picture of each map, by its name."""
        self.title = page_title
        """Of the page, by its front matter or its `<title>`; None when a template fills it in."""
        self._html = html
        self._found: list[Found] = []
        self._elements = Elements(xml=xml)
        self._graphics: dict[int, Found] = {}
        """Inline graphics that have not ended yet, by the offset of their tag."""
        self._map: str | None = None
        self._variant = ""
        """The first source of the `<picture>` that is open."""
        self._read(rules)

    @property
    def found(self) -> list[Found]:
        """Every image in order, without the `<noscript>` twins of lazy images beside them."""
        found = sorted(self._found, key=lambda one: one.tag.start)
        twins = {id(b) for a, b in pairwise(found) if _are_twins(a, b)}
        twins |= {id(a) for a, b in pairwise(found) if _are_twins(b, a)}
        return [one for one in found if id(one) not in twins]

    @property
    def starts(self) -> frozenset[int]:
        """Where the tags of images begin, twins included."""
        return frozenset(one.tag.start for one in self._found)

    def _read(self, rules: Rules) -> None:
        title: Tag | None = None
        owner: Found | None = None
        for token in tokens(self._html, rules):
            if title is not None:
                self._titled(title.end, token.start, owner)
                title = None
            if isinstance(token, Words):
                words = plain(self._html[token.start : token.end])
                self.page.say(words)
                self.names.say(words)
                continue
            if token.name == "title" and not token.closing and not token.self_closing:
                title, owner = token, self._owner(token)
            self._tag(token)
        for element in self._elements.rest():
            self.names.keep(element)

    def _owner(self, title: Tag) -> Found | None:
        """The graphic that this `<title>` names: the one whose first title it is, as a direct child."""
        parent = self._elements.innermost
        owner = None if parent is None else self._graphics.get(parent.tag.start)
        if owner is None or owner.title is not None:
            return None
        owner.title_id = title.text("id")
        return owner

    def _titled(self, start: int, end: int, owner: Found | None) -> None:
        """Take the content of a `<title>`, which is no words of the page."""
        words = plain(self._html[start:end])
        self.names.say(words)
        if owner is not None:
            owner.title = (start, end)
        elif self.title is None and not self._elements.inside("svg") and not holds_expression(words):
            self.title = one_gap(words) or None

    def _tag(self, tag: Tag) -> None:
        for element in self._elements.end(tag):
            self._ended(element, tag)
        self.page.tag(tag)
        if tag.name in {"map", "picture"}:
            self._map = tag.text("name") if tag.name == "map" and not tag.closing else None
            self._variant = ""
        elif tag.name == "source" and self._elements.inside("picture"):
            self._variant = self._variant or next(iter(sources(tag)), "")
        elif tag.name == "svg":
            self._graphic(tag)
        elif (shown := image(tag)) is not None:
            self._image(tag, shown)
        if not tag.closing:
            self._elements.begin(tag, self.names.said)

    def _ended(self, element: Element, tag: Tag) -> None:
        self.names.keep(element)
        graphic = self._graphics.pop(element.tag.start, None)
        if graphic is not None:
            graphic.end = tag.end if tag.name == "svg" else tag.start
            self._found.append(graphic)

    def _graphic(self, tag: Tag) -> None:
        if tag.closing or not is_graphic(tag):
            return
        found = self._here(tag, None)
        if tag.self_closing:
            self._found.append(found)
        else:
            self._graphics[tag.start] = found

    def _image(self, tag: Tag, shown: TagImage) -> None:
        found = self._here(tag, shown)
        if tag.name == "area":
            found.map_name = self._map
        elif self._variant and tag.name == "img" and _is_placeholder(shown.target):
            found.shown = TagImage(shown.syntax, self._variant, shown.alt, shown.slot, shown.computed)
        if used := (tag.text("usemap") or "").strip().removeprefix("#"):
            self.maps.setdefault(used, shown.target)
        self._found.append(found)

    def _here(self, tag: Tag, shown: TagImage | None) -> Found:
        elements = self._elements
        return Found(tag, self.page.here(), tag.end, elements.hidden, elements.inside("noscript"), shown)


def _is_placeholder(target: str) -> bool:
    return not target or target[:5].lower() == "data:"


def _are_twins(lazy: Found, other: Found) -> bool:
    """Whether `other` shows in a `<noscript>` what `lazy`, just before or behind it, shows once scripts run."""
    if other.shown is None or not other.in_noscript or lazy.in_noscript or other.tag.name != lazy.tag.name:
        return False
    return other.shown.target in sources(lazy.tag)

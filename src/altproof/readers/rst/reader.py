"""reStructuredText as docutils and Sphinx read it: image and figure directives, substitutions, raw HTML.

docutils itself is no reader for this: it drops directives it does not know with all the images inside them, and it
gives lines where columns are needed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from altproof.model import Edit, ImageReference
from altproof.patterns import lazy_regex
from altproof.readers.base import Positions, Site
from altproof.readers.escaping import html_attribute, one_line
from altproof.readers.found import Found
from altproof.readers.html_tags import Examples, Tag, image, plain, replacement, tokens
from altproof.readers.rst.blocks import events
from altproof.readers.rst.frames import Heading, Html, Image, Role, Words
from altproof.readers.rst.lines import BREAKS, Line, document
from altproof.readers.surroundings import Place, Scene
from altproof.readers.templates import is_computed
from altproof.themes import of_classes

FIGURE: Final = "rst-figure"
_KEPT = 600
"""Characters of a paragraph looked at from each of its ends; more than what surroundings can hold."""
_DEEPEST = 6
_INLINE = lazy_regex(
    r"``(?P<literal>[^`]{1,200})``"
    r"|(?::(?P<role>[a-zA-Z][\w.+-]{0,30}(?::[\w.+-]{1,30})?):)?`(?P<phrase>[^`]{1,300})`_{0,2}(?::(?P<after>[a-zA-Z][\w.+-]{0,30}):)?"
    r"|\|(?P<use>(?![ |])[^|]{0,99}[^| ])\|_{0,2}"
    r"|\*{1,2}(?=\S)|(?<=\S)\*{1,2}"
)
_INTERPRETED = lazy_regex(
    r"``[^`]{1,2000}``|`[^`]{1,2000}`__?|(?::(?P<before>[\w.+:-]{1,100}):)?`(?P<text>[^`]{1,2000})`(?::(?P<after>[\w.+:-]{1,100}):)?"
)
_LONGEST_ROLE = 2000
"""Characters of the text of a role that is looked at for HTML."""
_PHRASE_TARGET = lazy_regex(r"\s*<[^>]*>$")
_NOT_BLANK = lazy_regex(r"[^\t]")


class _Found(Found, frozen=True, kw_only=True):
    indent: tuple[int, int, int] = (0, 0, 0)
    name: str | None = None
    classes: str = ""


def references(document: str, text: str, site: Site = Site()) -> list[ImageReference]:
    """Every image the document shows, in order; see `Reader.references`. All sites read this format alike."""
    del site
    walk = _Walk(text)
    positions = Positions(text)
    return [walk.reference(document, found, positions) for found in walk.found]


def edit(
    text: str,
    reference: ImageReference,
    alt: str,
    site: Site = Site(),  # noqa: ARG001  (no generator changes how reStructuredText is written)
) -> Edit | None:
    """The edit that makes `alt` the alt text of this reference; see `Reader.edit`.

    None as well for an alt text with a character that ends a line for docutils, such as U+2028: there is no escape.
    """
    slot, words = reference.alt_span, one_line(alt)
    if slot is None or any(character in BREAKS for character in words):
        return None
    positions = Positions(text)
    start = positions.offset(slot.line, slot.column)
    end = positions.offset(slot.end_line, slot.end_column)
    if reference.syntax.startswith("html-"):
        escape = _without_marks if "`" in text[max(0, start - _LONGEST_ROLE) : start] else html_attribute
        return Edit(reference.document, slot, replacement(text, (start, end), reference.alt, words, escape))
    if reference.alt is not None:
        # No other white space than these ends the name of an option, but docutils drops any from the end of a line
        start -= start == end and text[start - 1].isspace() and text[start - 1] not in " \t"
        joint = " " if words and text[start - 1] == ":" else ""
        return Edit(reference.document, positions.span(start, end), joint + words)
    place = positions.offset(reference.span.line, reference.span.column)
    indent = next((found.indent for found in _Walk(text).found if found.start == place), None)
    if indent is None:
        return None
    low, high, more = indent
    margin = _NOT_BLANK.sub(" ", text[low:high]) + " " * more
    option = f":alt: {words}" if words else ":alt:"
    return Edit(reference.document, slot, _line_end(text, start) + margin + option)


def _without_marks(words: str, quote: str) -> str:
    """`words` for an HTML attribute that may stand in a role, which ends at a backquote."""
    return html_attribute(words, quote).replace("`", "&#96;").replace("\\", "&#92;")


def _line_end(text: str, place: int) -> str:
    """How lines end at this place; the last line of a document ends like the one before it."""
    end = text.find("\n", place)
    end = text.rfind("\n", 0, place) if end < 0 else end
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


class _Walk:
    """Goes over the body elements once and gathers the images."""

    def __init__(self, source: str) -> None:
        self.found: list[_Found] = []
        self._scene = Scene(None)
        self._captions: dict[int, str] = {}
        """By the offset of the figure."""
        self._roles: dict[str, bool] = {"raw": True}
        """Roles made of `raw`, and whether their text is HTML."""
        self._default = ""
        self._uses: dict[str, Place] = {}
        """Where each substitution is used first, by its name in lower case."""
        styles: list[str] = []
        for event in events(document(source)):
            match event:
                case Words():
                    self._words(event)
                case Heading():
                    self._heading(event, styles)
                case Image():
                    self._image(event)
                case Html():
                    self._html(event)
                case Role():
                    self._role(event)

    def reference(self, document: str, found: _Found, positions: Positions) -> ImageReference:
        """What is known of an image once the document has been read to its end."""
        place = found.place if found.name is None else self._uses.get(found.name.lower(), found.place)
        caption = self._captions.get(found.start) if found.syntax == FIGURE else None
        title = None if found.tag is None else found.tag.text("title")
        around = self._scene.around(place, title=title, caption=caption, tag=found.tag)
        theme = of_classes(found.classes) or around.theme
        return found.reference(document, positions, replace(around, label=found.name, theme=theme))

    def _words(self, words: Words) -> None:
        self._scene.begin_block()
        said = self._say(words.text)
        if words.figure is not None:
            self._captions[words.figure] = " ".join(said.split())
        if words.lines and (len(self._roles) > 1 or self._default):
            self._raw(words.lines, editable=words.editable)

    def _role(self, role: Role) -> None:
        """The role `raw` itself is refused by docutils; only what is made of it counts."""
        if not role.name:
            self._default = role.base
        elif role.base in self._roles:
            self._roles[role.name] = role.html and self._roles[role.base]

    def _silent(self) -> Collection[str]:
        """The roles whose text is no words; "" when those without a role have the default one among them."""
        return {*self._roles, ""} if self._default in self._roles else self._roles

    def _is_html(self, name: str) -> bool:
        return name != "raw" and self._roles.get(name, False)

    def _raw(self, lines: Sequence[Line], *, editable: bool) -> None:
        """The HTML that roles bring into some text."""
        text = "\n".join(line.text for line in lines)
        places = _Places(lines)
        for match in _INTERPRETED.finditer(text):
            if match["text"] is None or not self._is_html((match["before"] or match["after"] or self._default).lower()):
                continue
            places.shift = match.start("text")
            for token in tokens(match["text"]):
                if isinstance(token, Tag):
                    self._tag(token, places, editable=editable)

    def _heading(self, heading: Heading, styles: list[str]) -> None:
        """Levels are the order in which the styles of titles are met."""
        if heading.style not in styles:
            styles.append(heading.style)
        self._scene.begin_block(min(styles.index(heading.style) + 1, _DEEPEST))
        self._say(heading.text)
        self._scene.begin_block()

    def _say(self, text: str) -> str:
        said = []
        shown = text if len(text) <= 2 * _KEPT else f"{text[:_KEPT]} {text[-_KEPT:]}"
        for piece, use in _plain(shown, self._silent()):
            self._scene.say(piece)
            said.append(piece)
            if use:
                self._uses.setdefault(" ".join(use.lower().split()), self._scene.here())
        return "".join(said)

    def _image(self, event: Image) -> None:
        image = event.shown
        computed = is_computed(image.alt or "")
        if event.name is None:
            self._scene.begin_block()
        if image.link is not None:
            self._scene.open_link(image.link)
        self.found.append(
            _Found(
                start=image.start,
                end=image.end,
                syntax=f"rst-{event.form}",
                target=image.target,
                alt=image.alt,
                slot=image.slot if event.editable and not computed else None,
                computed=computed,
                place=self._scene.here(),
                indent=image.indent,
                name=event.name,
                classes=image.classes,
            )
        )
        self._scene.close_link()

    def _html(self, event: Html) -> None:
        self._scene.begin_block()
        html = "\n".join(line.text for line in event.lines)
        places = _Places(event.lines)
        examples = Examples()
        for token in tokens(html):
            if not isinstance(token, Tag):
                if not examples.open:
                    self._scene.say(plain(html[token.start : token.end]))
            elif not examples.holds(token):
                self._scene.tag(token)
                self._tag(token, places, editable=event.editable)
        self._scene.close_link()
        self._scene.begin_block()

    def _tag(self, tag: Tag, places: _Places, *, editable: bool) -> None:
        shown = image(tag)
        if shown is None:
            return
        self.found.append(
            _Found(
                start=places.source(tag.start),
                end=places.source(tag.end),
                syntax=shown.syntax,
                target=shown.target,
                alt=shown.alt,
                slot=None if shown.slot is None or not editable else places.span(*shown.slot),
                computed=shown.computed,
                place=self._scene.here(),
                tag=tag,
            )
        )


class _Places:
    """Offsets in the source for offsets in lines that were joined by line breaks."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.shift = 0
        """Characters in front of what the offsets count from."""
        self._lines = lines
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line.text) + 1)

    def source(self, offset: int) -> int:
        """The offset in the source."""
        offset += self.shift
        number = min(bisect_right(self._starts, offset), len(self._lines)) - 1
        return self._lines[number].source(min(offset - self._starts[number], len(self._lines[number].text)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets of a stretch."""
        return self.source(start), self.source(end)


def _plain(text: str, silent: Collection[str]) -> Iterator[tuple[str, str]]:
    """The text without its inline markup, cut at the substitutions: words, and the name of the use behind them.

    `silent`: roles whose text is no words.
    """
    at = 0
    words: list[str] = []
    for match in _INLINE.finditer(text):
        words.append(text[at : match.start()])
        at = match.end()
        if use := match["use"]:
            yield "".join(words), use
            words = []
        elif (phrase := match["phrase"]) and (match["role"] or match["after"] or "").lower() in silent:
            words.append(" ")
        elif phrase:
            words.append(_PHRASE_TARGET.sub("", phrase) if phrase[0] != "<" else phrase.strip("<>"))
        else:
            words.append(match["literal"] or "")
    yield "".join([*words, text[at:]]), ""

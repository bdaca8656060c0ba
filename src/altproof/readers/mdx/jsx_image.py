"""What a JSX tag says about the image it shows: target, alt text, the slot to edit, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from html.entities import html5

from msgspec import Struct

from altproof.model import Source, Theme
from altproof.patterns import lazy_regex
from altproof.readers.base import ImageCall
from altproof.readers.html_tags import is_image
from altproof.readers.mdx.jsx import Attribute, Kind, Tag
from altproof.themes import of_classes, of_media

ELEMENT = "mdx-img"
HTML = "mdx-html-"
"""Followed by the name of another element that HTML knows; see `html_tags.image`."""
COMPONENT = "mdx-component"
"""Followed by `-` and the name of the alt prop where that is not `alt`."""

KNOWN = tuple(ImageCall(name, "", "alt") for name in ("Image", "Img", "Picture", "ThemedImage", "Zoom", "Figure"))
_ELEMENTS = {"image": "src", "input": "src", "area": "href", "object": "data", "video": "poster", "svg": ""}
"""Other elements of HTML that may show an image, and the attribute without which they do not; `<image>` is `<img>`."""
_SOURCES = ("src", "sources", "source", "srcSet", "image", "img")
"""Props that name the picture; a component without one of them shows something else."""
_NO_WORDS = lazy_regex(r"\s*+(?:undefined|null|false|true|void 0)\s*+\Z")
"""Values for which React writes no attribute."""
_LONGEST = 2000
"""Characters of an expression that are looked at for a target."""

_DOUBLE = r'"([^"\\\n]*+(?:\\[\s\S][^"\\\n]*+)*+)"'
_SINGLE = r"'([^'\\\n]*+(?:\\[\s\S][^'\\\n]*+)*+)'"
_PLAIN_TEMPLATE = r"`([^`\\$]*+(?:(?:\\[\s\S]|\$(?!\{))[^`\\$]*+)*+)`"
_TEXT = rf"(?:{_DOUBLE}|{_SINGLE}|{_PLAIN_TEMPLATE})"
_LITERAL = lazy_regex(rf"\s*+{_TEXT}\s*+\Z")
_TARGET = lazy_regex(
    rf"\s*+(?:{_TEXT}"
    rf"|require\s*+\(\s*+{_TEXT}\s*+\)(?:\.default)?"
    rf"|(?:useBaseUrl|withBaseUrl)\s*+\(\s*+{_TEXT}\s*+(?:,[^()]*+)?\)"
    rf"|new\s++URL\s*+\(\s*+{_TEXT}\s*+,\s*+import\.meta\.url\s*+\)(?:\.href|\.pathname|\.toString\(\))?"
    r"|([^\W\d][\w$]*+)(?:\.src|\.default)?)\s*+"
)
_LIGHT = lazy_regex(r"[{,]\s*+[\"']?light[\"']?\s*+:")
_DARK = lazy_regex(r"[{,]\s*+[\"']?dark[\"']?\s*+:")
_FIRST_MEMBER = lazy_regex(r"\s*+\{\s*+[\"']?[\w$]++[\"']?\s*+:")
_IMPORT = lazy_regex(
    r"\b(?:import\s++([^\W\d][\w$]*+)\s*+(?:,\s*+\{[^}]*+\}\s*+)?from|(?:const|let|var)\s++([^\W\d][\w$]*+)\s*+=\s*+require\s*+\()"
    r"\s*+[\"']([^\"'\n]++)[\"']"
)
_JS_ESCAPE = lazy_regex(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\n\r\u2028\u2029])|([\s\S]))"
)
_JS_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "v": "\v", "f": "\f", "0": "\0"}
_REFERENCE = lazy_regex(r"&(?:#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};)")
_BREAK = lazy_regex(r"[ \t\r]*+\n[\s]*+")
_QUOTED_BREAK = lazy_regex(r"[ \t\r]*+\n[\s>]*+")


class JsxImage(Struct, frozen=True):
    """An image in JSX; offsets are those of the document."""

    tag: Tag
    syntax: str
    target: str
    alt: str | None
    slot: tuple[int, int] | None
    computed: bool
    title: str | None
    caption: str | None
    aria_label: str | None
    role: str | None
    hidden: bool
    aria_hidden: bool
    theme: Theme | None = None
    """In which alone its classes let it be seen."""
    sources: tuple[Source, ...] = ()
    """What a component for two themes shows besides."""


class Reading(Struct, frozen=True):
    """How the tags of one document are to be read."""

    text: str
    calls: Mapping[str, ImageCall]
    imports: Mapping[str, str]
    """Names that stand for files, from the document's own imports."""

    def image(self, tag: Tag, *, quoted: bool = False) -> JsxImage | None:
        """What the tag says if it shows an image. `quoted`: it stands in a block quote, whose marks begin its lines."""
        call = self.calls.get(tag.name)
        # Libraries for animation and styles have the elements of HTML as members: <motion.img>
        element = tag.name.rpartition(".")[2]
        if tag.closing or (call is None and not tag.attributes):
            return None
        if call is None and element != "img":
            return self._element(tag, quoted=quoted) if tag.name in _ELEMENTS else None
        source = self._source(tag, call)
        if call is not None and source is None:
            return None
        prop = "alt" if call is None else call.alt
        alt = tag.find(prop)
        syntax = ELEMENT if call is None else COMPONENT if prop == "alt" else f"{COMPONENT}-{prop}"
        words, slot, computed = self._alt(tag, alt, source, quoted=quoted)
        return JsxImage(
            tag=tag,
            syntax=syntax,
            target="" if source is None else self._target(source),
            alt=words,
            slot=slot,
            computed=computed,
            title=self._word(tag, "title"),
            caption=None if call is None or prop == "caption" else self._word(tag, "caption"),
            aria_label=self._word(tag, "aria-label"),
            role=self._word(tag, "role"),
            hidden=self._is_true(tag.find("hidden")) or self._is_true(tag.find("aria-hidden")),
            aria_hidden=self._is_true(tag.find("aria-hidden")),
            theme=self.theme(tag),
            sources=self._other_sources(source),
        )

    def _element(self, tag: Tag, *, quoted: bool) -> JsxImage | None:
        """What another element of HTML shows, by the rules of `html_tags.image`."""
        name = tag.name
        source = tag.find(_ELEMENTS[name])
        target = "" if source is None or name == "area" else self._target(source)
        label = "aria-label" if name == "svg" else "alt"
        has_slot = name not in {"object", "video"}
        alt = tag.find(label) if has_slot else None
        if not self._shows(tag, name, source, target) or (name == "svg" and alt is None):
            return None
        words, slot, computed = self._alt(tag, alt, source, quoted=quoted) if has_slot else (None, None, True)
        if name == "svg" and words is not None and not words.strip():
            return None
        return JsxImage(
            tag=tag,
            syntax=ELEMENT if name == "image" else HTML + name,
            target=target,
            alt=words,
            slot=slot,
            computed=computed,
            title=self._word(tag, "title"),
            caption=None,
            aria_label=None if name == "svg" else self._word(tag, "aria-label"),
            role=self._word(tag, "role"),
            hidden=self._is_true(tag.find("hidden")) or self._is_true(tag.find("aria-hidden")),
            aria_hidden=self._is_true(tag.find("aria-hidden")),
            theme=self.theme(tag),
        )

    def _shows(self, tag: Tag, name: str, source: Attribute | None, target: str) -> bool:
        """Whether the element shows an image."""
        if name == "input":
            return (self._word(tag, "type") or "").strip().lower() == "image"
        if name == "svg":
            roles = (self._word(tag, "role") or "").lower().split()
            return roles[:1] in (["img"], ["image"]) and tag.find("aria-labelledby") is None
        if name == "object":
            kind = self._word(tag, "type")
            return source is not None and (is_image(target) if kind is None else kind.strip()[:6].lower() == "image/")
        return source is not None

    def word(self, attribute: Attribute | None, *, quoted: bool = False) -> str | None:
        """The text of an attribute; None: not written, or an expression that is no plain text."""
        if attribute is None:
            return None
        value = self.text[attribute.value_start : attribute.value_end]
        if attribute.kind is Kind.STRING:
            breaks = _QUOTED_BREAK if quoted else _BREAK
            return breaks.sub(" ", _REFERENCE.sub(_character, value))
        literal = _LITERAL.match(value) if attribute.kind is Kind.EXPRESSION else None
        return None if literal is None else _script_text(_inside(literal))

    def _word(self, tag: Tag, name: str) -> str | None:
        return self.word(tag.find(name)) or None

    def _alt(
        self, tag: Tag, alt: Attribute | None, source: Attribute | None, *, quoted: bool
    ) -> tuple[str | None, tuple[int, int] | None, bool]:
        if alt is None:
            place = tag.start + 1 + len(tag.name) if source is None else source.end
            return None, None if tag.spread else (place, place), tag.spread
        if alt.kind is Kind.BARE:
            return "", (alt.end, alt.end), False
        if alt.kind is Kind.EXPRESSION and _NO_WORDS.match(self.text, alt.value_start, alt.value_end):
            return None, (alt.value_start - 1, alt.end), False
        words = self.word(alt, quoted=quoted)
        if words is None:
            return " ".join(self.text[alt.value_start - 1 : alt.end].split()), None, True
        if alt.kind is Kind.STRING:
            return words, (alt.value_start, alt.value_end), False
        literal = _LITERAL.match(self.text[alt.value_start : alt.value_end])
        group = 0 if literal is None else literal.lastindex or 0
        low, high = (0, 0) if literal is None else literal.span(group)
        return words, (alt.value_start + low, alt.value_start + high), False

    @staticmethod
    def _source(tag: Tag, call: ImageCall | None) -> Attribute | None:
        names = (call.source,) if call is not None and call.source else _SOURCES
        return next((found for name in names if (found := tag.find(name)) is not None), None)

    def _target(self, source: Attribute) -> str:
        written = self.word(source)
        if written is not None:
            is_set = source.name.lower() == "srcset" and written.strip()
            return written.split(None, 1)[0].rstrip(",") if is_set else written
        expression = self._expression(source)
        at = 0
        if source.name == "sources" and (member := _LIGHT.search(expression) or _FIRST_MEMBER.match(expression)):
            at = member.end()
        return self._address(expression, at) if source.kind is Kind.EXPRESSION else ""

    def _other_sources(self, source: Attribute | None) -> tuple[Source, ...]:
        """The picture for dark pages of a component that has one for each theme."""
        if source is None or source.name != "sources" or source.kind is not Kind.EXPRESSION:
            return ()
        expression = self._expression(source)
        dark = _DARK.search(expression) if _LIGHT.search(expression) else None
        address = self._address(expression, dark.end()) if dark else ""
        return (Source(address, Theme.DARK),) if address else ()

    def _expression(self, source: Attribute) -> str:
        return self.text[source.value_start : min(source.value_end, source.value_start + _LONGEST)]

    def _address(self, expression: str, at: int) -> str:
        """The address that stands there, of one member of an object behind its start; "": none that can be told."""
        match = _TARGET.match(expression, at)
        if match is None or expression[match.end() : match.end() + 1] not in ({",", "}"} if at else {""}):
            return ""
        if match.lastindex == match.re.groups:
            return self.imports.get(match[match.re.groups], "")
        return _script_text(_inside(match))

    def sources(self, tag: Tag) -> tuple[Source, ...]:
        """What a `<source>` of a `<picture>` shows: none, or one."""
        source = tag.find("srcSet") or tag.find("srcset")
        address = "" if source is None else self._target(source)
        return (Source(address, of_media(self._word(tag, "media") or "")),) if address else ()

    def theme(self, tag: Tag) -> Theme | None:
        """The theme in which alone the classes of a tag let it be seen."""
        return of_classes(self._word(tag, "className") or self._word(tag, "class") or "")

    def _is_true(self, found: Attribute | None) -> bool:
        if found is None:
            return False
        return found.kind is Kind.BARE or self.text[found.value_start : found.value_end].strip() in {"true", '"true"'}


def calls(configured: Iterable[ImageCall]) -> dict[str, ImageCall]:
    """The components that show images, by name; those of the site win over the known ones."""
    return {call.name: call for call in (*KNOWN, *configured)}


def imported(module: str) -> Iterator[tuple[str, str]]:
    """Name and file of each default import, or plain require, in some import and export statements."""
    for match in _IMPORT.finditer(module):
        yield match[1] or match[2], match[3]


def script_string(text: str, quote: str) -> str:
    r"""`text` for the inside of a JavaScript string or template between `quote` marks.

    `|` becomes an escape as well, since it would cut a table cell in two.
    """
    signs: dict[str, str | int | None] = {
        "\\": "\\\\",
        quote: f"\\{quote}",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
        "|": "\\x7c",
    }
    if quote == "`":
        signs["$"] = "\\$"
    return text.translate(str.maketrans(signs))


def _inside(match: re.Match[str]) -> str:
    return str(match[match.lastindex or 0])


def _script_text(raw: str) -> str:
    text = _JS_ESCAPE.sub(_sign, raw) if "\\" in raw else raw
    # Two escapes may make one letter
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\\u" in raw else text


def _sign(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits:
        number = int(digits, 16)
        return chr(number) if number <= 0x10FFFF else match.group()
    return "" if match[4] else _JS_SIGNS.get(match[5], match[5])


def _character(match: re.Match[str]) -> str:
    reference = match.group()
    return unescape(reference) if reference.startswith("&#") else html5.get(reference[1:], reference)

"""HTML as a stream of tags and words with exact offsets, and what an image tag says.

An own tokenizer: `html.parser` changes what it finds with the patch level of Python, and is quadratic on some input
before 3.11.14. This one reads each character a bounded number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.entities import html5

from altproof.readers.templates import expression_end, holds_expression, is_computed

RAW_TEXT = frozenset({"script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes", "plaintext"})
"""Elements whose content is text for a browser, whatever it looks like (HTML standard, 13.1.2)."""

_MARKUP = (("<!--", "-->", 2), ("<![CDATA[", "]]>", 9), ("<!", ">", 2), ("<?", "?>", 2))
_LONGEST_EXPRESSION = 1000
_TAG_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_BLANKS = re.compile(r"[\s/]*")
_SPACES = re.compile(r"\s*")
_ATTRIBUTE_NAME = re.compile(r"[^\s/>][^\s/>=]*")
_UNQUOTED = re.compile(r"[^\s>]*")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{0,31};?)")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute as written; the value's offsets leave the quotes out."""

    name: str
    """Lower case."""
    end: int
    """Behind the closing quote."""
    raw: str | None = None
    """None: no value was written."""
    value_start: int = 0
    value_end: int = 0

    @property
    def computed(self) -> bool:
        """Whether the value is unknown here: a template expression, or `name={…}` of JSX."""
        raw = self.raw or ""
        unquoted = self.value_end == self.end
        return is_computed(raw) or (unquoted and raw.startswith("{"))


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or end tag."""

    name: str
    """Lower case."""
    start: int
    end: int
    closing: bool = False
    attributes: tuple[Attribute, ...] = ()
    templated: bool = False
    """True when an expression stands where an attribute could be: more attributes may come out of it."""
    self_closing: bool = False
    """Written with `/>`."""

    def find(self, *names: str) -> Attribute | None:
        """The first of `names` that is there; of duplicates the first counts, as in browsers."""
        for name in names:
            for attribute in self.attributes:
                if attribute.name == name:
                    return attribute
        return None

    def text(self, name: str) -> str | None:
        """The value of an attribute with its references decoded; None: no such attribute; "": no value."""
        attribute = self.find(name)
        return None if attribute is None else decoded(attribute.raw or "")


@dataclass(frozen=True, slots=True)
class Words:
    """Text between tags, as written."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TagImage:
    """What an image tag says; offsets are those of the tag's text."""

    syntax: str
    target: str
    alt: str | None
    slot: tuple[int, int] | None
    computed: bool
    """The alt text comes out of a template."""


class Examples:
    """Tells whether tags stand where they show nothing: in a script or the like, or in `<pre><code>`."""

    def __init__(self) -> None:
        self._raw: str | None = None
        self._depths = {"pre": 0, "code": 0}

    @property
    def open(self) -> bool:
        """Whether what comes now is an example or a script, not part of the page."""
        return self._raw is not None or all(self._depths.values())

    def holds(self, tag: Tag) -> bool:
        """Take note of the next tag; whether it is itself part of an example."""
        if self._raw is not None:
            if tag.closing and tag.name == self._raw:
                self._raw = None
            return True
        if tag.name in RAW_TEXT and not tag.closing and not tag.self_closing:
            self._raw = tag.name
        elif tag.name in self._depths:
            self._depths[tag.name] = max(0, self._depths[tag.name] + (-1 if tag.closing else 1))
        return self.open


def tokens(html: str) -> Iterator[Tag | Words]:
    """Tags and words in order; comments, declarations and the content of scripts and the like are left out.

    What follows an unterminated tag or comment is dropped, as browsers do.
    """
    at = 0
    while (start := html.find("<", at)) >= 0:
        if start > at:
            yield Words(at, start)
        token = _tag(html, start)
        if isinstance(token, Tag):
            yield token
            at = token.end
            if token.name in RAW_TEXT and not token.closing and not token.self_closing:
                at = _end_of_raw_text(html, token)
        elif token is None:
            return
        else:
            at = token
    if at < len(html):
        yield Words(at, len(html))


def decoded(raw: str) -> str:
    """An attribute value with its character references undone, by the rules for attributes."""
    return _REFERENCE.sub(_character, raw) if "&" in raw else raw


def image(tag: Tag) -> TagImage | None:
    """What the tag says if it shows an image (`<img>`, `<input type="image">`), else None."""
    if tag.closing or not tag.attributes:
        return None
    if tag.name == "input":
        if (tag.text("type") or "").strip().lower() != "image":
            return None
    elif tag.name != "img":
        return None
    source, alt = tag.find("src", "data-src", "srcset", "data-srcset"), tag.find("alt")
    computed = tag.templated if alt is None else alt.computed
    editable = not computed and (alt is None or not holds_expression(alt.raw or ""))
    return TagImage(
        syntax=f"html-{tag.name}",
        target=_target(source),
        alt=tag.text("alt"),
        slot=_slot(tag, source, alt) if editable else None,
        computed=computed,
    )


def _target(source: Attribute | None) -> str:
    if source is None or source.raw is None:
        return ""
    value = decoded(source.raw).strip()
    if source.name.endswith("srcset"):
        # The first candidate up to its width or density; a comma inside an address is not followed by a blank
        return (value.split(None, 1) or [""])[0].rstrip(",")
    return value


def _slot(tag: Tag, source: Attribute | None, alt: Attribute | None) -> tuple[int, int]:
    if alt is None:
        place = source.end if source is not None else tag.start + 1 + len(tag.name)
        return place, place
    if alt.raw is None:
        return alt.end, alt.end
    return alt.value_start, alt.value_end


def _tag(html: str, start: int) -> Tag | int | None:
    """The tag at `start`, or the offset to go on from, or None: nothing more can be read."""
    if match := _TAG_NAME.match(html, start + 1):
        return _start_tag(html, start, match.group().lower(), match.end())
    if html.startswith("</", start) and (match := _TAG_NAME.match(html, start + 2)):
        end = html.find(">", match.end())
        return None if end < 0 else Tag(match.group().lower(), start, end + 1, closing=True)
    if (behind := expression_end(html, start)) is not None:
        return behind
    for opener, closer, skipped in _MARKUP:
        if html.startswith(opener, start):
            end = html.find(closer, start + skipped)
            return None if end < 0 else end + len(closer)
    return start + 1


def _start_tag(html: str, start: int, name: str, at: int) -> Tag | None:
    attributes: list[Attribute] = []
    templated = False
    while True:
        at = _behind(_BLANKS, html, at)
        if at >= len(html):
            return None
        if html[at] == ">":
            return Tag(name, start, at + 1, False, tuple(attributes), templated, html[at - 1] == "/")
        if (behind := expression_end(html, at)) is not None:
            at, templated = behind, True
            continue
        attribute = _attribute(html, at)
        if attribute is None:
            return None
        attributes.append(attribute)
        templated = templated or attribute.name.startswith("{")
        at = attribute.end


def _attribute(html: str, at: int) -> Attribute | None:
    match = _ATTRIBUTE_NAME.match(html, at)
    if match is None:
        return None
    name, end = match.group().lower(), match.end()
    equals = _behind(_SPACES, html, end)
    if not html.startswith("=", equals):
        return Attribute(name, end)
    at = _behind(_SPACES, html, equals + 1)
    quote = html[at : at + 1]
    if quote in {'"', "'"}:
        close = html.find(quote, at + 1)
        return None if close < 0 else Attribute(name, close + 1, html[at + 1 : close], at + 1, close)
    close = _end_of_unquoted(html, at)
    return Attribute(name, close, html[at:close], at, close)


def _end_of_unquoted(html: str, at: int) -> int:
    """Behind a value without quotes; a template expression or a `{…}` at its start may hold blanks."""
    while (behind := expression_end(html, at)) is not None:
        at = behind
    if html.startswith("{", at):
        behind = html.find("}", at, at + _LONGEST_EXPRESSION)
        at = at if behind < 0 else behind + 1
    return _behind(_UNQUOTED, html, at)


def _behind(pattern: re.Pattern[str], html: str, at: int) -> int:
    match = pattern.match(html, at)
    return at if match is None else match.end()


def _end_of_raw_text(html: str, tag: Tag) -> int:
    close = re.compile(f"</{re.escape(tag.name)}", re.IGNORECASE | re.ASCII).search(html, tag.end)
    return len(html) if close is None else close.start()


def _character(match: re.Match[str]) -> str:
    reference = match.group()
    if reference.startswith("&#"):
        return unescape(reference)
    if not reference.endswith(";") and match.string.startswith("=", match.end()):
        return reference  # `?a=1&copy=2` is an address, not a sign
    return html5.get(reference[1:], reference)

"""HTML as a stream of tags and words with exact offsets, by the tokenization rules of the HTML standard (13.2.5).

An own tokenizer: `html.parser` changes what it finds with the patch level of Python, and is quadratic on some input
before 3.11.14. This one reads each character a bounded number of times, and steps over template expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from altproof.patterns import lazy_regex
from altproof.readers.html_rules import FILE, Context, Rules
from altproof.readers.templates import expression_end, is_computed

_MARKUP = (("<!--", ""), ("<![CDATA[", "]]>"), ("<!", ">"), ("</", ">"), ("<?xml", ">"), ("<?", "?>"))
"""Openers and closers of what is no tag. PHP, whose blocks may never end, is gone before a browser sees it."""
_MARKUP_OF_BROWSERS = (("<!--", ""), ("<!", ">"), ("</", ">"), ("<?", ">"))
_LONGEST_EXPRESSION = 1000
"""Characters of a `{…}` without quotes; a longer one is read as a value up to the next blank."""
_LONGEST_REFERENCE = 100
"""Characters of a number; Python refuses to convert more than 4,300 digits, and no character needs ten."""
_NEXT = lazy_regex(r"<|\{[{%]")
_LESS = lazy_regex("<")
_TAG_NAME = lazy_regex(r"[A-Za-z][^\t\n\f\r />]*")
_BLANKS = lazy_regex(r"[\t\n\f\r /]*")
_SPACES = lazy_regex(r"[\t\n\f\r ]*")
_ATTRIBUTE_NAME = lazy_regex(r"[^\t\n\f\r />][^\t\n\f\r />=]*")
_UNQUOTED = lazy_regex(r"[^\t\n\f\r >]*")
_COMMENT_END = lazy_regex(r"--!?>")
_OPENER = lazy_regex(r"\{[{%]|<[%?]")
_SCRIPT_MARK = lazy_regex(r"<!--(?!-*>)|-->|</?script(?=[\t\n\f\r />])", re.IGNORECASE | re.ASCII)
_REFERENCE = lazy_regex(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]{0,31};?)")


class Attribute(Struct, frozen=True):
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
    def quoted(self) -> bool:
        """Whether the value stands between quotes."""
        return self.raw is not None and self.value_end < self.end

    @property
    def computed(self) -> bool:
        """Whether the value is unknown here: a template expression, or `name={…}` of JSX."""
        raw = self.raw or ""
        return is_computed(raw) or (not self.quoted and raw.startswith("{"))


class Tag(Struct, frozen=True):
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


class Words(Struct, frozen=True):
    """Text between tags, as written."""

    start: int
    end: int


def tokens(html: str, rules: Rules = FILE) -> Iterator[Tag | Words]:
    """Tags and words in order; comments, declarations and the content of scripts and the like are left out.

    What follows an unterminated tag or comment is dropped, as browsers do. A `<script/>` or the like holds nothing:
    so XHTML, SVG and JSX read it, and an HTML author who writes it means it.
    """
    at = said = 0
    context = Context()
    while (match := (_NEXT if rules.templates else _LESS).search(html, at)) is not None:
        start = match.start()
        if html[start] == "{":  # an expression may hold signs that look like tags; otherwise it is words
            at = expression_end(html, start) or start + 2
            continue
        token = _token(html, start, rules, context)
        if token == start + 1:
            at = token  # a sign of its own, not markup
            continue
        if start > said:
            yield Words(said, start)
        if token is None:
            return
        if isinstance(token, Tag):
            token = token if context.inside else _as_parsed(token)
            yield token
        at = said = _behind_token(html, token, rules, context)
    if said < len(html):
        yield Words(said, len(html))


def decoded(raw: str) -> str:
    """An attribute value with its character references undone, by the rules for attributes."""
    return _REFERENCE.sub(_character, raw) if "&" in raw else raw


def plain(raw: str) -> str:
    """Words between tags with their character references undone, by the rules for text.

    Unlike `html.unescape`, which raises ValueError on a number of more than 4,300 digits, this takes any text.
    """
    return _REFERENCE.sub(lambda match: _sign(match.group()), raw) if "&" in raw else raw


def _as_parsed(tag: Tag) -> Tag:
    """The tag under the name that browsers give it: `<image>` is an old way to write `<img>`."""
    is_old = tag.name == "image" and tag.find("src", "srcset") is not None
    return replace(tag, name="img") if is_old else tag


def _behind_token(html: str, token: Tag | int, rules: Rules, context: Context) -> int:
    if isinstance(token, int):
        return token
    is_text = not token.closing and not token.self_closing and context.holds_text(token.name, rules)
    context.pass_(token.name, closing=token.closing, self_closing=token.self_closing)
    if not is_text:
        return token.end
    end = None if token.name in context.endless else _end_of_raw_text(html, token)
    if end is None:
        context.endless.add(token.name)
        return len(html) if rules.open_ended else token.end
    return end


def _token(html: str, start: int, rules: Rules, context: Context) -> Tag | int | None:
    """The tag at `start`, or the offset to go on from, or None: nothing more can be read."""
    if match := _TAG_NAME.match(html, start + 1):
        return _tag(html, start, match, rules, closing=False)
    if match := _TAG_NAME.match(html, start + 2) if html.startswith("/", start + 1) else None:
        return _tag(html, start, match, rules, closing=True)
    if rules.templates and (behind := expression_end(html, start)) is not None:
        return behind
    is_section = html.startswith("<![CDATA[", start) and context.inside
    for opener, closer in _MARKUP if rules.templates or rules.xml or is_section else _MARKUP_OF_BROWSERS:
        if html.startswith(opener, start):
            return _behind_text(html, closer, start + len(opener)) if closer else _end_of_comment(html, start + 4)
    return start + 1


def _behind_text(html: str, closer: str, at: int) -> int | None:
    end = html.find(closer, at)
    return None if end < 0 else end + len(closer)


def _end_of_comment(html: str, at: int) -> int | None:
    for empty in (">", "->"):  # `<!-->` and `<!--->` are whole comments
        if html.startswith(empty, at):
            return at + len(empty)
    match = _COMMENT_END.search(html, at)
    return None if match is None else match.end()


def _tag(html: str, start: int, named: re.Match[str], rules: Rules, *, closing: bool) -> Tag | None:
    name, at = named.group().lower(), named.end()
    attributes: list[Attribute] = []
    templated = False
    while True:
        behind = at
        at = _behind(_BLANKS, html, at)
        if at >= len(html):
            return None
        if html[at] == ">":
            slash = at > behind and html[at - 1] == "/"
            return Tag(name, start, at + 1, closing, tuple(attributes), templated, slash)
        if rules.templates and (end := expression_end(html, at)) is not None:
            at, templated = end, True
            continue
        attribute = _attribute(html, at, rules)
        if attribute is None:
            return None
        attributes.append(attribute)
        templated = templated or attribute.name.startswith("{")
        at = attribute.end


def _attribute(html: str, at: int, rules: Rules) -> Attribute | None:
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
        close = _closing_quote(html, at + 1, quote) if rules.templates else html.find(quote, at + 1)
        return None if close < 0 else Attribute(name, close + 1, html[at + 1 : close], at + 1, close)
    close = _end_of_unquoted(html, at) if rules.templates else _behind(_UNQUOTED, html, at)
    return Attribute(name, close, html[at:close], at, close)


def _closing_quote(html: str, at: int, quote: str) -> int:
    """Where a quoted value ends; a quote inside a template expression, `src="{{ "/a.png" | url }}"`, is not its end."""
    close = html.find(quote, at)
    while close >= 0 and (match := _OPENER.search(html, at, close)) is not None:
        behind = expression_end(html, match.start())
        if behind is None or (behind > close and _ends_value(html, close)):
            at = match.end()
        else:
            at = behind
            close = html.find(quote, at) if close < at else close
    return close


def _ends_value(html: str, close: int) -> bool:
    """Whether what follows a quote says that a value ends here, as in `data-open="{{" data-close="}}"`."""
    return html[close + 1 : close + 2] in {"", " ", "\t", "\n", "\f", "\r", ">"}


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


def _end_of_raw_text(html: str, tag: Tag) -> int | None:
    """Where the end tag begins; None: there is none."""
    if tag.name == "plaintext":
        return None
    if tag.name == "script":
        return _end_of_script(html, tag.end)
    close = re.compile(f"</{tag.name}(?=[\t\n\f\r />])", re.IGNORECASE | re.ASCII).search(html, tag.end)
    return None if close is None else close.start()


def _end_of_script(html: str, at: int) -> int | None:
    """A `<script>` inside a `<!--` hides one `</script>` (HTML standard, script data double escaped state)."""
    escaped = doubled = False
    for match in _SCRIPT_MARK.finditer(html, at):
        mark = match.group().lower()
        if mark == "<!--":
            escaped = True
        elif mark == "-->":
            escaped = doubled = False
        elif mark == "<script":
            doubled = escaped
        elif doubled:
            doubled = False
        else:
            return match.start()
    return None


def _character(match: re.Match[str]) -> str:
    reference = match.group()
    if reference.startswith("&#"):
        return _sign(reference)
    if not reference.endswith(";") and match.string.startswith("=", match.end()):
        return reference  # `?a=1&copy=2` is an address, not a sign
    from html.entities import html5  # here as in `_sign`

    return html5.get(reference[1:], reference)


def _sign(reference: str) -> str:
    from html import unescape  # here, as many runs meet no reference, and its table is large

    # html.unescape converts the whole number, which Python refuses for very long ones; no character has so many digits
    return unescape(reference) if len(reference) <= _LONGEST_REFERENCE else "\ufffd"

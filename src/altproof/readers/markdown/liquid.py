"""Liquid in Markdown: includes that show an image, blocks that only show source, and addresses made of expressions.

Argument grammar: jekyll, lib/jekyll/tags/include.rb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from altproof.patterns import lazy_regex
from altproof.readers.base import Generator, ImageCall, Site
from altproof.readers.markdown.call_arguments import Argument, by_name, called_image, reach
from altproof.readers.markdown.code_map import CodeMap
from altproof.readers.markdown.disguise import FILL, GONE, Addresses, Cover
from altproof.readers.markdown.shown import Replacement, ShownImage, Slot
from altproof.readers.markers import LIQUID as MARK
from altproof.readers.templates import expression_end, holds_expression

"""Without it there is no include; any number of blanks may follow."""
SYNTAX = "jekyll-include"

_SOURCES = ("src", "url", "path", "image", "image_path", "file")
_ALTS = ("alt", "alt_text", "description")
_IMAGE_NAME = lazy_regex(r"image|img|figure|picture|screenshot|photo", re.IGNORECASE)
_INCLUDE = lazy_regex(r"\{%-?\s*+include(?:_relative|_cached)?\s++([\w./-]{1,200})")
_ARGUMENT = lazy_regex(
    r"\s*([\w-]{1,100})\s*=\s*(?:\"([^\"\\]*(?:\\.[^\"\\]*)*)\"|'([^'\\]*(?:\\.[^'\\]*)*)'|([\w.-]+))", re.DOTALL
)
_BLOCK = lazy_regex(r"\{%-?\s{0,20}(comment|raw|highlight)\b[^%]{0,200}%\}")
_ENDS = {name: lazy_regex(rf"\{{%-?\s*+end{name}\s*+-?%\}}") for name in ("comment", "raw", "highlight")}
_IN_ADDRESS = lazy_regex(r"(?<!\\)(?:\\\\){0,9}(?:\]\([ \t]{0,9}<?|\]:[ \t]{1,9}<?)[^\s()<>{]{0,200}(?=\{[{%])")
_EXPRESSION = lazy_regex(r"\{([{%])[^{}%\n]*+(?:\}\}|%\})")
"""An expression of any length, as long as no other mark is in it."""
_CALL = lazy_regex(r"\{%")
_SHOWS = lazy_regex(r"!\[|[<`]")
_ADDRESS = lazy_regex(r"[^\s()<>{]{0,200}")


def include_images(text: str, code: CodeMap, site: Site) -> Iterator[ShownImage]:
    """Every image that a known include shows, outside code."""
    calls = {call.name: call for call in site.includes}
    at = 0
    while (opener := _INCLUDE.search(text, at)) is not None:
        at = opener.end()
        if (behind := code.end_of_code(opener.start())) is not None:
            at = max(at, behind)
            continue
        name = opener.group(1)
        guessed = site.generator is Generator.JEKYLL and _IMAGE_NAME.search(name.rpartition("/")[2]) is not None
        if name in calls or guessed:
            image = _image(text, opener, calls.get(name))
            if image is not None:
                yield image
                at = image.end


def liquid_examples(text: str, code: CodeMap, site: Site) -> Iterator[Cover]:
    """What stands in comment and highlight blocks, and the calls in raw ones; a block that is not closed is text."""
    at = 0
    ended = dict.fromkeys(_ENDS, True)
    while site.generator in {Generator.JEKYLL, None} and (opener := _BLOCK.search(text, at)) is not None:
        at = opener.end()
        name = opener.group(1)
        if not ended[name] or code.end_of_code(opener.start()) is not None:
            continue
        end = _ENDS[name].search(text, at)
        if end is None:
            ended[name] = False
        elif name == "raw":
            yield from ((found.start(), found.end(), FILL) for found in _CALL.finditer(text, at, end.start()))
            at = end.end()
        else:
            at = end.end()
            yield opener.start(), at, GONE


def expressions_in_addresses(text: str, addresses: Addresses, site: Site) -> Iterator[Cover]:
    """The expressions in addresses, as in `![a]({{ site.baseurl }}/x.png)`: their blanks do not end the address."""
    at = 0 if "{{" in text or "{%" in text else len(text)
    while (opener := _IN_ADDRESS.search(text, at)) is not None:
        at = opener.end()
        while (behind := _end_of_expression(text, at)) is not None and "\n" not in text[at:behind]:
            if not _is_known(text, at, site) and _SHOWS.search(text, at, behind):
                break  # who does not know it shows what is in it
            yield from addresses.expression(text, at, behind)
            rest = _ADDRESS.match(text, behind)
            at = behind if rest is None else rest.end()


def _is_known(text: str, at: int, site: Site) -> bool:
    """Whether the program that makes the site fills in such an expression; where none is known, both are read."""
    is_shortcode = site.generator is Generator.HUGO and text.startswith(("{{<", "{{%"), at)
    return is_shortcode or site.generator in {Generator.JEKYLL, None}


def _end_of_expression(text: str, at: int) -> int | None:
    behind = expression_end(text, at)
    if behind is None and (match := _EXPRESSION.match(text, at)) is not None:
        behind = match.end()
    return behind


def include_edit(slot: Slot, words: str, site: Site) -> Replacement | None:
    """The change that writes `words`; None when Liquid cannot hold them."""
    if holds_expression(words) or "%}" in words or "}}" in words:
        return None
    quote = slot.quote or '"'
    escaped = words.replace(quote, "\\" + quote)
    opener = _INCLUDE.match(slot.text, slot.construct)
    if slot.quote or opener is None:
        return slot.replaced(escaped)
    call = next((call for call in site.includes if call.name == opener.group(1)), None)
    return slot.replaced(f' {"alt" if call is None else call.alt}="{escaped}"')


def _image(text: str, opener: re.Match[str], call: ImageCall | None) -> ShownImage | None:
    # The tag ends at the first mark, even within quotes
    close = text.find("%}", opener.end(), reach(text, opener.end(), _CALL))
    if close < 0 or text.find(MARK, opener.end(), close) >= 0:
        return None
    found: list[Argument] = []
    at = opener.end()
    while (match := _ARGUMENT.match(text, at, close)) is not None:
        found.append(_argument(match))
        at = match.end()
    arguments = by_name(found)
    if call is None:
        source = next((name for name in _SOURCES if name in arguments), "")
        alt = next((name for name in _ALTS if name in arguments), "alt")
        call = ImageCall(opener.group(1), source, alt)
    return called_image((opener.start(), close + len("%}")), SYNTAX, call, arguments)


def _argument(match: re.Match[str]) -> Argument:
    group = next(number for number in (2, 3, 4) if match.group(number) is not None)
    words = match.group(group)
    if group == 2:
        words = words.replace('\\"', '"')
    elif group == 3:
        words = words.replace("\\'", "'")
    known = group != 4 and not holds_expression(words)
    return Argument(match.group(1), words, match.start(group), match.end(group), match.end(), known)

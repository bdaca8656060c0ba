"""Shortcodes of Hugo that show an image, `{{< figure src="x.png" alt="…" >}}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from altproof.patterns import lazy_regex
from altproof.readers.base import Generator, ImageCall, Site
from altproof.readers.markdown.call_arguments import Argument, by_name, called_image, reach
from altproof.readers.markdown.code_map import CodeMap
from altproof.readers.markdown.disguise import GONE, Cover
from altproof.readers.markdown.shown import Replacement, ShownImage, Slot

SYNTAX = "hugo-shortcode"

KNOWN = tuple(ImageCall(name, "src", "alt") for name in ("figure", "img", "image", "imgproc"))
"""`figure` is Hugo's own; the others are what many themes call theirs."""

_BEGINNING = lazy_regex(r"\{\{[<%]")
_OPENER = lazy_regex(r"\{\{([<%])[ \t\r\n]*+([\w./-]{1,60})(?![\w./-])")
_EXAMPLE = lazy_regex(r"\{\{[<%][ \t]{0,9}highlight\b")
_END_OF_EXAMPLE = lazy_regex(r"\{\{[<%][ \t]{0,9}/[ \t]{0,9}highlight[ \t]{0,9}[>%]\}\}")
_GAP = lazy_regex(r"[ \t\r\n]*")
_NAME = lazy_regex(r"([\w-]+)=")
_BARE = lazy_regex(r"(?:[^\s\"`<>%}/]|/(?![>%]\}\})|%(?!\}\}))+")
_QUOTED = lazy_regex(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_RAW = lazy_regex(r"`([^`]*)`")
_ESCAPE = lazy_regex(r'\\(["\\])')


def shortcode_images(text: str, code: CodeMap, site: Site) -> Iterator[ShownImage]:
    """Every image that a shortcode shows, outside code and outside escaped examples."""
    calls = _calls(site)
    at = 0
    while (opener := _OPENER.search(text, at)) is not None:
        at = opener.end()
        if (behind := code.end_of_code(opener.start())) is not None:
            at = max(at, behind)
        elif (call := calls.get(opener.group(2))) is not None:
            image = _image(text, opener, call)
            if image is not None:
                yield image
                at = image.end


def shortcode_examples(text: str, code: CodeMap, site: Site) -> Iterator[Cover]:
    """What stands between `highlight` shortcodes is shown as code."""
    at = 0
    while site.generator in {Generator.HUGO, None} and (opener := _EXAMPLE.search(text, at)) is not None:
        at = opener.end()
        if code.end_of_code(opener.start()) is None:
            end = _END_OF_EXAMPLE.search(text, at)
            if end is None:
                return  # what is not closed is text
            at = end.end()
            yield opener.start(), at, GONE


def shortcode_edit(slot: Slot, words: str, site: Site) -> Replacement:
    """The change that writes `words`; a raw string spares escapes wherever it can."""
    if slot.quote == "`" and "`" not in words:
        return slot.replaced(words)
    raw = "`" not in words and ('"' in words or "\\" in words)
    literal = f"`{words}`" if raw else '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
    opener = _OPENER.match(slot.text, slot.construct)
    read = None if opener is None else _arguments(slot.text, opener)
    if opener is None or read is None or any(argument.start == slot.start for argument in read[0]):
        return slot.requoted(literal)
    call = _calls(site).get(opener.group(2))
    name = "alt" if call is None else call.alt
    return slot.replaced(f" {literal}" if name.isdigit() else f" {name}={literal}")


def _calls(site: Site) -> dict[str, ImageCall]:
    return {call.name: call for call in (*KNOWN, *site.shortcodes)}


def _image(text: str, opener: re.Match[str], call: ImageCall) -> ShownImage | None:
    read = _arguments(text, opener)
    if read is None:
        return None
    arguments, end = read
    image = called_image((opener.start(), end), SYNTAX, call, by_name(arguments))
    if image is not None and image.alt is None and call.name == "figure":
        # Hugo's own figure says its caption when there is no alt text
        return replace(image, alt=image.caption)
    return image


def _arguments(text: str, opener: re.Match[str]) -> tuple[list[Argument], int] | None:
    """The arguments and the offset behind the shortcode; None when it does not end."""
    closer = ">}}" if opener.group(1) == "<" else "%}}"
    found: list[Argument] = []
    at = opener.end()
    limit = reach(text, at, _BEGINNING)
    while at < limit:
        at = _behind(_GAP, text, at)
        if text.startswith(closer, at):
            return found, at + len(closer)
        if text.startswith("/" + closer, at):
            return found, at + 1 + len(closer)
        name = _NAME.match(text, at, limit)
        value = _value(text, at if name is None else name.end(), limit)
        if value is None:
            return None
        words, start, end, at = value
        found.append(Argument(str(len(found)) if name is None else name.group(1), words, start, end, at))
    return None


def _value(text: str, at: int, limit: int) -> tuple[str, int, int, int] | None:
    """The value at `at`, its start and end, and the offset behind its quote."""
    if match := _QUOTED.match(text, at, limit):
        return _ESCAPE.sub(r"\1", match.group(1)), match.start(1), match.end(1), match.end()
    if match := _RAW.match(text, at, limit):
        return match.group(1), match.start(1), match.end(1), match.end()
    if match := _BARE.match(text, at, limit):
        return match.group(), match.start(), match.end(), match.end()
    return None


def _behind(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return at if match is None else match.end()

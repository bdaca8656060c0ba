"""Microsoft Learn's `:::image …:::`, as a block or inside text.

Grammar and traps: TripleColonBlockParser, TripleColonInlineParser and ImageExtension of dotnet/docfx.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.readers.markdown.call_arguments import reach
from altproof.readers.markdown.code_map import CodeMap
from altproof.readers.markdown.disguise import GONE, Cover
from altproof.readers.markdown.shown import Replacement, ShownImage, Slot
from altproof.readers.markers import DOCFX as MARK

BLOCK, INLINE = "docfx-image-block", "docfx-image-inline"

KNOWN_NAMES = frozenset({"type", "source", "alt-text", "loc-scope", "border", "lightbox", "link"})
_TYPES = frozenset({"content", "complex", "icon"})
_OPENER = lazy_regex(r":::([ \t]*+)image(?![\w-])", re.IGNORECASE)
_END = lazy_regex(r"^[ \t>]{0,200}:::[ \t]{0,20}image-end", re.MULTILINE | re.IGNORECASE)
_LONGEST_DESCRIPTION = 8_000
"""Characters after an image in which its long description has to end; it counts as there when the text goes on."""
_DESCRIPTION_REACH = 1_000
"""Characters of it that are kept: its first sentence can be an alt text."""
_MARKS = lazy_regex(r"[*_`]|!?\[|\]\([^()\s]{0,500}\)|^[ \t>]{0,200}(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]", re.MULTILINE)
"""Marks of Markdown in it that are no words."""
_BLANKS = lazy_regex(r"[ \t]*")
_NAME = lazy_regex(r"[A-Za-z0-9-]+", re.ASCII)
_LINE_FRONT = lazy_regex(r"(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*")
_FRONT_REACH = 200
"""Characters before an image looked at for the marks of quotes and lists; deeper nesting makes it inline."""
_BLOCK_MARK = lazy_regex(
    r"^[ \t>]{0,200}(:::[ \t]{0,20}(?:image-end|moniker|zone|row|column|code|video|form|no-loc)"
    r"(?![\w])[^\r\n]{0,500})\r?$",
    re.MULTILINE | re.IGNORECASE,
)


class _Value(Struct, frozen=True):
    text: str
    start: int
    end: int


def docfx_images(text: str, code: CodeMap) -> Iterator[ShownImage]:
    """Every such image outside code. What the build refuses is text, but for a missing alt text, which is reported."""
    at = 0
    while (opener := _OPENER.search(text, at)) is not None:
        at = opener.end()
        if (behind := code.end_of_code(opener.start())) is not None:
            at = max(at, behind)
            continue
        front = text[max(0, opener.start() - _FRONT_REACH) : opener.start()].rpartition("\n")[2]
        is_block = _LINE_FRONT.fullmatch(front) is not None
        if front.endswith(("\\", ":")) or (opener.group(1) and not is_block):
            continue
        image = _image(text, opener, BLOCK if is_block else INLINE)
        if image is not None:
            yield image
            at = image.end


def docfx_marks(text: str) -> Iterator[Cover]:
    """The lines of other triple-colon blocks, which are no words."""
    return ((m.start(1), m.end(1), GONE) for m in _BLOCK_MARK.finditer(text))


def docfx_edit(slot: Slot, words: str) -> Replacement | None:
    """The change that writes `words`; None for empty words, which the build refuses.

    There are no escapes: double quotes become typographic ones, and `:::` is taken apart.
    """
    parts = words.replace(MARK, ": : :").split('"')
    new = "".join(part + ("" if n == len(parts) - 1 else "“”"[n % 2]) for n, part in enumerate(parts))
    if not new:
        return None
    return slot.replaced(new if slot.quote else f' alt-text="{new}"')


def _image(text: str, opener: re.Match[str], syntax: str) -> ShownImage | None:
    limit = reach(text, opener.end(), _OPENER)
    line_end = text.find("\n", opener.end(), limit)
    line_end = limit if line_end < 0 else line_end
    line = text[opener.start() : line_end].rstrip("\r")
    read = _attributes(line, opener.end() - opener.start())
    if read is None:
        return None
    values, end, source_end = read
    source, kind = values.get("source"), values["type"].text.lower() if "type" in values else "content"
    if source is None or not source.text or kind not in _TYPES:
        return None
    alt, link = values.get("alt-text"), values.get("link")
    base = opener.start()
    slot = (source_end, source_end) if alt is None else (alt.start, alt.end)
    is_icon = kind == "icon"
    return ShownImage(
        start=base,
        end=base + end,
        syntax=syntax,
        target=source.text,
        # An icon is shown without alt text, which its role says; an empty alt text is refused like a missing one
        alt=None if alt is None else alt.text or None,
        slot=None if is_icon else (base + slot[0], base + slot[1]),
        link=link.text if link is not None else None,
        role="presentation" if is_icon else None,
        description=_description(text, base + end) or None if kind == "complex" else None,
        undescribed=kind == "complex" and _description(text, base + end) is None,
    )


def _description(text: str, end: int) -> str | None:
    """How the long description begins whose end follows an image that ends here, before the next image.

    None: there is none; "": it is there, though its end is too far away to know where it belongs.
    """
    following = text[end : end + _LONGEST_DESCRIPTION]
    close = _END.search(following)
    if close is None:
        return "" if len(following) == _LONGEST_DESCRIPTION else None
    between = following[: close.start()]
    if _OPENER.search(between) is not None or not any(map(str.isalnum, between)):
        return None
    return " ".join(_MARKS.sub("", between[:_DESCRIPTION_REACH]).split())


def _attributes(line: str, at: int) -> tuple[dict[str, _Value], int, int] | None:
    """Attributes by name, the end of the image, and the place behind `source`; None when it is not one."""
    values: dict[str, _Value] = {}
    source_end = at
    while True:
        at = _behind(_BLANKS, line, at)
        if at >= len(line):
            return values, len(line.rstrip()), source_end
        if line.startswith(MARK, at):
            return values, at + len(MARK), source_end
        name = _NAME.match(line, at)
        if name is None or name.group().lower() in values or name.group().lower() not in KNOWN_NAMES:
            return None
        at = _behind(_BLANKS, line, name.end())
        if not line.startswith("=", at):
            return None
        at = _behind(_BLANKS, line, at + 1)
        close = line.find('"', at + 1)
        if not line.startswith('"', at) or close < 0:
            return None
        values[name.group().lower()] = _Value(line[at + 1 : close], at + 1, close)
        at = close + 1
        if name.group().lower() == "source":
            source_end = at


def _behind(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return at if match is None else match.end()

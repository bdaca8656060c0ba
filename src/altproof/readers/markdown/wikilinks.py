"""Obsidian's embeds, `![[picture.png|alt text|100]]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from altproof import image_names
from altproof.patterns import lazy_regex
from altproof.readers.base import EMBED
from altproof.readers.markdown.code_map import CodeMap
from altproof.readers.markdown.shown import Replacement, ShownImage, Slot

SYNTAX = EMBED

_EMBED = lazy_regex(r"!\[\[([^\[\]\r\n]++)\]\]")
_IMAGE = lazy_regex(image_names.pattern() + r"(?:#.*)?$", re.IGNORECASE)
_BAR = lazy_regex(r"\\?\|")
_SIZE = lazy_regex(r"\d+(?:x\d+)?", re.ASCII)
_REACH = 1000
"""Characters before an embed looked at for the bar of a table cell."""
_BARE_BAR = lazy_regex(r"(?<!\\)\|")
_UNWRITABLE = lazy_regex(r"[|#\[\]\\]|^\d+(?:x\d+)?$", re.ASCII)


def wikilink_images(text: str, code: CodeMap) -> Iterator[ShownImage]:
    """Every embedded image outside code; notes and other files are embeds of something else."""
    for match in _EMBED.finditer(text):
        if code.end_of_code(match.start()) is not None or text.startswith("\\", match.start() - 1):
            continue
        low, high = match.span(1)
        bars = list(_BAR.finditer(text, low, high))
        target = text[low : bars[0].start() if bars else high].strip(" \t")
        if _IMAGE.search(target) is None:
            continue
        sized = bool(bars) and _SIZE.fullmatch(text[bars[-1].end() : high].strip(" \t")) is not None
        if not bars or (sized and len(bars) == 1):
            place = bars[0].start() if bars else high  # new text brings its own bar, and stands before a size
            yield ShownImage(match.start(), match.end(), SYNTAX, target, None, (place, place))
        else:
            slot = (bars[0].end(), bars[-1].start() if sized else high)
            yield ShownImage(
                match.start(), match.end(), SYNTAX, target, text[slot[0] : slot[1]].strip(" \t") or None, slot
            )


def wikilink_edit(slot: Slot, words: str) -> Replacement | None:
    """The change that writes `words`; None when Obsidian would read them as something else."""
    if not words or _UNWRITABLE.search(words):
        return None
    text, start = slot.text, slot.start
    if text.startswith("|", start - 1):
        return slot.replaced(words)
    line = _EMBED.sub("", text[max(0, text.rfind("\n", 0, slot.construct), slot.construct - _REACH) : slot.construct])
    in_cell = text.startswith("\\|", slot.end) or _BARE_BAR.search(line) is not None
    return slot.replaced(("\\|" if in_cell else "|") + words)

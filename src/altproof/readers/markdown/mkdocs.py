"""What Python-Markdown and its extensions, as MkDocs sites use them, read otherwise than CommonMark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from altproof.patterns import lazy_regex
from altproof.readers.markdown.disguise import FILL, GONE, Addresses, Cover
from altproof.readers.markdown.shown import CoveredTag

_INDENTED_BLOCK = lazy_regex(
    r"^(?P<front>[ \t>]*)(?:(?P<mark>!!!|\?\?\?\+?)(?P<gap> ?)(?=[\w-])|(?P<tab>===[!+]?)(?P<blank> )(?=[\"']))",
    re.MULTILINE,
)
_NAMES = (
    "address|article|aside|blockquote|center|details|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|header|"
    "h[1-6]|li|main|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
BLOCK_NAMES = frozenset({*_NAMES.replace("h[1-6]", "h1|h2|h3|h4|h5|h6").split("|"), "hr", "pre"})
"""Elements that begin a block."""
_TAG = lazy_regex(rf"<(/?)({_NAMES})((?:[\s/][^<>]*+)?)>", re.IGNORECASE)
HOLDS_MARKDOWN = lazy_regex(r"\smarkdown(?:\s|/|$|=[\"']?(?:1|block|span)\b)", re.IGNORECASE)
_DEEPEST = 50
"""Elements with Markdown told apart in each other."""
_LINE_REACH = 200
"""Characters of a line looked at for whether a tag stands alone in it."""
_ADDRESS = lazy_regex(r"(?<!\\)(?:\\\\){0,9}\]\([ \t]*([^\s()<>\"'][^()<>\"'\r\n]*+)(?=[)\"'])")
_BLANK = lazy_regex(r"[ \t]")


def indented_blocks(text: str) -> str:
    """`text` with admonitions, collapsible blocks and content tabs made list items of the same size.

    Their content is indented by four, as is that of `-   `, so that nothing moves.
    """
    return _INDENTED_BLOCK.sub(_list_item, text)


def _list_item(match: re.Match[str]) -> str:
    mark = match.group("mark") or match.group("tab")
    gap = match.group("gap") or match.group("blank") or ""
    item = "-" + " " * (len(mark) + len(gap) - 1)
    return match.group("front") + (item if len(item) <= 4 else item[:4] + FILL)


def markdown_in_html(text: str) -> Iterator[CoveredTag]:
    """The tags with a `markdown` attribute and the tags that close them."""
    stack: list[tuple[str, bool]] = []
    for match in _TAG.finditer(text):
        name = match.group(2).lower()
        if not match.group(1):
            live = HOLDS_MARKDOWN.search(match.group(3)) is not None and (not stack or stack[-1][1])
            if live or stack:
                stack = stack[-_DEEPEST:]
                stack.append((name, live))
        else:
            live = _closed(stack, name)
        if live:
            yield CoveredTag(match.start(), match.end(), match.group())


def tag_covers(text: str, tag: CoveredTag) -> Cover:
    """How a tag is covered: as a blank line where it stands alone, unless that would make code of what follows."""
    before = text[max(0, tag.start - _LINE_REACH) : tag.start].rpartition("\n")[2]
    behind = text[tag.end : tag.end + _LINE_REACH].partition("\n")[0]
    alone = not before.strip(" \t>") and not behind.strip()
    opens_code = not tag.text.startswith("</") and text.startswith(("    ", "\t"), tag.end + len(behind) + 1)
    return tag.start, tag.end, GONE if alone and not opens_code else FILL


def blanks_in_addresses(text: str, addresses: Addresses) -> Iterator[Cover]:
    """The blanks inside `![a](my file.png)`, which do not end the address there."""
    for match in _ADDRESS.finditer(text):
        address = match.group(1).rstrip()
        for blank in _BLANK.finditer(address):
            yield from addresses.blank(text, match.start(1) + blank.start())


def _closed(stack: list[tuple[str, bool]], name: str) -> bool:
    """Take the element that a closing tag ends, and those left open in it, off the stack; whether it is live."""
    for index in range(len(stack) - 1, -1, -1):
        if stack[index][0] == name:
            live = stack[index][1]
            del stack[index:]
            return live
    return False

"""Images named in YAML front matter, for the pairs of keys that the configuration gives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from altproof.patterns import lazy_regex
from altproof.readers.base import Site
from altproof.readers.markdown.shown import Replacement, ShownImage, Slot
from altproof.readers.page_head import front_matter
from altproof.readers.templates import holds_expression

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node, ScalarNode

SYNTAX: Final = "front-matter"

_LONGEST = 256 << 10
"""Characters; PyYAML reads about one megabyte per second."""
_ITEMS = 200
"""Images taken from the front matter of one page, over all pairs of keys; a gallery has fewer."""
_REST = lazy_regex(r"[ \t]*(?:#[^\n]*?)?\r?$", re.MULTILINE)
_PLAIN = lazy_regex(r"[A-Za-z][\w ,.()/'-]*[\w.)]", re.ASCII)
_WORDS_OF_YAML = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_UNPRINTABLE = lazy_regex(r"[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def front_matter_images(source: str, body: int, site: Site) -> Iterator[ShownImage]:
    """The images of the front matter that ends before `body`, in the order of the configured pairs."""
    start = 1 if source.startswith("\ufeff") else 0
    if not site.front_matter or not source.startswith("---", start) or body - start > _LONGEST or body <= start:
        return iter(())
    first = source.find("\n", start) + 1
    last = source.rfind("\n", first, body - 1) + 1
    root = _composed(source[first:last])
    if root is None:
        return iter(())
    return islice(_images(source, first, root, site), _ITEMS)


def _images(source: str, first: int, root: Node, site: Site) -> Iterator[ShownImage]:
    for image_key, alt_key in site.front_matter:
        image_parts, alt_parts = image_key.split("."), alt_key.split(".")
        shared = 0
        while shared < min(len(image_parts), len(alt_parts)) - 1 and image_parts[shared] == alt_parts[shared]:
            shared += 1
        for mapping in _mappings(root, image_parts[:shared]):
            image = _image(source, first, mapping, image_parts[shared:], alt_parts[shared:])
            if image is not None:
                yield image


def front_matter_edit(slot: Slot, words: str, site: Site) -> Replacement | None:
    """The change that writes `words`, in the style that is there or as a line of its own; None without a key."""
    if slot.quote:
        return _in_quotes(slot, words)
    if slot.start < slot.end:
        return slot.replaced(_scalar(words))
    if slot.text.startswith(":", slot.start - 1):
        return slot.replaced(f" {_scalar(words)}")
    key = _alt_key(slot, site)
    return None if key is None else _new_line(slot, key, words)


def _in_quotes(slot: Slot, words: str) -> Replacement:
    if slot.quote == "'" and _UNPRINTABLE.search(words) is None:
        return slot.replaced(words.replace("'", "''"))
    return slot.requoted(_quoted(words))


def _new_line(slot: Slot, key: str, words: str) -> Replacement:
    """A line of its own behind that of the image, as far in as its key."""
    text = slot.text
    column = slot.construct - text.rfind("\n", 0, slot.construct) - 1
    line_end = "\r\n" if text.startswith("\r\n", slot.start) else "\n"
    return slot.replaced(f"{line_end}{' ' * column}{key}: {_scalar(words)}")


def _alt_key(slot: Slot, site: Site) -> str | None:
    """The key for the alt text of the image that this slot belongs to."""
    body, _ = front_matter(slot.text)
    for pair in site.front_matter:
        images = front_matter_images(slot.text, body, replace(site, front_matter=(pair,)))
        if any(image.start == slot.construct and image.slot == (slot.start, slot.end) for image in images):
            return pair[1].rpartition(".")[2]
    return None


def _scalar(words: str) -> str:
    is_plain = _PLAIN.fullmatch(words) is not None and words.lower() not in _WORDS_OF_YAML
    return words if is_plain else _quoted(words)


def _quoted(words: str) -> str:
    return _UNPRINTABLE.sub(lambda m: f"\\u{ord(m.group()):04x}", json.dumps(words, ensure_ascii=False))


def _composed(text: str) -> Node | None:
    import yaml

    try:
        root: Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return root


def _mappings(node: Node, parts: list[str]) -> Iterator[MappingNode]:
    """The mappings at a path; a list on the way stands for each of its items, and `*` for any key."""
    from yaml.nodes import MappingNode, SequenceNode

    todo: list[tuple[Node, int]] = [(node, 0)]
    seen: set[tuple[int, int]] = set()  # an alias may lead back to where it stands
    while todo:
        current, depth = todo.pop()
        if (id(current), depth) in seen:
            continue
        seen.add((id(current), depth))
        if isinstance(current, SequenceNode):
            todo += [(item, depth) for item in reversed(current.value)]
        elif isinstance(current, MappingNode):
            if depth == len(parts):
                yield current
            else:
                todo += [(v, depth + 1) for k, v in reversed(current.value) if parts[depth] in {"*", k.value}]


def _image(
    source: str, base: int, mapping: MappingNode, image_parts: list[str], alt_parts: list[str]
) -> ShownImage | None:
    found = _scalar_at(mapping, image_parts)
    if found is None or not found[1].value or found[1].tag.endswith(":null"):
        return None
    key, value = found
    alt = _scalar_at(mapping, alt_parts)
    start, end = base + key.start_mark.index, base + value.end_mark.index
    slot: tuple[int, int] | None = None
    if alt is not None:
        slot = _span(source, base, *alt)
        end = end if slot is None else max(end, slot[1] + 1)
        start = min(start, base + alt[0].start_mark.index)
    elif not mapping.flow_style and len(image_parts) == len(alt_parts) == 1 and value.style not in {"|", ">"}:
        rest = _REST.match(source, end)
        place = end if rest is None else rest.end() - (source[rest.end() - 1] == "\r")
        slot, end = (None, end) if rest is None else ((place, place), place)
    text = None if alt is None or alt[1].tag.endswith(":null") else alt[1].value
    computed = text is not None and holds_expression(text)
    return ShownImage(start, end, SYNTAX, value.value, text, None if computed else slot, computed)


def _scalar_at(mapping: MappingNode, parts: list[str]) -> tuple[Node, ScalarNode] | None:
    """Key and value at a path of keys."""
    from yaml.nodes import MappingNode, ScalarNode

    node: Node = mapping
    key: Node | None = None
    for part in parts:
        if not isinstance(node, MappingNode):
            return None
        pair = next(((k, v) for k, v in node.value if k.value == part), None)
        if pair is None:
            return None
        key, node = pair
    return (key, node) if key is not None and isinstance(node, ScalarNode) else None


def _span(source: str, base: int, key: Node, value: ScalarNode) -> tuple[int, int] | None:
    """What to replace of a value: the inside of its quotes, the whole plain value, or the place of an empty one."""
    start, end = base + value.start_mark.index, base + value.end_mark.index
    if value.style in {"'", '"'}:
        return start + 1, end - 1
    if value.style in {"|", ">"} or not source.startswith(value.value[:1], start):
        return None
    if start < end:
        return start, end
    colon = source.find(":", base + key.end_mark.index)
    return (colon + 1, colon + 1) if colon >= 0 else None

"""What the tags of HTML say about images, in HTML files and wherever other formats let HTML in.

`image(tag)` gives what one tag shows. A reader of another format needs no more than `tokens`, `image`, `Examples`,
`plain` for the words between tags, `aria_label`, and `replacement` for the way back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from altproof import image_names
from altproof.patterns import lazy_regex
from altproof.readers.html_rules import BROWSER, RAW_TEXT, Rules
from altproof.readers.html_tokens import Attribute, Tag, Words, decoded, plain, tokens
from altproof.readers.templates import holds_expression

__all__ = [
    "BROWSER",
    "RAW_TEXT",
    "Attribute",
    "Examples",
    "Rules",
    "Tag",
    "TagImage",
    "Words",
    "aria_label",
    "decoded",
    "holds_code",
    "image",
    "is_graphic",
    "is_image",
    "labelled",
    "may_hide",
    "plain",
    "replacement",
    "sources",
    "tokens",
]

SOURCES: Final = ("src", "data-src", "srcset", "data-srcset", "data-original", "data-lazy-src")
"""Attributes that say where the picture of an `<img>` is; those after `src` are of lazy loading or for many screens."""

BOUND_ALTS: Final = ("[alt]", "[attr.alt]", ":alt", "v-bind:alt", "x-bind:alt", "th:alt", "data-th-alt", "ng-attr-alt")
"""How Angular, Vue, Alpine and Thymeleaf say that the alt text is computed."""

_IMAGE_SUFFIX = lazy_regex(image_names.pattern("svgz", "apng") + r"\Z", re.IGNORECASE)
_QUOTES = frozenset("\"'")
_NO_HTML = ("{{", "{%", "{#", "={", "<%", "<?", "<![")
"""What templates, JSX, PHP and XML make of signs that are words, values or comments for a browser."""


class TagImage(Struct, frozen=True):
    """What an image tag says; offsets are those of the tag's text."""

    syntax: str
    target: str
    alt: str | None
    slot: tuple[int, int] | None
    computed: bool
    """The alt text comes out of a template, or the element has none, so that other rules than for alt text judge it."""


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


def image(tag: Tag) -> TagImage | None:
    """What the tag shows by itself, else None.

    `<img>`, `<input type="image">` and `<area href>` have an alt text. `<object data>` with an image and
    `<video poster>` have none: they count as `computed`, and what names them is `aria_label` and the title. For
    `<svg role="img">` its aria-label stands for the alt text; one that is named by other elements gives None here,
    for one tag does not tell (the HTML reader reads those).
    """
    show = _SHOWN.get(tag.name)
    return None if show is None or tag.closing or not tag.attributes else show(tag)


def aria_label(tag: Tag) -> str | None:
    """The name that aria-label gives; None when there is none or it is blank, which names nothing."""
    label = tag.text("aria-label") or ""
    return label.strip("\t\n\f\r ") if label.strip() else None


def sources(tag: Tag) -> list[str]:
    """Every address an `<img>` gives for its picture, the one that counts first; a placeholder as data comes last."""
    found = [_address(a) for name in SOURCES if (a := tag.find(name)) is not None]
    return sorted(filter(None, found), key=lambda address: address[:5].lower() == "data:")


def may_hide(html: str) -> bool:
    """Whether a browser that gets `html` as it stands might see tags that are stepped over as part of a template."""
    return any(sign in html for sign in _NO_HTML)


def holds_code(attribute: Attribute) -> bool:
    """Whether any part of the value is filled in by a template, `{{ … }}` or the like or `${…}`."""
    raw = attribute.raw or ""
    return holds_expression(raw) or "${" in raw


def replacement(
    text: str, slot: tuple[int, int], current: str | None, words: str, escape: Callable[[str, str], str]
) -> str:
    """What stands in the slot of an image tag once its alt text is `words`, which `escape` makes safe for a quote."""
    start, end = slot
    before = text[start - 1]
    if current is not None and before in _QUOTES and text.startswith(before, end):
        return escape(words, before)
    quoted = '"' + escape(words, '"') + '"'
    if current is None:
        return f" alt={quoted}"
    # `alt` without a value needs its sign; `alt=` and `alt=word` have it
    return quoted if start < end or before == "=" or before.isspace() else f"={quoted}"


def _img(tag: Tag) -> TagImage:
    found = sources(tag)
    return _with_alt(tag, found[0] if found else "", tag.find(*SOURCES))


def _input(tag: Tag) -> TagImage | None:
    return _img(tag) if (tag.text("type") or "").lower() == "image" else None


def _area(tag: Tag) -> TagImage | None:
    # The picture is that of the map, which an `<img usemap>` names; one tag does not know it
    return None if tag.find("href") is None else _with_alt(tag, "", None)


def _object(tag: Tag) -> TagImage | None:
    target = (tag.text("data") or "").strip()
    kind = tag.text("type")
    shows = is_image(target) if kind is None else kind.strip()[:6].lower() == "image/"
    return TagImage("html-object", target, None, None, computed=True) if target and shows else None


def is_image(target: str) -> bool:
    """Whether an address looks like that of a picture."""
    path = target.partition("#")[0].partition("?")[0]
    return bool(_IMAGE_SUFFIX.search(path[-8:])) or target[:11].lower() == "data:image/"


def _video(tag: Tag) -> TagImage | None:
    target = (tag.text("poster") or "").strip()
    return TagImage("html-video", target, None, None, computed=True) if target else None


def is_graphic(tag: Tag) -> bool:
    """Whether an `<svg>` says that it is an image, as one that means something should."""
    roles = (tag.text("role") or "").lower().split()
    return tag.name == "svg" and roles[:1] in (["img"], ["image"])


def labelled(tag: Tag) -> TagImage | None:
    """An inline graphic that aria-label names; None when it is blank or not there."""
    attribute, alt = tag.find("aria-label"), aria_label(tag)
    if attribute is None or alt is None:
        return None
    computed = _is_computed(attribute)
    return TagImage("html-svg", "", alt, None if computed else _slot(tag, None, attribute), computed=computed)


def _svg(tag: Tag) -> TagImage | None:
    return labelled(tag) if is_graphic(tag) and tag.find("aria-labelledby") is None else None


_SHOWN: Final[dict[str, Callable[[Tag], TagImage | None]]] = {
    "img": _img,
    "input": _input,
    "area": _area,
    "object": _object,
    "video": _video,
    "svg": _svg,
}


def _with_alt(tag: Tag, target: str, source: Attribute | None) -> TagImage:
    alt = tag.find("alt")
    bound = tag.find(*BOUND_ALTS) is not None
    computed = bound or (tag.templated if alt is None else _is_computed(alt))
    return TagImage(
        syntax=f"html-{tag.name}",
        target=target,
        alt=tag.text("alt"),
        slot=None if computed else _slot(tag, source, alt),
        computed=computed,
    )


def _is_computed(alt: Attribute) -> bool:
    raw = alt.raw or ""
    return alt.computed or (raw.startswith("${") and raw.endswith("}") and raw.count("}") == 1)


def _slot(tag: Tag, source: Attribute | None, alt: Attribute | None) -> tuple[int, int] | None:
    if alt is not None and holds_code(alt):
        return None
    if alt is not None and alt.quoted:
        return alt.value_start, alt.value_end
    if tag.templated or any(holds_code(a) for a in tag.attributes):
        return None  # where attributes begin and end is less certain than it looks
    if alt is None:
        place = source.end if source is not None else tag.start + 1 + len(tag.name)
        return place, place
    return (alt.end, alt.end) if alt.raw is None else (alt.value_start, alt.value_end)


def _address(source: Attribute) -> str:
    value = decoded(source.raw or "").strip()
    if "srcset" in source.name:
        # The first candidate up to its width or density; a comma inside an address is not followed by a blank
        return (value.split(None, 1) or [""])[0].rstrip(",")
    return value

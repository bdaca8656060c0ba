"""What the messages of all rules share: the name of the image, which images are judged, and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from altproof import image_names
from altproof.model import ImageReference
from altproof.patterns import lazy_regex
from altproof.text import LONGEST_ADDRESS, QUOTED_CHARACTERS, one_line, quoted

SUFFIX_OF_IMAGES = image_names.pattern("heic", "heif", "apng", "jxl")
IMAGE_SUFFIX = lazy_regex(SUFFIX_OF_IMAGES + r"\Z", re.IGNORECASE)

# As browsers read addresses (URL Standard, "authority state"): up to the last @, backslashes are slashes, and http
# needs none. Passwords that hold ? or # are cut off there by browsers, but are secret all the same.
_LOGIN = lazy_regex(r"\A(\s*(?:https?:[/\\]*|(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,}))[^/\\]*@", re.IGNORECASE)
_NETWORK = lazy_regex(r"\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
_UNADDRESSED = {"html-area": "area of an image map", "html-svg": "drawing"}
"""Forms that have no address of an image."""
_SILENT_ROLES = frozenset({"none", "presentation"})


def is_judged(reference: ImageReference) -> bool:
    """Whether anybody hears the alt text that stands here: not when it is computed, nor on a hidden image.

    The first role of the attribute counts, letter case ignored (WAI-ARIA, "role attribute").
    """
    return not (reference.fixed_alt or reference.surroundings.hidden or is_presentational(reference))


def is_presentational(reference: ImageReference) -> bool:
    """Whether the role written on the image says that it means nothing."""
    role = reference.surroundings.role
    if not role:
        return False
    roles = role.lower().split(None, 1)
    return bool(roles) and roles[0] in _SILENT_ROLES


def form(reference: ImageReference) -> str:
    """Its syntax, the same for a notebook's or an MDX page's Markdown and HTML as elsewhere."""
    return reference.syntax.removeprefix("notebook-").removeprefix("mdx-")


def is_html_image(reference: ImageReference) -> bool:
    """Whether it is an `<img>`, whose title browsers give as a name."""
    return form(reference) in {"html-img", "img"}


def other_name(reference: ImageReference) -> str:
    """What names the image besides an alt text: its aria-label, else its title; "": neither does."""
    around = reference.surroundings
    return one_line(around.aria_label or "") or one_line(around.title or "")


def without_query(address: str) -> str:
    """`address` up to its query or fragment."""
    return address.partition("?")[0].partition("#")[0]


def address_shown(address: str) -> str:
    """`address` without login, query and fragment, which may be secret."""
    return without_query(_LOGIN.sub(r"\1", address))


def link_shown(address: str) -> str:
    """`address` of a link without what may be secret; the name of a place on a page of the repository stays."""
    place_on_page = address.partition("#")[2].partition("?")[0]
    if not place_on_page or "=" in place_on_page or _NETWORK.match(address):
        return address_shown(address)
    return f"{address_shown(address)}#{place_on_page}"


def image_name(reference: ImageReference) -> str:
    """What to call the image in a message: its path, or its address without login and query, which may be secret."""
    target = reference.target[:LONGEST_ADDRESS]
    if reference.image is None and target.lstrip().lower().startswith("data:"):
        return "image embedded as data"
    name = one_line(reference.image or address_shown(target))
    if len(name) > QUOTED_CHARACTERS:  # the end of a path tells more than its beginning
        name = "…" + name[1 - QUOTED_CHARACTERS :]
    return name or _UNADDRESSED.get(form(reference), "image without an address")


def said_once(written: str) -> str:
    """A normal form that is one word, or one word said more than once, as that word: "image image" is "image"."""
    words = set(written.split())
    return words.pop() if len(words) == 1 else written


def names_a_link(reference: ImageReference) -> bool:
    """Whether the image alone has to say where a link leads; a link to a larger picture needs no other words."""
    around = reference.surroundings
    if around.link_target is None or one_line(around.link_text or ""):
        return False
    return IMAGE_SUFFIX.search(without_query(around.link_target)) is None


def can_say_decorative(reference: ImageReference) -> bool:
    """Whether its syntax has a word for "decorative"; not where an empty alt text cannot be told from one left out."""
    return not form(reference).startswith(("markdown-", "wikilink", "front-matter"))


def is_decorative_when_empty(reference: ImageReference) -> bool:
    """Whether that word is an empty alt text; Microsoft Learn has another, and a control or a drawing needs a name."""
    return can_say_decorative(reference) and form(reference).startswith(_DECORATIVE_WHEN_EMPTY)


def advice(reference: ImageReference) -> str:
    """One sentence that says what to write, and where in this syntax."""
    where, decorative = _slot(reference)
    if form(reference) in _CONTROLS:
        return f"{_CONTROLS[form(reference)]} {where}."
    if names_a_link(reference):
        if not reference.surroundings.link_target:
            return f"It is the only content of a link or button, so say what that does {where}."
        link = link_shown(reference.surroundings.link_target)
        named = f", {quoted(link)}," if one_line(link) else ""
        return f"It is the only content of a link, so name the target of the link{named} {where}."
    return f"Say what the image shows {where}{decorative}."


def place(reference: ImageReference) -> str:
    """Where the alt text stands in this syntax: `in alt="…"`."""
    return _slot(reference)[0]


def _slot(reference: ImageReference) -> tuple[str, str]:
    """Where the alt text stands in a syntax, and how the syntax says "decorative" ("": it has no word for it)."""
    name = form(reference)
    if name.startswith(_COMPONENT):
        prop = one_line(name.removeprefix(_COMPONENT))
        return f'in {prop}="…"', f', or write {prop}="" if it is decorative'
    return next((words for prefix, words in _SLOTS if name.startswith(prefix)), ("in its alt text", ""))


_CONTROLS: Final[Mapping[str, str]] = MappingProxyType(
    {"html-input": "Say what the button does", "html-area": "Say where the area leads"}
)
"""Forms of images that do something, which are never decorative, and what their alt texts are to say."""

_COMPONENT = "component-"
"""Followed by the name of the prop, where that is not `alt`."""
_DECORATIVE_WHEN_EMPTY = ("html-img", "img", "component", "rst-", "myst-", "asciidoc-", "hugo-", "jekyll-")
_DECORATIVE = ', or write alt="" if it is decorative'
_LABEL = "between the first brackets, ![alt text]"

_SLOTS = (
    ("markdown-inline", (f"{_LABEL}(…)", "")),
    ("markdown", (f"{_LABEL}[…]", "")),
    ("html-input", ('in alt="…"', "")),
    ("html-area", ('in alt="…"', "")),
    ("html-svg", ("in a <title> inside the drawing", "")),
    ("html", ('in alt="…"', _DECORATIVE)),
    ("img", ('in alt="…"', _DECORATIVE)),
    ("component", ('in alt="…"', _DECORATIVE)),
    ("rst", ("in its :alt: option", ", or leave :alt: empty if it is decorative")),
    ("myst", ("in its :alt: option", ", or leave :alt: empty if it is decorative")),
    ("asciidoc", ("as the first words between the brackets", _DECORATIVE)),
    ("docfx", ('in alt-text="…"', ', or make it type="icon" if it is decorative')),
    ("quarto", ('in fig-alt="…"', "")),
    # Which argument that is depends on the shortcode or include, and the syntax does not tell
    ("hugo", ("in its alt text", ", or leave that empty if it is decorative")),
    ("jekyll", ("in its alt text", ", or leave that empty if it is decorative")),
    ("wikilink", ("behind a bar, ![[…|alt text]]", "")),
    ("front-matter", ("in the key for its alt text", "")),
    ("output", ('in the code: display(figure, metadata={"image/png": {"alt": "…"}})', "")),
)
"""By the beginning of the syntax's name; the first that fits counts."""

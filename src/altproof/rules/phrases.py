"""What the messages of all rules share: the name of the image, which images are judged, and what to do."""

from __future__ import annotations

import re

from altproof.model import ImageReference
from altproof.rules.text import QUOTED_CHARACTERS, one_line, quoted

IMAGE_SUFFIX = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|hei[cf]|bmp|tiff?|ico|apng|jxl)\Z", re.IGNORECASE)

_LONGEST_ADDRESS = 4096  # characters; Linux's PATH_MAX, and more than browsers show of an address
_LOGIN = re.compile(r"\A((?:[a-z][a-z0-9+.-]*:)?//)[^/@]*@", re.IGNORECASE)
_SILENT_ROLES = frozenset({"none", "presentation"})


def is_judged(reference: ImageReference) -> bool:
    """Whether anybody hears the alt text that stands here: not when it is computed, nor on a hidden image.

    The first role of the attribute counts, letter case ignored (WAI-ARIA, "role attribute").
    """
    if reference.fixed_alt or reference.surroundings.hidden:
        return False
    roles = (reference.surroundings.role or "").lower().split()
    return not (roles and roles[0] in _SILENT_ROLES)


def without_query(address: str) -> str:
    """`address` up to its query or fragment."""
    return address.partition("?")[0].partition("#")[0]


def image_name(reference: ImageReference) -> str:
    """What to call the image in a message: its path, or its address without login and query, which may be secret."""
    target = reference.target[:_LONGEST_ADDRESS]
    if reference.image is None and target.lstrip().lower().startswith("data:"):
        return "image embedded as data"
    name = one_line(reference.image or _LOGIN.sub(r"\1", without_query(target)))
    if len(name) > QUOTED_CHARACTERS:  # the end of a path tells more than its beginning
        name = "…" + name[1 - QUOTED_CHARACTERS :]
    return name or "image without an address"


def names_a_link(reference: ImageReference) -> bool:
    """Whether the image alone has to say where a link leads; a link to a larger picture needs no other words."""
    around = reference.surroundings
    if around.link_target is None or one_line(around.link_text or ""):
        return False
    return IMAGE_SUFFIX.search(without_query(around.link_target)) is None


def advice(reference: ImageReference) -> str:
    """One sentence that says what to write, and where in this syntax."""
    where, decorative = _slot(reference.syntax)
    if names_a_link(reference):
        link = _LOGIN.sub(r"\1", (reference.surroundings.link_target or "").partition("?")[0])
        named = f", {quoted(link)}," if one_line(link) else ""
        return f"It is the only content of a link, so name the target of the link{named} {where}."
    return f"Say what the image shows {where}{decorative}."


def _slot(syntax: str) -> tuple[str, str]:
    """Where the alt text stands in a syntax, and how the syntax says "decorative" ("": it has no word for it)."""
    name = syntax.removeprefix("notebook-")
    return next((words for prefix, words in _SLOTS if name.startswith(prefix)), ("in its alt text", ""))


_DECORATIVE = ', or write alt="" if it is decorative'
_LABEL = "between the first brackets, ![alt text]"

_SLOTS = (
    ("markdown-inline", (f"{_LABEL}(…)", "")),
    ("markdown", (f"{_LABEL}[…]", "")),
    ("html-svg", ("in a <title> inside the drawing", "")),
    ("html", ('in alt="…"', _DECORATIVE)),
    ("mdx", ('in alt="…"', _DECORATIVE)),
    ("rst", ("in its :alt: option", ", or leave :alt: empty if it is decorative")),
    ("myst", ("in its :alt: option", ", or leave :alt: empty if it is decorative")),
    ("asciidoc", ("as the first words between the brackets", _DECORATIVE)),
    ("docfx", ('in alt-text="…"', ', or make it type="icon" if it is decorative')),
    ("quarto", ('in fig-alt="…"', "")),
    ("hugo", ('in alt="…"', _DECORATIVE)),
    ("jekyll", ('in alt="…"', _DECORATIVE)),
    ("wikilink", ("behind a bar, ![[…|alt text]]", "")),
    ("front-matter", ("in the key for its alt text", "")),
    ("output", ('in the code: display(figure, metadata={"image/png": {"alt": "…"}})', "")),
)
"""By the beginning of the syntax's name; the first that fits counts."""

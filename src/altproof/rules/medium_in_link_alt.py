"""`medium-in-link-alt`: the name of a link tells what kind of picture it is made of, not where it leads."""

from __future__ import annotations

import re
from urllib.parse import unquote

from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.languages import spoken_on
from altproof.rules.languages.base import Language
from altproof.rules.options import Options
from altproof.rules.phrases import advice, image_name, is_judged, names_a_link
from altproof.text import LONGEST_ADDRESS, norm, quoted, word_set

NAME = "medium-in-link-alt"
SUMMARY = "The alt text of a linked image describes the picture, not the target of the link."
CAUSE = Cause.STYLE
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An image that is the only content of a link, whose alt text begins with a kind of image ("Screenshot of …", "Photo
of …") and shares no word with the address that the link leads to.

It does not flag links to a larger version of the picture, to a site that hosts or edits pictures, or to a place on the
same page, nor a logo or an icon.
""",
    why="""\
The alt text of such an image is the name of the link. "Link, screenshot of a terminal" does not say where it leads.
WCAG 2 asks for it in success criteria 1.1.1 and 2.4.4 (level A); Sa11y reports the pattern.
""",
    before="""\
```md
[![Screenshot of a terminal](img/terminal.png)](https://example.org/install)
```
""",
    after="""\
```md
[![How to install the command line](img/terminal.png)](https://example.org/install)
```
""",
    ignore="""\
When the link leads to a page about the picture itself.
""",
)

_REACH = 400  # characters of the alt text that are looked at
_WORDS = lazy_regex(r"[^\W_]+")
_SHORTEST_SHARED = 3
_MOST_WORDS_OF_KIND = 3
_ARTICLES = word_set("a an the ein eine der die das un une la le una uma een")
_FUNCTIONAL = word_set("logo icon badge logos icons badges video emoji")
"""Kinds that stand for the target: the logo of a project leads to it, and the picture of a video plays it."""
_PICTURE_SITE = lazy_regex(
    r"imgur|flickr|cloudinary|wikimedia|wikipedia\.org/wiki/file|unsplash|pexels|pixabay|excalidraw|mermaid|diagrams\.net|draw\.io|"
    r"lucid|figma|miro\.com|asciinema|githubusercontent|/file:|/photos?/|/images?/|/screenshots?/",
    re.IGNORECASE,
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when a link's only name begins with a kind of image and shares no word with its address."""
    reference = subject.reference
    link = (reference.surroundings.link_target or "")[:LONGEST_ADDRESS]
    if not reference.alt or not link or link.startswith("#") or not names_a_link(reference):
        return None
    alt = norm(reference.alt[:_REACH])
    kind = next((kind for language in spoken_on(subject.language) if (kind := _kind(alt, language))), "")
    if not kind or not is_judged(reference) or _PICTURE_SITE.search(link):
        return None
    address = unquote(link).casefold()
    rest = set(_WORDS.findall(alt)) - set(kind.split())
    if any(len(word) >= _SHORTEST_SHARED and word in address for word in rest):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(reference.alt)} describes the picture, not where its link "
        f"leads. {advice(reference)}"
    )


def _kind(alt: str, language: Language) -> str:
    """The kind of image with which the alt text begins, an article in front aside; "": none."""
    words = alt.split(maxsplit=_MOST_WORDS_OF_KIND + 1)
    for start in (0, 1):
        if start == 1 and words[:1] and words[0] not in _ARTICLES:
            return ""
        for end in range(start + _MOST_WORDS_OF_KIND, start, -1):
            phrase = " ".join(words[start:end]).rstrip(",:")
            if phrase in language.medium:
                return "" if phrase in _FUNCTIONAL else phrase
    return ""

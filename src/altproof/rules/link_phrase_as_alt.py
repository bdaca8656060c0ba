"""`link-phrase-as-alt`: "click here" as the name of a link made of an image."""

from __future__ import annotations

import re

from altproof.model import ImageReference
from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.languages import spoken_on
from altproof.rules.options import Options
from altproof.rules.phrases import advice, image_name, is_judged
from altproof.rules.pictures import is_badge
from altproof.text import norm, one_line, quoted

NAME = "link-phrase-as-alt"
SUMMARY = 'The alt text of a linked image is a phrase such as "click here".'
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ("extra_words",)
HELP = Help(
    flags="""\
An image that is the only content of a link and whose whole alt text is a phrase that fits any link: "click here", "read
more", "this page", in English or in the language of the page.

It does not flag images outside links or beside other words in the link, badges, arrows that lead on, or a drawn button,
known by its file name: its alt text is then the text of the button.
""",
    why="""\
Screen readers list the links of a page by name; ten times "read more" is no choice. WCAG 2 asks for the purpose of a
link in success criteria 2.4.4 (level A) and 2.4.9, and for the text alternative of a linked image to serve it in 1.1.1.
""",
    before="""\
```md
[![click here](img/guide.png)](docs/guide.md)
```
""",
    after="""\
```md
[![Installation guide](img/guide.png)](docs/guide.md)
```
""",
    ignore="""\
When the picture is a button whose drawn text is the phrase and which cannot be changed: its alt text has to be that
text.
""",
)

_BUTTON = lazy_regex(r"button|btn|arrow|chevron|icon|nav|right|next|forward", re.IGNORECASE)
_LONGEST = 100  # characters; no such phrase is longer
_LONGEST_NAME = 300


def check(subject: Subject, options: Options) -> Violation | None:
    """A violation when the only content of a link is an image called like any link."""
    reference = subject.reference
    around, alt = reference.surroundings, reference.alt or ""
    if around.link_target is None or one_line(around.link_text or "") or not alt or len(alt) > _LONGEST:
        return None
    written = norm(alt)
    known = any(written in language.link_phrases for language in spoken_on(subject.language))
    if not known and written not in map(norm, options.extra_words):
        return None
    if not written or not is_judged(reference) or is_badge(reference) or _is_button(written, reference):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(alt)} is the name of its link and fits any link. "
        f"{advice(reference)}"
    )


def _is_button(written: str, reference: ImageReference) -> bool:
    """Whether the file is named as a button, or after its own text: then the alt text is what is drawn on it."""
    name = reference.target[-_LONGEST_NAME:].rpartition("/")[2]
    bare = re.sub(r"[\W_]+", "", name.casefold())
    return bool(_BUTTON.search(name)) or bare.startswith(re.sub(r"[\W_]+", "", written))

"""`text-repeated-in-alt`: the text beside the image says the same as its alt text."""

from __future__ import annotations

from altproof.model import ImageReference
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import form, image_name, is_decorative_when_empty, is_judged
from altproof.text import norm, quoted

NAME = "text-repeated-in-alt"
SUMMARY = "An alt text repeats the text beside its image."
CAUSE = Cause.ECHO
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An alt text that equals

- the other text of the link or button that the image stands in: `[![Settings](gear.png) Settings](settings.md)`;
- the whole text right before or right after the image, in its own paragraph, list item or table cell or in the next
  one.

Letter case, white space and punctuation at the edges do not count. It does not flag an alt text that merely shares
words with the text, a heading with the same words, or a caption (`caption-as-alt` does); nor one word that stands
before several images, such as "After", the last head of a table with one image in each column.
""",
    why="""\
Listeners hear "Settings Settings". Beside its own name an icon is decorative: the name says it all. WCAG 2 shows the
mended pattern in technique H2 (an icon and a text link for one target); axe-core reports the bad one as
`image-redundant-alt`.
""",
    before="""\
```html
<a href="settings.html"><img src="img/gear.png" alt="Settings"> Settings</a>
```

```md
![Architecture of the crawler](img/crawler.png)

Architecture of the crawler
```
""",
    after="""\
```html
<a href="settings.html"><img src="img/gear.png" alt=""> Settings</a>
```

```md
![Three workers take addresses from one queue and write pages to a store](img/crawler.png)

Architecture of the crawler
```
""",
    ignore="""\
When the format has no word for "decorative", as in plain Markdown, and the repetition is short.
""",
)

_MOST_COLUMNS = 3  # images on either side; tables of pictures with more columns than four are rare


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when link text, text before or text after have the normal form of the alt text."""
    reference = subject.reference
    alt, around = reference.alt or "", reference.surroundings
    if not alt or not is_judged(reference):
        return None
    beside = {
        "the text in the same link or button": around.link_text,
        "the text right before it": around.text_before,
        "the text right after it": around.text_after,
    }
    written = norm(alt)
    where = next((name for name, text in beside.items() if text and written == norm(text)), None)
    if not written or where is None or written == norm(around.caption or "") or _is_head_of_a_column(subject, written):
        return None
    in_link = where == next(iter(beside))
    what_to_do = "Make" if in_link else "Say what the text does not, or make"
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(alt)} is also {where}, so listeners get it twice. "
        f"{what_to_do} the image decorative {_decoratively(reference)}.",
        fix="" if in_link and is_decorative_when_empty(reference) else None,
    )


def _decoratively(reference: ImageReference) -> str:
    """How to make it decorative in its syntax."""
    if is_decorative_when_empty(reference):
        return "by an empty alt text"
    words = {"docfx": 'by type="icon"', "html": 'by aria-hidden="true"'}
    return words.get(form(reference).partition("-")[0], 'by <img alt="">')


def _is_head_of_a_column(subject: Subject, written: str) -> bool:
    """Whether the alt text is one word that stands right before other images, with other alt texts, as well."""
    if " " in written or norm(subject.reference.surroundings.link_text or "") == written:
        return False
    beside = subject.page.neighbours(subject.reference, _MOST_COLUMNS)
    return any(
        norm(other.surroundings.text_before or "") == written and norm(other.alt or "") not in {"", written}
        for other in beside
    )

"""`alt-on-hidden-image`: an alt text on an image that the author hides from those who would hear it."""

from __future__ import annotations

from altproof.model import Trait
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import form, image_name, is_presentational
from altproof.text import one_line, quoted

NAME = "alt-on-hidden-image"
SUMMARY = "An image is hidden from assistive technology and has an alt text all the same."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An alt text that says something on an image with `aria-hidden="true"` or whose first `role` is `none` or
`presentation`.

It does not flag `hidden` (a script may show the image later), `aria-hidden` on an element around the image, an alt text
that a template fills in, or icons of Microsoft Learn (`icon-with-alt`).
""",
    why="""\
The two contradict each other. Screen readers obey the role, so the words that somebody wrote are never heard: either
the image means something and the attribute is wrong, or it is decorative and the words are left over. IBM's checker
reports the same pattern as `img_alt_decorative`.
""",
    before="""\
```html
<img src="img/network.svg" role="presentation" alt="Three sensors send to one gateway">
```
""",
    after="""\
```html
<img src="img/network.svg" alt="Three sensors send to one gateway">
```
""",
    ignore="""\
When the same picture is shown twice, once for each colour scheme, and the attribute keeps one from being read out. An
empty alt text does that as well.
""",
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when words stand where nobody hears them."""
    reference = subject.reference
    hides = Trait.ARIA_HIDDEN in reference.surroundings.traits
    if not (hides or is_presentational(reference)) or reference.fixed_alt or form(reference).startswith("docfx-"):
        return None
    alt = reference.alt or ""
    if not one_line(alt):
        return None
    attribute = 'aria-hidden="true"' if hides else "its role"
    return Violation(
        f"{image_name(reference)}: {attribute} hides the image from screen readers, so nobody hears its alt text "
        f'{quoted(alt)}. Remove the attribute if the image says something, or write alt="" if it is decorative.'
    )

"""`named-empty-alt`: an empty alt text says "decorative", another attribute gives the image a name (WCAG H67)."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_html_image, is_judged, other_name, place
from altproof.text import one_line, quoted

NAME = "named-empty-alt"
SUMMARY = "An image has an empty alt text and a name in another attribute."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
`<img alt="">` with a `title` or `aria-label` that says something, or with `aria-labelledby` that leads to words; in
HTML and wherever other formats hold HTML or JSX.

It does not flag images whose role or `aria-hidden` says once more that they are decorative, image buttons and areas of
a map, or captions.
""",
    why="""\
The attributes contradict each other: `alt=""` tells assistive technology to pass over the image, and the other one
gives it something to say. Browsers and screen readers differ in which they believe. WCAG technique H67 asks for no
title beside an empty alt text; html-validate, HTML_CodeSniffer and IBM's checker report it.
""",
    before="""\
```html
<img src="img/pier.jpg" alt="" title="The pier at low tide">
```
""",
    after="""\
```html
<img src="img/pier.jpg" alt="The pier at low tide">
```
""",
    ignore="""\
When the title is a tooltip for the mouse only and the text beside the image says the same.
""",
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the alt text is empty and another attribute is not."""
    reference = subject.reference
    around = reference.surroundings
    if reference.alt != "" or not is_html_image(reference) or not is_judged(reference):
        return None
    name = other_name(reference)
    if not name:
        return None
    attribute = "aria-label" if one_line(around.aria_label or "") else "title"
    return Violation(
        f"{image_name(reference)}: the empty alt text says that the image is decorative, its {attribute} "
        f"{quoted(name)} says something, and screen readers differ in what they believe. Say what the image shows "
        f"{place(reference)}, or remove the {attribute} if it is decorative."
    )

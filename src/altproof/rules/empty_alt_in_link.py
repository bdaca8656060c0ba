"""`empty-alt-in-link`: an image is all there is in a link or button, and nothing says where it leads (WCAG F89)."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.missing_alt import ELSEWHERE
from altproof.rules.options import Options
from altproof.rules.phrases import advice, form, image_name, is_judged, names_a_link, other_name

NAME = "empty-alt-in-link"
SUMMARY = "The only content of a link or button is an image without alt text."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An image that is the only content of a link or button and whose alt text is empty or missing. Links are those of every
format: `<a href>`, a Markdown link, `link=` in AsciiDoc and in Microsoft Learn's `:::image`, `:target:` in
reStructuredText.

It does not flag an image

- beside text, or beside another image with alt text, in the same link;
- in a link or button that `aria-label`, `aria-labelledby` or `title` names;
- with an `aria-label` or a title of its own (other rules judge those);
- in a link to an image file: a larger version needs no name of its own.
""",
    why="""\
The alt text is the name of such a link. Without it screen readers spell the address of the link or the name of the
file, and people who steer by voice cannot name the link at all. WCAG 2 counts it as failure F89 of success criteria
2.4.4 (Link Purpose) and 4.1.2 (Name, Role, Value), both level A. An image in a link is never decorative unless the link
has other text.

GitHub puts every image of a Markdown page into a link to the image itself. This rule does not count that link, but it
is a reason not to use `alt=""` in READMEs.
""",
    before="""\
```md
[![](img/start.png)](docs/start.md)
```

```html
<a href="/"><img src="img/logo.svg" alt=""></a>
```
""",
    after="""\
```md
[![Getting started](img/start.png)](docs/start.md)
```

```html
<a href="/"><img src="img/logo.svg" alt=""> Home</a>
```
""",
    ignore="""\
When a script gives the link its name. A link that merely repeats the one beside it is better hidden as a whole, with
`aria-hidden="true"` and `tabindex="-1"` on the link.
""",
)

_REACH = 3
"""Images on either side that may stand in the same link."""
_LINES = 5
"""Lines between two images of one link, at most."""


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when a link or button has no name because the alt text of its only image is empty or missing."""
    reference = subject.reference
    if reference.alt or not is_judged(reference) or form(reference) in ELSEWHERE:
        return None
    sole = reference.surroundings.link_text is not None and names_a_link(reference)
    if not sole or other_name(reference) or _is_named_by_another(subject):
        return None
    state = "missing" if reference.alt is None else "empty"
    what = "link" if reference.surroundings.link_target else "link or button"
    return Violation(
        f"{image_name(reference)}: the alt text is {state}, so the {what} around the image has no name, and a screen "
        f"reader spells an address instead. {advice(reference)}"
    )


def _is_named_by_another(subject: Subject) -> bool:
    """Whether another image nearby, in what may well be the same link, has an alt text."""
    own = subject.reference
    return any(
        (other.alt or other.fixed_alt)
        and other.surroundings.link_target == own.surroundings.link_target
        and abs(other.span.line - own.span.line) <= _LINES
        for other in subject.page.neighbours(own, _REACH)
    )

"""`title-instead-of-alt`: the words about the image stand in its title, where not everybody gets them."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_html_image, is_judged
from altproof.text import one_line, quoted

NAME = "title-instead-of-alt"
SUMMARY = "An image has a title but no alt text."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
`<img>` with a `title` that says something and without an `alt` attribute, in HTML and wherever other formats hold HTML
or JSX.

It does not flag an image with `alt=""` and a title (that is `named-empty-alt`), or one that `aria-label` names.
`![](login.png "Login form")` in Markdown is `missing-alt`, which offers the title as a candidate: the brackets are
there and wait for the words.
""",
    why="""\
A title is a tooltip. It shows when a mouse rests on the image: not on a touch screen, not for the keyboard, not when
the picture does not load. Screen readers read it as a last resort, some only when told to. axe-core accepts it as a
name; most checkers and style guides do not.
""",
    before="""\
```html
<img src="img/login.png" title="Login form with an error under the password field">
```
""",
    after="""\
```html
<img src="img/login.png" alt="Login form with an error under the password field">
```
""",
    ignore="""\
When you follow axe-core and count a title as a name.
""",
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when an `<img>` has words in its title only."""
    reference = subject.reference
    around = reference.surroundings
    if reference.alt is not None or not is_html_image(reference) or not is_judged(reference):
        return None
    if not one_line(around.title or "") or one_line(around.aria_label or ""):
        return None
    return Violation(
        f"{image_name(reference)}: there is a title, {quoted(around.title or '')}, but no alt text, and a title does "
        "not reach readers on touch screens or keyboards, nor all screen readers. Say what the image shows in "
        'alt="…"; if the title does, move it there.'
    )

"""`unnamed-graphic`: a drawing, an embedded image or a video poster that nothing names."""

from __future__ import annotations

from altproof.model import ImageReference, Trait
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import form, image_name, is_presentational, other_name
from altproof.text import one_line

NAME = "unnamed-graphic"
SUMMARY = "An inline drawing, an embedded image or a video has no name."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
- `<svg role="img">` without a `<title>` as its child, `aria-label` or `aria-labelledby`;
- `<object>` that shows an image, without `title`, `aria-label` or `aria-labelledby`, and without words or a described
  image in or beside it;
- `<video poster>` without such a name, without a caption of its figure, and without words in or beside it.

It does not flag an inline `<svg>` without `role="img"`, which may be meant as decoration, what the syntax hides from
assistive technology, or `role="img"` on other elements.
""",
    why="""\
These elements have no `alt` attribute, so checks for alt texts pass them over, and a screen reader says "graphic" or
nothing. WCAG 2, success criterion 1.1.1 (level A); `svg-img-alt` and `object-alt` of axe-core.
""",
    before="""\
```html
<svg role="img" viewBox="0 0 9 9"><path d="M0 0h9v9"/></svg>
```

```html
<object data="img/network.svg" type="image/svg+xml"></object>
```
""",
    after="""\
```html
<svg role="img" viewBox="0 0 9 9"><title>Tide falling</title><path d="M0 0h9v9"/></svg>
```

```html
<object data="img/network.svg" type="image/svg+xml" aria-label="Three sensors send to one gateway"></object>
```
""",
    ignore="""\
When the graphic is decorative: write `aria-hidden="true"` on it, or leave `role="img"` out. When a script names it.
""",
)

_SAYS = {
    "html-svg": ("the drawing", "a <title> inside it"),
    "html-object": ("an embedded image", "aria-label"),
    "html-video": ("a video", "aria-label"),
}
_FALLBACK_LINES = 3
"""Lines between an object and the image inside it that takes its place, at most."""


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when nothing names the graphic. An `<object>` or `<video>` has no alt text to be judged."""
    reference = subject.reference
    says = _SAYS.get(form(reference))
    if says is None or reference.surroundings.hidden or is_presentational(reference) or other_name(reference):
        return None
    is_drawing = form(reference) == "html-svg"
    if (reference.alt is not None or reference.fixed_alt) if is_drawing else _has_words(subject):
        return None
    what, attribute = says
    name = "inline <svg>" if is_drawing else image_name(reference)
    return Violation(
        f"{name}: {what} has no name, so a screen reader says that there is something but not what. "
        f'Say what it shows in {attribute}, or write aria-hidden="true" if it is decorative.'
    )


def _has_words(subject: Subject) -> bool:
    """Whether words in it, beside it or under it tell what it is; which of the three they are is not known."""
    reference = subject.reference
    around = reference.surroundings
    if Trait.AMID_WORDS in around.traits or one_line(around.caption or ""):
        return True
    return any(_is_inside(other, reference) for other in subject.page.neighbours(reference, 1))


def _is_inside(other: ImageReference, reference: ImageReference) -> bool:
    below = other.span.line - reference.span.line
    return bool(other.alt or other.fixed_alt) and 0 <= below <= _FALLBACK_LINES and other.id != reference.id

"""`unnamed-image-control`: a button or area of a map that is an image and has no name (WCAG H24, H36)."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import advice, form, image_name, is_judged, other_name

NAME = "unnamed-image-control"
SUMMARY = "An image button or an area of an image map has no name."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
- `<input type="image">` whose `alt` is missing or empty, without `aria-label`, `aria-labelledby` or `title`. Its
  `value` is no name.
- `<area href="…">` whose `alt` is missing or empty, without such a name.

It does not flag an `<area>` without `href`, which does nothing, or a control whose alt text a template fills in. An
alt text of blanks only is what `blank-alt` flags.
""",
    why="""\
The alt text of a control says what the control does. Without it a screen reader says "button" or spells the address of
the link, and nobody knows what a press will do. WCAG 2, success criteria 1.1.1 and 4.1.2 (level A); techniques H36 for
image buttons and H24 for maps; `input-image-alt` and `area-alt` of axe-core.
""",
    before="""\
```html
<input type="image" src="img/search.png">

<map name="harbour"><area shape="rect" coords="0,0,9,9" href="pier.html"></map>
```
""",
    after="""\
```html
<input type="image" src="img/search.png" alt="Search">

<map name="harbour"><area shape="rect" coords="0,0,9,9" href="pier.html" alt="The pier"></map>
```
""",
    ignore="""\
When a script names the control. An area that leads where another area of the same map leads may keep an empty alt text
if that other area has one.
""",
)

_SAYS = {
    "html-input": ("an image button", "a screen reader says only that there is a button"),
    "html-area": ("an area of an image map", "a screen reader spells where it leads"),
}


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when an image that does something has no name."""
    reference = subject.reference
    says = _SAYS.get(form(reference))
    if says is None or reference.alt or not is_judged(reference) or other_name(reference):
        return None
    what, heard = says
    state = "no" if reference.alt is None else "an empty"
    named = f"{image_name(reference)}: " if reference.target else ""
    return Violation(f"{named}{what} has {state} alt text, so {heard}. {advice(reference)}")

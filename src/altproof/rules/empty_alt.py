"""`empty-alt`: any image that is called decorative, for those who want to look at each."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.missing_alt import ELSEWHERE
from altproof.rules.options import Options
from altproof.rules.phrases import form, image_name, is_judged, place
from altproof.text import one_line

NAME = "empty-alt"
SUMMARY = "An alt text is empty, so the image counts as decorative."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
Every image whose alt text was written empty: `alt=""`, an empty `:alt:`, `{alt=""}`. The rule is for those who want to
look at each of them once; it is off in the profiles `wcag` and `github-docs`.

It does not flag a missing alt text (`missing-alt`), images whose role or `aria-hidden` says as well that they are
decorative (those were decided twice), or images beside the words of their link or button, which say it all.
""",
    why="""\
An empty alt text is right when the image adds nothing to the text, and it is easily written without a thought. Sa11y
and Editoria11y, the checkers of the profile `editoria`, therefore ask about every one; on Microsoft Learn only
`type="icon"` may go without an alt text. WCAG 2 itself does not mind.
""",
    before="""\
```html
<img src="img/pier.jpg" alt="">
```
""",
    after="""\
```html
<img src="img/pier.jpg" alt="The pier at low tide">
```
""",
    ignore="""\
When the image is decorative and stays so: write `role="presentation"` as well, `exclude` its folder, or leave the rule
off. `questionable-empty-alt` finds the doubtful ones.
""",
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation for every alt text that was written empty."""
    reference = subject.reference
    if reference.alt != "" or not is_judged(reference) or form(reference) in ELSEWHERE:
        return None
    if one_line(reference.surroundings.link_text or ""):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text is empty, so screen readers pass over the image as decoration. Leave "
        f"it so if nothing is missed without it; otherwise say what it shows {place(reference)}."
    )

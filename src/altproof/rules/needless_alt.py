"""`needless-alt`: an engine that knows the page takes the image for decorative, yet it has an alt text."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.text import norm, quoted

NAME = "needless-alt"
SUMMARY = "An image that seems to be decorative has an alt text."
CAUSE = Cause.SEEN
NEEDS = Needs.ENGINE
OPTIONS = ()
HELP = Help(
    flags="""\
An alt text on an image for which an engine that was shown the words around it proposes an empty one.

It does not flag images in links, since an alt text is the name of the link there, nor images with a caption. Engines
that see nothing but pixels cannot tell what is decorative, so with them this rule stays silent.
""",
    why="""\
Listeners have to sit through descriptions of lines and flourishes before they get to the next sentence. WCAG 2 wants
decoration to be ignored by assistive technology (success criterion 1.1.1, level A). Whether an image says something is
the author's decision, so this is a question, never an error.
""",
    before="""\
```html
<img src="img/divider.png" alt="Decorative divider line">
```
""",
    after="""\
```html
<img src="img/divider.png" alt="">
```
""",
    ignore="""\
When the image means something to you: the author knows more about a page than an engine.
""",
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when an engine that sees the surroundings proposes an empty alt text for an image that has one."""
    reference, analysis = subject.reference, subject.analysis
    if analysis is None or analysis.alt_text != "" or not norm(reference.alt or "") or not is_judged(reference):
        return None
    if reference.surroundings.link_target is not None or norm(reference.surroundings.caption or ""):
        return None
    return Violation(
        f"{image_name(reference)}: the image seems to be decorative, and its alt text {quoted(reference.alt or '')} "
        "only delays those who listen. If it says nothing that the page needs, mark it as decorative, else leave it."
    )

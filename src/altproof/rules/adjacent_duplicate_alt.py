"""`adjacent-duplicate-alt`: two different pictures in a row have the same alt text."""

from __future__ import annotations

from altproof.model import ImageReference
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.rules.pictures import NEAR, is_badge, same_picture
from altproof.text import norm, quoted

NAME = "adjacent-duplicate-alt"
SUMMARY = "Two different images in a row have the same alt text."
CAUSE = Cause.COPY
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An image with the alt text of the image just before it, when the two stand within a few lines of each other under the
same heading and are different pictures. Letter case, white space and punctuation at the edges do not count. Of a run of
three the second and the third are flagged.

It does not flag the same file shown twice, one picture drawn for light and dark pages or for two sizes, icons or
badges.
""",
    why="""\
Listeners cannot tell the pictures apart, and one of the two texts is nearly always a copy that somebody forgot to
change.
""",
    before="""\
```md
![Settings page](img/general.png)
![Settings page](img/network.png)
```
""",
    after="""\
```md
![Settings page with the tab General](img/general.png)
![Settings page with the tab Network](img/network.png)
```
""",
    ignore="""\
When the two pictures really say the same, such as two halves of one drawing.
""",
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the image before this one, close by, is another picture with the same alt text."""
    reference = subject.reference
    if not reference.alt or not is_judged(reference):
        return None
    other = subject.page.before(reference)
    if other is None or not other.alt or not is_judged(other) or not _are_neighbours(other, reference):
        return None
    written = norm(reference.alt)
    if not written or written != norm(other.alt) or same_picture(reference, other):
        return None
    if subject.kind == "icon" or is_badge(reference):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(reference.alt)} is also that of the image before it, "
        f"{image_name(other)} in line {other.span.line}, so listeners cannot tell them apart. "
        "Say in each what only that image shows."
    )


def _are_neighbours(other: ImageReference, reference: ImageReference) -> bool:
    is_near = reference.span.line - other.span.end_line <= NEAR
    return is_near and reference.surroundings.heading == other.surroundings.heading

"""`repeated-alt`: different pictures of one document have the same alt text."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.rules.pictures import is_badge, same_picture
from altproof.text import quoted

NAME = "repeated-alt"
SUMMARY = "Different images of one document have the same alt text."
CAUSE = Cause.COPY
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An image whose alt text stood at another picture earlier in the same document. Letter case, white space and punctuation
at the edges do not count. The first of them is not flagged.

It does not flag the same file shown again, one picture drawn for light and dark pages or for two sizes, icons or
badges. Neighbours are the matter of `adjacent-duplicate-alt`.
""",
    why="""\
Who listens to the pictures of a page, or searches it, cannot tell these apart; mostly the text was copied together with
the line and never changed.
""",
    before="""\
```md
## Create

![Dialog with name and size](img/create.png)

## Delete

![Dialog with name and size](img/delete.png)
```
""",
    after="""\
```md
## Create

![Dialog with name and size](img/create.png)

## Delete

![Dialog that asks whether to delete the volume](img/delete.png)
```
""",
    ignore="""\
When the same steps are shown for several systems under headings of their own, and the pictures differ in nothing that
matters.
""",
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when an earlier image of the page is another picture with the same alt text."""
    reference = subject.reference
    if not reference.alt or not is_judged(reference):
        return None
    first = subject.page.first_with(reference.alt)
    if first is None or first.id == reference.id or not is_judged(first):
        return None
    if same_picture(reference, first) or is_badge(reference) or subject.kind == "icon":
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(reference.alt)} already stands at {image_name(first)} in line "
        f"{first.span.line}, so listeners cannot tell the two apart. Say what only this image shows."
    )

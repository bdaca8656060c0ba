"""`missing-long-description`: more to tell than an alt text can hold, and no place where it is told."""

from __future__ import annotations

from altproof.model import Severity, Trait
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import form, image_name, is_judged
from altproof.text import length

NAME = "missing-long-description"
SUMMARY = "A complex image has no long description."
CAUSE = Cause.STYLE
NEEDS = Needs.DOCUMENT
OPTIONS = ("max_length",)
HELP = Help(
    flags="""\
- `:::image type="complex" …:::` of Microsoft Learn without a long description and `:::image-end:::` below it;
- elsewhere a chart or diagram whose alt text is longer than `max_length`: an alt text cannot be read in parts (a notice
  at most).

It does not flag images whose kind no word nearby names, or an image without alt text (`missing-alt`).
""",
    why="""\
A screen reader reads an alt text in one go: no headings, no lists, no table, no way to go back a word. Whoever needs
the numbers of a chart needs them in the text. WCAG 2, success criterion 1.1.1, asks for a short alternative and for a
long one where the short one cannot serve the same purpose (technique G92, failure F67). Microsoft's contributor guide
requires the description for the type "complex".
""",
    before="""\
```md
:::image type="complex" source="media/network.svg" alt-text="Diagram of the sensor network":::
```
""",
    after="""\
```md
:::image type="complex" source="media/network.svg" alt-text="Diagram of the sensor network":::
   Three sensors send their level to one gateway every minute. The gateway sends the mean to the cloud.
:::image-end:::
```
""",
    ignore="""\
When the text of the page describes the image in full. On Microsoft Learn the type "content" is then the better one.
""",
)

_COMPLEX = frozenset({"chart", "diagram"})


def check(subject: Subject, options: Options) -> Violation | None:
    """A violation when a complex image has only an alt text."""
    reference = subject.reference
    if not reference.alt or not is_judged(reference):
        return None
    if Trait.UNDESCRIBED in reference.surroundings.traits:
        return Violation(
            f'{image_name(reference)}: type="complex" announces a long description and none follows, so readers '
            "who cannot see the image miss the details. Write it below the image and end it with "
            ':::image-end:::, or make it type="content".'
        )
    if options.max_length <= 0 or form(reference).startswith("docfx-"):
        return None
    long = length(reference.alt)
    if long <= options.max_length or subject.kind not in _COMPLEX:
        return None
    return Violation(
        f"{image_name(reference)}: the alt text of this {subject.kind} has {long:,} characters, which are read in one "
        "go, without a way to look at a part. Keep what the image is in the alt text, and tell the details in the text "
        "or a table beside it.",
        severity=Severity.NOTICE,
    )

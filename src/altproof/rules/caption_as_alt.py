"""`caption-as-alt`: the alt text is the caption once more."""

from __future__ import annotations

from altproof.model import ImageReference, Severity
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.text import norm, quoted

NAME = "caption-as-alt"
SUMMARY = "An alt text repeats the caption of its figure."
CAUSE = Cause.ECHO
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An alt text that equals the caption of the same figure: `<figcaption>`, the caption of an RST figure, the block title
in AsciiDoc, the `caption` of a Hugo figure. Letter case, white space and punctuation at the edges do not count.

In Quarto and Pandoc the label of an image that stands alone is its caption and its alt text by design. That is a notice
at most, as long as nobody has written a `fig-alt`.

It does not flag an alt text that holds the caption and more.
""",
    why="""\
A listener hears the same words twice and still does not know what the picture shows. A caption says what the reader
should take from the figure, the alt text what a sighted reader sees in it. Sa11y reports the pattern as a duplicate.
""",
    before="""\
```html
<figure><img src="img/load.png" alt="Load in May"><figcaption>Load in May</figcaption></figure>
```

```rst
.. figure:: img/load.png
   :alt: Load in May

   Load in May
```
""",
    after="""\
```html
<figure><img src="img/load.png" alt="Line chart: load rises from 20 % to 90 % on May 14">
<figcaption>Load in May</figcaption></figure>
```

```rst
.. figure:: img/load.png
   :alt: Line chart: load rises from 20 % to 90 % on May 14

   Load in May
```
""",
    ignore="""\
When the caption already says all that the picture shows, as with the portrait of a person whose name is the caption.
""",
)

_ATTRIBUTES = {"quarto-figure": '{fig-alt="…"}', "pandoc-figure": '{alt="…"}'}
"""Where the label is the caption, and the alt text as well until this is written."""


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when alt text and caption have the same normal form; a notice at most where a format copies it."""
    reference = subject.reference
    alt, caption = reference.alt or "", reference.surroundings.caption or ""
    if not alt or not caption or not is_judged(reference):
        return None
    written = norm(alt)
    if not written or written != norm(caption):
        return None
    start = f"{image_name(reference)}: "
    if _is_copied(reference):
        return Violation(
            f"{start}the label {quoted(alt)} is both its caption and its alt text, so listeners get it twice. "
            f"Say what the figure shows in {_ATTRIBUTES[reference.syntax]}.",
            severity=Severity.NOTICE,
        )
    return Violation(
        f"{start}the alt text {quoted(alt)} is the caption again, so listeners get it twice and nothing of the "
        "picture. Say what the figure shows."
    )


def _is_copied(reference: ImageReference) -> bool:
    """Whether the format makes the alt text of the caption: no slot of its own has been filled."""
    slot = reference.alt_span
    is_filled = slot is not None and (slot.line, slot.column) != (slot.end_line, slot.end_column)
    return reference.syntax in _ATTRIBUTES and not is_filled

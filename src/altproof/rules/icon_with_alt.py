"""`icon-with-alt`: Microsoft Learn's icons are decorative, so their alt text is lost."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import form, image_name, is_presentational
from altproof.text import one_line, quoted

NAME = "icon-with-alt"
SUMMARY = "An icon of Microsoft Learn has an alt text."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
`:::image type="icon" …:::` with an `alt-text` that says something. It does not flag the other types, or icons without
`alt-text`.
""",
    why="""\
The contributor guide of Microsoft Learn calls the type "icon" decorative: such an image should have no alt text, and
the page shows it without one. What somebody wrote there is never heard.
""",
    before="""\
```md
:::image type="icon" source="media/warning.svg" alt-text="Warning":::
```
""",
    after="""\
```md
:::image type="content" source="media/warning.svg" alt-text="Warning":::
```
""",
    ignore="""\
When the documents are built by a program that shows the alt text of icons.
""",
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when an icon has words."""
    reference = subject.reference
    alt = reference.alt or ""
    if not form(reference).startswith("docfx-") or not is_presentational(reference) or not one_line(alt):
        return None
    return Violation(
        f'{image_name(reference)}: type="icon" makes the image decorative, so nobody hears its alt text {quoted(alt)}. '
        'Remove alt-text if the text beside the icon says the same; otherwise make it type="content".'
    )

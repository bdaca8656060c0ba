"""`unparsed-image-syntax`: text that looks like an image and is none, so the page shows the signs instead."""

from __future__ import annotations

from typing import Final

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name
from altproof.text import one_line, quoted

NAME = "unparsed-image-syntax"
SUMMARY = "Text looks like an image but is none, so no image is shown."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
Text that was meant as an image and is not read as one:

- in Markdown an address with blanks, `![Login form](img/login form.png)`, or with a parenthesis that is not closed;
- in Markdown a reference that is nowhere defined, `![Login form][lgoin]`, unless the page includes others;
- in Markdown an image inside a block of HTML, which lasts to the next blank line;
- Microsoft Learn's `:::image` with an unknown attribute or without `source`, which stays text;
- in reStructuredText `.. image::login.png` without a blank behind the colons, which is a comment.

It does not flag code, comments, or what a program that builds the site is known to read: Python-Markdown takes blanks
in addresses, MkDocs and kramdown may read Markdown in HTML.
""",
    why="""\
Nobody sees the image, with or without eyes, and no other checker speaks up: for it there is no image. The page shows
brackets and an address instead, or nothing at all.
""",
    before="""\
```md
![Login form](img/login form.png)
```

```rst
.. image::img/login.png
   :alt: Login form
```
""",
    after="""\
```md
![Login form](<img/login form.png>)
```

```rst
.. image:: img/login.png
   :alt: Login form
```
""",
    ignore="""\
When the text is an example that should stand in code marks and cannot, or another program turns it into an image.
""",
)

_SAYS: Final = {
    "leftover-blanks": (
        "the address holds blanks, so Markdown shows the text ![…](…) instead of the image",
        "Write the address in angle brackets, ![…](<…>), or %20 for each blank.",
    ),
    "leftover-parenthesis": (
        "a parenthesis in the address is not closed, so Markdown shows the text ![…](…) instead of the image",
        "Write the address in angle brackets, ![…](<…>).",
    ),
    "leftover-undefined": (
        "the reference {} is not defined in this document, so Markdown shows the brackets instead of an image",
        "Define it, or mend its name.",
    ),
    "leftover-in-html": (
        "Markdown is not read inside a block of HTML, so the page shows the text ![…](…) instead of the image",
        "Put a blank line before and after it, or write <img>.",
    ),
    "leftover-unknown-name": (
        ":::image knows no attribute {}, so the page shows the text instead of the image",
        "Remove it; known are type, source, alt-text, loc-scope, border, lightbox and link.",
    ),
    "leftover-no-source": (
        ":::image has no source, so the page shows the text instead of an image",
        'Write source="…".',
    ),
    "leftover-no-blank": (
        "without a blank behind the two colons the directive is a comment, so no image is shown",
        "Write a blank behind them.",
    ),
}
"""By the syntax that `readers.leftovers` gives: what is wrong, with a place for a name, and what to do."""


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation for everything that `readers.leftovers` found."""
    reference = subject.reference
    says = _SAYS.get(reference.syntax)
    if says is None:
        return None
    wrong, to_do = says
    name = image_name(reference) if one_line(reference.target) else "image syntax"
    return Violation(f"{name}: {wrong.format(quoted(reference.surroundings.label or ''))}. {to_do}")

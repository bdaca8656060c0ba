"""`title-as-alt`: the title of the image is its alt text once more."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.text import norm, quoted

NAME = "title-as-alt"
SUMMARY = "The title of an image repeats its alt text."
CAUSE = Cause.ECHO
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An image whose title has the same words as its alt text: `![Login form](login.png "Login form")`, or the `title`
attribute in HTML. Letter case, white space and punctuation at the edges do not count.

It does not flag a title that adds something, nor a title without an alt text.
""",
    why="""\
Some screen readers say alt text and title one after the other, so listeners hear the same twice. The title is shown
only to people who point at the picture with a mouse, and those see it anyway.
""",
    before="""\
```md
![Login form with an error](img/login.png "Login form with an error")
```
""",
    after="""\
```md
![Login form with an error](img/login.png)
```
""",
    ignore="""\
When a generator makes captions of titles, as some themes do: then the title is needed, and the alt text should say
more than it.
""",
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when alt text and title have the same normal form."""
    reference = subject.reference
    alt, title = reference.alt or "", reference.surroundings.title or ""
    if not alt or not title or not is_judged(reference):
        return None
    written = norm(alt)
    if not written or written != norm(title):
        return None
    return Violation(
        f"{image_name(reference)}: the title is the alt text {quoted(alt)} again, and some screen readers say both. "
        "Remove the title, or let it add something."
    )

"""`multiline-alt`: a line break inside the alt text."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.text import is_wide, quoted

NAME = "multiline-alt"
SUMMARY = "An alt text holds a line break."
CAUSE = Cause.STYLE
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
A line break inside an alt text as the reader's program gets it: an HTML attribute that runs over several lines keeps
its breaks and the blanks of the indentation.

It does not flag breaks that the format itself turns into a blank: those in a Markdown label, an RST option or a JSX
attribute.
""",
    why="""\
Screen readers pause at a break in the middle of the sentence, some read on only after a key press, and tooltips and
broken-image boxes show the indentation.
""",
    before="""\
```html
<img src="img/login.png" alt="Login form with an error
    under the password field">
```
""",
    after="""\
```html
<img src="img/login.png" alt="Login form with an error under the password field">
```
""",
    ignore="""\
When a formatter of your sources breaks attributes and you cannot tell it not to.
""",
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the alt text, its edges aside, stands on more than one line; the fix joins the lines."""
    reference = subject.reference
    alt = (reference.alt or "").strip()
    lines = alt.splitlines()
    if len(lines) < 2 or not is_judged(reference):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(alt)} holds a line break, and screen readers pause there or "
        "show the indentation. Write it on one line.",
        fix=_joined(lines),
    )


def _joined(lines: list[str]) -> str:
    """One line; between two wide characters no blank is needed, as Chinese and Japanese have none between words."""
    parts = [part for line in lines if (part := " ".join(line.split()))]
    text = parts[:1]
    for before, part in pairwise(parts):
        text.append(part if _joins(before[-1]) and _joins(part[0]) else f" {part}")
    return "".join(text)


def _joins(character: str) -> bool:
    # Korean is wide, too, and separates words by blanks.
    return is_wide(character) and "HANGUL" not in unicodedata.name(character, "")

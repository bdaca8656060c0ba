"""`long-alt`: the alt text is too long to be listened to in one go."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.text import length, quoted

NAME = "long-alt"
SUMMARY = "An alt text is longer than the profile's limit."
CAUSE = Cause.STYLE
NEEDS = Needs.DOCUMENT
OPTIONS = ("max_length",)
HELP = Help(
    flags="""\
An alt text with more characters than the limit: 250 unless the profile or `alt_text.max_length` says otherwise
(GitHub Docs 150, Editoria11y 160). Combining marks do not count, an East Asian wide character counts twice because it
says as much as two letters, and a template expression counts as one letter.

WCAG knows no limit, so this is never more than a warning by default.
""",
    why="""\
An alt text is read in one go: listeners cannot skim it, go back by a word or follow a link in it. What takes several
sentences helps more as text that everybody can read. Limits differ, and WCAG has none:

| Most | Who says so |
|---|---|
| 90 | Functional Accessibility Evaluator |
| 100 | AChecker, AccessMonitor, Crownpeak |
| 125 | alt-text by double-great, after how much JAWS reads at once |
| 150 | GitHub Docs, rule GHD033 (`github-docs`); IBM Equal Access; the public guide of Microsoft Learn |
| 160 | Editoria11y (`editoria`) |
| 250 | Sa11y; the build of Microsoft Learn (`ms-learn`) |
| 300 | accessibility-checker |
""",
    before=f"""\
```md
![{"The dialog has a field for the name, one for the size, and a button. " * 4}](img/dialog.png)
```
""",
    after="""\
```md
![Dialog with fields for name and size](img/dialog.png)

The dialog asks for the name, up to 63 letters, and for the size in gibibytes; the button Create stays grey until both
are valid.
```
""",
    ignore="""\
When the picture is a text that has to be given in full and cannot stand beside it.
""",
)


def check(subject: Subject, options: Options) -> Violation | None:
    """A violation when the alt text has more characters than `options.max_length`."""
    reference = subject.reference
    alt = reference.alt or ""
    # No character counts more than twice, so that most alt texts need no counting.
    if 2 * len(alt) <= options.max_length or not is_judged(reference):
        return None
    characters = length(alt)
    if characters <= options.max_length:
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(alt)} has {characters} characters, more than "
        f"{options.max_length}, and is read in one go. Keep the core, and move detail to the text or a long "
        "description."
    )

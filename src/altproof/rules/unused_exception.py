"""`unused-exception`: a comment excepts something from a rule that has nothing to say about it."""

from __future__ import annotations

from altproof.rules.base import EXCEPTION, Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.text import quoted

NAME = "unused-exception"
SUMMARY = "A comment excepts an image from a rule that finds nothing there."
CAUSE = Cause.FILE
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
A comment such as `<!-- altproof-disable-next-line missing-alt -->` that covers no finding: the image behind it has an
alt text by now, was moved away, or the name of the rule is not the one that would speak.

A comment that names no rule of ours is flagged, too: a misspelt name excepts nothing.

It does not flag a comment for a rule that is off, that needs an engine, an image file or a whole audit, or that
compares with the state before a change: such a rule may have something to say another time. A comment without rules
is flagged only where no image follows. Examples in code do not count as comments.
""",
    why="""\
An exception that covers nothing today covers tomorrow's mistake. It also tells readers of the source that something is
wrong where nothing is.
""",
    before="""\
```md
<!-- altproof-disable-next-line missing-alt -->
![Login form](img/login.png)
```
""",
    after="""\
```md
![Login form](img/login.png)
```
""",
    ignore="""\
When a page is generated and its comments come from a template that does not know which images have alt texts.
""",
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation for a reference that stands for an unused comment; the caller knows that it is unused."""
    if subject.reference.syntax != EXCEPTION:
        return None
    words, unknown = subject.reference.target, subject.reference.surroundings.label
    if unknown:
        return Violation(
            f"the comment {quoted(words)} names {quoted(unknown)}, which is no rule, so it excepts nothing by that "
            "name. Mend the name, or write -- before the reason."
        )
    return Violation(f"the comment {quoted(words)} covers no finding: there is nothing to except. Delete it.")

"""`inconsistent-alt`: the same picture has other alt texts elsewhere."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.rules.text import norm, quoted

NAME = "inconsistent-alt"
SUMMARY = "The same image has different alt texts in different places."
CAUSE = Cause.COPY
NEEDS = Needs.AUDIT
OPTIONS = ()
HELP = Help(
    flags="""\
An image whose bytes are shown elsewhere in documents of the same language with another alt text. Letter case, white
space and punctuation at the edges do not count. It needs all documents, so it speaks in audits only, and it is off
unless you switch it on.

It does not flag images that are the content of a link (their alt text names the target), empty alt texts, or another
language.
""",
    why="""\
Different words for one picture are often an old text beside a better one: whoever corrects the first misses the second.
WCAG 2 asks for consistent identification in success criterion 3.2.4 (level AA) where the picture serves the same
purpose.
""",
    before="""\
```md
![Login form](img/login.png)

## Again

![Dialog for your password](img/login.png)
```
""",
    after="""\
```md
![Login form](img/login.png)

## Again

![Login form](img/login.png)
```
""",
    ignore="""\
When the picture serves different purposes: what matters in it, and thus its alt text, depends on the page.
""",
)

_NAMED = 2


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the same image has another alt text elsewhere; the message quotes up to two of them."""
    reference = subject.reference
    if not reference.alt or not subject.other_alts or not is_judged(reference):
        return None
    written = norm(reference.alt)
    others: dict[str, str] = {}
    for alt in subject.other_alts:
        others.setdefault(norm(alt), alt)
    named = [alt for form, alt in others.items() if form not in {"", written}]
    if not written or not named or reference.surroundings.link_target is not None:
        return None
    texts = " and ".join(map(quoted, named[:_NAMED]))
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(reference.alt)} differs from that of the same image elsewhere, "
        f"{texts}{more}, and one of them is easily forgotten. Use the best one everywhere."
    )

"""`inconsistent-alt`: the same picture has other alt texts elsewhere, or in its version for the other theme."""

from __future__ import annotations

from collections.abc import Sequence

from altproof.model import ImageReference
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.text import norm, quoted, word_set

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

An image whose version for the other theme has another alt text: `login-dark.png` beside `login-light.png`, or two that
a page shows on dark pages and on light ones (`#gh-dark-mode-only`, `#only-light`, the class `only-dark`). Readers get
one of the two, so both have to say the same. Words for the theme itself do not count.

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

## In both themes

![Chart of visitors by month](img/visits.png#gh-light-mode-only)
![Chart](img/visits-dark.png#gh-dark-mode-only)
```
""",
    after="""\
```md
![Login form](img/login.png)

## Again

![Login form](img/login.png)

## In both themes

![Chart of visitors by month](img/visits.png#gh-light-mode-only)
![Chart of visitors by month](img/visits-dark.png#gh-dark-mode-only)
```
""",
    ignore="""\
When the picture serves different purposes: what matters in it, and thus its alt text, depends on the page.
""",
)

_NAMED = 2
_THEMES = word_set("dark light night day black white mode theme version variant in on for of the a")
"""Words in which the alt texts of two versions may differ, with those that go with them."""


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the same image has another alt text elsewhere; the message quotes up to two of them."""
    reference = subject.reference
    if not norm(reference.alt or "") or not is_judged(reference) or reference.surroundings.link_target is not None:
        return None
    return _elsewhere(reference, subject.other_alts) or _in_other_theme(reference, subject.other_theme_alts)


def _elsewhere(reference: ImageReference, alts: Sequence[str]) -> Violation | None:
    """A violation when the same file has another alt text."""
    written = norm(reference.alt or "")
    others: dict[str, str] = {}
    for alt in alts:
        others.setdefault(norm(alt), alt)
    named = [alt for form, alt in others.items() if form not in {"", written}]
    if not named:
        return None
    texts = " and ".join(map(quoted, named[:_NAMED]))
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(reference.alt or '')} differs from that of the same image "
        f"elsewhere, {texts}{more}, and one of them is easily forgotten. Use the best one everywhere."
    )


def _in_other_theme(reference: ImageReference, alts: Sequence[str]) -> Violation | None:
    """A violation when no alt text of the version for the other theme says the same."""
    spoken = [alt for alt in alts if norm(alt)]
    if not spoken or _without_theme(reference.alt or "") in map(_without_theme, spoken):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(reference.alt or '')} differs from that of its version for the "
        f"other theme, {quoted(spoken[0])}, and each reader gets only one of the two. Use the better one for both."
    )


def _without_theme(alt: str) -> list[str]:
    return [word for word in norm(alt).replace("(", " ").replace(")", " ").split() if word not in _THEMES]

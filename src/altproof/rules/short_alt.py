"""`short-alt`: the alt text is shorter than the profile wants."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.rules.pictures import is_badge
from altproof.rules.signs import is_icon, is_logo
from altproof.text import length, norm, quoted

NAME = "short-alt"
SUMMARY = "An alt text is shorter than the profile wants."
CAUSE = Cause.STYLE
NEEDS = Needs.DOCUMENT
OPTIONS = ("min_length",)
HELP = Help(
    flags="""\
An alt text with fewer characters than the limit. The profile `github-docs` asks for 40, `ms-learn` for 10; the others
have no limit, and then the rule finds nothing. Letters with their marks count once, wide characters of East Asia
count twice (one of them says about as much as two Latin letters), and what a template fills in counts as one letter.

It does not flag icons, logos, badges and formulas, images in links (the alt text is then the name of a target), and
names that the page's title holds as well.
""",
    why="""\
A few characters seldom say what a reader should learn from a picture. How few is a matter of house style:

| Fewest | Who says so |
|---|---|
| 7 | Functional Accessibility Evaluator |
| 8 | Khan Academy's Perseus |
| 10 | the build of Microsoft Learn (`ms-learn`) |
| 12 | DubBot |
| 25 | alt-text-scan by mgifford |
| 40 | GitHub Docs, rule GHD033 (`github-docs`); the public guide of Microsoft Learn, which its build does not enforce |
| none | WCAG, Editoria11y, Sa11y |

A short text can be a good one.
""",
    before="""\
```md
![Login form](img/login.png)
```
""",
    after="""\
```md
![Login form with an error under the password field](img/login.png)
```
""",
    ignore="""\
When the short text says everything. List it under `allow`, or lower the limit (`alt_text.min_length`).
""",
)

_MATH = frozenset("=∑∫√≤≥≈±^\\")
_LONGEST = 4096  # characters; what is longer is not short


def check(subject: Subject, options: Options) -> Violation | None:
    """A violation when the alt text has fewer characters than the limit, unless a short one is right here."""
    reference = subject.reference
    alt = reference.alt or ""
    if not alt.strip() or not is_judged(reference) or len(alt) > max(_LONGEST, 20 * options.min_length):
        return None
    characters = length(alt)
    if characters >= options.min_length or _may_be_short(subject, alt):
        return None
    counted = f"{characters} character{'' if characters == 1 else 's'}"
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(alt)} has {counted}, fewer than the {options.min_length} that "
        f"are asked for, so it may leave out what matters. Say what readers should learn from the image."
    )


def _may_be_short(subject: Subject, alt: str) -> bool:
    around = subject.reference.surroundings
    if around.link_target is not None or is_icon(subject) or is_logo(subject) or is_badge(subject.reference):
        return True
    if not _MATH.isdisjoint(alt):
        return True
    written = norm(alt)
    return bool(written) and f" {written} " in f" {norm(around.page_title or '')} "

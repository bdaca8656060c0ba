"""`unpunctuated-alt`: no full stop at the end."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.languages import language_of
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged, names_a_link
from altproof.rules.pictures import is_badge
from altproof.rules.signs import SIGNS
from altproof.text import quoted

NAME = "unpunctuated-alt"
SUMMARY = "An alt text ends without punctuation."
CAUSE = Cause.STYLE
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An alt text of three words or more without `.`, `!`, `?` or another sign that ends a sentence in its language; a closing
quotation mark or bracket may follow the sign. The fix appends the full stop of the page's language.

It does not flag labels of one or two words, logos, icons, badges, images that are the content of a link, or alt texts
that end in a template expression. The rule is off unless a profile asks for it, as that of GitHub Docs does.
""",
    why="""\
A screen reader runs on from the alt text into the next sentence unless a full stop makes it pause. GitHub Docs asks for
it (GHD032); others call it noise, therefore it is a matter of house style.
""",
    before="""\
```md
![Screenshot of the login form with an error](img/login.png)
```
""",
    after="""\
```md
![Screenshot of the login form with an error.](img/login.png)
```
""",
    ignore="""\
When your house style wants no full stop after fragments.
""",
)

_ENDS = tuple(".!?…。．！？؟۔।｡")  # noqa: RUF001  (the full stops of other scripts are the point)
_CLOSERS = "\"'”’»›“‘)]}）」』】*_` "  # noqa: RUF001  (curly quotes as people type them)
_QUESTION_MARKS = {"el": (";", "\u037e")}
_LOOSE_ENDS = ",;:،、，；："  # noqa: RUF001  (commas and colons of other scripts)
_FEWEST_WORDS = 3
_FEWEST_WIDE = 12
"""Characters that make a sentence where no blanks separate words; fewer may be a label."""
_UNSPACED = frozenset({"CJK"})


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when a phrase of three words or more ends without a sign; the fix appends a full stop."""
    reference = subject.reference
    alt = (reference.alt or "").strip()
    language = language_of(subject.language)
    if not alt or language is None or not is_judged(reference) or subject.kind in SIGNS:
        return None
    ends = _ENDS + _QUESTION_MARKS.get(language.code, ())
    if alt.endswith(("}", *ends)) or alt.rstrip(_CLOSERS).endswith(ends):
        return None
    if not _is_phrase(alt, language.script) or names_a_link(reference) or is_badge(reference):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(alt)} ends without punctuation, so screen readers run on into "
        "the next sentence. End it with a full stop.",
        fix=f"{alt.rstrip(_LOOSE_ENDS + ' ')}{language.full_stop}",
    )


def _is_phrase(alt: str, script: str) -> bool:
    if script in _UNSPACED and not alt.isascii():
        return len(alt) >= _FEWEST_WIDE
    return len(alt.split(maxsplit=_FEWEST_WORDS)) >= _FEWEST_WORDS

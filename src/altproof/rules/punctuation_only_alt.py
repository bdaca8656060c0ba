"""`punctuation-only-alt`: the alt text is written, but only with signs that nobody reads out."""

from __future__ import annotations

import unicodedata

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import advice, image_name, is_judged
from altproof.text import one_line, quoted

NAME = "punctuation-only-alt"
SUMMARY = "An alt text consists of punctuation only."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An alt text without any letter, digit or sign that is read out: `-`, `...`, `***`, `"?"`, `|`.

It does not flag emoji and other symbols (`✓`, `→`, `+`), currency signs, the signs `% & @ # §`, blanks only (that is
`blank-alt`), or punctuation in a link that has other text.
""",
    why="""\
Screen readers pass over most punctuation or spell it ("dash", "star star star"); neither says anything about the
picture. Editors and converters leave such texts as placeholders. WCAG 2, success criterion 1.1.1 (level A); Sa11y and
Editoria11y report the same pattern.
""",
    before="""\
```md
![...](img/login.png)
```

```html
<img src="img/login.png" alt="-">
```
""",
    after="""\
```md
![Login form with an error under the password field](img/login.png)
```

```html
<img src="img/login.png" alt="">
```
""",
    ignore="""\
When the image shows just that sign, as in a lesson about punctuation. Better still, name it: "question mark".
""",
)

_HEARD = frozenset("%&@#§°‰‱№℃℉")
_UNHEARD = frozenset("|~<>¦")
_HEARD_CATEGORIES = frozenset({"So", "Sc", "Sm"})


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the alt text holds nothing that can be pronounced, yet something that can be seen."""
    reference = subject.reference
    alt = reference.alt or ""
    if not one_line(alt) or not is_judged(reference) or any(map(_is_heard, alt)):
        return None
    around = reference.surroundings
    if around.link_target is not None and one_line(around.link_text or ""):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(alt)} is punctuation only, so a screen reader says nothing or "
        f"spells the signs. {advice(reference)}"
    )


def _is_heard(character: str) -> bool:
    if character in _HEARD:
        return True
    category = unicodedata.category(character)
    return category[0] in "LN" or (category in _HEARD_CATEGORIES and character not in _UNHEARD)

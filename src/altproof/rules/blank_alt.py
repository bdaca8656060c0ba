"""`blank-alt`: the alt text is written, but only with characters that nobody hears."""

from __future__ import annotations

import unicodedata
from collections import Counter

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import advice, image_name, is_judged

NAME = "blank-alt"
SUMMARY = "An alt text consists of white space or invisible characters only."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An alt text that is written and yet holds nothing to hear: blanks, tabs and line breaks, no-break spaces (also as
`&nbsp;`), zero-width and other format characters such as the soft hyphen or the byte-order mark, and letters that are
drawn as nothing (Hangul fillers, the empty Braille cell). The message says what it found in words, since the
characters cannot be seen.

It does not flag an empty alt text (`alt=""`), punctuation, or an alt text that holds at least one visible character.
""",
    why="""\
A blank alt text is neither a description nor the word "decorative". Screen readers differ in what they make of it:
some say nothing, some fall back to the file name. Most checkers see an alt attribute and are content, so the gap stays
for years. It usually comes from an editor's template or from a placeholder that somebody deleted. WCAG 2, success
criterion 1.1.1 (level A), asks for a text alternative that serves the same purpose as the image; axe-core reports the
same pattern as `alt-space-value`.
""",
    before="""\
```md
![ ](img/login.png)
```

```html
<img src="img/login.png" alt="&nbsp;">
```
""",
    after="""\
```md
![Login form with an error under the password field](img/login.png)
```

```html
<img src="img/login.png" alt="Login form with an error under the password field">
```
""",
    ignore="""\
Hardly ever. When the image is decorative, write `alt=""` without a blank.
""",
)

_UNSEEN_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cf", "Cc"})
# Letters, a symbol and marks by category, yet drawn as nothing (Unicode, Default_Ignorable_Code_Point; U+2800 is a
# Braille cell without dots).
_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\ufe0e\ufe0f")
_KINDS_NAMED = 3
_WORDS = {
    " ": "blank",
    "\t": "tab",
    "\n": "line break",
    "\xa0": "no-break space",
    "\ufeff": "byte order mark",
}


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the alt text is not empty and yet holds nothing to hear."""
    reference = subject.reference
    # An entity still spelt out here was escaped twice, or stands in a syntax that knows no entities.
    alt = (reference.alt or "").replace("&nbsp;", "\xa0")
    if not alt or not is_judged(reference) or not all(map(_unseen, alt)):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text is {_contents(alt)}, so a screen reader says nothing of use. "
        f"{advice(reference)}"
    )


def _unseen(character: str) -> bool:
    return character.isspace() or character in _UNSEEN or unicodedata.category(character) in _UNSEEN_CATEGORIES


def _contents(alt: str) -> str:
    """What the text is made of, in words: `a single blank`, `only 2 blanks and 1 zero width space`."""
    counts = Counter(alt.replace("\r\n", "\n").replace("\r", "\n"))
    if counts.total() == 1:
        return f"a single {_word(*counts)}"
    parts = [_counted(character, count) for character, count in list(counts.items())[:_KINDS_NAMED]]
    if len(counts) > _KINDS_NAMED:
        parts.append("other invisible characters")
    return "only " + (" and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0])


def _counted(character: str, count: int) -> str:
    return f"{count} {_word(character)}" if count == 1 else f"{count} {_word(character)}s"


def _word(character: str) -> str:
    return _WORDS.get(character) or unicodedata.name(character, "control character").lower()

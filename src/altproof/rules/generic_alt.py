"""`generic-alt`: the whole alt text is a word that fits any image."""

from __future__ import annotations

from altproof.model import Severity
from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.languages import generic_words, language_of
from altproof.rules.options import Options
from altproof.rules.phrases import advice, image_name, is_judged, said_once
from altproof.rules.signs import is_icon, is_sign, is_topic
from altproof.text import norm, quoted, word_set

NAME = "generic-alt"
SUMMARY = "An alt text is a word that fits any image."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ("extra_words",)
HELP = Help(
    flags="""\
A whole alt text that is one of the words or phrases people write when they have nothing to say: "image", "photo",
"screenshot", "a diagram", "image of", "see image", also with a number behind it ("Figure 3", "image (2)") or said twice
("image image"). The lists of all languages that Altproof knows count on every page, since "Bild" says as little on an
English page as "image"; a word that means something else in the language of the page is left alone ("Map" is a folder
in Dutch). Letter case, white space and punctuation at the edges do not matter.

It does not flag an alt text that says anything besides ("Login screenshot", "Map of Europe"). Words that are names of
actions and things, too ("Copy", "Table", "Map"), are a warning at most, and are left alone on icons (images of 64
pixels at most; of 256, of unknown size or drawn in SVG if their name or folder calls them icons or buttons), on badges,
as the name of a link, and under a heading, title or caption that is about them ("Table" in a list of widgets).
""",
    why="""\
Screen readers announce "image" before the alt text, so readers hear "image, image" and nothing else. WCAG 2, success
criterion 1.1.1 (level A), asks for a text that serves the same purpose as the picture; a word that fits any picture is
its failure F30. Most accessibility checkers hold a list of such words.
""",
    before="""\
```md
![screenshot](img/login.png)
```

```html
<img src="img/login.png" alt="Image 1">
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
When the word is a name: a product called "Map", a character called "Art". List the whole alt text under `allow`. Words
of your own that say nothing go to `extra_words`.
""",
)

_LONGEST = 100  # characters of a normal form; the phrases of the lists are shorter
_NUMBER = lazy_regex(r"[ #.:(_-]{0,4}\d{1,3}(?:[.-]\d{1,3}){0,2}[a-z]?[) .]{0,3}\Z")
_NAMES_OF_THINGS = word_set(
    "above arrow art attachment avatar banner below blank bullet button captura capture chart copy download drawing "
    "empty file map media more symbol table upload uploaded video vorschau"
)
"""Names of actions and things, too: of an icon, of a widget."""
_NAMES_OF_FORMATS = word_set("alt diagram figure gif graph graphic image jpeg jpg photo picture png svg webp")
"""Names of what an icon may stand for."""


def check(subject: Subject, options: Options) -> Violation | None:
    """A violation when the whole alt text, with or without a number behind it, is on a list."""
    reference = subject.reference
    if not reference.alt or not is_judged(reference):
        return None
    written = norm(reference.alt)
    if len(written) > _LONGEST:
        return None
    forms = (said_once(written), _NUMBER.sub("", written))
    found = next((form for form in forms if _is_generic(form, subject, options)), None)
    if found is None or _is_meant(found, subject):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(reference.alt)} fits any image, so nobody learns what this one "
        f"is for. {advice(reference)}",
        severity=Severity.WARNING if found in _NAMES_OF_THINGS else None,
    )


def _is_meant(word: str, subject: Subject) -> bool:
    """Whether the word is the name of an action or a thing, and the image the sign or the topic of it."""
    if word in _NAMES_OF_THINGS:
        return is_sign(subject) or is_topic(subject, word)
    return word in _NAMES_OF_FORMATS and is_icon(subject)


def _is_generic(form: str, subject: Subject, options: Options) -> bool:
    if form in generic_words():
        language = language_of(subject.language)
        return language is None or form not in language.own_meaning
    return bool(form) and form in {norm(word) for word in options.extra_words}

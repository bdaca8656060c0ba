"""`placeholder-alt`: the alt text waits for somebody to write one."""

from __future__ import annotations

from altproof.model import Severity
from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.languages import placeholder_words
from altproof.rules.languages.doubtful import EXAMPLES, STATES, UNTITLED
from altproof.rules.options import Options
from altproof.rules.phrases import advice, image_name, is_judged, said_once
from altproof.rules.signs import is_sign, is_topic
from altproof.text import letters_only, norm, quoted

NAME = "placeholder-alt"
SUMMARY = "An alt text is a placeholder that somebody meant to replace."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ("extra_words",)
HELP = Help(
    flags="""\
A whole alt text that is a note to its author or the text of a template: "To do", "alt text", "insert image here",
"enter image description here", "Image description", "untitled", "hero image 1", "null", "lorem ipsum …", and the like
in all languages that Altproof knows. Letter case, numbers, punctuation and brackets around it do not matter, nor does a
word said twice ("undefined undefined"). Also a text that begins with the mark of a task ("TBD: describe"), and one
that still ends in what Word adds to be checked: "Description automatically generated".

Only the whole alt text counts: "Test results", "Default gateway" and "To-do list with three entries" are left alone.
Words that may be meant ("Test", "Demo", "Example", "Default", "Untitled", in any language) are a warning at most, and
are left alone on icons and badges and as the name of a link; "Default" and its like also under a heading, title or
caption that holds the word.
""",
    why="""\
Editors and templates put these words where a description belongs, and the page is published with them. Readers who
cannot see the image hear "alt text" or "to do" and know that nobody looked. WCAG 2, success criterion 1.1.1 (level A),
counts placeholder text as no text alternative (failure F30).
""",
    before="""\
```md
![alt text](img/login.png)
```

```rst
.. image:: img/login.png
   :alt: To do
```
""",
    after="""\
```md
![Login form with an error under the password field](img/login.png)
```

```rst
.. image:: img/login.png
   :alt: Login form with an error under the password field
```
""",
    ignore="""\
When the word is what the image shows: a screen named "Untitled" or a button "Test". List the alt text under `allow`.
Notes of your own, such as "text follows", go to `extra_words`.
""",
)

_LONGEST = 200  # characters of a normal form; the phrases of the lists are shorter
_TASK = lazy_regex(r"\W{0,5}(?:TO[D]O|FIX[M]E|TBD|X{3})(?:\(\S{1,50}\))?:")
_UNCHECKED = (
    "description automatically generated",
    "ai-generated content may be incorrect",
    "automatisch generierte beschreibung",
    "description générée automatiquement",
    "descripción generada automáticamente",
    "descrizione generata automaticamente",
    "descrição gerada automaticamente",
    "automatisch gegenereerde beschrijving",
)
"""What Microsoft Office adds to the alt texts that it suggests, for the author to check and delete."""
_CONFIDENCE = lazy_regex(r" with (?:very )?(?:low|medium|high) confidence\Z")
_DOUBTFUL = EXAMPLES | STATES | UNTITLED
"""Words that may be meant: on an icon, on a badge, as the name of a link."""


def check(subject: Subject, options: Options) -> Violation | None:
    """A violation when the whole alt text, numbers left away, is a placeholder."""
    reference = subject.reference
    if not reference.alt or not is_judged(reference):
        return None
    written = norm(reference.alt).strip("<> ")
    found = _note(reference.alt, written) or _placeholder(written, options)
    if found is None:
        return None
    may_be_meant = found in _DOUBTFUL and (found not in UNTITLED or found == written)
    if may_be_meant and (is_sign(subject) or (found in STATES and is_topic(subject, found))):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(reference.alt)} is a placeholder, so readers hear a note to "
        f"the author. {advice(reference)}",
        severity=Severity.WARNING if may_be_meant else None,
    )


def _note(alt: str, written: str) -> str | None:
    """What a person or a program wrote for the author, whatever stands beside it."""
    if _TASK.match(alt):
        return "todo"
    bare = _CONFIDENCE.sub("", written)
    return next((note for note in _UNCHECKED if bare.endswith(note)), None)


def _placeholder(written: str, options: Options) -> str | None:
    """The entry of the lists that the normal form is."""
    if written.startswith("lorem ipsum"):
        return "lorem ipsum"
    if not written or len(written) > _LONGEST:
        return None
    own = {norm(word) for word in options.extra_words}
    # Signs and numbers in front make another thing of it: "3 examples", "50 % sample", "--test".
    forms = (written, said_once(written), letters_only(written)) if written[0].isalpha() else (written,)
    return next((form for form in forms if form in placeholder_words() or form in own), None)

"""`redundant-opening`: "Image of …", which the screen reader has said already."""

from __future__ import annotations

import re

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.languages import KIND_BEHIND, spoken_on
from altproof.rules.languages.base import Language
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.text import STOPS, one_line, quoted, word_set

NAME = "redundant-opening"
SUMMARY = 'An alt text says "image of".'
CAUSE = Cause.STYLE
NEEDS = Needs.DOCUMENT
OPTIONS = ("photo_is_redundant",)
HELP = Help(
    flags="""\
An alt text that begins with an article, if any, and "image of", "picture of", "graphic showing", "image:" and the like,
in English or in the language of the page; in languages that put these words at the end (Chinese, Hungarian, Japanese,
Korean, Turkish), an alt text that ends so. The fix of the English words drops them. In other languages the same words
begin names of things ("Imagem de fundo" is a background, "Bild der Woche" a title), so there is no fix, and a finding
only if a colon follows or much is left without them: four words, or six letters of East Asia.

It does not flag kinds of image that tell something: "Screenshot of", "Diagram of", "Map of" are never redundant, and
"Photo of" only with the option `photo_is_redundant`, as in the profile `editoria`. Nor does it flag names ("Image
Analysis service", "Picture-in-picture button", "Picture of the Year") or an image of an image.
""",
    why="""\
Screen readers say "image" or "graphic" before each alt text, so listeners hear "graphic, image of a login form". The
house style of GitHub Docs forbids it (GHD031), Microsoft's advises against it, and Sa11y, WAVE and jsx-a11y report it.
""",
    before="""\
```md
![Image of the login form](img/login.png)
```
""",
    after="""\
```md
![Login form](img/login.png)
![Screenshot of the login form](img/form.png)
```
""",
    ignore="""\
When "image" is a thing in your field, such as the image of a container, and the picture shows it. Put such alt texts
into the option `allow`.
""",
)

_BEGINNING = 300  # characters in which an opening has to fit; no pattern needs a third of them
_SMALL_WORDS = word_set("a an the this that these those it its my our your his her their")
_WORD = lazy_regex(r"[^\W_]+")
_NAME = lazy_regex(r"(?:the )?(?:image|picture|photo)s? of the (?:day|week|month|year|moment|season)\b", re.IGNORECASE)


class _Found(Struct, frozen=True):
    """The words that are too many, and what is left without them."""

    verb: str
    words: str
    rest: str | None
    """None: outside English, where the words may be part of a name, a person has to write it."""


def check(subject: Subject, options: Options) -> Violation | None:
    """A violation when the alt text says "image of" where its language puts that; the fix says the rest alone."""
    reference = subject.reference
    if not reference.alt or not is_judged(reference):
        return None
    found = _found(reference.alt, subject.language, options)
    if found is None:
        return None
    is_mended = found.rest is not None and _found(found.rest, subject.language, options) is None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(reference.alt)} {found.verb} with {quoted(found.words)}, which "
        "screen readers say by themselves. Say just what it shows.",
        fix=found.rest if is_mended else None,
    )


def _found(alt: str, code: str, options: Options) -> _Found | None:
    start = one_line(alt[:_BEGINNING])
    for language in spoken_on(code):
        for pattern in (language.opening, language.photo_opening if options.photo_is_redundant else None):
            match = pattern.match(start) if pattern else None
            if match is None or _NAME.match(start):
                continue
            rest = one_line(alt)[match.end() :].strip()
            if not _says_something(rest, language):
                continue
            if language.code == "en":
                return _Found("begins", match.group(), _sentence(rest))
            if match.group().rstrip().endswith((":", "：")) or language.is_much(rest):  # noqa: RUF001  (a wide colon)
                return _Found("begins", match.group(), None)
        if language.code in KIND_BEHIND and (found := _at_the_end(alt, language)):
            return found
    return None


def _at_the_end(alt: str, language: Language) -> _Found | None:
    line = one_line(alt).rstrip(STOPS)
    match = language.closing.search(line[-_BEGINNING:]) if language.closing else None
    if match is None or not language.is_much(line[: len(line) - len(match.group())]):
        return None
    return _Found("ends", match.group(), None)


def _says_something(rest: str, language: Language) -> bool:
    """Whether words are left, and not those of another image, as in "Image of a picture on a wall"."""
    first = {word.strip(".,;:").casefold() for word in rest.split(maxsplit=3)[:2]}
    words = {word.casefold() for word in _WORD.findall(rest)}
    return bool(words - _SMALL_WORDS) and not first & (language.generic - language.medium)


def _sentence(rest: str) -> str:
    """The rest with a capital letter, unless its first word is written in a way of its own, such as iPhone."""
    first = rest.split(maxsplit=1)[0]
    return rest[0].upper() + rest[1:] if first.islower() and first.isalpha() else rest

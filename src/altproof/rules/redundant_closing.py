"""`redundant-closing`: "… image" at the end."""

from __future__ import annotations

from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.languages import spoken_on
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.text import STOPS, one_line, quoted, word_set

NAME = "redundant-closing"
SUMMARY = 'An alt text ends in "image".'
CAUSE = Cause.STYLE
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
A short alt text, of eight words at most, whose last word is "image", "picture" or "graphic", in English or in the
language of the page. The fix of an English text drops it. In other languages such words end names of things, so there
is no fix, and a finding only if the word stands in brackets or much is left: four words, or six letters of East Asia.

It does not flag that word as a thing of its own: after an article or a preposition ("Dialog for choosing an image"), in
a compound that is a thing ("Docker image", "Disk image", "Profile picture"), or after a verb ("Upload image", the text
of a button). The rule is off unless a profile asks for it.
""",
    why="""\
Screen readers say "image" or "graphic" with each alt text. WAVE, Sa11y and remark-lint report the word at the end.
""",
    before="""\
```md
![Login form image](img/login.png)
```
""",
    after="""\
```md
![Login form](img/login.png)
```
""",
    ignore="""\
When your documents are about images, and compounds with the word are things that readers know.
""",
)

_MOST_WORDS = 8
_LONGEST = 300  # characters; more do not make eight words
_OWN_THING = word_set(
    "a an the this that these those each every any no one two first second third last same new your my our his her "
    "their of or and to in on with for from per x as between docker container oci disk disc iso cd dvd system "
    "virtual vm machine boot base background foreground mirror default source original cover profile custom sample "
    "input output result target raw vector golden os kernel firmware snapshot backup bitmap jpeg jpg png svg gif "
    "webp tiff raster big binary runtime host empty invalid build builder parent child layer cloud server app "
    "application release signed placeholder hero header featured inline responsive alt missing broken decorative "
    "complex static still moving 2d 3d rgb grayscale greyscale color colour mask masked cropped rotated scaled "
    "resized blurred thumbnail preview user avatar account windows linux ubuntu debian alpine"
)
"""Words that make an image a thing which is spoken about."""
_VERBS = word_set(
    "add upload insert select choose pick edit delete remove rotate crop resize change pull push build run open close "
    "save load download view show replace set use create import export copy paste drag drop click scale flip share "
    "preview zoom print next previous tag scan publish deploy start sign convert generate make take capture"
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when a short alt text ends in a word for an image that says nothing; the fix says the rest."""
    reference = subject.reference
    if not reference.alt or len(reference.alt) > _LONGEST or not is_judged(reference):
        return None
    line = one_line(reference.alt)
    found = _without_closing(line, subject.language)
    if found is None:
        return None
    words, rest = found
    is_mended = rest is not None and _without_closing(rest, subject.language) is None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(reference.alt)} ends in {quoted(words)}, which screen readers "
        "say by themselves. Leave the word out.",
        fix=rest if is_mended else None,
    )


def _without_closing(line: str, code: str) -> tuple[str, str | None] | None:
    """The closing, and the text without it (None: outside English, a person writes it); None: there is none."""
    bare = line.rstrip(STOPS)
    for language in spoken_on(code):
        match = language.closing.search(bare) if language.closing else None
        rest = bare[: match.start()].strip(STOPS + ",") if match else ""
        if match is None or not rest or _is_own_thing(rest):
            continue
        if language.code == "en":
            return match.group(), rest + line[len(bare) :]
        if match.group().endswith(")") or language.is_much(rest):
            return match.group(), None
    return None


def _is_own_thing(rest: str) -> bool:
    words = rest.casefold().replace("-", " ").split()
    return len(words) >= _MOST_WORDS or not words or words[-1] in _OWN_THING or words[0] in _VERBS

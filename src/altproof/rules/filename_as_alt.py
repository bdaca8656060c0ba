"""`filename-as-alt`: the alt text is a file name or a path, which says nothing about the picture."""

from __future__ import annotations

import re
from urllib.parse import unquote

from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.languages import language_of
from altproof.rules.options import Options
from altproof.rules.phrases import (
    IMAGE_SUFFIX,
    SUFFIX_OF_IMAGES,
    address_shown,
    advice,
    image_name,
    is_judged,
    without_query,
)
from altproof.text import norm, quoted, word_set

NAME = "filename-as-alt"
SUMMARY = "An alt text is the name of a file."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
- an alt text without blanks that ends like an image file: `login.png`, `img/login.svg`, `favicon.ico?v=2`;
- an alt text with blanks that ends so and reads like a name: `Login page (2).png`;
- an alt text that equals the address of its own image, as written or decoded, or the last part of that address if it
  has the suffix of a file; letter case, query and fragment do not count.

Suffixes: png, jpg, jpeg, gif, svg, webp, avif, heic, heif, bmp, tif, tiff, ico, apng, jxl; for an image's own name also
pdf, eps, emf, wmf, psd, jfif, mp4, webm, mov, drawio and puml.

It does not flag sentences, in English or the language of the page, that mention or end in a file name or file type
("How to convert a .png to .webp", "The editor with main.svg"), proper names that happen to equal the last part of an
address (`Node.js` for `…/badge/node.js`), or a file name without its suffix.
""",
    why="""\
A screen reader spells "login dot p n g", which says nothing that the picture says. Such an alt text is mostly what an
editor filled in on upload. WCAG 2, success criterion 1.1.1 (level A), counts a file name as no text alternative
(failure F30). The ACT rules describe the same pattern and leave the last word to a person, because now and then the
name of the file is the message.
""",
    before="""\
```md
![login.png](img/login.png)
```
""",
    after="""\
```md
![Login form with an error under the password field](img/login.png)
```
""",
    ignore="""\
When the text is rightly a file name: a link to download exactly that file, or an image that shows nothing else.
Saying more, such as "Download login.png with the form", also satisfies the rule.
""",
)

_LONGEST_NAME = 4096  # characters; Linux's PATH_MAX: what is longer is no name of a file
# With a suffix that is no file type, an equal last part is a proper name: badge/node.js shown as "Node.js".
_FILE_SUFFIX = lazy_regex(SUFFIX_OF_IMAGES + r"|\.(?:pdf|eps|emf|wmf|psd|jfif|mp4|webm|mov|drawio|puml)\Z")
_SUFFIX_INSIDE = lazy_regex(SUFFIX_OF_IMAGES + r"\b", re.IGNORECASE)
_SENTENCE_SIGNS = lazy_regex(r"[,;:!?]\s")
# File names rarely hold them, sentences that end in the name of a file nearly always do.
_SENTENCE_WORDS = word_set(
    "a an and are as by for from has how in into is of on or shows showing that the this to when where with"
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the alt text ends like an image file and reads like a name, or equals the image's address."""
    reference = subject.reference
    alt = reference.alt or ""
    if not alt or len(alt) > _LONGEST_NAME or not is_judged(reference):
        return None
    written = norm(alt)
    own = written in _own_names(reference.target)
    if not own and not _looks_like_a_file(written, _sentence_words(subject.language)):
        return None
    which = f"{'the' if own else 'a'} file name" if "/" not in written else "the address of a file"
    shown = address_shown(alt) if len(alt.split()) == 1 else alt
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(shown)} is {which}; readers hear it letter by letter. "
        f"{advice(reference)}"
    )


def _own_names(target: str) -> frozenset[str]:
    """The normal forms of the image's address as written, decoded, and of its last part if that is a file name."""
    bare = without_query(target[:_LONGEST_NAME])
    names: set[str] = set()
    for address in {target[:_LONGEST_NAME], bare, unquote(bare)}:
        last = address.replace("\\", "/").rpartition("/")[2].removeprefix("attachment:")
        if _FILE_SUFFIX.search(last.strip().lower()):
            names |= {norm(address), norm(last)}
        elif "/" in address:
            names.add(norm(address))
    return frozenset(names - {""})


def _sentence_words(code: str) -> frozenset[str]:
    language = language_of(code)
    # English names of captures hold function words ("at", "from"), so English has the shorter list alone.
    return _SENTENCE_WORDS if language is None or language.code == "en" else _SENTENCE_WORDS | language.function_words


def _looks_like_a_file(written: str, sentence_words: frozenset[str]) -> bool:
    """Whether a normal form is a file name; a sentence that ends in one, or in a file type, is none."""
    if " " not in written:
        return IMAGE_SUFFIX.search(without_query(written)) is not None
    ending = IMAGE_SUFFIX.search(written)
    if ending is None or written[ending.start() - 1] == " ":
        return False
    stem = written[: ending.start()]
    return not (
        _SENTENCE_SIGNS.search(stem) or _SUFFIX_INSIDE.search(stem) or sentence_words.intersection(stem.split())
    )

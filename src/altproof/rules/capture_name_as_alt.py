"""`capture-name-as-alt`: the alt text is the name that a camera or a capture program gave the file."""

from __future__ import annotations

import unicodedata

from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.languages import capture_prefixes
from altproof.rules.languages.dates import COPY_WORDS, DATE_WORDS
from altproof.rules.options import Options
from altproof.rules.phrases import IMAGE_SUFFIX, advice, image_name, is_judged
from altproof.text import quoted, word_set

NAME = "capture-name-as-alt"
SUMMARY = "An alt text is the name that a camera or a capture program gave the file."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
- the word that programs put before a date or a number, and nothing but that behind it: "Screenshot 2024-04-28 at
  11.21.10", "Bildschirmfoto vom 2024-04-28 11-21-10", "Captura de pantalla (12)", "Pasted image 20240428112110",
  "IMG_1234", "DSC00017", "WhatsApp Image 2024-04-28 at 11.21.10", "スクリーンショット 2024-04-28 11.21.10";
- a date or a time stamp alone: "2024-04-28_11-21-10", "1714303270";
- an identifier: "0f8fad5b-d9cb-469f-a165-70867728950e", "d41d8cd98f00b204e9800998ecf8427e".

An image suffix behind it does not matter, nor does a word such as "copy" or "edited". Words of all languages that
Altproof knows count on every page.

It does not flag text that goes on: "Screenshot 2 of 3: choosing the region", "Photo 51, the X-ray diffraction image of
DNA", "2024 revenue by quarter".
""",
    why="""\
Editors insert a pasted or dragged picture with the name of its file as alt text. Readers hear when the picture was
taken, digit by digit, and not what it shows. WCAG 2, success criterion 1.1.1 (level A), counts a file name as no text
alternative (failure F30); the linter for Markdown that GitHub uses flags the English form for macOS.
""",
    before="""\
```md
![Screenshot 2024-04-28 at 11.21.10](img/login.png)

![IMG_1234](img/login.png)
```
""",
    after="""\
```md
![Login form with an error under the password field](img/login.png)

![Login form, empty](img/login.png)
```
""",
    ignore="""\
When the number is the name: a famous photograph called "Photo 51". List the alt text under `allow`.
""",
)

_LONGEST = 120  # characters; the longest real name known has half of that
_SEPARATORS = lazy_regex(r"[\s_\-]+")
_IDENTIFIER = lazy_regex(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|(?=[a-f]{0,63}[0-9])(?=[0-9]{0,63}[a-f])[0-9a-f]{16,64}"
)
_TOKEN = lazy_regex(r"\d+|[^\W\d_]+")
_STAMP = lazy_regex(
    r"(?:19|20)\d\d[ .:]?(?:0[1-9]|1[0-2])[ .:]?(?:0[1-9]|[12]\d|3[01])"  # a date that begins with its year
    r"|(?:0?[1-9]|[12]\d|3[01])[ .](?:0?[1-9]|1[0-2])[ .](?:19|20)\d\d"  # or ends with it
    r"|1[4-9]\d{8}(?:\d{3})?\Z"  # or seconds or milliseconds since 1970, from 2014 on
)
_STAMPED_APP = lazy_regex(r" (?:19|20)\d{6} \d{6}(?:\d{3})? [a-z]{2,20}")
_BESIDE_NUMBERS = DATE_WORDS | COPY_WORDS
_AMBIGUOUS = word_set("abb cimg clipboard dji download gopr pano sam scan sharex shottr signal telegram vid")
"""Prefixes that are names of something else, too: "SAM 2" is a model, "DJI 4" a drone."""
_DIGITS_OF_A_COUNTER = 4  # what cameras write: DSC00017, SAM_0001


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the alt text holds nothing but what programs put into the names of captures and photos."""
    reference = subject.reference
    alt = reference.alt or ""
    if not alt or len(alt) > _LONGEST or not is_judged(reference) or not is_capture_name(alt):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(alt)} is a name that a program gave the file, so readers hear "
        f"letters and digits instead of what it shows. {advice(reference)}"
    )


def is_capture_name(alt: str) -> bool:
    """Whether nothing but a program chose these words, with or without the suffix of an image file."""
    folded = unicodedata.normalize("NFKC", alt).casefold().replace("\u2019", "'")
    name = IMAGE_SUFFIX.sub("", folded.strip(" .\"'*()[]\t\n"))
    if _IDENTIFIER.fullmatch(name):
        return True
    name = _SEPARATORS.sub(" ", name).strip()
    if not any(map(str.isdigit, name)):
        return False
    prefix = ""
    if name.startswith(capture_prefixes()):  # one question for all of them, since nearly no name does
        prefix = next((p for p in capture_prefixes() if name.startswith(p) and _ends(p, name)), "")
    if not prefix:
        return _STAMP.match(name) is not None and _holds_numbers_only(name)
    rest = name[len(prefix) :]
    if sum(map(str.isdigit, rest)) < (_DIGITS_OF_A_COUNTER if prefix in _AMBIGUOUS else 1):
        return False
    return _holds_numbers_only(rest) or _STAMPED_APP.fullmatch(rest) is not None


def _ends(prefix: str, name: str) -> bool:
    """Whether the prefix is a whole word: a Latin letter behind it belongs to another word."""
    following = name[len(prefix) : len(prefix) + 1]
    return not (following.isalpha() and prefix[-1] < "\u2e80")  # from there on, scripts of East Asia: no blanks


def _holds_numbers_only(text: str) -> bool:
    """Whether there are digits, and beside them only what stands between the parts of a date."""
    tokens = _TOKEN.findall(text)
    return any(t.isdigit() for t in tokens) and all(t.isdigit() or t in _BESIDE_NUMBERS for t in tokens)

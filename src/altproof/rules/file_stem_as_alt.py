"""`file-stem-as-alt`: the alt text is the name of its own file without the suffix."""

from __future__ import annotations

import re
from urllib.parse import unquote

from altproof.model import Severity, TargetKind
from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import IMAGE_SUFFIX, advice, image_name, is_judged, without_query
from altproof.rules.pictures import is_badge
from altproof.rules.signs import is_icon, is_logo
from altproof.text import CAMEL, norm, quoted

NAME = "file-stem-as-alt"
SUMMARY = "An alt text is the name of its own file, without the suffix."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An alt text that says what the name of the image's own file says, letter case, separators and camelCase evened out:

- `login-page`, `login_page` or `LoginPage` for `login-page.png`;
- one word, `dashboard` for `dashboard.png`;
- one to three words as people write them, "Dashboard" for `dashboard.png` or "Login page" for `login-page.png`: this
  may be meant, so it is a notice.

It does not flag four words or more with blanks between them, which are a description; icons, logos and badges; images
in the middle of a sentence; or one word that is also in the page's title, the heading, the caption or the link, which
is mostly a proper name ("Grafana" for `grafana.png`). Images on the network are left alone.
""",
    why="""\
Editors fill in the name of the file, and a file name is written for a folder, not for a reader: it names the topic of
the page once more and leaves out what the picture shows. WCAG 2, success criterion 1.1.1 (level A), counts a file name
as no text alternative (failure F30); the ACT rules leave the last word to a person, because a proper name may rightly
equal the name of its file.
""",
    before="""\
```md
![login-page](img/login-page.png)

![LoginPage](img/login_page.png)
```
""",
    after="""\
```md
![Login page with an error under the password field](img/login-page.png)

![Login page, empty](img/login_page.png)
```
""",
    ignore="""\
When the file is named for exactly what it shows and there is nothing to add, such as the picture of one component in a
gallery. List the alt text under `allow`, or the folder under `exclude`.
""",
)

_LONGEST_NAME = 255  # bytes on every common file system
_LONGEST_TEXT = 4096  # characters of a title or an address that are looked at
_WORDS_OF_A_DESCRIPTION = 4
_NOT_HERE = frozenset({TargetKind.REMOTE, TargetKind.DATA})
_NETWORK = lazy_regex(r"(?:[a-z][a-z0-9+.-]{0,30}:)?//|data:", re.IGNORECASE)
_PATH = lazy_regex(r"[/:?#=&,;()\[\]\"']+")
_SEPARATORS = lazy_regex(r"[\s_.+\-]+")


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the alt text and the name of the file are the same words."""
    reference = subject.reference
    alt = (reference.alt or "").strip()
    if not alt or len(alt) > _LONGEST_NAME or not is_judged(reference) or _is_elsewhere(subject):
        return None
    stem = _stem(reference.target)
    words = _words(alt)
    if not words or words != _words(stem) or _may_be_meant(subject, alt, words):
        return None
    aside = "" if norm(alt) == norm(stem) else ", signs aside,"
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(alt)} is{aside} the name of its file, so readers learn no "
        f"more than somebody who sees the folder. {advice(reference)}",
        severity=Severity.NOTICE if _is_by_hand(alt, stem, words) else None,
    )


def _may_be_meant(subject: Subject, alt: str, words: list[str]) -> bool:
    """Whether it is a description, a sign, part of a sentence, or a proper name that the page is about."""
    if len(words) >= _WORDS_OF_A_DESCRIPTION and " " in alt:
        return True
    if is_icon(subject) or is_logo(subject) or is_badge(subject.reference):
        return True
    around = subject.reference.surroundings
    following = (around.text_after or "")[:1]
    if following.islower() or following in {",", ".", ";", ")"}:  # in the middle of a sentence, one word is enough
        return True
    named = (around.page_title, around.heading, around.link_text, around.link_target, around.caption)
    return len(words) == 1 and any(words[0] in _words(_PATH.sub(" ", text[:_LONGEST_TEXT])) for text in named if text)


def _is_by_hand(alt: str, stem: str, words: list[str]) -> bool:
    """Whether a person seems to have put the name in words: with blanks, or one word in other letter case."""
    return " " in alt or (len(words) == 1 and alt != stem)


def _is_elsewhere(subject: Subject) -> bool:
    reference = subject.reference
    return reference.target_kind in _NOT_HERE or _NETWORK.match(reference.target.strip()) is not None


def _stem(target: str) -> str:
    last = unquote(without_query(target[-4 * _LONGEST_NAME :])).replace("\\", "/").rpartition("/")[2]
    return IMAGE_SUFFIX.sub("", last)


def _words(text: str) -> list[str]:
    return norm(_SEPARATORS.sub(" ", CAMEL.sub(" ", text))).split()

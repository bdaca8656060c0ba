"""`undescriptive-file-name`: the name of an image file says nothing about the picture, or is not in house style."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from altproof.patterns import lazy_regex
from altproof.rules.base import FILE, Cause, Help, Needs, Subject, Violation
from altproof.rules.capture_name_as_alt import is_capture_name
from altproof.rules.languages import generic_words
from altproof.rules.options import Options
from altproof.rules.phrases import image_name
from altproof.rules.unused_image_file import ASKED_FOR
from altproof.text import CAMEL, LONGEST_ADDRESS, QUOTED_CHARACTERS, quoted

NAME = "undescriptive-file-name"
SUMMARY = "The name of an image file does not say what it shows, or is not in the house's style."
CAUSE = Cause.FILE
NEEDS = Needs.DOCUMENT
OPTIONS = ("name_style",)
HELP = Help(
    flags="""\
The name of an image file

- that a camera or a capture tool chose: `IMG_0412.png`, `Screenshot 2026-04-28 at 11.21.10.png`, `image1.png`;
- that is a hash or holds no letter at all: `9f86d081884c7d65.png`, `001.png`;
- of more than 80 characters;
- with `name_style: kebab` (GitHub Docs), that has anything but small letters, digits and hyphens;
- with `name_style: words` (Microsoft Learn), that has anything but letters, digits and hyphens, or is a single word.

It does not flag names that programs look for (`favicon.ico`), nor a mark for screens of higher resolution (`@2x`).
Folders are not judged. Only `altproof audit` asks for this rule.
""",
    why="""\
The name is what readers hear where the alt text is missing, what search engines read, and what the next author looks
for before taking the same screenshot again.
""",
    before="""\
```md
![Login form](img/IMG_0412.png)
```
""",
    after="""\
```md
![Login form](img/login-form.png)
```
""",
    ignore="""\
When other systems refer to the files by these names, or an export tool writes them anew each time.
""",
)

MOST_CHARACTERS = 80
"""Of a file name with its suffix (contributor guide of Microsoft Learn)."""
_SCREENS = lazy_regex(r"@[1-4]x\Z")
_KEBAB = lazy_regex(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LETTERS = lazy_regex(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z")
_NO_LETTERS = lazy_regex(r"[^A-Za-z0-9]+")


def check(subject: Subject, options: Options) -> Violation | None:
    """A violation for a reference that stands for a file with such a name."""
    reference = subject.reference
    name = reference.document[-LONGEST_ADDRESS:].rpartition("/")[2]
    if reference.syntax != FILE or ASKED_FOR.match(name):
        return None
    problem = _problem(name, options.name_style)
    return Violation(f"{image_name(reference)}: {problem}.") if problem else None


def _problem(name: str, style: str) -> str | None:
    """What is wrong with the name, why, and what to do."""
    stem, dot, suffix = name.rpartition(".")
    stem = _SCREENS.sub("", stem if dot else name)
    if _says_nothing(stem.lower()):
        return (
            "the file name says nothing about the picture, so nobody finds it again. Rename it to what it shows, "
            f"such as {quoted(f'login-form.{suffix.lower()}' if dot else 'login-form')}"
        )
    if len(name) > MOST_CHARACTERS:
        long = f"the file name has {len(name)} characters, more than {MOST_CHARACTERS}, which some systems cut off"
        return f"{long}. Shorten it to what the picture shows"
    return _STYLES.get(style, _any)(stem, f".{suffix.lower()}" if dot else "")


def _says_nothing(stem: str) -> bool:
    """Whether the name is a program's: a hash, numbers only, or a word for any image, with or without a number."""
    return not any(map(str.isalpha, stem)) or stem in generic_words() or is_capture_name(stem)


def _any(_stem: str, _suffix: str) -> None:
    return None


def _kebab(stem: str, suffix: str) -> str | None:
    if _KEBAB.match(stem):
        return None
    better = _hyphened(stem).lower()
    advice = f"Rename it to {quoted(better + suffix)}" if better else "Rename it"
    return f"the file name is not in small letters with hyphens, as the others are to be. {advice}"


def _words(stem: str, suffix: str) -> str | None:
    if not _LETTERS.match(stem):
        better = _hyphened(stem)
        advice = f"Rename it to {quoted(better + suffix)}" if better else "Rename it"
        return (
            f"the file name has more than letters, digits and hyphens, which makes its address hard to read. {advice}"
        )
    if "-" in stem:
        return None
    better = _hyphened(stem)
    advice = f"Rename it to {quoted(better + suffix)}" if "-" in better else "Rename it to what the picture shows"
    return f"the file name is a single word, which is too little to find it again. {advice}"


def _hyphened(stem: str) -> str:
    """The words of the name with hyphens between them; "" when letters outside ASCII would be lost."""
    if not stem.isascii():
        return ""
    return _NO_LETTERS.sub("-", CAMEL.sub("-", stem))[:QUOTED_CHARACTERS].strip("-")


_STYLES: Mapping[str, Callable[[str, str], str | None]] = {"any": _any, "kebab": _kebab, "words": _words}

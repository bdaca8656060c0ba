"""`wrong-case-path`: the file exists, but its name is written with other capital letters."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, unquote

from altproof.model import TargetKind
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, without_query
from altproof.text import LONGEST_ADDRESS, quoted

NAME = "wrong-case-path"
SUMMARY = "The path of an image differs from the file's in capital and small letters."
CAUSE = Cause.FILE
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An address that leads to no file of the repository, while a file exists whose path differs in letter case only:
`img/Login.PNG` for the file `img/login.png`. The message spells the path as it has to be.

It does not flag an address whose file exists as written, even if another file differs from it in letter case.
""",
    why="""\
Windows and macOS find the file all the same, so the author sees the image. Web servers, GitHub and Linux do not:
everybody else sees a broken image.
""",
    before="""\
```md
![Login form](img/Login.PNG)
```
""",
    after="""\
```md
![Login form](img/login.png)
```
""",
    ignore="""\
When the site is served by a system that ignores letter case, and nobody reads the documents on GitHub.
""",
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when a file of this path exists in other letter case only."""
    reference = subject.reference
    if reference.target_kind is not TargetKind.WRONG_CASE or reference.near is None:
        return None
    return Violation(
        f"{image_name(reference)}: the file is {quoted(reference.near)}, which differs in capital letters, so the "
        f"image is broken on the web and on Linux. Write the path {quoted(_mended(reference.target, reference.near))}."
    )


def _mended(target: str, path: str) -> str:
    """The address with the parts at its end spelt like those of the path."""
    bare = without_query(target[:LONGEST_ADDRESS])
    parts = bare.replace("\\", "/").split("/")
    names = path.split("/")
    for place in range(1, min(len(parts), len(names)) + 1):
        written, name = parts[-place], names[-place]
        if _fold(unquote(written)) != _fold(name):
            break
        parts[-place] = name if unquote(written) == written else quote(name)
    return "/".join(parts)


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())

"""`unused-image-file`: an image that no document shows."""

from __future__ import annotations

import re
from typing import Final

from altproof.patterns import lazy_regex
from altproof.rules.base import FILE, Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name
from altproof.text import word_set

NAME = "unused-image-file"
SUMMARY = "No document shows an image file."
CAUSE = Cause.FILE
NEEDS = Needs.AUDIT
OPTIONS = ()
HELP = Help(
    flags="""\
An image file of the repository that no document shows. Only a run over everything can tell, so only `altproof audit`
asks for this rule.

It does not flag files that programs look for by their name (`favicon.ico`, `apple-touch-icon.png`, social cards),
test data, and images beside code: folders named `src`, `app`, `theme` and the like.
""",
    why="""\
Images are the heaviest part of most documentation, and every clone carries them. An image that nobody sees also looks
like one that is still true: the next author shows it again, years after the screen it was taken from has changed.
""",
    before="""\
```md
![Login form](img/login-2.png)
```

where `img/login.png` is still there.
""",
    after="""\
```md
![Login form](img/login.png)
```
""",
    ignore="""\
When style sheets, templates or other repositories show the images: name their folder under `exclude`.
""",
)

ASKED_FOR: Final = lazy_regex(
    r"(?:favicon|apple-touch-icon|android-chrome|mstile|maskable|safari-pinned-tab|og[-_.]?image|opengraph|open-graph|"
    r"twitter[-_.]?(?:card|image)|social[-_.]?(?:card|preview|image|banner)|icon[-_.]?\d)",
    re.IGNORECASE,
)
"""Beginnings of the names of files that browsers, social networks and manifests ask for."""
_OTHER_FOLDERS = word_set(
    "test tests __tests__ testdata test-data test_data fixtures __fixtures__ snapshots __snapshots__ "
    "__image_snapshots__ src app lib theme themes _theme _templates templates layouts components "
    ".vitepress .vuepress css styles skins"
)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation for a reference that stands for a file which was counted as shown nowhere."""
    reference = subject.reference
    if reference.syntax != FILE or subject.shown_by != 0:
        return None
    folders, _, name = reference.document.rpartition("/")
    if ASKED_FOR.match(name) or _OTHER_FOLDERS.intersection(folders.lower().split("/")):
        return None
    return Violation(
        f"{image_name(reference)}: no document shows this image, yet every clone carries it. Delete it, unless a style "
        "sheet, a template or another repository uses it."
    )

"""`stale-alt`: the picture is another one than before, and its alt text is still the old one (WCAG failure F20)."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from altproof.model import ImageReference, Severity, Status
from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged, names_a_link, without_query
from altproof.text import LONGEST_ADDRESS, norm, quoted

NAME = "stale-alt"
SUMMARY = "An image has changed, and its alt text has not."
CAUSE = Cause.CHANGE
NEEDS = Needs.CHANGE
OPTIONS = ()
HELP = Help(
    flags="""\
- an image file whose pixels have changed while a document that shows it keeps its alt text;
- an alt text that stays while its image is replaced by another file.

Of most places only the image file is part of the change: the finding then stands at the place that shows it.

The finding is a notice at most when fewer than 0.5 % of the pixels differ visibly, when the image is a logo or an icon,
when the alt text is the name of a link, or when nothing but the folder or the format of the file seems to be another.

It does not flag an image whose pixels are the same after recompression, another format or new metadata, a file that
only moved, an alt text that was written or changed together with the image, an empty or missing alt text, or an image
on the network.
""",
    why="""\
An alt text that describes the picture of before is worse than none: nobody notices, and readers who cannot see the
image are told something wrong. WCAG 2 calls it failure F20 of success criterion 1.1.1 (level A). In the documentation
repositories measured for this rule, 98 of 100 changed image files showed something else than before, and a third of the
commits that changed one touched no document at all.
""",
    before="""\
```md
![Login form with two fields](img/login.png)
```

where `img/login.png` was taken again, now with a button for a passkey.
""",
    after="""\
```md
![Login form with two fields and a button to use a passkey](img/login.png)
```
""",
    ignore="""\
When the alt text still fits: accept the change, the next one starts afresh. Pictures that a build makes again every
night belong under `exclude`.
""",
)

FEW_PIXELS = 0.005
"""Share of pixels below which a change is probably a detail; a fifth of measured changes stays below it."""
_SAME_WHATEVER_IT_LOOKS_LIKE = frozenset({"logo", "icon"})
_ELSEWHERE = lazy_regex(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_COMPUTED = lazy_regex(r"[{}<>$*]")


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the alt text is older than what the image shows now."""
    reference = subject.reference
    if not norm(reference.alt or "") or not is_judged(reference) or subject.changed_pixels == 0:
        return None
    if reference.target_before is None or reference.image is None:
        return None
    if _leads_to_the_same_file(reference, reference.target_before):
        return _redrawn(subject) if subject.image_status is Status.MODIFIED else None
    return _replaced(subject, reference.target_before)


def _redrawn(subject: Subject) -> Violation:
    """The same file holds another picture."""
    share = subject.changed_pixels
    how_much = "" if share is None or share == 1 else f" in {_percent(share)} of its pixels"  # 1: in size, mostly
    return Violation(
        f"{image_name(subject.reference)}: the image has changed{how_much}, its alt text "
        f"{quoted(subject.reference.alt or '')} has not, so readers may hear what the old picture showed. Look at the "
        "new one and correct the alt text, or leave it if it still fits.",
        severity=Severity.NOTICE if _is_mild(subject) else None,
    )


def _replaced(subject: Subject, before: str) -> Violation | None:
    """Another file is shown."""
    reference = subject.reference
    if subject.image_status is Status.RENAMED or _ELSEWHERE.match(before) or _COMPUTED.search(before):
        return None
    name, old_name = _name(reference.target), _name(before)
    if name == old_name and subject.changed_pixels is None and subject.image_status is not Status.ADDED:
        return None  # mostly a path that was mended, or a folder that was moved
    moved = name.rpartition(".")[0] == old_name.rpartition(".")[0] and subject.changed_pixels is None
    old = quoted(without_query(before[:LONGEST_ADDRESS]))
    return Violation(
        f"{image_name(reference)}: it replaces {old}, but the alt text {quoted(reference.alt or '')} was written for "
        "that, so readers may hear what the old picture showed. Look at the new one and correct the alt text, or leave "
        "it if it still fits.",
        severity=Severity.NOTICE if moved or _is_mild(subject) else None,
    )


def _is_mild(subject: Subject) -> bool:
    few = subject.changed_pixels is not None and subject.changed_pixels < FEW_PIXELS
    return few or subject.kind in _SAME_WHATEVER_IT_LOOKS_LIKE or names_a_link(subject.reference)


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %" if share >= 0.01 else "less than 1 %"


def _leads_to_the_same_file(reference: ImageReference, before: str) -> bool:
    """Whether the former target is but another spelling of the address."""
    if before == reference.target:
        return True
    path = unquote(without_query(before[:LONGEST_ADDRESS])).replace("\\", "/")
    if path.startswith(("/", "~", "@")):  # from the root of a site, wherever that is
        return f"/{reference.image}".endswith("/" + path.lstrip("/~@"))
    page = reference.document.rpartition(".")[0]  # some sites serve page.md as page/
    folders = (posixpath.dirname(reference.document), page)
    return any(posixpath.normpath(posixpath.join(folder, path)) == reference.image for folder in folders)


def _name(address: str) -> str:
    """The name of the file without its folders, in lower case."""
    path = unquote(without_query(address[:LONGEST_ADDRESS])).replace("\\", "/")
    return path.rpartition("/")[2].lower()

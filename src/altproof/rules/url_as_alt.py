"""`url-as-alt`: the alt text is an address."""

from __future__ import annotations

import re

from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import address_shown, advice, image_name, is_judged
from altproof.text import quoted

NAME = "url-as-alt"
SUMMARY = "An alt text is an address on the network."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
A whole alt text that is an address: `https://example.org/start`, `www.example.org`, or a picture written as data
(`data:image/png;base64,…`). Brackets and quotation marks around it do not matter. The message shows the address without
a login and without what follows a question mark, because that may be secret.

It does not flag an alt text that mentions an address ("Browser at https://example.org"), or a bare name of a site such
as `example.org`.
""",
    why="""\
A screen reader spells an address sign by sign: "h t t p s colon slash slash". WCAG 2, success criterion 1.1.1 (level
A), asks for a text that serves the same purpose as the picture; an address is as little a description as a file name
(failure F30).
""",
    before="""\
```md
![https://example.org/img/login](https://example.org/img/login.png)
```
""",
    after="""\
```md
![Login form of example.org](https://example.org/img/login.png)
```
""",
    ignore="""\
When the image shows nothing but the address, such as the QR code of a link. Saying so ("QR code for example.org") also
satisfies the rule.
""",
)

_AROUND = " \t\r\n<>()[]\"'`.,"
_ADDRESS = lazy_regex(r"(?:[a-z][a-z0-9+.-]{0,30}://|www\.|data:[a-z]{1,30}/[a-z0-9.+-]{1,60}[;,])\S+\Z", re.IGNORECASE)


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the whole alt text is an address."""
    reference = subject.reference
    if not reference.alt or not is_judged(reference):
        return None
    alt = reference.alt.strip(_AROUND)
    if not _ADDRESS.match(alt):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(address_shown(alt))} is an address; readers hear it letter by "
        f"letter. {advice(reference)}"
    )

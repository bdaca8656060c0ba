"""`machine-text-as-alt`: the alt text was made by a machine for machines: numbers, sizes, joined tokens."""

from __future__ import annotations

from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import advice, image_name, is_judged
from altproof.rules.pictures import is_badge
from altproof.text import norm, quoted

NAME = "machine-text-as-alt"
SUMMARY = "An alt text is a number, a size or a token that a machine made."
CAUSE = Cause.WORDS
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
- the measures of a picture: `1920x1080`, `(640 x 480)`;
- the size of a file, with two words at most beside it: `25 KB`, `login 25 KB`, `34567 bytes`;
- five digits or more and nothing else: `0001234567`;
- one long token (15 characters or more) without a blank that nobody would say: three words or more joined by
  underscores (`fig_01_login_page`), five joined by hyphens or four small ones with a digit (`how-to-create-a-user`,
  `create-users-step-2`), or letters and digits mixed three times or more (`a8f3c9d2e1b7f6a5`).

It does not flag a sentence that mentions a size ("A 1920x1080 monitor"), compound words (`kube-controller-manager`,
`Windows-11-Startmenü`), key names (`Ctrl+Shift+Escape`), addresses of packages, texts in the scripts of East Asia, or
badges.
""",
    why="""\
Such texts come from an upload form, a converter or a naming scheme. A screen reader reads them as digits and letters
without a pause. WCAG 2, success criterion 1.1.1 (level A), counts them as no text alternative (failure F30); the W3C's
early test collection for evaluation tools (AERT) already looked for the size of the file.
""",
    before="""\
```md
![1920x1080](img/login.png)

![fig_01_login_page_final](img/4711.png)
```
""",
    after="""\
```md
![Login page on a wide screen](img/login.png)

![Login page, final design](img/4711.png)
```
""",
    ignore="""\
When the token is what the image shows and the text around it explains it, such as the name of a metric above its
graph. List the alt text under `allow`.
""",
)

_SHORTEST_TOKEN = 15  # characters; below that, names of products and functions look the same
_LONGEST_TOKEN = 2000
_SNAKE_PARTS = 3
_KEBAB_PARTS = 5  # "end-to-end-encryption" has four
_FEWEST_DIGITS = 5
_SWITCHES = 3
_DIGITS_OF_A_HASH = 5  # one character of so many is a digit: "HTTP2andHTTP3together" is none
_WORDS_BESIDE_A_SIZE = 3

_MEASURES = lazy_regex(r"\W{0,3}\d{2,6} ?[x×*] ?\d{2,6}(?: ?(?:px|pixels?))?\W{0,3}\Z")  # noqa: RUF001  (people write the sign, too)
_DIGITS = lazy_regex(r"\d[\d ]{4,40}\Z")
_FILE_SIZE = lazy_regex(r"(?<![^\W_])\d{1,12}(?:[.,]\d{1,6})? ?(?:bytes|kb|kib)(?![^\W_])")
_WHOLE_SIZE = lazy_regex(r"\d{1,12}(?:[.,]\d{1,6})? ?(?:bytes|[kmg]i?b)\Z")
_SWITCH = lazy_regex(r"(?<=[a-z])\d|(?<=\d)[a-z]")
_EAST_ASIA = (("\u2e80", "\ua4cf"), ("\uac00", "\ud7ff"), ("\uf900", "\ufaff"))
"""From and to; as a pattern they would take 5 ms to compile, however seldom they are needed."""


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when the alt text is a number, a size, or one long token that nobody would say."""
    reference = subject.reference
    if not reference.alt or not is_judged(reference) or is_badge(subject.reference):
        return None
    what = _kind_of_machine_text(norm(reference.alt))
    if what is None and _is_machine_token(reference.alt.strip()):
        what = "a token made by a machine"
    if what is None:
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(reference.alt)} is {what}, so readers hear signs instead of a "
        f"description. {advice(reference)}"
    )


def _kind_of_machine_text(written: str) -> str | None:
    if not written or len(written) > _LONGEST_TOKEN:
        return None
    if _MEASURES.match(written):
        return "the size of a picture"
    if _WHOLE_SIZE.match(written) or (written.count(" ") < _WORDS_BESIDE_A_SIZE and _FILE_SIZE.search(written)):
        return "the size of a file"
    if _DIGITS.match(written) and sum(map(str.isdigit, written)) >= _FEWEST_DIGITS:
        return "a number"
    return None


def _is_machine_token(token: str) -> bool:
    if not _SHORTEST_TOKEN <= len(token) <= _LONGEST_TOKEN or len(token.split()) > 1:
        return False
    if not token.isascii() and any(low <= letter <= high for letter in token for low, high in _EAST_ASIA):
        return False
    if len(token.strip("_").split("_")) >= _SNAKE_PARTS:
        return True
    hyphens = len(token.strip("-").split("-"))
    if hyphens >= _KEBAB_PARTS or (hyphens == _KEBAB_PARTS - 1 and token.islower() and any(map(str.isdigit, token))):
        return True
    digits = sum(map(str.isdigit, token))
    return token.isalnum() and digits * _DIGITS_OF_A_HASH >= len(token) and _switches(token.lower()) >= _SWITCHES


def _switches(token: str) -> int:
    """How often letters and digits follow each other."""
    return sum(1 for _ in _SWITCH.finditer(token))

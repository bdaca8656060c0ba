"""`emoji-in-alt`: an emoji in the alt text, which is read out by its long name."""

from __future__ import annotations

import unicodedata

from altproof.model import ImageReference
from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.text import LONGEST_ADDRESS, QUOTATIONS, quoted

NAME = "emoji-in-alt"
SUMMARY = "An alt text holds an emoji."
CAUSE = Cause.STYLE
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
An emoji among the words of an alt text: `Release party 🎉`.

It does not flag an image that is the emoji itself (nothing but the emoji as alt text, or `emoji` in its address), an
emoji between quotation marks, because then the picture shows it, or signs that have long been text: ©, ™, →, ✓, ★.
""",
    why="""\
Screen readers say the name of an emoji in the middle of the sentence, "release party party popper", and some say
nothing. What it means is left to the listener's guess.
""",
    before="""\
```md
![Release party 🎉 in the office](img/party.jpg)
```
""",
    after="""\
```md
![Release party in the office, confetti in the air](img/party.jpg)
```
""",
    ignore="""\
When the emoji belongs to a proper name, such as that of a library whose sign is a face.
""",
)

# Unicode, emoji-data.txt: the blocks of pictographs, and of the older symbols those that are drawn in colour by
# default. A variation selector 16 asks for the coloured form of any other symbol.
_EMOJI = lazy_regex(
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f90c-\U0001f9ff"
    "\U0001fa70-\U0001faff\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a"
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd"
    "\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e"
    "\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55]"
    "|[\u2194-\u2bff]\ufe0f"
)
_FLAG_LETTERS = ("\U0001f1e6", "\U0001f1ff")


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when an emoji stands among words, outside quotation marks."""
    reference = subject.reference
    alt = reference.alt or ""
    if alt.isascii() or not _EMOJI.search(alt) or not is_judged(reference):
        return None
    found = _EMOJI.search(QUOTATIONS.sub(" ", alt))
    if found is None or not any(map(str.isalnum, alt)) or _is_picture_of(found.group(), reference):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(alt)} holds an emoji, which screen readers read out as "
        f'"{_name(found.group()[0])}". Say in words what it means, or leave it out.'
    )


def _is_picture_of(emoji: str, reference: ImageReference) -> bool:
    """Whether the address says that the image is an emoji: by that word, or by its number, as sets of emoji do."""
    address = reference.target[:LONGEST_ADDRESS].lower()
    name = address.rpartition("/")[2].replace("_", "-").removeprefix("u").removeprefix("+")
    return "emoji" in address or name.startswith((f"{ord(emoji[0]):x}.", f"{ord(emoji[0]):x}-"))


def _name(character: str) -> str:
    if _FLAG_LETTERS[0] <= character <= _FLAG_LETTERS[1]:
        return "flag"
    return unicodedata.name(character, "emoji").lower()

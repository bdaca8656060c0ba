"""`keyword-stuffed-alt`: search terms in a row instead of a description."""

from __future__ import annotations

import re
from collections import Counter

from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged
from altproof.text import norm, quoted, word_set

NAME = "keyword-stuffed-alt"
SUMMARY = "An alt text is a list of search terms."
CAUSE = Cause.STYLE
NEEDS = Needs.DOCUMENT
OPTIONS = ()
HELP = Help(
    flags="""\
Five or more items of at most three words each, separated by commas, semicolons or bars, that circle around the same
words: one word stands in four or more of them and in more than half, or a phrase of sellers ("buy", "cheap", "best
price") is among them.

It does not flag lists of what a picture shows: with a colon before the list, with "and" or "or" before the last item,
or with items that differ only in a number or a letter ("Node 1, node 2 …"). It cannot tell other lists of terms from
such enumerations and stays silent.
""",
    why="""\
A listener gets a heap of words and no picture. Search engines call it stuffing and rank such pages lower.
""",
    before="""\
```md
![backup, cloud backup, best backup, backup software, cheap backup](img/dialog.png)
```
""",
    after="""\
```md
![Dialog for choosing what to save and where: disk, network or cloud](img/dialog.png)
```
""",
    ignore="""\
When the list is what the picture shows, such as the entries of a menu.
""",
)

_FEWEST_ITEMS = 5
_FEWEST_WITH_WORD = 4
_MOST_WORDS = 3
_LONGEST = 4000  # characters; longer texts are judged for their length
_SEPARATORS = ",;|"
_SHORTEST_WORD = 4
_SELLING = lazy_regex(
    r"\b(?:buy|cheap(?:est)?|best (?:price|deal|offer)s?|for sale|discount|order online|low price|free download|"
    r"near me)\b"
)
_AND = word_set("and or & und oder et ou y e o en of och og i lub и или 和 と")


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when many short items repeat one word, or sell something."""
    reference = subject.reference
    alt = reference.alt or ""
    if not alt or len(alt) > _LONGEST or ":" in alt or not is_judged(reference):
        return None
    written = norm(alt)
    if sum(map(written.count, _SEPARATORS)) < _FEWEST_ITEMS - 1:
        return None
    items = [words for item in re.split(f"[{_SEPARATORS}]", written) if (words := item.split())]
    if len(items) < _FEWEST_ITEMS or any(len(words) > _MOST_WORDS for words in items):
        return None
    if any(_AND.intersection(words) for words in items):
        return None
    if not _SELLING.search(written) and not _circles(items):
        return None
    return Violation(
        f"{image_name(reference)}: the alt text {quoted(alt)} is a list of search terms, which describes nothing and "
        "is ranked lower. Say in a sentence what the image shows."
    )


def _circles(items: list[list[str]]) -> bool:
    """Whether one word stands in most items, each time beside other words than mere numbers and letters."""
    counts = Counter(word for words in items for word in set(words) if len(word) >= _SHORTEST_WORD)
    word, count = max(counts.items(), key=lambda pair: pair[1], default=("", 0))
    if count < _FEWEST_WITH_WORD or 2 * count <= len(items):
        return False
    others = {" ".join(other for other in words if other != word) for words in items if word in words}
    return sum(len(other) > 1 and not other.isdigit() for other in others) >= _FEWEST_WITH_WORD - 1

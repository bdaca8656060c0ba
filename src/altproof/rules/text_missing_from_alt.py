"""`text-missing-from-alt`: the image is one of text, and its alt text leaves the words out (WCAG 1.4.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from altproof.patterns import lazy_regex
from altproof.rules.base import Cause, Help, Needs, Subject, Violation
from altproof.rules.options import Options
from altproof.rules.phrases import image_name, is_judged, place
from altproof.text import norm, quoted

if TYPE_CHECKING:
    from altproof.model import Point, TextLine

NAME = "text-missing-from-alt"
SUMMARY = "An image consists of readable text that its alt text leaves out."
CAUSE = Cause.SEEN
NEEDS = Needs.ENGINE
OPTIONS = ()
HELP = Help(
    flags="""\
An image in which an engine reads three words or more that fill over a fifth of it, such as a banner, a button or a
slogan, while the alt text holds hardly any of these words.

It does not flag

- screenshots, diagrams, charts, maps, tables, logos, terminals and code: their alt texts sum up;
- images with more than 30 words: that is a page, and an alt text is no place for it;
- words that also stand in the caption, in the link, or in the sentences around the image;
- words that the engine was not sure of, and alt texts in another script than the words;
- empty and missing alt texts.
""",
    why="""\
When words are all there is to see, they are what the image says: readers who cannot see it need the same words. WCAG 2
asks for that in success criterion 1.1.1 (level A), and in 1.4.5 (level AA) to do without images of text. It is the idea
of ACT rule 0va7u6. An engine may misread, so this is a hint for a person.
""",
    before="""\
```md
![Our banner](img/banner.png)
```

where the banner reads "Conference in Lisbon, 12 May".
""",
    after="""\
```md
![Conference in Lisbon, 12 May](img/banner.png)
```
""",
    ignore="""\
When the words are there to be seen, not read: a sample of a typeface, or lorem ipsum.
""",
)

FEWEST_WORDS = 3
MOST_WORDS = 30
SHARE_OF_THE_IMAGE = 0.2
SHARE_OF_THE_WORDS = 0.25
"""Words of the image that an alt text has to hold to be left alone; the others may be said in other words."""
SURE = 0.8
"""Confidence below which a word does not count as read."""
_SUMMED_UP = frozenset({"screenshot", "diagram", "chart", "map", "table", "logo", "terminal", "code"})
_WORD = lazy_regex(r"[^\W_]+")
_LONGEST = 20_000  # characters of the texts around the image that are compared


def check(subject: Subject, _options: Options) -> Violation | None:
    """A violation when words fill the image and are not in its alt text, nor heard beside it."""
    reference, image, analysis = subject.reference, subject.image, subject.analysis
    if analysis is None or not analysis.text_lines or image is None or not image.width or not image.height:
        return None
    if not norm(reference.alt or "") or not is_judged(reference) or subject.kind in _SUMMED_UP:
        return None
    lines = [line for line in analysis.text_lines if _is_sure(line)]
    words = _words([line.text for line in lines])
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS:
        return None
    if sum(_area(line.polygon) for line in lines) <= SHARE_OF_THE_IMAGE * image.width * image.height:
        return None
    alt = norm(reference.alt or "")[:_LONGEST]
    if not _same_script(alt, words) or _share_in(words, f"{alt} {_heard_around(subject)}") >= SHARE_OF_THE_WORDS:
        return None
    read = quoted(" ".join(line.text for line in lines))
    return Violation(
        f"{image_name(reference)}: the image reads {read}, which its alt text {quoted(reference.alt or '')} leaves "
        f"out, so listeners miss what it says. Give these words {place(reference)}."
    )


def _is_sure(line: TextLine) -> bool:
    return all(word.confidence >= SURE for word in line.words)


def _words(texts: Iterable[str]) -> list[str]:
    """The words with a letter in them, in normal form."""
    found = _WORD.findall(norm(" ".join(texts)))
    return [word for word in found if len(word) > 1 and not word.isdigit()]


def _share_in(words: Sequence[str], text: str) -> float:
    """How many of the words a text holds; words of scripts without blanks count where they stand inside others."""
    heard = frozenset(_WORD.findall(text))
    return sum(word in heard or (not word.isascii() and word in text) for word in words) / len(words)


def _heard_around(subject: Subject) -> str:
    around = subject.reference.surroundings
    texts = (around.caption, around.link_text, around.text_before, around.text_after, around.heading)
    return norm(" ".join(text[:_LONGEST] for text in texts if text))


def _same_script(alt: str, words: Sequence[str]) -> bool:
    """Whether both are in Latin letters, or both are not."""
    return any(map(_is_latin, alt)) == any(map(_is_latin, "".join(words)))


def _is_latin(character: str) -> bool:
    return character.isalpha() and character < "\u0250"  # the end of Latin Extended-B


def _area(corners: Sequence[Point]) -> float:
    """In square pixels, by the shoelace formula; 0 without corners."""
    pairs = zip(corners, (*corners[1:], *corners[:1]), strict=True)
    return abs(sum(a.x * b.y - b.x * a.y for a, b in pairs)) / 2

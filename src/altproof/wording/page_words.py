"""Which words of a file name the page or the picture says as well, and how the page spells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.rules.base import Subject
from altproof.text import is_wide, norm
from altproof.wording import seen_text
from altproof.wording.evidence import telling
from altproof.wording.kinds import last_sentence
from altproof.wording.vocabulary import looks_readable

_LONGEST = 600  # characters of each text that are looked at
_SHORTEST = 3  # letters of a word that may stand in a longer one
_LONGEST_CAPITALS = 5  # letters of a short form; a longer run of capitals is a heading that shouts
_WORD = lazy_regex(r"[^\W_]+")


class PageWords(Struct, frozen=True):
    """What stands around and in one image, a line each."""

    heading: str
    written: str
    """The page's title, the caption, the text of the link and the sentence before."""
    read: str
    """What was read in the image."""
    language: str

    def bear_out(self, text: str, *, with_heading: bool = True) -> bool:
        """Whether every telling word of a text stands there as well, perhaps as two; in the heading only if wanted."""
        texts = (*[self.heading] * with_heading, self.written, self.read)
        if text and is_wide(text[0]):
            return norm(text) in norm("\n".join(texts))
        words = telling(text, self.language)
        return bool(words) and words <= frozenset().union(*(_telling(beside, self.language) for beside in texts))

    def without_prefix(self, words: Sequence[str]) -> list[str]:
        """The words from the first that is borne out, where they are several and all of them are; else all words.

        What an image is stands last in a name, and where it belongs before that.
        """
        start = next((number for number, word in enumerate(words) if self.bear_out(word)), 0)
        rest = list(words[start:])
        return rest if len(rest) > 1 and self.bear_out(" ".join(rest)) else list(words)

    def spelt(self, word: str) -> str:
        """A word as the author writes it beside the image: as two words, or with capitals inside."""
        return _spellings(f"{self.heading}\n{self.written}").get(word.lower(), word)

    def known(self) -> frozenset[str]:
        """The words that are no codes, in normal form; what people write in letters is a name, "HA" a short one."""
        written, read = _WORD.findall(f"{self.heading}\n{self.written}"), _WORD.findall(self.read)
        named = (word for word in written if word.isalpha() and len(word) >= (2 if word.isupper() else _SHORTEST))
        others = (word for word in (*written, *read) if len(word) >= _SHORTEST and looks_readable(norm(word)))
        return frozenset(map(norm, (*named, *others)))


def page_words(subject: Subject) -> PageWords:
    """The words around and in one image."""
    around = subject.reference.surroundings
    written = (around.page_title, around.caption, around.link_text, last_sentence(around.text_before or ""))
    read = (line.text[: seen_text.LONGEST_QUOTE] for line in seen_text.lines_of(subject.analysis))
    texts = "\n".join(text[:_LONGEST] for text in written if text)
    return PageWords((around.heading or "")[:_LONGEST], texts, "\n".join(read), subject.language)


@lru_cache(32)  # it is asked for each word of a name
def _telling(text: str, language: str) -> frozenset[str]:
    return telling(text, language) | telling(" ".join(_pairs(text)), language)


@lru_cache(8)
def _spellings(text: str) -> Mapping[str, str]:
    """How words with capitals inside, and pairs of words, are written, by what they are in small letters."""
    words = [
        w for w in _WORD.findall(text) if w[1:] != w[1:].lower() and (len(w) <= _LONGEST_CAPITALS or not w.isupper())
    ]
    return {word.lower(): word for word in words} | _pairs(text)


def _pairs(text: str) -> dict[str, str]:
    """Two words that stand side by side, by the one that they make when run together: "VS Code" by "vscode"."""
    lines = (_WORD.findall(line) for line in text.splitlines())
    return {(first + second).lower(): f"{first} {second}" for words in lines for first, second in pairwise(words)}

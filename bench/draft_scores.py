"""How near one text comes to another, means over many places, and how sure a difference of means is."""

from __future__ import annotations

import random
import re
import statistics
from collections.abc import Sequence

from msgspec import Struct

from altproof.rules.languages import language_of
from altproof.text import norm

WORD = re.compile(r"\w+")
SHORTEST_PLURAL = 3  # letters, without its "s"
SMALL = {"a", "in", "on", "as", "if", "so", "we", "no", "do"}
RESAMPLES = 1000


class Score(Struct, frozen=True):
    """How near a text comes to what a person wrote."""

    rouge: float
    recall: float
    precision: float | None
    """None: it has no keywords that could be wrong."""
    words: int


class Ahead(Struct, frozen=True):
    """How far one text is ahead of another in the mean, with the bootstrap interval that holds 95 of 100 resamples."""

    mean: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.mean:+.3f} [{self.least:+.3f} {self.most:+.3f}]"


def score(text: str, human: str, code: str) -> Score:
    """The figures for one text."""
    said, meant = keywords(text, code), keywords(human, code)
    right = len(said & meant)
    return Score(rouge(text, human), right / len(meant), right / len(said) if said else None, len(words(text)))


def words(text: str) -> list[str]:
    """Its words in normal form."""
    return WORD.findall(norm(text))


def keywords(text: str, code: str) -> set[str]:
    """Its words without small words and kinds of image."""
    language = language_of(code)
    known = {word for phrase in (language.medium if language else ()) for word in phrase.split()}
    small = SMALL.union(language.function_words if language else ())
    return {singular(word) for word in words(text) if word not in known and word not in small}


def singular(word: str) -> str:
    """A word without the "s" of a plural, for every text alike."""
    return word[:-1] if len(word) > SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss") else word


def rouge(text: str, human: str) -> float:
    """F1 of the longest common subsequence of words."""
    ours, theirs = words(text), words(human)
    row = [0] * (len(theirs) + 1)
    for word in ours:
        before = row[:]
        for column, other in enumerate(theirs):
            row[column + 1] = before[column] + 1 if word == other else max(before[column + 1], row[column])
    return 2 * row[-1] / (len(ours) + len(theirs)) if ours and theirs else 0.0


def mean(values: Sequence[float]) -> str:
    """To three digits; a dash for none."""
    return f"{statistics.fmean(values):.3f}" if values else "-"


def ahead(ours: Sequence[float], theirs: Sequence[float]) -> Ahead:
    """The difference over the same places; resampled with a fixed seed."""
    chance = random.Random(1)
    gains = [our - their for our, their in zip(ours, theirs, strict=True)]
    means = sorted(statistics.fmean(chance.choices(gains, k=len(gains))) for _ in range(RESAMPLES))
    return Ahead(statistics.fmean(gains), means[RESAMPLES // 40], means[-(RESAMPLES // 40) - 1])

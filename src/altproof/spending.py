"""What looking at images costs: calls, transactions by feature group, bytes, and money where a price was given.

Azure counts every feature of an answered call as one transaction, and prices two groups of features differently. What a
transaction costs is nowhere written here: prices change, and only the customer knows theirs.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from altproof.errors import UsageError
from altproof.model import Feature, Request

if TYPE_CHECKING:
    from altproof.model import Analysis

GROUPS: tuple[frozenset[Feature], ...] = (
    frozenset({Feature.TAGS, Feature.OBJECTS, Feature.PEOPLE, Feature.SMART_CROPS}),
    frozenset({Feature.CAPTION, Feature.DENSE_CAPTIONS, Feature.READ}),
)
"""The features that Azure's price list names together, the cheaper group first."""

BY_FEATURE = frozenset({"azure"})
"""The engines whose service bills every feature of an answered call as one transaction."""

_LONGEST_PRICE = 12


class Usage(Struct, frozen=True):
    """What an engine has sent so far."""

    calls: int = 0
    """Requests, every repeat included."""
    bytes_sent: int = 0
    """Bodies of these requests."""


class Transactions(Struct, frozen=True):
    """How many transactions one group of features makes."""

    features: tuple[Feature, ...]
    """Those that were asked for; empty: a custom model or a picture cut out, which are no features."""
    count: int


class Prices(Struct, frozen=True):
    """Per 1,000 transactions, in whatever currency; one figure for each of `GROUPS`."""

    by_group: tuple[float, ...]

    @classmethod
    def parse(cls, text: str) -> Prices | None:
        """From `1.5`, or `1.0, 1.5` for the two groups; None for an empty text. Raises UsageError."""
        words = text.replace(",", " ").split()
        if not words:
            return None
        prices = [_price(word) for word in words]
        if len(prices) not in (1, len(GROUPS)) or None in prices:
            raise UsageError(
                "price-per-1000: not a price",
                hint="write a number such as 1.5, or two: for tags, objects, people and crops, then for the rest",
            )
        return cls(tuple(price for price in prices if price is not None) * (len(GROUPS) if len(prices) == 1 else 1))

    def cost(self, transactions: Iterable[Transactions]) -> float:
        """Rounded to a hundredth of the smallest coin; what is no feature costs as much as the dearest group."""
        total = sum(group.count * self._of(group.features) for group in transactions) / 1000
        return round(total, 4)

    def _of(self, features: Sequence[Feature]) -> float:
        return next(
            (price for price, group in zip(self.by_group, GROUPS, strict=True) if group & {*features}),
            max(self.by_group),
        )


class Spending(Struct, frozen=True):
    """What a run cost, or, in a dry run, what it would cost at least: repeats come on top."""

    calls: int = 0
    """Requests to the engine's service; 0 for engines without one."""
    images_from_cache: int = 0
    """Images that were answered from the cache, without any call."""
    transactions: tuple[Transactions, ...] = ()
    """Of answered calls, in the order of `GROUPS`; groups without any are left out."""
    bytes_sent: int = 0
    """In a dry run: the files as they are, since how far they shrink is known only afterwards."""
    bytes_saved: int = 0
    """By which the pictures sent were smaller than their files."""
    cost: float | None = None
    """In the currency of `price-per-1000`; None: no price was given."""

    @property
    def nothing(self) -> bool:
        """Whether no call was made and nothing came from the cache."""
        return not (self.calls or self.images_from_cache)


def transactions(engine: str, answers: Iterable[Analysis]) -> tuple[Transactions, ...]:
    """How many transactions the answers of an engine made; empty for engines that are not billed so."""
    if engine not in BY_FEATURE:
        return ()
    counts: Counter[Feature | None] = Counter()
    for analysis in answers:
        featureless = analysis.custom is not None or analysis.segmentation is not None
        counts.update((None,) if featureless else analysis.answered)
    return _grouped(counts)


def foreseen(engine: str, request: Request, images: int) -> tuple[Transactions, ...]:
    """How many it will take to ask this about so many images."""
    if engine not in BY_FEATURE or not images:
        return ()
    featureless = request.model_name is not None or request.segmentation_mode is not None
    asked = (None,) if featureless else dict.fromkeys(request.features)
    return _grouped(Counter(dict.fromkeys(asked, images)))


def _grouped(counts: Counter[Feature | None]) -> tuple[Transactions, ...]:
    grouped = (tuple(feature for feature in Feature if feature in group and counts[feature]) for group in GROUPS)
    found = [Transactions(named, sum(counts[feature] for feature in named)) for named in grouped if named]
    return (*found, *([Transactions((), counts[None])] if counts[None] else []))


def _price(word: str) -> float | None:
    try:
        price = float(word) if word.isascii() and len(word) <= _LONGEST_PRICE else math.nan
    except ValueError:
        return None
    return price if math.isfinite(price) and price >= 0 else None

"""Transactions by group, and what they cost."""

import pytest

from altproof.errors import UsageError
from altproof.model import Analysis, Caption, CustomResult, Feature, Request, Segmentation, SegmentationMode
from altproof.spending import GROUPS, Prices, Transactions, foreseen, transactions

CAPTION_AND_TAGS = Analysis("azure", caption=Caption("a pier", 0.5), tags=())


def test_every_feature_is_in_one_group() -> None:
    assert sorted(feature for group in GROUPS for feature in group) == sorted(Feature)


def test_each_answered_feature_is_a_transaction_of_its_group() -> None:
    only_tags = Analysis("azure", tags=(), unsupported=(Feature.CAPTION,))
    assert transactions("azure", [CAPTION_AND_TAGS, only_tags]) == (
        Transactions((Feature.TAGS,), 2),
        Transactions((Feature.CAPTION,), 1),
    )


def test_an_engine_that_is_not_billed_by_feature_makes_no_transactions() -> None:
    assert transactions("offline", [CAPTION_AND_TAGS]) == ()
    assert foreseen("offline", Request((Feature.READ,)), 9) == ()


def test_a_custom_model_is_one_transaction_and_no_feature() -> None:
    assert transactions("azure", [Analysis("azure", custom=CustomResult())]) == (Transactions((), 1),)
    assert foreseen("azure", Request((), model_name="pumps"), 3) == (Transactions((), 3),)


def test_a_picture_cut_out_is_one_transaction_and_no_feature() -> None:
    cut = Segmentation(SegmentationMode.BACKGROUND_REMOVAL, "a.png", 9, 9, b"x")
    assert transactions("azure", [Analysis("azure", segmentation=cut)]) == (Transactions((), 1),)
    request = Request((), segmentation_mode=SegmentationMode.BACKGROUND_REMOVAL)
    assert foreseen("azure", request, 3) == (Transactions((), 3),)


def test_what_is_foreseen_is_what_a_run_without_trouble_makes() -> None:
    request = Request((Feature.CAPTION, Feature.TAGS, Feature.TAGS))
    assert foreseen("azure", request, 2) == transactions("azure", [CAPTION_AND_TAGS] * 2)
    assert foreseen("azure", request, 0) == ()


@pytest.mark.parametrize(
    ("text", "cost"), [("1.5", 0.0075), ("1,2", 0.008), (" 1.0 , 2.0 ", 0.008), ("0", 0.0), ("3 0.5", 0.0075)]
)
def test_one_price_counts_for_both_groups_and_two_for_one_each(text: str, cost: float) -> None:
    prices = Prices.parse(text)
    assert prices is not None
    assert prices.cost([Transactions((Feature.TAGS,), 2), Transactions((Feature.CAPTION, Feature.READ), 3)]) == cost


def test_a_custom_model_costs_as_much_as_the_dearest_group() -> None:
    prices = Prices.parse("1, 2")
    assert prices is not None
    assert prices.cost([Transactions((), 1000)]) == 2


def test_no_price_is_no_price() -> None:
    assert Prices.parse("  ") is None


@pytest.mark.parametrize("text", ["much", "-1", "nan", "inf", "1 2 3", "1;2", "$1", "1" * 13, "1e400", "\u0661"])
def test_what_is_no_price_is_refused_with_the_name_of_the_input(text: str) -> None:
    with pytest.raises(UsageError, match="not a price") as raised:
        Prices.parse(text)
    assert raised.value.hint

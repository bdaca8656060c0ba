"""What the decoding child is asked, where that depends on what is installed."""

from __future__ import annotations

import pytest

from altproof.errors import ImageError
from altproof.images import orders
from altproof.images.identify import HEIC, ImageFacts


def test_heic_without_its_decoder_is_refused_and_the_extra_is_named():
    with pytest.raises(ImageError, match="HEIC, which is not decoded here") as raised:
        orders.check(ImageFacts(HEIC, 100, 100), orders.Limits(), orders.ALWAYS)
    assert "altproof[heic]" in raised.value.hint
    assert "JPEG" in raised.value.hint

"""Lines and columns, in whatever order they are asked for."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from altproof.readers.base import Positions

TEXTS = st.text(alphabet="ab\n\r\u2028\U0001f600", max_size=40)


@given(TEXTS, st.lists(st.integers(0, 40), max_size=60))
@example("a\n\nb\n", [5, 0, 2, 1, 3, 4])
@example("ab\n" * 9, [26, 0] * 20)
def test_every_offset_has_its_line_and_column_in_any_order(text: str, offsets: list[int]) -> None:
    positions = Positions(text)
    for offset in (min(offset, len(text)) for offset in offsets):
        before = text[:offset].split("\n")
        assert positions.line_column(offset) == (len(before), len(before[-1]) + 1)
        assert positions.offset(*positions.line_column(offset)) == offset

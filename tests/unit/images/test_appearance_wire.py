"""What the decoding child says of pixels is read as strictly as a stranger's words."""

import pytest

from altproof.images.appearance_wire import from_header, to_header
from altproof.images.protocol import ProtocolError
from altproof.model import Appearance

FOUND = Appearance(
    dark=True,
    colour="#0c0c0c",
    transparent=True,
    frames=2,
    perceptual_hash="30b3308080000000",
    negative_hash="0f4c0f0000000000",
)


def test_what_is_sent_is_what_arrives():
    assert from_header(to_header(FOUND), 2) == FOUND


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("dark", 2),
        ("blank", True),
        ("transparent", "1"),
        ("colour", "red"),
        ("colour", "#0C0C0C"),
        ("colour", "#0c0c0c\n"),
        ("hash", "30b3"),
        ("hash", 30),
        ("negative", "30b3308080000000 "),
        ("negative", None),
    ],
)
def test_a_field_that_makes_no_sense_is_refused(key, value):
    with pytest.raises(ProtocolError):
        from_header({**to_header(FOUND), key: value}, 1)


def test_a_field_that_is_missing_is_refused():
    for key in to_header(FOUND):
        with pytest.raises(ProtocolError):
            from_header({name: value for name, value in to_header(FOUND).items() if name != key}, 1)

"""The frames between the program and its decoding child."""

from __future__ import annotations

import pytest

from altproof.images.protocol import LENGTHS, ProtocolError, frame, integer, parse, text


@pytest.mark.parametrize("head", [b"", b"{", b"\xff", b"[]", b"null", b'{"a": 1.5}', b'{"a": null}', b'{"a": []}'])
def test_what_is_no_flat_object_is_refused(head):
    with pytest.raises(ProtocolError):
        parse(head)


def test_deep_nesting_is_refused():
    with pytest.raises(ProtocolError):
        parse(b"[" * 100_000)


def test_fields_of_the_wrong_kind_are_refused():
    header = {"text": "x", "number": 1, "flag": True}
    for key in ("number", "missing"):
        with pytest.raises(ProtocolError):
            text(header, key)
    for key in ("text", "flag", "missing"):
        with pytest.raises(ProtocolError):
            integer(header, key)


def test_a_frame_can_be_read_back():
    message = frame({"command": "prepare", "side": 5}, b"data")
    head, size = LENGTHS.unpack_from(message)
    header = parse(message[LENGTHS.size : LENGTHS.size + head])
    assert (text(header, "command"), integer(header, "side")) == ("prepare", 5)
    assert message[-size:] == b"data"

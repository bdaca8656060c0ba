"""Documents as text and back."""

import pytest

from altproof.errors import DocumentError
from altproof.readers.encoding import decode


@pytest.mark.parametrize(
    "data",
    [
        b"plain\r\n",
        "schön\n".encode(),
        b"\xef\xbb\xbf# t",
        "a\n".encode("utf-16"),
        b"\xfe\xff" + "é\r\n".encode("utf-16-be"),
        b"caf\xe9",
        b"",
    ],
)
def test_every_document_comes_back_byte_for_byte(data: bytes) -> None:
    decoded = decode(data)
    assert decoded.encode(decoded.text) == data


def test_latin_1_is_a_guess_and_says_so() -> None:
    assert decode(b"caf\xe9").text == "caf\xe9"
    assert decode(b"caf\xe9").guessed
    assert not decode("café".encode()).guessed


@pytest.mark.parametrize("data", [b"\xff\xfea", b"\x89PNG\r\n\x1a\n\0\0", b"\xef\xbb\xbf\xff\0"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match="not a text document"):
        decode(data)


def test_a_letter_that_the_encoding_lacks_is_refused() -> None:
    with pytest.raises(DocumentError, match="latin-1 has no"):
        decode(b"caf\xe9").encode("日本")

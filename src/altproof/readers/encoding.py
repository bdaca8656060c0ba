"""Documents as text and back to the same bytes: UTF-8, UTF-16 with a byte-order mark, else Latin-1 with a notice."""

from __future__ import annotations

import codecs

from msgspec import Struct

from altproof.errors import DocumentError

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Decoded(Struct, frozen=True):
    """A document's text, byte-order mark and line ends included."""

    text: str
    encoding: str
    guessed: bool = False
    """True when the bytes are no UTF-8 and were read as Latin-1, so that other letters may look odd."""

    def encode(self, text: str) -> bytes:
        """The bytes of an edited text. Raises DocumentError when this encoding lacks a character of it."""
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise DocumentError(
                f"{self.encoding} has no {text[error.start]!r}", hint="save the document as UTF-8"
            ) from error


def decode(data: bytes) -> Decoded:
    """The text of a document. Raises DocumentError when the bytes are no text at all."""
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or b"\0" in data:
            raise DocumentError("not a text document", hint="leave it out with documents.exclude") from error
        return Decoded(data.decode("latin-1"), "latin-1", guessed=True)

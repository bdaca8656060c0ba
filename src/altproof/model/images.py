"""Facts about image files."""

from __future__ import annotations

from msgspec import Struct

from altproof.model.changes import Status


class EmbeddedText(Struct, frozen=True):
    """Words that stand in the image file itself, such as those of an SVG."""

    title: str | None = None
    description: str | None = None
    texts: tuple[str, ...] = ()
    """Visible text in document order."""


class ImageFile(Struct, frozen=True):
    """Facts about one image; the bytes are read when needed and never kept."""

    path: str
    sha256: str
    """Of the content, in hexadecimal digits; "": the service fetched the image, its bytes were never here."""
    media_type: str
    """By content, never by name, such as `image/png`; "": unknown."""
    width: int | None
    """Pixels; None: the format does not say (an SVG without size)."""
    height: int | None
    byte_count: int
    status: Status
    embedded: EmbeddedText = EmbeddedText()
    has_location: bool = False
    """Whether its metadata names a geographic position; the position itself is never kept."""

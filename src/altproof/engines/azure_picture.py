"""What a call to Azure is about: a picture made fit for the service, or the address of a public one."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Awaitable
from typing import Protocol, Self
from urllib.parse import urlsplit

from msgspec import Struct

from altproof.discreet import Discreet
from altproof.engines.base import Picture
from altproof.engines.refusals import BadImageError
from altproof.errors import ImageError
from altproof.images.identify import LONGEST_DRAWING, SVG
from altproof.model import ImageFile
from altproof.patterns import lazy_regex

MOST_BYTES = 20 * 1024 * 1024
SHORTEST_SIDE = 50
SIDE_LIMIT = 16_000
"""Pixels; each side has to be shorter."""
LONGEST_URL = 2_048
_PLAIN_URL = lazy_regex(r"https://[\x21-\x7e]+", re.ASCII | re.IGNORECASE)


class Prepared(Protocol):
    """A picture made fit for the service: oriented, within its limits, without metadata."""

    @property
    def data(self) -> bytes:
        """The bytes to send."""

    @property
    def media_type(self) -> str:
        """Of `data`."""

    @property
    def width(self) -> int:
        """Pixels of `data`."""

    @property
    def height(self) -> int:
        """Pixels of `data`."""

    @property
    def original_width(self) -> int:
        """Pixels of the image in the repository, oriented as people see it."""

    @property
    def original_height(self) -> int:
        """Pixels of the image in the repository, oriented as people see it."""


class Preparer(Protocol):
    """Makes a picture fit; raises ImageError when that cannot be done. It belongs to the engine it is given to."""

    def __call__(self, picture: Picture, /) -> Awaitable[Prepared]:
        """Prepare one picture."""

    def smaller(self, picture: Picture, refused: Prepared, /) -> Awaitable[Prepared]:
        """The same picture with at most half the bytes of one that was refused as too large."""

    async def aclose(self) -> None:
        """Give back its processes."""


class Source(Discreet, Struct, frozen=True):
    """What is sent, and the size to answer in."""

    content_type: str
    body: bytes
    name: str
    """Sixteen hexadecimal digits that stand for the picture."""
    original: tuple[int, int] | None = None
    sent: tuple[int, int] | None = None
    """Pixels; None: the service fetches the picture itself."""

    @classmethod
    def of(cls, picture: Picture, prepared: Prepared) -> Self:
        """By bytes. Raises BadImageError for what is known to be refused."""
        sent = (prepared.width, prepared.height)
        _check_size(len(prepared.data), sent)
        original = (prepared.original_width, prepared.original_height)
        return cls("application/octet-stream", prepared.data, picture.file.sha256[:16], original, sent)

    @classmethod
    def at(cls, url: str) -> Self:
        """By address. Raises ImageError for an address that the service is not to be given."""
        _check_url(url)
        name = hashlib.sha256(url.encode()).hexdigest()[:16]
        return cls("application/json", json.dumps({"url": url}).encode(), name)


def is_too_small(file: ImageFile) -> bool:
    """Whether a file can only become a picture that the service refuses; an SVG can be drawn larger than it is."""
    if file.width is None or file.height is None:
        return False
    long, short = max(file.width, file.height), min(file.width, file.height)
    return (short * LONGEST_DRAWING // long if file.media_type == SVG else short) < SHORTEST_SIDE


def _check_size(byte_count: int, size: tuple[int, int]) -> None:
    """Spares a call that is known to be refused; raises BadImageError."""
    if not 1 <= byte_count <= MOST_BYTES:
        raise BadImageError(f"the picture to send has {byte_count} bytes", hint="the service takes 1 to 20,971,520")
    if not all(SHORTEST_SIDE <= side < SIDE_LIMIT for side in size):
        raise BadImageError(
            f"the picture to send has {size[0]} x {size[1]} pixels",
            hint=f"the service takes pictures whose sides have {SHORTEST_SIDE} to {SIDE_LIMIT - 1} pixels",
        )


def _check_url(url: str) -> None:
    """Raises ImageError for an address that the service is not to be given; the address itself is not shown."""
    hint = "only public https addresses without user name are handed to the service"
    if len(url) > LONGEST_URL or not _PLAIN_URL.fullmatch(url):
        raise ImageError("the address of the image is not a plain https address", hint=hint)
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ImageError("the address of the image cannot be read", hint=hint) from None
    if not parts.hostname or "@" in parts.netloc or "\\" in url or parts.fragment:
        raise ImageError("the address of the image holds a user name, a fragment or no host", hint=hint)

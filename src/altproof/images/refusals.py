"""The words for what the decoding child refuses: it names a reason, and never sends words of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from altproof.errors import ImageError
from altproof.images.protocol import DONE, Header, Reason
from altproof.images.supervisor import AGAIN

OWN_WORDS: Final = "its own words are used where it has some; or commit it as PNG"
REFUSALS: Final[Mapping[str, tuple[str, str]]] = {
    Reason.BROKEN: ("the pixels cannot be decoded: the file is damaged or cut off", AGAIN),
    Reason.TOO_LARGE: ("the image is too large to be decoded safely", "make the image smaller"),
    Reason.MEMORY: ("the image needs more memory than decoding is given", "make the image smaller"),
    Reason.TOO_THIN: ("the image is so long and thin that it cannot be shrunk to the service's limits", "crop it"),
    Reason.TOO_HEAVY: ("the image cannot be made small enough to be sent", "make the image smaller"),
    Reason.OUTSIDE: ("the part to be cut out lies outside the image", "look at the image anew, without the cache"),
    Reason.NOT_SEALED: (
        "this system has no Landlock (Linux 5.13) or no system call filter, so SVG and HEIC are not turned into pixels",
        OWN_WORDS,
    ),
    Reason.NOT_DRAWN: (
        "the SVG cannot be drawn: something in it is not valid",
        "open it in a browser to see the mistake, or commit it as PNG",
    ),
    Reason.NO_FONTS: (
        "the SVG has text, and this system has none of the DejaVu fonts to draw it with",
        "install them (fonts-dejavu-core on Debian and Ubuntu), or commit it as PNG",
    ),
    Reason.BLANK: (
        "the SVG turns out blank: it draws nothing, or only what it would load from elsewhere, which is left out",
        "put its pictures into the file itself (data:image/png;base64,...), or commit it as PNG",
    ),
}
"""Message and hint for each reason; TOO_SMALL is worded with its number in `too_small`."""


def check(header: Header, min_side: int) -> None:
    """Raise the ImageError that a refusal stands for; `min_side` is what was asked for, in pixels."""
    if header.get("status") == DONE:
        return
    reason = header.get("reason")
    if reason == Reason.TOO_SMALL:
        raise too_small(min_side)
    message, hint = REFUSALS.get(str(reason), REFUSALS[Reason.BROKEN])
    raise ImageError(message, hint=hint)


def too_small(side: int) -> ImageError:
    """The error for an image with a side of fewer pixels."""
    return ImageError(
        f"the image is smaller than {side} x {side} pixels, which the service does not accept",
        hint="write its alt text by hand",
    )

"""Whether a file's name promises another format than the file holds; what counts for us is the content."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from altproof.errors import ImageError
from altproof.images.identify import HEIC, SVG

PROMISED: Final = MappingProxyType(
    {
        ".png": "image/png",
        ".apng": "image/png",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".gif": "image/gif",
        ".webp": "image/webp",
        ".bmp": "image/bmp",
        ".ico": "image/x-icon",
        ".tif": "image/tiff",
        ".tiff": "image/tiff",
        ".avif": "image/avif",
        ".heic": HEIC,
        ".svg": SVG,
    }
)
"""By the end of the name."""
NAMES: Final = MappingProxyType(
    {SVG: "an SVG drawing", HEIC: "a HEIC image", "image/x-icon": "an icon (ICO)", "image/avif": "an AVIF image"}
)


def misnamed(path: str, media_type: str) -> ImageError | None:
    """What to tell about an image of that type with that name; None: they agree, or the name promises nothing."""
    suffix = "." + path.rpartition("/")[2].rpartition(".")[2].lower()
    promised = PROMISED.get(suffix)
    if promised is None or promised == media_type:
        return None
    right = next(end for end, kind in PROMISED.items() if kind == media_type)
    # browsers look into rasters, whatever the server calls them, but take a drawing by its announced type only
    unseen = ", so browsers do not show it" if SVG in {promised, media_type} else ""
    is_one = NAMES.get(media_type) or f"a {media_type.removeprefix('image/').upper()} image"
    return ImageError(
        f"the file is {is_one}, but its name ends in {suffix}{unseen}",
        hint=f"rename it to end in {right}, also where documents show it, or export it in the format of its name",
    )

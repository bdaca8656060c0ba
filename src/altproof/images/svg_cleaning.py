"""An SVG written anew with nothing in it that leads out of it; runs in the decoding child, before anything is drawn.

Only what expat hands out is written: no document type, entity, comment or processing instruction survives.
"""

from __future__ import annotations

import base64
import binascii
import re
from html import escape

from msgspec import Struct

from altproof.errors import ImageError
from altproof.images import identify, svg
from altproof.patterns import lazy_regex

DROPPED = frozenset({"script", "foreignObject", "iframe"})
"""Elements that no drawing needs; they go with all that is in them."""
DRAWABLE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
MAX_PIXELS = 25_000_000
"""Of all pictures inside the drawing together: 4 bytes each while they are drawn."""
DEFAULT_SIZE = (300, 150)
"""CSS pixels that a browser gives a drawing that names no size (CSS Images 3, section 5.2)."""
PICTURE = lazy_regex(r"data:image/(?:png|jpe?g|gif|webp);base64,", re.IGNORECASE | re.ASCII)
FRAGMENT = lazy_regex(r"#[^\s\"'()<>]{1,256}")
# each part may be missing, so that nothing is tried twice
REFERENCE = lazy_regex(r"url\s*\(\s*[\"']?\s*(#[^\s\"')]{1,256})?[^)]*\)?", re.IGNORECASE)
IMPORT = lazy_regex(r"@import[^;{}]*;?", re.IGNORECASE)
COMMENT = lazy_regex(r"/\*.*?(?:\*/|\Z)", re.DOTALL)


class Clean(Struct, frozen=True):
    """A drawing that refers to nothing but itself."""

    text: str
    removed: int
    """References and elements that were taken out."""
    has_words: bool
    """Whether text is to be drawn."""


def clean(data: bytes, size: tuple[int, int]) -> Clean:
    """The drawing for a canvas of this size in pixels. Raises ImageError as `svg.read` does."""
    cleaning = _Cleaning(data, size)
    cleaning.parse()
    return Clean(cleaning.text, cleaning.removed, bool(cleaning.drawing().embedded.texts))


class _Cleaning(svg.Reading):
    """Writes what it reads."""

    def __init__(self, data: bytes, size: tuple[int, int]) -> None:
        super().__init__(data)
        self._size = size
        self._out: list[str] = []
        self._style: list[str] | None = None
        """Pieces of the style sheet that is being read; None: none is."""
        self._depth = self._dropped_at = 0
        self._pixels = MAX_PIXELS
        self.removed = 0

    @property
    def text(self) -> str:
        """The new file."""
        return "".join(self._out)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Write the beginning of an element, unless it is dropped."""
        super().start(name, attributes)
        self._depth += 1
        if self._dropped_at:
            return
        local = name.rpartition(":")[2]
        if local in DROPPED or self._style is not None:  # a style sheet is text, and nothing else
            self._dropped_at = self._depth
            self.removed += 1
            return
        if self._depth == 1:
            attributes = self._on_canvas(attributes)
        if local == "style":
            self._style = []
        kept = ((key, self._value(key, value)) for key, value in attributes.items())
        written = "".join(f' {key}="{escape(value)}"' for key, value in kept if value is not None)
        self._out.append(f"<{name}{written}>")

    def end(self, name: str) -> None:
        """Write the end of an element, unless it is dropped."""
        super().end(name)
        self._depth -= 1
        if self._dropped_at:
            if self._depth < self._dropped_at:
                self._dropped_at = 0
            return
        if self._style is not None:
            self._out.append(escape(self._sheet("".join(self._style)), quote=False))
            self._style = None
        self._out.append(f"</{name}>")

    def characters(self, text: str) -> None:
        """Write text, or keep it until the style sheet is whole."""
        super().characters(text)
        if self._dropped_at:
            return
        if self._style is not None:
            self._style.append(text)
        else:
            self._out.append(escape(text, quote=False))

    def _on_canvas(self, attributes: dict[str, str]) -> dict[str, str]:
        """The root's attributes with the size of the canvas, and a view box that shows the same as before."""
        width, height = svg.size(attributes)
        if width is None or height is None:
            width, height = DEFAULT_SIZE
        box = attributes.get("viewBox") if svg.view_box(attributes.get("viewBox", "")) else f"0 0 {width} {height}"
        across, down = self._size
        return {**attributes, "width": str(across), "height": str(down), "viewBox": str(box)}

    def _value(self, key: str, value: str) -> str | None:
        """An attribute's value without what leads outside; None: the attribute goes."""
        local = key.rpartition(":")[2].lower()
        if key == "xml:base" or local.startswith("on"):
            return None
        if local == "href":
            return self._address(value.strip())
        if local == "style":
            return self._sheet(value)
        return REFERENCE.sub(self._reference, value) if "(" in value else value

    def _address(self, value: str) -> str | None:
        """A part of this drawing, or a picture that lies in it; None: anything else."""
        if FRAGMENT.fullmatch(value):
            return value
        picture = self._picture(value) if PICTURE.match(value) else None
        self.removed += picture is None
        return picture

    def _picture(self, value: str) -> str | None:
        """An embedded picture, named for what it is; None when it is none, or too large."""
        try:
            data = base64.b64decode("".join(value.partition(",")[2].split()), validate=True)
            facts = identify.identify(data)
        except (binascii.Error, ValueError, ImageError):
            return None
        if facts.media_type not in DRAWABLE or facts.width is None or facts.height is None:
            return None
        self._pixels -= facts.width * facts.height
        if self._pixels < 0:
            return None
        return f"data:{facts.media_type};base64,{base64.b64encode(data).decode('ascii')}"

    def _sheet(self, text: str) -> str:
        """Style rules that load nothing. Escapes go as a whole: they can spell anything, and drawings need none."""
        # a blank in the place of what goes, so that the ends on both sides form no new word
        plain = COMMENT.sub(" ", text.replace("\\", ""))
        plain, imports = IMPORT.subn(" ", plain)
        self.removed += imports
        return REFERENCE.sub(self._reference, plain)

    def _reference(self, match: re.Match[str]) -> str:
        """A reference to a part of this drawing as it is; "none" in the place of any other."""
        if match[1]:
            return f"url({match[1]})"
        self.removed += 1
        return "none"

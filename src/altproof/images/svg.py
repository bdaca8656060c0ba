"""The words and the size of an SVG, read by expat within limits; nothing is drawn and nothing outside is opened."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Mapping
from xml.parsers import expat

from msgspec import Struct

from altproof.errors import ImageError
from altproof.model import EmbeddedText
from altproof.patterns import lazy_regex

MAX_BYTES = 5 * 1024 * 1024
"""Of the file; with depth and elements this held back every hostile file of a set made for the purpose."""
MAX_DEPTH = 200
MAX_ELEMENTS = 200_000
MAX_DECLARATIONS = 64
"""Of entities and attributes; Illustrator writes about a dozen. Expat compares each attribute with all before it."""
MAX_EXPANSION = 64 * 1024
"""Characters that entities and default attributes may add to what is written in the file."""
MAX_TEXTS = 40
MAX_TEXT = 200
MAX_TITLE = 1000
"""Characters of one text, and of the title and the description."""
MAX_SIDE = 1_000_000
"""Pixels; a size beyond this is taken as none."""

HIDDEN = frozenset({"defs", "style", "script", "metadata", "title", "desc"})
"""Elements whose text is not drawn."""
NEW_LINE = frozenset({"x", "y", "dy"})
"""Attributes by which a tspan starts away from the text before it; a dx alone only spaces letters."""
# diagrams.net writes these as the fallback for viewers that cannot show its labels
FALLBACKS = frozenset({"Text is not SVG - cannot display", "Viewer does not support full SVG 1.1"})
PIXELS_PER_UNIT = {"": 1.0, "px": 1.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 96 / 72, "pc": 16.0}
"""CSS Values and Units, section 6.2."""
LENGTH = lazy_regex(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*([a-z]*)\s*", re.IGNORECASE)
ENCODINGS = lazy_regex(r"utf-?8|utf-?16(le|be)?|(us-)?ascii|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]", re.IGNORECASE)
CODECS = (
    *(f"iso8859_{part}" for part in range(2, 17) if part != 12),  # there is no part 12, and expat knows part 1
    *(f"cp125{page}" for page in range(9)),
    *("koi8_r", "koi8_u", "utf_16"),
)
"""The modules of Python that expat asks for the letters of `ENCODINGS`."""


class NotSvgError(ImageError):
    """The file is no SVG at all, so another explanation may fit better."""


class Drawing(Struct, frozen=True):
    """What an SVG says about itself."""

    embedded: EmbeddedText
    width: int | None
    """CSS pixels; None: neither width and height nor viewBox say."""
    height: int | None


def load() -> None:
    """Bring in what `read` loads on demand, for a process that can open no file later."""
    for name in CODECS:
        codecs.lookup(name)


def read(data: bytes) -> Drawing:
    """The title, description, visible texts and size of an SVG.

    Raises NotSvgError when the root is no `svg`, ImageError when the file is over a limit, uses dangerous entities or
    is not well-formed.
    """
    reading = Reading(data)
    reading.parse()
    return reading.drawing()


class Reading:
    """One pass of expat over one file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._room = len(data) + MAX_EXPANSION
        self._open: list[str] = []
        self._prefix: str | None = None
        """Of SVG's own elements, such as "svg:"; None: no element seen yet."""
        self._root: Mapping[str, str] = {}
        self._elements = self._declarations = self._expansion = 0
        self._hidden = 0
        """Open elements that hide their text."""
        self._words: list[str] | None = None
        """Pieces of the text, title or description that is being read; None: none is."""
        self._words_depth = 0
        self._titles: dict[str, str] = {}
        self._texts: dict[str, None] = {}

    def parse(self) -> None:
        """Read the whole file; see `read` for what is raised."""
        if len(self._data) > MAX_BYTES:
            raise ImageError(
                f"the SVG has {len(self._data):,} bytes, more than the {MAX_BYTES:,} that are read",
                hint="simplify the drawing, or commit it as PNG",
            )
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.XmlDeclHandler = self._xml
        parser.AttlistDeclHandler = self._declare
        parser.EntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = self._external
        try:
            parser.Parse(self._data, True)
        except (expat.ExpatError, ValueError, LookupError) as exc:  # the latter two: an encoding that cannot be mapped
            if self._prefix is None:
                raise NotSvgError("the file is neither an image nor well-formed XML") from exc
            place = f" at line {exc.lineno}" if isinstance(exc, expat.ExpatError) else ""
            raise ImageError(
                f"the SVG is not well-formed XML{place}",
                hint="open it in a browser to see the mistake, or export it again",
            ) from exc

    def drawing(self) -> Drawing:
        """What was read."""
        width, height = size(self._root)
        words = EmbeddedText(self._titles.get("title"), self._titles.get("desc"), tuple(self._texts))
        return Drawing(words, width, height)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        self._elements += 1
        if self._prefix is None:
            self._enter(name, attributes)
        if len(self._open) >= MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise ImageError(
                f"the SVG has more than {MAX_DEPTH} levels or {MAX_ELEMENTS:,} elements",
                hint="simplify the drawing, or commit it as PNG",
            )
        self._spend(len(name) + sum(len(key) + len(value) for key, value in attributes.items()))
        own = self.own(name)
        self._open.append(own)
        if self._words is None:
            self._begin(own)
        elif own == "tspan" and not NEW_LINE.isdisjoint(attributes):
            self._words.append(" ")
        self._hidden += own in HIDDEN

    def _enter(self, name: str, attributes: dict[str, str]) -> None:
        """Take the root element."""
        prefix, _, local = name.rpartition(":")
        if local != "svg":
            raise NotSvgError(f"the file is XML, but its root element is {local[:40]!r} and not 'svg'")
        self._prefix = f"{prefix}:" if prefix else ""
        self._root = attributes

    def own(self, name: str) -> str:
        """The local name of an SVG element, "" for an element of another vocabulary."""
        local = name.removeprefix(self._prefix or "")
        return local if name.startswith(self._prefix or "") and ":" not in local else ""

    def _begin(self, own: str) -> None:
        """Start collecting when this element holds wanted words."""
        title = own in {"title", "desc"} and len(self._open) == 2 and own not in self._titles  # child of the root
        if title or (own == "text" and not self._hidden and len(self._texts) < MAX_TEXTS):
            self._words, self._words_depth = [], len(self._open)

    def end(self, _name: str) -> None:
        """Take the end of an element."""
        own = self._open.pop()
        self._hidden -= own in HIDDEN
        if self._words is None or len(self._open) >= self._words_depth:
            return
        words = " ".join("".join(self._words).split())
        self._words = None
        if not words:
            return
        if own == "text":
            if words not in FALLBACKS:
                self._texts[words[:MAX_TEXT]] = None
        else:
            self._titles[own] = words[:MAX_TITLE]

    def characters(self, text: str) -> None:
        """Take text."""
        self._spend(len(text))
        if self._words is not None and (not self._hidden or self._hidden == self._collecting_title()):
            self._words.append(text)

    def _collecting_title(self) -> int:
        """1 while a title or description is read, which hides nothing from itself."""
        return int(self._open[self._words_depth - 1] in HIDDEN)

    def _spend(self, characters: int) -> None:
        """Count what expat hands out: more than the file holds comes from entities and default attributes."""
        self._room -= characters
        if self._room < 0:
            raise _dangerous("its entities expand to more than 64 KiB")

    def _declare(self, *_words: object) -> None:
        """Count one declaration of an entity or an attribute."""
        self._declarations += 1
        if self._declarations > MAX_DECLARATIONS:
            raise _dangerous("it declares very many entities or attributes")

    def _entity(self, name: str, is_parameter: bool, value: str | None, *sources: str | None) -> None:
        self._declare()
        if value is None or is_parameter or any(sources):  # base, system id, public id, notation
            raise _dangerous("it declares an entity that is read from elsewhere, or a parameter entity")
        if "&" in value or "%" in value or not name.isascii():
            raise _dangerous("it declares nested or oddly named entities")
        # counted in the bytes, because inside one attribute expat expands everything before it tells
        use = f"&{name};".encode("ascii")
        wide = b"\0".join(bytes([letter]) for letter in use)  # in UTF-16, whichever byte comes first
        uses = self._data.count(use) + self._data.count(wide)
        self._expansion += uses * len(value)
        if self._expansion > MAX_EXPANSION:
            raise _dangerous("its entities expand to more than 64 KiB")

    @staticmethod
    def _xml(_version: str, encoding: str | None, _standalone: int) -> None:
        """Keep expat from asking Python for a codec by a name that the file chose."""
        if encoding is not None and not ENCODINGS.fullmatch(encoding):
            raise ImageError("the SVG is in an unusual character encoding", hint="save it as UTF-8")

    @staticmethod
    def _external(_context: str, _base: str | None, _system: str | None, _public: str | None) -> int:
        return 0  # tells expat to stop with an error: nothing outside the file is ever opened


def _dangerous(why: str) -> ImageError:
    return ImageError(
        f"the SVG is refused: {why}", hint="remove the declarations in its <!DOCTYPE>, or export it again"
    )


def size(root: Mapping[str, str]) -> tuple[int | None, int | None]:
    """Width and height of the root in pixels: as written, else by the ratio of the view box, else as the view box."""
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    box = view_box(root.get("viewBox", ""))
    if box is not None:
        if width is None and height is None:
            width, height = box
        elif width is None and height is not None:
            width = height * box[0] / box[1]
        elif height is None and width is not None:
            height = width * box[1] / box[0]
    across, down = _pixels(width), _pixels(height)
    return (across, down) if across is not None and down is not None else (None, None)


def _length(text: str) -> float | None:
    """A length in pixels; None for a percentage, a font-relative length or rubbish."""
    match = LENGTH.fullmatch(text[:64])
    factor = PIXELS_PER_UNIT.get(match[2].lower()) if match else None
    return float(match[1]) * factor if match and factor else None


def view_box(text: str) -> tuple[float, float] | None:
    """Width and height of a view box; None when it is none."""
    parts = [LENGTH.fullmatch(part) for part in text[:256].replace(",", " ").split()]
    values = [float(part[1]) for part in parts if part and not part[2]]
    if len(values) != 4 or len(parts) != 4 or values[2] <= 0 or values[3] <= 0:  # x, y, width, height
        return None
    return values[2], values[3]


def _pixels(length: float | None) -> int | None:
    if length is None or not math.isfinite(length) or not 0 < length <= MAX_SIDE:
        return None
    return max(1, round(length))

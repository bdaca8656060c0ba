"""Document formats: text in, image references out, and the way back. One module per format, listed in `READERS`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

from altproof.model import Edit, ImageReference
from altproof.readers import markdown
from altproof.readers.base import Positions, Reader, Site, apply

READERS: Final[tuple[Reader, ...]] = (markdown,)

SUFFIXES: Final = tuple(chain.from_iterable(reader.SUFFIXES for reader in READERS))
"""Every file name ending that some reader takes."""

MARKERS: Final = tuple(dict.fromkeys(chain.from_iterable(reader.MARKERS for reader in READERS)))
"""A document without any of these strings (letter case ignored) shows no image in any format."""

_BECOMES = {"markdown-collapsed": "markdown-reference", "markdown-shortcut": "markdown-reference"}
"""Forms whose label is also the key: alt text of their own makes them full references."""


def reader_for(path: str) -> Reader | None:
    """The reader for a file by its name, letter case ignored; None: Altproof reads no such documents."""
    name = path.lower()
    return next((reader for reader in READERS if name.endswith(reader.SUFFIXES)), None)


def proven_edit(
    reader: Reader, text: str, reference: ImageReference, alt: str, site: Site = Site()
) -> Edit | None:
    """The edit that makes `alt` the alt text of this reference, tried out; None when it would not do exactly that.

    `reference` comes from `reader.references(reference.document, text, site)`. After the edit the same place must show
    the same image with exactly `alt`, and every other reference must be as it was.
    """
    edit = reader.edit(text, reference, alt)
    if edit is None:
        return None
    before = reader.references(reference.document, text, site)
    edited = apply(text, edit)
    after = reader.references(reference.document, edited, site)
    index = next((i for i, found in enumerate(before) if found.span == reference.span), None)
    if index is None or len(before) != len(after) or after[index].alt != alt:
        return None
    same = all(
        _same_image(old, new) and (number == index or old.alt == new.alt)
        for number, (old, new) in enumerate(zip(before, after, strict=True))
    )
    return edit if same and _others(text, before, index) == _others(edited, after, index) else None


def _same_image(old: ImageReference, new: ImageReference) -> bool:
    return (
        old.target == new.target
        and new.syntax in {old.syntax, _BECOMES.get(old.syntax)}
        and old.surroundings == new.surroundings
    )


def _others(text: str, found: Sequence[ImageReference], index: int) -> list[str]:
    """The source of every reference but one."""
    positions = Positions(text)
    spans = [reference.span for number, reference in enumerate(found) if number != index]
    return [text[positions.offset(s.line, s.column) : positions.offset(s.end_line, s.end_column)] for s in spans]

"""What every reader has to keep, whatever the text: places that exist, and edits that change one alt text and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from altproof.model import Edit, ImageReference
from altproof.readers import proven_edit
from altproof.readers.base import Positions, Reader, Site, apply


def assert_places(text: str, found: Sequence[ImageReference]) -> None:
    """Every construct and slot lies in the text, and every slot in its construct."""
    lines = text.split("\n")
    for reference in found:
        place, slot = reference.span, reference.alt_span or reference.span
        assert (1, 1) <= (place.line, place.column) < (place.end_line, place.end_column)
        assert place.end_line <= len(lines)
        assert place.end_column <= len(lines[place.end_line - 1]) + 1
        assert (place.line, place.column) <= (slot.line, slot.column) <= (slot.end_line, slot.end_column)
        assert (slot.end_line, slot.end_column) <= (place.end_line, place.end_column)


def change(reader: Reader, document: str, text: str, index: int, alt: str, site: Site = Site()) -> Edit | None:
    """The proven edit of one reference, checked by reading again: its alt text is new, and all others are as before."""
    before = reader.references(document, text, site)
    edit = proven_edit(reader, text, before[index], alt, site)
    if edit is not None:
        edited = apply(text, edit)
        after = reader.references(document, edited, site)
        assert [r.alt for r in after] == [alt if i == index else r.alt for i, r in enumerate(before)]
        assert [r.target for r in after] == [r.target for r in before]
        positions = Positions(text)
        start = positions.offset(edit.span.line, edit.span.column)
        end = positions.offset(edit.span.end_line, edit.span.end_column)
        assert edited == text[:start] + edit.replacement + text[end:]
    return edit


def change_each(
    reader: Reader, document: str, text: str, alt: str, site: Site = Site()
) -> Iterator[tuple[ImageReference, Edit | None]]:
    """Every reference with its proven edit, each checked by itself."""
    for index, reference in enumerate(reader.references(document, text, site)):
        yield reference, change(reader, document, text, index, alt, site)

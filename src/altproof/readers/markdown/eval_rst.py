"""reStructuredText inside Markdown, the body of a MyST `{eval-rst}` directive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from altproof.model import Edit, ImageReference, Span
from altproof.readers.base import Positions
from altproof.readers.markdown.code_map import FenceLine

Body = tuple[FenceLine, ...]


def rst_references(document: str, source: str, bodies: Sequence[Body]) -> Iterator[ImageReference]:
    """The images of all bodies, at their places in `source`."""
    return (found for _, _, found in _found(document, source, bodies))


def rst_edit(source: str, bodies: Sequence[Body], reference: ImageReference, alt: str) -> Edit | None:
    """The edit for a reference that `rst_references` gave; None when it is not one of them or cannot be edited."""
    from altproof.readers import rst

    for body, inner, outer in _found(reference.document, source, bodies):
        if outer.span == reference.span:
            edit = rst.edit(_text(body), inner, alt)
            if edit is None:
                return None
            # New lines stand behind the same marks of quotes and lists as the line they follow
            at = body[edit.span.line - 1].offset
            front = source[source.rfind("\n", 0, at) + 1 : at]
            words = edit.replacement.replace("\n", "\n" + "".join(c if c in " \t>" else " " for c in front))
            return replace(edit, span=_mapped(edit.span, body, Positions(source)), replacement=words)
    return None


def _found(document: str, source: str, bodies: Sequence[Body]) -> Iterator[tuple[Body, ImageReference, ImageReference]]:
    """Body, reference in the body, and the same reference in the source."""
    if not bodies:
        return
    from altproof.readers import rst

    positions = Positions(source)
    for body in bodies:
        for inner in rst.references(document, _text(body)):
            slot = None if inner.alt_span is None else _mapped(inner.alt_span, body, positions)
            outer = replace(inner, span=_mapped(inner.span, body, positions), alt_span=slot)
            yield body, inner, outer


def _text(body: Body) -> str:
    return "\n".join(line.text for line in body)


def _mapped(span: Span, body: Body, positions: Positions) -> Span:
    start = body[span.line - 1].offset + span.column - 1
    # A construct may end at the beginning of a line behind the last one
    end = body[span.end_line - 1].offset + span.end_column - 1 if span.end_line <= len(body) else body[-1].end
    return positions.span(start, end)

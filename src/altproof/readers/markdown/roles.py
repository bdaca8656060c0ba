"""Roles of MyST in running text, such as {octicon}`book` and {ref}`words <target>`: what a reader sees of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from altproof.patterns import lazy_regex
from altproof.readers.markdown.stream import Kind, Piece

SIGN = "}`"
"""Stands in every document that holds a role."""
_NAME = lazy_regex(r"(?<!\{)\{([A-Za-z][\w:.+-]{0,60})\}\Z")
_ICON = lazy_regex(r"octicon|fa[bsr]?|material-(?:regular|outlined|round|sharp|twotone)")
"""Roles of sphinx-design that show a sign, which their argument names."""
_TARGET = lazy_regex(r"(?<=\S) {0,9}<[^<>]*>\Z")
_EDGES = {Kind.IMAGE: 1, Kind.IMAGE_END: -1}


def as_shown(pieces: Sequence[Piece], text: str) -> Sequence[Piece]:
    """The pieces of one block of `text` without the names of roles, their targets and the names of icons.

    As they are where nothing would be left to say; labels of images stay in any case.
    """
    shown = list(pieces)
    for number, role in _roles(pieces, text):
        words = pieces[number + 1].text
        shown[number] = replace(shown[number], text=pieces[number].text.removesuffix(f"{{{role}}}"))
        shown[number + 1] = replace(shown[number + 1], text="" if _ICON.fullmatch(role) else _TARGET.sub("", words))
    return shown if any(piece.kind is Kind.TEXT and piece.text.strip() for piece in shown) else pieces


def _roles(pieces: Sequence[Piece], text: str) -> Iterator[tuple[int, str]]:
    """The names of the roles outside labels, and the number of the piece that each ends, before its argument."""
    depth = 0
    for number, (piece, behind) in enumerate(pairwise(pieces)):
        depth += _EDGES.get(piece.kind, 0)
        if depth == 0 and piece.text.endswith("}") and _is_code(behind, text) and piece.end == behind.start:
            name = _NAME.search(piece.text, max(0, len(piece.text) - 64))
            if name is not None and piece.kind is Kind.TEXT:
                yield number, name[1]


def _is_code(piece: Piece, text: str) -> bool:
    """Whether a piece is a code span: what the parser gives of it is without its backticks."""
    return piece.kind is Kind.TEXT and text.startswith("`", piece.start) and piece.end - piece.start > len(piece.text)

"""Edits that were tried out: after each the same place shows the same image with exactly the new alt text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from altproof.model import Edit, ImageReference, Surroundings, Trait
from altproof.readers.base import Positions, Reader, Site

_READINGS, _READINGS_EACH = 16, 2
"""Times that a document may be read again: so many, and so many more for each edit.

Halving a batch down to each of its edits takes not quite two readings for each of them.
"""

_KEYED = ("-collapsed", "-shortcut")
"""Forms whose label is also the key: alt text of their own makes them full references."""

Wanted = tuple[ImageReference, str]
"""A reference and its new alt text: one line of plain text."""


class Proof(Struct, frozen=True):
    """What trying out the edits of one document came to."""

    edits: list[Edit | None]
    """In the order they were wanted; None: it would do anything else, too, or was not tried."""
    characters: int
    """Text that was read for it."""
    untried: int
    """Edits for which there was no room left."""


def proven_edit(reader: Reader, text: str, reference: ImageReference, alt: str, site: Site = Site()) -> Edit | None:
    """The edit that makes `alt` the alt text of this reference; None when it would not do exactly that."""
    return proven_edits(reader, text, [(reference, alt)], site)[0]


def proven_edits(reader: Reader, text: str, wanted: Sequence[Wanted], site: Site = Site()) -> list[Edit | None]:
    """An edit for each of `wanted`, in their order; None for one that would do anything else, too.

    The references come from `reader.references(document, text, site)` of one document. All edits are tried together,
    halves of them where that goes wrong, each half with what was proven before; every reference besides must stay as
    it was, to the letter.
    """
    return prove(reader, text, wanted, site).edits


def prove(
    reader: Reader, text: str, wanted: Sequence[Wanted], site: Site = Site(), characters: int | None = None
) -> Proof:
    """As `proven_edits`; `characters`: text that may be read for it, at least twice the document. None: no limit."""
    if not wanted:
        return Proof([], 0, 0)
    most = _READINGS + _READINGS_EACH * len(wanted)
    if characters is not None:
        most = min(most, characters // max(1, len(text)) - 1)
    trial = _Trial(reader, text, wanted, site, most)
    trial.prove(range(len(wanted)))
    return Proof(trial.proven, (trial.readings + 1) * len(text), trial.untried)


class _Trial:
    def __init__(self, reader: Reader, text: str, wanted: Sequence[Wanted], site: Site, most: int) -> None:
        self._reader = reader
        self._text = text
        self._wanted = wanted
        self._site = site
        self._document = wanted[0][0].document
        self._before = reader.references(self._document, text, site)
        self._places = {found.span: index for index, found in enumerate(self._before)}
        self._edits = [reader.edit(text, reference, alt, site) for reference, alt in wanted]
        self._most = most
        self.readings = 0
        self.untried = 0
        self.proven: list[Edit | None] = [None] * len(wanted)

    def prove(self, batch: Sequence[int]) -> None:
        """Fill `proven` for these of the wanted edits."""
        batch = [n for n in batch if self._edits[n] is not None and self._wanted[n][0].span in self._places]
        if not batch:
            return
        if self.readings >= self._most:
            self.untried += len(batch)
        elif self._holds([*(number for number, edit in enumerate(self.proven) if edit), *batch]):
            for number in batch:
                self.proven[number] = self._edits[number]
        elif len(batch) > 1:
            middle = len(batch) // 2
            self.prove(batch[:middle])
            self.prove(batch[middle:])

    def _holds(self, batch: Sequence[int]) -> bool:
        edited = _applied(self._text, [edit for n in batch if (edit := self._edits[n])])
        if edited is None:
            return False
        self.readings += 1
        after = self._reader.references(self._document, edited, self._site)
        new = {self._places[self._wanted[n][0].span]: self._wanted[n][1] for n in batch}
        return (
            len(after) == len(self._before)
            and all(
                _same_image(old, now) and now.alt == new.get(index, old.alt)
                for index, (old, now) in enumerate(zip(self._before, after, strict=True))
            )
            and _sources(self._text, self._before, new) == _sources(edited, after, new)
        )


def _applied(text: str, edits: Sequence[Edit]) -> str | None:
    """The text with all edits made; None when two of them touch the same place."""
    last_first = sorted(edits, key=lambda edit: (edit.span.line, edit.span.column), reverse=True)
    for later, earlier in pairwise(last_first):
        overlap = (earlier.span.end_line, earlier.span.end_column) > (later.span.line, later.span.column)
        if overlap or earlier.span == later.span:
            return None
    positions = Positions(text)
    parts: list[str] = []
    end = len(text)
    for edit in last_first:
        parts += [text[positions.offset(edit.span.end_line, edit.span.end_column) : end], edit.replacement]
        end = positions.offset(edit.span.line, edit.span.column)
    return "".join([text[:end], *reversed(parts)])


def _same_image(old: ImageReference, new: ImageReference) -> bool:
    return (
        old.target == new.target
        and (new.syntax == old.syntax or (old.syntax.endswith(_KEYED) and new.syntax.endswith("-reference")))
        and _without_valueless(old.surroundings) == _without_valueless(new.surroundings)
    )


def _without_valueless(around: Surroundings) -> Surroundings:
    """The surroundings but for the one fact that an edit of an alt text changes."""
    if Trait.VALUELESS not in around.traits:
        return around
    return replace(around, traits=around.traits - {Trait.VALUELESS})


def _sources(text: str, found: Sequence[ImageReference], without: dict[int, str]) -> list[str]:
    """The source of every reference but these."""
    positions = Positions(text)
    spans = [reference.span for number, reference in enumerate(found) if number not in without]
    return [text[positions.offset(s.line, s.column) : positions.offset(s.end_line, s.end_column)] for s in spans]

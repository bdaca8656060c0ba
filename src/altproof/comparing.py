"""Pictures of a workspace compared with what they were, or looked at to be compared; who decodes them is handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from altproof.errors import AltproofError
from altproof.task import Workspace

if TYPE_CHECKING:
    from altproof.model import Appearance


def changed_shares(
    paths: Iterable[str], files: Workspace, limit: int, changed_share: Callable[[bytes, bytes], float | None]
) -> dict[str, float]:
    """How much of each image, 0 to 1, differs from what it was before the change, as far as that can be told.

    Larger ones than `limit` bytes are left out, as are those that cannot be read: they are told of elsewhere.
    """
    shares = {}
    for path in paths:
        try:
            before, after = files.read_before(path, limit), files.read(path, limit)
            share = _share(path, before, after, changed_share) if before is not None else None
        except AltproofError:
            continue
        if share is not None:
            shares[path] = share
    return shares


def glances(
    paths: Iterable[str], files: Workspace, limit: int, appearance: Callable[[bytes], Appearance | None]
) -> Iterator[tuple[str, Appearance]]:
    """What the pixels of each image say, as far as it can be read and decoded."""
    for path in paths:
        try:
            found = appearance(files.read(path, limit))
        except AltproofError:
            continue
        if found is not None:
            yield path, found


def _share(
    path: str, before: bytes, after: bytes, changed_share: Callable[[bytes, bytes], float | None]
) -> float | None:
    """How much of an image differs; a drawing in which only white space does has not changed."""
    if path.lower().endswith(".svg"):
        return 0.0 if before.split() == after.split() else None
    return changed_share(before, after)

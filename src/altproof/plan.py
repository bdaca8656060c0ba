"""What is worth doing: which references are judged, and which images an engine looks at, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from altproof.config import Annotate
from altproof.model import ChangeSet, ImageReference, Status

HTTPS = "https://"


class Plan(Struct, frozen=True):
    """The images to look at, first things first."""

    images: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    """Wanted, but over the count."""


def changed_images(changes: ChangeSet, is_image: Callable[[str], bool]) -> dict[str, Status]:
    """The images whose bytes are new at head; a moved image shows what it showed before."""
    return {file.path: file.status for file in changes.files if file.status.has_new_bytes and is_image(file.path)}


def may_read(changes: ChangeSet, images: Mapping[str, Status], annotate: Annotate, suffixes: tuple[str, ...]) -> bool:
    """Whether any document can be among those that `documents` gives; False spares the search for candidates."""
    if changes.everything or images or annotate is Annotate.ALL:
        return True
    return any(file.path.lower().endswith(suffixes) for file in changes.files)


def documents(
    candidates: Iterable[str], changes: ChangeSet, images: Mapping[str, Status], annotate: Annotate
) -> list[str]:
    """The documents that have to be read: all of them as soon as an image changed, for any of them may show it."""
    if changes.everything or images or annotate is Annotate.ALL:
        return list(candidates)
    changed = changes.by_path()
    return [document for document in candidates if document in changed]


def worth_judging(
    references: Iterable[ImageReference], changes: ChangeSet, images: Mapping[str, Status], annotate: Annotate
) -> list[ImageReference]:
    """The references that this change is answerable for."""
    if changes.everything or annotate is Annotate.ALL:
        return list(references)
    documents = changes.by_path() if annotate is Annotate.DOCUMENT else {}
    return [
        r
        for r in references
        if r.changed or r.image in images or r.document in documents or any(v.image in images for v in r.variants)
    ]


def worth_looking_at(
    images: Mapping[str, Status],
    flawed: Sequence[ImageReference],
    allowed: Callable[[str], bool],
    most: int,
    *,
    remote: bool = False,
) -> Plan:
    """The changed images, then those whose alt text has a flaw and so needs words; at most `most` of them.

    With `remote` the https addresses of flawed references count as images, by their address.
    """
    shown = (r.image or (address(r) if remote else None) for r in flawed)
    wanted = dict.fromkeys([*images, *filter(None, shown)])
    kept = [path for path in wanted if (remote and path.startswith(HTTPS)) or allowed(path)]
    return Plan(tuple(kept[:most]), tuple(kept[most:]))


def address(reference: ImageReference) -> str | None:
    """The https address that a reference shows instead of a file of the repository."""
    return reference.target if reference.image is None and reference.target.startswith(HTTPS) else None

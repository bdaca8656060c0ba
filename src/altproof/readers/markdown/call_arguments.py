"""The arguments of a shortcode or include, `name="value"` or by position, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from altproof.readers.base import ImageCall
from altproof.readers.markdown.shown import ShownImage

_OVERLAP = 4000
"""Characters of a call that may hold the beginnings of others; what is read twice stays bounded by it."""


class Argument(Struct, frozen=True):
    """One argument; the value's offsets leave the quotes out."""

    name: str
    """The name, or the 0-based position as digits."""
    text: str
    start: int
    end: int
    close: int
    """Behind the closing quote."""
    known: bool = True
    """False: a variable, whose value is unknown here."""


def reach(text: str, at: int, beginning: re.Pattern[str]) -> int:
    """Up to where a call is read whose name ends at `at`: as far as no other one begins, which keeps reading linear."""
    after = beginning.search(text, at)
    return max(len(text) if after is None else after.start(), min(len(text), at + _OVERLAP))


def by_name(arguments: Iterable[Argument]) -> dict[str, Argument]:
    """The arguments by name or position; of duplicates the first."""
    found: dict[str, Argument] = {}
    for argument in arguments:
        found.setdefault(argument.name, argument)
    return found


def called_image(
    place: tuple[int, int], syntax: str, call: ImageCall, arguments: dict[str, Argument]
) -> ShownImage | None:
    """The image that a call shows; None when it names no picture."""
    source, alt = arguments.get(call.source), arguments.get(call.alt)
    if source is None or not source.text:
        return None
    computed = alt is not None and not alt.known
    caption, link, title = (arguments.get(name) for name in ("caption", "link", "title"))
    return ShownImage(
        start=place[0],
        end=place[1],
        syntax=syntax,
        target=source.text if source.known else f"{{{{ {source.text} }}}}",
        alt=None if alt is None else alt.text,
        slot=None if computed else _slot(call, arguments, source, alt),
        computed=computed,
        title=_text(title),
        caption=_text(caption),
        link=_text(link),
    )


def _text(argument: Argument | None) -> str | None:
    return (argument.text or None) if argument is not None and argument.known else None


def _slot(
    call: ImageCall, arguments: dict[str, Argument], source: Argument, alt: Argument | None
) -> tuple[int, int] | None:
    if alt is not None:
        return alt.start, alt.end
    if not call.alt.isdigit():
        # Hugo refuses a call that mixes positions and names
        return None if source.name.isdigit() else (source.close, source.close)
    last = arguments.get(str(int(call.alt) - 1))
    return None if last is None else (last.close, last.close)

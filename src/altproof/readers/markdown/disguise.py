"""A source as the Markdown parser is to see it: every character in its place, but for stretches that are covered.

Template calls, directives and the like are resolved before or beside Markdown, so their marks must not be read as
Markdown. Covering keeps every offset and every line, so nothing has to be mapped back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from altproof.patterns import lazy_regex
from altproof.readers.markdown.code_map import FenceLine
from altproof.readers.markdown.shown import CoveredTag, ShownImage

FILL = "\ue000"
"""Stands for one covered character: a letter to every Markdown parser, and private to this program."""
GONE = " "
"""Makes a covered stretch blank: a line of its own no longer counts as words."""

_BLANKS = {" ": "\ue001", "\t": "\ue002"}
_DIGITS = range(0xE100, 0xE200)
"""Two of these number a covered stretch that comes back out of the parser, inside an address."""
_MOST = len(_DIGITS) ** 2
_SEEN = lazy_regex(r"[^\r\n]")
_FILLED = lazy_regex("[\ue000\ue100-\ue1ff]+")
_NUMBERED = lazy_regex("([\ue100-\ue1ff])([\ue100-\ue1ff])\ue000*")
_OWN = lazy_regex("[\ue000-\ue002\ue100-\ue1ff]")
_FAR = 0x100000
"""How far off the signs of the source itself are put: into a plane that is private as well, and hardly ever used."""
_FAR_OFF = lazy_regex("[\U0010e000-\U0010e002\U0010e100-\U0010e1ff]")
_UNKNOWN = "\ufffd"

Cover = tuple[int, int, str]
"""Start, end, and what takes the place of each character but line ends."""


def covered(text: str, covers: Iterable[Cover]) -> str:
    """`text` with some stretches covered; where two overlap, the one that starts first counts."""
    parts: list[str] = []
    at = 0
    for start, end, sign in sorted(covers):
        low = max(start, at)
        if low < end:
            parts += (text[at:low], _SEEN.sub(sign, text[low:end]))
            at = end
    return "".join((*parts, text[at:]))


def without_signs(source: str) -> str:
    """`source` with another sign for each one that would mean something here, so that what is covered can be told."""
    if source.isascii():
        return source
    if _FAR_OFF.search(source):
        return _OWN.sub(_UNKNOWN, source)
    return _OWN.sub(lambda match: chr(ord(match.group()) + _FAR), source)


def sign_restorer(source: str) -> Callable[[str], str]:
    """What gives text that was read out of `without_signs(source)` as it stands in `source`."""
    if source.isascii() or _FAR_OFF.search(source):
        return lambda text: text
    return lambda text: text if text.isascii() else _FAR_OFF.sub(lambda match: chr(ord(match.group()) - _FAR), text)


class Addresses:
    """Stretches inside addresses, which come back out of the parser as part of a target."""

    def __init__(self) -> None:
        self._originals: list[str] = []

    def expression(self, text: str, start: int, end: int) -> Iterator[Cover]:
        """Cover a template expression, however much it looks like Markdown."""
        number = len(self._originals)
        if number < _MOST and end - start > 2:
            self._originals.append(text[start:end])
            high, low = divmod(number, len(_DIGITS))
            yield from ((start, start + 1, chr(_DIGITS[high])), (start + 1, start + 2, chr(_DIGITS[low])))
            yield start + 2, end, FILL

    def blank(self, text: str, at: int) -> Iterator[Cover]:
        """Cover a blank that does not end the address."""
        yield at, at + 1, _BLANKS[text[at]]

    def restored(self, address: str) -> str:
        """An address that the parser gave, as it was written."""
        if address.isascii():
            return address
        for blank, sign in _BLANKS.items():
            address = address.replace(sign, blank)
        return _NUMBERED.sub(self._original, address)

    def _original(self, match: re.Match[str]) -> str:
        number = (ord(match.group(1)) - _DIGITS[0]) * len(_DIGITS) + ord(match.group(2)) - _DIGITS[0]
        return self._originals[number] if number < len(self._originals) else match.group()


class Disguise(Struct, frozen=True):
    """The source, and what the parser gets in its place."""

    source: str
    text: str
    addresses: Addresses

    def spoken(self, words: str) -> str:
        """Words that the parser gave, without what is covered."""
        return words if words.isascii() else _FILLED.sub("", words)


class Prepared(Struct, frozen=True):
    """A document ready for the parser."""

    disguise: Disguise
    covered: tuple[ShownImage | CoveredTag, ...] = ()
    """What the parser will not see, in order."""
    rst: tuple[tuple[FenceLine, ...], ...] = ()
    """Bodies of directives that are reStructuredText."""
    others: tuple[str, ...] = ()
    """What other parsers may see in place of the disguise's text; an image that any of them shows counts."""

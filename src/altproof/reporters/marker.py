"""The hidden first line by which Altproof knows its own comments again, and sees whether they still say the same."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256

from msgspec import Struct

from altproof.patterns import lazy_regex

_FORM = lazy_regex(r"<!-- altproof:([a-z]{1,10}):([A-Za-z0-9-]{1,60}):([0-9a-f.]{0,400}):([0-9a-f]{16}) -->\r?\n")
_OTHER = lazy_regex(r"[^A-Za-z0-9]+")
_DIGITS = 12
"""Hexadecimal digits of a fingerprint's hash: enough to tell the findings of one pull request apart."""


class Kind(StrEnum):
    """What a comment of ours stands at."""

    LINES = "lines"
    FILE = "file"
    REPORT = "report"
    """At nothing: it is the one in the conversation."""


class Marker(Struct, frozen=True):
    """What the hidden line says."""

    kind: Kind
    name: str
    """Of the report; a repository may have several."""
    about: frozenset[str]
    """Hashes of the fingerprints of the findings it tells of."""
    digest: str
    """Of the text below it, and of how many lines it stands at."""

    def says_the_same(self, other: Marker) -> bool:
        """Whether the comments below both read the same."""
        return (self.kind, self.digest) == (other.kind, other.digest)


def marked(kind: Kind, name: str, fingerprints: Iterable[str], text: str, *, height: int = 0) -> str:
    """The text of a comment below its hidden line; `height` is the number of lines that it stands at."""
    about = ".".join(_hash(fingerprint, _DIGITS) for fingerprint in fingerprints)
    return f"<!-- altproof:{kind}:{slug(name)}:{about}:{_hash(f'{height} {text}', 16)} -->\n{text}"


def read(body: str) -> Marker | None:
    """What the hidden line of a comment says; None when it does not begin with one. Who wrote it is not asked here."""
    found = _FORM.match(body)
    if found is None or found[1] not in set(Kind):
        return None
    return Marker(Kind(found[1]), found[2], frozenset(filter(None, found[3].split("."))), found[4])


def slug(name: str) -> str:
    """A name as it may stand in an HTML comment: letters, digits and single hyphens.

    Names that differ have slugs that differ, or two reports would remove each other's comments.
    """
    plain = _OTHER.sub("-", name)[:50].strip("-")
    return plain if plain == name else f"{plain or 'altproof'}-{_hash(name, 8)}"


def _hash(text: str, digits: int) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]

"""What every rule answers to, what it is told, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from altproof.model import ImageFile, ImageReference, Severity, Span, Status, Theme
from altproof.rules.options import Options
from altproof.rules.page import NO_PAGE, Page

if TYPE_CHECKING:
    from altproof.model import Analysis

FILE: Final = "file"
"""The syntax of references that stand for an image file."""
EXCEPTION: Final = "exception"
"""The syntax of references that stand for a comment that excepts something; their target is what it says."""
NO_PLACES: Final = frozenset({FILE, EXCEPTION})
"""Syntaxes of references that stand for something else than a place with an alt text."""


class Cause(StrEnum):
    """What a finding is about. One reference has one finding of a cause at most: the first rule that hits."""

    WORDS = "words"
    """The alt text is missing or no description at all; then nothing is said about its style or its echoes."""
    STYLE = "style"
    """The alt text describes, but not as the profile wants it."""
    ECHO = "echo"
    """It repeats what is heard anyway."""
    COPY = "copy"
    """Another image has the same alt text."""
    CHANGE = "change"
    """The image has changed since the alt text was written."""
    SEEN = "seen"
    """An engine saw something else."""
    FILE = "file"
    """The image file, whatever its alt text."""


class Needs(StrEnum):
    """What a rule cannot do without; it stays silent where that is not there."""

    DOCUMENT = "document"
    """Nothing but the documents."""
    IMAGE = "image"
    """The documents; it finds more where the image file was read."""
    AUDIT = "audit"
    """All documents of the repository."""
    CHANGE = "change"
    """A change to compare with."""
    ENGINE = "engine"
    """That an engine looked at the image."""


class Sibling(Struct, frozen=True):
    """What the page in another language says of the same picture."""

    language: str
    """BCP 47."""
    alt: str


class Bond(StrEnum):
    """What makes two image files related."""

    THEME = "theme"
    """One is the other for dark or light pages, as a document or the pixels say."""
    NAMED_THEME = "named-theme"
    """The same as far as their names tell."""
    SAME_TEXT = "same-text"
    """They look nearly the same, and the same words were read in both."""
    ALIKE = "alike"
    """They look nearly the same; the words in them differ, or too few were read to tell."""


class Relative(Struct, frozen=True):
    """An image file that is related to another."""

    path: str
    bond: Bond
    theme: Theme | None = None
    """What it is made for; only with a bond by theme."""


class KinAlt(Struct, frozen=True):
    """An alt text of a related picture."""

    alt: str
    relative: Relative


class Subject(Struct, frozen=True):
    """What a rule may look at."""

    reference: ImageReference
    image: ImageFile | None = None
    """The facts of the image file, when it was read."""
    analysis: Analysis | None = None
    """What an engine saw, when one looked."""
    page: Page = NO_PAGE
    """All images of the same document, this one among them."""
    language: str = "en"
    """Of the document around it, in BCP 47."""
    image_status: Status | None = None
    """What happened to the image file between base and head. None: there is no such file, or nothing to compare."""
    find_kind: Callable[[], str | None] = lambda: None
    """Finds the answer of `kind`; few rules ask."""
    changed_pixels: float | None = None
    """Share, 0 to 1, of the pixels that differ visibly from the image at base. None: not compared."""
    other_alts: tuple[str, ...] = ()
    """Other alt texts that the same image file has elsewhere in the same language; empty: none, or not all was read."""
    other_theme_alts: tuple[str, ...] = ()
    """The alt texts of the same picture for the other theme, dark or light, in the same language; empty as above."""
    elsewhere: tuple[str, ...] = ()
    """Alt texts of the same picture at other places in the same language that break no rule; for drafts only."""
    kin: tuple[KinAlt, ...] = ()
    """Such alt texts of related pictures, the surest bond first; for drafts only."""
    siblings: tuple[Sibling, ...] = ()
    """The same on pages in other languages, English first; for drafts only."""
    shown_by: int | None = None
    """How many places show the image, or may show it, since their address leads to no file but ends in its name; only
    for references that stand for a file. None: nobody has counted."""

    @property
    def kind(self) -> str | None:
        """What a clear word nearby calls the image; None: no word does.

        One of screenshot, diagram, chart, logo, icon, photo, map, table, terminal and code.
        """
        return self.find_kind()


class Violation(Struct, frozen=True):
    """What a rule says about one reference, before the profile's severity and a suggestion are laid on."""

    message: str
    fix: str | None = None
    """The alt text with the defect mended, where that is certain; "": it is decorative. None: a person decides."""
    severity: Severity | None = None
    """At most this severity, for a case milder than the rule's others. None: the profile's."""


class Help(Struct, frozen=True):
    """What `altproof explain` and the rule's page say, in Markdown, each part without a heading."""

    flags: str
    """What is flagged, and what looks alike and is not."""
    why: str
    """Who suffers how, and which standards and tools say so."""
    before: str
    """Fenced examples that are flagged; the fence's language is the document's suffix (md, html, rst, adoc, mdx)."""
    after: str
    """The same examples, mended: not flagged."""
    ignore: str
    """When it is right to switch the rule off or to except an image."""


class Rule(Protocol):
    """A module in this folder, named for the bad pattern it finds."""

    @property
    def NAME(self) -> str:  # noqa: N802  (module constants are written in capitals)
        """Kebab-case; reads as "allow <name>"; never reused for anything else."""

    @property
    def SUMMARY(self) -> str:  # noqa: N802
        """One sentence for tables and SARIF."""

    @property
    def CAUSE(self) -> Cause:  # noqa: N802
        """What its findings are about."""

    @property
    def NEEDS(self) -> Needs:  # noqa: N802
        """What it cannot do without."""

    @property
    def OPTIONS(self) -> tuple[str, ...]:  # noqa: N802
        """The fields of `Options` that it reads, besides those that every rule takes."""

    @property
    def HELP(self) -> Help:  # noqa: N802
        """Its page."""

    def check(self, subject: Subject, options: Options) -> Violation | None:
        """What is wrong, or None. Pure, linear in the length of the alt text, never raises."""


def of_file(path: str) -> ImageReference:
    """The reference that stands for an image file, where no document shows it."""
    return ImageReference(path, Span(1, 1, 1, 1), FILE, path, alt=None, alt_span=None, image=path)

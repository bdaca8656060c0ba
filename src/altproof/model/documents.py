"""Places in documents that show images."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class TargetKind(StrEnum):
    """What the address of an image leads to."""

    FILE = "file"
    REMOTE = "remote"
    """On the network: the alt text counts, the picture is unknown."""
    DATA = "data"
    """The picture stands in the document itself."""
    MISSING = "missing"
    OUTSIDE = "outside"
    """It would lead out of the repository, so it was not followed."""
    WRONG_CASE = "wrong-case"
    """A file of this name exists in other letter case only: fine on some systems, broken on the web."""
    UNKNOWN = "unknown"
    """A template or program fills it in, or nobody has looked."""


class Theme(StrEnum):
    """What a picture is made for: pages in dark colours, or in light ones."""

    DARK = "dark"
    LIGHT = "light"

    @property
    def other(self) -> Theme:
        """The opposite."""
        return Theme.LIGHT if self is Theme.DARK else Theme.DARK


class Source(Struct, frozen=True):
    """Another address at the same place, of which each reader sees one."""

    target: str
    theme: Theme | None = None
    """None: it is for another size or format, or nothing says what for."""


class Variant(Struct, frozen=True):
    """The file that such an address leads to."""

    image: str
    theme: Theme | None = None


class Span(Struct, frozen=True):
    """A stretch of a document; the end is exclusive. A zero-length span is a place to insert."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def last_line(self) -> int:
        """The last line that it holds something of: an end before the first column of a line leaves that line out."""
        return self.end_line - 1 if self.end_column <= 1 and self.end_line > self.line else self.end_line


class Edit(Struct, frozen=True):
    """Replace `span` of `document` by `replacement`, which is already escaped for the syntax around it."""

    document: str
    span: Span
    replacement: str


class Trait(StrEnum):
    """What the way an image is written says about it."""

    AMID_WORDS = "amid-words"
    """Words stand beside it in the same paragraph, list item or cell."""
    ARIA_HIDDEN = "aria-hidden"
    """`aria-hidden="true"` is written on the image itself, not on an element around it."""
    VALUELESS = "valueless"
    """`alt` is written without `=` and value, which HTML reads as empty; in Markdown it was more likely forgotten."""
    UNDESCRIBED = "undescribed"
    """Its syntax announces a long description (`type="complex"` of Microsoft Learn), and there is none."""


class Surroundings(Struct, frozen=True):
    """What stands around an image in its document; `None`: there is none."""

    page_title: str | None = None
    heading: str | None = None
    text_before: str | None = None
    text_after: str | None = None
    caption: str | None = None
    """The figure caption the author wrote."""
    title: str | None = None
    """The title attribute of the image."""
    description: str | None = None
    """How the long description begins that the author wrote for it, where the syntax has a place for one."""
    link_target: str | None = None
    """Where the link around the image leads; `None`: the image is no link."""
    link_text: str | None = None
    """Its text besides the image, its aria-label or its title; "": the image is all there is. None: unknown."""
    aria_label: str | None = None
    """The name that aria-label, or an existing target of aria-labelledby, gives the image; None: neither is written."""
    role: str | None = None
    """The ARIA role written on the image."""
    hidden: bool = False
    """True when the syntax hides the image from assistive technology (aria-hidden, hidden)."""
    traits: frozenset[Trait] = frozenset()
    theme: Theme | None = None
    """The theme of the page in which alone it is shown, as far as its classes tell. None: in both, or unknown."""
    sources: tuple[Source, ...] = ()
    """What else the place shows: the sources of a `<picture>` or of a component for two themes."""
    label: str | None = None
    """Its name where the address stands elsewhere: that of a Markdown reference or of a substitution."""


class ImageReference(Struct, frozen=True):
    """One place in a document that shows an image."""

    document: str
    span: Span
    """The whole construct."""
    syntax: str
    """Which form the author used, such as `markdown-inline` or `html-img`."""
    target: str
    """The address as the syntax gives it, entities and escapes undone."""
    alt: str | None
    """As a reader would hear it. None: nothing was written. "": written empty, so the author says decorative."""
    alt_span: Span | None
    """The slot to edit. None: this alt text cannot be edited here."""
    surroundings: Surroundings = Surroundings()
    image: str | None = None
    """The file the target leads to. None: remote, unknown, or no such file."""
    variants: tuple[Variant, ...] = ()
    """The files of the other sources of the same place."""
    target_kind: TargetKind = TargetKind.UNKNOWN
    near: str | None = None
    """The file whose path differs in letter case only; only for the target kind `wrong-case`."""
    target_before: str | None = None
    """The target that the same alt text had before the change, mostly the same one. None: the alt text is new or
    other than before, or nothing is known of then."""
    changed: bool = False
    """True when the construct touches a line that the change added."""
    fixed_alt: bool = False
    """True when the alt is computed (a template, an expression): it counts as written and is not judged."""

    @property
    def id(self) -> str:
        """Names this reference within one report."""
        return f"{self.document}:{self.span.line}:{self.span.column}"

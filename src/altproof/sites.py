"""How the documents around one document are to be read: which program makes a site of them, and what the user adds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class Generator(StrEnum):
    """The program that makes a site of the documents, as far as it changes what shows an image."""

    CARPENTRIES = "carpentries"
    DOCFX = "docfx"
    DOCUSAURUS = "docusaurus"
    HUGO = "hugo"
    JEKYLL = "jekyll"
    MKDOCS = "mkdocs"
    MYSTMD = "mystmd"
    OBSIDIAN = "obsidian"
    QUARTO = "quarto"
    SPHINX = "sphinx"


class ImageCall(Struct, frozen=True):
    """A shortcode, include or component that shows an image, and how it names target and alt text."""

    name: str
    source: str
    """Name of the argument, or its 0-based position as digits; "": not written, any of the usual names counts."""
    alt: str
    """Name of the argument, or its 0-based position as digits."""


class Site(Struct, frozen=True):
    """How the documents around one document are to be read."""

    generator: Generator | None = None
    """None: nothing in the repository says so."""
    shortcodes: tuple[ImageCall, ...] = ()
    """Of Hugo and its kin, besides those every reader knows."""
    includes: tuple[ImageCall, ...] = ()
    """Of Jekyll: the file's name in `_includes`, besides those every reader knows."""
    components: tuple[ImageCall, ...] = ()
    """Of MDX, besides those every reader knows."""
    front_matter: tuple[tuple[str, str], ...] = ()
    """Pairs of dotted keys, image and alt, such as ("cover.image", "cover.alt"); empty: front matter shows none."""
    output_images: bool = False
    """Whether the figures that a notebook's code made count."""

    @property
    def markers(self) -> tuple[str, ...]:
        """What a document may hold that shows an image only because the configuration says so."""
        keys = (f"{image.rpartition('.')[2]}:" for image, _ in self.front_matter)
        return (*(f"<{component.name}" for component in self.components), *keys)


class Sign(Struct, frozen=True):
    """What stands in the folder of a site; folders end in a slash."""

    name: str
    generator: Generator | None
    """None: a site whose program reads documents as everybody does."""
    beside: str = ""
    """What has to stand there as well, where the name alone says too little."""


SIGNS = (
    Sign("_quarto.yml", Generator.QUARTO),
    Sign("_quarto.yaml", Generator.QUARTO),
    Sign("mkdocs.yml", Generator.MKDOCS),
    Sign("mkdocs.yaml", Generator.MKDOCS),
    Sign("docusaurus.config.js", Generator.DOCUSAURUS),
    Sign("docusaurus.config.ts", Generator.DOCUSAURUS),
    Sign("docusaurus.config.mjs", Generator.DOCUSAURUS),
    Sign("docusaurus.config.cjs", Generator.DOCUSAURUS),
    Sign("docfx.json", Generator.DOCFX),
    Sign(".openpublishing.publish.config.json", Generator.DOCFX),
    Sign("hugo.toml", Generator.HUGO),
    Sign("hugo.yaml", Generator.HUGO),
    Sign("hugo.yml", Generator.HUGO),
    Sign("hugo.json", Generator.HUGO),
    Sign("myst.yml", Generator.MYSTMD),
    Sign("_config.yml", Generator.MYSTMD, beside="_toc.yml"),  # Jupyter Book
    Sign("conf.py", Generator.SPHINX),
    Sign("antora.yml", None),
    Sign("book.toml", None),
    Sign("config.yaml", Generator.CARPENTRIES, beside="episodes/"),
    Sign("config.toml", Generator.HUGO, beside="content/"),  # what Hugo called it before 0.110
    Sign("config.yaml", Generator.HUGO, beside="content/"),
    Sign("_config.yml", Generator.JEKYLL),
    Sign(".obsidian/", Generator.OBSIDIAN),
)
"""Of two in one folder the first one counts: the file of one program comes before a name that several share, as
`_config.yml` and `conf.py` are left where somebody moved on to another program, or serve its pages."""

_NAMES = frozenset(name for sign in SIGNS for name in (sign.name, sign.beside))


class Sites:
    """The sites of a repository. `given` carries what the configuration says; the generator is filled per document."""

    def __init__(self, paths: Iterable[str], given: Site = Site()) -> None:
        self._given = given
        self._folders = dict(_sites(_entries(paths)))
        self._by_generator = {made: replace(given, generator=made) for made in {*self._folders.values()}}

    def of(self, document: str) -> Site:
        """How the document is read: as the nearest folder above it says that bears a sign of a site.

        A README at the root is read as GitHub shows it, whatever program makes a site of the rest: it is the page that
        everybody sees, and the sources of a site mostly lie deeper.
        """
        folder = None if _is_front_page(document) else self.folder(document)
        return self._given if folder is None else self._by_generator[self._folders[folder]]

    def folder(self, document: str) -> str | None:
        """The folder of the site around a document, without a slash behind it; "" is the repository itself."""
        folder = document
        while folder:
            folder = folder.rpartition("/")[0]
            if folder in self._folders:
                return folder
        return None


def _is_front_page(document: str) -> bool:
    return "/" not in document and document.lower().partition(".")[0] == "readme"


def _entries(paths: Iterable[str]) -> Mapping[str, set[str]]:
    """What of the names that count lies in each folder."""
    found: dict[str, set[str]] = defaultdict(set)
    seen = set()
    for path in paths:
        folder, _, name = path.rpartition("/")
        if name in _NAMES:
            found[folder].add(name)
        while folder and folder not in seen:
            seen.add(folder)
            above, _, name = folder.rpartition("/")
            if f"{name}/" in _NAMES:
                found[above].add(f"{name}/")
            folder = above
    return found


def _sites(entries: Mapping[str, set[str]]) -> Iterator[tuple[str, Generator | None]]:
    for folder, names in entries.items():
        signs = (sign for sign in SIGNS if sign.name in names and (not sign.beside or sign.beside in names))
        if (sign := next(signs, None)) is not None:
            yield folder, sign.generator

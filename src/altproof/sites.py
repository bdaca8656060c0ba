"""How the documents around one document are to be read: which program makes a site of them, and what the user adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class ImageCall:
    """A shortcode, include or component that shows an image, and how it names target and alt text."""

    name: str
    source: str
    """Name of the argument, or its 0-based position as digits."""
    alt: str
    """Name of the argument, or its 0-based position as digits."""


@dataclass(frozen=True, slots=True)
class Site:
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


SIGNS: Mapping[str, Generator] = {
    "_quarto.yml": Generator.QUARTO,
    "_quarto.yaml": Generator.QUARTO,
    "mkdocs.yml": Generator.MKDOCS,
    "mkdocs.yaml": Generator.MKDOCS,
    "myst.yml": Generator.MYSTMD,
    "conf.py": Generator.SPHINX,
    "docfx.json": Generator.DOCFX,
    ".openpublishing.publish.config.json": Generator.DOCFX,
    "docusaurus.config.js": Generator.DOCUSAURUS,
    "docusaurus.config.ts": Generator.DOCUSAURUS,
    "docusaurus.config.mjs": Generator.DOCUSAURUS,
    "hugo.toml": Generator.HUGO,
    "hugo.yaml": Generator.HUGO,
    "hugo.json": Generator.HUGO,
    "_config.yml": Generator.JEKYLL,
}
"""The file that stands in the folder of a site, and what it is a sign of."""
OBSIDIAN_FOLDER = ".obsidian/"
LESSON_FILE = "config.yaml"
LESSON_FOLDER = "episodes/"
"""A Carpentries lesson has both."""


@dataclass(frozen=True, slots=True)
class _Folder:
    path: str
    """"" is the repository itself; all others end in a slash."""
    generator: Generator


class Sites:
    """The sites of a repository. `given` carries what the configuration says; the generator is filled per document."""

    def __init__(self, paths: Iterable[str], given: Site = Site()) -> None:
        self._given = given
        self._folders: dict[str, Generator] = {folder.path: folder.generator for folder in _folders(list(paths))}

    def of(self, document: str) -> Site:
        """The site of the nearest folder above the document that bears a sign of one."""
        folder = document
        while folder:
            folder = folder.rstrip("/").rpartition("/")[0]
            folder += "/" if folder else ""
            if folder in self._folders:
                return replace(self._given, generator=self._folders[folder])
        return self._given


def _folders(paths: list[str]) -> Iterable[_Folder]:
    lessons = {before for path in paths if (before := path.partition(LESSON_FOLDER)[0]) != path}
    for path in paths:
        folder, _, name = path.rpartition("/")
        folder += "/" if folder else ""
        if path.startswith(OBSIDIAN_FOLDER) or f"/{OBSIDIAN_FOLDER}" in path:
            yield _Folder(path.partition(OBSIDIAN_FOLDER)[0], Generator.OBSIDIAN)
        elif name == LESSON_FILE and folder in lessons:
            yield _Folder(folder, Generator.CARPENTRIES)
        elif name in SIGNS:
            yield _Folder(folder, SIGNS[name])

"""Which program makes a site of a document, from the files around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from altproof.readers.base import Generator, Site

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

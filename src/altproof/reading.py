"""The documents of a run: read, decoded, and every reference in them led to its file and to the change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from altproof.errors import AltproofError, DocumentError
from altproof.model import ChangedFile, ImageReference, Problem, Stage, Status
from altproof.readers import reader_for
from altproof.readers.base import Reader, Site
from altproof.readers.encoding import Decoded, decode
from altproof.sites import Sites
from altproof.targets import TargetOptions, Tree, resolve
from altproof.task import Task, Workspace

DOCUMENT_BYTES = 4 << 20
"""Larger documents are not read; the longest page among 10,000 measured ones has a quarter of it."""
MOST_MARKERS = 10_000
"""Places in one document that may be images; a real page has a few hundred, and each costs memory."""
MOST_REFERENCES = 200_000
"""References of one run; a documentation set of 10,000 pages has a few thousand."""


class Documents:
    """Reads documents of one workspace. What cannot be read is in `problems`, never an exception."""

    def __init__(self, workspace: Workspace, task: Task) -> None:
        paths = workspace.paths()
        self._workspace = workspace
        self._files = task.changes.by_path()
        self._tree = Tree(paths)
        self._sites = Sites(paths, task.config.documents.site)
        self._options = TargetOptions(task.config.documents.static_dirs, task.facts.repository)
        self.problems: list[Problem] = []
        self.read = 0
        """How many documents could be read."""

    def references(self, paths: list[str]) -> Iterator[ImageReference]:
        """The references of these documents; ends early, with a problem, when there are far too many."""
        found = 0
        for number, path in enumerate(paths):
            text = self._text(path)
            if text is None:
                continue
            self.read += 1
            located = self._located(path, text)
            found += len(located)
            yield from located
            if found > MOST_REFERENCES and number + 1 < len(paths):
                rest = f"{len(paths) - number - 1:,} documents"
                words = f"not read: there are more than {MOST_REFERENCES:,} images in the others"
                self.problems.append(Problem(Stage.REFERENCES, rest, words, "narrow the run with `paths`"))
                return

    def again(self, path: str) -> tuple[Reader, str, Site] | None:
        """The reader, text and site of a document that was read before."""
        site = self._sites.of(path)
        reader = reader_for(path, site)
        try:
            text = decode(self._workspace.read(path, DOCUMENT_BYTES)).text
        except AltproofError:
            return None
        return (reader, text, site) if reader else None

    def _located(self, path: str, text: str) -> list[ImageReference]:
        site = self._sites.of(path)
        reader = reader_for(path, site)
        if reader is None:
            return []
        references = [
            replace(reference, image=resolve(reference.target, path, self._tree, self._options).path)
            for reference in reader.references(path, text, site)
        ]
        file = self._files.get(path)
        return _marked(references, file, self._before(file, reader, site)) if file else references

    def _before(self, file: ChangedFile | None, reader: Reader, site: Site) -> list[ImageReference] | None:
        """The references the document had before the change; None: it is new, or nothing is known of then."""
        if file is None or file.status is not Status.MODIFIED:
            return None
        data = self._workspace.read_before(file.path, DOCUMENT_BYTES)
        try:
            text = _checked(decode(data), reader).text if data is not None else None
        except DocumentError:
            return None
        return reader.references(file.path, text, site) if text is not None else None

    def _text(self, path: str) -> str | None:
        reader = reader_for(path, self._sites.of(path))
        try:
            decoded = _checked(decode(self._workspace.read(path, DOCUMENT_BYTES)), reader)
        except AltproofError as error:
            message = error.message.removeprefix(f"{path}: ")
            self.problems.append(Problem(Stage.REFERENCES, path, message, error.hint))
            return None
        if decoded.guessed:
            words = "not UTF-8, read as Latin-1: letters outside English may be wrong"
            self.problems.append(Problem(Stage.REFERENCES, path, words, "save the document as UTF-8"))
        return decoded.text


def _checked(decoded: Decoded, reader: Reader | None) -> Decoded:
    """The document, unless it may hold so many images that reading it would cost too much. Raises DocumentError."""
    lowered = decoded.text.lower()
    if sum(lowered.count(marker.lower()) for marker in (reader.MARKERS if reader else ())) > MOST_MARKERS:
        raise DocumentError(f"more than {MOST_MARKERS:,} places that may be images", hint="split the document")
    return decoded


def _marked(
    references: list[ImageReference], file: ChangedFile, before: list[ImageReference] | None
) -> list[ImageReference]:
    """The references with `changed` set: those on added lines, and those that were not there before.

    Lines alone do not tell: deleting a line may delete an alt text, open a code block, or lead a label elsewhere.
    """
    on_lines = [file.touches(reference.span) for reference in references]
    known = Counter(map(_identity, before)) if before is not None else None
    marked = []
    for reference, on_line in zip(references, on_lines, strict=True):
        changed = on_line
        if not on_line and known is not None:
            known[_identity(reference)] -= 1
            changed = known[_identity(reference)] < 0
        marked.append(replace(reference, changed=changed))
    return marked


def _identity(reference: ImageReference) -> tuple[str, str | None]:
    return reference.target, reference.alt

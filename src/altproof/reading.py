"""The documents of a run: read, decoded, and every reference in them led to its file and to the change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from altproof.directives import Directives
from altproof.errors import AltproofError, DocumentError
from altproof.model import ChangedFile, ImageReference, Problem, Stage, Status, Variant
from altproof.page_language import LanguageFolders, page_language
from altproof.readers import notebook, reader_for
from altproof.readers.base import EMBED, Reader, Site
from altproof.readers.encoding import Decoded, decode
from altproof.readers.leftovers import leftovers
from altproof.sites import Sites
from altproof.targets import Resolved, TargetOptions, Tree, resolve, resolve_embed
from altproof.task import Task, Workspace
from altproof.text import norm

DOCUMENT_BYTES = 4 << 20
"""Larger documents are not read; the longest page among 10,000 measured ones has a quarter of it."""
MOST_MARKERS = 10_000
"""Places in one document that may be images; a real page has a few hundred, and each costs memory."""
_SHORTEST_MARKER = 2
"""Characters; so a short document cannot hold too many."""
MOST_REFERENCES = 200_000
"""References of one run; a documentation set of 10,000 pages has a few thousand."""


class PageFacts(Struct, frozen=True):
    """What is known of one document besides its images."""

    language: str
    """BCP 47."""
    directives: Directives


class Documents:
    """Reads documents of one workspace. What cannot be read is in `problems`, never an exception."""

    def __init__(self, workspace: Workspace, task: Task) -> None:
        paths = workspace.paths()
        self._workspace = workspace
        self._files = task.changes.by_path()
        self._sites = Sites(paths, task.config.documents.site)
        self._tree = Tree(paths, self._sites)
        self._options = TargetOptions(task.config.documents.static_dirs, task.facts.repository)
        self._folders = LanguageFolders(paths)
        self._wanted = task.config.alt_text
        self.pages: dict[str, PageFacts] = {}
        """By document."""
        self.leftovers: list[ImageReference] = []
        """What looks like an image and is none."""
        self.problems: list[Problem] = []
        self.read = 0
        """How many documents could be read."""

    def references(self, paths: list[str]) -> Iterator[ImageReference]:
        """The references of these documents; ends early, with a problem, when there are far too many."""
        found = 0
        self._workspace.expect(paths)
        for number, path in enumerate(paths):
            site = self._sites.of(path)
            reader = reader_for(path, site)
            text = self._text(path, reader) if reader else None
            if reader is None or text is None:
                continue
            self.read += 1
            located = self._located(path, text, reader, site)
            directives = _directives(path, text, reader, site)
            if located or directives.all:
                self.pages[path] = PageFacts(self._language(path, text), directives)
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

    def _located(self, path: str, text: str, reader: Reader, site: Site) -> list[ImageReference]:
        file = self._files.get(path)
        left = leftovers(path, text, reader, site)
        self.leftovers += _marked(left, file, None) if file else left
        found = reader.references(path, text, site)
        if file is None or file.status is Status.RENAMED:
            return [self._led(reference, reference.target) for reference in found]
        return _marked([self._led(reference) for reference in found], file, self._before(file, reader, site))

    def _language(self, path: str, text: str) -> str:
        return page_language(path, text, self._folders, self._wanted.language_by_path, self._wanted.language)

    def _led(self, reference: ImageReference, target_before: str | None = None) -> ImageReference:
        """The reference led to its files."""
        if reference.syntax.endswith(EMBED):
            found = resolve_embed(reference.target, reference.document, self._tree)
        else:
            found = self._resolved(reference.target, reference)
        led = replace(reference, image=found.path, target_kind=found.kind, near=found.near, target_before=target_before)
        sources = reference.surroundings.sources
        others = ((self._resolved(source.target, reference).path, source.theme) for source in sources)
        variants = tuple(Variant(path, theme) for path, theme in others if path and path != led.image)
        return replace(led, variants=variants) if variants else led

    def _resolved(self, target: str, reference: ImageReference) -> Resolved:
        return resolve(target, reference.document, self._tree, self._options)

    def _before(self, file: ChangedFile, reader: Reader, site: Site) -> list[ImageReference] | None:
        """The references the document had before the change; None: it is new, or nothing is known of then."""
        if file.status is not Status.MODIFIED:
            return None
        data = self._workspace.read_before(file.path, DOCUMENT_BYTES)
        try:
            text = _checked(decode(data), reader).text if data is not None else None
        except DocumentError:
            return None
        return reader.references(file.path, text, site) if text is not None else None

    def _text(self, path: str, reader: Reader) -> str | None:
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


def _directives(path: str, text: str, reader: Reader, site: Site) -> Directives:
    """The comments that except something, where the reader of the document would see an image."""
    directives = Directives(path, text)
    if directives.all:
        directives.keep(reference.target for reference in reader.references(path, directives.probe, site))
    return directives


def _checked(decoded: Decoded, reader: Reader) -> Decoded:
    """The document, unless it may hold so many images that reading it would cost too much. Raises DocumentError."""
    if len(decoded.text) < MOST_MARKERS * _SHORTEST_MARKER:
        return decoded
    is_notebook = reader is notebook
    lowered = (notebook.unescaped(decoded.text) if is_notebook else decoded.text).lower()
    # Escapes are only another spelling of the others
    markers = (marker.lower() for marker in reader.MARKERS if not marker.startswith("\\"))
    if sum(lowered.count(marker) for marker in markers) > MOST_MARKERS:
        raise DocumentError(f"more than {MOST_MARKERS:,} places that may be images", hint="split the document")
    return decoded


def _marked(
    references: list[ImageReference], file: ChangedFile, before: list[ImageReference] | None
) -> list[ImageReference]:
    """The references with `changed` and `target_before` set.

    Changed are those on added lines, and those that were not there before: lines alone do not tell, since deleting one
    may delete an alt text, open a code block, or lead a label elsewhere.
    """
    if before is None:
        return [replace(reference, changed=file.touches(reference.span)) for reference in references]
    kept = _kept(references, before)
    alts = {reference.alt for reference in before}
    return [
        replace(
            reference,
            changed=file.touches(reference.span) or target != reference.target or reference.alt not in alts,
            target_before=target,
        )
        for reference, target in zip(references, kept, strict=True)
    ]


def _kept(references: list[ImageReference], before: list[ImageReference]) -> list[str | None]:
    """For each reference the target that its alt text had before; None: no place had this alt text, or too few had."""
    same = Counter(map(_identity, before))
    kept: list[str | None] = []
    for reference in references:
        same[_identity(reference)] -= 1
        kept.append(reference.target if same[_identity(reference)] >= 0 else None)
    left = {alt: target for (target, alt), count in same.items() if count > 0}
    return [target or left.get(_identity(r)[1]) for r, target in zip(references, kept, strict=True)]


def _identity(reference: ImageReference) -> tuple[str, str | None]:
    """What makes it the same place as before; a period more in its alt text makes no other."""
    return reference.target, norm(reference.alt) if reference.alt else reference.alt
